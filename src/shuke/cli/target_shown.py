"""The target profile on the terminal: values with their lift, the check on a hold-out, look-alikes with their parts."""

from __future__ import annotations

from shuke.cli.columns import aligned
from shuke.locale import knows, text
from shuke.watching.target import Like, Target

MOST_ROWS = 20
SIGNS = {"more": "▲", "less": "▼", "like": ""}


def shown(found: Target, lang: str) -> list[str]:
    """Return the profile as lines."""
    share = found.high_customers / found.customers if found.customers else 0.0
    lines = [
        text("target.head", lang, run=found.run, as_of=found.as_of, places=", ".join(found.high)),
        text(
            "target.base",
            lang,
            high=f"{found.high_customers:,}",
            customers=f"{found.customers:,}",
            share=f"{share:.1%}",
        ),
        "",
        *_values(found, lang),
        text("target.marks", lang, rate=f"{found.rate:.0%}", least=found.least),
    ]
    if found.left_out:
        lines.append(text("target.left_out", lang, names=", ".join(found.left_out)))
    lines += ["", *_check(found, lang), "", text("target.likest", lang, others=f"{found.others:,}")]
    lines += [_like(found, one, lang) for one in found.likest]
    return [*lines, text("target.parts", lang, base=found.model.base)]


def title(name: str, lang: str) -> str:
    """Return the title of an attribute: columns of order lines in the reader's words."""
    known = f"words.canonical.{name}"
    return text(known, lang) if knows(known) else name


def _values(found: Target, lang: str) -> list[str]:
    columns = ("value", "customers", "high", "rate", "lift", "interval")
    rows = [[text(f"target.column.{name}", lang) for name in columns]]
    rows += [
        [
            f"{title(found.attributes[one.attribute], lang)}: {one.value}",
            f"{one.customers:,}",
            f"{one.high:,}",
            f"{one.rate:.0%}",
            f"{SIGNS[one.mark]}{one.lift:.2f}",
            f"{one.interval[0]:.2f}…{one.interval[1]:.2f}",
        ]
        for one in found.values[:MOST_ROWS]
    ]
    return [f"  {line}".rstrip() for line in aligned(rows)]


def _check(found: Target, lang: str) -> list[str]:
    one = found.check
    if one is None:
        return [text("target.no_check", lang)]
    figures = {
        "precision": f"{one.precision:.1%}",
        "low": f"{one.interval[0]:.1%}",
        "high": f"{one.interval[1]:.1%}",
        "base": f"{one.base:.1%}",
        "lift": f"{one.lift:.2f}",
    }
    better = "better" if one.interval[0] > one.base else "no_better"
    return [text("target.check", lang, **figures), text(f"target.{better}", lang)]


def _like(found: Target, one: Like, lang: str) -> str:
    parts = [
        f"{title(found.attributes[name], lang)} {value} {weight:+f}"
        for name, value, weight in one.parts
        if value is not None
    ]
    place = text("target.not_rated", lang) if one.place is None else one.place
    return f"  {one.customer_id} ({place})  {one.score:+f} = {found.model.base:+f}, {', '.join(parts)}"
