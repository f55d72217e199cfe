"""Attributes are carried along as they stand: of the customer table, else of the latest line that says anything."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import shuke
from cli.sales import write
from cli.terminal import shuke as run
from shuke.errors import DataError, UsageError
from shuke.ingest.carried import column_name

pytestmark = [pytest.mark.row("Z8"), pytest.mark.row("T2")]

HEADERS = ("客户编号", "订单号", "下单时间", "金额", "城市")
LINES = [
    ("C1", "S1", "2024-01-05", "10.00", "杭州"),
    ("C1", "S2", "2024-03-05", "30.00", "郑州"),
    ("C1", "S3", "2024-04-05", "30.00", ""),
    ("C2", "S4", "2024-02-05", "20.50", "郑州"),
    ("C3", "S5", "2024-06-30", "7.25", ""),
]
PEOPLE = [
    ("C1", "制造", "上海", "13800138000"),
    ("C2", "零售", "", "13900139000"),
    ("C9", "餐饮", "北京", "13700137000"),
]


def sales(folder: Path) -> Path:
    return write(folder / "sales.csv", LINES, HEADERS)


def people(folder: Path) -> Path:
    return write(folder / "customers.csv", PEOPLE, ("客户编号", "行业", "城市", "手机"))


def columns(result: shuke.Result, *names: str) -> list[tuple[object, ...]]:
    rows = [tuple(row[name] for name in names) for row in result.customers.rows()]
    result.close()
    return rows


def test_the_latest_line_that_says_anything_counts(tmp_path: Path) -> None:
    result = shuke.score(sales(tmp_path), carry=["region"])
    assert columns(result, "customer_id", "region") == [("C1", "郑州"), ("C2", "郑州"), ("C3", None)]


def test_the_customer_table_counts_before_the_lines(tmp_path: Path) -> None:
    result = shuke.score(sales(tmp_path), customers=people(tmp_path), carry=["城市", "行业"])
    assert columns(result, "城市", "行业") == [("上海", "制造"), ("郑州", "零售"), (None, None)]


def test_personal_attributes_are_carried_masked_and_told(tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = run(
        "score", sales(tmp_path), "--customers", people(tmp_path), "--carry", "手机", "--out", out, "--format", "csv",
        "--format", "xlsx", "--lang", "zh",
    )  # fmt: skip
    assert "客户表" in said.out
    assert "“手机”列是手机号，只以掩码写出" in said.out
    with (out / "customers.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["手机"] for row in csv.DictReader(stream)] == ["138****8000", "139****9000", ""]
    told = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert (told["carried"], told["masked"]) == ({"手机": "手机"}, {"手机": "mobile"})
    assert run("explain", out, "C1").code == 0


def test_a_column_that_is_nowhere_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        shuke.score(sales(tmp_path), customers=people(tmp_path), carry=["规模"])
    assert caught.value.key == "carry_unknown"
    assert "行业" in caught.value.render("zh")


def test_two_rows_that_differ_about_one_customer_are_refused(tmp_path: Path) -> None:
    table = write(tmp_path / "customers.csv", [("C1", "制造"), ("C1", "零售")], ("客户编号", "行业"))
    with pytest.raises(DataError) as caught:
        shuke.score(sales(tmp_path), customers=table, carry=["行业"])
    assert caught.value.key == "customers_contradict"


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("年龄 段", "年龄_段"),
        ("Age Band", "age_band"),
        ("2024级别", "_2024级别"),
        ("!!", "attribute"),
        ("tier", "tier_"),
    ],
)
def test_a_column_has_a_name_that_every_program_can_use(header: str, column: str) -> None:
    assert column_name(header, ["tier"]) == column


def test_a_header_that_is_a_word_of_the_engine_is_carried_too(tmp_path: Path) -> None:
    table = write(tmp_path / "customers.csv", [("C1", "x"), ("C2", "y")], ("客户编号", "Order"))
    result = shuke.score(sales(tmp_path), customers=table, carry=["Order"])
    assert result.customers.columns[-1] == "order_"
    result.save(tmp_path / "out", ["csv", "parquet", "xlsx"])
    result.close()
