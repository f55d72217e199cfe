"""Everything that a workspace keeps, read whole and compared with the hashes that were written down."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from shuke.campaign_kept.folder import open_campaign
from shuke.campaign_kept.ledger import Ledger
from shuke.campaign_kept.taken_out import campaigns_in
from shuke.errors import DataError, Where
from shuke.store.folder import sha256
from shuke.store.segments import Segment
from shuke.workspace.content import Content, Run
from shuke.workspace.home import CAMPAIGNS, Workspace


@dataclass(frozen=True)
class Verified:
    """What was read and found as it was written, and the copies of states that were not, whose other copy is sound."""

    states: int
    segments: int
    runs: int
    campaigns: int
    damaged: tuple[Path, ...]


def verify(space: Workspace) -> Verified:
    """Check every state, every segment and result that a state names, the ledger of campaigns and their folders.

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
    return Verified(len(numbers), len(segments), len(runs), _check_campaigns(space.home / CAMPAIGNS), tuple(damaged))


def _check_campaigns(home: Path) -> int:
    Ledger(home).entries()
    campaigns = list(campaigns_in(home))
    for folder in campaigns:
        _check_files(folder, open_campaign(folder)["files"])
    return len(campaigns)


def _check_run(folder: Path) -> None:
    """Pass a result whose files are those that its manifest names; the manifest was checked."""
    _check_files(folder, json.loads((folder / "run.json").read_bytes())["files"])


def _check_files(folder: Path, told: dict[str, str]) -> None:
    for name, expected in told.items():
        path = folder / name
        if not path.is_file() or sha256(path) != expected:
            raise DataError("result_damaged", Where(file=str(path)))
