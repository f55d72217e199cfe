"""The table of customers: attributes that a scheme looks at, excludes by, and says what to do without."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import polars
import pytest

import shuke
from cli.terminal import shuke as run
from shuke.errors import DataError, SchemeError, Undecided, UsageError

pytestmark = pytest.mark.row("T2", "T4", "D15", "C12")

SALES = """customer_id,order_id,ordered_at,amount,channel,promotion
C1,S1,2024-11-05,100.00,shop,
C1,S2,2024-12-05,50.00,online,SPRING
C2,S3,2024-02-05,20.50,online,SPRING
C3,S4,2024-06-30,7.25,shop,
C3,S4,2024-06-30,1.25,online,
"""
SCHEME = """scheme: mine
title: {en: Mine, zh: 我的}
metrics:
  industry: {attribute: 行业}
  overdue: {attribute: overdue days, type: number, missing: 0}
  online: {of: gross, where: {channel: online}}
  promoted: {of: frequency, where: {promotion: given}}
  promo_share: {ratio: [promoted, frequency]}
  spent_ever: {of: gross, period: all}
exclude:
  - {exclude: late_payers, when: {overdue: {above: 30}}}
scores:
  m_score: {metric: monetary, bands: [{below: 50, score: 1}, {at_least: 50, score: 2}]}
  o_score: {metric: online, bands: [{below: 20, score: 1}, {at_least: 20, score: 2}]}
segments:
  - {segment: retail_promo, when: {industry: 零售, promo_share: {at_least: 0.5}}}
  - {segment: unknown_industry, when: {industry: missing}}
  - {segment: old_money, when: {spent_ever: {at_least: 1000}}}
  - {segment: rest}
