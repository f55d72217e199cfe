"""A backup is one file that holds a workspace as it was at a state: a tar archive with the SHA-256 of everything in it.

Nothing that a state names ever changes, so a backup is taken while others write, and needs no lock. Campaigns change
when a customer is taken out of them: they are set aside first.

Law: what is restored is the state that was the last one when the backup began, with every state before it; a file that
is not the one that was backed up is refused, and then nothing is restored.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shuke.campaign_kept.folder import LOOK
from shuke.desk import FILE as DESK
from shuke.desk import Desk
from shuke.errors import DataError, UsageError, Where
from shuke.privacy.keys import key_path, write_secret
from shuke.store.durable import folder, place, stage, sync, writing
from shuke.store.folder import sha256
from shuke.store.segments import FOLDER as SEGMENTS
from shuke.store.states import FOLDER as STATES
from shuke.store.states import SECOND
from shuke.workspace.campaigns import campaign_files
from shuke.workspace.content import Content
from shuke.workspace.home import CAMPAIGNS, FILE, FORMAT, RUNS, SCHEME, Workspace
from shuke.workspace.kept import KINDS
from shuke.workspace.schemes import FOLDER as SCHEMES
from shuke.workspace.schemes import NAME, own_ids, text_of
from shuke.workspace.verify import verify

MANIFEST = "manifest.json"
# A folder beside the backup in which it is made.
MAKING, MADE = ".shuke-backup-", "backup.tar"
BACKUP_FORMAT = 1
KEYS = "keys"
# What a server keeps beside the workspace: people, settings, the audit log, and the key that signs it.
SERVER, STATE, KEY = "server", "state.sqlite", "key"
# Documents that say what is watched for, one each.
WATCH = "watch"
LARGEST_MANIFEST = 1 << 28
BLOCK = 1 << 20
NAMES = re.compile(
    rf"{re.escape(FILE)}|{re.escape(SCHEME)}|{STATES}/[0-9]{{8}}\.json|{SEGMENTS}/[0-9a-f]{{64}}\.parquet"
    rf"|{RUNS}/[A-Za-z0-9_-]+/[A-Za-z0-9_-]+\.[a-z]+|{KEYS}/[A-Za-z0-9._-]+|{SCHEMES}/{NAME.pattern}\.yaml"
    rf"|{CAMPAIGNS}/[0-9]{{6}}\.json|{CAMPAIGNS}/[^/.][^/\\]*/({LOOK}[0-9]+/)?[a-z]+\.(json|csv|xlsx|parquet)"
    rf"|({'|'.join(KINDS)})/[0-9]{{8}}/[a-z]+\.[a-z]+"
    rf"|{SERVER}/({re.escape(STATE)}|{KEY})|{re.escape(DESK)}|{WATCH}/[a-z]+\.yaml"
)


@dataclass(frozen=True)
class Backup:
    """What a backup holds: the number of its last state, its files, their bytes, and whether the key is among them."""

    state: int
    files: int
    size: int
    with_key: bool


def backup(
    space: Workspace, out: Path, *, with_key: bool = False, elsewhere: Callable[[Path], None] | None = None
) -> Backup:
    """Write a backup of a workspace as it is now into a file that does not exist yet.

    ``elsewhere`` writes the state of a server that keeps it in another database into a file, as it would lie here.

    Raises:
        UsageError: the file is there, cannot be written, or the key is wanted and there is none.
        DataError: a file of the workspace is damaged.
    """
    if out.exists():
        raise UsageError("backup_there", Where(file=str(out)))
    numbers = space.states.numbers()
    with writing(out.parent):
        folder(out.parent)
    with writing(out.parent), stage(out.parent, MAKING) as aside:
        files = {**_files(space, numbers), **campaign_files(space.home, aside)}
        files.update({**(_keys() if with_key else {}), **_server(space.home, aside / STATE, elsewhere)})
        if Desk(space.home).copy(aside / DESK):
            files[DESK] = aside / DESK
        told = {
            name: {"sha256": _hash(one), "size": len(one) if isinstance(one, bytes) else one.stat().st_size}
            for name, one in files.items()
        }
        manifest = {"format": BACKUP_FORMAT, "workspace": FORMAT, "state": numbers[-1], "files": told}
        made = aside / MADE
        with tarfile.open(made, "w", format=tarfile.PAX_FORMAT) as archive:
            _add(archive, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
            for name, one in files.items():
                _add(archive, name, one)
        made.chmod(0o600)
        place(made, out)
    return Backup(numbers[-1], len(files), out.stat().st_size, with_key)


def restore(source: Path, home: Path, *, with_key: bool = False) -> Backup:
    """Make a workspace of a backup in a folder that is empty or not there; all of it, or nothing.

    Raises:
        UsageError: the folder is not empty, the backup is of another version, or another key is in the key's place.
        DataError: the file is no backup, or was changed.
    """
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise UsageError("workspace_not_empty", Where(file=str(home)))
    with writing(home.parent):
        folder(home.parent)
    with writing(home.parent), stage(home.parent, f".{home.name}-restoring-") as aside:
        manifest = _unpacked(source, aside)
        space = Workspace(aside)
        verify(space)
        if space.states.numbers()[-1] != manifest["state"]:
            raise DataError("backup_damaged", Where(file=str(source)))
        keys = sorted((aside / KEYS).iterdir()) if (aside / KEYS).is_dir() else []
        if with_key:
            _put_keys(keys, source)
        shutil.rmtree(aside / KEYS, ignore_errors=True)
        for made in (*(path for path in aside.rglob("*") if path.is_dir()), aside):
            sync(made)
        aside.replace(home)
        sync(home.parent)
    return Backup(manifest["state"], len(manifest["files"]), source.stat().st_size, bool(keys))


def _files(space: Workspace, numbers: list[int]) -> dict[str, bytes | Path]:
    """Return everything that the states stand on, by its name in the backup; what may change is read now."""
    found: dict[str, bytes | Path] = {name: (space.home / name).read_bytes() for name in (FILE, SCHEME)}
    found.update({f"{SCHEMES}/{name}.yaml": text_of(space, name)[0].encode() for name in own_ids(space)})
    found.update({f"{WATCH}/{path.name}": path.read_bytes() for path in sorted((space.home / WATCH).glob("*.yaml"))})
    large: dict[str, Path] = {}
    for number in numbers:
        state = space.states.read(number)
        content = Content.of(state.content) if state.content else Content()
        path = next(path for path in space.states.paths(number) if path not in state.damaged)
        found[f"{STATES}/{path.name}"] = path.read_bytes()
        segments = list(content.segments())
        space.segments.check(segments)
        large.update((f"{SEGMENTS}/{path.name}", path) for path in map(space.segments.path, segments))
        for run in content.runs.values():
            if f"{RUNS}/{run.folder}/run.json" not in large:
                place = space.run_folder(run)
                large.update((f"{RUNS}/{run.folder}/{path.name}", path) for path in sorted(place.iterdir()))
    for kind in KINDS:
        for path in sorted((space.home / kind).glob("[0-9]*/*")):
            large[f"{kind}/{path.parent.name}/{path.name}"] = path
    return {**found, **dict(sorted(large.items()))}


def _server(home: Path, copied: Path, elsewhere: Callable[[Path], None] | None) -> dict[str, bytes | Path]:
    """Return the state of a server in its own file, copied as it is at one moment while others write, and its key."""
    state, key = home / SERVER / STATE, home / SERVER / KEY
    found: dict[str, bytes | Path] = {f"{SERVER}/{KEY}": key.read_bytes()} if key.is_file() else {}
    if elsewhere is None and not state.is_file():
        return found
    try:
        if elsewhere is not None:
            elsewhere(copied)
        else:
            opened = sqlite3.connect(f"{state.absolute().as_uri()}?mode=rw", uri=True)
            with closing(opened) as source, closing(sqlite3.connect(copied)) as target:
                source.backup(target)
        with closing(sqlite3.connect(copied)) as target:
            # Whoever was signed in then is not signed in after a restore.
            target.execute("DELETE FROM sessions")
            target.commit()
    except sqlite3.Error as error:
        raise DataError("server_state_damaged", Where(file=str(state)), problem=str(error)) from None
    return {**found, f"{SERVER}/{STATE}": copied}


def _keys() -> dict[str, bytes | Path]:
    path = key_path()
    if not path.is_file():
        raise UsageError("key_not_readable", Where(file=str(path)), problem="-")
    found = sorted(one for one in path.parent.glob(f"{path.name}*") if one.is_file() and ".new-" not in one.name)
    return {f"{KEYS}/pseudonym.key{one.name.removeprefix(path.name)}": one.read_bytes() for one in found}


def _put_keys(keys: list[Path], source: Path) -> None:
    """Put the keys of a backup where keys are looked for, unless the same ones are there.

    Raises:
        UsageError: the backup has none, or another key is there.
    """
    path = key_path()
    if not keys:
        raise UsageError("backup_without_key", Where(file=str(source)))
    if path.exists() and path.read_bytes() != keys[0].read_bytes():
        raise UsageError("key_is_another", Where(file=str(path)))
    path.parent.mkdir(parents=True, exist_ok=True)
    for one in keys:
        there = path.with_name(f"{path.name}{one.name.removeprefix('pseudonym.key')}")
        if not there.exists():
            write_secret(there, one.read_text(encoding="ascii").strip())


def _hash(one: bytes | Path) -> str:
    return hashlib.sha256(one).hexdigest() if isinstance(one, bytes) else sha256(one)


def _add(archive: tarfile.TarFile, name: str, one: bytes | Path) -> None:
    entry = tarfile.TarInfo(name)
    entry.mode = 0o600
    entry.size = len(one) if isinstance(one, bytes) else one.stat().st_size
    with io.BytesIO(one) if isinstance(one, bytes) else one.open("rb") as stream:
        archive.addfile(entry, stream)


def _unpacked(source: Path, aside: Path) -> dict[str, Any]:
    """Write the files of a backup into a folder, each compared with its hash; return the manifest.

    Raises:
        UsageError: there is no such file, or it is of another version.
        DataError: it is no backup, or was changed.
    """
    if not source.is_file():
        raise UsageError("backup_missing", Where(file=str(source)))
    damaged = DataError("backup_damaged", Where(file=str(source)))
    try:
        with tarfile.open(source, "r:") as archive:
            entries = iter(archive)
            manifest = _manifest(archive, next(entries, None), source)
            for name in (SEGMENTS, RUNS, STATES, SECOND):
                (aside / name).mkdir(mode=0o700)
            missing = dict(manifest["files"])
            for entry in entries:
                told = missing.pop(entry.name, None)
                if told is None or told["size"] != entry.size or not entry.isfile():
                    raise damaged
                if not NAMES.fullmatch(entry.name) or _written(archive, entry, aside / entry.name) != told["sha256"]:
                    raise damaged
                if entry.name.startswith(f"{STATES}/"):
                    _written(archive, entry, aside / SECOND / Path(entry.name).name)
    except (tarfile.TarError, ValueError, KeyError, TypeError, AttributeError, EOFError):
        raise damaged from None
    if missing:
        raise damaged
    return manifest


def _manifest(archive: tarfile.TarFile, entry: tarfile.TarInfo | None, source: Path) -> dict[str, Any]:
    stream = archive.extractfile(entry) if entry is not None and entry.name == MANIFEST else None
    if entry is None or stream is None or entry.size > LARGEST_MANIFEST:
        raise DataError("backup_damaged", Where(file=str(source)))
    found: dict[str, Any] = json.loads(stream.read())
    if found["format"] != BACKUP_FORMAT or found["workspace"] != FORMAT:
        raise UsageError("workspace_of_other_version", Where(file=str(source)), format=found["workspace"])
    return found


def _blocks(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> Iterator[bytes]:
    stream = archive.extractfile(entry)
    while stream is not None and (block := stream.read(BLOCK)):
        yield block


def _written(archive: tarfile.TarFile, entry: tarfile.TarInfo, path: Path) -> str:
    """Write an entry as a file, brought to the disk; return its hash."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = hashlib.sha256()
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
        for block in _blocks(archive, entry):
            found.update(block)
            out.write(block)
    sync(path)
    return found.hexdigest()


__all__ = ["Backup", "backup", "restore"]
