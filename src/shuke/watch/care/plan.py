"""Dated tasks of everybody in a run: what is new, what stays, what goes, and what finds no day.

Law: what was done, missed, moved or skipped is never changed; planning the same customers again changes nothing;
whoever's rhythm is another one now has the new rhythm from here on; a task stands on a day that is worked, near the day
it is due, and no owner has more tasks on a day than they can do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from shuke.errors import UsageError
from shuke.watch.care.level import Short, Wish, level
from shuke.watch.care.model import CarePlan
from shuke.watch.care.rhythms import Rhythm
from shuke.watch.care.share import owner_of
from shuke.watch.care.strategy import Care, Strategy
from shuke.watch.care.workdays import Workdays

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Member:
    """A rated customer: where they stand, who looks after them as the run says, and what they bring."""

    customer_id: str
    place: str | None
    owner: str | None
    value: Decimal


@dataclass(frozen=True)
class Held:
    """A task that is there; ``by_hand``: its owner was chosen by a person, and stays. Withdrawn ones are not given."""

    number: int
    customer_id: str
    place: str
    rhythm: str
    anchor: date
    step: int
    due: date
    day: date
    owner: str | None
    by_hand: bool
    is_open: bool


@dataclass(frozen=True)
class New:
    """A task to be made: the ``step``-th of a rhythm that began at ``anchor``; due then, and laid on ``day``."""

    customer_id: str
    place: str
    rhythm: str
    anchor: date
    step: int
    due: date
    day: date
    owner: str | None


@dataclass
class Changes:
    """What a plan changes; ``handed``: tasks by number with their new owner and day, ``short``: by owner.

    ``opted_out``: how many customers have no tasks because they want no marketing.
    """

    new: list[New] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)
    missed: list[int] = field(default_factory=list)
    handed: list[tuple[int, str | None, date]] = field(default_factory=list)
    renamed: list[tuple[int, str]] = field(default_factory=list)
    short: dict[str, Short] = field(default_factory=dict)
    opted_out: int = 0

    @property
    def left(self) -> int:
        """How many tasks found no day."""
        return sum(one.left for one in self.short.values())


@dataclass(frozen=True)
class _Wanted:
    """A task that wants a day: a new one, or one that is handed over (its number)."""

    member: Member
    care: Care
    anchor: date
    step: int
    due: date
    owner: str | None
    held: int | None = None


class Planning:
    """One making of a plan, from a first day on."""

    def __init__(self, plan: CarePlan, told: Strategy, calendar: Workdays, start: date) -> None:
        self.plan, self.told, self.calendar, self.start = plan, told, calendar, start
        self.end = end_of(plan, start)
        self.changes = Changes()
        self.wanted: list[_Wanted] = []
        self.fresh: dict[tuple[str, str], list[tuple[Member, Care, str | None]]] = defaultdict(list)
        self.taken: dict[str, Counter[date]] = defaultdict(Counter)
        self._days: dict[tuple[date, int], list[date]] = {}

    def make(
        self,
        members: Iterable[Member],
        held: Sequence[Held],
        done: Mapping[str, date],
        quiet: Collection[str] = frozenset(),
    ) -> Changes:
        """Return what changes; ``done`` is the latest day on which each customer was looked after.

        ``quiet`` are those who want no marketing: they have no tasks but in groups whose care is none.

        Raises:
            UsageError: there would be more tasks than the plan wants.
        """
        of: dict[str, list[Held]] = defaultdict(list)
        for one in held:
            of[one.customer_id].append(one)
        for member in members:
            care = self.told.of(member.place)
            if care is None or care.rhythm is None:
                continue
            if care.marketing and member.customer_id in quiet:
                self.changes.opted_out += 1
            else:
                self._member(member, care, care.rhythm, of.pop(member.customer_id, []), done.get(member.customer_id))
        for gone in of.values():
            self.changes.withdrawn += [one.number for one in gone if one.is_open]
        self._begin()
        if len(self.wanted) > self.plan.most:
            raise UsageError("care_too_many", tasks=len(self.wanted), most=self.plan.most)
        self._lay()
        return self.changes

    def _member(self, member: Member, care: Care, rhythm: Rhythm, mine: list[Held], done: date | None) -> None:
        owner = owner_of(care, member.customer_id, member.owner)
        late = self.start - timedelta(days=self.plan.window)
        waiting = [one for one in mine if one.is_open and one.day >= late]
        self.changes.missed += [one.number for one in mine if one.is_open and one.day < late]
        latest = max(mine, key=lambda one: one.number, default=None)
        if latest is not None and latest.rhythm == rhythm.written:
            self._keep(member, care, waiting, owner)
            steps = {one.step for one in mine if one.anchor == latest.anchor}
            self._series(member, care, rhythm, latest.anchor, owner, steps)
            return
        self.changes.withdrawn += [one.number for one in waiting]
        if done is not None and rhythm.after(done, 1) >= self.start:
            self._series(member, care, rhythm, rhythm.after(done, 1), owner, set())
        else:
            self.fresh[desk_of(self.plan, care, owner), care.place].append((member, care, owner))

    def _keep(self, member: Member, care: Care, waiting: Sequence[Held], owner: str | None) -> None:
        """Leave tasks as they are, but with a new owner where the customer has one, and the group's new name."""
        for one in waiting:
            if one.place != care.place:
                self.changes.renamed.append((one.number, care.place))
            if one.by_hand or one.owner == owner:
                self.taken[desk_of(self.plan, care, one.owner)][one.day] += 1
            else:
                due = max(one.due, self.start)
                self.wanted.append(_Wanted(member, care, one.anchor, one.step, due, owner, one.number))

    def _series(
        self, member: Member, care: Care, rhythm: Rhythm, anchor: date, owner: str | None, steps: set[int]
    ) -> None:
        """Want the tasks of a rhythm that are due from the first day on and are not there."""
        step = 0
        while (due := rhythm.after(anchor, step)) < self.end:
            if due >= self.start and step not in steps:
                self.wanted.append(_Wanted(member, care, anchor, step, due, owner))
            step += 1

    def _begin(self) -> None:
        """Begin the rhythms of those who have none: evenly over their first period, the best customers first."""
        for rows in self.fresh.values():
            care = rows[0][1]
            rhythm = care.rhythm
            if rhythm is None:
                continue
            last = rhythm.after(self.start, 1)
            if care.first_within is not None:
                last = min(last, self.start + timedelta(days=care.first_within))
            days = [self.start + timedelta(days=away) for away in range((last - self.start).days)]
            worked = [day for day in days if self.calendar.works(day)] or days
            rows.sort(key=lambda one: (-one[0].value, one[0].customer_id))
            for place, (member, of, owner) in enumerate(rows):
                self._series(member, of, rhythm, worked[place * len(worked) // len(rows)], owner, set())

    def _lay(self) -> None:
        by_desk: dict[str, list[_Wanted]] = defaultdict(list)
        for one in self.wanted:
            by_desk[desk_of(self.plan, one.care, one.owner)].append(one)
        for name in sorted(by_desk):
            wanted = by_desk[name]
            wishes = [self._wish(one) for one in wanted]
            days, short = level(wishes, self.plan.capacities.get(name, self.plan.capacity), self.taken[name])
            for one, day in zip(wanted, days, strict=True):
                self._laid(one, day)
            if short is not None:
                self.changes.short[name] = short

    def _wish(self, one: _Wanted) -> Wish:
        rhythm = one.care.rhythm
        window = min(self.plan.window, rhythm.days // 3) if rhythm is not None else self.plan.window
        days = self._days.get((one.due, window))
        if days is None:
            days = self.calendar.near(one.due, window, self.start, self.end - ONE_DAY)
            self._days[one.due, window] = days
        return Wish((one.member.customer_id, one.step), one.care.rank, one.due, days)

    def _laid(self, one: _Wanted, day: date | None) -> None:
        if one.held is not None:
            if day is None:
                self.changes.withdrawn.append(one.held)
            else:
                self.changes.handed.append((one.held, one.owner, day))
        elif day is not None and one.care.rhythm is not None:
            written = one.care.rhythm.written
            self.changes.new.append(
                New(one.member.customer_id, one.care.place, written, one.anchor, one.step, one.due, day, one.owner)
            )


def end_of(plan: CarePlan, start: date) -> date:
    """Return the day before which the tasks of a plan are due."""
    return Rhythm(plan.horizon, "months").after(start, 1)


def desk_of(plan: CarePlan, care: Care, owner: str | None) -> str:
    """Return whose days a task takes: a person's, or those of the group's department, under the name the plan uses."""
    if owner is not None:
        return owner
    if care.department is None:
        return ""
    return next(
        (name for name in (care.department.en, care.department.zh) if name in plan.capacities), care.department.en
    )
