"""The states of a workspace, one immutable numbered document each; the greatest number is the one that counts.

A state gets its number in one step that succeeds for one writer alone, so it is there whole or not at all, and no
writer overwrites another. Each document carries its own hash and lies there twice: a damaged copy is noticed and the
other one counts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shuke.errors import DataError, UsageError, Where
from shuke.store.durable import create, replace, sweep

FOLDER, SECOND = "states", "states-second"
FORMAT = 1
DIGITS = 8


@dataclass(frozen=True)
class State:
    """One state: its number, when it was made, what was done, and the content that it describes."""

    number: int
    at: str
    did: Mapping[str, Any]
    content: Mapping[str, Any]
    # Copies that were found damaged on the way; the state itself is sound.
    damaged: tuple[Path, ...] = field(default=(), compare=False)

    @property
    def content_sha256(self) -> str:
        """The hash of what the state holds, whatever its number and whoever made it when."""
        return hashlib.sha256(canonical(self.content)).hexdigest()


class States:
    """The states of one workspace, each in two folders."""

    def __init__(self, home: Path) -> None:
        self.folders = (home / FOLDER, home / SECOND)

    def numbers(self) -> list[int]:
        """Return the numbers of all states, ascending."""
        return sorted(int(path.stem) for path in self.folders[0].glob("*.json") if path.stem.isdigit())

    def head(self) -> State:
        """Return the state that counts.

        Raises:
            UsageError: there is none.
            DataError: both of its copies are damaged.
        """
        numbers = self.numbers()
        if not numbers:
            raise UsageError("no_workspace_here", Where(file=str(self.folders[0].parent)))
        return self.read(numbers[-1])

    def read(self, number: int) -> State:
        """Return a state by its number.

        Raises:
            UsageError: there is no state of that number.
            DataError: both of its copies are damaged.
        """
        paths = self.paths(number)
        if not paths[0].exists():
            known = self.numbers()
            raise UsageError("state_unknown", number=number, first=known[0] if known else 0, last=known[-1])
        damaged: list[Path] = []
        for path in paths:
            found = _sound(path, number)
            if found is not None:
                return State(found["number"], found["at"], found["did"], found["content"], tuple(damaged))
            damaged.append(path)
        raise DataError("state_damaged", Where(file=str(paths[0])), number=number)

    def commit(self, state: State) -> None:
        """Make a state the one that counts.

        Raises:
            UsageError: another writer was first, the disk is full, or the folder cannot be written.
        """
        document = _document(state.number, state.at, state.did, state.content)
        replace(self._path(self.folders[1], state.number), document)
        # This is the moment: until here the state before counts.
        if not create(self._path(self.folders[0], state.number), document):
            raise UsageError("workspace_changed", Where(file=str(self.folders[0].parent)))

    def prune(self, number: int) -> None:
        """Take a state its content for good; its number, and what was done, stay."""
        state = self.read(number)
        if not state.content:
            return
        data = _document(state.number, state.at, state.did, {})
        for path in reversed(self.paths(number)):
            replace(path, data)

    def mend(self, state: State) -> None:
        """Write the damaged copies of a state again from the sound one."""
        paths = self.paths(state.number)
        sound = next((path for path in paths if path not in state.damaged), None)
        for path in state.damaged:
            if sound is not None:
                replace(path, sound.read_bytes())

    def paths(self, number: int) -> list[Path]:
        """Return where the copies of a state lie, the one that is read first before the other."""
        return [self._path(folder, number) for folder in self.folders]

    @staticmethod
    def is_sound(path: Path, number: int) -> bool:
        """Tell whether a copy of a state is the one that was written."""
        return _sound(path, number) is not None

    def tidy(self) -> None:
        """Remove what killed runs left half made; nobody else may be writing."""
        for folder in self.folders:
            sweep(folder)
        last = max(self.numbers(), default=-1)
        for path in self.folders[1].glob("*.json"):
            # A second copy whose first one never got its name.
            if path.stem.isdigit() and int(path.stem) > last:
                path.unlink()

    @staticmethod
    def _path(folder: Path, number: int) -> Path:
        return folder / f"{number:0{DIGITS}}.json"


def _document(number: int, at: str, did: Mapping[str, Any], content: Mapping[str, Any]) -> bytes:
    """Return a state as its file holds it, with its hash."""
    body = {"format": FORMAT, "number": number, "at": at, "did": did, "content": content}
    return canonical({**body, "sha256": hashlib.sha256(canonical(body)).hexdigest()}) + b"\n"


def canonical(document: Any) -> bytes:
    """Return a document as the bytes that are hashed: sorted keys, no spaces, UTF-8."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _sound(path: Path, number: int) -> dict[str, Any] | None:
    """Return a state's document if it is the one that was written; else None."""
    try:
        data = path.read_bytes()
        found: dict[str, Any] = json.loads(data)
        told = found.pop("sha256")
        whole = canonical({**found, "sha256": told}) + b"\n" == data
        sound = whole and told == hashlib.sha256(canonical(found)).hexdigest()
        return found if sound and found["number"] == number and found["format"] == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
