"""Customers over HTTP: everybody sees what their role allows, and nobody hears of more in any other way."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from browse.kept import AWKWARD, FORMULAS, MARKUP, SELLERS, table
from browse.test_pages import plain
from shuke.browse.scope import mask_id
from shuke.locale import LANGUAGES
from shuke.workspace import Workspace

from .shop import data, seller, shop
from .workbench import API, Workbench

RUN = f"{API}/runs/newest"
LIST = f"{RUN}/customers"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with shop(tmp_path_factory.mktemp("shop")) as made:
        yield made


@pytest.fixture(scope="module")
def sellers(bench: Workbench) -> dict[str, httpx.Client]:
    return {one: seller(bench, f"Seller {one}", one) for one in SELLERS}


@pytest.fixture(scope="module")
def rows(bench: Workbench) -> list[dict[str, Any]]:
    return [{**row, "customer_id": plain(row["customer_id"] or "")} for row in table(Workspace(bench.home))]


def everybody(client: httpx.Client, **asked: Any) -> list[dict[str, Any]]:
    return list(data(client.get(LIST, params={"size": 200, **asked})))


@pytest.mark.row("B7")
def test_the_list_has_the_rows_of_the_table_with_money_as_text(bench: Workbench, rows: list[dict[str, Any]]) -> None:
    answer = bench.client("analyst").get(LIST, params={"size": 200}).json()
    assert [row["customer_id"] for row in answer["data"]] == [row["customer_id"] for row in rows]
    assert [Decimal(row["monetary"]) for row in answer["data"]] == [Decimal(row["monetary"]) for row in rows]
    assert answer["page"] == {"number": 1, "size": 200, "total": len(rows)}
    assert [one["name"] for one in answer["columns"]] == list(rows[0])
    assert {one["name"]: one["kind"] for one in answer["columns"]}["monetary"] == "money"


def test_filters_sorts_and_columns_are_taken_together(bench: Workbench, rows: list[dict[str, Any]]) -> None:
    asked = {"where": ["tier:in:A,B", "monetary:ge:99.5"], "sort": ["-monetary", "customer_id"], "columns": "tier"}
    found = everybody(bench.client("analyst"), **asked)
    wanted = [row for row in rows if row["tier"] in "AB" and Decimal(row["monetary"]) >= Decimal("99.5")]
    wanted.sort(key=lambda row: (-Decimal(row["monetary"]), row["customer_id"].encode()))
    assert [row["tier"] for row in found] == [row["tier"] for row in wanted]
    assert {tuple(row) for row in found} == {("_ref", "tier")}
    assert everybody(bench.client("analyst"), **{**asked, "sort": "-monetary,customer_id"}) == found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_columns_and_what_is_said_are_in_the_language_asked_for(lang: str, bench: Workbench) -> None:
    columns = bench.client("analyst").get(LIST, params={"lang": lang, "size": 1}).json()["columns"]
    told = data(bench.client("analyst").get(f"{LIST}/C015", params={"lang": lang}))
    assert columns[-3]["title"] == {"en": "Tier", "zh": "等级"}[lang]
    assert told["sentences"][0].startswith({"en": "C015 is in tier", "zh": "C015 属于"}[lang])


def test_markup_comes_back_as_plain_text_of_json(bench: Workbench) -> None:
    answer = bench.client("analyst").get(LIST, params={"size": 200})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert set(MARKUP) <= {row["customer_id"] for row in answer.json()["data"]}
    for one in MARKUP:
        (row,) = everybody(bench.client("analyst"), search=one)
        told = bench.client("analyst").get(f"{LIST}/{row['_ref']}")
        assert told.headers["content-type"] == "application/json"
        assert data(told)["row"]["customer_id"] == one
        # A message never repeats what was sent.
        refused = bench.client("analyst").get(LIST, params={"where": f"{one}:eq:1"})
        assert refused.status_code == 400
        assert one not in refused.json()["error"]["message"] + str(refused.json()["error"]["where"])


def test_every_customer_is_reached_by_the_word_of_their_row(bench: Workbench, rows: list[dict[str, Any]]) -> None:
    found = everybody(bench.client("analyst"))
    assert {*AWKWARD, *FORMULAS, *MARKUP} <= {row["customer_id"] for row in found}
    for row in found:
        assert quote(row["_ref"], safe="") == row["_ref"]
        if not row["customer_id"].startswith("C"):
            assert data(bench.client("analyst").get(f"{LIST}/{row['_ref']}"))["row"] == row
            orders = data(bench.client("analyst").get(f"{LIST}/{row['_ref']}/orders", params={"size": 200}))
            inside = [one for one in orders if one["in_period"]]
            assert sum(Decimal(one["amount"]) for one in inside) == Decimal(row["monetary"])


@pytest.mark.row("B7")
@pytest.mark.parametrize("who", SELLERS)
def test_a_salesperson_sees_their_own_alone(
    who: str, sellers: dict[str, httpx.Client], rows: list[dict[str, Any]], bench: Workbench
) -> None:
    mine = {row["customer_id"] for row in rows if row["owner"] == who}
    client = sellers[who]
    assert {row["customer_id"] for row in everybody(client)} == mine
    assert {row["customer_id"] for row in everybody(client, search="c")} <= mine
    assert everybody(client, where=["owner:in:S-01,S-02,S-03"]) == everybody(client)
    summed = data(client.get(f"{LIST}/summary"))
    assert summed["customers"] == len(mine)
    assert Decimal(summed["monetary"]) == sum(Decimal(row["monetary"]) for row in rows if row["owner"] == who)
    nobody = client.get(f"{LIST}/C9999999")
    for row in everybody(bench.client("analyst"))[::4]:
        for more in ("", "/orders"):
            answer = client.get(f"{LIST}/{row['_ref']}{more}")
            if row["customer_id"] in mine:
                assert answer.status_code == 200
            else:
                assert answer.status_code == 404
                assert {**answer.json()["error"], "request": None} == {**nobody.json()["error"], "request": None}


def test_a_salesperson_without_a_name_for_their_customers_has_none(bench: Workbench) -> None:
    client = seller(bench, "New", None)
    assert everybody(client) == []
    assert data(client.get(f"{LIST}/summary"))["customers"] == 0
    assert client.get(f"{LIST}/C015").status_code == 404


@pytest.mark.parametrize("path", ["overview", "report", "comparison?with=2", ""])
def test_a_salesperson_sees_no_figures_of_everybody(path: str, sellers: dict[str, httpx.Client]) -> None:
    assert sellers["S-01"].get(f"{RUN}/{path}".rstrip("/")).status_code == 403


def test_a_viewer_sees_masked_ids_everywhere_and_fetches_no_file(bench: Workbench) -> None:
    client = bench.client("viewer")
    found, clear = everybody(client, sort="-monetary"), everybody(bench.client("analyst"), sort="-monetary")
    assert [row["customer_id"] for row in found] == [mask_id(row["customer_id"]) for row in clear]
    for row, there in list(zip(found, clear, strict=True))[::15]:
        told = client.get(f"{LIST}/{row['_ref']}")
        assert data(told)["row"] == row
        assert there["customer_id"] not in told.text
        assert client.get(f"{LIST}/{there['_ref']}").status_code == 404
        assert client.get(f"{LIST}/{row['_ref']}/orders").status_code == 200
    assert everybody(client, search="C01") == []
    assert client.get(LIST, params={"where": "customer_id:eq:C015"}).json()["error"]["code"] == "E-FILTER-MASKED"
    assert client.post(f"{RUN}/exports", json={"format": "csv"}).status_code == 403


@pytest.mark.parametrize("path", ["", "/summary", "/C015", "/C015/orders"])
def test_nobody_sees_a_customer_without_signing_in(path: str, bench: Workbench) -> None:
    assert bench.client(None).get(LIST + path).status_code == 401


def test_what_did_not_change_is_not_sent_again_and_never_to_somebody_else(
    bench: Workbench, sellers: dict[str, httpx.Client]
) -> None:
    first = bench.client("analyst").get(LIST)
    assert first.headers["cache-control"] == "private, no-cache"
    known = {"if-none-match": first.headers["etag"]}
    again = bench.client("analyst").get(LIST, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert bench.client("analyst").get(LIST, params={"page": 2}, headers=known).status_code == 200
    assert bench.client("viewer").get(LIST, headers=known).status_code == 200
    assert sellers["S-01"].get(LIST, headers=known).status_code == 200
    assert bench.client("analyst").get(LIST, params={"lang": "zh"}, headers=known).status_code == 200


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"where": "nobody:eq:1"}, 400, "E-COLUMN"),
        ({"where": "tier"}, 400, "E-FILTER"),
        ({"where": "monetary:ge:1e400"}, 400, "E-FILTER-VALUE"),
        ({"sort": "nobody"}, 400, "E-COLUMN"),
        pytest.param({"sort": "monetary;--"}, 400, "E-COLUMN", id="226-words-of-sql-in-a-sort"),
        pytest.param({"sort": "-monetary, (SELECT 1)"}, 400, "E-COLUMN", id="226-a-question-in-a-sort"),
        pytest.param({"size": -1}, 422, "E-REQUEST", id="226-a-size-below-zero-of-customers"),
        ({"columns": "nobody"}, 400, "E-COLUMN"),
        ({"cell": "1"}, 400, "E-CELL"),
        ({"page": 0}, 422, "E-REQUEST"),
        ({"size": 201}, 422, "E-REQUEST"),
        ({"search": "x" * 2_001}, 422, "E-REQUEST"),
        ({"page": 10_000_000, "size": 200}, 200, None),
    ],
)
def test_what_cannot_be_meant_is_told(asked: dict[str, Any], status: int, code: str | None, bench: Workbench) -> None:
    answer = bench.client("analyst").get(LIST, params=asked)
    assert (answer.status_code, answer.json().get("error", {}).get("code")) == (status, code)


def test_a_run_that_says_nothing_of_owners_is_told_to_a_salesperson(
    bench: Workbench, sellers: dict[str, httpx.Client]
) -> None:
    admin = bench.client("admin")
    settings = data(admin.get(f"{API}/settings"))
    for column, code in (("no such column", "E-OWNER"), (None, "E-OWNER-UNSET")):
        assert admin.put(f"{API}/settings", json={**settings, "owner_column": column}).status_code == 200
        for path in ("", "/summary", "/C015", "/C9999999", "/C015/orders"):
            answer = sellers["S-01"].get(LIST + path)
            assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert admin.put(f"{API}/settings", json=settings).status_code == 200
