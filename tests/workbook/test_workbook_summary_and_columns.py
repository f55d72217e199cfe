from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from workbook_books import COLUMNS, many
from workbook_books import book as make_book

from shuke.locale import text
from shuke.report.workbook import Book, write_workbook
from shuke.report.workbook.strategy import TEXTS
from shuke.stages.metrics import METRICS

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

pytestmark = pytest.mark.row("T8")


def row_of(sheet: Worksheet, label: str, column: int = 0) -> list[Any]:
    """Return the values of the last row with this text in this column."""
    found = [row for row in sheet.iter_rows(values_only=True) if row[column] == label]
    assert found, label
    return list(found[-1])


def test_every_tier_stands_with_its_customers_and_its_money(opened: Workbook, book: Book) -> None:
    sheet = opened.worksheets[1]
    for group in book.summary["groups"]:
        _, _, customers, share, money, money_share, average = row_of(sheet, group["name"])
        assert customers == group["customers"]
        assert [share, money_share] == pytest.approx([group["share"], group["monetary_share"]], rel=1e-15)
        assert money == float(group["monetary"])
        exact = Decimal(group["monetary"]) / customers
        assert abs(Decimal(str(average)) - exact) <= Decimal("0.005")


def test_the_tiers_add_up_to_all_customers(opened: Workbook, book: Book, lang: str) -> None:
    total = row_of(opened.worksheets[1], text("workbook.label.total", lang))
    assert total[2] == len(list(book.rows))
    assert total[3] == total[5] == 1


def test_shares_are_shown_in_percent(opened: Workbook) -> None:
    sheet = opened.worksheets[1]
    line = next(row for row in sheet.iter_rows() if row[0].value == "A")
    assert [line[column].number_format for column in (3, 5)] == ["0.0%", "0.0%"]


def test_the_rows_read_are_accounted_for_by_reason(opened: Workbook, lang: str) -> None:
    sheet = opened.worksheets[1]
    assert row_of(sheet, text("workbook.summary.read", lang))[2:4] == [1000, 1000.1]
    assert row_of(sheet, text("workbook.summary.sum", lang))[1:4] == [
        text("workbook.summary.balanced", lang),
        1000,
        1000.1,
    ]
    assert row_of(sheet, text("words.reason.date_blank", lang), 1)[2] == 5
    assert row_of(sheet, text("workbook.summary.before_period", lang), 1)[2] == 40


def test_the_customers_seen_are_rated_or_not_rated_by_reason(opened: Workbook, lang: str) -> None:
    sheet = opened.worksheets[1]
    assert row_of(sheet, text("workbook.summary.seen", lang))[2] == 304
    assert row_of(sheet, text("workbook.summary.people_sum", lang))[1:3] == [
        text("workbook.summary.people_balanced", lang),
        304,
    ]
    assert row_of(sheet, text("words.not_rated.no_purchase_in_period", lang), 1)[2] == 4


def test_rows_that_are_lost_are_said_not_to_balance(tmp_path: Path) -> None:
    lossy = make_book(many(30))
    lossy.summary["accounting"]["rows_read"] = 1001
    write_workbook(tmp_path / "lossy.xlsx", lossy)
    sheet = load_workbook(tmp_path / "lossy.xlsx").worksheets[1]
    assert row_of(sheet, "Used + merged + rejected")[1] == "does not balance with what was read"


def test_the_chart_draws_both_shares_and_carries_their_figures(path: Path, book: Book) -> None:
    with ZipFile(path) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode("utf-8")
    assert chart.count("<c:ser>") == 2
    for group in book.summary["groups"]:
        assert f"<c:v>{group['share']}</c:v>" in chart
        assert f"<c:v>{group['monetary_share']}</c:v>" in chart


def test_every_column_of_the_customers_sheet_is_described(opened: Workbook) -> None:
    headers = [cell.value for cell in opened.worksheets[0][1]]
    described = list(opened.worksheets[3].iter_rows(min_row=4, values_only=True))
    assert [row[0] for row in described] == headers
    assert [row[1] for row in described[:-1]] == ["customer_id", "customer_name", *COLUMNS[1:]]
    assert all(all(row[2:]) for row in described)


@pytest.mark.row("T7")
def test_the_strategy_sheet_says_class_direction_measures_department_and_success(opened: Workbook, lang: str) -> None:
    sheet = opened.worksheets[2]
    heads = [cell.value for cell in sheet[3]]
    assert heads[4:] == [text(f"workbook.strategy.head.{name}", lang) for name in TEXTS[3:]]
    assert [row[0] for row in sheet.iter_rows(min_row=4, values_only=True)] == list("ABCD")
    assert all(all(row) for row in sheet.iter_rows(min_row=4, values_only=True))


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_has_a_meaning_and_a_way_to_compute_it(metric: str, lang: str) -> None:
    assert text(f"workbook.meaning.{metric}", lang)
    assert text(f"workbook.how.{metric}", lang)


def test_a_share_of_no_money_and_the_average_of_an_empty_tier_stay_empty(tmp_path: Path) -> None:
    book = make_book(many(30))
    for group in book.summary["groups"]:
        group["monetary_share"] = None
        group["monetary"] = "-1.00"
    book.summary["groups"][3] |= {"customers": 0, "monetary": "0.00"}
    write_workbook(tmp_path / "refunds.xlsx", book)
    sheet = load_workbook(tmp_path / "refunds.xlsx").worksheets[1]
    assert row_of(sheet, "All")[5] is None
    assert row_of(sheet, "D")[5:7] == [None, None]
