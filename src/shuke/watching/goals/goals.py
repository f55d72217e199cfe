"""The goals of a workspace: its document, and where each of them stands on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from shuke.errors import NotFound, SchemeError, UsageError, Where
from shuke.locale import text
from shuke.scheme.document import Document
from shuke.scheme.model import Scheme
from shuke.store.durable import create, folder, writing
from shuke.watch.goals.model import Goals
from shuke.watch.goals.parse import FILE, parse
from shuke.watching.care.run import run_of
from shuke.watching.goals.ground import Ground
from shuke.watching.goals.measured import Stands, stands
from shuke.workspace.home import Workspace

FOLDER = "watch"


def document_of(space: Workspace) -> tuple[str, Goals, Document] | None:
    """Return the text of a workspace's goals, and what it says; None where it has none.

    Raises:
        SchemeError: the document is wrong: everything, with the lines.
    """
    path = space.home / FOLDER / FILE
    if not path.is_file():
        return None
    try:
        written = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SchemeError("scheme_not_readable", Where(file=str(path))) from None
    return written, *parse(written, FILE)


def measure(space: Workspace, day: date | None = None, only: str | None = None) -> tuple[date, list[Stands]]:
    """Return the day and where every goal stands on it, by default that of the newest run.

    Raises:
        NotFound: there is no run, or no goal of a name.
        UsageError: there are no goals, or the day is after the newest run's.
        SchemeError: the document is wrong.
    """
    found = document_of(space)
    if found is None:
        raise UsageError("goals_none", Where(file=str(space.home / FOLDER / FILE)))
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


def write_new(space: Workspace, lang: str) -> Path:
    """Write a document with three goals over the groups of the newest run, to be edited.

    Raises:
        UsageError: the workspace has one.
        NotFound: there is no run yet.
    """
    path = space.home / FOLDER / FILE
    ground = Ground(space, run_of(space), space.head()[1])
    written = _first_goals(ground.saved.scheme, ground.as_of, lang)
    with writing(space.home):
        folder(path.parent)
    if not create(path, written.encode()):
        raise UsageError("goals_there", Where(file=str(path)))
    return path


def _first_goals(scheme: Scheme, baseline: date, lang: str) -> str:
    groups = [one.name for one in scheme.groups.get(scheme.main, ())]
    best, second = (f'["{one[0]}"]' if one else "[]" for one in (groups[:1], groups[1:2]))
    by = date(baseline.year + 1, 12, 31)
    return text("goals.first", lang, best=best, second=second, baseline=baseline, by=by)
