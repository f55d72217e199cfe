"""The tables that are open: the latest used runs in memory, each opened once."""

from __future__ import annotations

import os

from shuke.browse.bought import Bought
from shuke.browse.latest import Latest
from shuke.browse.runs import Listed, Runs
from shuke.browse.tables import Table
from shuke.explain.customer import Line
from shuke.workspace.kept import Kept, all_kept
from shuke.workspace.predict import KIND, of_run

MOST_OPEN = 3
MOST_SOURCES, MOST_LINES, MOST_STATES = 100, 50, 2
Predictions = tuple[tuple[str, int, int], ...]


class Shelf:
    """The open tables of one workspace."""

    def __init__(self, runs: Runs, most: int = MOST_OPEN, memory_limit: str | None = None) -> None:
        self.runs = runs
        self._memory_limit, self._most = memory_limit, most
        self._since = runs.since
        self._folder = str(runs.space.home / KIND)
        self._clear()

    def _clear(self) -> None:
        self._open = Latest[tuple[str, str], Table](self._most)
        # The prediction beside a run, among those that there were then, and what stands for it.
        self._ahead = Latest[tuple[str, Predictions], tuple[Kept | None, str]](MOST_SOURCES)
        # How the tables of other runs are read where they lie, each compared with its hash once.
        self.sources = Latest[str, str](MOST_SOURCES)
        # The order lines of customers who were looked at lately, by the run and the id.
        self.lines = Latest[tuple[int, str], list[Line] | None](MOST_LINES)
        # The order lines of states, by the files that hold them: runs of one state share them.
        self.bought = Latest[tuple[str, ...], Bought](MOST_STATES)

    def table(self, number: int | None = None) -> Table:
        """Return the table of a run, by default the newest.

        Raises:
            NotFound: there is no such run.
            UsageError: the run was written as changes only, or without a table that programs read.
            DataError: a file of the run is damaged.
        """
        return self.of(self.runs.get(number))

    def of(self, listed: Listed) -> Table:
        """Return the table of a listed run; when somebody was forgotten, all that was in memory goes."""
        since = self.runs.since
        if since != self._since:
            self._clear()
            self._since = since
        ahead = self.ahead(listed)
        mark = "" if ahead is None else ahead.mark
        return self._open.get((listed.run.manifest, mark), lambda: self._opened(listed, ahead))

    def at_hand(self, listed: Listed) -> Table | None:
        """Return the table of a listed run where it is open and nothing has to be read; None where something has."""
        if self._since != self.runs.since_known:
            return None
        known = self._ahead.known((listed.run.manifest, self._predictions()))
        return None if known is None else self._open.known((listed.run.manifest, known[1]))

    def ahead(self, listed: Listed) -> Kept | None:
        """Return the latest prediction of a run: as of its day, and of the lines that it knew; None for none."""

        def found() -> tuple[Kept | None, str]:
            kept = all_kept(self.runs.space, KIND)
            ahead = of_run(kept, listed.run, lambda: self.runs.content(listed)) if kept else None
            return ahead, "" if ahead is None else ahead.mark

        return self._ahead.get((listed.run.manifest, self._predictions()), found)[0]

    def _predictions(self) -> Predictions:
        """Return what tells the predictions that there are from those that there were: their folders never change."""
        try:
            with os.scandir(self._folder) as entries:
                return tuple(sorted((one.name, one.inode(), one.stat().st_mtime_ns) for one in entries))
        except FileNotFoundError:
            return ()

    def _opened(self, listed: Listed, ahead: Kept | None) -> Table:
        return Table(listed, self.runs.saved(listed), self._memory_limit, ahead)
