"""Compound files and old Excel workbooks, byte by byte, as the published formats lay them down."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

SECTOR = 512
END, FREE, FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
CUTOFF = 4096


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file with these streams; each is padded beyond the size of small streams."""
    contents = {name: data.ljust(CUTOFF, b"\0") for name, data in streams.items()}
    directory_sectors = -(-(len(contents) + 1) * 128 // SECTOR)
    data_sectors = sum(-(-len(data) // SECTOR) for data in contents.values())
    fat_sectors = 1
    while fat_sectors * (SECTOR // 4) < fat_sectors + directory_sectors + data_sectors:
        fat_sectors += 1
    table = [FAT_SECTOR] * fat_sectors
    table += _chain(fat_sectors, directory_sectors)
    entries, body = [_entry("Root Entry", 5, END, 0, child=1 if contents else FREE)], b""
    place = fat_sectors + directory_sectors
    for number, (name, data) in enumerate(contents.items(), 1):
        count = -(-len(data) // SECTOR)
        right = number + 1 if number < len(contents) else FREE
        entries.append(_entry(name, 2, place, len(data), right=right))
        table += _chain(place, count)
        body += data.ljust(count * SECTOR, b"\0")
        place += count
    directory = b"".join(entries).ljust(directory_sectors * SECTOR, b"\0")
    fat = struct.pack(f"<{len(table)}I", *table).ljust(fat_sectors * SECTOR, b"\xff")
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6),
        *(0, fat_sectors, fat_sectors, 0, CUTOFF, END, 0, END, 0),
    )
    difat = [*range(fat_sectors), *[FREE] * (109 - fat_sectors)]
    return header + struct.pack("<109I", *difat) + fat + directory + body


def _chain(start: int, count: int) -> list[int]:
    return [*range(start + 1, start + count), END] if count else []


def _entry(name: str, kind: int, start: int, size: int, *, right: int = FREE, child: int = FREE) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sI8s8sIII", text, len(text), kind, 1, FREE, right, child, b"", 0, b"", b"", start, size, 0
    )


ERRORS = {"#DIV/0!": 0x07, "#N/A": 0x2A, "#REF!": 0x17}


@dataclass
class OldSheet:
    """A sheet of an old workbook: rows of texts, numbers, and marked cells.

    These are ("error", name), ("zeros", number) and ("formula", result, whether it has yet to be computed).
    """

    name: str
    rows: Sequence[Sequence[object]]
    state: int = 0
    kind: int = 0
    merged: Iterable[tuple[int, int, int, int]] = ()
    hidden_rows: Iterable[int] = ()
    hidden_columns: tuple[int, int] | None = None
    extra: Sequence[tuple[int, bytes]] = field(default_factory=tuple)


def old_workbook(
    *sheets: OldSheet,
    version: int = 0x0600,
    locked: bool = False,
    macros: bool = False,
    epoch_1904: bool = False,
) -> bytes:
    """Return a workbook of Excel 97 to 2003; style 1 shows five digits, filled up with zeros."""
    before = _record(0x0809, struct.pack("<HHHHII", version, 0x0005, 0, 0, 0, 6))
    if locked:
        before += _record(0x002F, bytes(54))
    before += _record(0x0042, struct.pack("<H", 1200)) + _record(0x0022, struct.pack("<H", epoch_1904))
    before += _record(0x041E, struct.pack("<HHB", 164, 5, 0) + b"00000")
    before += b"".join(_record(0x00E0, struct.pack("<HH16x", 0, code)) for code in (0, 164))
    bodies = [_sheet(sheet, version) for sheet in sheets]
    names = [_bound(sheet, 0) for sheet in sheets]
    place = len(before) + sum(map(len, names)) + 4
    bounds = b""
    for sheet, body in zip(sheets, bodies, strict=True):
        bounds += _bound(sheet, place)
        place += len(body)
    stream = before + bounds + _record(0x000A, b"") + b"".join(bodies)
    streams = {"Workbook" if version == 0x0600 else "Book": stream}
    return compound(streams | ({"_VBA_PROJECT_CUR": b"x"} if macros else {}))


def _bound(sheet: OldSheet, place: int) -> bytes:
    text = sheet.name.encode("utf-16-le")
    return _record(0x0085, struct.pack("<IBBBB", place, sheet.state, sheet.kind, len(sheet.name), 1) + text)


def _sheet(sheet: OldSheet, version: int) -> bytes:
    width = max((len(row) for row in sheet.rows), default=0)
    parts = [_record(0x0809, struct.pack("<HHHHII", version, 0x0010, 0, 0, 0, 6))]
    if sheet.hidden_columns:
        first, last = sheet.hidden_columns
        parts.append(_record(0x007D, struct.pack("<HHHHHH", first, last, 2340, 0, 1, 0)))
    parts.append(_record(0x0200, struct.pack("<IIHHH", 0, len(sheet.rows), 0, width, 0)))
    for number, row in enumerate(sheet.rows):
        flags = 0x20 if number in set(sheet.hidden_rows) else 0
        parts.append(_record(0x0208, struct.pack("<HHHHHHHH", number, 0, len(row), 255, 0, 0, flags | 0x100, 15)))
    for number, row in enumerate(sheet.rows):
        parts += [_cell(number, column, value) for column, value in enumerate(row) if value is not None]
    parts += [_record(kind, body) for kind, body in sheet.extra]
    merged = [struct.pack("<HHHH", *one) for one in sheet.merged]
    if merged:
        parts.append(_record(0x00E5, struct.pack("<H", len(merged)) + b"".join(merged)))
    return b"".join(parts) + _record(0x000A, b"")


def _cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, tuple) and value[0] == "error":
        return _record(0x0205, place + bytes([ERRORS[str(value[1])], 1]))
    if isinstance(value, tuple) and value[0] == "zeros":
        return _record(0x027E, struct.pack("<HHHi", row, column, 1, int(str(value[1])) << 2 | 2))
    if isinstance(value, tuple):
        return _record(0x0006, place + struct.pack("<dHIH", value[1], 3 * value[2], 0, 0))
    if isinstance(value, int | float):
        return _record(0x0203, place + struct.pack("<d", value))
    text = str(value).encode("utf-16-le")
    return _record(0x0204, place + struct.pack("<HB", len(str(value)), 1) + text)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body
