"""The campaigns of a workspace as people look at them: what the ledger tells of each, and what is kept of it here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shuke.campaign.arms import HELD_OUT
from shuke.campaign_kept.folder import LIST_COLUMNS, LOOK, MANIFEST, audience_of, counts, open_campaign
from shuke.campaign_kept.ledger import Entry, Ledger
from shuke.campaigns.results import RESULT
from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, NotFound, Where
from shuke.stages.relation import literal
from shuke.workspace.home import CAMPAIGNS

LIST = "campaign_list"
BATCH = 50_000
NAMED = re.compile(r"c[0-9]{4,}")


@dataclass
class Story:
    """One campaign as the ledger tells it: how it was made, every look; ``id`` is its folder here, None elsewhere."""

    id: str | None
    made: Entry
    looks: list[Entry] = field(default_factory=list)


class KeptCampaigns:
    """The campaigns of a workspace; read anew at every question."""

    def __init__(self, home: Path) -> None:
        self.home = home / CAMPAIGNS
        self.ledger = Ledger(self.home)

    def stories(self) -> list[Story]:
        """Return every campaign of the ledger, the latest first.

        Raises:
            DataError: the ledger is damaged.
        """
        found: dict[str, Story] = {}
        for entry in self.ledger.entries():
            if entry.did != "measure":
                place = self.ledger.folder_of(entry)
                here = place.parent == self.home and (place / MANIFEST).is_file()
                found[entry.campaign] = Story(place.name if here else None, entry)
            elif entry.campaign in found:
                found[entry.campaign].looks.append(entry)
        return list(reversed(found.values()))

    def folder(self, name: str) -> Path:
        """Return the folder of a campaign that is kept here.

        Raises:
            NotFound: there is none.
        """
        place = self.home / name
        if place.parent != self.home or name.startswith(".") or not (place / MANIFEST).is_file():
            raise NotFound("campaign_unknown")
        return place

    def next_folder(self) -> Path:
        """Return where the next campaign is written."""
        there = [path.name for path in self.home.iterdir()] if self.home.is_dir() else []
        number = max((int(name[1:]) for name in there if NAMED.fullmatch(name)), default=0)
        return self.home / f"c{number + 1:04}"

    def document(self, name: str) -> dict[str, Any]:
        """Return the manifest of a campaign, with how many of it were forgotten since.

        Raises:
            NotFound: there is none.
            DataError: it is damaged.
        """
        place = self.folder(name)
        document = open_campaign(place)
        with DuckDB(threads=1) as engine:
            left = sum(row[-1] for row in counts(engine, audience_of(place)))
        return {**document, "forgotten": sum(row[-1] for row in document["counts"]) - left}

    def results(self, name: str) -> list[dict[str, Any]]:
        """Return what was measured of a campaign, look by look.

        Raises:
            NotFound: there is no such campaign.
            DataError: a result is damaged.
        """
        found = []
        for path in sorted(self.folder(name).glob(f"{LOOK}*/{RESULT}")):
            try:
                found.append(json.loads(path.read_text(encoding="utf-8")))
            except ValueError:
                raise DataError("result_damaged", Where(file=str(path))) from None
        return found

    def to_contact(self, engine: DuckDB, name: str, without: Iterable[str]) -> tuple[int, int]:
        """Keep who is to be contacted under the name ``campaign_list``; return how many, and how many are left out.

        ``without`` are customers who want no marketing.
        """
        place = self.folder(name)
        open_campaign(place)
        engine.run("CREATE OR REPLACE TEMP TABLE unwanted (customer_id VARCHAR)")
        ids = list(without)
        for start in range(0, len(ids), BATCH):
            engine.run("INSERT INTO unwanted SELECT UNNEST(?)", [ids[start : start + BATCH]])
        contacted = f"SELECT * FROM {audience_of(place)} WHERE arm <> {literal(HELD_OUT)}"
        engine.run(
            f"CREATE OR REPLACE TEMP TABLE {LIST} AS SELECT * FROM ({contacted}) ANTI JOIN unwanted USING (customer_id)"
        )
        ((everybody,),) = engine.run(f"SELECT COUNT(*) FROM ({contacted})")
        ((left,),) = engine.run(f"SELECT COUNT(*) FROM {LIST}")
        return int(left), int(everybody) - int(left)

    def page(self, engine: DuckDB, offset: int, size: int) -> list[Sequence[Any]]:
        """Return a page of who is to be contacted, as ``to_contact`` has kept them."""
        columns = ", ".join(LIST_COLUMNS)
        rows: list[Sequence[Any]] = list(
            engine.run(f"SELECT {columns} FROM {LIST} ORDER BY {LIST}.customer_id LIMIT {size} OFFSET {offset}")
        )
        return rows
