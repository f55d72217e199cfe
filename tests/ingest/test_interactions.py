"""Interactions, attributes and their tables: each row used or rejected by itself, joined by customer, told."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import shuke
from cli.sales import write
from cli.terminal import shuke as run
from shuke.errors import DataError, SchemeError
from shuke.privacy.regions import place

pytestmark = [pytest.mark.row("T2"), pytest.mark.row("X3")]

SALES = [(f"C{n}", f"S{n}", "2024-06-01", "10") for n in range(1, 6)]
CONTACTS = [
    ("C1", "咨询", "2024-05-01", "", ""),
    ("C1", "售前咨询", "2024-05-02", "5次", ""),
    ("C1", "consultation", "2024-05-03", "2", ""),
    ("C2", "投诉", "2024-05-03", "1", ""),
    ("C2", "满意度调查", "2024-05-04", "", "4"),
    ("C2", "满意度", "2024-05-05", "", "3.5"),
    ("C3", "到店", "2024-05-05", "", ""),
    ("X9", "投诉", "2024-05-05", "", ""),
    ("", "投诉", "2024-05-05", "", ""),
    ("C3", "", "2024-05-05", "", ""),
    ("C3", "投诉", "昨天", "", ""),
    ("C3", "投诉", "", "", ""),
    ("C3", "投诉", "2024-05-05", "-1", ""),
    ("C3", "投诉", "2024-05-05", "1.5", ""),
    ("C3", "满意度", "2024-05-05", "", "很好"),
]
CONTACT_HEADERS = ("客户编号", "互动类型", "互动日期", "次数", "评分")
SCHEME = """scheme: contacts
title: {en: Contacts, zh: 互动}
metrics:
  satisfied: {interactions: satisfaction, figure: average}
  in_shop: {interactions: 到店}
  complained: {interactions: complaint, period: all}
scores:
  m_score: {metric: monetary, bands: [{below: 5, score: 1}, {at_least: 5, score: 2}]}
segments:
  - {segment: content, when: {satisfied: {at_least: 3.75}}}
  - {segment: asked, when: {consultations: {at_least: 8}}}
  - {segment: rest}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "all"
    place.mkdir()
    write(place / "sales.csv", SALES)
    write(place / "contacts.csv", CONTACTS, CONTACT_HEADERS)
    (tmp_path / "mine.yaml").write_text(SCHEME, encoding="utf-8")
    return place


def rated(source: object, folder: Path, **options: Any) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    options = {"scheme": folder.parent / "mine.yaml", "metrics": ["satisfied", "in_shop", "complained"], **options}
    result = shuke.score(source, **options)
    rows = {row["customer_id"]: row for row in result.customers.rows()}
    result.save(folder.parent / "out", ["csv"])
    result.close()
    return rows, result.summary


def test_kinds_have_many_words_and_rows_may_count_several_times(folder: Path) -> None:
    rows, _ = rated(folder / "sales.csv", folder, interactions=folder / "contacts.csv")
    assert [rows[who]["consultations"] for who in ("C1", "C2", "C3")] == [8, 0, 0]
    assert rows["C2"]["satisfied"] == Decimal("3.75")
    assert (rows["C1"]["satisfied"], rows["C3"]["in_shop"], rows["C2"]["complained"]) == (None, 1, 1)
    assert [rows[who]["segment"] for who in ("C1", "C2", "C3")] == ["asked", "content", "rest"]


def test_rows_that_cannot_be_used_are_rejected_one_by_one(folder: Path) -> None:
    _, summary = rated(folder / "sales.csv", folder, interactions=folder / "contacts.csv")
    assert summary["interaction_table"] == {
        "rows_read": 15,
        "rows_used": 8,
        "rows_rejected": {
            "customer_id_blank": 1,
            "date_blank": 1,
            "date_not_understood": 1,
            "kind_blank": 1,
            "times_not_a_count": 2,
            "value_not_a_number": 1,
        },
        "rows_not_in_sales": 1,
    }
    with (folder.parent / "out/rejected.csv").open(encoding="utf-8-sig", newline="") as stream:
        told = list(csv.DictReader(stream))
    assert {row["file"] for row in told} == {"contacts.csv"}
    assert [(row["row"], row["column"], row["reason"]) for row in told] == [
        ("10", "客户编号", "customer_id_blank"),
        ("11", "互动类型", "kind_blank"),
        ("12", "互动日期", "date_not_understood"),
        ("13", "互动日期", "date_blank"),
        ("14", "次数", "times_not_a_count"),
        ("15", "次数", "times_not_a_count"),
        ("16", "评分", "value_not_a_number"),
    ]


def test_columns_of_the_table_can_be_named(folder: Path) -> None:
    source = folder / "named.csv"
    source.write_text("谁,哪种,何时\nC1,咨询,2024-01-05\n", encoding="utf-8")
    said = {"interactions.customer_id": "谁", "interactions.kind": "哪种", "interactions.occurred_at": "何时"}
    result = shuke.score(folder / "sales.csv", interactions=source, map=said)
    told = result.summary["interaction_table"]
    result.close()
    assert (told["rows_read"], told["rows_used"]) == (1, 1)


def test_a_table_without_a_usable_row_is_refused(folder: Path) -> None:
    write(folder / "contacts.csv", [("C1", "", "2024-05-01", "", "")], CONTACT_HEADERS)
    with pytest.raises(DataError) as caught:
        rated(folder / "sales.csv", folder, interactions=folder / "contacts.csv")
    assert caught.value.key == "interactions_unusable"


