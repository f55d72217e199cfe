"""Lift: how many customers of a place have something, over how many would if the place were like everybody.

The customers of a place are then a draw from all rated ones, so the chance of what was seen is hypergeometric, which is
Fisher's exact test. All cells that are tested are one family under Benjamini and Hochberg's rule: of those that are
marked, at most the stated share is luck, on average. Numbers of few customers are not told, nor, where one alone would
follow from the sum, the next smallest beside it.

Whoever buys more is likelier to have bought anything. So the mix stands beside the lift: the share of the thing in what
the place's customers paid, over its share in what everybody paid.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from shuke.errors import ensure
from shuke.watch.exact import Stratum, two_sided
from shuke.watch.intervals import rounded, wilson
from shuke.watch.many import benjamini_hochberg

RATE, LEAST = 0.05, 5
Mark = Literal["more", "less", "like", "few"]


@dataclass(frozen=True)
class Count:
    """Customers of one place who have one thing of a family (a category, a kind of contact), and their money for it."""

    family: str
    name: str
    place: str
    customers: int
    money: Decimal = Decimal(0)


@dataclass(frozen=True)
class Lift:
    """One place and one thing.

    ``seen`` is None where it is not told; all figures that it would follow from then are too. ``mark``: ``more`` or
    ``less`` than luck explains, ``like`` everybody, ``few``: too few to be tested. ``money`` is what the place's
    customers paid for it, ``money_share`` of all they paid, and ``mix`` that over everybody's share.
    """

    place: str
    of: int
    seen: int | None
    expected: float
    lift: float | None
    interval: tuple[float, float] | None
    p: float | None
    adjusted: float | None
    mark: Mark
    money: Decimal | None
    money_share: float | None
    mix: float | None


@dataclass(frozen=True)
class Thing:
    """One thing of a family with all places, and how many of all customers have it."""

    family: str
    name: str
    customers: int
    money: Decimal
    places: tuple[Lift, ...]


def lifts(
    counts: Iterable[Count],
    sizes: Mapping[str, int],
    paid: Mapping[str, Decimal],
    *,
    least: int = LEAST,
    rate: float = RATE,
) -> tuple[list[Thing], int]:
    """Return every thing that at least ``least`` customers have, the commonest first; and how many are rarer.

    ``sizes`` are the customers of each place, ``paid`` what they paid in all.
    """
    by_thing: dict[tuple[str, str], dict[str, Count]] = defaultdict(dict)
    for one in counts:
        by_thing[one.family, one.name][one.place] = one
    everybody, whole = sum(sizes.values()), sum(paid.values(), Decimal(0))
    found, few = [], 0
    for (family, name), places in by_thing.items():
        customers = sum(one.customers for one in places.values())
        ensure(customers <= everybody, "more customers have a thing than there are")
        if customers < least:
            few += 1
            continue
        money = sum((one.money for one in places.values()), Decimal(0))
        share = money / whole if whole > 0 and money > 0 else None
        told = tuple(
            _lift(place, size, places.get(place), customers, everybody, (paid.get(place, Decimal(0)), share), least)
            for place, size in sizes.items()
        )
        found.append(Thing(family, name, customers, money, told))
    found.sort(key=lambda one: (one.family, -one.customers, one.name))
    return [_hidden(one, least) for one in _marked(found, rate)], few


def _hidden(thing: Thing, least: int) -> Thing:
    """Return a thing without the numbers of few customers, and without the one from which a single one would follow."""
    small = [rank for rank, one in enumerate(thing.places) if one.seen is not None and 0 < one.seen < least]
    if len(small) == 1:
        others = [rank for rank, one in enumerate(thing.places) if one.seen and rank not in small]
        small += sorted(others, key=lambda rank: (thing.places[rank].seen or 0, rank))[:1]
    nothing: dict[str, None] = dict.fromkeys(
        ("seen", "lift", "interval", "p", "adjusted", "money", "money_share", "mix")
    )
    return replace(
        thing,
        places=tuple(
            replace(one, **nothing) if rank in small else one  # type: ignore[arg-type]
            for rank, one in enumerate(thing.places)
        ),
    )


def _lift(
    place: str,
    size: int,
    count: Count | None,
    customers: int,
    everybody: int,
    paid: tuple[Decimal, Decimal | None],
    least: int,
) -> Lift:
    seen, money = (count.customers, count.money) if count is not None else (0, Decimal(0))
    expected = size * customers / everybody if everybody else 0.0
    tested = size > 0 and max(seen, expected) >= least
    limits = tuple(rounded(one * everybody / customers) for one in wilson(seen, size)) if size else None
    share = money / paid[0] if paid[0] > 0 else None
    return Lift(
        place=place,
        of=size,
        seen=seen,
        expected=rounded(expected),
        lift=rounded(seen / expected) if expected > 0 else None,
        interval=None if limits is None else (limits[0], limits[1]),
        p=rounded(two_sided([Stratum(everybody, customers, size)], seen)) if tested else None,
        adjusted=None,
        mark=("more" if seen > expected else "less") if tested else "few",
        money=money,
        money_share=None if share is None else rounded(float(share)),
        mix=None if share is None or paid[1] is None else rounded(float(share / paid[1])),
    )


def _marked(things: list[Thing], rate: float) -> list[Thing]:
    """Return things with marks where luck does not explain what was seen."""
    asked = [(row, place) for row, one in enumerate(things) for place, it in enumerate(one.places) if it.p is not None]
    adjusted = benjamini_hochberg([things[row].places[place].p or 0.0 for row, place in asked])
    values = dict(zip(asked, adjusted, strict=True))
    return [
        replace(one, places=tuple(_mark(it, values.get((row, place)), rate) for place, it in enumerate(one.places)))
        for row, one in enumerate(things)
    ]


def _mark(one: Lift, adjusted: float | None, rate: float) -> Lift:
    if adjusted is None:
        return one
    return replace(one, adjusted=rounded(adjusted), mark=one.mark if adjusted <= rate else "like")
