"""What is read from a text file is what was written into it, whatever the dialect and the encoding."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effort import times
from shuke.engines.duckdb import DuckDB
from shuke.ingest.intake import open_sources
from shuke.ingest.load import settled
from shuke.ingest.raw import Reading

pytestmark = pytest.mark.row("Z1")

HEAD = ("客户编号", "订单号", "下单时间", "金额", "备注")
LETTERS = st.sampled_from("张伟王芳李娜茶杯客户书店AZaz059-_.é€")
MARKS = st.sampled_from(" ,;|\t\"'\n，。#\\")
CHINESE = st.sampled_from("张伟王芳李娜茶杯客户书店AZaz059-_.")


def cells(letters: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    inside = st.lists(st.one_of(letters, MARKS), max_size=8).map("".join)
    # A cell begins and ends with a letter: white space at the ends is no part of a value.
    return st.tuples(letters, inside, letters).map("".join)


def tables(letters: st.SearchStrategy[str]) -> st.SearchStrategy[list[tuple[str, ...]]]:
    rows = st.tuples(cells(letters), cells(letters), st.dates().map(str), st.integers(1, 999).map(str), cells(letters))
    return st.lists(rows, min_size=1, max_size=12)


DIALECTS = st.tuples(
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)


def written(rows: list[tuple[str, ...]], dialect: tuple[str, str, int]) -> str:
    delimiter, end, quoting = dialect
    out = StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows([HEAD, *rows])
    return out.getvalue()


def read(content: bytes) -> list[tuple[object, ...]]:
    with TemporaryDirectory() as folder, DuckDB(threads=1) as engine:
        source = Path(folder) / "sales.csv"
        source.write_bytes(content)
        (raw,), _ = open_sources(engine, source, Reading())
        raw = settled(engine, raw)
        fault = raw.fault or "CAST(NULL AS VARCHAR)"
        assert engine.run(f"SELECT {fault} FROM {raw.source} WHERE {fault} IS NOT NULL") == []
        return engine.run(f"SELECT c0, c1, c2, c3, c4 FROM {raw.source}")


@settings(max_examples=times(60, 30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=tables(LETTERS), dialect=DIALECTS, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_unicode_text_is_read_as_it_was_written(
    rows: list[tuple[str, ...]], dialect: tuple[str, str, int], encoding: str
) -> None:
    assert read(written(rows, dialect).encode(encoding)) == rows


@settings(max_examples=times(60, 30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=tables(CHINESE), dialect=DIALECTS, encoding=st.sampled_from(["gbk", "gb18030"]))
def test_chinese_text_is_read_as_it_was_written(
    rows: list[tuple[str, ...]], dialect: tuple[str, str, int], encoding: str
) -> None:
    assert read(written(rows, dialect).encode(encoding)) == rows
