"""Backups: the workspace and the server's state in one file, made while people work, fetched and proved."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path as File
from typing import Annotated

from fastapi import Path
from fastapi.responses import FileResponse
from pydantic import Field

from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Listed, Nothing, Paged, Started, Told
from shuke.server.context import Context, Here
from shuke.server.errors import Missing
from shuke.server.jobs.backup import NAME, folder_of
from shuke.server.routes.router import Router

routes = Router("backups")
Name = Annotated[str, Path(max_length=128, description="The name of a backup.")]


class NewBackup(Body):
    """Whether the key of the pseudonyms goes into it; with it, whoever has the backup can find people by their ids."""

    with_key: Annotated[bool, Field()] = False


class ShownBackup(Told):
    """A backup: its name, its size in bytes, and when it was made."""

    name: str
    size: int
    created: datetime


@routes.get("/backups", response_model=Listed[ShownBackup])
def list_backups(here: Here, page: Paged, _: Annotated[Person, needs("backups.write")]) -> Listed[ShownBackup]:
    """List the backups, the newest first."""
    place = folder_of(here.home)
    found = sorted((path for path in place.glob("*.tar") if NAME.fullmatch(path.name)), reverse=True)
    data = [
        ShownBackup(name=path.name, size=told.st_size, created=datetime.fromtimestamp(told.st_mtime, UTC))
        for path in found[page.offset : page.offset + page.size]
        for told in [path.stat()]
    ]
    return Listed(data=data, page=page.of(len(found)))


@routes.post("/backups", response_model=Answer[Started], status_code=202)
def make_backup(here: Here, wanted: NewBackup, person: Annotated[Person, needs("backups.write")]) -> Answer[Started]:
    """Make a backup of the workspace and of the server's state."""
    job = here.jobs.start(person, "backup", wanted.model_dump())
    here.note(person, "backup.make", "with key" if wanted.with_key else "")
    return Answer(data=Started(job=job))


@routes.get("/backups/{name}", response_class=FileResponse)
def fetch_backup(here: Here, name: Name, person: Annotated[Person, needs("backups.write")]) -> FileResponse:
    """Fetch a backup as a file."""
    path = _known(here, name)
    here.note(person, "backup.fetch", path.name)
    return FileResponse(path, media_type="application/x-tar", filename=path.name)


@routes.delete("/backups/{name}", response_model=Answer[Nothing])
def remove_backup(here: Here, name: Name, person: Annotated[Person, needs("backups.write")]) -> Answer[Nothing]:
    """Remove a backup."""
    path = _known(here, name)
    here.note(person, "backup.remove", path.name)
    path.unlink(missing_ok=True)
    return Answer(data=Nothing())


@routes.post("/backups/{name}/verification", response_model=Answer[Started], status_code=202)
def verify_backup(here: Here, name: Name, person: Annotated[Person, needs("backups.write")]) -> Answer[Started]:
    """Prove that a backup can be restored: it is restored beside, compared, and what was restored is removed."""
    path = _known(here, name)
    job = here.jobs.start(person, "verify-backup", {"name": path.name})
    here.note(person, "backup.verify", path.name)
    return Answer(data=Started(job=job))


def _known(here: Context, name: str) -> File:
    path = folder_of(here.home) / name
    if not NAME.fullmatch(name) or not path.is_file():
        raise Missing("backup_unknown")
    return path
