"""The state is brought to this version's tables before it is used; a newer one is left alone."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from shuke.errors import UsageError
from shuke.server.state.engine import State

STEPS = Path(__file__).parent / "migrations"
TABLE = "alembic_version"
NEWEST = "0002"


def upgrade(state: State) -> None:
    """Run the steps that are missing, all of them or none.

    Raises:
        UsageError: the state is of a newer version.
    """
    with state.connected() as connection:
        found = _version(connection)
        if found == NEWEST:
            return
        if found is not None and found > NEWEST:
            raise UsageError("state_newer")
        # Only whoever has something to do needs the library.
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(STEPS))
        config.attributes["connection"] = connection
        command.upgrade(config, NEWEST)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {TABLE}")).scalar_one_or_none()
