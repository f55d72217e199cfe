"""Every endpoint for every role: decided on purpose, and decided so."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, get_args

import httpx
import pytest
from sqlalchemy import select

from shuke.server.access.roles import TABLE, Right, covers
from shuke.server.app import ROUTES, assembled
from shuke.server.state.models import SignedIn

from .workbench import ADMIN, API, PASSWORD, PEOPLE, Workbench

# Who may what, as it is promised: a admin, n analyst, s sales, v viewer.
PROMISED = {
    "overview.read": "anv",
    "customers.read": "ansv",
    "customers.unmasked": "ans",
    "customers.all": "anv",
    "customers.export": "ans",
    "schemes.read": "anv",
    "schemes.write": "an",
    "runs.read": "anv",
    "runs.write": "an",
    "imports.read": "an",
    "imports.write": "an",
    "campaigns.read": "anv",
    "campaigns.write": "an",
    "settings.read": "a",
    "settings.write": "a",
    "users.write": "a",
    "tokens.own": "ansv",
    "audit.read": "a",
    "privacy.write": "a",
    "backups.write": "a",
    "jobs.read": "ansv",
    "watch.read": "ansv",
    "watch.write": "ans",
    "publish.write": "an",
    "overlap.write": "an",
    "signed-in": "ansv",
    "public": "ansv-",
}
LETTERS = {"admin": "a", "analyst": "n", "sales": "s", "viewer": "v", None: "-"}
PUBLIC = {"GET /setup", "POST /setup", "POST /session"}
# Taken from the routes themselves: to describe them takes longer than everything else that is done before a test.
OPERATIONS = sorted(
    (
        (method, route.path.removeprefix(API).replace(":path}", "}"), route.right)
        for routes in ROUTES
        for route in routes.routes
        for method in route.methods
    ),
    key=lambda one: (one[1], one[0]),
)
NAMES = [f"{method} {path}" for method, path, _ in OPERATIONS]
REFUSED = {"E-SIGNED-OUT": 401, "E-RIGHT": 403}


def call(browser: httpx.Client, method: str, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
    """Ask for an endpoint with nothing that it could work on."""
    place = re.sub(r"\{[^}]+\}", "999999", path)
    body: dict[str, Any] = {"json": {}} if method in {"POST", "PUT", "PATCH"} else {}
    return browser.request(method, f"{API}{place}", headers=headers, **body)


def refusal(answer: httpx.Response) -> int | None:
    """Return the status with which somebody was refused; None where they were not."""
    if answer.status_code < 400:
        return None
    code = answer.json()["error"]["code"]
    if code in REFUSED:
        assert answer.status_code == REFUSED[code]
        return REFUSED[code]
    return None


def test_the_description_has_every_endpoint_with_its_right_and_no_other() -> None:
    described = {
        (method.upper(), path.removeprefix(API), operation["x-right"])
        for path, methods in assembled(None).openapi()["paths"].items()
        for method, operation in methods.items()
    }
    assert described == set(OPERATIONS)
    assert len(OPERATIONS) > 100


@pytest.mark.promise("E1")
def test_every_endpoint_names_a_right_that_is_promised_to_somebody() -> None:
    assert {right for _, _, right in OPERATIONS} <= PROMISED.keys()
    assert set(get_args(Right)) | {"signed-in", "public"} == PROMISED.keys()


@pytest.mark.promise("E1")
def test_what_everybody_may_ask_is_this_and_no_more() -> None:
    found = {f"{method} {path}" for method, path, right in OPERATIONS if right == "public"}
    assert found == PUBLIC


def test_roles_have_the_rights_that_are_promised_and_no_more() -> None:
    for role, rights in TABLE.items():
        assert rights == {right for right in get_args(Right) if LETTERS[role] in PROMISED[right]}, role


def test_a_role_covers_another_when_it_has_all_of_its_rights() -> None:
    pairs = {(one, other) for one in TABLE for other in TABLE if covers(one, other) and one != other}
    below_admin = {("admin", other) for other in ("analyst", "sales", "viewer")}
    assert pairs == below_admin | {("analyst", "sales"), ("analyst", "viewer")}


def ended(bench: Workbench) -> dict[str, httpx.Client]:
    """Return browsers and programs of administrators whose access has ended, each in its own way."""
    admin, found = bench.client("admin"), {}
    for name in ("idle", "disabled", "keyless"):
        wanted = {"name": name, "role": "admin", "password": PASSWORD}
        assert admin.post(f"{API}/users", json=wanted).status_code == 201
        found[name] = bench.browser()
        assert found[name].post(f"{API}/session", json={"name": name, "password": PASSWORD}).status_code == 201
    made = found["keyless"].post(f"{API}/tokens", json={"label": "x", "role": "admin"}).json()["data"]
    key = bench.browser()
    key.headers["authorization"] = f"Bearer {made['token']}"
    assert key.get(f"{API}/users").status_code == 200
    assert admin.delete(f"{API}/tokens/{made['id']}").status_code == 200
    assert admin.patch(f"{API}/users/disabled", json={"active": False}).status_code == 200
    with bench.context.state.changing() as session:
        for one in session.scalars(select(SignedIn).where(SignedIn.user == "idle")):
            one.seen -= timedelta(minutes=31)
    return {"expired session": found["idle"], "disabled user": found["disabled"], "revoked key": key}


@pytest.mark.promise("E1")
def test_every_endpoint_answers_exactly_those_who_may(bench: Workbench, figure: Callable[[str], None]) -> None:
    gone, wrong, cells = ended(bench), {}, 0
    for method, path, right in OPERATIONS:
        allowed = PROMISED[right]
        people: dict[str | None, httpx.Client] = {role: bench.client(role) for role in LETTERS}
        if (method, path) in {("DELETE", "/session"), ("POST", "/setup")}:
            # It would end, or begin, the session of the tests' own browser.
            for role in LETTERS:
                people[role] = bench.browser()
                name = {"admin": ADMIN, **PEOPLE}.get(role or "")
                given = {"name": name, "password": PASSWORD}
                assert name is None or people[role].post(f"{API}/session", json=given).status_code == 201
        for who, browser in {**people, **gone}.items():
            letter = LETTERS.get(who, "-")
            expected = None if letter in allowed else (401 if letter == "-" else 403)
            cells += 1
            if (found := refusal(call(browser, method, path))) != expected:
                wrong[f"{method} {path}", who] = found
    assert wrong == {}
    figure(f"{cells} of {cells} cells: {len(OPERATIONS)} operations x {len(LETTERS) + len(gone)} kinds of people")


@pytest.mark.parametrize("path", ["/users", "/audit", "/jobs", "/tokens"])
def test_who_may_not_is_refused_before_anything_that_they_sent_is_read(bench: Workbench, path: str) -> None:
    torn = {"content": b'{"name": ', "headers": {"content-type": "application/json"}}
    assert bench.client(None).request("POST", f"{API}{path}", **torn).status_code in {401, 405}
    assert bench.client(None).get(f"{API}{path}?page=nonsense").status_code == 401


@pytest.mark.promise("E1")
def test_a_key_never_has_more_than_its_user_has_now(bench: Workbench) -> None:
    admin = bench.client("admin")
    browser = bench.browser()
    wanted = {"name": "Temp", "role": "analyst", "password": PASSWORD}
    assert admin.post(f"{API}/users", json=wanted).status_code == 201
    browser.post(f"{API}/session", json={"name": "Temp", "password": PASSWORD})
    assert browser.post(f"{API}/tokens", json={"label": "x", "role": "admin"}).status_code == 403
    made = browser.post(f"{API}/tokens", json={"label": "x", "role": "analyst"}).json()["data"]
    key = {"authorization": f"Bearer {made['token']}"}
    program = httpx.Client(base_url=bench.url, headers=key)
    with program:
        assert program.get(f"{API}/uploads").status_code == 200
        assert program.post(f"{API}/tokens", json={"label": "y", "role": "analyst"}).status_code == 403
        admin.patch(f"{API}/users/Temp", json={"role": "viewer"})
        assert program.get(f"{API}/uploads").status_code == 403
        assert program.get(f"{API}/session").json()["data"]["user"]["role"] == "viewer"
        admin.patch(f"{API}/users/Temp", json={"active": False})
        assert program.get(f"{API}/session").status_code == 401
        admin.patch(f"{API}/users/Temp", json={"active": True})
        admin.delete(f"{API}/tokens/{made['id']}")
        assert program.get(f"{API}/session").status_code == 401
