"""The figures of teams as plain data: the cells they come from, measures with verdicts, exact money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

# ``upgraded``: into a better place. ``kept``: still of high value. ``won``: of high value now, and not before.
MEASURES = ("upgraded", "kept", "won")
Verdict = Literal["better", "worse", "unknown"]


@dataclass(frozen=True)
class Cell:
    """Customers of one team (None: nobody's) who stood in one place before and stand in one after.

    A place is None where they are not rated. ``money_before`` and ``money_after`` are theirs in either run.
    """

    team: str | None
    before: str | None
    after: str | None
    customers: int
    money_before: Decimal = Decimal(0)
    money_after: Decimal = Decimal(0)


@dataclass(frozen=True)
class Measure:
    """One measure of one team.

    ``seen`` of ``at_risk`` customers did; ``expected`` would have done in like places at everybody's rates. ``ratio``
    is the one over the other, with its exact Poisson interval; ``shrunk`` is it drawn towards 1 as far as few
    customers demand. ``rate`` is the plain share with Wilson's interval. ``p`` is the exact two-sided chance,
    ``adjusted`` that over all teams and measures together.
    """

    name: str
    at_risk: int
    seen: int
    expected: float
    rate: float | None
    rate_interval: tuple[float, float]
    ratio: float | None
    ratio_interval: tuple[float, float] | None
    shrunk: float | None
    p: float
    adjusted: float
    verdict: Verdict


@dataclass(frozen=True)
class Money:
    """High-value customers of a team and their money: before = kept + lost, after = kept + won + entered.

    ``kept_before`` and ``kept_after`` are the money of those who were and are of high value; ``expected_after`` what
    those of before would have brought had their money changed as everybody's did who stood in like places.
    """

    before: int
    before_money: Decimal
    kept: int
    kept_before: Decimal
    kept_after: Decimal
    lost: int
    lost_money: Decimal
    won: int
    won_money: Decimal
    entered: int
    entered_money: Decimal
    after: int
    after_money: Decimal
    same_after: Decimal
    expected_after: Decimal | None


@dataclass(frozen=True)
class Team:
    """One team: how many customers it started with, its measures, its money, and what is said of it in one word."""

    name: str | None
    customers: int
    entered: int
    measures: tuple[Measure, ...]
    money: Money
    verdict: Literal["better", "worse", "mixed", "unknown"]

    def measure(self, name: str) -> Measure:
        """Return a measure by its name."""
        return next(one for one in self.measures if one.name == name)
