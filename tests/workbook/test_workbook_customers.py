from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.escape import unescape
from workbook_books import ODD_IDS, many
from workbook_books import book as make_book

from shuke.locale import catalogue, text
from shuke.report.workbook import Book, write_workbook

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.row("T8")
HEADERS = {
    "en": "Customer|Name|Days since last purchase|Purchases|Net amount (CNY)|R score|F score|M score"
    "|Composite score|Tier|What to do",
    "zh": "客户编号|客户名称|距上次消费天数|消费次数|净消费金额（CNY）|R 得分|F 得分|M 得分|综合得分|等级|维护策略",
}
A_ADVICE = {
    "en": "Look after them personally: exclusive offers, VIP service, first to know. (monthly follow-up)",
    "zh": "重点维护：提供专属优惠和 VIP 服务，增强客户忠诚度。（每月回访一次）",
}


def test_the_workbook_has_five_sheets_and_the_customers_come_first(opened: Workbook, lang: str) -> None:
    names = [text(f"workbook.sheet.{name}", lang) for name in ("customers", "summary", "strategy", "columns", "check")]
    assert opened.sheetnames == names


def test_the_headers_are_those_of_the_result_template(opened: Workbook, lang: str) -> None:
    assert "|".join(cell.value for cell in opened.worksheets[0][1]) == HEADERS[lang]


def test_every_customer_has_one_row_with_equal_figures(opened: Workbook, book: Book) -> None:
    sheet = opened.worksheets[0]
    written = [(unescape(row[0]), *row[1:-1]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert written == [tuple(float(v) if isinstance(v, Decimal) else v for v in row) for row in book.rows]


def test_ids_and_names_are_text_whatever_they_look_like(opened: Workbook) -> None:
    sheet = opened.worksheets[0]
    ids = {unescape(row[0].value): row[0].data_type for row in sheet.iter_rows(min_row=2)}
    assert dict.fromkeys(ODD_IDS, "s").items() <= ids.items()
    assert {row[1].data_type for row in sheet.iter_rows(min_row=2)} == {"s", "n"}  # n: no name
    assert {row[1].value for row in sheet.iter_rows(min_row=2) if row[1].data_type == "n"} == {None}


def test_text_that_looks_like_markup_is_written_as_text(path: Path) -> None:
    with ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode("utf-8")
    assert "<r>x</r>" not in xml
    assert "<r><t>y</t></r>" not in xml


def test_the_last_column_says_what_to_do_with_the_tier(opened: Workbook, lang: str) -> None:
    for row in opened.worksheets[0].iter_rows(min_row=2):
        assert (row[-1].value == A_ADVICE[lang]) == (row[-2].value == "A")
        assert row[-1].value


def test_header_and_ids_stay_in_sight_and_every_column_can_be_filtered(opened: Workbook, book: Book) -> None:
    sheet = opened.worksheets[0]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:K{len(list(book.rows)) + 1}"
    assert all(cell.alignment.wrap_text for cell in sheet[1])


def test_figures_are_shown_as_money_counts_and_scores(opened: Workbook) -> None:
    formats = [cell.number_format for cell in opened.worksheets[0][3]]
    assert formats == ["@", "@", "#,##0", "#,##0", "#,##0.00", "0", "0", "0", "0.0#####", "@", "@"]


def test_each_tier_has_one_colour_of_its_own(opened: Workbook) -> None:
    colours = {(row[-2].value, row[-2].fill.start_color.rgb) for row in opened.worksheets[0].iter_rows(min_row=2)}
    assert len(colours) == len({colour for _, colour in colours}) == 4


def test_all_sheets_but_the_check_hold_no_formula(opened: Workbook) -> None:
    for sheet in opened.worksheets[:4]:
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_a_full_sheet_is_continued_on_the_next_with_the_same_header(tmp_path: Path) -> None:
    wanted = make_book(many(50))
    told: list[int] = []
    write_workbook(tmp_path / "many.xlsx", wanted, told.append, rows_per_sheet=21)
    opened = load_workbook(tmp_path / "many.xlsx")
    assert opened.sheetnames[:4] == ["Customers", "Customers 2", "Customers 3", "Summary"]
    assert [sheet.max_row for sheet in opened.worksheets[:3]] == [21, 21, 11]
    assert len({tuple(cell.value for cell in sheet[1]) for sheet in opened.worksheets[:3]}) == 1
    ids = [unescape(row[0]) for sheet in opened.worksheets[:3] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert ids == [row[0] for row in wanted.rows]
    assert told[-1] == 50


def test_customers_that_exactly_fill_a_sheet_need_no_second_one(tmp_path: Path) -> None:
    write_workbook(tmp_path / "full.xlsx", make_book(many(40)), rows_per_sheet=41)
    assert load_workbook(tmp_path / "full.xlsx").sheetnames[:2] == ["Customers", "Summary"]


def test_without_a_rated_customer_the_header_stands_alone(tmp_path: Path) -> None:
    write_workbook(tmp_path / "empty.xlsx", make_book([]))
    opened = load_workbook(tmp_path / "empty.xlsx")
    assert opened.worksheets[0].max_row == 1
    assert len(opened.worksheets) == 5


def test_money_without_a_currency_has_a_plain_header(tmp_path: Path) -> None:
    write_workbook(tmp_path / "plain.xlsx", make_book(["a"], currency=None))
    assert load_workbook(tmp_path / "plain.xlsx").worksheets[0]["D1"].value == "Net amount"


def test_text_that_is_not_valid_unicode_does_not_stop_the_writing(tmp_path: Path) -> None:
    write_workbook(tmp_path / "odd.xlsx", make_book(["a\ud800b", "c\x00d", "e\x0bf"]))
    ids = [row[0].value for row in load_workbook(tmp_path / "odd.xlsx").worksheets[0].iter_rows(min_row=2)]
    assert len(ids) == 3


def test_both_languages_have_the_same_sentences_with_the_same_placeholders() -> None:
    english, chinese = catalogue("workbook", "en"), catalogue("workbook", "zh")
    assert english.keys() == chinese.keys()
    for key, sentence in english.items():
        assert sorted(re.findall(r"\{\w+\}", sentence)) == sorted(re.findall(r"\{\w+\}", chinese[key])), key
