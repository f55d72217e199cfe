"""Tables as people lay them out: where the headers are, what is no record, and what has to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import shuke
from ingest.catalogue.sheets import Row, read, sheet
from shuke.errors import DataError, Undecided
from shuke.locale import LANGUAGES, code, text
from shuke.report.notes import notes

pytestmark = pytest.mark.row("Z1")

HEAD = ("客户编号", "日期", "金额")
A, B = ("C1", "2024-01-05", "5"), ("C2", "2024-01-06", "7.5")
BOTH = [("C1", "2024-01-05", "5"), ("C2", "2024-01-06", "7.5")]


@dataclass(frozen=True)
class Good:
    """Rows that are read without a question: the lines, what is skipped, the headers, and the codes of notes."""

    rows: Sequence[Row]
    lines: Sequence[tuple[str, str, str]] = tuple(BOTH)
    skipped: dict[str, int] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    codes: Sequence[str] = ()
    mapping: dict[str, str] = field(default_factory=dict)
    rejected: Sequence[tuple[int, str]] = ()


GOOD = {
    "67-header-in-row-3": Good(
        [("2024年销售报表",), ("单位：元", "", "部门：华东"), HEAD, A, B],
        skipped={"skipped_title": 2},
        codes=["W-TITLE"],
    ),
    "67-title-of-two-words-above-unknown-names": Good(
        [("年度报表", "", "", ""), ("客户编号", "甲", "日期", "金额"), ("C1", "x", *A[1:]), ("C2", "y", *B[1:])],
        skipped={"skipped_title": 1},
        codes=["W-TITLE"],
    ),
    "68-groups-above-names": Good(
        [("客户", "", "销售", ""), ("编号", "名称", "日期", "金额"), ("C1", "甲", *A[1:]), ("C2", "乙", *B[1:])],
        columns={
            "customer_id": "客户/编号",
            "customer_name": "客户/名称",
            "ordered_at": "销售/日期",
            "amount": "销售/金额",
        },
    ),
    "68-names-of-two-lines-height-beside-a-group": Good(
        [("客户编号", "日期", "销售", ""), ("", "", "金额", "数量"), (*A, "1"), (*B, "2")],
        columns={"customer_id": "客户编号", "ordered_at": "日期", "amount": "销售/金额", "quantity": "销售/数量"},
    ),
    "70-traditional": Good([("客戶編號", "訂單日期", "金額"), A, B]),
    "70-pinyin": Good([("khbh", "xdrq", "je"), A, B]),
    "70-english": Good([("Customer No.", "Order Date", "Net Amount"), A, B]),
    "72-blank-header-named-by-its-letter": Good(
        [("客户编号", "日期", ""), A, B], columns={"amount": "列C"}, mapping={"amount": "列C"}
    ),
    "73-spaces-line-breaks-full-width-and-invisible-characters": Good(
        [("客户\u200b编号", " 日　期 ", "金 额\n(元)"), A, B],
        columns={"customer_id": "客户编号", "ordered_at": "日 期", "amount": "金 额 (元)"},
    ),
    "73-full-width-letters": Good(
        [("ＣＵＳＴＯＭＥＲ＿ＩＤ", "日期", "金额（元）"), A, B], columns={"amount": "金额（元）"}
    ),
    "75-headers-on-every-page": Good(
        [HEAD, A, HEAD, B, HEAD], skipped={"skipped_repeated_header": 2}, codes=["W-HEADER"]
    ),
    "76-grand-total": Good([HEAD, A, B, ("合计", "", "12.5")], skipped={"skipped_total": 1}, codes=["W-TOTAL"]),
    "76-total-with-a-date": Good([HEAD, A, B, ("Total", "2024-12-31", "12.50")], skipped={"skipped_total": 1}),
    "76-total-beside-the-key": Good(
        [("序号", *HEAD), ("1", *A), ("2", *B), ("总计：", "", "", "12.5")], skipped={"skipped_total": 1}
    ),
    "76-total-counts-rows-that-are-rejected-too": Good(
        [HEAD, A, ("C9", "没有", "1"), B, ("合计", "", "13.5")],
        skipped={"skipped_total": 1},
        rejected=[(3, "date_not_understood")],
    ),
    "77-subtotals-per-customer-and-a-total": Good(
        [HEAD, A, ("C1 小计", "", "5"), B, ("C2 小计", "", "7.5"), ("总计", "", "12.5")],
        skipped={"skipped_total": 3},
        codes=["W-TOTAL"],
    ),
    "77-subtotals-of-pages-and-of-regions": Good(
        [HEAD, A, ("本页小计", "", "5"), B, ("本页小计", "", "7.5"), ("华东区合计", "", "12.5")],
        skipped={"skipped_total": 3},
    ),
    "78-footer": Good(
        [HEAD, A, B, ("制表人：张三", "", "审核：李四"), ("第 1 页 共 1 页", "", "")],
        skipped={"skipped_footer": 2},
        codes=["W-FOOTER"],
    ),
    "78-footer-with-its-date-under-the-dates": Good(
        [HEAD, A, B, ("制表人: 张三", "2024-12-31", "")], skipped={"skipped_footer": 1}
    ),
    "80-blank-rows": Good([HEAD, A, ("", "", ""), ("", "", ""), B], skipped={"skipped_blank": 2}, codes=["W-BLANK"]),
    "74-unit-yuan-is-the-plain-one": Good([("客户编号", "日期", "金额(元)"), A, B]),
    "81-a-blank-column-inside-one-table": Good(
        [("客户编号", "日期", "", "金额", "数量"), (*A[:2], "", "5", "1"), (*B[:2], "", "7.5", "1")]
    ),
    "81-two-words-in-a-record-are-no-table": Good([HEAD, A, ("客户", "不详", "待定"), B], rejected=[(3, "date_blank")]),
    "123-key-of-two-columns": Good(
        [("门店", "会员号", "日期", "金额"), ("S1", "7", *A[1:]), ("S1", "", *A[1:]), ("S2", "7", *B[1:])],
        lines=[("S1|7", *A[1:]), ("S2|7", *B[1:])],
        mapping={"customer_id": "门店+会员号"},
        rejected=[(3, "customer_id_blank")],
    ),
}


@pytest.mark.parametrize("case", GOOD.values(), ids=GOOD.keys())
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_is_read_and_what_is_no_record_is_told(case: Good, kind: str, tmp_path: Path) -> None:
    found = read(sheet(tmp_path, case.rows, kind), mapping=case.mapping)
    assert found.lines == list(case.lines)
    assert found.rejected == list(case.rejected)
    assert found.skipped == case.skipped
    assert {name: found.columns[name] for name in case.columns} == case.columns
    for lang in LANGUAGES:
        assert [one.split()[0] for one in found.told[lang]] == list(case.codes) or not case.codes


@dataclass(frozen=True)
class Open:
    """Rows that leave something open: the code, where, and the lines that each answer gives."""

    rows: Sequence[Row]
    code: str
    decision: str
    answers: dict[str, Sequence[tuple[str, str, str]] | str]
    row: int | None = None
    option: str = "decide"
    mapping: dict[str, str] = field(default_factory=dict)


OPEN = {
    "68-second-line-or-first-record": Open(
        [("客户编号", "日期", "金额", ""), ("甲", "待定", "待定", "加急"), (*A, "a"), (*B, "b")],
        "E-HEADER-LINES",
        "header",
        {"1": BOTH, "1-2": BOTH},
        row=1,
        mapping={"customer_id": "列A", "ordered_at": "列B", "amount": "列C"},
    ),
    "69-no-header": Open(
        [A, B],
        "E-HEADER",
        "header",
        {"none": BOTH, "1": [BOTH[1]]},
        row=1,
        mapping={"customer_id": "列A", "ordered_at": "列B", "amount": "列C"},
    ),
    "70-two-candidates": Open(
        [("客户编号", "会员编号", "日期", "金额"), ("C1", "M1", *A[1:]), ("C2", "M2", *B[1:])],
        "E-COLS-CLASH",
        "customer_id",
        {"客户编号": BOTH, "会员编号": [("M1", *A[1:]), ("M2", *B[1:])]},
        option="map",
    ),
    "71-headers-that-are-equal": Open(
        [("客户编号", "日期", "金额", "金额"), (*A, "50"), (*B, "75")],
        "E-COLS-CLASH",
        "amount",
        {"金额 (C)": BOTH, "金额 (D)": [(*A[:2], "50"), (*B[:2], "75")]},
        option="map",
    ),
    "76-total-that-is-no-sum": Open(
        [HEAD, A, B, ("合计", "2024-01-07", "12.6")],
        "E-TOTAL",
        "total-rows",
        {"skip": BOTH, "keep": [*BOTH, ("合计", "2024-01-07", "12.6")]},
        row=4,
    ),
    "74-unit-in-the-header": Open(
        [("客户编号", "日期", "金额(万元)"), A, B],
        "E-UNIT",
        "amount-unit",
        {"ten-thousand": [(*A[:2], "50000"), (*B[:2], "75000")], "yuan": BOTH},
    ),
    "74-unit-in-a-title": Open(
        [("销售明细", "", "单位：千元"), ("客户编号", "日期", "金额"), A, ("C2", "2024-01-06", "0.12345678")],
        "E-UNIT",
        "amount-unit",
        {
            "thousand": [(*A[:2], "5000"), (*B[:2], "123.4568")],
            "yuan": [A, (*B[:2], "0.1235")],
        },
    ),
    "81-two-tables-side-by-side": Open(
        [("客户编号", "日期", "金额", "", "客户编号", "金额"), (*A, "", "C8", "1"), (*B, "", "C9", "2")],
        "E-TABLES",
        "tables",
        {"first": BOTH},
        row=1,
    ),
    "87-one-column-per-month": Open(
        [("客户编号", "2024-01", "2024-02", "2024年3月"), ("C1", "5", "", "6"), ("C2", "7.5", "待定", "0")],
        "E-WIDE",
        "unpivot",
        {
            "month-end": [
                ("C1", "2024-01-31", "5"),
                ("C1", "2024-03-31", "6"),
                ("C2", "2024-01-31", "7.5"),
                ("C2", "2024-03-31", "0"),
            ],
            "month-start": [
                ("C1", "2024-01-01", "5"),
                ("C1", "2024-03-01", "6"),
                ("C2", "2024-01-01", "7.5"),
                ("C2", "2024-03-01", "0"),
            ],
        },
    ),
    "81-another-table-below": Open(
        [HEAD, A, B, ("", "", ""), ("姓名", "电话", "城市"), ("甲", "2024-01-09", "9")],
        "E-TABLES",
        "tables",
        {"first": BOTH, "all": [*BOTH, ("甲", "2024-01-09", "9")]},
        row=5,
    ),
    "150-due-and-paid": Open(
        [("客户编号", "日期", "应收金额", "实收金额", "优惠"), (*A, "4", "1"), (*B, "7", "0.5")],
        "E-COLS-CLASH",
        "amount",
        {"应收金额": BOTH, "实收金额": [(*A[:2], "4"), (*B[:2], "7")]},
        option="map",
    ),
    "180-ordered-and-paid": Open(
        [
            ("客户编号", "下单时间", "付款时间", "金额"),
            ("C1", *A[1:2], "2024-01-07", "5"),
            ("C2", *B[1:2], "2024-01-08", "7.5"),
        ],
        "E-COLS-CLASH",
        "ordered_at",
        {"下单时间": BOTH, "付款时间": [("C1", "2024-01-07", "5"), ("C2", "2024-01-08", "7.5")]},
        option="map",
    ),
}


@pytest.mark.parametrize("case", OPEN.values(), ids=OPEN.keys())
def test_what_is_open_is_asked_and_each_answer_is_followed(case: Open, tmp_path: Path) -> None:
    source = sheet(tmp_path, case.rows)
    with pytest.raises(Undecided) as caught:
        read(source, mapping=case.mapping)
    question = caught.value
    assert (question.decision, question.option, question.where.row) == (case.decision, case.option, case.row)
    assert set(case.answers) <= set(question.choices)
    for lang in LANGUAGES:
        told = question.render(lang)
        assert told.startswith(f"{case.code} · 销售.csv")
        assert all(f"{case.decision}={answer}" in told for answer in case.answers) or case.decision == "header"
    for answer, lines in case.answers.items():
        if case.option == "map":
            found = read(source, mapping={**case.mapping, case.decision: answer})
        else:
            found = read(source, mapping=case.mapping, decisions={case.decision: answer})
        assert found.lines == list(lines), answer


REFUSED = {
    "95-one-column": ([("姓名",), ("甲",), ("乙",)], "E-NOCOLS", None, ("姓名",)),
    "96-date-and-amount-missing": (
        [("客户编号", "备注"), ("C1", "a"), ("C2", "b")],
        "E-NOCOLS",
        None,
        ("客户编号, 备注",),
    ),
    "199-shifted-from-row-4-on": (
        [("客户编号", "备注", "日期", "金额"), ("C1", "a", "2024-01-05", "5"), ("C2", "b", "2024-01-06", "7.5")]
        + [("C3", f"2024-01-{day:02}", "3", "") for day in range(7, 12)],
        "E-SHIFT",
        4,
        ("日期", "备注"),
    ),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_used_is_refused_with_its_place(
    case: tuple[Sequence[Row], str, int | None, Sequence[str]], tmp_path: Path
) -> None:
    rows, code_, row, words = case
    with pytest.raises(DataError) as caught:
        read(sheet(tmp_path, rows))
    assert caught.value.where.row == row
    for lang in LANGUAGES:
        told = caught.value.render(lang)
        assert told.startswith(f"{code_} · 销售.csv")
        assert all(word in told for word in words)


@pytest.mark.parametrize("title", [pytest.param("2023年销售", id="87-months-without-a-year")])
def test_months_without_a_year_take_the_one_that_is_said(title: str, tmp_path: Path) -> None:
    source = sheet(
        tmp_path, [(title,), ("客户编号", "1月", "2月", "3月"), ("C1", "5", "6", ""), ("合计", "5", "6", "")]
    )
    with pytest.raises(Undecided) as caught:
        read(source, decisions={"unpivot": "month-end"})
    assert (caught.value.decision, caught.value.choices, caught.value.code) == ("year", ("2023",), "E-WIDE-YEAR")
    found = read(source, decisions={"unpivot": "month-end", "year": "2023"})
    assert found.lines == [("C1", "2023-01-31", "5"), ("C1", "2023-02-28", "6")]
    assert found.skipped == {"skipped_title": 1, "skipped_total": 2}


@pytest.mark.parametrize(
    "upper",
    [
        pytest.param(("客户", "2024年销售额", "", "", "合计"), id="87-months-below-their-year"),
        pytest.param(("客户", "2024年", "", "", ""), id="87-months-below-a-year-alone"),
    ],
)
def test_months_in_the_lower_of_two_header_lines_are_months(upper: Row, tmp_path: Path) -> None:
    lower = ("客户编号", "1月", "2月", "3月", "")
    source = sheet(tmp_path, [upper, lower, ("C1", "5", "6", "", "11"), ("C2", "", "", "7", "7")])
    found = read(source, decisions={"unpivot": "month-end", "header": "1-2"})
    assert found.lines == [("C1", "2024-01-31", "5"), ("C1", "2024-02-29", "6"), ("C2", "2024-03-31", "7")]


@pytest.mark.parametrize("other", [pytest.param("数量", id="87-pieces-and-money-each-month")])
def test_of_two_figures_a_month_the_money_becomes_rows(other: str, tmp_path: Path) -> None:
    upper = ("客户", other, "", "", "金额", "", "")
    lower = ("客户编号", "2024年1月", "2024年2月", "2024年3月", "2024年1月", "2024年2月", "2024年3月")
    source = sheet(tmp_path, [upper, lower, ("C1", "1", "2", "", "50", "60", "")])
    found = read(source, decisions={"unpivot": "month-end", "header": "1-2"})
    assert found.lines == [("C1", "2024-01-31", "50"), ("C1", "2024-02-29", "60")]


@pytest.mark.parametrize("kind", [pytest.param(kind, id=f"81-range-of-{kind}") for kind in ("csv", "xlsx")])
def test_a_part_of_a_sheet_is_read_alone(kind: str, tmp_path: Path) -> None:
    rows = [("x", "", "", ""), ("", *HEAD), ("", *A), ("", *B), ("", "C3", "2024-01-07", "9")]
    found = read(sheet(tmp_path, rows, kind), decisions={"range": "B2:D4"})
    assert (found.lines, found.headers, found.rejected) == (BOTH, HEAD, [])


def fen(amounts: Sequence[str]) -> list[Row]:
    return [HEAD, *((f"C{number % 7}", "2024-01-05", amount) for number, amount in enumerate(amounts))]


@pytest.mark.parametrize("count", [pytest.param(60, id="149-amounts-in-fen")])
def test_amounts_that_are_all_whole_hundreds_are_asked(count: int, tmp_path: Path) -> None:
    source = sheet(tmp_path, fen([str(100 * number) for number in range(1, count + 1)]))
    with pytest.raises(Undecided) as caught:
        read(source)
    assert (caught.value.decision, caught.value.code) == ("amount-unit", "E-UNIT")
    assert [line[2] for line in read(source, decisions={"amount-unit": "fen"}).lines[:2]] == ["1", "2"]
    assert [line[2] for line in read(source, decisions={"amount-unit": "yuan"}).lines[:2]] == ["100", "200"]


@pytest.mark.parametrize(
    "amounts",
    [
        pytest.param(["100"] * 60, id="149-one-price"),
        pytest.param([f"{100 * number}.00" for number in range(1, 61)], id="149-written-with-decimals"),
        pytest.param([*map(str, range(100, 7000, 100)), "150"], id="149-one-that-is-no-hundred"),
    ],
)
def test_other_amounts_are_not_asked(amounts: Sequence[str], tmp_path: Path) -> None:
    assert len(read(sheet(tmp_path, fen(amounts))).lines) == len(amounts)


@pytest.mark.parametrize("headers", [pytest.param(("甲", "乙", "丙"), id="96-candidates-by-their-cells")])
def test_columns_are_proposed_by_their_cells_and_never_taken(headers: Row, tmp_path: Path) -> None:
    source = sheet(tmp_path, [headers, *((f"K{n % 3}", f"2024-01-{n + 1:02}", f"{n}.50") for n in range(9))])
    mapping: dict[str, str] = {}
    for wanted, header in (("customer_id", "甲"), ("ordered_at", "乙"), ("amount", "丙")):
        with pytest.raises(Undecided) as caught:
            read(source, mapping=mapping)
        assert (caught.value.decision, caught.value.choices, caught.value.code) == (wanted, (header,), "E-NOCOLS")
        assert caught.value.choice(0, "zh").endswith(f"({header})")
        mapping[wanted] = header
    assert len(read(source, mapping=mapping).lines) == 9


@pytest.mark.parametrize(
    ("customers", "told"),
    [pytest.param(30, True, id="124-every-row-its-own-customer"), pytest.param(29, False, id="124-one-comes-again")],
)
def test_a_key_that_never_comes_again_is_told(customers: int, told: bool, tmp_path: Path) -> None:
    rows = [(f"C{number % customers}", "2024-01-05", "1.50") for number in range(30)]
    result = shuke.score(sheet(tmp_path, [HEAD, *rows]))
    for lang in LANGUAGES:
        sentence = text("notes.key_unique", lang, count="30")
        assert any(sentence in note[lang] for note in notes(result.rating)) == told
    assert code("notes", "key_unique") == "W-KEYUNIQUE"
    result.close()


def test_the_shape_of_the_lines_says_nothing_of_the_tables_beside_them(tmp_path: Path) -> None:
    source = sheet(tmp_path, [("报表",), ("x",), HEAD, A, B])
    visits = sheet(tmp_path, [("customer_id", "kind", "occurred_at"), ("C1", "visit", "2024-01-05")], name="visits")
    result = shuke.score(source, interactions=visits, metrics=("consultations",), decide={"header": "3"})
    assert len(result.customers.rows()) == 2
    result.close()
