from __future__ import annotations

import tempfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from workbook_books import book as make_book
from workbook_books import many

from shuke.report.workbook import Book, write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl import Workbook

pytestmark = pytest.mark.row("T8")


def test_the_same_book_gives_the_same_bytes(book: Book, path: Path, tmp_path: Path) -> None:
    write_workbook(tmp_path / "again.xlsx", book)
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_rows_may_come_from_a_stream(book: Book, path: Path, tmp_path: Path) -> None:
    write_workbook(tmp_path / "stream.xlsx", replace(book, rows=iter(list(book.rows))))
    assert (tmp_path / "stream.xlsx").read_bytes() == path.read_bytes()


def test_the_document_tells_its_scheme_and_its_day_and_no_person(opened: Workbook, lang: str) -> None:
    properties = opened.properties
    titles = {"en": "Customer rating: RFM quintiles, weighted", "zh": "客户评级：RFM 五分位加权评级"}
    assert properties.title == titles[lang]
    assert properties.created.isoformat() == "2024-12-31T00:00:00"
    assert not properties.creator
    assert not properties.lastModifiedBy


def test_a_folder_that_is_not_there_is_an_operating_system_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_workbook(tmp_path / "missing" / "customers.xlsx", make_book(many(30)))


def test_nothing_is_left_behind_when_the_rows_break_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spill = tmp_path / "spill"
    spill.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spill))

    def rows() -> Iterator[list[object]]:
        yield from list(make_book(many(30)).rows)[:5]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        write_workbook(tmp_path / "broken.xlsx", replace(make_book(many(30)), rows=rows()))
    assert not list(spill.iterdir())
    assert not (tmp_path / "broken.xlsx").exists()
