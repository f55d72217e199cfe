"""How well an order of the customers found what they did later, in exact arithmetic.

Law: whom the order does not tell apart share their places, so every figure is what a random order among them is
expected to give; listing equals in another sequence, or naming customers anew, changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

# The first so many of the customers, as people ask: the first tenth, the first fifth.
TENTH, FIFTH = Fraction(1, 10), Fraction(1, 5)
MEASURES = ("best_in_tenth", "best_in_fifth", "revenue_in_tenth", "revenue_in_fifth", "gini", "spearman", "auc")


@dataclass(frozen=True)
class Place:
    """Customers whom an order does not tell apart, and what they did later, in whole numbers.

    ``revenue`` is in ten-thousandths; ``ranks`` the sum of their doubled middle ranks by later revenue, 2 the best;
    ``above`` are among the later best for certain, ``at`` share the last places there; ``bought`` bought at all.
    """

    customers: int
    revenue: int
    ranks: int
    above: int
    at: int
    bought: int


@dataclass(frozen=True)
class Later:
    """What all customers did later: how many there are by revenue, from the most, and who are the later best.

    The best are the first tenth by later revenue, or those who brought any, if these are fewer.
    """

    values: tuple[tuple[int, int], ...]

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return sum(count for _, count in self.values)

    @property
    def best(self) -> int:
        """How many places the later best have."""
        return min(cut(self.customers, TENTH), sum(count for value, count in self.values if value > 0))

    @property
    def boundary(self) -> tuple[int | None, Fraction]:
        """The revenue of the last among the later best, and which part of those who brought it is among them."""
        before = 0
        for value, count in self.values:
            if before + count >= self.best > before:
                return value, Fraction(self.best - before, count)
            before += count
        return None, Fraction(0)

    @property
    def places(self) -> list[Place]:
        """The order that knows what came."""
        found, before = [], 0
        last, _ = self.boundary
        for value, count in self.values:
            ranks = count * (2 * before + count + 1)
            above = count if last is not None and value > last else 0
            at, bought = (count if value == last else 0), (count if value > 0 else 0)
            found.append(Place(count, value * count, ranks, above, at, bought))
            before += count
        return found


def measures(places: Sequence[Place], later: Later) -> dict[str, float | None]:
    """Return every measure of an order, the best place first; None where it cannot be told (nobody bought).

    ``best_in_tenth`` and ``best_in_fifth``: the share of the later best that stand in the first tenth or fifth.
    ``revenue_in_tenth`` and ``revenue_in_fifth``: their share of later revenue. ``gini``: the area between the order
    and chance, as a share of what an order that knows the future gains. ``spearman``: the correlation of ranks with
    later revenue. ``auc``: the chance that of two customers the one who buys again stands before the one who does not.
    """
    part = later.boundary[1]
    exact: dict[str, Fraction | None] = {}
    for name, share in (("tenth", TENTH), ("fifth", FIFTH)):
        inside = list(first(places, share))
        best = sum((w * (one.above + one.at * part) for w, one in inside), Fraction(0))
        money = sum((w * one.revenue for w, one in inside), Fraction(0))
        exact[f"best_in_{name}"] = best / later.best if later.best else None
        exact[f"revenue_in_{name}"] = _over(money, sum(one.revenue for one in places))
    gained = gini(later.places)
    own = gini(places)
    exact["gini"] = None if not gained or own is None else own / gained
    exact["auc"] = auc(places)
    told = {name: None if value is None else float(value) for name, value in exact.items()}
    told["spearman"] = spearman(places, later)
    return {name: told[name] for name in MEASURES}


def cut(customers: int, share: Fraction) -> int:
    """Return how many whole customers make a share of all, rounded up."""
    return -(-customers * share.numerator // share.denominator)


def first(places: Iterable[Place], share: Fraction) -> Iterable[tuple[Fraction, Place]]:
    """Yield the places of the first share of the customers, each with the part of it that lies inside."""
    ordered = list(places)
    left = cut(sum(one.customers for one in ordered), share)
    for one in ordered:
        if left <= 0:
            return
        inside = Fraction(min(left, one.customers), one.customers)
        yield inside, one
        left -= one.customers


def gini(places: Iterable[Place]) -> Fraction | None:
    """Return twice the area between the curve of revenue found and the diagonal; None where nothing came."""
    heads, money, doubled = 0, 0, 0
    for one in places:
        doubled += one.customers * (2 * money + one.revenue)
        heads += one.customers
        money += one.revenue
    return Fraction(doubled, heads * money) - 1 if heads and money > 0 else None


def spearman(places: Sequence[Place], later: Later) -> float | None:
    """Return the correlation of middle ranks with those of later revenue; None where one side has no differences."""
    heads = later.customers
    level, before, product, squares = heads * (heads + 1) ** 2, 0, 0, 0
    for one in places:
        rank = 2 * before + one.customers + 1
        product += rank * one.ranks
        squares += one.customers * rank * rank
        before += one.customers
    others, before = 0, 0
    for _, count in later.values:
        others += count * (2 * before + count + 1) ** 2
        before += count
    spread = (squares - level) * (others - level)
    return (product - level) / sqrt(spread) if spread > 0 else None


def auc(places: Iterable[Place]) -> Fraction | None:
    """Return the chance that a buyer stands before somebody who did not buy, equals counting half."""
    yes, no, doubled = 0, 0, 0
    for one in places:
        silent = one.customers - one.bought
        doubled += silent * (2 * yes + one.bought)
        yes += one.bought
        no += silent
    return Fraction(doubled, 2 * yes * no) if yes and no else None


def share_of_ties(places: Iterable[Place]) -> Mapping[str, int]:
    """Return how many places an order has, and how many customers share the largest."""
    sizes = [one.customers for one in places]
    return {"places": len(sizes), "largest": max(sizes, default=0)}


def _over(part: Fraction, whole: int) -> Fraction | None:
    return part / whole if whole > 0 else None
