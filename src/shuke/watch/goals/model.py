"""What a document of goals can say: a measure of a group, where it stood, what it is to be, and by when.

Law: a document is frozen data; whatever it does not know is refused with its line.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from shuke.scheme.model.base import Identifier, Number, Part, SchemeId, Words
from shuke.scheme.model.groups import Key

Measure = Literal["spend", "spend_per_customer", "churn", "first_purchase_days", "customers"]
MONEY: frozenset[Measure] = frozenset({"spend", "spend_per_customer"})
LOWER_IS_BETTER: frozenset[Measure] = frozenset({"churn", "first_purchase_days"})
CHANGE = r"^[+-][0-9]{1,4}(\.[0-9]{1,4})? ?%$"


class Goal(Part):
    """One goal.

    ``groups``: places of the scheme's result ``result`` (by default its main one); none: everybody. ``members``: who is
    in the group at the baseline, then and now the same people, or at each day who is in it then. ``days`` is the window
    that a measure looks back on. ``since``: the column of the run with the day from which a purchase is awaited.
    One of ``change`` (against the baseline), ``at_least`` and ``at_most`` says what is wanted.
    """

    goal: SchemeId
    title: Words | None = None
    measure: Measure
    result: Identifier | None = None
    groups: Annotated[tuple[Key, ...], Field(max_length=50)] = ()
    members: Literal["baseline", "current"] = "baseline"
    days: Annotated[int, Field(ge=7, le=1_100)] = 365
    since: Annotated[str, Field(min_length=1, max_length=128)] | None = None
    baseline: date
    by: date
    change: Annotated[str, Field(pattern=CHANGE)] | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    path: Literal["linear", "season"] = "linear"

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Refuse a goal without one target, with an end before its beginning, or without what its measure needs."""
        if sum(one is not None for one in (self.change, self.at_least, self.at_most)) != 1:
            raise ValueError("target")
        if self.by <= self.baseline:
            raise ValueError("by")
        if (self.measure == "first_purchase_days") != (self.since is not None):
            raise ValueError("since")
        if self.path == "season" and self.measure not in MONEY:
            raise ValueError("season")
        return self

    @property
    def wants_more(self) -> bool:
        """Whether more is better."""
        return self.at_least is not None or (self.change is not None and self.change.startswith("+"))

    def target(self, baseline: Decimal) -> Decimal:
        """Return what is to be reached, given where the measure stood."""
        if self.change is not None:
            return baseline * (1 + Decimal(self.change.rstrip("% ")) / 100)
        wanted = self.at_least if self.at_least is not None else self.at_most
        return baseline if wanted is None else wanted


class Goals(Part):
    """A document of goals."""

    goals: Annotated[tuple[Goal, ...], Field(max_length=50)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        """Refuse two goals of one name."""
        names = [one.goal for one in self.goals]
        if len(set(names)) != len(names):
            raise ValueError("goal twice")
        return self
