"""The ids of what is somebody else's: answered as if there were no such thing, in every place where an id is given."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from .shop import data, seller, shop
from .test_rights import OPERATIONS
from .workbench import API, Workbench

# What belongs to everybody who has the right to see it at all: an id of it is nobody's secret.
SHARED = {
    "/backtests/{number}": "kept for all who read runs",
    "/backups/{name}": "of administrators",
    "/backups/{name}/verification": "of administrators",
    "/campaigns/{id}": "kept for all who read campaigns",
    "/campaigns/{id}/customers": "kept for all who read campaigns",
    "/campaigns/{id}/exports": "kept for all who read campaigns",
    "/campaigns/{id}/measurements": "kept for all who read campaigns; its uploads are looked for as those of a list",
    "/campaigns/{id}/results": "kept for all who read campaigns",
    "/care/strategy/{run}": "of a run; a salesperson sees no customers there",
    "/care/strategy/{run}/file": "of a run; a salesperson sees no customers there",
    "/documents/{document}": "of the workspace",
    "/documents/{document}/lint": "of the workspace",
    "/engines/connections/{name}": "kept for all who may use other engines",
    "/engines/connections/{name}/ratings": "kept for all who may use other engines",
    "/engines/connections/{name}/trial": "kept for all who may use other engines",
    "/engines/ratings/{id}/pack": "kept for all who may use other engines",
    "/goals/{goal}/customers": "of the workspace; a salesperson sees their own customers in it",
    "/imports/{number}": "kept for all who read imports",
    "/imports/{number}/rejected": "kept for all who read imports",
    "/overlap/codes/{id}": "kept for all who compare customers",
    "/overlap/codes/{id}/file": "kept for all who compare customers",
    "/overlap/keys/{name}": "kept for all who compare customers",
    "/predictions/{number}": "kept for all who read the overview",
    "/privacy/opt-outs/{customer}": "of administrators",
    "/publications/{id}": "kept for all who publish",
    "/publications/{id}/pack": "kept for all who publish",
    "/schedules/{schedule}": "of administrators",
    "/schemes/{id}": "of the workspace",
    "/sessions/{id}": "of administrators, who may end everybody's",
    "/users/{name}": "of administrators",
    "/validations/{number}": "kept for all who read runs",
}
# Of a run, which is everybody's; a customer of it is not.
OF_RUN = re.compile(r"^/runs/\{run\}(?!/customers/\{ref\})")
RULES = (
    "warnings: shop\nrules:\n  - {rule: all, title: {en: All, zh: 全}, when: {days_since_purchase: {at_least: 0}}}\n"
)
# Bodies and queries that hold ids of things of one's own, and what is asked with them beside.
IN_BODY: dict[str, Callable[[str], dict[str, Any]]] = {
    "POST /imports": lambda one: {"uploads": [one]},
    "POST /imports/inspections": lambda one: {"uploads": [one]},
    "POST /campaigns/lists": lambda one: {
        "name": "mine",
        "costs": {"contact": {"a": "1"}, "sale": "70", "margin": "50%"},
        "channels": {"a": "1"},
        "most": 5,
        "expected": one,
    },
}  # fmt: skip


Owned = tuple[str, str, str, str, httpx.Client, dict[str, Any] | None]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with shop(tmp_path_factory.mktemp("ids")) as made:
        analyst = made.client("analyst")
        assert analyst.put(f"{API}/warnings/rules", json={"text": RULES}).status_code == 200
        for path in ("care/plans", "warnings/checks"):
            job = data_of(analyst.post(f"{API}/{path}", json={}))["job"]
            assert made.finished(job)["status"] == "done"
        yield made


def data_of(answer: httpx.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json()["data"]


def like(kind: str, theirs: str) -> str:
    """Return an id of the same form that nothing has."""
    return "999999" if kind == "number" else "Z" * 3 if kind == "ref" else secrets.token_hex(len(theirs) // 2)


@pytest.fixture(scope="module")
def owned(bench: Workbench) -> list[Owned]:
    """Return method, path, kind of id, somebody else's id, who asks for it, and with which body."""
    admin, analyst, sales = bench.client("admin"), bench.client("analyst"), seller(bench, "Sid", "S-01")
    upload = data_of(admin.post(f"{API}/uploads", params={"name": "a.csv"}, content=b"x"))["id"]
    view = data_of(admin.post(f"{API}/views", json={"page": "customers", "name": "n", "query": "?a=b"}))["id"]
    token = data_of(admin.post(f"{API}/tokens", json={"label": "x", "role": "viewer"}))["id"]
    job = data_of(admin.post(f"{API}/runs/newest/exports", json={"format": "csv"}))["job"]
    assert bench.finished(job)["status"] == "done"
    rows = data(analyst.get(f"{API}/runs/newest/customers", params={"where": "owner:eq:S-02", "size": 5}))
    ref = rows[0]["_ref"]
    task = next(one["number"] for one in data(analyst.get(f"{API}/tasks?size=200")) if one["owner"] == "S-02")
    warning = next(one["number"] for one in data(analyst.get(f"{API}/warnings?size=200")) if one["owner"] == "S-02")
    found: list[Owned] = [
        ("DELETE", "/uploads/{upload}", "hex", upload, analyst, None),
        ("PUT", "/views/{view}", "hex", view, analyst, {"page": "customers", "name": "m", "query": ""}),
        ("DELETE", "/views/{view}", "hex", view, analyst, None),
        ("DELETE", "/tokens/{token}", "hex", token, analyst, None),
        ("GET", "/exports/{id}", "hex", job, analyst, None),
        ("GET", "/jobs/{job}", "hex", job, analyst, None),
        ("DELETE", "/jobs/{job}", "hex", job, analyst, None),
        ("GET", "/tasks/{number}", "number", str(task), sales, None),
        ("PATCH", "/tasks/{number}", "number", str(task), sales, {"do": "done"}),
        ("GET", "/warnings/{number}", "number", str(warning), sales, None),
        ("PATCH", "/warnings/{number}", "number", str(warning), sales, {"do": "close", "outcome": "kept"}),
        ("GET", "/customers/{ref}/notes", "ref", ref, sales, None),
        ("POST", "/customers/{ref}/notes", "ref", ref, sales, {"text": "x"}),
        ("GET", "/customers/{ref}/tasks", "ref", ref, sales, None),
        ("GET", "/customers/{ref}/warnings", "ref", ref, sales, None),
    ]
    of_customer = "/runs/{run}/customers/{ref}"
    lasts = ("", "/movement", "/orders", "/prediction")
    found += [("GET", of_customer + last, "ref", ref, sales, None) for last in lasts]
    return found + [(*place.split(), "body", upload, analyst, body(upload)) for place, body in IN_BODY.items()]


