"""The document of goals of a workspace: read, made anew for the groups of the newest run, checked, kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from shuke.errors import SchemeErrors
from shuke.locale import text
from shuke.saved import open_saved
from shuke.scheme.document import Document
from shuke.scheme.model import Scheme
from shuke.watch.goals.model import Goals
from shuke.watch.goals.parse import FILE, parse
from shuke.watching.care.run import run_of
from shuke.watching.goals.measured import misfits
from shuke.watching.own import begin, keep, own_text
from shuke.workspace.home import Workspace


def document_of(space: Workspace) -> tuple[str, Goals, Document] | None:
    """Return the text of a workspace's goals, and what it says; None where it has none.

    Raises:
        SchemeError: the document is wrong: everything, with the lines.
    """
    written = own_text(space, FILE)
    return None if written is None else (written, *parse(written, FILE))


def text_of(space: Workspace, lang: str) -> tuple[str, bool]:
    """Return the text of a workspace's goals, else of first ones for its newest run; and whether it has its own.

    Raises:
        SchemeError: its file is no text.
        NotFound: it has none, and there is no run yet.
    """
    written = own_text(space, FILE)
    return (_first_goals(space, lang), False) if written is None else (written, True)


def check(space: Workspace, written: str) -> None:
    """Pass when a text is a document of goals over results and groups of the newest run's scheme.

    Raises:
        SchemeError: it is wrong: everything, with the lines.
    """
    goals, document = parse(written, FILE)
    if not space.head()[1].runs:
        return
    scheme = _newest(space)[0]
    found = [
        problem for place, one in enumerate(goals.goals) for problem in misfits(one, document, ("goals", place), scheme)
    ]
    if found:
        raise SchemeErrors(found)


def save(space: Workspace, written: str) -> None:
    """Keep a text as the workspace's goals, in place of what it had.

    Raises:
        SchemeError: it is wrong, and nothing was kept.
        UsageError: the folder cannot be written.
    """
    check(space, written)
    keep(space, FILE, written)


def write_new(space: Workspace, lang: str) -> Path:
    """Write a document with three goals over the groups of the newest run, to be edited.

    Raises:
        UsageError: the workspace has one.
        NotFound: there is no run yet.
    """
    return begin(space, FILE, _first_goals(space, lang), "goals_there")


def _newest(space: Workspace) -> tuple[Scheme, date]:
    """Return the scheme and the day of the newest run."""
    saved = open_saved(space.run_folder(run_of(space)))
    return saved.scheme, date.fromisoformat(saved.document["as_of"])


def _first_goals(space: Workspace, lang: str) -> str:
    scheme, baseline = _newest(space)
    groups = [one.name for one in scheme.groups.get(scheme.main, ())]
    best, second = (f'["{one[0]}"]' if one else "[]" for one in (groups[:1], groups[1:2]))
    by = date(baseline.year + 1, 12, 31)
    return text("goals.first", lang, best=best, second=second, baseline=baseline, by=by)
