"""What scores other than places ask of the rated customers: totals, centres, shares, moments.

Law: every figure is a sum, a count, a least or a greatest of exact values, so it does not depend on the order of rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import isqrt
from typing import Literal

from shuke.scheme.model import Band, Bands, Range, Standardised
from shuke.stages.fitted import Breaks, Scale, Value, logarithm
from shuke.stages.relation import Positions, Running, Select
from shuke.stages.rounding import from_float, rounded, steps_below, units

NINE = 9


def shares(metric: str, limits: Sequence[Decimal], source: str) -> Select:
    """Return, for each limit, the least value before which the strictly greater make less than that share.

    Only values above 0 count: the share is of their total.
    """
    heads = Select(
        {"_value": metric, "_total": f"SUM({units(metric, 6)})"}, source, (f"{metric} > 0",), group_by=(metric,)
    )
    greater = Running(heads, "_value", "_total", "high", before="_greater", whole="_everything")
    return Select(
        {f"q{index}": f"MIN(CASE WHEN {_before(limit)} THEN _value END)" for index, limit in enumerate(limits)}, greater
    )


def _before(limit: Decimal) -> str:
    share = Fraction(limit)
    return f"_greater * {share.denominator} < _everything * {share.numerator}"


def middle(metric: str, count: int) -> Positions:
    """Return the positions of the two values whose mean is the median."""
    return Positions(metric, ((count - 1) // 2, count // 2), count)


def split(
    metric: str, best: Literal["high", "low"], step: Decimal, centre: Fraction, rated: int, said: str = ""
) -> Breaks:
    """Return the break values of a split: 1 for values strictly better than the centre, else 0.

    On the metric's grid of steps, strictly better than the centre is at least as good as one grid value.
    """
    sign = 1 if best == "high" else -1
    bound = sign * (steps_below(sign * centre, step) + step)
    value: Value = int(bound) if step == 1 else bound
    return Breaks(metric, best, "split", ((value, 1),), 0, rated, centre=said or _text(centre))


def bands(metric: str, best: Literal["high", "low"], step: Decimal, score: Bands, rated: int) -> Breaks:
    """Return the steps of explicit intervals, from the best end, on the metric's grid.

    The intervals overlap nowhere (lint); what lies between and beside them has the score of the band without ends.
    """
    rest = next((band.score for band in score.bands if band.range == Range()), Decimal(0))
    # Seen from the best end every interval is (its far end, its near end), whichever way the metric runs.
    ways = [_turned(_on_grid(band, step), best) for band in score.bands if band.range != Range()]
    scores = [band.score for band in score.bands if band.range != Range()]
    ordered = sorted(zip(ways, scores, strict=True), key=lambda item: _near(item[0]), reverse=True)
    steps: list[tuple[Decimal, Decimal]] = []
    last, covered = rest, None
    for index, ((far, near), given) in enumerate(ordered):
        if near is not None and (index == 0 or covered != near + step):
            steps.append((near + step, rest))
        if far is None:
            last = given
            break
        steps.append((far, given))
        covered = far
    sign = 1 if best == "high" else -1
    found = tuple((_whole(sign * bound, step), _score(given)) for bound, given in steps)
    return Breaks(metric, best, "bands", found, _score(last), rated)


def moments(score: Standardised, scale: int) -> list[str]:
    """Return the expressions that a standardised score needs: how many, least, greatest, sum, sum of squares."""
    value = units(logarithm(score.metric) if score.log else score.metric, scale)
    return [
        f"COUNT({score.metric})",
        f"MIN({value})",
        f"MAX({value})",
        *([f"SUM({value})", f"SUM({value} * {value})"] if score.standardise == "zscore" else []),
    ]


def scale(
    score: Standardised, best: Literal["high", "low"], places: int, answers: Sequence[int | None], rated: int
) -> Scale:
    """Return the scale from what ``moments`` told; ``places`` are the decimals of its whole numbers."""
    count, least, greatest = (int(answer or 0) for answer in answers[:3])
    unit = Decimal(1).scaleb(-places)
    if score.standardise == "minmax":
        origin = (least if best == "high" else greatest) * unit
        return Scale(score.metric, best, "minmax", score.log, origin, (greatest - least) * unit, places, rated=rated)
    total, squares = (int(answer or 0) for answer in answers[3:5])
    if not count:
        return Scale(score.metric, best, "zscore", score.log, Decimal(0), Decimal(0), NINE, rated=rated)
    mean = rounded(Fraction(total, count) * Fraction(unit), NINE)
    deviation = root(Fraction(count * squares - total * total, count * count) * Fraction(unit) ** 2, NINE)
    lowest = Decimal(0)
    if deviation:
        worst = (least if best == "high" else greatest) * unit
        distance = worst - mean if best == "high" else mean - worst
        lowest = rounded(Fraction(distance) / Fraction(deviation), 6)
    return Scale(score.metric, best, "zscore", score.log, mean, deviation, NINE, lowest, rated)


def root(value: Fraction, places: int) -> Decimal:
    """Return the square root of a fraction, rounded half up to ``places`` decimals, in exact integers."""
    # r is the greatest whole number with (2 r - 1) / (2 · 10^places) at most the root.
    scaled = value * 4 * 100**places
    twice = isqrt(scaled.numerator // scaled.denominator)
    return Decimal((twice + 1) // 2).scaleb(-places)


def dispersion(names: Sequence[str]) -> list[str]:
    """Return two expressions per standardised score: its sum, and the sum of x ln x to 12 places."""
    found = []
    for name in names:
        positive = f"CASE WHEN {name} > 0 THEN CAST({name} AS DOUBLE) END"
        found += [f"SUM(GREATEST({name}, 0))", f"SUM({from_float(f'({positive} * LN({positive}))', 12)})"]
    return found


def _on_grid(band: Band, step: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and the greatest value of the grid in a band; None for an end that is open."""
    low, low_closed, high, high_closed = band.range
    return (
        None if low is None else _at_or_above(low, step, closed=low_closed),
        None if high is None else -_at_or_above(-high, step, closed=high_closed),
    )


def _at_or_above(end: Decimal, step: Decimal, *, closed: bool) -> Decimal:
    floor = steps_below(Fraction(end), step)
    return floor if floor == end and closed else floor + step


def _turned(
    ends: tuple[Decimal | None, Decimal | None], best: Literal["high", "low"]
) -> tuple[Decimal | None, Decimal | None]:
    low, high = ends
    if best == "high":
        return low, high
    return (None if high is None else -high), (None if low is None else -low)


def _near(ends: tuple[Decimal | None, Decimal | None]) -> Decimal:
    return Decimal("Infinity") if ends[1] is None else ends[1]


def _whole(value: Decimal, step: Decimal) -> Value:
    return int(value) if step == 1 else value


def _score(value: Decimal) -> Value:
    return int(value) if value == int(value) else value


def _text(centre: Fraction) -> str:
    return str(centre) if centre.denominator != 1 else str(centre.numerator)
