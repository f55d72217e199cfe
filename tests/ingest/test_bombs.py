"""Files that are meant to do harm are refused at once, and honest files never are."""

from __future__ import annotations

import gzip
import io
import struct
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter

from ingest.catalogue.sheets import read
from ingest.made import archives
from ingest.made.compound import OldSheet, old_workbook
from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError
from shuke.ingest.files import examine
from shuke.ingest.limits import Limits
from shuke.ingest.opening import open_tables
from shuke.ingest.raw import Reading
from shuke.ingest.sandbox.child import read as read_in_child

pytestmark = pytest.mark.promise("C3")

# On a quiet machine; a test that shares its core with others gets some more.
SECONDS, PATIENCE = 1.0, 3
BILLION = (
    '<!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
STRANGER = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def cell(address: str, row: int) -> str:
    return archives.ROWS + f'<row r="{row}"><c r="{address}"><v>1</v></c></row>'


def many_members() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(100_000):
            archive.writestr(zipfile.ZipInfo(f"xl/{number}"), b"")
    return held.getvalue()


def texts(content: str) -> bytes:
    return archives.book(archives.ROWS, sharedStrings=content)


# A number in row 65,535 and column 65,535: the format has room for both.
FAR_NUMBER = (0x0203, struct.pack("<HHHd", 65_534, 65_534, 0, 1.0))
SST = f'<sst xmlns="{archives.MAIN}">'
BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "cells": ("E-BOMB", lambda: archives.book(archives.ROWS + '<row r="3"><c r="A3"><v>1</v></c></row>' * 1_500_000)),
    "spaces": ("E-BOMB", lambda: archives.book(archives.ROWS, behind=" " * (200 << 20))),
    "nested-archives": ("E-ZIP-NEST", lambda: archives.zipped({"a.zip": archives.zipped({"b.zip": b"PK" * 99})})),
    "hundred-thousand-members": ("E-BOMB", many_members),
    "24-far-cell": ("E-RANGE", lambda: archives.book(cell("XFD1048576", 1_048_576))),
    "24-far-declared-cell": ("E-RANGE", lambda: archives.book('<dimension ref="A1:XFD1048576"/>' + archives.ROWS)),
    "far-column": ("E-RANGE", lambda: archives.book(cell("XFD3", 3))),
    "far-cell-of-old-excel": ("E-RANGE", lambda: old_workbook(OldSheet("S", [["a"]], extra=[FAR_NUMBER]))),
    "26-shared-texts": ("E-BOMB", lambda: texts(SST + "<si><t>x</t></si>" * 8_000_000 + "</sst>")),
    "26-entities-in-texts": ("E-XML-DTD", lambda: texts(BILLION + SST + "<si><t>&i;</t></si></sst>")),
    "26-entities-in-a-sheet": ("E-XML-DTD", lambda: archives.book(before=BILLION)),
    "26-stranger-in-styles": ("E-XML-DTD", lambda: archives.book(styles=f"{STRANGER}<styleSheet>&x;</styleSheet>")),
    "23-overlapping-members": ("E-BOMB", archives.overlapping),
    "29-gzip": ("E-BOMB", lambda: gzip.compress(bytes(300 << 20), 9)),
    "lying-directory": ("E-CORRUPT", lambda: archives.lying(64 << 20, 3000)),
}


@pytest.fixture(scope="module")
def bombs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    folder = tmp_path_factory.mktemp("bombs")
    made = {name: folder / f"{name}.xlsx" for name in BOMBS}
    for name, path in made.items():
        path.write_bytes(BOMBS[name][1]())
    yield made
    for path in made.values():
        path.unlink()


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_within_a_second(name: str, bombs: dict[str, Path], figure: Callable[[str], None]) -> None:
    taken = []
    for _ in range(PATIENCE):
        started = time.perf_counter()
        with DuckDB() as engine, pytest.raises(DataError) as caught:
            open_tables(engine, examine(bombs[name]), Reading())
        taken.append(time.perf_counter() - started)
        if taken[-1] < SECONDS:
            break
    assert caught.value.code == BOMBS[name][0]
    assert caught.value.where.file == f"{name}.xlsx"
    figure(f"{name} refused in {min(taken):.2f} s")
    assert min(taken) < SECONDS


@pytest.mark.slow
def test_fifty_honest_exports_are_never_refused(tmp_path: Path, figure: Callable[[str], None]) -> None:
    for number in range(50):
        path = tmp_path / f"{number}.xlsx"
        rows = (10, 200, 1500)[number % 3]
        with xlsxwriter.Workbook(path, {"constant_memory": number % 2 == 0}) as book:
            sheet = book.add_worksheet("销售")
            style = book.add_format({"num_format": "0.00", "bold": True})
            for row in range(rows):
                sheet.write(row, 0, f"C{row % (number + 2)}")
                sheet.write(row, 1, "2024-01-05")
                sheet.write(row, 2, 100 if number % 5 == 0 else row / 7, style)
                sheet.write(row, 3, "同样的备注" if number % 4 else "")
        file = examine(path)
        request = {"path": str(path), "name": file.name, "kind": file.kind, "sheets": None, "encoding": ""}
        # The function that the product runs in a process of its own; here one process reads all fifty.
        facts = read_in_child(
            {**request, "grid": f"g{number}", "folder": str(tmp_path), "work": str(tmp_path)}, Limits()
        )
        assert [sheet["rows"] for sheet in facts["sheets"]] == [rows]
        (tmp_path / "book.xlsx").unlink()
    figure("0 of 50 honest exports refused")


@pytest.mark.slow
def test_an_export_of_equal_rows_and_one_of_blank_rows_are_honest(tmp_path: Path) -> None:
    same = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>C1</t></is></c><c r="B{row}" t="inlineStr"><is>'
        f'<t>2024-01-05</t></is></c><c r="C{row}"><v>5</v></c></row>'
        for row in range(3, 60_000)
    )
    blank = "".join(f'<row r="{row}" spans="1:3" s="1" customFormat="1"/>' for row in range(60_000, 400_000))
    (tmp_path / "a.xlsx").write_bytes(archives.book(archives.ROWS + same + blank))
    found = read(tmp_path / "a.xlsx")
    assert len(found.lines) == 59_998
    assert [told.split()[0] for told in found.told["en"]] == ["W-BLANK"]
