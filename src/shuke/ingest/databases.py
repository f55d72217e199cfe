"""Tables of databases as sources: read once, whole, into a Parquet file of this process; from then on a file like any.

The file is its owner's alone and goes with the process. What is told of it and kept of it names the table's address,
without user, password and settings.
"""

from __future__ import annotations

import atexit
import re
import shutil
import time
from functools import cache
from pathlib import Path

from shuke.engines.address import TABLE, Source, is_source, source
from shuke.engines.duckdb import DuckDB
from shuke.engines.duckdb.spill import private_folder
from shuke.engines.problems import ConnectionLost
from shuke.engines.whole import read_whole, write_parquet

_ORIGINS: dict[Path, str] = {}
_WRITABLE: set[Path] = set()
# The seconds before a table is read again from its beginning because the connection ended in the middle.
PAUSES = (0.5, 2.0)


def of_database(text: str | Path) -> bool:
    """Tell whether a source is a table of a database."""
    return is_source(str(text))


def fetched(text: str | Path) -> Path:
    """Return the file of a database's table, as it is now.

    Raises:
        UsageError: the address cannot be meant, or the table cannot be read.
        DataError: the table is too large, or takes too long.
    """
    asked = source(str(text))
    path = _again(asked, _folder() / str(len(_ORIGINS)))
    _ORIGINS[path.resolve()] = f"{asked.address.shown}?{TABLE}={asked.table}"
    return path


def writable(path: Path) -> bool:
    """Tell whether a file's rows come from a table that whoever read it could also change."""
    return path.resolve() in _WRITABLE


def _again(asked: Source, folder: Path) -> Path:
    """Return the file of a table, read from its beginning each time: half of two states is no state of it."""
    for pause in PAUSES:
        try:
            return _read(asked, folder)
        except ConnectionLost:
            time.sleep(pause)
    return _read(asked, folder)


def _read(asked: Source, folder: Path) -> Path:
    found = read_whole(asked)
    folder.mkdir()
    path = folder / (re.sub(r"[^\w.-]+", "_", asked.table) or "table")
    try:
        with DuckDB() as desk:
            write_parquet(desk, found, asked, path)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if found.writes:
        _WRITABLE.add(path.resolve())
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
