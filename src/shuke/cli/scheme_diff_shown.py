"""Two schemes side by side, and the weight of weights, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from shuke.cli.columns import aligned, width
from shuke.locale import text
from shuke.scheme.spoken.money import price
from shuke.scheme.spoken.names import column, number, worded
from shuke.whatif.compare import NO_GROUP, NOT_RATED, Amount, Cell, Comparison, Mover, Side
from shuke.whatif.documents import Difference
from shuke.whatif.files import plain
from shuke.whatif.sensitivity import CROWDED, Sensitivity, Shift

# A matrix with more places than this is not read on a terminal; the largest flows are.
MOST_PLACES = 10
MOST_FLOWS = 12
MOST_MOVERS = 10
WIDEST = 100


def documents(found: Sequence[Difference], lang: str) -> list[str]:
    """Return what two schemes say differently."""
    if not found:
        return [text("whatif.same_document", lang)]
    return [text("whatif.documents", lang), *(f"  {one.sentence(lang)}" for one in found)]


def compared(found: Comparison, written: Sequence[Path], lang: str) -> list[str]:
    """Return a comparison: the documents, the matrices, what they add up to, the largest moves."""
    titles = _titles(found, lang)
    lines = [text("whatif.head", lang, first=titles[0], second=titles[1], as_of=found.as_of), ""]
    lines += [*documents(found.differences, lang), ""]
    lines += [*_matrix(found, lang), "", *_outcome(found, lang)]
    if found.movers:
        lines += ["", text("whatif.movers.title", lang), *(f"  {line}" for line in aligned(_movers(found, lang)))]
    if written:
        lines += ["", text("whatif.written", lang), *(f"  {path}" for path in written)]
    return lines


def _titles(found: Comparison, lang: str) -> list[str]:
    """Return how the schemes are called: by their titles, with their ids where those are the same."""
    schemes = [found.first.scheme, found.second.scheme]
    titles = [worded(scheme.title, lang) for scheme in schemes]
    if titles[0] != titles[1]:
        return titles
    return [text("whatif.titled", lang, title=worded(one.title, lang), id=one.scheme) for one in schemes]


def weighed(found: Sensitivity, lang: str) -> list[str]:
    """Return what each changed weight does, and who stands near which boundary."""
    lines = [text("whatif.sensitivity.head", lang, title=worded(found.scheme.title, lang), by=_percent(found.by))]
    total = number(sum(found.weights.values(), Decimal(0)))
    lines += [text("whatif.sensitivity.free" if found.free else "whatif.sensitivity.kept", lang, total=total), ""]
    if found.shifts:
        part = text(f"whatif.part.{found.result}", lang)
        heads = ["weight", "from", "to", "customers", "share", "money", "money_share"]
        heads += ["up", "down"] if found.shifts[0].up is not None else []
        rows = [[text(f"whatif.sensitivity.{head}", lang, part=part) for head in heads]]
        rows += [_shift(found, shift, lang) for shift in found.shifts]
        lines += [f"  {line}" for line in aligned(rows)]
    else:
        lines.append(text("whatif.sensitivity.none", lang))
    if found.boundaries:
        lines += ["", text("whatif.sensitivity.boundaries", lang, step=number(found.step))]
        lines += [f"  {line}".rstrip() for line in aligned(_boundaries(found, lang))]
    if any(one.crowded for one in found.boundaries):
        lines.append(text("whatif.sensitivity.crowded_why", lang, share=_percent(CROWDED)))
    return lines


def _matrix(found: Comparison, lang: str) -> list[str]:
    """Return customers and money in tables of first by second; of many places only the largest flows."""
    downs = [name for name in (*found.first.names, NO_GROUP, NOT_RATED) if _there(found.cells, name, "before")]
    acrosses = [name for name in (*found.second.names, NO_GROUP, NOT_RATED) if _there(found.cells, name, "after")]
    if max(len(downs), len(acrosses)) > MOST_PLACES:
        return _flows(found, lang)
    cells = {(cell.before, cell.after): cell for cell in found.cells}
    names = [_place(found.second, name, lang) for name in acrosses]
    heads = [[_result(found.first, lang), *names]]
    amounts = [heads[0]]
    for down in downs:
        row = [cells.get((down, across)) for across in acrosses]
        name = _place(found.first, down, lang)
        heads.append([name, *(f"{cell.customers:,}" if cell else "·" for cell in row)])
        amounts.append([name, *(_price(cell.money, found) if cell else "·" for cell in row)])
    results = {"first": _result(found.first, lang), "second": _result(found.second, lang)}
    return [
        text("whatif.by", lang, **results),
        *_table(heads, lang),
        "",
        text("whatif.money", lang),
        *_table(amounts, lang),
    ]


def _table(rows: list[list[str]], lang: str) -> list[str]:
    """Return a table; where its heads make it too wide, numbers stand for them and are told below."""
    lines = aligned(rows)
    if width(lines[0]) > WIDEST:
        first, *names = rows[0]
        numbers = [str(number) for number in range(1, len(names) + 1)]
        lines = aligned([[first, *numbers], *rows[1:]])
        pairs = zip(numbers, names, strict=True)
        lines.append(" · ".join(text("whatif.numbered", lang, number=number, name=name) for number, name in pairs))
    return [f"  {line}" for line in lines]


def _flows(found: Comparison, lang: str) -> list[str]:
    """Return the cells with the most customers."""
    largest = sorted(found.cells, key=lambda cell: -cell.customers)[:MOST_FLOWS]
    rows = [
        [
            f"{_place(found.first, cell.before, lang)} → {_place(found.second, cell.after, lang)}",
            f"{cell.customers:,}",
            _price(cell.money, found),
        ]
        for cell in largest
    ]
    return [text("whatif.flows", lang), *(f"  {line}" for line in aligned(rows))]


def _outcome(found: Comparison, lang: str) -> list[str]:
    """Return what the matrix adds up to, in sentences."""
    lines = [
        text(
            f"whatif.moved.{found.kind}",
            lang,
            customers=f"{found.moved.customers:,}",
            all=f"{found.both.customers:,}",
            share=_percent(1 - found.agreeing),
            agreeing=_percent(found.agreeing),
            money=_price(found.moved.money, found),
            money_share=_part(found.moved.money, found.both.money),
        )
    ]
    if found.kind == "extended":
        lines += _own_places(found, lang)
    if found.up and found.down and found.moved.customers:
        lines.append(text("whatif.up_down", lang, **_side("up", found.up, found), **_side("down", found.down, found)))
    lines.append(text("whatif.rand", lang, value=f"{float(round(found.adjusted_rand, 3)):.3f}"))
    for key, amount in zip(("only_first", "only_second"), found.only, strict=True):
        if amount.customers:
            lines.append(
                text(f"whatif.{key}", lang, customers=f"{amount.customers:,}", money=_price(amount.money, found))
            )
    return lines


def _own_places(found: Comparison, lang: str) -> list[str]:
    """Return, for the scheme that has more places, which those are, and who stands there."""
    lines = []
    for side, other, end in ((found.first, found.second, "before"), (found.second, found.first, "after")):
        names = [name for name in side.names if name not in other.names]
        if not names:
            continue
        there = [cell for cell in found.cells if getattr(cell, end) in names]
        told = {
            "names": text("whatif.comma", lang).join(_place(side, name, lang) for name in names),
            "customers": f"{sum(cell.customers for cell in there):,}",
            "money": _price(sum((cell.money for cell in there), Decimal(0)), found),
        }
        lines.append(text(f"whatif.own_places.{end}", lang, **told))
    return lines


def _movers(found: Comparison, lang: str) -> list[list[str]]:
    """Return the largest moves as a table; columns that say nothing are left out."""
    columns = ["customer", "before", "after"]
    columns += ["steps"] if found.steps else []
    columns += [f"score_{side}" for side, one in (("before", found.first), ("after", found.second)) if one.score]
    columns.append("money")
    rows = [[text(f"whatif.movers.{name}", lang) for name in columns]]
    for mover in found.movers[:MOST_MOVERS]:
        shown = _shown(mover, found, lang)
        rows.append([shown[name] for name in columns])
    return rows


def _shown(mover: Mover, found: Comparison, lang: str) -> dict[str, str]:
    return {
        "customer": mover.customer_id,
        "before": _place(found.first, mover.before, lang),
        "after": _place(found.second, mover.after, lang),
        "steps": f"{mover.steps:+d}" if mover.steps is not None else "",
        "score_before": plain(mover.score_before) if mover.score_before is not None else "",
        "score_after": plain(mover.score_after) if mover.score_after is not None else "",
        "money": _price(mover.money, found),
    }


def _shift(found: Sensitivity, shift: Shift, lang: str) -> list[str]:
    return [
        column(shift.weight, lang, found.scheme),
        number(found.weights[shift.weight]),
        number(shift.weights[shift.weight]),
        f"{shift.customers:,}",
        _part(shift.customers, found.rated),
        price(shift.money, found.currency, exact=False),
        _part(shift.money, found.money),
        *(f"{count:,}" for count in (shift.up, shift.down) if count is not None),
    ]


def _boundaries(found: Sensitivity, lang: str) -> list[list[str]]:
    heads = ("group", "at_least", "below", "below_money", "above", "above_money")
    rows = [[*(text(f"whatif.sensitivity.{head}", lang) for head in heads), ""]]
    rows += [
        [
            one.group,
            number(one.at_least),
            f"{one.below:,}",
            price(one.below_money, found.currency, exact=False),
            f"{one.above:,}",
            price(one.above_money, found.currency, exact=False),
            text("whatif.sensitivity.crowded", lang) if one.crowded else "",
        ]
        for one in found.boundaries
    ]
    return rows


def _place(side: Side, name: str, lang: str) -> str:
    """Return a place as people read it: a group's title where it has one beside its key."""
    if name in {NOT_RATED, NO_GROUP}:
        return text("whatif.not_rated" if name == NOT_RATED else "whatif.no_group", lang)
    for group in side.scheme.groups.get(side.result, ()):
        if group.name == name and group.title is not None and side.result != "tier":
            return worded(group.title, lang)
    return name


def _result(side: Side, lang: str) -> str:
    return text(f"whatif.part.{side.result}", lang)


def _there(cells: Sequence[Cell], name: str, side: str) -> bool:
    return any(getattr(cell, side) == name for cell in cells)


def _side(name: str, amount: Amount, found: Comparison) -> dict[str, str]:
    return {name: f"{amount.customers:,}", f"{name}_money": _price(amount.money, found)}


def _price(value: Decimal, found: Comparison) -> str:
    return price(value, found.currency, exact=False)


def _part(part: Decimal | int, whole: Decimal | int) -> str:
    return _percent(Fraction(part) / Fraction(whole)) if whole > 0 else "–"


def _percent(share: Fraction | Decimal) -> str:
    percent = round(Fraction(share) * 100, 1)
    return f"{float(percent):.1f} %".replace(".0 %", " %")
