"""The process that reads an untrusted file: bounded, alone, quick to start, and gone afterwards."""

from __future__ import annotations

import os
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from ingest.made import archives
from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError
from shuke.ingest.files import examine
from shuke.ingest.limits import Limits
from shuke.ingest.opening import open_tables
from shuke.ingest.raw import Raw, Reading

pytestmark = pytest.mark.promise("C3")


def book(path: Path, rows: int = 3) -> Path:
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("销售")
        for row in range(rows):
            sheet.write_row(row, 0, ["客户编号", "日期", "金额"] if not row else [f"C{row}", "2024-01-05", row])
    return path


def opened(path: Path, limits: Limits) -> list[Raw]:
    with DuckDB() as engine:
        return open_tables(engine, examine(path, limits), Reading(limits=limits))


def code(path: Path, **changed: Any) -> str | None:
    with pytest.raises(DataError) as caught:
        opened(path, replace(Limits(), **changed))
    assert caught.value.where.file == path.name
    return caught.value.code


def test_a_reader_that_takes_too_long_is_stopped_and_that_is_told(tmp_path: Path) -> None:
    assert code(book(tmp_path / "a.xlsx"), wall_seconds=0.01) == "E-TIME"


@pytest.mark.skipif(sys.platform != "linux", reason="the system bounds the memory of a process")
def test_a_reader_that_needs_too_much_memory_is_stopped_and_that_is_told(tmp_path: Path) -> None:
    assert code(book(tmp_path / "a.xlsx", 2000), memory_bytes=90 << 20) == "E-MEMORY"


@pytest.mark.skipif(sys.platform != "linux", reason="the system bounds what a process writes")
def test_a_reader_that_writes_too_much_is_stopped_and_that_is_told(tmp_path: Path) -> None:
    assert code(book(tmp_path / "a.xlsx", 2000), output_bytes=4096) == "E-LIMIT"


def test_more_cells_than_are_allowed_are_refused(tmp_path: Path) -> None:
    assert code(book(tmp_path / "a.xlsx", 50), cells=100) == "E-RANGE"


def test_a_larger_archive_than_is_allowed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(archives.zipped({"a.csv": "x" * (3 << 20)}))
    assert code(tmp_path / "a.zip", unpacked_bytes=1 << 20) == "E-BOMB"


def test_nothing_is_left_of_a_reader_but_its_grid(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx")
    with DuckDB() as engine:
        open_tables(engine, examine(path), Reading())
        left = [one.name for one in engine.folder.iterdir()]
        assert [name.startswith("grid-") for name in left] == [True]
    assert not engine.folder.exists()


def test_a_reader_knows_nothing_of_the_environment_it_was_started_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fastexcel.py").write_text("raise SystemExit('taken from the current folder')")
    path = book(tmp_path / "a.xlsx")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "fastexcel.py"))
    assert len(opened(path, Limits())) == 1


@pytest.mark.skipif(os.name != "posix", reason="the times of processes that ended are told by POSIX systems")
def test_a_reader_is_started_and_done_within_half_a_second_of_computing(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx")
    used = []
    for _ in range(3):
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        opened(path, Limits())
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert time.perf_counter() - started < 30
    assert min(used) < 0.5
