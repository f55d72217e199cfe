"""The state of a server that keeps it in another database, as the file that a server without one would have.

Law: the file holds every row that the tables held at one moment.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import insert, select

from shuke.server.state.engine import State, sqlite_url
from shuke.server.state.models import Base
from shuke.server.state.upgrade import upgrade

BATCH = 1000


def copy_into(state: State, path: Path) -> None:
    """Write a state as it is at one moment into a new file of SQLite, while others change it."""
    target = State(sqlite_url(path))
    try:
        upgrade(target)
        with state.reading() as source, target.changing() as out:
            # Each query would see its own moment otherwise.
            source.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            for table in Base.metadata.sorted_tables:
                found = source.execute(select(table).execution_options(yield_per=BATCH)).mappings()
                for rows in found.partitions():
                    out.execute(insert(table), [dict(row) for row in rows])
        target.wipe()
    finally:
        target.close()
