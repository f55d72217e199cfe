"""Tables of databases as sources: read once, whole, into a Parquet file of this process; from then on a file like any.

The file is its owner's alone and goes with the process. What is told of it and kept of it names the table's address,
without user, password and settings.
"""

from __future__ import annotations

import atexit
import re
import shutil
from functools import cache
from pathlib import Path

from shuke.engines.address import TABLE, is_source, source
from shuke.engines.duckdb import DuckDB
from shuke.engines.duckdb.spill import private_folder
from shuke.engines.whole import read_whole, write_parquet

_ORIGINS: dict[Path, str] = {}


def of_database(text: str | Path) -> bool:
    """Tell whether a source is a table of a database."""
    return is_source(str(text))


def fetched(text: str | Path) -> Path:
    """Return the file of a database's table, as it is now.

    Raises:
        UsageError: the address cannot be meant, or the table cannot be read.
        DataError: the table holds a value without an exact type.
    """
    address, table = source(str(text))
    found = read_whole(address, table)
    folder = _folder() / str(len(_ORIGINS))
    folder.mkdir()
    path = folder / (re.sub(r"[^\w.-]+", "_", table) or "table")
    with DuckDB() as desk:
        write_parquet(desk, found, table, path)
    _ORIGINS[path.resolve()] = f"{address.shown}?{TABLE}={table}"
    return path


def origin(path: Path) -> str:
    """Return where a file's rows come from: the address of its table, else its own path."""
    resolved = path.resolve()
    return _ORIGINS.get(resolved, str(resolved))


@cache
def _folder() -> Path:
    folder = private_folder()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
