"""A workspace: a folder in which data is loaded once and kept, and every rating with the state it was made from.

::

    workspace.json    what the workspace is: its format, and whether ids are kept as they are
    scheme.yaml       the scheme that it is rated by; it may be edited
    states/           one immutable document per state, the greatest number counts; states-second/ the same again
    segments/         immutable files by the hash of their content
    runs/             one result folder per rating
    campaigns/        the ledger of campaigns, and a folder per campaign that is kept here
    lock              who is writing
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shuke.errors import DataError, ShukeError, UsageError, Where
from shuke.store.durable import create, folder, writing
from shuke.store.folder import sha256
from shuke.store.lock import writer
from shuke.store.segments import FOLDER as SEGMENT_FOLDER
from shuke.store.segments import Segments
from shuke.store.states import FOLDER as STATE_FOLDER
from shuke.store.states import SECOND, State, States
from shuke.workspace.content import Content, Run

FILE, SCHEME, RUNS, CAMPAIGNS = "workspace.json", "scheme.yaml", "runs", "campaigns"
FORMAT = 1


@dataclass(frozen=True)
class Settings:
    """What was said when the workspace was made: whether personal ids are kept as they are."""

    raw: bool = False


class Workspace:
    """One workspace; every method that writes holds it alone."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.settings = _settings(home)
        self.states = States(home)
        self.segments = Segments(home)
        # Copies of the state that were found damaged and written again from the other one.
        self.mended: list[Path] = []

    @classmethod
    def init(cls, home: Path, scheme: str, settings: Settings) -> Workspace:
        """Make a workspace in a folder that is empty or not there; ``scheme`` is the text of the one to rate by.

        Raises:
            UsageError: something stands there, or the folder cannot be written.
        """
        with writing(home):
            folder(home)
            if any(home.iterdir()):
                raise UsageError("workspace_not_empty", Where(file=str(home)))
            for name in (STATE_FOLDER, SECOND, SEGMENT_FOLDER, RUNS):
                folder(home / name, 0o700)
        create(home / SCHEME, scheme.encode())
        States(home).commit(State(0, _now(), {"action": "init"}, Content().document()))
        # Whoever finds this file finds a state.
        create(home / FILE, _described(settings.raw))
        return cls(home)

    def head(self) -> tuple[State, Content]:
        """Return the state that counts, and its content.

        Raises:
            DataError: it is damaged.
        """
        state = self.states.head()
        return state, Content.of(state.content)

    @contextmanager
    def changing(self, doing: str, wait: float = 0.0) -> Iterator[tuple[State, Content]]:
        """Hold the workspace for writing; yield the state that counts and its content.

        Raises:
            UsageError: somebody else is writing.
        """
        with writer(self.home, doing, wait) as held:
            if held.left:
                self.tidy()
            state, content = self.head()
            self.states.mend(state)
            self.mended += state.damaged
            self.segments.made.clear()
            try:
                yield state, content
            except Exception:
                held.leaves = not self._undo(state.number)
                raise
            # Files without rows are made, and then not needed.
            self._forget_unneeded()

    def _forget_unneeded(self) -> None:
        if self.segments.made:
            needed = {self.segments.path(one).name for one in self.head()[1].segments()}
            self.segments.remove(self.segments.made - needed)

    def _undo(self, number: int) -> bool:
        """Remove what a writer made who then failed; tell whether that was all, so that nothing has to be looked for.

        ``number`` is that of the state before. Where the writer failed after the state after it counted, what it made
        is needed.
        """
        try:
            if self.states.numbers()[-1] != number:
                return False
            self.states.tidy()
            self.segments.remove(self.segments.made)
            for left in (self.home / RUNS).glob(f"{number + 1:08}-*"):
                shutil.rmtree(left)
        except (OSError, ShukeError):
            return False
        return True

    def commit(self, before: State, did: Mapping[str, Any], content: Content) -> State:
        """Make a content the one that counts, and return its state."""
        state = State(before.number + 1, _now(), did, content.document())
        self.states.commit(state)
        return state

    def contents(self) -> Iterator[tuple[State, Content]]:
        """Yield every state that has its content, the oldest first; those before somebody was forgotten have none.

        Raises:
            DataError: one of them is damaged.
        """
        for number in self.states.numbers():
            state = self.states.read(number)
            if state.content:
                yield state, Content.of(state.content)

    def state(self, number: int) -> tuple[State, Content]:
        """Return a state and its content.

        Raises:
            UsageError: there is no such state, or it lost its content when somebody was forgotten.
            DataError: it is damaged.
        """
        state = self.states.read(number)
        if not state.content:
            raise UsageError("state_pruned", Where(file=str(self.home)), number=number)
        return state, Content.of(state.content)

    def tidy(self) -> None:
        """Remove what killed writers left: half made files, segments and results that no state names.

        States are read, the latest first, until each file there is was named by one. While a state cannot be read,
        nobody knows what it names, and nothing is removed.
        """
        self.states.tidy()
        since = self.head()[1].since
        for number in reversed([one for one in self.states.numbers() if one < since]):
            self.states.prune(number)
        segments, runs = self.segments.names(), {path.name for path in (self.home / RUNS).iterdir()}
        for number in reversed([one for one in self.states.numbers() if one >= since]):
            if not segments and not runs:
                break
            try:
                content = Content.of(self.states.read(number).content)
            except DataError:
                return
            segments -= {self.segments.path(one).name for one in content.segments()}
            runs -= {run.folder for run in content.runs.values()}
        self.segments.remove(segments)
        for name in sorted(runs):
            shutil.rmtree(self.home / RUNS / name)

    def run_folder(self, run: Run) -> Path:
        """Return the result folder of a rating after checking its manifest, which names the hashes of its files.

        Raises:
            DataError: the manifest is not the one that was written.
        """
        place = self.home / RUNS / run.folder
        manifest = place / "run.json"
        if not manifest.is_file() or sha256(manifest) != run.manifest:
            raise DataError("result_damaged", Where(file=str(manifest)))
        return place


def _settings(home: Path) -> Settings:
    path = home / FILE
    if not path.is_file():
        raise UsageError("no_workspace_here", Where(file=str(home)))
    try:
        data = path.read_bytes()
        found = json.loads(data)
        told, raw = found["format"], found["raw"]
    except (OSError, ValueError, KeyError, TypeError):
        raise DataError("workspace_damaged", Where(file=str(path))) from None
    if isinstance(told, int) and told != FORMAT:
        raise UsageError("workspace_of_other_version", Where(file=str(path)), format=told)
    if not isinstance(raw, bool) or data != _described(raw):
        raise DataError("workspace_damaged", Where(file=str(path)))
    return Settings(raw)


def _described(raw: bool) -> bytes:
    """Return the bytes of the file that says what a workspace is."""
    return (json.dumps({"format": FORMAT, "raw": raw}, ensure_ascii=False, indent=2) + "\n").encode()


def _now() -> str:
    """Return the moment for the log; nothing is computed from it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