"""
CUSTOMERS = "客户编号,行业,Overdue Days\nC1,零售,\nC2,制造,31\nC9,零售,5\n"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    found = {}
    for name, text in (("sales.csv", SALES), ("mine.yaml", SCHEME), ("customers.csv", CUSTOMERS)):
        found[name] = tmp_path / name
        found[name].write_text(text, encoding="utf-8")
    return found


def rated(files: dict[str, Path], **options: object) -> dict[str, dict[str, object]]:
    options = {"customers": files["customers.csv"], "as_of": "2024-12-31", **options}
    result = shuke.score(files["sales.csv"], scheme=files["mine.yaml"], **options)
    try:
        rows = result.customers.to_polars().to_dicts()
        return {row["customer_id"]: row for row in rows} | {"summary": result.summary}
    finally:
        result.close()


def test_attributes_and_lines_of_a_kind_are_metrics(files: dict[str, Path]) -> None:
    table = rated(files)
    assert table["C1"]["industry"] == "零售"
    assert table["C1"]["overdue"] == 0
    assert table["C1"]["online"] == Decimal("50.0000")
    assert table["C3"]["online"] == Decimal("1.2500")
    assert (table["C1"]["promo_share"], table["C3"]["promo_share"]) == (Decimal("0.5"), 0)
    assert table["C3"]["industry"] is None
    assert [table[who]["segment"] for who in ("C1", "C3")] == ["retail_promo", "unknown_industry"]


def test_the_excluded_are_counted_and_not_rated(files: dict[str, Path]) -> None:
    table = rated(files)
    assert "C2" not in table
    assert table["summary"]["customers"] == {"seen": 3, "rated": 2, "not_rated": {"late_payers": 1}}


def test_every_row_of_the_table_is_accounted_for(files: dict[str, Path]) -> None:
    # C1 twice and once more in full width, C2 rated, C8 with a refund alone, C9 unknown; C3 has no row.
    files["sales.csv"].write_text(SALES + "C8,S8,2024-01-05,-1.00,shop,\n", encoding="utf-8")
    files["customers.csv"].write_text(CUSTOMERS + "C1,零售,\nＣ１,零售,\nC8,零售,1\n", encoding="utf-8")
    assert rated(files)["summary"]["customer_table"] == {
        "rows_read": 6,
        "rows_repeated": 2,
        "rows_with_purchase_in_period": 2,
        "rows_without_purchase_in_period": 1,
        "rows_not_in_sales": 1,
        "rows_rejected": 0,
        "customers_without_row": 1,
    }


def test_the_account_of_the_table_is_told_on_the_terminal_in_the_report_and_in_the_manifest(
    files: dict[str, Path], tmp_path: Path
) -> None:
    options = ("--customers", files["customers.csv"], "--as-of", "2024-12-31", "--lang", "en", "--format", "csv")
    said = run("score", files["sales.csv"], "--scheme", files["mine.yaml"], *options, "--out", tmp_path / "out")
    told = (
        "Table of customers: 3 rows read = 2 of customers with a purchase in the period + 0 of customers without one "
        "+ 1 of customers who are not in the sales + 0 that repeat another row + 0 rejected, without a customer."
    )
    assert f"! {told}" in said.out
    assert "! W-NOMASTER · 1 customer with a purchase in the period has no row in the table of customers" in said.out
    assert told in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["customer_table"]["rows_read"] == 3


def test_a_table_that_the_scheme_does_not_look_at_is_told_to_be_unread(files: dict[str, Path]) -> None:
    said = run(
        "score",
        files["sales.csv"],
        "--customers",
        files["customers.csv"],
        "--lang",
        "en",
        cwd=files["sales.csv"].parent,
    )
    assert "! The table of customers was not read: the scheme looks at nothing in it." in said.out


def test_a_frame_and_a_file_give_the_same(files: dict[str, Path]) -> None:
    frame = polars.DataFrame({"客户编号": ["C1", "C2"], "行业": ["零售", "制造"], "overdue days": [None, 31]})
    assert rated(files, customers=frame)["C1"] == rated(files)["C1"]


def test_without_the_table_each_attribute_needs_a_word(files: dict[str, Path]) -> None:
    with pytest.raises(SchemeError) as caught:
        rated(files, customers=None)
    assert (caught.value.key, caught.value.where.line) == ("table_missing", 4)
    table = rated(files, customers=None, missing={"industry": "零售", "overdue": "0"})
    assert table["C2"]["segment"] == "retail_promo"
    assert table["summary"]["customers"]["not_rated"] == {"late_payers": 0}


@pytest.mark.parametrize(
    ("customers", "error", "key"),
    [
        ("客户编号,行业\nC1,零售\n", SchemeError, "attribute_column_missing"),
        ("行业,Overdue Days\n零售,1\n", DataError, "side_columns_missing"),
        (CUSTOMERS + "C1,制造,\n", DataError, "customers_contradict"),
        ("客户编号,行业,overdue days\n,制造,1\n无,零售,2\n", DataError, "customers_without_id"),
        (CUSTOMERS + "C7,制造,many\n", DataError, "attribute_not_a_number"),
    ],
)
def test_a_customer_table_that_cannot_be_used_is_told(
    files: dict[str, Path], customers: str, error: type[shuke.ShukeError], key: str
) -> None:
    files["customers.csv"].write_text(customers, encoding="utf-8")
    with pytest.raises(error) as caught:
        rated(files)
    assert caught.value.key == key


def test_rows_without_a_customer_are_rejected_alone_and_counted(files: dict[str, Path], tmp_path: Path) -> None:
    before = rated(files)
    files["customers.csv"].write_text(CUSTOMERS + ",制造,1\n无,零售,2\n", encoding="utf-8")
    after = rated(files)
    table, told = after.pop("summary")["customer_table"], before.pop("summary")["customer_table"]
    assert after == before
    assert table == {**told, "rows_read": told["rows_read"] + 2, "rows_rejected": 2}
    out = tmp_path / "out"
    options = ("--customers", files["customers.csv"], "--as-of", "2024-12-31", "--out", out, "--lang", "en")
    said = run("score", files["sales.csv"], "--scheme", files["mine.yaml"], *options)
    assert "W-CUST-BLANK · 2 rows" in said.out
    with (out / "rejected.csv").open(encoding="utf-8-sig", newline="") as stream:
        rejected = [row for row in csv.DictReader(stream) if row["file"] == "customers.csv"]
    last = CUSTOMERS.count("\n")
    assert [(row["row"], row["column"], row["reason"]) for row in rejected] == [
        (str(last + 1), "客户编号", "customer_id_blank"),
        (str(last + 2), "客户编号", "customer_id_blank"),
    ]


def test_a_table_without_a_column_of_customers_is_told_how_to_name_it(files: dict[str, Path]) -> None:
    files["customers.csv"].write_text("谁,行业,overdue days\nC1,零售,0\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        rated(files)
    told = caught.value.render("en")
    assert 'map={"customers.customer_id": "HEADER"}, or call it customer_id, or 客户编号, in its header.' in told
    assert rated(files, map={"customers.customer_id": "谁"})["C1"]["industry"] == "零售"


def test_two_columns_that_could_be_the_customer_of_the_table_are_a_question_of_that_table(
    files: dict[str, Path],
) -> None:
    files["customers.csv"].write_text("客户编号,会员编号,行业,overdue days\nC1,M1,零售,0\n", encoding="utf-8")
    with pytest.raises(Undecided) as caught:
        rated(files)
    assert (caught.value.option, caught.value.decision) == ("map", "customers.customer_id")
    assert 'map={"customers.customer_id": "客户编号"}' in caught.value.render("en")
    assert rated(files, map={"customers.customer_id": "客户编号"})["C1"]["industry"] == "零售"


@pytest.mark.parametrize("name", ["customers.amount", "people.customer_id", "interactions.amount"])
def test_a_column_that_no_table_beside_the_lines_has_is_wrong_usage(files: dict[str, Path], name: str) -> None:
    with pytest.raises(UsageError) as caught:
        rated(files, map={name: "客户编号"})
    assert caught.value.key == "map_unknown_name"
    assert "interactions.occurred_at" in caught.value.render("zh")


def test_the_place_of_a_cell_that_is_no_number(files: dict[str, Path]) -> None:
    files["customers.csv"].write_text(CUSTOMERS + "C7,制造,many\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        rated(files)
    assert (caught.value.where.row, caught.value.where.column) == (5, "overdue days")
    assert "many" not in str(caught.value)


def test_a_column_of_lines_that_no_source_has_is_told_with_the_schemes_line(files: dict[str, Path]) -> None:
    files["sales.csv"].write_text(SALES.replace(",channel,", ",x,"), encoding="utf-8")
    with pytest.raises(SchemeError) as caught:
        rated(files)
    assert (caught.value.key, caught.value.where.line) == ("line_column_missing", 6)


@pytest.mark.parametrize("missing", [{"overdue": "many"}, {"monetary": "0"}, {"nobody": "0"}])
def test_what_counts_in_place_of_a_table_must_make_sense(files: dict[str, Path], missing: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        rated(files, missing=missing)
