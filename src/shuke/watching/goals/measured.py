"""Where each goal stands: the baseline, the way, today's value with its range, the verdict, and who makes it.

Law: the shares of the customers that are told make the value: a sum is the sum of theirs, a rate their share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from shuke.errors import SchemeError, ShukeError, UsageError
from shuke.scheme.document import Document
from shuke.scheme.document import Path as Place
from shuke.scheme.model import Scheme
from shuke.watch.goals.model import Goal
from shuke.watch.goals.values import Value, heads, mean, share, total
from shuke.watch.goals.way import Verdict, linear, on_way, stations, verdict
from shuke.watching.goals.ground import Ground, members, window

NOTHING, ONE_DAY = Decimal(0), timedelta(days=1)


@dataclass(frozen=True)
class Point:
    """One station: where the measure is to stand, and where it stands, None for what is still ahead or not known."""

    day: date
    path: Decimal
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class Stands:
    """Where a goal stands on a day; ``problem``: why it cannot be measured, and then nothing else is told."""

    goal: Goal
    day: date
    baseline: Decimal | None = None
    target: Decimal | None = None
    now: Value | None = None
    path: Decimal | None = None
    verdict: Verdict | None = None
    points: tuple[Point, ...] = ()
    people: Mapping[str, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)
    problem: ShukeError | None = None


def stands(ground: Ground, goal: Goal, document: Document, place: int, day: date) -> Stands:
    """Return where a goal stands on a day."""
    try:
        return _Measuring(ground, goal, document, place, day).found()
    except ShukeError as problem:
        return Stands(goal, day, problem=problem)


def misfits(goal: Goal, document: Document, at: Place, scheme: Scheme) -> Iterator[SchemeError]:
    """Yield what a goal names that a scheme does not have: its result, else its groups."""
    result = goal.result or scheme.main
    if result not in scheme.results:
        known = ", ".join(scheme.results)
        yield SchemeError("care_result_unknown", document.where((*at, "result")), value=result, known=known)
        return
    groups = [one.name for one in scheme.groups.get(result, ())]
    for place, one in enumerate(goal.groups):
        if groups and one not in groups:
            where = document.where((*at, "groups", place))
            yield SchemeError("care_group_unknown", where, value=one, known=", ".join(groups))


def _all_of_it(_day: date) -> Decimal:
    return Decimal(1)


class _Measuring:
    """One goal being measured."""

    def __init__(self, ground: Ground, goal: Goal, document: Document, place: int, day: date) -> None:
        self.ground, self.goal, self.day = ground, goal, day
        self.document, self.at = document, ("goals", place)
        self.result = goal.result or ground.saved.scheme.main
        for problem in misfits(goal, document, self.at, ground.saved.scheme):
            raise problem

    def found(self) -> Stands:
        goal = self.goal
        before = self.value(goal.baseline, None, NOTHING)
        if before is None or (goal.change is not None and before.value == 0):
            raise UsageError("goal_without_baseline", self.document.where(self.at), day=goal.baseline.isoformat())
        baseline = before.value
        target, gone = goal.target(baseline), self.gone()
        if goal.change is None and (baseline >= target if goal.wants_more else baseline <= target):
            # What is met already is to be kept.
            gone = _all_of_it
        ratio = target / baseline if baseline else Decimal(1)

        def at(day: date) -> Value | None:
            factor = 1 + (ratio - 1) * gone(day)
            return self.value(day, before, factor)

        now = at(self.day)
        if now is None:
            raise UsageError("goal_without_baseline", self.document.where(self.at), day=self.day.isoformat())
        path = on_way(baseline, target, gone(self.day))
        said = verdict(now, path, target, self.day, goal.baseline, goal.by, more=goal.wants_more)
        points = [self.point(one, baseline, target, gone, at) for one in self.stations()]
        return Stands(goal, self.day, baseline, target, now, path, said, tuple(points), self.people())

    def stations(self) -> list[date]:
        days = set(stations(self.goal.baseline, self.goal.by))
        if self.goal.baseline < self.day < self.goal.by:
            days.add(self.day)
        return sorted(days)

    def point(
        self,
        day: date,
        baseline: Decimal,
        target: Decimal,
        gone: Callable[[date], Decimal],
        at: Callable[[date], Value | None],
    ) -> Point:
        path = on_way(baseline, target, gone(day))
        # Groups of other days have to be rated, so only the ends are told of a measure that needs them.
        if day > self.day or (self.needs_groups and day not in {self.goal.baseline, self.day}):
            return Point(day, path, None)
        found = at(day)
        return Point(day, path, None) if found is None else Point(day, path, found.value, found.low, found.high)

    @property
    def needs_groups(self) -> bool:
        goal = self.goal
        return goal.measure in {"churn", "customers"} or (goal.members == "current" and bool(goal.groups))

    def gone(self) -> Callable[[date], Decimal]:
        """Return how much of the way is to be gone by a day: evenly, or as last year's money came in."""
        goal = self.goal
        even = linear(goal.baseline, goal.by)
        if goal.path == "linear":
            return even
        year = timedelta(days=365)
        mine = set(self.members(goal.baseline))

        def spent(until: date) -> Decimal:
            found = self.ground.spent(goal.baseline - year, until - year)
            return sum((amount for one, amount in found.items() if one in mine), NOTHING)

        whole = spent(goal.by)
        if whole <= 0:
            return even
        return lambda day: NOTHING if day <= goal.baseline else min(spent(min(day, goal.by)) / whole, Decimal(1))

    def members(self, day: date) -> list[str]:
        """Return who is measured on a day."""
        at = self.goal.baseline if self.goal.members == "baseline" else day
        return members(self.ground.places(self.result, at), self.goal.groups)

    def value(self, day: date, before: Value | None, factor: Decimal) -> Value | None:
        """Return the measure on a day; ``before``: the baseline is known, and the value is judged against it."""
        goal, ground = self.goal, self.ground
        if goal.measure == "churn":
            left = window(day, goal.days)[0]
            if (first := ground.earliest()) is None or left < first - ONE_DAY:
                return None
            people = members(ground.places(self.result, left), goal.groups)
            bought = ground.bought(*window(day, goal.days))
            return share(sum(one not in bought for one in people), len(people)) if people else None
        if goal.measure == "customers":
            places = ground.places(self.result, day)
            return heads(len(members(places, goal.groups)), len(places))
        if goal.measure == "first_purchase_days":
            return mean([int(days) for _, days in self.people_at(day).items()])
        people, left = self.members(day), window(day, goal.days)[0]
        if not people or (before is None and ((first := ground.earliest()) is None or left < first - ONE_DAY)):
            return None
        spent = ground.spent(left, day)
        now = [spent.get(one, NOTHING) for one in people]
        then = None
        if before is not None and goal.members == "baseline":
            base = ground.spent(*window(goal.baseline, goal.days))
            then = [base.get(one, NOTHING) for one in people]
        return total(now, then, factor, each=goal.measure == "spend_per_customer")

    def people(self) -> Mapping[str, tuple[Decimal | None, Decimal | None]]:
        """Return who makes the value: each customer's part at the baseline and now, None where they have none."""
        before, now = self.people_at(self.goal.baseline), self.people_at(self.day)
        return {one: (before.get(one), now.get(one)) for one in sorted(before.keys() | now.keys())}

    def people_at(self, day: date) -> Mapping[str, Decimal]:
        """Return each customer's part in the value of a day: money, days, 1 for who left or is counted."""
        goal, ground = self.goal, self.ground
        if goal.measure == "churn":
            left = window(day, goal.days)[0]
            bought = ground.bought(*window(day, goal.days))
            found = members(ground.places(self.result, left), goal.groups)
            return {one: Decimal(one not in bought) for one in found}
        if goal.measure == "customers":
            return {one: Decimal(1) for one in members(ground.places(self.result, day), goal.groups)}
        if goal.measure == "first_purchase_days":
            since = ground.dates(goal.since or "", self.document.where((*self.at, "since")))
            first = ground.first_bought(*window(day, goal.days))
            mine = set(members(ground.places(self.result, ground.as_of), goal.groups)) if goal.groups else first.keys()
            waits = {one: (on - since[one]).days for one, on in first.items() if one in since and one in mine}
            # Whoever was entered after they had bought tells nothing of how long it took.
            return {one: Decimal(days) for one, days in waits.items() if days >= 0}
        spent = ground.spent(*window(day, goal.days))
        return {one: spent.get(one, NOTHING) for one in self.members(day)}
