"""Teams, resources, products and the target profile over HTTP, to each role what it may see."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from browse.kept import SELLERS, table

from .shop import data, seller, shop
from .workbench import API, Workbench


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with shop(tmp_path_factory.mktemp("watched")) as made:
        yield made


@pytest.mark.row("C9")
def test_teams_are_compared_by_the_column_of_the_owners(bench: Workbench) -> None:
    told = data(bench.client("viewer").get(f"{API}/runs/newest/teams"))
    assert (told["by"], told["alpha"], told["handed_rule"]) == ("owner", 0.05, "earlier")
    assert [one["name"] for one in told["teams"]] == [*SELLERS, None]
    assert told["everybody"]["money"]["after"] == sum(row["tier"] == "A" for row in table(bench.context.workspace))
    again = bench.client("viewer").get(f"{API}/runs/3/teams?by=region&with=2&high=A,B&handed=later")
    assert data(again)["high"] == ["A", "B"]
    known = bench.client("viewer").get(again.request.url, headers={"if-none-match": again.headers["etag"]})
    assert known.status_code == 304
    wrong = bench.client("analyst").get(f"{API}/runs/newest/teams?by=team")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (400, "E-WATCH-NOT-CARRIED")


@pytest.mark.row("C10")
def test_a_document_of_resources_is_kept_when_it_is_right_and_the_split_follows(bench: Workbench) -> None:
    analyst, address = bench.client("analyst"), f"{API}/runs/newest/resources"
    shown = data(analyst.get(f"{address}/document"))
    assert shown["own"] is False
    text = shown["text"].replace("capacity: ", "capacity: 1")
    done = data(analyst.put(f"{address}/document", json={"text": text}))
    assert done["document"] == "resources.yaml"
    for one in done["resources"]:
        assert sum(Decimal(share["given"]) for share in one["shares"]) + Decimal(one["left"]) == Decimal(
            one["capacity"]
        )
    assert data(analyst.get(address)) == done
    wrong = analyst.put(f"{address}/document", json={"text": text.replace("A:", "Z:")})
    assert (wrong.status_code, "line" in wrong.json()["error"]["message"]) == (422, True)
    assert data(analyst.get(f"{address}/document"))["text"] == text
    assert bench.client("viewer").put(f"{address}/document", json={"text": text}).status_code == 403


@pytest.mark.row("C8")
def test_products_tell_what_the_data_has_and_say_what_it_has_not(bench: Workbench) -> None:
    told = data(bench.client("viewer").get(f"{API}/runs/newest/products?least=4"))
    assert (told["least"], told["earlier"]["run"], set(told["leaving"])) == (4, 2, {"fell", "left"})
    assert "category" in told["missing"]
    assert data(bench.client("viewer").get(f"{API}/runs/2/products"))["leaving"] is None


@pytest.mark.row("C11")
def test_look_alikes_are_one_s_own_to_sales_and_masked_to_who_may_not_see_ids(bench: Workbench) -> None:
    admin, viewer = bench.client("admin"), bench.client("viewer")
    settings = data(admin.get(f"{API}/settings"))
    assert admin.put(f"{API}/settings", json={**settings, "mask": True}).status_code == 200
    address = f"{API}/runs/newest/target"
    profile = data(viewer.get(address))
    assert {one["title"] for one in profile["attributes"]} == {"region"}
    listed = data(admin.get(f"{address}/customers?most=20"))
    for one in listed["likest"]:
        assert Decimal(listed["base"]) + sum(Decimal(part["weight"]) for part in one["parts"]) == Decimal(one["score"])
    masked = data(viewer.get(f"{address}/customers?most=20"))
    assert [one["score"] for one in masked["likest"]] == [one["score"] for one in listed["likest"]]
    assert not {one["customer_id"] for one in masked["likest"]} & {one["customer_id"] for one in listed["likest"]}
    first = next(one for one in masked["likest"] if one["ref"])
    assert viewer.get(f"{API}/runs/newest/customers/{first['ref']}").status_code == 200
    sales = seller(bench, "Sue", "S-01")
    own = data(sales.get(f"{address}/customers?most=200"))["likest"]
    of = {(row["customer_id"] or "").removeprefix("'"): row["owner"] for row in table(bench.context.workspace)}
    assert {of[one["customer_id"]] for one in own} == {"S-01"}
    assert sales.get(address).status_code == sales.get(f"{API}/runs/newest/teams").status_code == 403
