"""Cells become exact values: text to date or nothing, text to an exact decimal or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.catalogue.cells import column
from shuke.engines.duckdb import DuckDB
from shuke.ingest.convert import Cell
from shuke.ingest.forms import plain
from shuke.ingest.forms.products import product

pytestmark = pytest.mark.row("Z1")

AMOUNTS = {
    "0": "0.0000",
    "12": "12.0000",
    "12.": "12.0000",
    ".5": "0.5000",
    "+3.10": "3.1000",
    "-3.10": "-3.1000",
    "-0.00": "0.0000",
    "0012.50": "12.5000",
    " 12.5 ": "12.5000",
    "\u300012.5\u00a0": "12.5000",
    "1,234.50": "1234.5000",
    "12,345,678": "12345678.0000",
    "-1,234.50": "-1234.5000",
    "¥1,234.50": "1234.5000",
    "￥88": "88.0000",
    "-¥88.8": "-88.8000",
    "99.9元": "99.9000",
    "99.9 元": "99.9000",
    # Half up at the fourth place, away from zero, whatever comes before or behind.
    "0.00004": "0.0000",
    "0.00005": "0.0001",
    "0.000049999999999999999999": "0.0000",
    "0.00014999": "0.0001",
    "0.00015": "0.0002",
    "1.23445": "1.2345",
    "19.995": "19.9950",
    "2.67499999999999999999": "2.6750",
    "-0.00004": "0.0000",
    "-0.00005": "-0.0001",
    "-1.23445": "-1.2345",
    "-2.00015": "-2.0002",
    "0.99995": "1.0000",
    "-9.99995": "-10.0000",
    # The whole range, and nothing beyond it.
    "99999999999999.9999": "99999999999999.9999",
    "-99999999999999.9999": "-99999999999999.9999",
    "99999999999999.99994": "99999999999999.9999",
    "99999999999999.99995": None,
    "100000000000000": None,
    "-100000000000000": None,
    "1" + "0" * 60: None,
    "00000000000000000000001": "1.0000",
    # What looks like a number to a program and is none to a person.
    "1_000": None,
    "1e3": None,
    "1E+10": None,
    "nan": None,
    "NaN": None,
    "inf": None,
    "-Infinity": None,
    "0x10": None,
    "1/2": None,
    "true": None,
    "١٢٣": None,
    "12O.5": None,
    "1,23,4": None,
    "1,2345": None,
    "1.234,50": None,
    "12,34": None,
    "15%": None,
    "1.2万": "12000.0000",
    "--5": None,
    "+-5": None,
    "5-": "-5.0000",
    "(5)": "-5.0000",
    "5 5": None,
    ".": None,
    "-": None,
    "¥": None,
    "待定": None,
    "": None,
    "  ": None,
}
DATES = {
    "2024-01-05": date(2024, 1, 5),
    "2024/1/5": date(2024, 1, 5),
    "2024.1.5": date(2024, 1, 5),
    "2024-1-05": date(2024, 1, 5),
    "20240105": date(2024, 1, 5),
    "2024年1月5日": date(2024, 1, 5),
    "2024年01月05日": date(2024, 1, 5),
    "2024年1月5": date(2024, 1, 5),
    "2024年 1月 5日": date(2024, 1, 5),
    "2024年1月5日 9:56": date(2024, 1, 5),
    "2024/1/5 9:56": date(2024, 1, 5),
    "2024-01-05 09:56:07": date(2024, 1, 5),
    "2024-01-05T23:59:59": date(2024, 1, 5),
    "2024-01-05 23:59:59.999999": date(2024, 1, 5),
    "  2024-01-05\u3000": date(2024, 1, 5),
    "2024-02-29": date(2024, 2, 29),
    "0999-12-31": date(999, 12, 31),
    "9999-12-31": None,
    "2024-02-30": None,
    "2023-02-29": None,
    "20240230": None,
    "2024-13-01": None,
    "2024-00-10": None,
    "2024-01-00": None,
    "0000-00-00": None,
    "00000000": None,
    "2024-01-05 25:00": None,
    "2024-01-05 12:60": None,
    "2024-01-05 9": None,
    "99-1-5": None,
    "05/01/2024": date(2024, 1, 5),
    "1/5/2024": date(2024, 5, 1),
    "Jan 5, 2024": date(2024, 1, 5),
    "2024-01": None,
    "2024年1月": None,
    "202401": None,
    "45296": date(2024, 1, 5),
    "1704412800": None,
    "epoch": None,
    "infinity": None,
    "-infinity": None,
    "today": None,
    "now": None,
    "nan": None,
    "2024-01-05 (BC)": None,
    "12024-01-05": None,
    "-2024-01-05": None,
    "二〇二四年一月五日": None,
    "": None,
    "\u3000": None,
}
ZONED = {
    "2024-01-05T23:30:00Z": date(2024, 1, 6),
    "2024-01-05 15:59:59Z": date(2024, 1, 5),
    "2024-01-05T16:00:00+00:00": date(2024, 1, 6),
    "2024-01-05T23:30:00+08:00": date(2024, 1, 5),
    "2024-01-05T23:30:00+0800": date(2024, 1, 5),
    "2024-01-05 23:30:00+08": date(2024, 1, 5),
    "2024-01-05 23:30:00.123 +08:00": date(2024, 1, 5),
    "2024-01-05T00:30:00+09:00": date(2024, 1, 4),
    "2024/1/5 15:59 -05:00": date(2024, 1, 6),
    "2023-12-31T16:00:00Z": date(2024, 1, 1),
    # Without a zone a time stands as it is.
    "2024-01-05 23:30:00": date(2024, 1, 5),
    "2024-01-05": date(2024, 1, 5),
    "2024-02-30T10:00:00Z": None,
}
FLOATS = {
    0.1 + 0.2: "0.3000",
    19.995: "19.9950",
    1.005: "1.0050",
    2.67495: "2.6750",
    -2.67495: "-2.6750",
    1e-5: "0.0000",
    5e-5: "0.0001",
    -5e-5: "-0.0001",
    4.9e-5: "0.0000",
    123456.78905: "123456.7891",
    1e13: "10000000000000.0000",
    99999999999999.98: "99999999999999.9800",
    1e14: None,
    1e300: None,
    float("nan"): None,
    float("inf"): None,
    float("-inf"): None,
    0.0: "0.0000",
}


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDB]:
    with DuckDB() as opened:
        yield opened


def converted(engine: DuckDB, expression: str, value: object, kind: str) -> object:
    """What the engine makes of one cell of a column, not of a constant."""
    return engine.run(f"SELECT {expression} FROM (SELECT CAST(? AS {kind}) AS cell)", [value])[0][0]


def exact(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def test_amounts_of_texts(tmp_path: Path) -> None:
    read = column(tmp_path, "amount", list(AMOUNTS), decisions={"number-style": "point"})
    assert dict(zip(AMOUNTS, map(str, read.values), strict=True)) == {
        text: str(value) for text, value in AMOUNTS.items()
    }


def test_dates_of_texts(tmp_path: Path) -> None:
    read = column(tmp_path, "ordered_at", list(DATES), decisions={"date-order": "dmy"})
    assert dict(zip(DATES, read.values, strict=True)) == DATES


def test_dates_in_the_local_zone(tmp_path: Path) -> None:
    read = column(tmp_path, "ordered_at", list(ZONED), timezone="Asia/Shanghai")
    assert dict(zip(ZONED, read.values, strict=True)) == ZONED


@pytest.mark.parametrize(
    ("text", "pattern", "day"),
    [
        ("05/01/2024", "%d/%m/%Y", date(2024, 1, 5)),
        ("05/01/2024", "%m/%d/%Y", date(2024, 5, 1)),
        ("5-Jan-24", "%d-%b-%y", date(2024, 1, 5)),
        ("31/02/2024", "%d/%m/%Y", None),
        ("2024-01-05", "%d/%m/%Y", None),
    ],
)
def test_a_stated_date_format_alone_decides(text: str, pattern: str, day: date | None, tmp_path: Path) -> None:
    assert column(tmp_path, "ordered_at", [text], date_format=pattern).values == [day]


@pytest.mark.parametrize("value", FLOATS, ids=repr)
def test_a_float_is_read_by_its_shortest_text(value: float, engine: DuckDB) -> None:
    assert converted(engine, plain.amount(Cell("cell", "DOUBLE")), value, "DOUBLE") == exact(FLOATS[value])


def test_a_float_of_single_precision_is_read_by_its_own_shortest_text(engine: DuckDB) -> None:
    assert converted(engine, plain.amount(Cell("cell", "FLOAT")), 19.995, "FLOAT") == Decimal("19.9950")


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("1.23445", "1.2345"), ("-1.23445", "-1.2345"), ("0.000049", "0"), ("99999999999999.99995", None)],
)
def test_a_finer_decimal_is_rounded_half_up(value: str, rounded: str | None, engine: DuckDB) -> None:
    cell = Cell("cell", "DECIMAL(38,8)")
    assert converted(engine, plain.amount(cell), Decimal(value), "DECIMAL(38,8)") == exact(rounded)


@pytest.mark.parametrize(
    ("quantity", "price", "total"),
    [
        ("3", "19.99", "59.9700"),
        ("0.335", "12.70", "4.2545"),
        ("0.35", "0.0333", "0.0117"),
        ("-2", "5.5", "-11.0000"),
        # Rounded once, after multiplying: rounding either side first would give another last digit.
        ("0.00005", "1.5", "0.0001"),
        ("3", "0.00005", "0.0002"),
        ("1", "2500000000", "2500000000.0000"),
        ("2500000000", "0.01", "25000000.0000"),
        ("0.333333333333", "3", "1.0000"),
        ("100000000", "100000000", None),
        ("x", "1", None),
        ("", "1", None),
    ],
)
def test_quantity_times_unit_price(quantity: str, price: str, total: str | None, engine: DuckDB) -> None:
    columns = "SELECT ?::VARCHAR AS a, ?::VARCHAR AS b"
    assert engine.run(f"SELECT {product('a', 'b')} FROM ({columns})", [quantity, price])[0][0] == exact(total)
