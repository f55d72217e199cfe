"""The campaigns of a workspace as files for a backup: the ledger, and every campaign that is kept here."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from shuke.campaign_kept.folder import LOOK, open_campaign
from shuke.campaign_kept.ledger import Ledger
from shuke.campaign_kept.taken_out import campaigns_in
from shuke.errors import DataError, Where
from shuke.store.folder import sha256
from shuke.workspace.home import CAMPAIGNS

TRIES = 5


def campaign_files(home: Path, aside: Path) -> dict[str, Path]:
    """Set the campaigns of a workspace aside as they are at one moment; return the files by their names in a backup.

    Raises:
        DataError: a campaign or the ledger is damaged.
    """
    place, found = home / CAMPAIGNS, dict[str, Path]()
    for entry in Ledger(place).entries():
        name = f"{CAMPAIGNS}/{entry.number:06}.json"
        found[name] = _same(home / name, aside / name)
    for folder in campaigns_in(place):
        for file in _campaign(folder, aside / CAMPAIGNS / folder.name):
            found[f"{CAMPAIGNS}/{file.relative_to(aside / CAMPAIGNS).as_posix()}"] = file
    return found


def _campaign(folder: Path, aside: Path) -> list[Path]:
    """Set one campaign aside; again, where somebody wrote to it meanwhile."""
    for _ in range(TRIES):
        shutil.rmtree(aside, ignore_errors=True)
        told = open_campaign(folder)["files"]
        names = [f"{path.parent.name}/{path.name}" for path in sorted(folder.glob(f"{LOOK}*/[a-z]*.*"))]
        try:
            found = [_same(folder / name, aside / name) for name in ("campaign.json", *sorted(told), *names)]
        except FileNotFoundError:
            continue
        if all(sha256(aside / name) == expected for name, expected in told.items()):
            return found
    raise DataError("result_damaged", Where(file=str(folder)))


def _same(path: Path, aside: Path) -> Path:
    """Give a file a second name, which keeps what it holds when another file takes the first; else copy it."""
    aside.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, aside)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(path, aside)
    return aside
