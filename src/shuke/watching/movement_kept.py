"""Movements that are kept in the workspace: the table of parts between two runs, which is computed once.

A movement can be made again at any time, so it is in no backup, and only the latest few are kept. Law: read back, it is
the movement that was computed; one in which somebody stands who is forgotten goes with them.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, UsageError
from shuke.stages.relation import literal
from shuke.version import __version__
from shuke.workspace.content import Run
from shuke.workspace.home import Workspace
from shuke.workspace.kept import Kind, all_kept, keep
from shuke.workspace.relations import copy

KIND: Kind = "movements"
TABLE = "parts.parquet"
FORMAT, MOST = 1, 6


def about(old: Run, new: Run, owner: str | None) -> dict[str, Any]:
    """Return what a movement is of: equal for movements that are equal."""
    runs = {"old": old.number, "new": new.number, "manifests": [old.manifest, new.manifest]}
    return {"format": FORMAT, **runs, "owner": owner, "version": __version__}


def read_back(engine: DuckDB, space: Workspace, wanted: Mapping[str, Any], name: str) -> bool:
    """Make the table of a movement that was kept under a name in the engine; tell whether there was one."""
    for one in all_kept(space, KIND):
        if one.about == wanted:
            # A file that is damaged, or was given up just now, is made again.
            with suppress(DataError, OSError):
                source = literal(str(one.file(TABLE)))
                engine.run(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM read_parquet({source})")
                return True
    return False


def keep_parts(engine: DuckDB, space: Workspace, told: Mapping[str, Any], name: str, since: int) -> None:
    """Keep the table of a movement, and give up those beyond the latest few.

    ``since`` is that of the content before it was computed. Where somebody else is writing, or nothing can be written,
    it is not kept, and computed again when it is asked for: whoever asks a question is not told of that.
    """

    def write(folder: Path) -> None:
        copy(engine, f"SELECT * FROM {name} ORDER BY customer_id", folder / TABLE)
        for one in all_kept(space, KIND)[MOST - 1 :]:
            shutil.rmtree(one.folder)

    with suppress(UsageError):
        keep(space, KIND, told, write, since=since)


__all__ = ["KIND", "about", "keep_parts", "read_back"]
