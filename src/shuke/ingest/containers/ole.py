"""Compound files, the container of old Office: their directory and their streams, every chain bounded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from shuke.errors import DataError, Where

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = 512
# A sector number from here on ends a chain, or means that there is none.
NO_SECTOR = 0xFFFFFFFA
ENTRY = 128
# A directory of more entries is no workbook's.
MOST_ENTRIES = 4096
LARGEST_STREAM = 1 << 30
EMPTY, STORAGE, STREAM, ROOT = 0, 1, 2, 5
BOF, FILEPASS, EOF = 0x0809, 0x002F, 0x000A
BIFF8 = 0x0600


class Broken(Exception):  # noqa: N818 - named for what it is
    """The compound file's tables do not hold together."""


class Compound:
    """A compound file opened for reading: its streams by name, in lower case.

    Raises:
        Broken: the header or the tables point outside the file, or in a circle.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        header = stream.read(HEADER)
        if len(header) < HEADER or not header.startswith(MAGIC):
            raise Broken
        self._size = 1 << _number(header, 30, 2)
        self._small = 1 << _number(header, 32, 2)
        if self._size not in {512, 4096} or self._small != 64:
            raise Broken
        self._length = stream.seek(0, 2)
        self._table = self._sectors(header)
        self._cutoff = _number(header, 56, 4)
        self.entries: dict[str, tuple[int, int, int]] = {}
        self._root = (NO_SECTOR, 0)
        for name, kind, start, size in self._directory(_number(header, 48, 4)):
            if kind == ROOT:
                self._root = (start, size)
            elif kind != EMPTY:
                self.entries.setdefault(name.lower(), (kind, start, size))
        self._small_table = _numbers(b"".join(self._chain(_number(header, 60, 4))))

    def read(self, name: str, limit: int = LARGEST_STREAM) -> bytes:
        """Return the first ``limit`` bytes of a stream.

        Raises:
            Broken: there is none, or its chain is cut or circular.
        """
        kind, start, size = self.entries.get(name.lower(), (EMPTY, NO_SECTOR, 0))
        if kind != STREAM or size > LARGEST_STREAM:
            raise Broken
        wanted = min(size, limit)
        parts, length = [], 0
        for part in self._small_chain(start) if size < self._cutoff else self._chain(start):
            parts.append(part)
            length += len(part)
            if length >= wanted:
                break
        if length < wanted:
            raise Broken
        return b"".join(parts)[:wanted]

    def _sectors(self, header: bytes) -> list[int]:
        """Return the table that says which sector follows each one."""
        places = [*_numbers(header[76:HEADER])]
        following, seen = _number(header, 68, 4), 0
        while following < NO_SECTOR:
            more = _numbers(self._sector(following))
            places += more[:-1]
            following = more[-1]
            seen += 1
            if seen > self._length // self._size:
                raise Broken
        table: list[int] = []
        for place in places:
            if place < NO_SECTOR:
                table += _numbers(self._sector(place))
        return table

    def _directory(self, start: int) -> Iterator[tuple[str, int, int, int]]:
        count = 0
        for sector in self._chain(start):
            for place in range(0, len(sector), ENTRY):
                entry = sector[place : place + ENTRY]
                count += 1
                if len(entry) < ENTRY or count > MOST_ENTRIES:
                    raise Broken
                name = entry[: max(0, min(_number(entry, 64, 2), 64) - 2)].decode("utf-16-le", "replace")
                yield name, entry[66], _number(entry, 116, 4), _number(entry, 120, 4)

    def _chain(self, start: int) -> Iterator[bytes]:
        place, seen = start, 0
        while place < NO_SECTOR:
            seen += 1
            if place >= len(self._table) or seen > len(self._table):
                raise Broken
            yield self._sector(place)
            place = self._table[place]

    def _small_chain(self, start: int) -> Iterator[bytes]:
        held = b"".join(self._chain(self._root[0]))
        place, seen = start, 0
        while place < NO_SECTOR:
            seen += 1
            if place >= len(self._small_table) or seen > len(self._small_table):
                raise Broken
            yield held[place * self._small : (place + 1) * self._small]
            place = self._small_table[place]

    def _sector(self, number: int) -> bytes:
        place = (number + 1) * self._size
        if place >= self._length:
            raise Broken
        self._stream.seek(place)
        return self._stream.read(self._size)


def require_workbook(path: Path, name: str) -> None:
    """Pass a compound file that is an Excel workbook without a password.

    Raises:
        DataError: it is another document, is protected, or is damaged.
    """
    where = Where(file=name)
    try:
        with path.open("rb") as stream:
            held = Compound(stream)
            _refuse_protected(held, where)
            for book in ("workbook", "book"):
                if book in held.entries:
                    _refuse_password(held.read(book, 1 << 16), where)
                    return
    except Broken:
        raise DataError("compound_damaged", where) from None
    for stream_name, what in (("worddocument", "Word"), ("powerpoint document", "PowerPoint")):
        if stream_name in held.entries:
            raise DataError("file_is_document", where, kind=what)
    if Path(name).suffix.lower() == ".et":
        raise DataError("file_is_et", where)
    raise DataError("file_is_compound", where)


def workbook_stream(path: Path) -> tuple[bytes, bool]:
    """Return the records of an Excel workbook, and whether it has macros.

    Raises:
        Broken: the container is damaged.
    """
    with path.open("rb") as stream:
        held = Compound(stream)
        records = held.read("workbook" if "workbook" in held.entries else "book")
        return records, "_vba_project_cur" in held.entries


def _refuse_protected(held: Compound, where: Where) -> None:
    if any("drm" in name for name in held.entries):
        raise DataError("file_has_rights", where)
    if "encryptedpackage" in held.entries:
        raise DataError("file_has_password", where)


def _refuse_password(records: bytes, where: Where) -> None:
    """Look through the records that stand before the first sheet."""
    place = 0
    while place + 4 <= len(records):
        kind, length = _number(records, place, 2), _number(records, place + 2, 2)
        if place == 0 and kind != BOF:
            raise DataError("compound_damaged", where)
        if kind == FILEPASS:
            raise DataError("file_has_password", where)
        if kind == EOF:
            return
        place += 4 + length


def _number(data: bytes, place: int, size: int) -> int:
    return int.from_bytes(data[place : place + size], "little")


def _numbers(data: bytes) -> list[int]:
    return [_number(data, place, 4) for place in range(0, len(data) - 3, 4)]
