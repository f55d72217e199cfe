"""Amounts as people and systems write them: each is read exactly, or its row is rejected for what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.books import workbook
from ingest.catalogue.cells import column, column_of
from ingest.reading import taken
from shuke.errors import DataError, Undecided
from shuke.locale import LANGUAGES

pytestmark = pytest.mark.row("Z1", "X3")


@dataclass(frozen=True)
class Good:
    """Cells with their values, and the ways of writing that are logged, with how many cells each."""

    cells: Mapping[str, str]
    forms: Mapping[str, int] = field(default_factory=dict)
    decisions: Mapping[str, str] = field(default_factory=dict)


GOOD = {
    "125-thousands": Good({"1,234.50": "1234.5", "12,345,678": "12345678", "-1,234.5": "-1234.5"}, {"thousands": 3}),
    "126-yuan": Good(
        {
            "¥1,234.50": "1234.5",
            "￥88": "88",
            "RMB 12": "12",
            "cny12.5": "12.5",
            "12.5元": "12.5",
            "12.5 元整": "12.5",
            "人民币 3.20": "3.2",
            "RMB ¥7": "7",
            "¥12元": "12",
            "-¥88.8": "-88.8",
            "¥-88.8": "-88.8",
        },
        {"currency": 11, "thousands": 1, "characters": 1},
    ),
    "129-parentheses": Good({"(1,234.50)": "-1234.5", "（5）": "-5", "(¥3)": "-3", "¥(3)": "-3"}, {"negative": 4}),
    "130-minus": Good({"1234.50-": "-1234.5", "\u22121234": "-1234", "－1234": "-1234", "–3": "-3"}, {"negative": 4}),
    "131-decimal-comma": Good(
        {"1.234,50": "1234.5", "12,5": "12.5", "1.234": "1234", "7": "7", "-0,5": "-0.5", "1.234.567": "1234567"},
        {"decimal_comma": 3, "thousands": 3},
    ),
    "132-decided-by-the-rest": Good({"1,234": "1234", "1.234": "1.234", "12.5": "12.5"}, {"thousands": 1}),
    "132-decided-by-the-rest-the-other-way": Good({"1,234": "1.234", "1.234": "1234", "12,5": "12.5"}),
    "132-decided-by-the-currency": Good({"¥1,234": "1234", "¥12": "12"}),
    "132-decided-by-plain-cells": Good({"1,234": "1234", "1.234": "1.234", "0.5": "0.5"}),
    "132-decided-by-a-person": Good({"1,234": "1234", "1.234": "1.234"}, decisions={"number-style": "point"}),
    "132-decided-by-a-person-the-other-way": Good(
        {"1,234": "1.234", "1.234": "1234"}, decisions={"number-style": "comma"}
    ),
    "133-other-groups": Good(
        {"1\u00a0234,50": "1234.5", "1\u2009234": "1234", "1'234": "1234", "1\u202f234\u202f567,8": "1234567.8"},
        {"thousands": 4},
    ),
    "133-apostrophes": Good({"1'234.50": "1234.5", "1’234’567.8": "1234567.8"}, {"thousands": 2}),
    "134-units": Good(
        {
            "1.2万": "12000",
            "3亿": "300000000",
            "5千": "5000",
            "1.2w": "12000",
            "12k": "12000",
            "1.2 万元": "12000",
            "¥0.00015万": "1.5",
            "0.000000005万": "0.0001",
            "-3.5K": "-3500",
            "2百万": "2000000",
        },
        {"unit": 10},
    ),
    "135-chinese-numerals-if-asked-for": Good(
        {
            "壹仟贰佰叁拾肆元伍角整": "1234.5",
            "一千二": "1200",
            "一千零二": "1002",
            "两百五": "250",
            "负三十": "-30",
            "一亿零三万": "100030000",
            "五角": "0.5",
            "三点一四": "3.14",
        },
        {"numerals": 8},
        {"chinese-numerals": "read"},
    ),
    "136-full-width": Good({"１２３４．５０": "1234.5", "１，２３４": "1234", "￥５": "5"}, {"characters": 3}),
    "140-float-noise": Good({"0.30000000000000004": "0.3", "19.990000000000002": "19.99"}),
    "141-more-than-four-decimals": Good(
        {"19.995": "19.995", "1.23445": "1.2345", "-1.23445": "-1.2345", "0.00005": "0.0001", "2.67499999": "2.675"},
        {"decimals": 4},
    ),
    "142-the-whole-range": Good(
        {"99999999999999.9999": "99999999999999.9999", "¥99,999,999,999,999": "99999999999999"}
    ),
}
BAD = {
    "135-chinese-numerals": ("E-AMT-CN", ["壹仟贰佰叁拾肆元伍角整", "一千二", "三十元"]),
    "137-letters-and-groups": (
        "E-AMT-01",
        ["12O.5", "l23", "1,23,4", "1 23", "--5", "+-5", "(5)-", "(5", "5)", "¥", "1.2.3", "5斤", "abc", "1/2x"],
    ),
    "138-percent": ("E-AMT-PCT", ["15%", "1.5 ％", "3‰"]),
    "139-programs": (
        "E-AMT-01",
        ["1.2E3", "1e400", "inf", "-Infinity", "nan", "NaN", "1_000", "٣", "0x10", "1e-7"],
    ),
    "92-booleans": ("E-AMT-01", ["TRUE", "false", "是"]),
    "142-out-of-range": ("E-AMT-RANGE", ["100000000000000", "99999999999999.99995", "1" + "0" * 60, "¥10亿亿"][:3]),
    "151-blank": ("E-AMT-BLANK", ["", "  ", "\u3000", "—", "-", "待定", "N/A", "NULL", "无", "/", "TBD"]),
    "152-dates": ("E-AMT-DATE", ["1月2日", "2024-01-02", "2024/1/2 00:00:00", "2-Jan", "1-2", "1/2", "Jan-24"]),
}


def values(cells: Mapping[str, str]) -> list[Decimal]:
    return [Decimal(value) for value in cells.values()]


@pytest.mark.parametrize("case", GOOD.values(), ids=GOOD)
def test_an_amount_is_read_however_it_is_written(case: Good, tmp_path: Path) -> None:
    read = column(tmp_path, "amount", list(case.cells), decisions=dict(case.decisions))
    assert read.reasons == [None] * len(case.cells)
    assert read.values == values(case.cells)
    assert {form: read.changes.get(form) for form in case.forms} == dict(case.forms)


@pytest.mark.parametrize(("wanted", "cells"), BAD.values(), ids=BAD)
def test_what_is_no_amount_is_rejected_for_what_it_is(wanted: str, cells: Sequence[str], tmp_path: Path) -> None:
    read = column(tmp_path, "amount", ["0.5", *cells])
    assert read.codes == [None, *[wanted] * len(cells)]
    assert read.values == [Decimal("0.5"), *[None] * len(cells)]


@pytest.mark.parametrize(
    "cells", [["1,234", "1.234", "7"], ["1,234", "12"], ["1.234", "5.678"]], ids=lambda c: f"132-{c[0]}"
)
def test_a_number_that_could_be_two_is_a_question(cells: list[str], tmp_path: Path) -> None:
    with pytest.raises(Undecided) as asked:
        column(tmp_path, "amount", cells)
    assert (asked.value.code, asked.value.decision, asked.value.choices) == (
        "E-AMT-STYLE",
        "number-style",
        ("point", "comma"),
    )
    assert (asked.value.where.row, asked.value.where.column, asked.value.where.letter) == (2, "amount", "D")
    for lang in LANGUAGES:
        assert cells[0] in asked.value.render(lang)


def test_131_a_column_that_proves_both_styles_is_a_question_with_two_rows(tmp_path: Path) -> None:
    cells = ["12.5", "1.234,50", "7"]
    with pytest.raises(Undecided) as asked:
        column(tmp_path, "amount", cells)
    assert (asked.value.code, asked.value.where.row, asked.value.figures["row"]) == ("E-AMT-STYLE", 3, 2)
    read = column(tmp_path, "amount", cells, decisions={"number-style": "point"})
    assert (read.values, read.codes) == ([Decimal("12.5"), None, Decimal(7)], [None, "E-AMT-STYLE", None])
    read = column(tmp_path, "amount", cells, decisions={"number-style": "comma"})
    assert (read.values, read.codes) == ([None, Decimal("1234.5"), Decimal(7)], ["E-AMT-STYLE", None, None])


def test_131_a_slip_among_many_is_rejected_alone(tmp_path: Path) -> None:
    read = column(tmp_path, "amount", ["12.5"] * 30 + ["1.234,50", "1,234"])
    assert read.codes == [None] * 30 + ["E-AMT-STYLE", None]
    assert read.values[-1] == 1234


def test_66_a_text_of_another_locale_is_read_by_its_own_proof(tmp_path: Path) -> None:
    source = tmp_path / "s.csv"
    source.write_text("customer_id;ordered_at;amount\nA;2024-01-05;12,50\nB;2024-01-06;1.234\n", encoding="utf-8")
    assert column_of(source, "amount").values == [Decimal("12.5"), Decimal(1234)]


CURRENCIES = {
    "127-dollars": (["$12.00", "USD 5", "3美元"], "USD"),
    "127-hong-kong": (["HK$12", "HKD5", "3港币"], "HKD"),
    "127-us": (["US$12", "us$5"], "USD"),
    "127-euros": (["€12,00", "12,5 €", "EUR 3"], "EUR"),
    "127-pounds": (["£0.99", "GBP 5"], "GBP"),
    "127-yen": (["JPY ¥100", "100円", "3日元"], "JPY"),
    "126-yuan": (["¥1", "2元", "RMB3", "4"], "CNY"),
}


@pytest.mark.parametrize(("cells", "wanted"), CURRENCIES.values(), ids=CURRENCIES)
def test_the_sign_beside_an_amount_says_its_currency(cells: list[str], wanted: str, tmp_path: Path) -> None:
    read = column(tmp_path, "amount", cells)
    assert {code for code in read.currencies if code} == {wanted}
    assert read.reasons == [None] * len(cells)


@pytest.mark.parametrize(
    ("cells", "beside"),
    [(["¥12", "$12"], ()), (["€1", "1元"], ()), (["1", "2"], ("CNY", "USD")), (["$1", "2"], ("", "人民币"))],
    ids=["128-signs", "128-sign-and-word", "128-column", "128-sign-and-column"],
)
def test_several_currencies_are_refused_and_never_added(
    cells: list[str], beside: tuple[str, ...], tmp_path: Path
) -> None:
    with pytest.raises(DataError) as refused:
        column(tmp_path, "amount", cells, beside)
    assert refused.value.code == "E-CCY"


@pytest.mark.parametrize(
    ("sign", "own", "known", "wanted"),
    [
        ("¥100", "CNY", "CNY", None),
        ("¥100", "JPY", "JPY", None),
        ("￥100", "元", "CNY", None),
        ("$100", "HKD", "HKD", None),
        ("$100", "CNY", "CNY", "E-CCY"),
        ("US$100", "HKD", "HKD", "E-CCY"),
        ("$¥100", "CNY", "CNY", "E-CCY"),
        ("100", "RMB", "CNY", None),
        ("100", "积分", "积分", None),
    ],
)
def test_128_a_sign_must_not_contradict_the_column_of_currencies(
    sign: str, own: str, known: str, wanted: str | None, tmp_path: Path
) -> None:
    read = column(tmp_path, "amount", [sign, "5"], (own, own))
    assert (read.codes[0], read.currencies[0]) == (wanted, known)


def test_139_an_exponent_of_a_float_column_is_a_number(tmp_path: Path) -> None:
    import pandas as pd

    frame = pd.DataFrame(
        {"customer_id": ["A", "B", "C"], "ordered_at": ["2024-01-05"] * 3, "amount": [1.5e-4, 1e13, float("nan")]}
    )
    read = column_of(frame, "amount")
    assert (read.values, read.codes) == ([Decimal("0.0002"), Decimal(10) ** 13, None], [None, None, "E-AMT-BLANK"])


def test_139_numbers_of_a_workbook_are_read_by_their_shortest_text(tmp_path: Path) -> None:
    rows = [
        ("客户编号", "日期", "金额"),
        ("A", "2024-01-05", 0.1 + 0.2),
        ("B", "2024-01-05", 1e-7),
        ("C", "2024-01-05", 1.5e13),
    ]
    assert taken(workbook(tmp_path / "s.xlsx", rows)).amounts == [Decimal("0.3"), Decimal(0), Decimal("1.5e13")]


def test_148_an_amount_that_is_not_quantity_times_price_is_told(tmp_path: Path) -> None:
    source = tmp_path / "s.csv"
    rows = ["C1,2024-01-05,20,2,10", "C2,2024-01-05,19,2,10", "C3,2024-01-05,¥20,2,10", "C4,2024-01-05,¥7,2,10"]
    source.write_text("\n".join(["客户,日期,金额,数量,单价", *rows]) + "\n", encoding="utf-8")
    read = column_of(source, "amount")
    assert read.values == [20, 19, 20, 7]
    assert (read.noted, read.notes["amount_not_product"]["count"]) == ({"W-CALC"}, "2")


@pytest.mark.parametrize(
    ("quantity", "price", "wanted"),
    [
        ("3", "¥19.99", "59.97"),
        ("1,000", "¥1.5", "1500"),
        ("2万", "0.5", "10000"),
        ("(2)", "5.5", "-11"),
        ("0.333333333333", "3", "1"),
        ("2", "", "E-AMT-BLANK"),
        ("2", "待定", "E-AMT-BLANK"),
        ("2个", "1.5", "E-AMT-01"),
        ("100000000", "¥100000000", "E-AMT-RANGE"),
    ],
)
def test_148_quantity_and_price_are_read_like_amounts(quantity: str, price: str, wanted: str, tmp_path: Path) -> None:
    source = tmp_path / "s.csv"
    source.write_text(
        f'客户,日期,数量,单价\nC,2024-01-05,"{quantity}","{price}"\nD,2024-01-05,1,0.5\n', encoding="utf-8"
    )
    read = column_of(source, "amount")
    if wanted.startswith("E-"):
        assert (read.codes[0], read.values[1]) == (wanted, Decimal("0.5"))
    else:
        assert read.values == [Decimal(wanted), Decimal("0.5")]


def test_the_log_of_changes_shows_one_example_of_each_way(tmp_path: Path) -> None:
    read = column(tmp_path, "amount", ["5", "¥1,234.50", "¥2", "(3)", "1.23456"])
    assert read.changes == {"currency": 2, "thousands": 1, "negative": 1, "decimals": 1}
    assert read.examples == {
        "currency": ("¥1,234.50", "1234.5"),
        "thousands": ("¥1,234.50", "1234.5"),
        "negative": ("(3)", "-3"),
        "decimals": ("1.23456", "1.2346"),
    }


def test_a_clean_column_has_no_log(tmp_path: Path) -> None:
    assert column(tmp_path, "amount", ["5", "7.25", "-1", "0.125"]).changes == {}
