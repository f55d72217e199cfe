"""From metrics to scores and places (semantics, paragraph 5 "Scores").

Each function takes `values`, a number per customer_id, and gives a result per customer_id. Positions and
centres are exact fractions; weights, limits and ends are written in decimal and never become floats.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from .lines import EXACT

Number = int | Decimal | Fraction
Values = Mapping[str, Number]


def better_and_equal(values: Values, best: str) -> dict[str, tuple[int, int]]:
    """a = how many are strictly better, e = how many are equal, itself included."""
    if best not in ("high", "low"):
        raise ValueError(f"best is 'high' or 'low', not {best!r}")
    ranked = sorted(values.values())
    result = {}
    for customer, value in values.items():
        below, up_to = bisect_left(ranked, value), bisect_right(ranked, value)
        result[customer] = (len(ranked) - up_to if best == "high" else below, up_to - below)
    return result


def positions(values: Values, best: str, ties: str = "middle") -> dict[str, Fraction]:
    """Rank position: p = (2a + e) / (2N); `best` a/N, `worst` (a + e - 1)/N, `split` place/N from 0."""
    n = len(values)
    if ties == "split":
        by_id = sorted(values)
        in_order = sorted(by_id, key=values.__getitem__, reverse=best == "high")
        return {customer: Fraction(place, n) for place, customer in enumerate(in_order)}
    formula = {
        "middle": lambda a, e: Fraction(2 * a + e, 2 * n),
        "best": lambda a, e: Fraction(a, n),
        "worst": lambda a, e: Fraction(a + e - 1, n),
    }[ties]
    return {customer: formula(a, e) for customer, (a, e) in better_and_equal(values, best).items()}


def quantiles(values: Values, best: str, k: int, ties: str = "middle") -> dict[str, int]:
    """`quantiles: k` gives k - floor(k p), in integers, so the best group gets k."""
    return {customer: k - k * p.numerator // p.denominator for customer, p in positions(values, best, ties).items()}


def straddling(values: Values, best: str, k: int) -> int:
    """How many customers sit in a tie group that straddles a boundary: its first and last place differ."""
    first, last = quantiles(values, best, k, "best"), quantiles(values, best, k, "worst")
    return sum(first[customer] != last[customer] for customer in values)


def rank_bands(
    values: Values, best: str, bands: Sequence[tuple[str | None, str]], ties: str = "middle"
) -> dict[str, Decimal]:
    """`rank_bands`: the score of the first band with p < limit; the last band has no limit (None)."""
    limits = [(None if limit is None else Fraction(limit), Decimal(score)) for limit, score in bands]
    return {
        customer: next(score for limit, score in limits if limit is None or p < limit)
        for customer, p in positions(values, best, ties).items()
    }


def value_band(value: Number, bands: Sequence[Mapping[str, str]]) -> Decimal:
    """Value bands: ends `below`, `at_most`, `at_least`, `above`; exactly one band must hold the value."""
    tests = {
        "below": lambda end: value < end,
        "at_most": lambda end: value <= end,
        "at_least": lambda end: value >= end,
        "above": lambda end: value > end,
    }
    found = [
        Decimal(band["score"])
        for band in bands
        if all(tests[end](Fraction(limit)) for end, limit in band.items() if end != "score")
    ]
    if len(found) != 1:
        raise ValueError(f"{len(found)} bands hold {value}")
    return found[0]


def mean(values: Values) -> Fraction:
    """The exact arithmetic mean."""
    return sum(map(Fraction, values.values()), Fraction(0)) / len(values)


def median(values: Values) -> Fraction:
    """The middle value, or the exact mean of the two middle values."""
    ranked = sorted(values.values())
    half = len(ranked) // 2
    if len(ranked) % 2:
        return Fraction(ranked[half])
    return (Fraction(ranked[half - 1]) + Fraction(ranked[half])) / 2


def split(values: Values, best: str, centre: Number) -> dict[str, int]:
    """Splits: 1 = high. Best high: greater than the centre; best low: fewer than it; equal is low (0)."""
    return {customer: int(value > centre if best == "high" else value < centre) for customer, value in values.items()}


def strictly_greater_totals(values: Values) -> dict[str, Fraction]:
    """Per customer the total of the positive values that are strictly greater than its own."""
    totals: dict[Number, Fraction] = {}
    running, greater, previous = Fraction(0), Fraction(0), None
    for value in sorted(values.values(), reverse=True):
        if value != previous:
            greater, previous = running, value
        totals[value] = greater
        running += Fraction(max(value, 0))
    return {customer: totals[value] for customer, value in values.items()}


def positive_total(values: Values) -> Fraction:
    """The sum of the values above 0."""
    return sum((Fraction(value) for value in values.values() if value > 0), Fraction(0))


def pareto_split(values: Values, share: str = "0.8") -> dict[str, int]:
    """`pareto: share`: high (1) while the strictly-greater total is < share of the positive total."""
    limit = Fraction(share) * positive_total(values)
    return {customer: int(greater < limit) for customer, greater in strictly_greater_totals(values).items()}


def abc(values: Values) -> dict[str, str]:
    """ABC: A while the strictly-greater total is < 80 %, B while < 95 %, else C; values <= 0 are C."""
    whole = positive_total(values)
    a_limit, b_limit = Fraction("0.80") * whole, Fraction("0.95") * whole
    classes = {}
    for customer, greater in strictly_greater_totals(values).items():
        earlier = "A" if greater < a_limit else "B" if greater < b_limit else "C"
        classes[customer] = earlier if values[customer] > 0 else "C"
    return classes


def nested_cells(dimensions: Sequence[tuple[Values, str]], k: int) -> dict[str, tuple[int, ...]]:
    """Nested cells: k groups by the first dimension; within each, k by the next; and so on."""
    cells: dict[str, tuple[int, ...]] = dict.fromkeys(dimensions[0][0], ())
    for values, best in dimensions:
        groups: dict[tuple[int, ...], dict[str, Number]] = {}
        for customer, cell in cells.items():
            groups.setdefault(cell, {})[customer] = values[customer]
        for cell, members in groups.items():
            for customer, score in quantiles(members, best, k).items():
                cells[customer] = (*cell, score)
    return cells


def ladder_cell(frequency: int, recency_days: int) -> int:
    """Ladder: rows >= 5, 4, 3, 2, 1 purchases; columns <= 30, <= 90, <= 180, <= 360, > 360 days."""
    column = next((place for place, end in enumerate((30, 90, 180, 360), 1) if recency_days <= end), 5)
    return 5 * (5 - min(frequency, 5)) + column


def composite(parts: Sequence[tuple[str, Number]], *, total: str = "1") -> Decimal:
    """Composite: the weighted sum in exact decimals; weights add up to 1 unless `total="free"`."""
    weights = [Decimal(weight) for weight, _ in parts]
    if total != "free" and sum(weights) != 1:
        raise ValueError(f"the weights add up to {sum(weights)}, not to 1")
    result = Decimal(0)
    for weight, (_, value) in zip(weights, parts, strict=True):
        result = EXACT.add(result, EXACT.multiply(weight, Decimal(value)))
    return result


def tier(score: Number, tiers: Sequence[tuple[str, str | None]]) -> str:
    """Tiers: the first, from the top, whose `at_least` <= score; None takes the rest."""
    return next(name for name, at_least in tiers if at_least is None or Fraction(at_least) <= score)
