"""Every kind of score that a scheme document can ask for, over the metrics of the rated customers.

Each function takes what the document says, the value per customer (None: missing) and the better end, and gives a
score per customer. A missing value takes no part and gets the score of the worst end.
"""

from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import Any

from . import scores
from .learned import natural_levels
from .rounding import half_up
from .rules import between

Said = Mapping[str, Any]
Column = dict[str, Any]
FAR = Fraction(10**40)


def known(values: Mapping[str, Any]) -> Column:
    """The customers who have a value."""
    return {customer: value for customer, value in values.items() if value is not None}


def quantiles(said: Said, values: Column, best: str, earlier: Mapping[str, Column]) -> Column:
    """Scores k ... 1 by equal shares; inside the groups of earlier scores, with one order apart, or with fewer k."""
    k = int(said["quantiles"])
    groups: dict[tuple[Any, ...], Column] = {}
    for customer, value in values.items():
        key = tuple(earlier[name][customer] for name in said.get("within", []))
        groups.setdefault(key, {})[customer] = value
    while True:
        result: Column = {}
        for members in groups.values():
            result |= one_group(said, members, best, k)
        if said.get("sparse") != "fewer" or k == 1 or set(result.values()) == set(range(1, k + 1)):
            return result
        k -= 1


def one_group(said: Said, values: Column, best: str, k: int) -> Column:
    """Quantiles over one group of customers."""
    result: Column = dict.fromkeys(values, 1)
    ranked, base = known(values), 0
    if k == 1:
        return result
    if said.get("one_order") == "apart":
        ranked, base = {customer: value for customer, value in ranked.items() if value > 1}, 1
    found = scores.quantiles(ranked, best, k - base, said.get("ties", "middle")) if ranked else {}
    return result | {customer: base + score for customer, score in found.items()}


def rank_bands(said: Said, values: Column, best: str) -> Column:
    """The score of the first band with p < limit; the last has no limit."""
    bands = limits(said["rank_bands"])
    result = dict.fromkeys(values, bands[-1][1])
    return result | scores.rank_bands(known(values), best, bands, said.get("ties", "middle"))


def limits(pairs: list[list[str]]) -> list[tuple[str | None, Decimal]]:
    """Pairs of a limit and a score, `rest` being no limit."""
    return [(None if limit == "rest" else limit, Decimal(score)) for limit, score in pairs]


def pareto_bands(said: Said, values: Column) -> Column:
    """The first band of whose share of the positive total the strictly greater stay below; 0 or less is last."""
    bands, given = limits(said["pareto_bands"]), known(values)
    whole, greater = scores.positive_total(given), scores.strictly_greater_totals(given)
    result = dict.fromkeys(values, bands[-1][1])
    for customer, value in given.items():
        if value > 0:
            result[customer] = next(
                score for limit, score in bands if limit is None or greater[customer] < Fraction(limit) * whole
            )
    return result


def bands(said: Said, values: Column, best: str) -> Column:
    """The score of the interval that holds the value; a missing value is held by that of the worst end."""
    worst = -FAR if best == "high" else FAR
    return {customer: band_of(said["bands"], worst if v is None else v) for customer, v in values.items()}


def band_of(intervals: list[Said], value: Any) -> Decimal:
    """The one interval with ends that holds a value, else the one without any."""
    ends = ("at_least", "above", "at_most", "below")
    closed = [band for band in intervals if any(end in band for end in ends)]
    held = [band for band in closed if between(value, {end: band[end] for end in ends if end in band})]
    rest = [band for band in intervals if band not in closed]
    found = held or rest
    if len(found) != 1:
        raise ValueError(f"{len(found)} bands hold {value}")
    return Decimal(found[0]["score"])


def split(said: Said, values: Column, best: str) -> Column:
    """1 for strictly better than the centre, else 0."""
    given, centre = known(values), said["split"]
    result = dict.fromkeys(values, 0)
    if not given:
        return result
    if isinstance(centre, dict) and "pareto" in centre:
        return result | scores.pareto_split(given, centre["pareto"])
    if isinstance(centre, dict):
        return result | scores.split(given, best, Fraction(centre["value"]))
    exact = {"mean": scores.mean, "median": scores.median}[centre](given)
    return result | scores.split(given, best, exact)


