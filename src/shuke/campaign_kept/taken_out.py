"""Customers taken out of the campaigns of a folder: out of audiences, lists and kept responses.

Law: what a campaign was is told as before: how many were contacted and held out, what it cost, what was measured. What
is gone is who they were; the manifest's counts less the rows that are left tell how many of them were taken out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shuke.campaign_kept.folder import AUDIENCE, LISTS, LOOK, MANIFEST, RESPONSES, open_campaign, write_lists
from shuke.campaign_kept.ledger import Ledger
from shuke.engines.duckdb import DuckDB
from shuke.report.tables import copy_parquet
from shuke.stages.relation import literal
from shuke.store.folder import ResultFolder, sha256

LEFT = "campaign_left"


@dataclass(frozen=True)
class TakenOut:
    """The campaigns that held some of the customers and do no more, and folders elsewhere that still do."""

    campaigns: tuple[str, ...]
    elsewhere: tuple[Path, ...]


def campaigns_in(home: Path) -> Iterator[Path]:
    """Yield the folders of the campaigns that lie in a folder, by name."""
    for path in sorted(home.iterdir()) if home.is_dir() else ():
        if (path / MANIFEST).is_file():
            yield path


def holding(engine: DuckDB, home: Path, gone: str) -> list[str]:
    """Return the names of the campaigns of a folder that hold somebody of a relation with a column ``id``."""
    return [open_campaign(path)["name"] for path in campaigns_in(home) if _held_in(engine, path, gone)]


def take_out(engine: DuckDB, home: Path, gone: str) -> TakenOut:
    """Take customers out of all campaigns of a folder; ``gone`` is a relation with a column ``id``.

    Raises:
        DataError: a campaign or the ledger is damaged.
        UsageError: the folder cannot be written.
    """
    named = []
    for path in campaigns_in(home):
        held = _held_in(engine, path, gone)
        if held:
            named.append(open_campaign(path)["name"])
        for file in held:
            if file.name == AUDIENCE:
                _audience(engine, path, gone)
            else:
                _responses(engine, file, gone)
    ledger = Ledger(home)
    places = {ledger.folder_of(one) for one in ledger.entries() if one.did != "measure"}
    others = [one for one in sorted(places) if not one.is_relative_to(home) and (one / AUDIENCE).is_file()]
    return TakenOut(tuple(named), tuple(one for one in others if _holds(engine, one / AUDIENCE, gone)))


def _held_in(engine: DuckDB, folder: Path, gone: str) -> list[Path]:
    """Return the files of a campaign that hold somebody; its audience stands for its lists."""
    told = open_campaign(folder)["files"]
    files = [folder / AUDIENCE, *sorted(folder.glob(f"{LOOK}*/{RESPONSES}"))]
    held = [one for one in files if _holds(engine, one, gone)]
    lists = [name for name in LISTS if (folder / name).is_file()]
    # Lists that were not reached when somebody was taken out before still hold them.
    stale = any(sha256(folder / name) != told.get(name) for name in lists)
    return held if files[0] in held or not stale else [files[0], *held]


def _holds(engine: DuckDB, file: Path, gone: str) -> bool:
    rows = f"SELECT 1 FROM read_parquet({literal(str(file))}) WHERE customer_id IN (SELECT id FROM {gone}) LIMIT 1"
    return bool(engine.run(rows))


def _left(engine: DuckDB, file: Path, gone: str) -> str:
    """Keep the rows of the others, and return under what name."""
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {LEFT} AS SELECT * FROM read_parquet({literal(str(file))}) "
        f"WHERE customer_id NOT IN (SELECT id FROM {gone})"
    )
    return LEFT


def _audience(engine: DuckDB, folder: Path, gone: str) -> None:
    """Write audience and lists again without the customers; the manifest first, which then knows both."""
    document = open_campaign(folder)
    names = [name for name in LISTS if (folder / name).is_file()]
    before = sha256(folder / AUDIENCE)
    with ResultFolder(folder) as out:
        write_lists(engine, _left(engine, folder / AUDIENCE, gone), out, names, document["lang"], document["as_of"])
        document["files"] = {**document["files"], **out.hashes()}
        with ResultFolder(folder) as first:
            first.text(MANIFEST, json.dumps({**document, "before": before}, ensure_ascii=False, indent=2) + "\n")
            first.commit(frozenset())
        out.commit(frozenset())
    engine.drop(LEFT)


def _responses(engine: DuckDB, file: Path, gone: str) -> None:
    with ResultFolder(file.parent) as out:
        rows = f"SELECT * FROM {_left(engine, file, gone)} ORDER BY customer_id"
        copy_parquet(engine, rows, out.file(file.name))
        out.commit(frozenset())
    engine.drop(LEFT)
