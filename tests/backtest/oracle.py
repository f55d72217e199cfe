"""The measures of an order in plain Python, customer by customer, over every order that ties allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby, permutations, product
from math import ceil, sqrt

Customer = tuple[int, int]
"""Where an order puts a customer (1 the best), and what they brought later."""


def orders(customers: Sequence[Customer], by: int, *, down: bool) -> Iterator[tuple[Customer, ...]]:
    """Yield every order by one figure, those who are equal in it in every sequence."""
    ranked = sorted(customers, key=lambda one: -one[by] if down else one[by])
    ties = [list(group) for _, group in groupby(ranked, key=lambda one: one[by])]
    for parts in product(*(permutations(tie) for tie in ties)):
        yield tuple(one for part in parts for one in part)


def found(customers: Sequence[Customer], share: Fraction) -> tuple[Fraction, Fraction]:
    """Return the shares of the later best and of later revenue in the first share, the mean over all orders."""
    size = len(customers)
    heads = min(ceil(Fraction(size, 10)), sum(1 for _, revenue in customers if revenue > 0))
    ideals = [
        {index for index, _ in order[:heads]}
        for order in orders([(index, revenue) for index, (_, revenue) in enumerate(customers)], 1, down=True)
    ]
    best_of, money_of = [], []
    for order in orders([(place, index) for index, (place, _) in enumerate(customers)], 0, down=False):
        inside = {index for _, index in order[: ceil(size * share)]}
        money_of.append(sum(customers[index][1] for index in inside))
        best_of += [Fraction(len(ideal & inside), heads) for ideal in ideals]
    total = len(money_of) * sum(revenue for _, revenue in customers)
    return sum(best_of, Fraction(0)) / len(best_of), Fraction(sum(money_of), total)


def gini(customers: Sequence[Customer]) -> Fraction:
    """Return the area of the curve of revenue found, the mean over all orders, beside that of the best order."""

    def area(order: Sequence[Customer]) -> Fraction:
        found, before = Fraction(0), 0
        for _, revenue in order:
            found += Fraction(2 * before + revenue, 2)
            before += revenue
        return 2 * found / (len(order) * before) - 1

    own = [area(order) for order in orders(customers, 0, down=False)]
    best = [area(order) for order in orders(customers, 1, down=True)]
    return (sum(own, Fraction(0)) / len(own)) / (sum(best, Fraction(0)) / len(best))


def spearman(customers: Sequence[Customer]) -> float:
    """Return Pearson's correlation of middle ranks, from the textbook."""

    def ranks(values: Sequence[int]) -> list[float]:
        return [
            sum(1 for other in values if other < one) + (sum(1 for other in values if other == one) + 1) / 2
            for one in values
        ]

    first, second = ranks([place for place, _ in customers]), ranks([-revenue for _, revenue in customers])
    means = [sum(one) / len(one) for one in (first, second)]
    above = sum((a - means[0]) * (b - means[1]) for a, b in zip(first, second, strict=True))
    spreads = [sum((a - mean) ** 2 for a in one) for one, mean in zip((first, second), means, strict=True)]
    return above / sqrt(spreads[0] * spreads[1])


def auc(customers: Sequence[Customer]) -> Fraction:
    """Return over all pairs of a buyer and another how often the buyer stands before, equals counting half."""
    pairs = [(a, b) for a, x in customers if x > 0 for b, y in customers if y <= 0]
    return sum(
        (Fraction(1) if a < b else Fraction(1, 2) if a == b else Fraction(0) for a, b in pairs), Fraction(0)
    ) / len(pairs)
