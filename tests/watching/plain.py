"""Ratings by two scores of equal shares and the parts of a change, in plain Python without code of the product."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

SHARES, WEIGHTS = 3, {"r_score": Decimal("0.4"), "m_score": Decimal("0.6")}
SCHEME = """\
scheme: plain
title: {en: Plain, zh: 平常}
period: 12 months
scores:
  r_score: {metric: recency_days, best: low, quantiles: 3}
  m_score: {metric: monetary, best: high, quantiles: 3}
composite:
  name: score
  weights: {r_score: 0.4, m_score: 0.6}
tiers:
  - {tier: A, at_least: 2.4}
  - {tier: B, at_least: 1.6}
  - {tier: C}
"""
TIERS = ("A", "B", "C")
# Whoever is not rated stands one step below whoever is in no tier, who stand below the last one.
NOWHERE = len(TIERS) + 1


@dataclass(frozen=True)
class Line:
    """A line of an order, and the month in which it became known."""

    customer: str
    order: str
    on: date
    amount: Decimal
    known: int


Stand = tuple[str, Decimal, Decimal]
Breaks = Mapping[str, Mapping[int, Decimal]]


def year_before(day: date) -> date:
    """The first day of the twelve months that end on the last day of a month."""
    return (day + timedelta(days=1)).replace(year=(day + timedelta(days=1)).year - 1)


def figures(lines: Iterable[Line], as_of: date) -> dict[str, dict[str, Decimal]]:
    """The recency and the money of everybody with a purchase in the year that ends on a day."""
    orders: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        if year_before(as_of) <= line.on <= as_of:
            orders.setdefault((line.customer, line.order), []).append(line)
    found: dict[str, dict[str, Decimal]] = {}
    latest: dict[str, date] = {}
    money: dict[str, Decimal] = {}
    for (customer, _), some in orders.items():
        amount, on = sum((one.amount for one in some), Decimal(0)), min(one.on for one in some)
        money[customer] = money.get(customer, Decimal(0)) + amount
        if amount > 0:
            latest[customer] = max(on, latest.get(customer, on))
    for customer, on in latest.items():
        found[customer] = {"r_score": -Decimal((as_of - on).days), "m_score": money[customer]}
    return found


def learned(rated: Mapping[str, Mapping[str, Decimal]]) -> dict[str, dict[int, Decimal]]:
    """The least value of each score from the second on, by the middle of the group of equal values."""
    breaks: dict[str, dict[int, Decimal]] = {}
    for name in WEIGHTS:
        values = [one[name] for one in rated.values()]
        breaks[name] = {}
        for value in values:
            better, equal = sum(other > value for other in values), values.count(value)
            score = SHARES - SHARES * (2 * better + equal) // (2 * len(values))
            for reached in range(2, score + 1):
                breaks[name][reached] = min(value, breaks[name].get(reached, value))
    return breaks


def stands(rated: Mapping[str, Mapping[str, Decimal]], breaks: Breaks) -> dict[str, Stand]:
    """The tier, the score and the money of everybody, by given break values."""
    found = {}
    for customer, values in rated.items():
        total = sum(
            (
                weight * max([1, *(score for score, bound in breaks[name].items() if values[name] >= bound)])
                for name, weight in WEIGHTS.items()
            ),
            Decimal(0),
        )
        tier = "A" if total >= Decimal("2.4") else "B" if total >= Decimal("1.6") else "C"
        found[customer] = (tier, total, values["m_score"])
    return found


def standings(lines: Iterable[Line], days: tuple[date, date], months: tuple[int, int]) -> list[dict[str, Stand]]:
    """What stood at the earlier run, what would have stood with one thing changed at a time, and the later run."""
    lines = list(lines)
    then = figures([one for one in lines if one.known <= months[0]], days[0])
    old = learned(then)
    now = [one for one in lines if one.known <= months[1]]
    corrected = stands(figures(now, days[0]), old)
    time = stands(figures([one for one in now if one.on <= days[0]], days[1]), old)
    last = figures(now, days[1])
    return [stands(then, old), corrected, time, stands(last, old), stands(last, learned(last))]


def rank(found: Stand | None) -> int:
    """How far below the best place somebody stands."""
    return NOWHERE if found is None else TIERS.index(found[0])


def parts(
    path: list[dict[str, Stand]], worth: Callable[[Stand | None], Decimal | int]
) -> dict[str, list[Decimal | int]]:
    """What each passage from one standing to the next changed, of everybody whom the first or the last one rates."""
    there = path[0].keys() | path[-1].keys()
    return {
        customer: [worth(after.get(customer)) - worth(before.get(customer)) for before, after in pairwise(path)]
        for customer in there
    }


def book(seed: int, customers: int = 30, months: int = 30) -> list[Line]:
    """Sales of months from January 2022, most known in their month, some one or two months later, and refunds."""
    chance = random.Random(seed)
    found = []
    for number in range(customers * 9):
        month = chance.randrange(months)
        on = date(2022 + month // 12, month % 12 + 1, chance.randint(1, 28))
        late = chance.choice((0, 0, 0, 0, 1, 2))
        who = f"C{min(chance.randrange(customers), chance.randrange(customers)):02}"
        amount = Decimal(chance.randint(100, 90_000)) / 100
        found.append(Line(who, f"O{number:04}", on, amount, month + late))
        if chance.random() < 0.2:
            back = on + timedelta(days=chance.randint(0, 70))
            known = max(month, (back.year - 2022) * 12 + back.month - 1)
            found.append(Line(who, f"O{number:04}", back, -amount / 2, known))
    return found
