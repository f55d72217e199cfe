"""Binary Excel workbooks (XLSB), as small as a reader accepts them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ERRORS = {"#DIV/0!": 0x07, "#N/A": 0x2A}


def binary_workbook(
    *sheets: tuple[str, int, Sequence[Sequence[object]]],
    merged: tuple[int, ...] | None = None,
    epoch_1904: bool = False,
) -> bytes:
    """Return a workbook of sheets, each a name, whether it is hidden (1, 2), and its rows.

    Cells are texts, numbers, ("error", name), ("zeros", number) under a format of five digits, ("short", number)
    likewise packed into four bytes, or ("formula", result, whether it has yet to be computed).
    """
    bundle = b"".join(
        _record(156, struct.pack("<II", state, number) + _text(f"rId{number}") + _text(name))
        for number, (name, state, _) in enumerate(sheets, 1)
    )
    book = (
        _record(131, b"")
        + _record(153, struct.pack("<III", epoch_1904, 0, 0))
        + _record(143, b"")
        + bundle
        + _record(144, b"")
        + _record(132, b"")
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.bin"/>'
        for number in range(1, len(sheets) + 1)
    )
    relations += f'<Relationship Id="rIdS" Type="{OFFICE}/styles" Target="styles.bin"/>'
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"/>')
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.bin"/></Relationships>',
        )
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        )
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/styles.bin", _styles())
        for number, (_, _, rows) in enumerate(sheets, 1):
            archive.writestr(f"xl/worksheets/sheet{number}.bin", _sheet(rows, merged))
    return held.getvalue()


def _sheet(rows: Sequence[Sequence[object]], merged: tuple[int, ...] | None) -> bytes:
    width = max(len(row) for row in rows)
    parts = [_record(129, b""), _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1)), _record(145, b"")]
    for number, row in enumerate(rows):
        parts.append(_record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0)))
        parts += [_cell(column, value) for column, value in enumerate(row) if value is not None]
    parts.append(_record(146, b""))
    if merged is not None:
        parts += [_record(177, struct.pack("<I", 1)), _record(176, struct.pack("<IIII", *merged)), _record(178, b"")]
    return b"".join(parts) + _record(130, b"")


def _styles() -> bytes:
    """Return two styles of cells: a plain one, and one of five digits; the style of styles before them has none."""
    plain, five = (struct.pack("<HH12x", 0, code) for code in (0, 164))
    own = [_record(626, struct.pack("<I", 1)), _record(47, five), _record(627, b"")]
    cells = [_record(617, struct.pack("<I", 2)), _record(47, plain), _record(47, five), _record(618, b"")]
    formats = [
        _record(615, struct.pack("<I", 1)),
        _record(44, struct.pack("<H", 164) + _text("00000")),
        _record(616, b""),
    ]
    return b"".join([_record(278, b""), *formats, *own, *cells, _record(279, b"")])


def _cell(column: int, value: object) -> bytes:
    place = struct.pack("<II", column, 0)
    if isinstance(value, tuple) and value[0] == "error":
        return _record(3, place + bytes([ERRORS[str(value[1])]]))
    if isinstance(value, tuple) and value[0] == "zeros":
        return _record(5, struct.pack("<IId", column, 1, value[1]))
    if isinstance(value, tuple) and value[0] == "short":
        return _record(2, struct.pack("<IIi", column, 1, value[1] << 2 | 2))
    if isinstance(value, tuple):
        return _record(9, place + struct.pack("<dHII", value[1], 2 * value[2], 0, 0))
    if isinstance(value, int | float):
        return _record(5, place + struct.pack("<d", value))
    return _record(6, place + _text(str(value)))


def _text(value: str) -> bytes:
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def _record(kind: int, body: bytes) -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(body)
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return head + length + body
