"""The values that a metric can have, on its grid, and how tests cut them into pieces.

On a grid every interval has closed ends: fewer than 30 days is at most 29. All arithmetic is in exact decimals;
an end that is open for ever is an infinite decimal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import NamedTuple

from shuke.scheme.builtin import Figure
from shuke.scheme.model import Range

# Wide enough for every product and sum of numbers that a document can hold.
WIDE = Context(prec=150, rounding=ROUND_HALF_UP)
INFINITY = Decimal("Infinity")
SCORE_STEP = Decimal("0.000001")
# Metrics whose grid is not even: the values that can occur.
LISTED = {
    "stability_6m": tuple((Decimal(50 * months) / 6).quantize(SCORE_STEP, ROUND_HALF_UP) for months in range(7)),
}
GREATEST = {"refunds": Decimal(0)}


class Piece(NamedTuple):
    """Values next to each other on a grid, both ends included."""

    low: Decimal
    high: Decimal

    def points(self) -> tuple[Decimal, Decimal]:
        """Return two finite values of the piece, its ends where they are finite."""
        low, high = self
        if low.is_infinite() and high.is_infinite():
            return Decimal(0), Decimal(1000)
        if low.is_infinite():
            return high - 1000, high
        return (low, low + 1000) if high.is_infinite() else (low, high)


@dataclass(frozen=True)
class Domain:
    """The values that can occur: from ``low`` to ``high`` by ``step``, or the listed ones alone."""

    low: Decimal
    high: Decimal
    step: Decimal
    listed: tuple[Decimal, ...] = ()

    def within(self, one: Range) -> Piece | None:
        """Return the values of the domain that lie in an interval; None for none."""
        low, high = self.low, self.high
        if one.low is not None:
            start = up(Fraction(one.low), self.step)
            low = max(low, start if one.low_closed or start != one.low else start + self.step)
        if one.high is not None:
            end = down(Fraction(one.high), self.step)
            high = min(high, end if one.high_closed or end != one.high else end - self.step)
        return self._held(Piece(low, high))

    def pieces(self, ranges: Iterable[Range], starts: Iterable[Decimal] = ()) -> tuple[Piece, ...]:
        """Return the pieces, from the least up, in which every interval holds or fails as a whole.

        ``starts`` are further values at which a piece begins.
        """
        cuts = {self.low, *(start for start in starts if self.low < start <= self.high)}
        for one in ranges:
            piece = self.within(one)
            if piece is not None:
                cuts |= {piece.low, piece.high + self.step}
        ordered = sorted(cut for cut in cuts if cut <= self.high and not (cut.is_infinite() and cut > 0))
        ends = [*(cut - self.step for cut in ordered[1:]), self.high]
        held = (self._held(Piece(low, high)) for low, high in zip(ordered, ends, strict=True))
        return tuple(piece for piece in held if piece is not None)

    def between(self, after: Decimal | None, before: Decimal | None) -> Piece | None:
        """Return the values after one and before another, each of which may be the domain's own end."""
        if (after is not None and after >= self.high) or (before is not None and before <= self.low):
            return None
        low = self.low if after is None else after + self.step
        high = self.high if before is None else before - self.step
        return self._held(Piece(low, high))

    def count(self, piece: Piece, most: int) -> int:
        """Return how many values a piece holds, or ``most + 1`` when it is more than ``most``."""
        if self.listed:
            return sum(piece.low <= value <= piece.high for value in self.listed)
        if piece.low.is_infinite() or piece.high.is_infinite():
            return most + 1
        return int(min((piece.high - piece.low) / self.step + 1, Decimal(most + 1)))

    def values(self, piece: Piece) -> list[Decimal]:
        """Return the values of a finite piece, from the least up."""
        if self.listed:
            return [value for value in self.listed if piece.low <= value <= piece.high]
        return [piece.low + self.step * index for index in range(int((piece.high - piece.low) / self.step) + 1)]

    def _held(self, piece: Piece) -> Piece | None:
        if self.listed:
            there = [value for value in self.listed if piece.low <= value <= piece.high]
            return Piece(there[0], there[-1]) if there else None
        return piece if piece.low <= piece.high else None


def domain(name: str, figure: Figure) -> Domain:
    """Return the values that a metric of numbers can have."""
    low = -INFINITY if figure.least is None else figure.least
    greatest = GREATEST.get(name, figure.greatest)
    return Domain(low, INFINITY if greatest is None else greatest, figure.step, LISTED.get(name, ()))


def up(value: Fraction, step: Decimal) -> Decimal:
    """Return the least multiple of ``step`` that is at least ``value``."""
    return -(Decimal(-value // Fraction(step)) * step)


def down(value: Fraction, step: Decimal) -> Decimal:
    """Return the greatest multiple of ``step`` that is at most ``value``."""
    return Decimal(value // Fraction(step)) * step


def rounded(value: Decimal) -> Decimal:
    """Return a score as it is stored: 6 places, half up; an infinite one stays."""
    return value if value.is_infinite() else value.quantize(SCORE_STEP, ROUND_HALF_UP, context=WIDE)


def clamped(value: Decimal, at_least: Decimal | None, at_most: Decimal | None) -> Decimal:
    """Return a value kept between two ends, where there are any."""
    if at_least is not None:
        value = max(value, at_least)
    return value if at_most is None else min(value, at_most)
