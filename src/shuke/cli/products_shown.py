"""What each place buys, asks for, and what went with leaving, on the terminal: marked cells with their lift."""

from __future__ import annotations

from shuke.cli.columns import aligned
from shuke.locale import knows, text
from shuke.watch.products import Lift, Trait
from shuke.watching.products import Leaving, Products

MOST_ROWS = 15
SIGNS = {"more": "▲", "less": "▼", "like": "", "few": ""}


def shown(found: Products, lang: str) -> list[str]:
    """Return everything as lines."""
    lines = [text("products.head", lang, run=found.run, as_of=found.as_of)]
    for family in dict.fromkeys(one.family for one in found.things):
        lines += ["", text(f"products.family.{family}", lang), *_family(found, family, lang)]
    lines += ["", text("products.marks", lang, rate=f"{found.rate:.0%}", least=found.least)]
    if found.missing:
        names = ", ".join(text(f"products.family.{name}", lang) for name in found.missing)
        lines.append(text("products.missing", lang, names=names))
    if found.leaving is None or found.earlier is None:
        return [*lines, "", text("products.no_earlier", lang)]
    lines += ["", text("products.since", lang, run=found.earlier[0], as_of=found.earlier[1])]
    for name, one in found.leaving.items():
        lines += ["", text(f"products.question.{name}", lang, customers=one.customers, left=one.left)]
        lines += _leaving(one, lang)
    return [*lines, "", text("products.association", lang)]


def _family(found: Products, family: str, lang: str) -> list[str]:
    things = [one for one in found.things if one.family == family]
    rows = [[text("products.column.thing", lang), text("products.column.customers", lang), *found.sizes]]
    rows += [
        [_name(family, one.name, lang), f"{one.customers:,}", *(_cell(it) for it in one.places)]
        for one in things[:MOST_ROWS]
    ]
    lines = [f"  {line}".rstrip() for line in aligned(rows)]
    return lines if len(things) <= MOST_ROWS else [*lines, text("products.more", lang, count=len(things) - MOST_ROWS)]


def _cell(one: Lift) -> str:
    lift = "·" if one.lift is None else f"{one.lift:.2f}"
    return f"{SIGNS[one.mark]}{lift}"


def _leaving(one: Leaving, lang: str) -> list[str]:
    marked = [it for it in one.traits if it.mark != "like"]
    if not marked:
        return [text("products.nothing", lang)]
    titles = ("trait", "having", "left", "others", "risk", "interval")
    rows = [[text(f"products.column.{name}", lang) for name in titles]]
    rows += [_trait(it, lang) for it in marked[:MOST_ROWS]]
    return [f"  {line}".rstrip() for line in aligned(rows)]


def _trait(one: Trait, lang: str) -> list[str]:
    limits = "–" if one.interval is None else f"{one.interval[0]:.2f}…{one.interval[1]:.2f}"
    return [
        trait_title(one, lang),
        f"{one.customers:,}",
        f"{one.left / one.customers:.0%}",
        f"{one.others_left / one.others:.0%}",
        "–" if one.risk is None else f"{SIGNS[one.mark]}{one.risk:.2f}",
        limits,
    ]


def trait_title(one: Trait, lang: str) -> str:
    """Return what customers with a trait did, in words."""
    if one.family == "did":
        return text(f"products.did.{one.name}", lang)
    return text(f"products.trait.{one.family}", lang, name=_name(one.family, one.name, lang))


def _name(family: str, name: str, lang: str) -> str:
    known = f"products.contact.{name}"
    return text(known, lang) if family == "contact" and knows(known) else name
