"""What past movement lets one expect of the next: shares and counts with intervals, and nothing from too little.

Customers of one place go elsewhere with chances that differ from one period to the next by more than drawing lots
would (seasons, prices). So the counts of a place are taken as Dirichlet-multinomial: the correlation within a period is
estimated from how far the periods differ, by moments, and set higher where few periods tell it. Shares of small places
lean on the movement of all: as if half a customer per place more had moved, one half of them as everybody does and one
half anywhere.

Law: the chances of each place add up to 1; with fewer than two periods nothing is expected.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shuke.watch.beta import quantile

Place = str | None
# Nine in ten; the least number of past periods; how far a period may be longer or shorter than the last one.
LEVEL, FEWEST, APART = 0.9, 2, 0.25
# With few periods the true spread is likely greater than the one seen: the value that one in ten samples is below.
CAUTION = 1.2815515655446004


@dataclass(frozen=True)
class Period:
    """What became of the customers between two runs in a row: customers by the place before and after."""

    old: int
    new: int
    days: int
    counts: Mapping[tuple[Place, Place], int]

    def of(self, place: Place) -> dict[Place, int]:
        """Return where the customers of a place went."""
        return {after: heads for (before, after), heads in self.counts.items() if before == place}

    def heads(self, end: int) -> dict[str, int]:
        """Return the customers of each place before (0) or after (1)."""
        found: dict[str, int] = {}
        for places, heads in self.counts.items():
            name = places[end]
            if name is not None:
                found[name] = found.get(name, 0) + heads
        return found

    @property
    def stayed(self) -> tuple[int, int]:
        """How many of the customers of the earlier run are where they were, and how many those were."""
        there = {places: heads for places, heads in self.counts.items() if places[0] is not None}
        return sum(heads for (before, after), heads in there.items() if before == after), sum(there.values())


@dataclass(frozen=True)
class Chance:
    """A share of the customers of a place, with its interval."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Flow:
    """Of the customers who are in one place now, how many are expected in another after one more period."""

    before: str
    after: Place
    chance: float
    customers: float
    low: int
    high: int


def alike(periods: Sequence[Period]) -> list[Period]:
    """Return the periods that are about as long as the last one."""
    if not periods:
        return []
    last = periods[-1].days
    return [one for one in periods if abs(one.days - last) <= APART * last]


def correlation(tables: Sequence[Sequence[Sequence[int]]]) -> float:
    """Return the correlation within a period, 0 to 1, from counts per place, period and outcome.

    Pearson's statistic of periods against their sum has, under the Dirichlet-multinomial, the expectation
    sum of w (n rho + 1 - rho), where w is a place's free outcomes times (1 - n / N).
    """
    seen = weighed = plain = 0.0
    for periods in tables:
        sums = [sum(column) for column in zip(*periods, strict=True)]
        whole = sum(sums)
        free = sum(1 for one in sums if one) - 1
        if whole == 0 or free < 1:
            continue
        for row in periods:
            heads = sum(row)
            wanted = [heads * one / whole for one in sums]
            seen += sum((got - hope) ** 2 / hope for got, hope in zip(row, wanted, strict=True) if hope)
            weighed += free * (1 - heads / whole) * heads
            plain += free * (1 - heads / whole)
    if plain <= 0 or weighed <= plain:
        return 0.0
    # Wilson and Hilferty's cube: what a sample of so many degrees of freedom may hide.
    cube = 1 - 2 / (9 * plain) - CAUTION * math.sqrt(2 / (9 * plain))
    seen /= max(cube, 0.2) ** 3
    return min(max((seen - plain) / (weighed - plain), 0.0), 1.0)


def left_or_fell(periods: Sequence[Period], place: str, worse: Mapping[str, frozenset[str]]) -> dict[str, Chance]:
    """Return the share of a place's customers who left, and who fell or left, per period of the past; {} of nobody.

    ``worse`` has, for each place, those below it; without an order it has none.
    """
    told = {"left": frozenset[Place]({None}), "left_or_fell": frozenset[Place]({None, *worse.get(place, ())})}
    found = {}
    for name, bad in told.items():
        rows = []
        for period in periods:
            went = period.of(place)
            out = sum(heads for after, heads in went.items() if after in bad)
            rows.append((out, sum(went.values()) - out))
        if sum(map(sum, rows)):
            found[name] = _share(rows, correlation([rows]))
    return found