def points(said: Said, values: Column) -> Column:
    """So many points per unit, 6 places, between two ends; a missing value counts as 0."""
    each = Fraction(said["points"])
    return {c: half_up(clamped(said, Fraction(0 if v is None else v) * each), 6) for c, v in values.items()}


def clamped(said: Said, value: Fraction) -> Fraction:
    """A value kept between `at_least` and `at_most`."""
    if said.get("at_least") is not None:
        value = max(value, Fraction(said["at_least"]))
    return value if said.get("at_most") is None else min(value, Fraction(said["at_most"]))


def standardise(said: Said, values: Column, best: str) -> Column:
    """`minmax` or `zscore`, 6 places, half-up; greater is better."""
    on_line = logarithm if is_yes(said.get("log")) else Fraction
    given = {customer: on_line(value) for customer, value in known(values).items()}
    if not given:
        return dict.fromkeys(values, Decimal("0.000000"))
    if said["standardise"] == "minmax":
        low, high = min(given.values()), max(given.values())
        origin, width = (low if best == "high" else high), high - low
    else:
        origin = Fraction(half_up(scores.mean(given), 9))
        width = Fraction(population_deviation(list(given.values())))
    sign = 1 if best == "high" else -1
    found = {c: half_up(sign * (v - origin) / width if width else 0, 6) for c, v in given.items()}
    least = Decimal(0) if said["standardise"] == "minmax" else min(found.values())
    return dict.fromkeys(values, least) | found


def is_yes(word: str | None) -> bool:
    """What YAML 1.2 calls true."""
    return word in ("true", "True", "TRUE")


@lru_cache(maxsize=100_000)
def logarithm(value: Any) -> Fraction:
    """ln(1 + the value), of a value below 0 ln(1); 9 places, half-up."""
    with localcontext() as context:
        context.prec = 40
        return Fraction(half_up((1 + max(Decimal(value), Decimal(0))).ln(), 9))


def population_deviation(values: list[Fraction]) -> Decimal:
    """The population standard deviation rounded half-up to 9 places, by whole numbers alone."""
    mean = sum(values, Fraction(0)) / len(values)
    variance = sum(((value - mean) ** 2 for value in values), Fraction(0)) / len(values)
    # The root in half units: the greatest h with (h / (2 x 10^9))^2 <= variance; up from an odd h.
    halves = isqrt(int(variance * 4 * 10**18))
    return half_up(Fraction((halves + 1) // 2, 10**9), 9)


def natural(said: Said, values: Column, best: str) -> Column:
    """Levels k ... 1 where k-means cuts one figure; the best level gets k."""
    k = int(said["kmeans"])
    on_line = logarithm if is_yes(said.get("log")) else Fraction
    given = {customer: on_line(value) for customer, value in known(values).items()}
    result = dict.fromkeys(values, 1)
    if not given:
        return result
    levels = natural_levels(given, k)
    found = max(levels.values()) + 1
    return result | {c: level + 1 if best == "high" else found - level for c, level in levels.items()}


def total(said: Said, earlier: Mapping[str, Column], customers: list[str]) -> Column:
    """The weighted sum of other scores, exact, between two ends."""
    parts = [(Fraction(weight), earlier[name]) for name, weight in said["sum"].items()]
    return {c: clamped(said, sum((w * Fraction(column[c]) for w, column in parts), Fraction(0))) for c in customers}


def levels(said: Said, column: Column) -> list[Any]:
    """The scores that a kind can give, the best first; for fewer quantiles than asked, those that were made."""
    if "quantiles" in said or "kmeans" in said:
        fewer = said.get("sparse") == "fewer" or "kmeans" in said
        k = max(column.values()) if fewer else int(said.get("quantiles", said.get("kmeans")))
        return list(range(k, 0, -1))
    if "split" in said:
        return [1, 0]
    if "bands" in said:
        return sorted({Decimal(band["score"]) for band in said["bands"]}, reverse=True)
    pairs = said.get("rank_bands") or said.get("pareto_bands")
    given = {score for _, score in limits(pairs)} if pairs else set(column.values())
    return sorted(given, reverse=True)
