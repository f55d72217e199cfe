"""Workbooks of every kind of file: old and binary Excel, open documents, tables of the web, and what is broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from ingest.catalogue.sheets import read
from ingest.made import archives
from ingest.made.binary import binary_workbook
from ingest.made.compound import OldSheet, old_workbook
from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError
from shuke.ingest.files import examine
from shuke.ingest.intake import take_in
from shuke.ingest.opening import open_tables
from shuke.ingest.raw import Reading

from .test_workbooks import BOTH, HEAD, A, B, put

pytestmark = pytest.mark.row("Z1")

ROWS = [HEAD, ["C1", "2024-01-05", 5], [None, "2024-01-05", 6], ["C2", "2024-01-06", 7.5]]
FLAWED = [*ROWS, ["C3", "2024-01-07", ("error", "#DIV/0!")]]
LINES = [("C1", "2024-01-05", "5"), ("C1", "2024-01-05", "6"), ("C2", "2024-01-06", "7.5")]
ODS_ERROR = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
    'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
)
ODS_MERGED = (
    '<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>C1</text:p></table:table-cell>'
)
XML_ROWS = "".join(
    "<Row>" + "".join(f'<Cell{span}><Data ss:Type="{kind}">{cell}</Data></Cell>' for span, kind, cell in row) + "</Row>"
    for row in (
        [("", "String", cell) for cell in HEAD],
        [(' ss:MergeDown="1"', "String", "C1"), ("", "String", "2024-01-05"), ("", "Number", 5)],
        [(' ss:Index="2"', "DateTime", "2024-01-05T00:00:00.000"), ("", "Number", 6)],
        [("", "String", "C2"), ("", "String", "2024-01-06"), ("", "Number", 7.5)],
        [("", "String", "C3"), ("", "String", "2024-01-07"), ("", "Error", "#DIV/0!")],
    )
)
XML_BOOK = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="销售"><Table>' + XML_ROWS + "</Table>"
    "</Worksheet></Workbook>"
)
HTML_BOOK = (
    "<table><tr><td>客户编号</td><td>日期</td><td>金额</td></tr>"
    "<tr><td rowspan=2>C1</td><td>2024-01-05</td><td>5</td></tr>"
    "<tr><td>2024-01-05<td>6</tr><tr><td>C2</td><td>2024-01-06</td><td>7.5</td></tr>"
    "<tr><td>C3</td><td>2024-01-07</td><td>#DIV/0!</td></tr></table>"
)
SERIALS = [HEAD, ["C1", 43834, 5], ["C2", 43835, 7.5]]
PADDED = [HEAD, [("zeros", 123), *A[1:]], [("zeros", 7), *B[1:]], [("zeros", 123456), *B[1:]]]
SHORT = [HEAD, [("short", 123), *A[1:]], [("short", 7), *B[1:]]]
COMPUTED = [
    HEAD,
    [*A[:2], ("formula", 5.0, True)],
    [*B[:2], ("formula", 0.0, True)],
    ["C3", B[1], ("formula", 0.0, False)],
]
PADDED_LINES = [("00123", *BOTH[0][1:]), ("00007", *BOTH[1][1:])]
BINARY = {
    "162-years-from-1904-in-xlsb": (binary_workbook(("S", 0, SERIALS), epoch_1904=True), BOTH, []),
    "162-years-from-1904-in-xls": (old_workbook(OldSheet("S", SERIALS), epoch_1904=True), BOTH, []),
    "97-leading-zeros-in-xlsb": (binary_workbook(("S", 0, PADDED)), [*PADDED_LINES, ("123456", *BOTH[1][1:])], []),
    "97-leading-zeros-of-short-numbers-in-xlsb": (binary_workbook(("S", 0, SHORT)), PADDED_LINES, []),
    "90-formula-without-a-result-in-xlsb": (
        binary_workbook(("S", 0, COMPUTED)),
        [BOTH[0], ("C3", BOTH[1][1], "0")],
        [(3, "amount_unsaved")],
    ),
    "90-formula-without-a-result-in-xls": (
        old_workbook(OldSheet("S", COMPUTED)),
        [BOTH[0], ("C3", BOTH[1][1], "0")],
        [(3, "amount_unsaved")],
    ),
}


@pytest.mark.parametrize(
    ("content", "lines", "rejected"), [pytest.param(*case, id=key) for key, case in BINARY.items()]
)
def test_binary_workbooks_say_what_the_others_say(
    content: bytes, lines: list[tuple[str, str, str]], rejected: list[tuple[int, str]], tmp_path: Path
) -> None:
    path = tmp_path / "s"
    path.write_bytes(content)
    found = read(path)
    assert (found.lines, found.rejected) == (lines, rejected)


@pytest.mark.parametrize(
    ("customers", "told"),
    [
        pytest.param([7, 45, 123, 99999], True, id="97-numbers-of-varying-lengths"),
        pytest.param(["7", "45", "123"], True, id="97-texts-of-varying-lengths"),
        pytest.param([45, 123, 999], False, id="97-two-lengths"),
        pytest.param(["007", "45", "123", "12345"], False, id="97-a-zero-in-front-that-stayed"),
        pytest.param(["C7", "C45", "C123"], False, id="97-no-numbers"),
    ],
)
def test_numbers_of_several_lengths_may_have_lost_zeros(customers: list[object], told: bool, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "s.xlsx") as book:
        put(book, "S", [HEAD, *[[one, *A[1:]] for one in customers]])
    with DuckDB() as engine:
        (loaded,) = take_in(engine, tmp_path / "s.xlsx", Reading()).loaded
    wanted = {"column": HEAD[0], "shortest": "1", "longest": str(len(str(customers[-1])))}
    assert dict(loaded.settled.notes).get("ids_vary_in_length") == (wanted if told else None)


KINDS = {
    "10-old-excel": ("a.xls", old_workbook(OldSheet("销售", FLAWED, merged=[(1, 2, 0, 0)]))),
    "12-binary-excel": ("a.xlsb", binary_workbook(("销售", 0, FLAWED), merged=(1, 2, 0, 0))),
    "14-open-document": (
        "a.ods",
        archives.open_document(
            [
                *(HEAD, [ODS_MERGED, "2024-01-05", 5], ["<table:covered-table-cell/>", "2024-01-05", 6]),
                *(ROWS[3], ["C3", "2024-01-07", ODS_ERROR]),
            ]
        ),
    ),
    "9-xml-of-2003": ("a.xml", XML_BOOK.encode()),
    "7-web-page": ("a.html", HTML_BOOK.encode()),
}


@pytest.mark.parametrize(("name", "content"), [pytest.param(*pair, id=key) for key, pair in KINDS.items()])
def test_every_kind_of_workbook_fills_merged_cells_and_tells_errors(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    found = read(tmp_path / name)
    assert found.lines == LINES
    assert found.rejected == [(5, "amount_is_error")]
    assert found.notes["merged_filled"]["cells"] == "1"


def test_old_excel_tells_what_is_hidden_and_gives_leading_zeros_back(tmp_path: Path) -> None:
    rows = [HEAD, [("zeros", 123), "2024-01-05", 5], B]
    shown = OldSheet("销售", rows, hidden_rows=[2], hidden_columns=(3, 4))
    (tmp_path / "a.xls").write_bytes(old_workbook(shown, OldSheet("旧", rows, state=2), macros=True))
    found = read(tmp_path / "a.xls")
    assert found.lines == [("00123", "2024-01-05", "5"), BOTH[1]]
    codes = [told.split()[0] for told in found.told["en"]]
    assert sorted(codes) == ["W-HIDDEN", "W-HIDDENCOLS", "W-HIDDENROWS", "W-MACRO", "W-ZEROS"]


def test_open_documents_give_leading_zeros_times_and_truth_values_as_they_are_shown(tmp_path: Path) -> None:
    styles = (
        '<number:number-style style:name="N1"><number:number number:decimal-places="0" number:min-integer-digits="5"/>'
        '</number:number-style><style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    )
    key = (
        '<table:table-cell table:style-name="ce1" office:value-type="float" office:value="123">'
        "<text:p>00123</text:p></table:table-cell>"
    )
    truth = (
        '<table:table-cell office:value-type="boolean" office:boolean-value="true">'
        "<text:p>TRUE</text:p></table:table-cell>"
    )
    rows = [HEAD, [key, "2024-01-05", 5], ["C2", "2024-01-06", truth]]
    (tmp_path / "a.ods").write_bytes(archives.open_document(rows, styles=styles))
    found = read(tmp_path / "a.ods")
    assert found.lines == [("00123", "2024-01-05", "5")]
    assert found.rejected == [(3, "amount_not_a_number")]


def test_numbers_are_read_as_their_digits(tmp_path: Path) -> None:
    numbers = [0.1 + 0.2, 19.995, 13800138000, 1234567.89, -3.5, 1e-7, 99999999999999]
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        put(book, "销售", [HEAD, *[[number, "2024-01-05", number] for number in numbers]])
    assert [(who, amount) for who, _, amount in read(tmp_path / "a.xlsx").lines] == [
        ("0.3", "0.3"),
        ("19.995", "19.995"),
        ("13800138000", "13800138000"),
        ("1234567.89", "1234567.89"),
        ("-3.5", "-3.5"),
        ("0.0000001", "0"),
        ("99999999999999", "99999999999999"),
    ]


def marks(path: Path) -> list[tuple[str | None, str | None]]:
    """The first column of a workbook with the marks of its cells."""
    with DuckDB() as engine:
        (raw,) = open_tables(engine, examine(path), Reading())
        return engine.run(f"SELECT c0, {raw.marks.get(0, 'NULL')} FROM {raw.source} ORDER BY source_row")


LONG = 110101199003071234.0
LONG_OF_ODS = (
    '<table:table-cell office:value-type="float" office:value="1.10101199003071E+017"><text:p>1.1E17</text:p>'
    "</table:table-cell>"
)
LONG_ROWS = [HEAD, [LONG, "2024-01-05", 1], ["110101199003071234", "2024-01-05", 1]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xls", old_workbook(OldSheet("S", LONG_ROWS))),
        ("a.xlsb", binary_workbook(("S", 0, LONG_ROWS))),
        ("a.ods", archives.open_document([HEAD, [LONG_OF_ODS, *LONG_ROWS[1][1:]], LONG_ROWS[2]])),
        (
            "a.xlsx",
            archives.book(
                archives.ROWS
                + "".join(
                    f'<row r="{row}"><c r="A{row}"{kind}>{cell}</c></row>'
                    for row, kind, cell in (
                        (3, "", "<v>110101199003071234</v>"),
                        (4, "", "<v>1.10101199003071E+17</v>"),
                        (5, "", "<v>0.30000000000000004</v>"),
                        (6, ' t="str"', "<f>A1</f><v>110101199003071234</v>"),
                        (7, ' t="inlineStr"', "<is><t>110101199003071234</t></is>"),
                    )
                )
            ),
        ),
    ],
)
def test_a_number_of_more_digits_than_a_spreadsheet_keeps_is_marked_and_a_text_of_them_is_not(
    name: str, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    found = marks(tmp_path / name)
    if name == "a.xlsx":
        assert [mark for _, mark in found] == [None, "long", "long", None, None, None]
    else:
        assert [mark for _, mark in found] == ["long", None]
    assert found[-1][0] == "110101199003071234"


def test_a_time_of_day_alone_is_no_date(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = put(book, "销售", [HEAD, A, ["C2", None, 1]])
        sheet.write_number(2, 1, 0.5, book.add_format({"num_format": "hh:mm:ss"}))
    found = read(tmp_path / "a.xlsx")
    assert (found.lines, found.rejected) == ([BOTH[0]], [(3, "date_not_understood")])


BROKEN = {
    "22-sheet-with-broken-bytes": ("xl/worksheets/sheet1.xml", None),
    "22-sheet-that-is-no-xml": ("xl/worksheets/sheet1.xml", lambda data: data[: len(data) // 2]),
    "22-texts-with-broken-bytes": ("xl/sharedStrings.xml", None),
    "22-list-of-sheets-that-is-no-xml": ("xl/workbook.xml", lambda data: data[:-30]),
    "22-styles-that-are-no-xml": ("xl/styles.xml", lambda data: data[:-30]),
}


@pytest.mark.parametrize(("part", "change"), [pytest.param(*pair, id=key) for key, pair in BROKEN.items()])
def test_a_broken_part_is_named(part: str, change: Callable[[bytes], bytes] | None, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "plain.xlsx") as book:
        put(book, "销售", [HEAD, *[[f"C{row}", "2024-01-05", row] for row in range(400)]])
    made = tmp_path / "plain.xlsx"
    content = archives.broken_inside(made, part) if change is None else archives.replaced(made, part, change)
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(DataError) as caught:
        read(tmp_path / "a.xlsx")
    assert (caught.value.code, caught.value.where.file) == ("E-CORRUPT", "a.xlsx")
    assert part in caught.value.render("en")
