"""A care plan carried out on the desk: tasks are made from a run, and those that are there are kept in step with it.

Law: planning the same run twice changes nothing; no task that a person has settled is touched.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from shuke.desk import Desk
from shuke.errors import UsageError
from shuke.watch.care.plan import Changes, Planning, end_of
from shuke.watch.care.workdays import Workdays, workdays
from shuke.watching.care.desk import held, keep, last_done, latest_plan, note_plan
from shuke.watching.care.run import Rated, rated
from shuke.workspace.home import Workspace
from shuke.workspace.opted_out import opted_out

# Holidays are looked at a little beyond both ends.
BESIDE = timedelta(days=31)


@dataclass(frozen=True)
class Planned:
    """What planning changed, for tasks from one day to another, and what could not be laid on a day, by whose days.

    ``opted_out``: how many customers have none because they want no marketing. ``guessed``: years of which only the
    holidays of the law are known, ``unknown``: of which none are. ``undated``: the groups that have no rhythm.
    """

    run: int
    as_of: str
    first: str
    last: str
    new: int
    withdrawn: int
    missed: int
    handed: int
    left: int
    short: dict[str, dict[str, Any]]
    guessed: tuple[int, ...]
    unknown: tuple[int, ...]
    undated: tuple[str, ...]
    opted_out: int = 0


def plan(
    space: Workspace,
    by: str,
    at: str,
    number: int | None = None,
    *,
    owner: str | None = None,
    start: date | None = None,
) -> Planned:
    """Make and keep the tasks of a run, by default the newest; ``start`` is their first day, by default that after it.

    ``owner`` is the column that names who looks after a customer, where the plan names none.

    Raises:
        UsageError: tasks were made for days after that first day already, or there would be too many tasks.
        SchemeError: the plan is wrong, or does not fit the scheme.
    """
    found = rated(space, number)
    first = start or found.as_of + timedelta(days=1)
    last = end_of(found.plan, first) - timedelta(days=1)
    calendar = workdays(found.plan, first - BESIDE, last + BESIDE)
    members, quiet = list(found.members(owner)), opted_out(space)
    with Desk(space.home).changing() as db:
        before = latest_plan(db)
        if before is not None and before.first > first.isoformat():
            raise UsageError("care_run_older", day=first.isoformat(), planned=before.first)
        made = Planning(found.plan, found.strategy, calendar, first).make(members, held(db), last_done(db), quiet)
        told = _told(found, made, calendar, first, last)
        if before is None or before.run != found.run.number or not _nothing(made):
            noted = note_plan(
                db,
                run=told.run,
                as_of=told.as_of,
                scheme=found.saved.scheme.scheme,
                result=found.strategy.column,
                first=told.first,
                last=told.last,
                planned_at=at,
                planned_by=by,
                told=json.dumps(asdict(told)),
            )
            keep(db, noted, found.run.manifest, at, by, made)
    return told


def _nothing(made: Changes) -> bool:
    return not (made.new or made.withdrawn or made.missed or made.handed or made.renamed)


def _told(found: Rated, made: Changes, calendar: Workdays, first: date, last: date) -> Planned:
    short = {
        name: {**asdict(one), "first": one.first.isoformat(), "last": one.last.isoformat()}
        for name, one in made.short.items()
    }
    return Planned(
        run=found.run.number,
        as_of=found.as_of.isoformat(),
        first=first.isoformat(),
        last=last.isoformat(),
        new=len(made.new),
        withdrawn=len(made.withdrawn),
        missed=len(made.missed),
        handed=len(made.handed),
        left=made.left,
        short=short,
        guessed=calendar.guessed,
        unknown=calendar.unknown,
        undated=tuple(one.place for one in found.strategy.rows if one.rhythm is None),
        opted_out=made.opted_out,
    )
