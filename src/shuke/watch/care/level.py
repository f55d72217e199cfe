"""Tasks laid on days: each on a day near the one it is due, no day above what its owner can do.

Law: as many tasks get a day as can get one at all; of several the one with the better rank is never given up for a
worse one; equal questions have equal answers. Each task is taken in turn and put on the nearest day with room; where
there is none, tasks are shifted along a shortest chain until there is. Where no chain ends at room, the days it went
through are full of tasks that can go nowhere else: they are closed for good, and told as the reason.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Wish:
    """One task that wants a day: the days it can have, the nearest first; the least rank is served first."""

    key: tuple[str, int]
    rank: int
    due: date
    days: Sequence[date]


@dataclass(frozen=True)
class Short:
    """Why some tasks of one owner have no day: so many were wanted between two days where so many have room.

    ``closed``: how many of the ``left`` have no day because nobody works within their window.
    """

    left: int
    closed: int
    first: date
    last: date
    days: int
    room: int
    wanted: int


@dataclass
class _Desk:
    """One owner's days while they are filled: who is on them, and which are full for good."""

    room: int
    taken: Mapping[date, int]
    on: dict[date, list[int]] = field(default_factory=dict)
    shut: set[date] = field(default_factory=set)

    def has_room(self, day: date) -> bool:
        return self.taken.get(day, 0) + len(self.on.get(day, ())) < self.room

    def free(self, days: Sequence[date]) -> date | None:
        return next((day for day in days if day not in self.shut and self.has_room(day)), None)


def level(wishes: Sequence[Wish], room: int, taken: Mapping[date, int]) -> tuple[list[date | None], Short | None]:
    """Return the day of each of one owner's tasks, None for those that can have none, and why some have none.

    ``room`` is how many tasks fit into a day, ``taken`` how many days hold already that stay where they are.
    """
    desk = _Desk(room, taken)
    placed: list[date | None] = [None] * len(wishes)
    left, closed = [], 0
    for place in sorted(range(len(wishes)), key=lambda one: (wishes[one].rank, wishes[one].due, wishes[one].key)):
        day = desk.free(wishes[place].days) or _shifted(desk, wishes, placed, wishes[place].days)
        if day is None:
            left.append(place)
            closed += not wishes[place].days
        else:
            desk.on.setdefault(day, []).append(place)
            placed[place] = day
    return placed, _short(desk, wishes, left, closed) if left else None


def _shifted(desk: _Desk, wishes: Sequence[Wish], placed: list[date | None], days: Sequence[date]) -> date | None:
    """Make room on one of some full days by moving tasks along the shortest chain; return the day, None for none."""
    came: dict[date, tuple[date, int] | None] = {day: None for day in days if day not in desk.shut}
    queue = deque(came)
    while queue:
        day = queue.popleft()
        for task in desk.on.get(day, ()):
            for other in wishes[task].days:
                if other in came or other in desk.shut:
                    continue
                came[other] = (day, task)
                if desk.has_room(other):
                    return _moved(desk, placed, came, other)
                queue.append(other)
    desk.shut.update(came)
    return None


def _moved(
    desk: _Desk, placed: list[date | None], came: Mapping[date, tuple[date, int] | None], day: date
) -> date | None:
    """Move tasks backwards along a chain that ends at a day with room; return the day that has room then."""
    step = came[day]
    while step is not None:
        before, task = step
        desk.on[before].remove(task)
        desk.on.setdefault(day, []).append(task)
        placed[task] = day
        day, step = before, came[before]
    return day


def _short(desk: _Desk, wishes: Sequence[Wish], left: Sequence[int], closed: int) -> Short:
    dues, shut = [wishes[place].due for place in left], sorted(desk.shut)
    held = sum(desk.taken.get(day, 0) + len(desk.on.get(day, ())) for day in shut)
    first, last = (shut[0], shut[-1]) if shut else (min(dues), max(dues))
    return Short(len(left), closed, first, last, len(shut), desk.room * len(shut), held + len(left) - closed)
