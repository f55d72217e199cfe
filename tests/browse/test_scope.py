"""What somebody may not see is not there: not in rows, sums, searches, single customers or the choices of a filter."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from browse.kept import SELLERS, table
from browse.test_pages import plain
from shuke.browse import Filter, Scope, Shelf, condition, page, sums
from shuke.browse.customer import customer, customer_orders
from shuke.browse.scope import mask_id, named_by, place_of, reference, token
from shuke.errors import DataError, NotFound, UsageError
from shuke.workspace import Workspace

VIEWER = Scope(masked=True, secret=b"s" * 32)


def own(seller: str) -> Scope:
    return Scope(owner=("owner", seller))


def of(space: Workspace, seller: str) -> list[dict[str, Any]]:
    return [{**row, "customer_id": plain(row["customer_id"] or "")} for row in table(space) if row["owner"] == seller]


@pytest.mark.row("B7")
@pytest.mark.parametrize("seller", SELLERS)
def test_a_salesperson_sees_their_own_customers_and_sums_of_nobody_else(
    seller: str, shelf: Shelf, space: Workspace
) -> None:
    expected = of(space, seller)
    found = page(shelf.table(), Filter(), own(seller), size=200)
    assert [row["customer_id"] for row in found.rows] == [row["customer_id"] for row in expected]
    assert found.total == len(expected)
    told = sums(shelf.table(), Filter(), own(seller))
    assert (told.customers, told.share, told.monetary_share) == (len(expected), 1.0, 1.0)
    assert Decimal(told.monetary or "x") == sum(Decimal(row["monetary"]) for row in expected)


def test_no_question_of_a_salesperson_reaches_a_customer_of_somebody_else(shelf: Shelf, space: Workspace) -> None:
    theirs = {row["customer_id"] for row in of(space, "S-02")}
    for asked in (
        Filter(search="c"),
        Filter((condition("owner:eq:S-02"),)),
        Filter((condition("owner:in:S-01,S-02,S-03"),)),
        Filter((condition("owner:null:true"),)),
        Filter(tuple(condition(f"customer_id:in:{one}") for one in sorted(theirs)[-1:])),
        Filter(cell="5,5"),
    ):
        found = page(shelf.table(), asked, own("S-01"), size=200, sort=["owner"])
        assert theirs.isdisjoint(row["customer_id"] for row in found.rows)
        assert {row["owner"] for row in found.rows} <= {"S-01"}
        assert sums(shelf.table(), asked, own("S-01")).customers == found.total == len(found.rows)


def test_a_hidden_customer_is_told_of_in_the_words_for_one_who_is_not_there(shelf: Shelf, space: Workspace) -> None:
    theirs = of(space, "S-02")[0]["customer_id"]
    mine = of(space, "S-01")[0]["customer_id"]
    said = []
    for word in (reference(theirs), "C9999", "~~", "~!", "", "' OR 1=1 --"):
        for question in (
            lambda word: customer(shelf, shelf.table(), own("S-01"), word, "en"),
            lambda word: customer_orders(shelf, shelf.table(), own("S-01"), word),
        ):
            with pytest.raises(NotFound) as caught:
                question(word)
            said.append((caught.value.key, caught.value.render("en"), caught.value.http_status))
    assert len(set(said)) == 1
    assert customer(shelf, shelf.table(), own("S-01"), reference(mine), "en").row["customer_id"] == mine


def test_a_filter_offers_a_salesperson_no_value_that_only_others_have(shelf: Shelf) -> None:
    found = {one.name: one.values for one in page(shelf.table(), Filter(), own("S-01")).columns}
    assert (found["owner"], found["region"]) == (None, None)
    assert [one.name for one in found["tier"] or ()] == ["A", "B", "C", "D"]


@pytest.mark.parametrize("column", ["no_such_column", "tier", "monetary"])
def test_a_run_that_does_not_say_whose_customers_they_are_shows_none(column: str, shelf: Shelf) -> None:
    with pytest.raises(DataError) as caught:
        page(shelf.table(), Filter(), Scope(owner=(column, "A")))
    assert caught.value.key == "owner_column_missing"


def test_a_viewer_sees_masked_ids_in_rows_and_in_what_is_said(shelf: Shelf) -> None:
    clear = page(shelf.table(), Filter(), Scope(), size=200, sort=["-monetary"]).rows
    found = page(shelf.table(), Filter(), VIEWER, size=200, sort=["-monetary"]).rows
    assert [row["customer_id"] for row in found] == [mask_id(str(row["customer_id"])) for row in clear]
    assert [row["monetary"] for row in found] == [row["monetary"] for row in clear]
    for here, there in list(zip(found, clear, strict=True))[::20]:
        told = customer(shelf, shelf.table(), VIEWER, str(here["_ref"]), "en")
        assert told.row == {**here}
        assert str(there["customer_id"]) not in str((told.row, told.explanation, told.sentences, told.history))


def test_a_viewer_cannot_ask_by_id(shelf: Shelf) -> None:
    for words in ("customer_id:eq:C001", "customer_id:contains:C", "customer_id:null:false"):
        with pytest.raises(UsageError) as caught:
            page(shelf.table(), Filter((condition(words),)), VIEWER)
        assert caught.value.key == "column_masked"
    assert page(shelf.table(), Filter(search="C00"), VIEWER).total == 0
    assert page(shelf.table(), Filter(search="华东"), VIEWER).total > 0
    for word in ("C001", reference("a/b")):
        with pytest.raises(NotFound):
            customer(shelf, shelf.table(), VIEWER, word, "en")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("C00001", "C0***1"),
        ("A1", "***"),
        ("13800138000", "138****8000"),
        ("zhang@example.com", "z***@example.com"),
        ("张三丰", "张**"),
    ],
)
def test_an_id_is_masked_by_what_it_is(value: str, shown: str) -> None:
    assert mask_id(value) == shown


@pytest.mark.parametrize("value", ["C001", "a/b", "..", ".", "~x", "客户一号", "100%", "a b", "a?b#c", "", "~~0"])
def test_every_id_has_a_word_that_is_safe_in_an_address(value: str) -> None:
    word = reference(value)
    assert word
    assert set(word) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.~")
    assert word.strip(".")
    assert named_by(word) == value


def test_a_masked_customer_is_asked_for_by_a_word_that_only_this_run_and_secret_know() -> None:
    words = [token(VIEWER, "run", place) for place in range(1000)]
    assert len(set(words)) == 1000
    assert [place_of(VIEWER, "run", word) for word in words] == list(range(1000))
    other = Scope(masked=True, secret=b"t" * 32)
    assert {place_of(other, "run", word) for word in words} == {None}
    assert {place_of(VIEWER, "another run", word) for word in words} == {None}
    assert place_of(VIEWER, "run", "~~0000000000000000") is None
