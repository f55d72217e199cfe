"""One resource split among places under its capacity: exact, the most worth first.

The task is a linear one with a single limit: as much worth as possible, every customer of a place between its least and
its most. Its exact solution is greedy (Dantzig 1957): everybody gets the least; what is left goes to the place where an
hour is worth most until it has its most, then to the next. Places that are worth the same share in the measure of what
they still take. The worth of one more hour is that of the place which would get it. Where not even the least of all can
be met, the least is met in the same order, and what is missing is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from shuke.errors import ensure

ZERO = Fraction(0)


@dataclass(frozen=True)
class Need:
    """The customers of a place, what one of them needs at least and takes at most, and the worth of an hour there."""

    place: str
    customers: int
    least: Fraction
    most: Fraction
    worth: Fraction


@dataclass(frozen=True)
class Share:
    """What a place gets: ``given`` hours of the ``least`` and ``most`` that its customers could have in all."""

    need: Need
    least: Fraction
    most: Fraction
    given: Fraction

    @property
    def value(self) -> Fraction:
        """What the hours are worth there."""
        return self.given * self.need.worth

    @property
    def each(self) -> Fraction | None:
        """The hours of one customer; None where there is nobody."""
        return self.given / self.need.customers if self.need.customers else None


@dataclass(frozen=True)
class Split:
    """A capacity split: shares in the order of the needs; ``left`` nobody takes, ``missing`` is short of the least.

    ``next_worth`` is what one more hour would be worth and ``next_place`` who would get it (None: nobody takes more);
    ``last_worth`` is what would be lost with the last hour given.
    """

    capacity: Fraction
    shares: tuple[Share, ...]
    left: Fraction
    missing: Fraction
    next_worth: Fraction
    next_place: str | None
    last_worth: Fraction

    @property
    def value(self) -> Fraction:
        """What all hours given are worth."""
        return sum((one.value for one in self.shares), ZERO)


def split(capacity: Fraction, needs: Sequence[Need]) -> Split:
    """Return a capacity split among places so that it is worth the most."""
    least = [one.customers * one.least for one in needs]
    most = [one.customers * one.most for one in needs]
    short = sum(least, ZERO) > capacity
    given = [ZERO] * len(needs) if short else list(least)
    limits = least if short else most
    free = capacity - sum(given, ZERO)
    next_place: str | None = None
    next_worth = last_worth = ZERO
    for worth, places in _by_worth(needs):
        room = {place: limits[place] - given[place] for place in places}
        whole = sum(room.values(), ZERO)
        taken = min(free, whole)
        if taken > 0:
            last_worth = worth
            for place in places:
                given[place] += taken * room[place] / whole
        if next_place is None and taken < whole:
            next_worth, next_place = worth, next(needs[place].place for place in places if room[place] > 0)
        free -= taken
    shares = tuple(Share(*one) for one in zip(needs, least, most, given, strict=True))
    ensure(sum((one.given for one in shares), ZERO) + free == capacity, "hours are lost")
    ensure(all(one.given <= one.most and (short or one.given >= one.least) for one in shares), "a need is not held")
    if last_worth == ZERO and not short:
        last_worth = min((one.worth for one, hours in zip(needs, given, strict=True) if hours > 0), default=ZERO)
    missing = sum(least, ZERO) - capacity if short else ZERO
    return Split(capacity, shares, free, missing, next_worth, next_place, last_worth)


def _by_worth(needs: Sequence[Need]) -> list[tuple[Fraction, list[int]]]:
    order = sorted(range(len(needs)), key=lambda place: (-needs[place].worth, place))
    return [(worth, list(group)) for worth, group in groupby(order, key=lambda place: needs[place].worth)]
