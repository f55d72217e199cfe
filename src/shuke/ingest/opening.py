"""One file becomes its tables: one of a text or Parquet file, one for each sheet, one for each member of an archive."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, Where
from shuke.ingest.containers import archive, gzipped
from shuke.ingest.containers.kinds import WORKBOOKS
from shuke.ingest.databases import writable
from shuke.ingest.files import KNOWN_SUFFIXES, LOCKS, SourceFile, examine, shown
from shuke.ingest.layout.arrange import narrowed
from shuke.ingest.profile.match import opened
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.readers.text import read_text
from shuke.ingest.readers.typed import read_parquet

# What systems leave in an archive beside the files that somebody packed.
LITTER = ("__macosx/", "thumbs.db", "desktop.ini", ".ds_store")
PACKED = (".zip", ".gz", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz")
ARROW = " › "


def open_tables(engine: DuckDB, file: SourceFile, reading: Reading) -> list[Raw]:
    """Return the tables of one file.

    Raises:
        UsageError: the settings do not fit the file.
        DataError: the file cannot be read.
    """
    raws = _tables(engine, file, reading)
    if file.misnamed and raws:
        note = ("kind_by_content", {"kind": file.kind.upper()})
        raws[0] = replace(raws[0], notes=(note, *raws[0].notes))
    if writable(file.path) and raws:
        raws[0] = replace(raws[0], notes=(("database_writable", {}), *raws[0].notes))
    return raws


def _tables(engine: DuckDB, file: SourceFile, reading: Reading) -> list[Raw]:
    if file.gzipped and file.kind != "csv":
        inner = _ungzipped(engine, file, reading)
        if inner.kind == "zip":
            raise DataError("archive_in_archive", Where(file=file.name), member="zip")
        return [replace(raw, name=file.name) for raw in open_tables(engine, replace(inner, misnamed=False), reading)]
    if file.kind == "zip":
        return _members(engine, file, reading)
    return opened(lambda one: [*map(narrowed, _table(engine, file, one))], reading, Where(file=file.name))


def _table(engine: DuckDB, file: SourceFile, reading: Reading) -> list[Raw]:
    """Return the tables of a file that is no container of others."""
    if file.kind == "parquet":
        return [read_parquet(engine, file)]
    if file.kind in WORKBOOKS:
        from shuke.ingest.readers.workbook import read_workbook

        return read_workbook(engine, file, reading)
    return [read_text(engine, file, reading)]


def _ungzipped(engine: DuckDB, file: SourceFile, reading: Reading) -> SourceFile:
    target = engine.folder / f"{file.sha256[:16]}.unpacked"
    _write(gzipped.unpacked(file.path, file.name, file.size, reading.limits), target)
    return examine(target, reading.limits, file.name)


def _members(engine: DuckDB, file: SourceFile, reading: Reading) -> list[Raw]:
    """Return the tables of all files in an archive, as if it were a folder; each content once."""
    raws: list[Raw] = []
    notes: list[tuple[str, dict[str, object]]] = []
    seen: dict[str, str] = {}
    with archive.opened(file.path, file.name, reading.limits) as held:
        wanted, others = _wanted(held, file)
        for number, member in enumerate(wanted):
            name = shown(archive.member_name(member))
            target = engine.folder / f"{file.sha256[:16]}-{number}.unpacked"
            _write(archive.unpacked(held, member, file.name), target)
            inner = examine(target, reading.limits, f"{file.name}{ARROW}{name}")
            if inner.kind == "zip" or inner.gzipped:
                raise DataError("archive_in_archive", Where(file=file.name), member=name)
            if inner.sha256 in seen:
                notes.append(("same_file", {"name": name, "first": seen[inner.sha256]}))
                continue
            seen[inner.sha256] = name
            raws += open_tables(engine, inner, reading)
    if len(seen) > 1 or others:
        notes.append(("archive_read", {"count": len(seen), "members": _listed(seen.values())}))
    if others:
        notes.append(("archive_left", {"members": _listed(others)}))
    raws[0] = replace(raws[0], notes=(*notes, *raws[0].notes))
    return raws


def _wanted(held: zipfile.ZipFile, file: SourceFile) -> tuple[list[zipfile.ZipInfo], list[str]]:
    """Return the members to read and the names of those left alone; a single file is read whatever its name."""
    files = [
        member for member in held.infolist() if not member.is_dir() and not _is_litter(archive.member_name(member))
    ]
    for member in files:
        name = archive.member_name(member)
        if PurePosixPath(name.lower()).suffix in PACKED:
            raise DataError("archive_in_archive", Where(file=file.name), member=shown(name))
    known = [one for one in files if PurePosixPath(archive.member_name(one).lower()).suffix in KNOWN_SUFFIXES]
    wanted = known or (files if len(files) == 1 else [])
    if not wanted:
        raise DataError("archive_without_tables", Where(file=file.name), known=" ".join(KNOWN_SUFFIXES))
    others = [shown(archive.member_name(one)) for one in files if one not in wanted]
    return sorted(wanted, key=archive.member_name), others


def _is_litter(name: str) -> bool:
    base = PurePosixPath(name).name
    return name.lower().startswith(LITTER[0]) or base.lower() in LITTER or base.startswith((*LOCKS, "."))


def _write(blocks: Iterator[bytes], target: Path) -> None:
    with target.open("wb") as out:
        for block in blocks:
            out.write(block)


def _listed(names: Iterable[str]) -> str:
    held = list(names)
    return ", ".join(held[:12]) + (" …" if len(held) > 12 else "")