def expected(
    periods: Sequence[Period], now: Mapping[str, int], order: Sequence[str], *, ladder: bool
) -> list[Flow] | None:
    """Return where the customers of each place are expected after one more period; None where too few are known.

    ``now`` are the customers of each place today; whoever will be new is not among them.
    """
    if len(periods) < FEWEST:
        return None
    ends: list[Place] = [*order, None]
    places = [place for place in order if now.get(place)]
    went = {place: [period.of(place) for period in periods] for place in order}
    tables = {place: [[row.get(end, 0) for end in ends] for row in rows] for place, rows in went.items()}
    spread = correlation(list(tables.values()))
    found = []
    for place in places:
        sums = [sum(column) for column in zip(*tables[place], strict=True)]
        whole, weight = sum(sums), len(ends) / 2
        # One half of what is leaned on is even, so that nothing that never happened has no chance at all.
        lean = [(one + 1 / len(ends)) / 2 for one in _profile(place, order, tables, ladder=ladder)]
        chances = [(count + weight * prior) / (whole + weight) for count, prior in zip(sums, lean, strict=True)]
        heads = now[place]
        noise = _noise(heads, [sum(row) for row in tables[place]], weight, spread)
        for end, chance in zip(ends, chances, strict=True):
            low, high = _interval(chance, noise)
            ends_at = math.floor(heads * low + 1e-9), math.ceil(heads * high - 1e-9)
            found.append(Flow(place, end, chance, heads * chance, *ends_at))
    return found


def _profile(
    place: str, order: Sequence[str], tables: Mapping[str, Sequence[Sequence[int]]], *, ladder: bool
) -> list[float]:
    """Return how everybody moves, as seen from a place: on a ladder by steps, else by where those who move go."""
    here, size = order.index(place), len(order)
    sums = {name: [sum(column) for column in zip(*rows, strict=True)] for name, rows in tables.items()}
    whole = sum(map(sum, sums.values()))
    if not whole:
        return [1 / (size + 1)] * (size + 1)
    left = sum(row[-1] for row in sums.values()) / whole
    if ladder:
        steps: dict[int, int] = {}
        for rank, name in enumerate(order):
            for end in range(size):
                steps[end - rank] = steps.get(end - rank, 0) + sums[name][end]
        weights = [float(steps.get(end - here, 0)) for end in range(size)]
    else:
        stayed = sum(sums[name][rank] for rank, name in enumerate(order))
        weights = [
            float(stayed if end == here else sum(sums[name][end] for name in order if name != order[end]))
            for end in range(size)
        ]
    total = sum(weights)
    if not total:
        return [*[(1 - left) / size] * size, left]
    return [*(one / total * (1 - left) for one in weights), left]


def _noise(heads: int, past: Sequence[int], weight: float, spread: float) -> float:
    """Return the variance of a future share over p (1 - p): of the lots, of the period, and of what is known."""
    whole = sum(past) + weight
    known = sum(n * n * spread + n * (1 - spread) for n in [*past, weight]) / whole**2
    return (1 - spread) / heads + spread + known


def _share(rows: Sequence[tuple[int, int]], spread: float) -> Chance:
    """Return the share of the first outcome over all periods, by Jeffreys' half customer on either side."""
    out, past = sum(row[0] for row in rows), [sum(row) for row in rows]
    whole = sum(past)
    share = (out + 0.5) / (whole + 1)
    noise = sum(n * n * spread + n * (1 - spread) for n in [*past, 1]) / (whole + 1) ** 2
    low, high = _interval(share, noise)
    seen = out / whole
    return Chance(seen, min(low, seen) if out else 0.0, max(high, seen) if out < whole else 1.0)


def _interval(share: float, noise: float) -> tuple[float, float]:
    """Return the interval of a share whose variance is ``noise`` times p (1 - p), by the beta of these moments."""
    precision = 1 / noise - 1
    if precision <= 0 or not 0 < share < 1:
        return 0.0, 1.0
    tail = (1 - LEVEL) / 2
    a, b = share * precision, (1 - share) * precision
    return quantile(tail, a, b), quantile(1 - tail, a, b)
