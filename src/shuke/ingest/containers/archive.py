"""Zip archives: their directory is checked whole before anything in them is unpacked."""

from __future__ import annotations

import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from shuke.errors import DataError, Where
from shuke.ingest.limits import MEGABYTE, Limits

# What an archive may be.
Packed = Literal["xlsx", "xlsb", "ods", "zip"]
BLOCK = MEGABYTE
Unpacking = Iterator[bytes]
# Below this size what is packed may be as regular as it likes.
HARMLESS = 4 * MEGABYTE
END, END_SIZE, LONGEST_COMMENT = b"PK\x05\x06", 22, 1 << 16
LONG_END = b"PK\x06\x07"
# A directory entry is seldom longer than this; a far longer directory is no honest one.
ENTRY = 1024
ENCRYPTED = 0x1
UTF8_NAME = 0x800
READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


def kind(path: Path, name: str, limits: Limits) -> tuple[Packed, int]:
    """Return what an archive is, and its size unpacked: a workbook by the parts it has, else an archive of files.

    Raises:
        DataError: the directory is missing or beyond the limits, or it is something that is no table.
    """
    with opened(path, name, limits) as held:
        return _kind(held, Where(file=name)), sum(info.file_size for info in held.infolist())


def opened(path: Path, name: str, limits: Limits) -> zipfile.ZipFile:
    """Return an archive whose directory is sound, its members' sizes, names and places within bounds.

    Raises:
        DataError: the directory is missing, lies, or is beyond the limits.
    """
    where = Where(file=name)
    _few_entries(path, where, limits)
    try:
        held = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise DataError("archive_cut", where) from None
    try:
        _sound(held.infolist(), path.stat().st_size, where, limits)
    except BaseException:
        held.close()
        raise
    return held


def unpacked(held: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """Yield one member's bytes, never more than its directory entry says.

    Raises:
        DataError: the member is damaged.
    """
    try:
        with held.open(member) as stream:
            while block := stream.read(BLOCK):
                yield block
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        raise DataError("part_damaged", Where(file=name), part=member_name(member)) from None


def member_name(member: zipfile.ZipInfo) -> str:
    """Return a member's name in its own characters: archives of Chinese Windows write GBK without saying so."""
    if member.flag_bits & UTF8_NAME:
        return member.filename
    raw = member.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _kind(held: zipfile.ZipFile, where: Where) -> Packed:
    names = {info.filename for info in held.infolist()}
    lowered = {one.replace("\\", "/").lower() for one in names}
    if "xl/workbook.bin" in lowered:
        return "xlsb"
    if "xl/workbook.xml" in lowered or ("[content_types].xml" in lowered and _any(lowered, "xl/")):
        return "xlsx"
    if "mimetype" in names and "content.xml" in lowered:
        return _open_document(held, where)
    for prefix, what in (("word/", "Word"), ("ppt/", "PowerPoint"), ("visio/", "Visio")):
        if _any(lowered, prefix):
            raise DataError("file_is_document", where, kind=what)
    if any(one.endswith(".iwa") for one in lowered) or ("index.zip" in lowered and _any(lowered, "metadata/")):
        raise DataError("file_is_numbers", where)
    return "zip"


def _any(names: set[str], prefix: str) -> bool:
    return any(one.startswith(prefix) for one in names)


def _open_document(held: zipfile.ZipFile, where: Where) -> Packed:
    """Tell a spreadsheet from the other documents of the family, and one with a password from one without."""
    name = where.file or ""
    with_type = b"".join(unpacked(held, held.getinfo("mimetype"), name))[:200]
    if not with_type.startswith(SPREADSHEET):
        raise DataError("file_is_document", where, kind="OpenDocument")
    if "META-INF/manifest.xml" in held.namelist():
        manifest = b"".join(unpacked(held, held.getinfo("META-INF/manifest.xml"), name))
        if b"encryption-data" in manifest:
            raise DataError("file_has_password", where)
    return "ods"


def _few_entries(path: Path, where: Where, limits: Limits) -> None:
    """Pass a directory of bearable length, before it is read as a whole."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - END_SIZE - LONGEST_COMMENT))
        tail = stream.read()
    place = tail.rfind(END)
    if place < 0 or len(tail) - place < END_SIZE:
        raise DataError("archive_cut", where)
    count = int.from_bytes(tail[place + 10 : place + 12], "little")
    length = int.from_bytes(tail[place + 12 : place + 16], "little")
    if tail[max(0, place - 20) : place].startswith(LONG_END):
        count, length = _long_end(path, int.from_bytes(tail[place - 12 : place - 4], "little"))
    if count > limits.members or length > limits.members * ENTRY:
        raise DataError("archive_members", where, count=count, limit=limits.members)


def _long_end(path: Path, place: int) -> tuple[int, int]:
    """Return how many entries the directory has and its length, from the record of archives beyond 4 GB."""
    with path.open("rb") as stream:
        stream.seek(min(place, path.stat().st_size))
        record = stream.read(56)
    return int.from_bytes(record[32:40], "little"), int.from_bytes(record[40:48], "little")


def _sound(members: Sequence[zipfile.ZipInfo], size: int, where: Where, limits: Limits) -> None:
    if len(members) > limits.members:
        raise DataError("archive_members", where, count=len(members), limit=limits.members)
    _names(members, where)
    total = sum(member.file_size for member in members)
    if total > limits.unpacked_bytes:
        limit = limits.unpacked_bytes // MEGABYTE
        raise DataError("archive_large", where, size=total // MEGABYTE, limit=limit)
    if total > HARMLESS and total > limits.ratio * size:
        raise DataError("archive_expands", where, times=total // max(size, 1), limit=limits.ratio)
    end = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.flag_bits & ENCRYPTED:
            raise DataError("file_has_password", where)
        if member.compress_type not in READABLE:
            raise DataError("archive_method", where, member=member_name(member))
        if member.header_offset < end:
            raise DataError("archive_overlaps", where, member=member_name(member))
        end = member.header_offset + 30 + len(member.orig_filename) + member.compress_size


def _names(members: Sequence[zipfile.ZipInfo], where: Where) -> None:
    """Pass names that stay inside the archive and are there once."""
    seen: set[str] = set()
    for member in members:
        name = member.filename.replace("\\", "/")
        outside = name.startswith("/") or ".." in name.split("/") or name[1:2] == ":"
        link = stat.S_ISLNK(member.external_attr >> 16)
        same = unicodedata.normalize("NFC", name).casefold()
        if outside or link or "\x00" in member.orig_filename or same in seen:
            raise DataError("archive_name", where, member=member_name(member)[:80])
        seen.add(same)
