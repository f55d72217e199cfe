"""Which run of a workspace is looked at, which one came before it, and what was known on its day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shuke.errors import NotFound, UsageError, Where
from shuke.saved import TABLES, Saved, open_saved
from shuke.workspace import Workspace
from shuke.workspace.content import Content, Run


@dataclass(frozen=True)
class Past:
    """A kept run, the scheme it is of, and what the workspace held when it was made."""

    run: Run
    scheme: str
    content: Content

    def open(self, space: Workspace) -> Saved:
        """Return the result of the run, its manifest checked.

        Raises:
            DataError: it is damaged.
            UsageError: it keeps no whole table.
        """
        folder = space.run_folder(self.run)
        saved = open_saved(folder)
        if "changes_since" in saved.document or not has_table(folder):
            raise UsageError("run_of_changes", Where(file=str(folder)), number=self.run.number)
        return saved


def has_table(folder: Path) -> bool:
    """Tell whether a result holds a table that programs read."""
    return any((folder / name).is_file() for name in TABLES)


def find(space: Workspace, number: int | None = None) -> Past:
    """Return a run by its number, by default the newest that counts.

    Raises:
        NotFound: there is none, or what was known then was forgotten.
    """
    content = space.head()[1]
    if number is None:
        newest = max(content.runs.items(), key=lambda one: one[1].number, default=None)
        if newest is None:
            raise NotFound("no_run_yet")
        number = newest[1].number
    for past in _committed(space, number):
        return past
    raise NotFound("run_unknown", number=number)


def before(space: Workspace, past: Past) -> Past | None:
    """Return the latest run of the same scheme whose day lies before, of those that keep a whole table."""
    return next((one for one in earlier(space, past.scheme, past.run.number) if one.run.as_of < past.run.as_of), None)


def earlier(space: Workspace, scheme: str, number: int) -> Iterator[Past]:
    """Yield the runs of a scheme before a number, the latest first, of those that keep a whole table."""
    for state in reversed(space.states.numbers()):
        if state >= number:
            continue
        read = space.states.read(state)
        if not read.content:
            return
        if read.did["action"] != "refresh":
            continue
        content = Content.of(read.content)
        run = content.runs.get(scheme)
        if run is not None and run.number == state and has_table(space.run_folder(run)):
            yield Past(run, scheme, content)


def _committed(space: Workspace, number: int) -> Iterator[Past]:
    """Yield the run that a state committed, if it did."""
    if number not in space.states.numbers():
        return
    state = space.states.read(number)
    if not state.content:
        return
    content = Content.of(state.content)
    yield from (Past(run, name, content) for name, run in content.runs.items() if run.number == number)
