"""The runs that a workspace keeps, as its states name them; what was committed last is seen at the next question."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from os.path import exists
from pathlib import Path
from threading import Lock
from typing import Any

from shuke.browse.latest import Latest
from shuke.errors import DataError, NotFound, ShukeError, Where
from shuke.locale import LANGUAGES
from shuke.saved import Saved, open_saved
from shuke.scheme.spoken.names import worded
from shuke.store.folder import sha256
from shuke.store.states import State
from shuke.workspace.content import Content, Run
from shuke.workspace.home import Workspace

MOST_OPEN = 8


@dataclass(frozen=True)
class Listed:
    """One run: what it was of and when it was made; ``current``: the state that counts names it.

    ``newest`` is the latest of those.
    """

    run: Run
    scheme: str
    title: Mapping[str, str]
    at: str
    current: bool
    newest: bool

    @property
    def number(self) -> int:
        """The number of the state that the run was committed with."""
        return self.run.number


class Runs:
    """The runs of one workspace; it may be asked from several threads."""

    def __init__(self, home: Path) -> None:
        self.space = Workspace(home)
        self._lock = Lock()
        # What the states name, by their number; a state that lost its content names nothing.
        self._named: dict[int, Mapping[str, Run]] = {}
        self._at: dict[int, str] = {}
        self._head, self._since = -1, 0
        # Where the state after a state would lie.
        self._next = (-2, "")
        self._found: tuple[dict[int, tuple[str, Run]], set[int]] = ({}, set())
        self._titles: dict[str, Mapping[str, str]] = {}
        self._saved = Latest[str, Saved](MOST_OPEN)
        self._contents = Latest[int, Content | None](MOST_OPEN)

    def all(self) -> list[Listed]:
        """Return every run that a state names, the latest first.

        Raises:
            DataError: the state that counts is damaged.
        """
        found, current = self._known()
        return [self._listed(found[number], current) for number in sorted(found, reverse=True)]

    def get(self, number: int | None = None) -> Listed:
        """Return a run by its number, by default the newest of those that count.

        Raises:
            NotFound: there is none.
        """
        found, current = self._known()
        if number is None:
            number = max(current, default=-1)
        if number not in found:
            raise NotFound("run_unknown", number=number) if number >= 0 else NotFound("no_run_yet")
        return self._listed(found[number], current)

    def at_hand(self, number: int | None = None) -> Listed | None:
        """Return a run as ``get`` does, where nothing has to be read or waited for; None where something has."""
        if not self._lock.acquire(blocking=False):
            return None
        try:
            if self._head < 0 or self._has_more():
                return None
            found, current = self._found
        finally:
            self._lock.release()
        named = found.get(max(current, default=-1) if number is None else number)
        known = named is not None and named[1].scheme_sha256 in self._titles
        return self._listed(named, current) if named is not None and known else None

    @property
    def newest(self) -> int | None:
        """The number of the newest run that counts, None before the first one."""
        return max(self._known()[1], default=None)

    @property
    def since(self) -> int:
        """The first state that has its content: it grows when somebody is forgotten, and nothing of before is shown."""
        self._known()
        return self._since

    @property
    def since_known(self) -> int:
        """The same as of the last look."""
        return self._since

    def saved(self, listed: Listed) -> Saved:
        """Return the result of a run, its manifest checked.

        Raises:
            DataError: the manifest is damaged.
        """
        return self._saved.get(listed.run.manifest, lambda: open_saved(self.space.run_folder(listed.run)))

    def summary(self, listed: Listed) -> dict[str, Any]:
        """Return the figures of a run, as its ``summary.json`` holds them.

        Raises:
            DataError: the file is damaged.
        """
        found: dict[str, Any] = json.loads(self.file(listed, "summary.json").read_text(encoding="utf-8"))
        return found

    def file(self, listed: Listed, name: str) -> Path:
        """Return a file of a run after comparing it with its hash.

        Raises:
            DataError: the file is missing or was changed.
        """
        saved = self.saved(listed)
        path = saved.folder / name
        if not path.is_file() or saved.document["files"].get(name) != sha256(path):
            raise DataError("result_damaged", Where(file=str(path)))
        return path

    def content(self, listed: Listed) -> Content | None:
        """Return what the workspace held when a run was made; None where that was forgotten since."""
        return self._contents.get(listed.number, lambda: self._content(listed.number))

    def _content(self, number: int) -> Content | None:
        state = self.space.states.read(number)
        return Content.of(state.content) if state.content else None

    def _known(self) -> tuple[dict[int, tuple[str, Run]], set[int]]:
        """Return the runs by number, each with its scheme, and the numbers of those that count."""
        with self._lock:
            if self._look():
                named = [(run.number, (name, run)) for runs in self._named.values() for name, run in runs.items()]
                self._found = dict(named), {run.number for run in self._named[self._head].values()}
            return self._found

    def _look(self) -> bool:
        """Read the states that came since the last look and tell whether there are any.

        Numbers only grow, and a state never changes its content. It may lose it: when somebody is forgotten, every
        state before that one does.
        """
        states = self.space.states
        if self._head >= 0 and not self._has_more():
            return False
        new = states.numbers() if self._head < 0 else []
        ahead = self._head + 1
        while self._head >= 0 and states.paths(ahead)[0].exists():
            new.append(ahead)
            ahead += 1
        head = states.head() if self._head < 0 else states.read(new[-1]) if new else None
        for number in new:
            self._take(head if head is not None and number == head.number else self._state(number))
        if head is None:
            return False
        self._head = head.number
        since = int(head.content["since"])
        if since > self._since:
            self._since = since
            for number in [one for one in self._named if one < since]:
                del self._named[number]
            self._contents = Latest[int, Content | None](MOST_OPEN)
        return True

    def _has_more(self) -> bool:
        if self._next[0] != self._head:
            self._next = self._head, str(self.space.states.paths(self._head + 1)[0])
        return exists(self._next[1])

    def _state(self, number: int) -> State | None:
        try:
            return self.space.states.read(number)
        except DataError:
            # An old state that is damaged names nothing; the others are there.
            return None

    def _take(self, state: State | None) -> None:
        if state is None:
            return
        self._at[state.number] = state.at
        if state.content:
            self._named[state.number] = {name: Run(**run) for name, run in state.content["runs"].items()}

    def _listed(self, named: tuple[str, Run], current: set[int]) -> Listed:
        scheme, run = named
        newest = run.number == max(current, default=-1)
        title = self._titles.get(run.scheme_sha256)
        listed = Listed(run, scheme, title or {}, self._at.get(run.number, ""), run.number in current, newest)
        return listed if title is not None else Listed(**{**vars(listed), "title": self._title(listed)})

    def _title(self, listed: Listed) -> Mapping[str, str]:
        try:
            words = self.saved(listed).scheme.title
        except ShukeError:
            # A damaged run is listed all the same; whoever opens it is told.
            return dict.fromkeys(LANGUAGES, listed.scheme)
        title = {lang: worded(words, lang) for lang in LANGUAGES}
        self._titles[listed.run.scheme_sha256] = title
        return title
