"""Everything that a workspace keeps, read whole and compared with the hashes that were written down."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from shuke.errors import DataError, Where
from shuke.store.folder import sha256
from shuke.store.segments import Segment
from shuke.workspace.content import Content, Run
from shuke.workspace.home import Workspace


@dataclass(frozen=True)
class Verified:
    """What was read and found as it was written, and the copies of states that were not, whose other copy is sound."""

    states: int
    segments: int
    runs: int
    damaged: tuple[Path, ...]


def verify(space: Workspace) -> Verified:
    """Check every state, segment and result that a state names.

    Raises:
        DataError: a file is missing, or was changed.
    """
    damaged: list[Path] = []
    segments: dict[str, Segment] = {}
    runs: dict[str, Run] = {}
    numbers = space.states.numbers()
    for one in numbers:
        state = space.states.read(one)
        second = space.states.paths(one)[1]
        damaged += [*state.damaged, *([] if space.states.is_sound(second, one) else [second])]
        if not state.content:
            continue
        content = Content.of(state.content)
        segments.update((one.sha256, one) for one in content.segments())
        runs.update((run.folder, run) for run in content.runs.values())
    space.segments.check(segments.values())
    for run in runs.values():
        _check_run(space.run_folder(run))
    return Verified(len(numbers), len(segments), len(runs), tuple(damaged))


def _check_run(folder: Path) -> None:
    """Pass a result whose files are those that its manifest names; the manifest was checked."""
    told = json.loads((folder / "run.json").read_bytes())["files"]
    for name, expected in told.items():
        path = folder / name
        if not path.is_file() or sha256(path) != expected:
            raise DataError("result_damaged", Where(file=str(path)))
