"""Excel workbooks: every cell as the text of its value, rows as the spreadsheet counts them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

import shuke
from ingest.books import workbook
from ingest.reading import taken
from shuke.errors import UsageError

pytestmark = pytest.mark.row("Z1")

HEAD = ("客户编号", "订单号", "下单时间", "金额")
SECONDS = [datetime.combine(date(2024, 1, 5), time(0, 0, 0)) + timedelta(seconds=n) for n in range(0, 86_400, 613)]


def test_dates_and_times_keep_their_day_through_the_spreadsheets_own_numbers(tmp_path: Path) -> None:
    moments = [*SECONDS, *map(datetime.fromisoformat, ("2024-01-05 23:59:59", "2024-01-05 23:59:59.400"))]
    rows = [("C1", f"S{n}", moment, 1) for n, moment in enumerate(moments)]
    read = taken(workbook(tmp_path / "sales.xlsx", [HEAD, *rows]))
    assert set(read.days) == {date(2024, 1, 5)}
    assert len(read.lines) == len(moments)


def test_a_cell_with_a_date_alone_is_that_day(tmp_path: Path) -> None:
    days = [date(2024, 2, 29), date(2023, 12, 31), date(1999, 1, 1)]
    rows = [("C1", f"S{n}", day, 1) for n, day in enumerate(days)]
    assert taken(workbook(tmp_path / "sales.xlsx", [HEAD, *rows])).days == days


def test_numbers_are_exact_amounts(tmp_path: Path) -> None:
    numbers = [0.1 + 0.2, 19.995, 10, -3.5, 1234567.89, 0]
    rows = [("C1", f"S{n}", "2024-01-05", number) for n, number in enumerate(numbers)]
    read = taken(workbook(tmp_path / "sales.xlsx", [HEAD, *rows]))
    assert read.amounts == [Decimal(text) for text in ("0.3", "19.995", "10", "-3.5", "1234567.89", "0")]


def test_amounts_kept_as_text_are_read_too(tmp_path: Path) -> None:
    read = taken(workbook(tmp_path / "sales.xlsx", [HEAD, ("C1", "1", "2024/1/5 9:56", "¥1,234.50")]))
    assert (read.amounts, read.days) == ([Decimal("1234.5")], [date(2024, 1, 5)])


def test_identifiers_kept_as_text_keep_their_zeros_and_numbers_stay_whole(tmp_path: Path) -> None:
    rows = [("007", "1", "2024-01-05", 1), (10001, 2, "2024-01-05", 1), (13800138000, 3, "2024-01-05", 1)]
    assert taken(workbook(tmp_path / "sales.xlsx", [HEAD, *rows])).customers == ["007", "10001", "13800138000"]


def test_rows_are_counted_as_the_spreadsheet_counts_them(tmp_path: Path) -> None:
    rows = [(), ("2024年销售明细",), (), HEAD, ("C1", "1", "2024-01-05", 5), (), ("C2", "2", "2024-01-06", "待定")]
    read = taken(workbook(tmp_path / "sales.xlsx", rows))
    assert read.customers == ["C1"]
    assert read.rejected == [(7, "金额", "待定", "amount_blank")]


def test_leading_blank_columns_do_no_harm(tmp_path: Path) -> None:
    rows = [(None, *HEAD), (None, "C1", "1", "2024-01-05", 5)]
    assert taken(workbook(tmp_path / "sales.xlsx", rows)).customers == ["C1"]


def test_the_first_sheet_with_data_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    rows = [HEAD, ("C1", "1", "2024-01-05", 5)]
    source = workbook(tmp_path / "sales.xlsx", [], 一月=rows, 二月=[HEAD, ("C9", "9", "2024-02-05", 5)])
    result = shuke.score(source, decide={"sheets": "first"})
    told = [note for key, note in result.rating.intake.loaded[0].raw.notes if key == "note_other_sheets"]
    assert [row["customer_id"] for row in result.customers.rows()] == ["C1"]
    assert "二月" in str(told[0]["others"])
    result.close()


def test_the_sheet_asked_for_is_read(tmp_path: Path) -> None:
    rows = [HEAD, ("C1", "1", "2024-01-05", 5)]
    source = workbook(tmp_path / "sales.xlsx", rows, 二月=[HEAD, ("C9", "9", "2024-02-05", 5)])
    assert taken(source, sheets=("二月",)).customers == ["C9"]


def test_a_sheet_that_is_not_there_lists_the_sheets(tmp_path: Path) -> None:
    source = workbook(tmp_path / "sales.xlsx", [HEAD], 二月=[HEAD])
    with pytest.raises(UsageError) as caught:
        taken(source, sheets=("三月",))
    assert "销售明细, 二月" in caught.value.render("zh")


def test_an_error_value_or_a_truth_value_is_no_amount(tmp_path: Path) -> None:
    source = workbook(tmp_path / "sales.xlsx", [HEAD, ("C1", "1", "2024-01-05", 5), ("C2", "2", "2024-01-05", 5)])
    book = load_workbook(source)
    book.worksheets[0]["D2"] = "#DIV/0!"
    book.worksheets[0]["D3"] = True
    book.save(source)
    read = taken(source)
    assert (read.lines, [row[0] for row in read.rejected]) == ([], [2, 3])
