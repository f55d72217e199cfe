"""Workbooks as people keep them: sheets, what is hidden, merged, wrong or blank, and numbers as they are shown."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from ingest.catalogue.sheets import read
from ingest.made import archives
from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, Undecided
from shuke.ingest.intake import take_in
from shuke.ingest.raw import Reading
from shuke.locale import LANGUAGES

pytestmark = pytest.mark.row("Z1")

HEAD = ["客户编号", "日期", "金额"]
A, B = ["C1", "2024-01-05", 5], ["C2", "2024-01-06", 7.5]
BOTH = [("C1", "2024-01-05", "5"), ("C2", "2024-01-06", "7.5")]
Write = Callable[[xlsxwriter.Workbook], None]


def put(book: xlsxwriter.Workbook, name: str, rows: Sequence[Sequence[object]] = (HEAD, A, B)) -> Any:
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    return sheet


def plain(book: xlsxwriter.Workbook) -> None:
    put(book, "销售")


def protected(book: xlsxwriter.Workbook) -> None:
    put(book, "销售").protect("secret")


def merged(book: xlsxwriter.Workbook) -> None:
    sheet = put(book, "销售", [HEAD, *[[None, f"2024-01-0{day}", day] for day in range(5, 8)], B])
    sheet.merge_range(1, 0, 3, 0, "C1")


def merged_amount(book: xlsxwriter.Workbook) -> None:
    sheet = put(book, "销售", [HEAD, ["C1", "2024-01-05"], ["C1", "2024-01-05"], B])
    sheet.merge_range(1, 2, 2, 2, 100)


def plain_blanks(book: xlsxwriter.Workbook) -> None:
    put(book, "销售", [HEAD, A, [None, "2024-01-05", 1], B])


def hidden_sheets(book: xlsxwriter.Workbook) -> None:
    put(book, "销售")
    put(book, "旧").hide()
    put(book, "密").very_hidden()


def hidden_rows(book: xlsxwriter.Workbook) -> None:
    put(book, "销售").set_row(1, None, None, {"hidden": True})


def hidden_columns(book: xlsxwriter.Workbook) -> None:
    put(book, "销售", [[*HEAD, "备注"], [*A, "x"], [*B, "y"]]).set_column(3, 3, None, None, {"hidden": True})


def rich(book: xlsxwriter.Workbook) -> None:
    sheet = put(book, "销售", [HEAD, [None, *A[1:]], B])
    sheet.write_rich_string(1, 0, "C", book.add_format({"bold": True}), "1")
    sheet.write_url(2, 0, "https://example.com/", string="C2")
    sheet.write_comment(1, 2, "checked")


def formulas(book: xlsxwriter.Workbook) -> None:
    sheet = put(book, "销售", [HEAD, A, B])
    sheet.write_formula(1, 2, "=2+3", None, 5)
    sheet.write_formula(2, 0, '="C"&2', None, "C2")


def errors(book: xlsxwriter.Workbook) -> None:
    names = ["#REF!", "#N/A", "#DIV/0!", "#VALUE!"]
    sheet = put(book, "销售", [HEAD, A, *[[f"E{one}", "2024-01-05", None] for one in names], B, ["C3", None, 1]])
    for row, name in enumerate(names, 2):
        sheet.write_formula(row, 2, "=1/0", None, name)
    sheet.write_formula(7, 1, "=1/0", None, "#NUM!")


def error_in_the_key(book: xlsxwriter.Workbook) -> None:
    sheet = put(book, "销售", [[*HEAD, "备注"], [*A, None], [*B, None], [None, "2024-01-07", 1]])
    sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
    sheet.write_formula(3, 0, "=VLOOKUP(1,A:A,1)", None, "#N/A")


def truth(book: xlsxwriter.Workbook) -> None:
    put(book, "销售", [HEAD, A, B, ["C3", "2024-01-07", True]])


def no_data_sheets(book: xlsxwriter.Workbook) -> None:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=销售!$C$2:$C$3"})
    book.add_chartsheet("图").set_chart(chart)
    book.add_worksheet("空")
    put(book, "销售")


def right_to_left(book: xlsxwriter.Workbook) -> None:
    put(book, "销售").right_to_left()


def zeros(book: xlsxwriter.Workbook) -> None:
    sheet = put(book, "销售", [HEAD, [None, *A[1:]], [None, *B[1:]]])
    style = book.add_format({"num_format": "00000"})
    sheet.write_number(1, 0, 123, style)
    sheet.write_number(2, 0, 7, style)


def years_from_1904(book: xlsxwriter.Workbook) -> None:
    sheet = put(book, "销售", [HEAD, [A[0], None, 5], [B[0], None, 7.5]])
    style = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_datetime(1, 1, datetime(2024, 1, 5, 9), style)  # noqa: DTZ001 - a spreadsheet has no zones
    sheet.write_datetime(2, 1, datetime(2024, 1, 6), style)  # noqa: DTZ001 - a spreadsheet has no zones


def serials_from_1904(book: xlsxwriter.Workbook) -> None:
    put(book, "销售", [HEAD, [A[0], 43834, 5], [B[0], "43835", 7.5]])


def indented(book: xlsxwriter.Workbook) -> None:
    sheet = put(book, "销售", [[None, None, *row] for row in (HEAD, A, B)])
    sheet.write_formula(2, 4, "=1/0", None, "#DIV/0!")


@dataclass(frozen=True)
class Good:
    """A workbook that is read: how it is written, what it becomes, what is told, and under which settings."""

    write: Write
    lines: Sequence[tuple[str, str, str]] = tuple(BOTH)
    codes: Sequence[str] = ()
    rejected: Sequence[tuple[int, str]] = ()
    options: dict[str, Any] = field(default_factory=dict)


GOOD = {
    "19-sheet-protection": Good(protected),
    "79-merged-customer": Good(
        merged,
        [*[("C1", f"2024-01-0{day}", str(day)) for day in range(5, 8)], BOTH[1]],
        ["W-MERGED"],
    ),
    "79-merged-amount-counts-once": Good(
        merged_amount,
        [("C1", "2024-01-05", "100"), BOTH[1]],
        ["W-MERGED"],
        [(3, "amount_blank")],
    ),
    "79-plain-blanks-are-not-filled": Good(plain_blanks, rejected=[(3, "customer_id_blank")]),
    "83-hidden-sheets": Good(hidden_sheets, codes=["W-HIDDEN", "W-HIDDEN"]),
    "84-hidden-rows": Good(hidden_rows, codes=["W-HIDDENROWS"]),
    "85-hidden-columns": Good(hidden_columns, codes=["W-HIDDENCOLS"]),
    "88-rich-text-links-and-comments": Good(rich),
    "89-formula-with-its-value": Good(formulas),
    "91-error-values": Good(
        errors, rejected=[*[(row, "amount_is_error") for row in range(3, 7)], (8, "date_is_error")]
    ),
    "91-error-in-the-key-and-one-in-an-unused-column": Good(error_in_the_key, rejected=[(4, "customer_id_is_error")]),
    "92-truth-value-is-no-amount": Good(truth, rejected=[(4, "amount_not_a_number")]),
    "94-chart-sheet-and-empty-sheet": Good(no_data_sheets),
    "95-right-to-left-sheet": Good(right_to_left),
    "97-leading-zeros-of-the-number-format": Good(
        zeros, [("00123", *BOTH[0][1:]), ("00007", *BOTH[1][1:])], ["W-ZEROS"]
    ),
    "162-years-from-1904": Good(years_from_1904, options={"date_1904": True}),
    "162-serial-numbers-from-1904": Good(serials_from_1904, options={"date_1904": True}),
    "91-error-behind-blank-columns": Good(indented, [BOTH[0]], rejected=[(3, "amount_is_error")]),
}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in GOOD.items()])
def test_a_workbook_is_read_and_what_is_particular_is_told(case: Good, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "销售.xlsx", case.options) as book:
        case.write(book)
    found = read(tmp_path / "销售.xlsx")
    assert found.lines == list(case.lines)
    assert found.rejected == list(case.rejected)
    for lang in LANGUAGES:
        assert [line.split()[0] for line in found.told[lang]] == list(case.codes)


INLINE = '<c r="{0}" t="inlineStr"><is><t>{1}</t></is></c>'


def line(row: int, amount: str) -> str:
    return (
        f'<row r="{row}">'
        + INLINE.format(f"A{row}", f"C{row}")
        + INLINE.format(f"B{row}", "2024-01-05")
        + amount
        + "</row>"
    )


UNSAVED = {
    "90-formula-without-a-result": '<c r="C3"><f>A1+B1</f></c>',
    "90-empty-result-of-openpyxl": '<c r="C3"><f>A1+B1</f><v></v></c>',
    "90-closed-result": '<c r="C3"><f>A1+B1</f><v/></c>',
    "90-shared-formula": '<c r="C3"><f t="shared" si="0"/></c>',
    "90-written-in-lines": '<c r="C3">\n  <f>A1+B1</f>\n</c>',
    "90-without-an-address": "<c><f>A1+B1</f></c>",
}


@pytest.mark.parametrize("cell", [pytest.param(cell, id=name) for name, cell in UNSAVED.items()])
def test_a_formula_without_a_saved_result_rejects_its_row(cell: str, tmp_path: Path) -> None:
    shared = '<c r="C4"><f t="shared" ref="C3:C4" si="0">A1+B1</f><v>3</v></c>'
    (tmp_path / "a.xlsx").write_bytes(archives.book(archives.ROWS + line(3, cell) + line(4, shared)))
    found = read(tmp_path / "a.xlsx")
    assert found.lines == [BOTH[0], ("C4", "2024-01-05", "3")]
    assert found.rejected == [(3, "amount_unsaved")]


def test_a_formula_whose_saved_result_is_an_empty_text_is_a_blank_cell(tmp_path: Path) -> None:
    empty = '<c r="C3" t="str"><f>""</f><v></v></c>'
    (tmp_path / "a.xlsx").write_bytes(archives.book(archives.ROWS + line(3, empty)))
    assert read(tmp_path / "a.xlsx").rejected == [(3, "amount_blank")]


def test_a_workbook_with_prefixed_tags_is_looked_over_too(tmp_path: Path) -> None:
    rows = archives.ROWS + line(3, '<c r="C3" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    data = archives.book(rows)
    (tmp_path / "plain.xlsx").write_bytes(data)

    def prefixed(part: bytes) -> bytes:
        for tag in (b"worksheet", b"sheetData", b"row", b"c", b"v", b"f", b"is", b"t"):
            for end in (b" ", b">"):
                part = part.replace(b"<" + tag + end, b"<x:" + tag + end).replace(
                    b"</" + tag + end, b"</x:" + tag + end
                )
        return part.replace(b"xmlns=", b"xmlns:x=")

    (tmp_path / "a.xlsx").write_bytes(archives.replaced(tmp_path / "plain.xlsx", "xl/worksheets/sheet1.xml", prefixed))
    found = read(tmp_path / "a.xlsx")
    assert (found.lines, found.rejected) == ([BOTH[0]], [(3, "amount_is_error")])


@pytest.mark.parametrize("count", [pytest.param(5000, id="25-formatted-blank-rows")])
def test_formatted_blank_rows_at_the_end_are_dropped_and_counted(count: int, tmp_path: Path) -> None:
    blank = "".join(f'<row r="{row}" s="1"><c r="A{row}" s="1"/></row>' for row in range(3, 3 + count))
    (tmp_path / "a.xlsx").write_bytes(archives.book(archives.ROWS + blank))
    found = read(tmp_path / "a.xlsx")
    assert found.lines == [BOTH[0]]
    assert found.told["en"] == ["W-BLANK f, sheet “销售”: 5,000 formatted but blank rows at the end were dropped."]


@pytest.mark.parametrize("part", [pytest.param("xl/vbaProject.bin", id="13-macros")])
def test_macros_are_ignored_and_told(part: str, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "plain.xlsx") as book:
        plain(book)
    with zipfile.ZipFile(tmp_path / "plain.xlsx", "a") as archive:
        archive.writestr(part, b"\xd0\xcf\x11\xe0")
    (tmp_path / "plain.xlsx").rename(tmp_path / "销售.xlsm")
    found = read(tmp_path / "销售.xlsm")
    assert found.lines == BOTH
    assert found.told["zh"] == ["W-MACRO f：工作簿中的宏已忽略。"]


@pytest.mark.parametrize("part", [pytest.param("xl/externalLinks/externalLink1.xml", id="93-external-links")])
def test_links_to_other_workbooks_are_not_followed_and_saved_values_are_read(part: str, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        put(book, "销售").write_formula(1, 2, "=[1]Sheet1!A1", None, 5)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "a") as archive:
        archive.writestr(part, "<externalLink/>")
        archive.writestr("xl/queryTables/queryTable1.xml", "<queryTable/>")
    assert read(tmp_path / "a.xlsx").lines == BOTH


def with_pivot(path: Path, *, list_too: bool) -> None:
    with xlsxwriter.Workbook(path) as book:
        put(book, "透视", [["行标签", "求和项:金额"], ["C1", 5], ["总计", 5]])
        if list_too:
            plain(book)
    link = (
        f'<Relationships xmlns="{archives.PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{archives.OFFICE}/pivotTable" Target="../pivotTables/pivotTable1.xml"/></Relationships>'
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", link)


@pytest.mark.parametrize("list_too", [pytest.param(False, id="86-pivot-alone")])
def test_a_pivot_table_is_no_list_of_sales(list_too: bool, tmp_path: Path) -> None:
    with_pivot(tmp_path / "a.xlsx", list_too=list_too)
    with pytest.raises(DataError) as caught:
        read(tmp_path / "a.xlsx")
    assert (caught.value.code, caught.value.where.sheet) == ("E-PIVOT", "透视")


@pytest.mark.parametrize("list_too", [pytest.param(True, id="86-pivot-before-the-list")])
def test_the_list_behind_a_pivot_table_is_read(list_too: bool, tmp_path: Path) -> None:
    with_pivot(tmp_path / "a.xlsx", list_too=list_too)
    assert read(tmp_path / "a.xlsx").lines == BOTH


def year(path: Path, months: int = 3) -> Path:
    with xlsxwriter.Workbook(path) as book:
        put(book, "说明", [["本表为销售明细"]])
        for month in range(1, months + 1):
            put(book, f"{month}月", [HEAD, [f"C{month}", f"2024-0{month}-05", month]])
        put(book, "门店", [["门店", "城市"], ["一店", "杭州"]])
    return path


@pytest.mark.parametrize("months", [pytest.param(3, id="82-sheets-of-one-shape")])
def test_several_sheets_with_the_same_headers_are_asked(months: int, tmp_path: Path) -> None:
    with pytest.raises(Undecided) as caught:
        read(year(tmp_path / "a.xlsx", months))
    assert (caught.value.code, caught.value.choices) == ("E-SHEETS", ("all", "first"))
    assert "1月, 2月, 3月" in caught.value.render("zh")
    assert "--decide sheets=all" in caught.value.render("en")


@pytest.mark.parametrize(
    ("settings", "months"),
    [
        pytest.param({"decisions": {"sheets": "all"}}, [1, 2, 3], id="82-all"),
        pytest.param({"decisions": {"sheets": "first"}}, [1], id="82-first"),
        pytest.param({"sheets": ("*",)}, [1, 2, 3], id="82-star"),
        pytest.param({"sheets": ("3月", "1月")}, [3, 1], id="82-by-name"),
    ],
)
def test_the_sheets_that_were_wanted_are_read_and_the_others_told(
    settings: dict[str, Any], months: list[int], tmp_path: Path
) -> None:
    found = read(year(tmp_path / "a.xlsx"), **settings)
    assert found.lines == [(f"C{month}", f"2024-0{month}-05", str(month)) for month in months]
    assert "W-SHEETS" in {line.split()[0] for line in found.told["en"]}


def test_rejected_rows_of_several_sheets_name_their_sheet(tmp_path: Path) -> None:
    from shuke.ingest.account import account, rejected_rows
    from shuke.stages.period import Window

    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        put(book, "1月", [HEAD, A, ["C9", "2024-01-05", "x"]])
        put(book, "2月", [HEAD, B, B, ["C9", "2024-01-05", "y"]])
    with DuckDB() as engine:
        intake = take_in(engine, tmp_path / "a.xlsx", Reading(sheets=("*",)))
        rows = engine.run(f"SELECT sheet, row FROM ({rejected_rows(engine, intake)}) ORDER BY source_number")
        assert rows == [("1月", 3), ("2月", 4)]
        _, parts = account(engine, intake, Window(None, datetime(2025, 1, 1).date()))  # noqa: DTZ001 - a day
        assert [(part.sheet, part.read.rows) for part in parts] == [("1月", 2), ("2月", 3)]


def test_a_hidden_sheet_that_is_named_is_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        hidden_sheets(book)
    assert read(tmp_path / "a.xlsx", sheets=("密",)).lines == BOTH