def test_files_of_one_folder_are_used_for_what_they_are(folder: Path) -> None:
    by_name, _ = rated(folder / "sales.csv", folder, interactions=folder / "contacts.csv")
    by_folder, summary = rated(folder, folder)
    assert by_folder == by_name
    assert any(note["en"].startswith("contacts.csv was read as the table of interactions") for note in summary["notes"])


def test_a_table_that_was_named_counts_before_one_that_lies_beside(folder: Path) -> None:
    other = write(folder.parent / "other.csv", CONTACTS[:1], CONTACT_HEADERS)
    rows, summary = rated(folder, folder, interactions=other)
    assert rows["C1"]["consultations"] == 1
    assert any("was not read, because another one was named" in note["en"] for note in summary["notes"])


def test_the_demo_folder_is_read_as_a_whole(tmp_path: Path) -> None:
    run("demo", "--customers", 60, "--out", tmp_path / "demo")
    said = run("score", tmp_path / "demo/sample", "--scheme", "activity-contribution-rank", "--out", tmp_path / "out")
    assert said.code == 0, said.err
    assert "interactions.csv was read as the table of interactions" in said.out
    assert "customers.csv was read as the table of customers" in said.out


def test_several_files_without_order_lines_are_told_as_before(tmp_path: Path) -> None:
    files = [write(tmp_path / f"{n}.csv", CONTACTS[:2], CONTACT_HEADERS) for n in range(2)]
    files[1].write_text(files[1].read_text(encoding="utf-8") + "C2,投诉,2024-05-09,,\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        shuke.score(files)
    assert caught.value.code == "E-NOCOLS"


CUSTOMERS = [
    ("C1", "零售", "郑州", "是"),
    ("C2", "制造", "郑州市", "N"),
    ("C3", "零售", "河南省郑州市", "也许"),
    ("C4", "", "郑州市", ""),
    ("C5", "制造", "洛阳", "拒绝"),
]
CUSTOMER_HEADERS = ("客户编号", "行业", "地区", "退订")
ATTRIBUTES = """scheme: attributes
title: {en: Attributes, zh: 属性}
metrics:
  trade: {attribute: industry}
  town: {attribute: region}
  silent: {attribute: opt_out, type: number}
exclude:
  - {exclude: opted_out, when: {silent: {at_least: 1}}}
scores:
  m_score: {metric: monetary, bands: [{below: 5, score: 1}, {at_least: 5, score: 2}]}
segments:
  - {segment: local, when: {town: 郑州市}}
  - {segment: retail, when: {trade: 零售}}
  - {segment: rest}
"""


@pytest.mark.row("C12")
def test_attributes_have_names_of_their_own_places_one_spelling_and_unclear_flags_mean_opted_out(
    tmp_path: Path,
) -> None:
    scheme = tmp_path / "a.yaml"
    scheme.write_text(ATTRIBUTES, encoding="utf-8")
    source = write(tmp_path / "sales.csv", SALES)
    table = write(tmp_path / "customers.csv", CUSTOMERS, CUSTOMER_HEADERS)
    result = shuke.score([source, table], scheme=scheme)
    rows = {row["customer_id"]: row for row in result.customers.rows()}
    result.close()
    assert result.summary["customers"]["not_rated"] == {"opted_out": 3}
    assert {who: (row["town"], row["segment"]) for who, row in rows.items()} == {
        "C2": ("郑州市", "local"),
        "C4": ("郑州市", "local"),
    }
    codes = {note.get("code") for note in result.summary["notes"]}
    assert {"W-REGION", "W-OPTOUT"} <= codes


def test_customers_who_are_missing_in_the_table_are_told(tmp_path: Path) -> None:
    scheme = tmp_path / "a.yaml"
    scheme.write_text(ATTRIBUTES, encoding="utf-8")
    table = write(tmp_path / "customers.csv", CUSTOMERS[1:2], CUSTOMER_HEADERS)
    result = shuke.score(write(tmp_path / "sales.csv", SALES), scheme=scheme, customers=table)
    result.close()
    assert "W-NOMASTER" in {note.get("code") for note in result.summary["notes"]}
    assert result.summary["customer_table"]["customers_without_row"] == 4


def test_an_attribute_that_no_name_fits_is_told(tmp_path: Path) -> None:
    scheme = tmp_path / "a.yaml"
    scheme.write_text(ATTRIBUTES.replace("attribute: industry", "attribute: age_band"), encoding="utf-8")
    table = write(tmp_path / "customers.csv", CUSTOMERS, CUSTOMER_HEADERS)
    with pytest.raises(SchemeError) as caught:
        shuke.score(write(tmp_path / "sales.csv", SALES), scheme=scheme, customers=table)
    assert caught.value.key == "attribute_column_missing"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("郑州", "郑州"),
        ("郑州市", "郑州"),
        ("河南郑州", "郑州"),
        ("河南省 郑州市", "郑州"),
        ("河南省", "河南"),
        ("河南", "河南"),
        ("上海市", "上海"),
        ("内蒙古自治区呼和浩特市", "呼和浩特"),
        ("郑州市金水区", None),
        ("河南洛杉矶", None),
        ("华东", None),
        ("", None),
    ],
)
def test_a_place_is_known_in_its_spellings(text: str, wanted: str | None) -> None:
    assert place(text) == wanted
