"""A clean text is read in one pass, with the same lines as cell by cell; any other cell stops the pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.reading import taken
from shuke.engines.duckdb import DuckDB
from shuke.ingest.intake import open_sources
from shuke.ingest.raw import Reading
from shuke.ingest.understand import understood
from shuke.ingest.uniform import read_at_once

pytestmark = pytest.mark.row("Z1")

HEAD = "customer_id,order_id,ordered_at,amount\n"
ROWS = [
    ("C000000001", "SO00000001", "2024-01-05 10:00:00", "5.25"),
    ("C000000002", "SO00000002", "2024-01-06 11:30:59", "-7"),
]


def text(rows: list[tuple[str, ...]], head: str = HEAD) -> str:
    return head + "".join(",".join(row) + "\n" for row in rows)


def at_once(source: Path) -> bool:
    """Whether the product reads the file in one pass."""
    with DuckDB() as engine:
        (raw,), _ = open_sources(engine, source, Reading())
        raw, meaning = understood(engine, raw, Reading())
        return read_at_once(engine, raw, meaning, Reading(), "lines_0")[1]


def file(tmp_path: Path, content: str) -> Path:
    source = tmp_path / "sales.csv"
    source.write_bytes(content.encode())
    return source


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (0, ["C000000003", "13800000000001", "aaaaaaaaaa", "A_B-C12345"]),
        (2, ["2024-02-29 00:00:00", "0999-12-31 23:59:59"]),
        (3, ["0", "-0.5", "1234567.89", "0.1234", "12"]),
    ],
)
def test_plain_cells_are_read_in_one_pass_as_they_are_cell_by_cell(
    column: int, values: list[str], tmp_path: Path
) -> None:
    rows = [(*ROWS[0][:column], value, *ROWS[0][column + 1 :]) for value in values]
    source = file(tmp_path, text(ROWS + rows))
    assert at_once(source)
    assert taken(source).lines == taken(source, in_place=False).lines


@pytest.mark.parametrize("head", ["customer_id,order_id,ordered_at,amount,product", "客户编号,订单号,日期,金额,商品"])
def test_other_columns_do_no_harm(head: str, tmp_path: Path) -> None:
    source = file(tmp_path, text([(*row, "茶杯") for row in ROWS], head + "\n"))
    assert at_once(source)
    assert taken(source).customers == ["C000000001", "C000000002"]


ODD = {
    "an exponent": (3, "1e3"),
    "a digit separator of programs": (3, "1_000"),
    "three decimals": (3, "1.234"),
    "a currency sign": (3, "¥5"),
    "no amount": (3, ""),
    "a zone": (2, "2024-01-05 10:00:00Z"),
    "a zone of the same length": (2, "2024-01-05 10:00-08"),
    "another form of a day": (2, "2024年1月5日"),
    "a word of programs": (2, "infinity"),
    "a day that is none": (2, "2024-02-30 10:00:00"),
    "a word for nobody": (0, "NULL"),
    "no customer": (0, ""),
    "a fraction that a spreadsheet wrote": (0, "13800138000.0"),
    "full-width digits": (0, "Ｃ０００００００００１"),
    "white space at the end": (0, "C000000001 "),
    "white space inside": (0, "C00000 0001"),
    "an apostrophe": (0, "'000000000001"),
    "an order of one blank": (1, " "),
    "a tab at the end": (1, "SO00000001\t"),
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("place", [0, 1500])
def test_one_cell_that_is_not_plain_stops_the_pass_wherever_it_is(name: str, place: int, tmp_path: Path) -> None:
    column, value = ODD[name]
    rows = [ROWS[n % 2] for n in range(1600)]
    rows[place] = (*rows[place][:column], value, *rows[place][column + 1 :])
    source = file(tmp_path, text(rows))
    assert not at_once(source)
    read, by_cells = taken(source), taken(source, in_place=False)
    assert (read.lines, read.rejected) == (by_cells.lines, by_cells.rejected)
    assert len(read.lines) + len(read.rejected) == 1600


def test_letters_anywhere_make_amounts_be_looked_at(tmp_path: Path) -> None:
    rows = [("e000000001", *ROWS[0][1:])] * 1500 + [("e000000001", *ROWS[0][1:3], "1e3")]
    read = taken(file(tmp_path, text(rows)))
    assert (len(read.lines), read.rejected[0][2:]) == (1500, ("1e3", "amount_not_a_number"))


def test_a_ragged_row_far_below_leads_to_reading_record_by_record(tmp_path: Path) -> None:
    rows = [ROWS[n % 2] for n in range(5000)]
    read = taken(file(tmp_path, text([*rows, ("C9", "S9"), ROWS[0]])))
    assert (len(read.lines), [row[0] for row in read.rejected]) == (5001, [5002])