def asked(browser: httpx.Client, method: str, path: str, one: str, body: dict[str, Any] | None) -> tuple[int, Any]:
    """Return status and answer, without what belongs to the request and without the id that was asked for."""
    place = re.sub(r"\{run\}", "newest", re.sub(r"\{(?!run)[^}]+\}", one, path))
    answer = browser.request(method, f"{API}{place}", json=body)
    told = answer.json() if "json" in answer.headers.get("content-type", "") else answer.content
    if isinstance(told, dict) and "error" in told:
        told["error"]["request"] = None
    return answer.status_code, str(told).replace(one, "ID")


@pytest.mark.promise("E2")
def test_every_id_of_somebody_elses_is_answered_like_one_that_nothing_has(
    owned: list[Owned], figure: Callable[[str], None]
) -> None:
    wrong: dict[tuple[str, str], object] = {}
    for method, path, kind, theirs, browser, body in owned:
        nothing = secrets.token_hex(len(theirs) // 2) if kind == "body" else like(kind, theirs)
        other = None if body is None else IN_BODY[f"{method} {path}"](nothing) if kind == "body" else body
        place, nowhere = ("c", "c") if kind == "body" else (theirs, nothing)
        first, second = asked(browser, method, path, place, body), asked(browser, method, path, nowhere, other)
        if kind == "body":
            first, second = ((one[0], one[1].replace(theirs, "ID").replace(nothing, "ID")) for one in (first, second))
        if first[0] != 404 or first != second:
            wrong[method, path] = (first, second)
    assert wrong == {}
    figure(f"{len(owned)} of {len(owned)} ids of somebody else's: 404, told as a random id is")


@pytest.mark.promise("E2")
def test_every_place_where_an_id_is_given_is_either_ones_own_or_shared_on_purpose(owned: list[Owned]) -> None:
    with_id = {(method, path) for method, path, _ in OPERATIONS if "{" in path}
    own = {(method, path) for method, path, *_ in owned}
    open_ = {one for one in with_id - own if one[1] not in SHARED and not OF_RUN.match(one[1])}
    assert open_ == set()
    assert set(SHARED) - {path for _, path in with_id} == set()
