"""What is set for the whole installation, with what holds where nothing was set."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shuke.server.answers import Body
from shuke.server.state.engine import State
from shuke.server.state.models import Setting


class Settings(Body):
    """Everything that can be set.

    ``owner_column`` is the column of a run that names whose customer one is. ``mask``: whoever may not see ids sees
    them masked. ``retention_days``: how long uploads, exports and finished jobs are kept.
    """

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "CNY"
    language: Literal["zh", "en"] = "zh"
    owner_column: Annotated[str, Field(min_length=1, max_length=128)] | None = None
    mask: bool = True
    retention_days: Annotated[int, Field(ge=1, le=3650)] = 30
    idle_minutes: Annotated[int, Field(ge=1, le=1440)] = 30
    absolute_hours: Annotated[int, Field(ge=1, le=720)] = 12
    export_rows: Annotated[int, Field(ge=0, le=10_000_000)] = 1_000_000


def read_settings(session: Session) -> Settings:
    """Return what is set."""
    rows = session.execute(select(Setting.name, Setting.value).where(Setting.name.in_(Settings.model_fields)))
    return Settings(**{name: json.loads(value) for name, value in rows})


def settings_of(state: State) -> Settings:
    """Return what is set, read when something in the state has changed."""

    def read() -> Settings:
        with state.reading() as session:
            return read_settings(session)

    return state.remembered.get(Settings, read)


def write_settings(session: Session, settings: Settings) -> None:
    """Keep what is set."""
    for name, value in settings.model_dump().items():
        put(session, name, value)


def put(session: Session, name: str, value: Any) -> None:
    """Keep one value under a name."""
    session.merge(Setting(name=name, value=json.dumps(value)))


def get(session: Session, name: str) -> Any:
    """Return the value under a name; None where there is none."""
    found = session.get(Setting, name)
    return None if found is None else json.loads(found.value)


def drop(session: Session, name: str) -> None:
    """Forget the value under a name."""
    session.execute(delete(Setting).where(Setting.name == name))
