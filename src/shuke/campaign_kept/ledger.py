"""The ledger: every campaign, its list, its cost and its measured lift, kept in order and never changed.

A folder of files ``000001.json``, ``000002.json`` … Each is written whole or not at all, under a number that nobody
has, and names the hash of the one before it, so that an entry that was changed or taken out is found.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from shuke.errors import DataError, UsageError, Where
from shuke.store.durable import create, folder, writing

FORMAT = 1
TRIES = 1000


@dataclass(frozen=True)
class Entry:
    """One entry: its number, what was done (``test``, ``list`` or ``measure``), to which campaign, and the figures."""

    number: int
    did: str
    campaign: str
    document: dict[str, Any]


class Ledger:
    """The ledger of a folder; a folder that is not there yet is an empty one."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def entries(self) -> list[Entry]:
        """Return all entries, the oldest first.

        Raises:
            DataError: an entry is missing, or is not the one that was written.
        """
        return [entry for entry, _ in self._read()]

    def of(self, campaign: str) -> list[Entry]:
        """Return the entries of a campaign, the oldest first."""
        return [entry for entry in self.entries() if entry.campaign == campaign]

    def require_new(self, campaign: str) -> None:
        """Pass a name that no campaign has yet.

        Raises:
            UsageError: one has it.
        """
        if self.of(campaign):
            raise UsageError("campaign_name_taken", Where(file=str(self.home)), name=campaign)

    def write(self, did: str, campaign: str, figures: dict[str, Any]) -> Entry:
        """Write an entry under the next number, and return it.

        Raises:
            UsageError: the folder cannot be written.
            DataError: the ledger is damaged.
        """
        with writing(self.home):
            folder(self.home)
        for _ in range(TRIES):
            known = self._read()
            number, before = len(known) + 1, known[-1][1] if known else None
            document = {
                "format": FORMAT,
                "number": number,
                "did": did,
                "campaign": campaign,
                "before": before,
                **figures,
            }
            if create(self._path(number), (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()):
                return Entry(number, did, campaign, document)
        raise UsageError("campaign_ledger_busy", Where(file=str(self.home)))

    def folder_of(self, entry: Entry) -> Path:
        """Return where the campaign of an entry was written; one inside the ledger's folder moves with it."""
        return self.home / str(entry.document["folder"])

    def told(self, folder: Path) -> str:
        """Return how the folder of a campaign is written down: inside the ledger's own by its name alone."""
        place, home = folder.resolve(), self.home.resolve()
        return place.relative_to(home).as_posix() if place.is_relative_to(home) else str(place)

    def _read(self) -> list[tuple[Entry, str]]:
        found: list[tuple[Entry, str]] = []
        names = sorted(path.name for path in self.home.glob("[0-9]*.json")) if self.home.is_dir() else []
        for number, name in enumerate(names, start=1):
            path, before = self.home / name, found[-1][1] if found else None
            try:
                data = path.read_bytes()
                document = json.loads(data)
                entry = Entry(document["number"], document["did"], document["campaign"], document)
                intact = document["before"] == before and entry.number == number and path == self._path(number)
            except (OSError, ValueError, KeyError, TypeError):
                raise DataError("campaign_ledger_damaged", Where(file=str(path))) from None
            if not intact:
                raise DataError("campaign_ledger_damaged", Where(file=str(path)))
            found.append((entry, sha256(data).hexdigest()))
        return found

    def _path(self, number: int) -> Path:
        return self.home / f"{number:06}.json"
