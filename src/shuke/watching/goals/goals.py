"""The goals of a workspace: where each of them stands on a day."""

from __future__ import annotations

from datetime import date

from shuke.errors import NotFound, UsageError, Where
from shuke.watch.goals.parse import FILE
from shuke.watching.care.run import run_of
from shuke.watching.goals.document import document_of
from shuke.watching.goals.ground import Ground
from shuke.watching.goals.measured import Stands, stands
from shuke.watching.own import path_of
from shuke.workspace.home import Workspace


def measure(space: Workspace, day: date | None = None, only: str | None = None) -> tuple[date, list[Stands]]:
    """Return the day and where every goal stands on it, by default that of the newest run.

    Raises:
        NotFound: there is no run, or no goal of a name.
        UsageError: there are no goals, or the day is after the newest run's.
        SchemeError: the document is wrong.
    """
    found = document_of(space)
    if found is None:
        raise UsageError("goals_none", Where(file=str(path_of(space, FILE))))
    _, goals, document = found
    run = run_of(space)
    ground = Ground(space, run, space.head()[1])
    on = day or ground.as_of
    if on > ground.as_of:
        raise UsageError("goal_day_ahead", day=on.isoformat(), as_of=ground.as_of.isoformat())
    chosen = [(place, one) for place, one in enumerate(goals.goals) if only is None or one.goal == only]
    if only is not None and not chosen:
        raise NotFound("goal_unknown", goal=only, known=", ".join(one.goal for one in goals.goals))
    try:
        return on, [stands(ground, one, document, place, on) for place, one in chosen]
    finally:
        ground.close()
