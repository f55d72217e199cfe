"""What is answered at once from memory is what the route answers, to everybody what they may see, and never stale."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import httpx
import pytest

from browse.kept import UNION
from shuke.rating import Options
from shuke.server.access.roles import ROLES
from shuke.server.answers import Answer
from shuke.server.routes.customers import Customers, ShownCustomer
from shuke.workspace import Workspace, refresh

from .shop import data, seller, shop
from .test_remembered import statements
from .workbench import API, Workbench

RUN = f"{API}/runs/newest"
LIST = f"{RUN}/customers"
OF_A_REQUEST = ("x-request-id", "content-security-policy", "date")
QUESTIONS = (
    "",
    "?size=50",
    "?size=200&lang=zh",
    "?sort=-monetary&columns=tier,monetary",
    "?where=customer_id:eq:C015&size=1",
    "?size=1&where=customer_id%3Aeq%3AC015",
    "?where=customer_id:eq:C015&lang=zh",
    "?where=customer_id:eq:NOBODY&size=1",
    "?where=customer_id:eq:C015&where=tier:eq:A",
    "?where=customer_id:eq:C015&size=0",
    "?where=customer_id:eq:C015&size=201",
    "?where=customer_id:eq:C015&size=1&size=2",
    "?where=customer_id:eq:C015&size=1&page=2",
    "?where=customer_id:eq:C015&lang=fr",
    "?where=customer_id:eq:C015&unknown=1",
    "?where=customer_id:eq:",
)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with shop(tmp_path_factory.mktemp("shop")) as made:
        yield made


@pytest.fixture(scope="module")
def clients(bench: Workbench) -> dict[str, httpx.Client]:
    others = {role: bench.client(role) for role in ROLES if role != "sales"}
    return {**others, "S-01": seller(bench, "One", "S-01"), "S-02": seller(bench, "Two", "S-02")}


def told(answer: httpx.Response) -> tuple[int, dict[str, str], Any]:
    headers = {name: value for name, value in answer.headers.items() if name not in OF_A_REQUEST}
    body: Any = answer.content
    if answer.status_code >= 400:
        body = {**answer.json()["error"], "request": None}
        headers.pop("content-length")
    return answer.status_code, headers, body


@pytest.mark.promise("D1")
def test_what_is_at_hand_is_told_as_the_route_tells_it(
    bench: Workbench, clients: dict[str, httpx.Client], figure: Callable[[str], None]
) -> None:
    first = {(who, words): told(client.get(LIST + words)) for words in QUESTIONS for who, client in clients.items()}
    again = {(who, words): told(client.get(LIST + words)) for words in QUESTIONS for who, client in clients.items()}
    assert again == first
    for status, headers, body in first.values():
        assert headers["content-type"] == "application/json"
        if status == 200:
            # As the shape that is documented would be written out.
            assert Customers.model_validate_json(body).model_dump_json().encode() == body
    bodies = {who: first[who, "?size=200&lang=zh"][2] for who in clients}
    assert bodies["admin"] == bodies["analyst"]
    assert len({*bodies.values()}) == 4
    figure(f"{len(again)} questions of {len(clients)} people answered from memory as before, byte for byte")


def test_single_customers_ask_the_state_for_nothing(bench: Workbench, clients: dict[str, httpx.Client]) -> None:
    asked = f"{LIST}?size=1&where=customer_id:eq:"
    clients["analyst"].get(f"{asked}C001")
    with statements(bench) as found:
        assert data(clients["analyst"].get(f"{asked}C002"))[0]["customer_id"] == "C002"
    assert found == []


def test_a_right_is_asked_for_before_memory_is(clients: dict[str, httpx.Client]) -> None:
    for _ in range(2):
        assert clients["admin"].get(f"{RUN}/overview").status_code == 200
        assert clients["S-01"].get(f"{RUN}/overview").status_code == 403
        assert httpx.get(f"{clients['admin'].base_url}{LIST}").status_code == 401


def test_the_overview_is_the_same_again_and_is_not_sent_twice(clients: dict[str, httpx.Client]) -> None:
    first, again = (clients["viewer"].get(f"{RUN}/overview") for _ in range(2))
    assert told(first) == told(again)
    known = {"if-none-match": first.headers["etag"]}
    assert clients["viewer"].get(f"{RUN}/overview", headers=known).status_code == 304
    known = {"if-none-match": clients["admin"].get(LIST).headers["etag"]}
    assert clients["admin"].get(LIST, headers=known).status_code == 304


def test_another_setting_of_masks_holds_at_the_next_question(
    bench: Workbench, clients: dict[str, httpx.Client]
) -> None:
    one = f"{LIST}?size=1&where=customer_id:eq:C015"
    assert [clients["viewer"].get(one).status_code for _ in range(2)] == [400, 400]
    assert bench.client("admin").put(f"{API}/settings", json={"mask": False}).status_code == 200
    assert [data(clients["viewer"].get(one))[0]["customer_id"] for _ in range(2)] == ["C015"] * 2
    assert bench.client("admin").put(f"{API}/settings", json={"mask": True}).status_code == 200
    assert clients["viewer"].get(one).status_code == 400


def test_a_run_that_came_since_is_the_newest_at_the_next_question(
    bench: Workbench, clients: dict[str, httpx.Client]
) -> None:
    client = clients["analyst"]

    def seen() -> list[tuple[Any, Any]]:
        overview, row = f"{RUN}/overview", f"{LIST}?size=1&where=customer_id:eq:C015"
        return [(client.get(overview).content, data(client.get(row))) for _ in range(2)]

    before = seen()
    options = Options(reading=UNION, carry=("region", "owner"), as_of=date(2024, 10, 31), currency="CNY")
    refresh(Workspace(bench.home), options, formats=["parquet"], lang="en").result.close()
    after = seen()
    assert before[0] == before[1]
    assert after[0] == after[1]
    assert all(old != new for old, new in zip(before[0], after[0], strict=True))
    assert b"2024-10-31" in after[0][0]


def test_all_that_is_told_of_a_customer_has_the_documented_shape(clients: dict[str, httpx.Client]) -> None:
    content = clients["analyst"].get(f"{LIST}/C015").content
    assert Answer[ShownCustomer].model_validate_json(content).model_dump_json(by_alias=True).encode() == content
