"""The state is brought to this version's tables before it is used."""

from __future__ import annotations

from shuke.server.state.engine import State
from shuke.server.state.models import Base


def upgrade(state: State) -> None:
    """Make the tables that are missing."""
    Base.metadata.create_all(state.engine)
