"""Every row and every cent: merged, rejected, refused, and told without a personal value."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

import shuke
from cli.sales import write
from cli.terminal import shuke as run
from shuke.errors import DataError

pytestmark = [pytest.mark.row("Z1"), pytest.mark.row("X3")]

HEADERS = ("客户编号", "客户名称", "手机", "订单号", "下单时间", "金额", "币种")
SECRETS = ("张三丰", "13800138000")
ROWS = [
    ("C1", *SECRETS, "S1", "2024-01-05", "10.00", "CNY"),
    ("", *SECRETS, "S2", "2024-01-05", "11.00", "CNY"),
    ("C2", *SECRETS, "S3", "", "12.00", "CNY"),
    ("C2", *SECRETS, "S4", "2024-02-30", "13.00", "CNY"),
    ("C2", *SECRETS, "S5", "2024-01-05T10:00:00Z", "14.00", "CNY"),
    ("C2", *SECRETS, "S6", "2024-01-05", "", "CNY"),
    ("C2", *SECRETS, "S7", "2024-01-05", "12O.5", "CNY"),
    ("C2", *SECRETS, "S8", "2024-01-05", "100000000000000", "CNY"),
    ("C2", *SECRETS, "S9", "2024-01-05", "15.00", "CNY", "extra"),
    ("C2", *SECRETS, "S10", "2024-01-06", "16.00", "CNY"),
]
REJECTED = [
    ("3", "客户编号", "", "customer_id_blank"),
    ("4", "下单时间", "", "date_blank"),
    ("5", "下单时间", "2024-02-30", "date_invalid"),
    ("6", "下单时间", "2024-01-05T10:00:00Z", "date_without_zone_setting"),
    ("7", "金额", "", "amount_blank"),
    ("8", "金额", "12O.5", "amount_not_a_number"),
    ("9", "金额", "100000000000000", "amount_out_of_range"),
    ("10", "", "8", "wrong_number_of_columns"),
]


def rejected(folder: Path) -> list[dict[str, str]]:
    with (folder / "rejected.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_rejected_row_is_told_with_its_place_and_reason(tmp_path: Path) -> None:
    shuke.score(write(tmp_path / "销售.csv", ROWS, HEADERS)).save(tmp_path / "out")
    told = rejected(tmp_path / "out")
    assert [(row["row"], row["column"], row["value"], row["reason"]) for row in told] == REJECTED
    assert {(row["file"], row["sheet"]) for row in told} == {("销售.csv", "")}


def test_rejected_rows_carry_no_value_of_another_column(tmp_path: Path) -> None:
    shuke.score(write(tmp_path / "sales.csv", ROWS, HEADERS)).save(tmp_path / "out")
    content = (tmp_path / "out" / "rejected.csv").read_text(encoding="utf-8-sig")
    assert not [secret for secret in SECRETS if secret in content]


def test_a_sheet_is_named_beside_its_file(tmp_path: Path) -> None:
    from ingest.books import workbook

    rows = [HEADERS, ROWS[0], ROWS[6]]
    shuke.score(workbook(tmp_path / "sales.xlsx", rows)).save(tmp_path / "out")
    assert [(row["file"], row["sheet"], row["row"]) for row in rejected(tmp_path / "out")] == [
        ("sales.xlsx", "销售明细", "3")
    ]


@pytest.mark.parametrize("name", ["=1+1.csv", "@sum.csv", "-2+3.csv"])
def test_no_cell_of_the_rejected_rows_is_a_formula_to_a_spreadsheet(name: str, tmp_path: Path) -> None:
    headers = ("customer_id", "ordered_at", "=HYPERLINK(1)")
    rows = [("C1", "2024-01-05", "1"), ("C2", "2024-01-05", "=2+3"), ("C3", "2024-01-05", "@x")]
    source = write(tmp_path / name, rows, headers)
    shuke.score(source, map={"amount": "=HYPERLINK(1)"}).save(tmp_path / "out")
    told = rejected(tmp_path / "out")
    cells = [*told[0], *(cell for row in told for cell in row.values())]
    assert len(cells) == 3 * (8 + 3)
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "-"))]


def test_a_negative_value_is_shown_as_it_was_written(tmp_path: Path) -> None:
    rows = [("C1", "1", "2024-01-05", "1"), ("C2", "2", "2024-01-05", "-200000000000000")]
    shuke.score(write(tmp_path / "sales.csv", rows)).save(tmp_path / "out")
    assert [row["value"] for row in rejected(tmp_path / "out")] == ["-200000000000000"]


def test_rows_and_amounts_read_are_those_used_merged_and_rejected(tmp_path: Path) -> None:
    rows = [
        ("C1", "S1", "2024-12-31", "10.00"),
        ("C1", "S1", "2024-12-31", "10.00"),
        ("C1", "S1", "2024-12-31", "10.00"),
        ("C2", "S2", "2023-01-01", "-1.05"),
        ("", "S3", "2024-05-05", "7.07"),
        ("", "S3", "2024-05-05", "7.07"),
        ("C3", "S4", "2024-05-05", "??"),
    ]
    result = shuke.score(write(tmp_path / "sales.csv", rows), deduplicate=True)
    told = result.summary["accounting"]
    result.close()
    assert told["rows_read"] == 7
    assert (told["rows_used"], told["rows_merged"]) == (2, 2)
    assert told["rows_rejected"] == {"amount_not_a_number": 1, "customer_id_blank": 2}
    assert (told["amount_read"], told["amount_used"]) == ("43.09", "8.95")
    assert (told["amount_merged"], told["amount_rejected"]) == ("20.00", "14.14")
    assert (told["rows_before_period"], told["amount_before_period"]) == (1, "-1.05")


def test_equal_rows_are_kept_unless_merging_is_asked_for(tmp_path: Path) -> None:
    source = write(tmp_path / "sales.csv", [("C1", "S1", "2024-12-31", "10.00")] * 3)
    result = shuke.score(source)
    assert result.customers.rows()[0]["monetary"] == Decimal(30)
    assert result.summary["accounting"]["rows_merged"] == 0
    result.close()


def test_equal_rows_of_two_files_are_merged_when_asked_for(tmp_path: Path) -> None:
    first = write(tmp_path / "a.csv", [("C1", "S1", "2024-12-31", "10.00")])
    second = write(tmp_path / "b.csv", [("C1", "S1", "2024-12-31", "10.00"), ("C2", "S2", "2024-12-31", "5")])
    result = shuke.score([first, second], deduplicate=True)
    assert result.summary["accounting"]["rows_merged"] == 1
    result.close()


def test_rows_that_differ_in_an_unused_column_are_not_equal(tmp_path: Path) -> None:
    rows = [("C1", "S1", "2024-12-31", "10.00", "red"), ("C1", "S1", "2024-12-31", "10.00", "blue")]
    source = write(tmp_path / "sales.csv", rows, ("customer_id", "order_id", "ordered_at", "amount", "colour"))
    result = shuke.score(source, deduplicate=True)
    assert result.summary["accounting"]["rows_merged"] == 0
    result.close()


def test_amounts_of_two_currencies_are_never_added(tmp_path: Path) -> None:
    rows = [("C1", "2024-01-05", "1", "CNY"), ("C1", "2024-01-05", "1", "USD"), ("C1", "2024-01-05", "1", "")]
    source = write(tmp_path / "sales.csv", rows, ("客户编号", "日期", "金额", "币种"))
    with pytest.raises(DataError) as caught:
        shuke.score(source)
    assert (caught.value.key, caught.value.figures["currencies"]) == ("currencies_mixed", "CNY, USD")


def test_a_currency_of_rejected_rows_does_not_mix(tmp_path: Path) -> None:
    rows = [("C1", "2024-01-05", "1", "CNY"), ("", "2024-01-05", "1", "USD")]
    result = shuke.score(write(tmp_path / "sales.csv", rows, ("客户编号", "日期", "金额", "币种")))
    assert result.summary["currency"] == "CNY"
    result.close()


def test_a_zone_that_does_not_exist_is_wrong_usage(tmp_path: Path) -> None:
    rows = [("C1", "1", "2024-01-05T10:00:00Z", "3")]
    said = run("score", write(tmp_path / "s.csv", rows), "--timezone", "Mars/Phobos", "--out", tmp_path / "out")
    assert said.code == 2
    assert "Mars/Phobos" in said.err


@pytest.mark.parametrize("pattern", ["%Q", "%", "nonsense"])
def test_a_date_format_that_means_nothing_is_wrong_usage(pattern: str, tmp_path: Path) -> None:
    said = run("score", write(tmp_path / "s.csv"), "--date-format", pattern, "--out", tmp_path / "out")
    assert "Traceback" not in said.err
    assert said.code == (3 if pattern == "nonsense" else 2)
