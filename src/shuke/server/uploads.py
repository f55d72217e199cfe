"""Files that were sent in: each in a folder of its own under a generated name, for nobody but the server to read.

The file keeps the name that it was sent with, as far as that is the name of a file and nothing else: people know their
files by it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
import unicodedata
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from sqlalchemy import delete, select
from starlette.concurrency import run_in_threadpool

from shuke.errors import UNPRINTABLE, DataError, Where
from shuke.server.access.roles import Person
from shuke.server.context import Context
from shuke.server.errors import Missing, TooLarge
from shuke.server.state.models import Upload
from shuke.server.state.types import now
from shuke.store.durable import folder, sync, writing

FOLDER = "uploads"
BLOCK = 1 << 20
LONGEST_NAME = 180


def safe_name(given: str) -> str:
    """Return the name under which a file is kept: the last part of what was sent, without what acts on its reader."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    shown = re.sub(r'[<>:"|?*]', "_", UNPRINTABLE.sub("", last)).strip(" .")
    stem, dot, ending = shown.rpartition(".")
    if not dot:
        stem, ending = shown, ""
    while len(f"{stem}{dot}{ending}".encode()) > LONGEST_NAME:
        stem, ending = (stem[:-1], ending) if stem else (stem, ending[:-1])
    return f"{stem}{dot}{ending}" or "file"


async def take(here: Context, person: Person, name: str, blocks: AsyncIterator[bytes], told: int | None) -> Upload:
    """Keep what is sent as a file; whole, or nothing.

    Raises:
        TooLarge: more is sent than may be, or is said to be.
        DataError: nothing is sent.
        UsageError: the disk is full.
    """
    limit = here.config.upload_limit
    if told is not None and told > limit:
        raise TooLarge("upload_too_large", megabytes=limit >> 20)
    made = Upload(id=secrets.token_hex(12), name=safe_name(name), size=0, sha256="", user=person.key, created=now())
    place = here.folder / FOLDER / made.id
    try:
        await run_in_threadpool(_open, place, made.name)
        await _write(place / made.name, blocks, made, limit)
        await run_in_threadpool(_keep, here, person, place, made)
    except BaseException:
        # Whoever sent it may be gone as well.
        shutil.rmtree(place, ignore_errors=True)
        raise
    return made


async def _write(path: Path, blocks: AsyncIterator[bytes], made: Upload, limit: int) -> None:
    digest, waiting = hashlib.sha256(), bytearray()

    def flush() -> None:
        digest.update(waiting)
        with writing(path.parent), path.open("ab") as out:
            out.write(waiting)
        waiting.clear()

    async for block in blocks:
        made.size += len(block)
        if made.size > limit:
            raise TooLarge("upload_too_large", megabytes=limit >> 20)
        waiting += block
        if len(waiting) >= BLOCK:
            await run_in_threadpool(flush)
    await run_in_threadpool(flush)
    if not made.size:
        raise DataError("file_empty", Where(file=made.name))
    made.sha256 = digest.hexdigest()


def _open(place: Path, name: str) -> None:
    with writing(place.parent.parent):
        folder(place.parent, 0o700)
        place.mkdir(mode=0o700)
        (place / name).touch(mode=0o600, exist_ok=False)


def _keep(here: Context, person: Person, place: Path, made: Upload) -> None:
    with writing(place):
        sync(place / made.name)
        sync(place)
    with here.state.changing() as session:
        session.add(made)
        here.audit.note(session, person.user, "upload.take", f"{made.id} {made.size}")


def paths(here: Context, person: Person, ids: Sequence[str]) -> list[Path]:
    """Return the files of uploads in their order.

    Raises:
        Missing: one of them is not there, or is somebody else's.
    """
    return [here.folder / FOLDER / one.id / one.name for one in known(here, person, ids)]


def known(here: Context, person: Person, ids: Sequence[str]) -> list[Upload]:
    """Return uploads in the order of their ids.

    Raises:
        Missing: one of them is not there, or is somebody else's.
    """
    with here.state.reading() as session:
        found = {one.id: one for one in session.scalars(select(Upload).where(Upload.id.in_(ids)))}
    for one in ids:
        if one not in found or (found[one].user != person.key and person.role != "admin"):
            raise Missing("upload_unknown")
    return [found[one] for one in ids]


def discard(here: Context, ids: Sequence[str]) -> None:
    """Remove uploads that are not needed any more."""
    with here.state.changing() as session:
        session.execute(delete(Upload).where(Upload.id.in_(ids)))
    for one in ids:
        shutil.rmtree(here.folder / FOLDER / one, ignore_errors=True)
