"""Filters, sorts, searches and sums of customers, against the CSV file of the run sorted out in plain Python."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from browse.kept import MARKUP, table
from shuke.browse import Filter, Scope, Shelf, condition, page, sums
from shuke.browse.latest import Latest
from shuke.errors import UsageError
from shuke.workspace import Workspace

EVERYBODY = Scope()
Row = dict[str, Any]
NUMBERS = {"recency_days", "frequency", "monetary", "r_score", "f_score", "m_score", "score"}
# Everything that is asked here, and which rows of the file answer it.
CASES: dict[str, Callable[[Row], bool]] = {
    "tier:eq:A": lambda row: row["tier"] == "A",
    "tier:in:A,D": lambda row: row["tier"] in {"A", "D"},
    "tier:eq:none such": lambda row: False,
    "region:eq:华东": lambda row: row["region"] == "华东",
    'region:in:华南,"西,南"': lambda row: row["region"] in {"华南", "西,南"},
    "region:null:true": lambda row: row["region"] is None,
    "region:null:false": lambda row: row["region"] is not None,
    "region:contains:华": lambda row: "华" in (row["region"] or ""),
    "monetary:ge:99.5": lambda row: Decimal(row["monetary"]) >= Decimal("99.5"),
    "monetary:gt:99.5": lambda row: Decimal(row["monetary"]) > Decimal("99.5"),
    "monetary:lt:0.0052": lambda row: Decimal(row["monetary"]) < Decimal("0.0052"),
    "monetary:le:0.0051": lambda row: Decimal(row["monetary"]) <= Decimal("0.0051"),
    "monetary:eq:99.5": lambda row: Decimal(row["monetary"]) == Decimal("99.5"),
    "monetary:between:10,99.5": lambda row: Decimal(10) <= Decimal(row["monetary"]) <= Decimal("99.5"),
    "frequency:in:1,3": lambda row: row["frequency"] in {"1", "3"},
    "frequency:ge:2.5": lambda row: int(row["frequency"]) >= 3,
    "recency_days:le:90": lambda row: int(row["recency_days"]) <= 90,
    "score:ge:3.9": lambda row: Decimal(row["score"]) >= Decimal("3.9"),
    "customer_id:eq:C001": lambda row: row["customer_id"] == "C001",
    "customer_id:contains:c00": lambda row: "c00" in row["customer_id"].lower(),
    "customer_id:eq:x'; DROP TABLE rated_customers; --": lambda row: "DROP" in row["customer_id"],
}


@pytest.fixture(scope="module")
def rows(space: Workspace) -> list[Row]:
    return [{**row, "customer_id": plain(row["customer_id"] or "")} for row in table(space)]


def plain(cell: str) -> str:
    """A text as it was before it was kept from running."""
    return cell.removeprefix("'")


def ids(shelf: Shelf, asked: Filter, **more: Any) -> list[Any]:
    return [row["customer_id"] for row in page(shelf.table(), asked, EVERYBODY, size=200, **more).rows]


@pytest.mark.row("B7")
@pytest.mark.parametrize("words", CASES)
def test_a_filter_gives_the_rows_for_which_it_holds(words: str, shelf: Shelf, rows: list[Row]) -> None:
    expected = [row["customer_id"] for row in rows if CASES[words](row)]
    found = page(shelf.table(), Filter((condition(words),)), EVERYBODY, size=200)
    assert [row["customer_id"] for row in found.rows] == expected
    assert found.total == len(expected)


def test_all_conditions_hold_together(shelf: Shelf, rows: list[Row]) -> None:
    asked = Filter((condition("tier:in:A,B"), condition("monetary:ge:1000")), "c0")
    expected = [
        row["customer_id"]
        for row in rows
        if row["tier"] in "AB" and Decimal(row["monetary"]) >= 1000 and "c0" in row["customer_id"].lower()
    ]
    assert ids(shelf, asked) == expected != []


@pytest.mark.parametrize("column", ["customer_id", "region", "tier", *sorted(NUMBERS)])
@pytest.mark.parametrize("down", [False, True])
def test_a_sort_is_by_value_with_missing_ones_last_and_equal_ones_by_id(
    column: str, down: bool, shelf: Shelf, rows: list[Row]
) -> None:
    def value(row: Row) -> Any:
        return Decimal(row[column]) if column in NUMBERS else row[column].encode()

    there = sorted(rows, key=lambda row: row["customer_id"].encode())
    there = [row for row in there if row[column] is not None]
    there.sort(key=value, reverse=down)
    missing = [row for row in rows if row[column] is None]
    expected = [row["customer_id"] for row in (*there, *missing)]
    assert ids(shelf, Filter(), sort=["-" + column if down else column]) == expected


def test_groups_are_sorted_as_the_scheme_lists_them_whatever_they_are_called(shelf: Shelf) -> None:
    found = page(
        shelf.table(), Filter(), EVERYBODY, size=200, sort=["-tier", "-monetary"], columns=["tier", "monetary"]
    )
    assert [row["tier"] for row in found.rows] == sorted((row["tier"] for row in found.rows), reverse=True)  # type: ignore[type-var]
    assert list(found.rows[0]) == ["_ref", "tier", "monetary"]


def test_pages_follow_one_another_without_gap_or_repetition(shelf: Shelf) -> None:
    pages = [page(shelf.table(), Filter(), EVERYBODY, number=n, size=7, sort=["frequency"]) for n in range(1, 20)]
    rows = [row["customer_id"] for one in pages for row in one.rows]
    assert rows == ids(shelf, Filter(), sort=["frequency"])
    assert {one.total for one in pages} == {len(rows)}
    assert pages[-1].rows == []


def test_a_row_far_down_is_the_same_row(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    near = page(shelf.table(), Filter(), EVERYBODY, number=3, size=10, sort=["-monetary"])
    monkeypatch.setattr("shuke.browse.pages.AT_ONCE", 0)
    assert page(shelf.table(), Filter(), EVERYBODY, number=3, size=10, sort=["-monetary"]) == near


@pytest.mark.parametrize("words", ["C00", "c00", "Ｃ００", "script", "西,南", "客户", "%", "_", "' OR 1=1 --"])
def test_a_search_finds_the_texts_of_a_row_whatever_their_capitals(words: str, shelf: Shelf, rows: list[Row]) -> None:
    wanted = words.lower().replace("ｃ", "c").replace("０", "0")
    expected = [
        row["customer_id"]
        for row in rows
        if any(wanted in (row[name] or "").lower() for name in ("customer_id", "region", "owner"))
    ]
    assert ids(shelf, Filter(search=words)) == expected


def test_a_cell_of_the_grid_holds_whom_the_report_counts_there(shelf: Shelf, rows: list[Row]) -> None:
    for row, column in (("5", "5"), ("1", "1"), ("3", "4")):
        expected = [one["customer_id"] for one in rows if (one["r_score"], one["f_score"]) == (row, column)]
        assert ids(shelf, Filter(cell=f"{row},{column}")) == expected


@pytest.mark.parametrize("asked", [Filter(), Filter((condition("region:eq:华东"),)), Filter(search="zzz")])
def test_sums_are_those_of_the_rows_to_the_last_digit(asked: Filter, shelf: Shelf, rows: list[Row]) -> None:
    wanted = set(ids(shelf, asked))
    there = [row for row in rows if row["customer_id"] in wanted]
    found = sums(shelf.table(), asked, EVERYBODY)
    assert (found.customers, Decimal(found.monetary or "x")) == (
        len(there),
        sum(Decimal(row["monetary"]) for row in there),
    )
    assert {one.name: (one.customers, Decimal(one.monetary or "x")) for one in found.by["tier"]} == {
        tier: (len(some), sum(Decimal(row["monetary"]) for row in some))
        for tier in "ABCD"
        if (some := [row for row in there if row["tier"] == tier])
    }
    whole = sum(Decimal(row["monetary"]) for row in rows)
    assert found.share == pytest.approx(len(there) / len(rows), abs=1e-6)
    assert found.monetary_share == pytest.approx(float(Decimal(found.monetary or "x") / whole), abs=1e-6)


def test_money_is_exact_text_and_scores_are_without_trailing_zeros(shelf: Shelf, rows: list[Row]) -> None:
    found = page(shelf.table(), Filter(), EVERYBODY, size=200).rows
    assert [Decimal(str(row["monetary"])) for row in found] == [Decimal(row["monetary"]) for row in rows]
    assert all(isinstance(row["monetary"], str) and len(row["monetary"].split(".")[1]) >= 2 for row in found)
    assert [row["score"] for row in found] == [row["score"] for row in rows]


def test_markup_in_an_id_comes_back_as_the_text_it_is(shelf: Shelf) -> None:
    there = set(MARKUP) & set(ids(shelf, Filter()))
    assert len(there) >= 2
    assert all(one in ids(shelf, Filter(search=one)) for one in there)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("tier", "filter_malformed"),
        ("tier:like:A", "filter_malformed"),
        (":eq:A", "filter_malformed"),
        ('tier:in:"A', "filter_malformed"),
        ("nobody:eq:A", "column_of_run_unknown"),
        ("monetary:ge:abc", "filter_misfit"),
        ("monetary:ge:1e400", "filter_misfit"),
        ("monetary:ge:NaN", "filter_misfit"),
        ("monetary:between:1", "filter_misfit"),
        ("tier:ge:A", "filter_misfit"),
        ("tier:contains:A", "filter_misfit"),
        ("region:null:perhaps", "filter_misfit"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_told(words: str, key: str, shelf: Shelf) -> None:
    with pytest.raises(UsageError) as caught:
        page(shelf.table(), Filter((condition(words),)), EVERYBODY)
    assert caught.value.key == key
    assert all(caught.value.render(lang) for lang in ("en", "zh"))


@pytest.mark.parametrize("more", [{"size": 0}, {"size": 201}, {"number": 0}])
def test_a_page_that_is_none_is_told(more: dict[str, int], shelf: Shelf) -> None:
    with pytest.raises(UsageError):
        page(shelf.table(), Filter(), EVERYBODY, **more)


@pytest.mark.parametrize("cell", ["5", "5,x", "5,5,5", ",", "1 OR 1=1,2"])
def test_a_cell_that_is_none_is_told(cell: str, shelf: Shelf) -> None:
    with pytest.raises(UsageError):
        page(shelf.table(), Filter(cell=cell), EVERYBODY)


@pytest.mark.parametrize("words", ["c00", "s-0", "zzz"])
def test_a_search_that_finds_many_is_answered_as_one_that_finds_few(
    words: str, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = page(shelf.table(), Filter(search=words), EVERYBODY, sort=["-monetary"])
    monkeypatch.setattr("shuke.browse.pages.MOST_PLACES", 0)
    shelf.table().places = Latest(10)
    assert page(shelf.table(), Filter(search=words), EVERYBODY, sort=["-monetary"]) == few
    shelf.table().places = Latest(10)


def test_columns_say_what_they_are_and_which_values_there_are_to_choose_from(shelf: Shelf) -> None:
    found = {one.name: one for one in page(shelf.table(), Filter(), EVERYBODY).columns}
    assert {name: one.kind for name, one in found.items()} == {
        "customer_id": "id",
        "recency_days": "days",
        "frequency": "number",
        "monetary": "money",
        "r_score": "score",
        "f_score": "score",
        "m_score": "score",
        "score": "score",
        "tier": "place",
        "region": "text",
        "owner": "text",
    }
    assert [one.name for one in found["tier"].values or ()] == ["A", "B", "C", "D"]
    assert [one.name for one in found["owner"].values or ()] == ["S-01", "S-02", "S-03"]
    assert found["tier"].title == {"en": "Tier", "zh": "等级"}
