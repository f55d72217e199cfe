"""Sessions, passwords and the patience that wrong ones need."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from effort import times
from shuke.server.access import throttle
from shuke.server.access.passwords import fits, hashed
from shuke.server.errors import TooMany
from shuke.server.state.engine import State, sqlite_url
from shuke.server.state.models import Attempts, SignedIn, Token, User
from shuke.server.state.types import now
from shuke.server.state.upgrade import upgrade

from .workbench import ADMIN, API, PASSWORD, Workbench, workbench

COOKIE = "shuke"


@pytest.fixture
def somebody(bench: Workbench) -> Iterator[str]:
    """A user of their own for a test."""
    name = "Bob"
    made = bench.client("admin").post(f"{API}/users", json={"name": name, "role": "viewer", "password": PASSWORD})
    assert made.status_code == 201
    yield name
    bench.client("admin").delete(f"{API}/users/{name}")
    with bench.context.state.changing() as session:
        session.query(Attempts).delete()


def sign_in(bench: Workbench, name: str, password: str = PASSWORD) -> httpx.Client:
    browser = bench.browser()
    done = browser.post(f"{API}/session", json={"name": name, "password": password})
    assert done.status_code == 201, done.text
    return browser


def signed_in(browser: httpx.Client) -> bool:
    return browser.get(f"{API}/session").status_code == 200


@pytest.mark.promise("E7")
def test_signing_in_gives_a_new_session_and_a_cookie_that_no_script_reads(
    bench: Workbench, somebody: str, figure: Callable[[str], None]
) -> None:
    browser = bench.browser()
    browser.cookies.set(COOKIE, "chosen-by-somebody-else")
    done = browser.post(f"{API}/session", json={"name": somebody, "password": PASSWORD})
    cookie = done.headers["set-cookie"]
    assert "chosen-by" not in cookie
    assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Path=/"))
    first = done.cookies[COOKIE]
    assert len(first) >= 43
    second = browser.post(f"{API}/session", json={"name": somebody, "password": PASSWORD}).cookies[COOKIE]
    figure(f"signing in twice: {len({first, second, 'chosen-by-somebody-else'}) - 1} new ids of 2")
    assert first != second
    with bench.context.state.reading() as session:
        assert first not in session.scalars(select(SignedIn.secret)).all()


def test_behind_tls_the_cookie_is_bound_to_the_host_and_the_plain_one_counts_no_more(tmp_path: Path) -> None:
    with workbench(tmp_path / "shop", proxies=("127.0.0.1",)) as bench:
        bench.client("admin")
        browser = bench.browser()
        browser.headers["x-forwarded-proto"] = "https"
        done = browser.post(f"{API}/session", json={"name": ADMIN, "password": PASSWORD})
        cookie = done.headers["set-cookie"]
        assert cookie.startswith("__Host-shuke=")
        assert "Secure" in cookie
        assert "max-age" in done.headers["strict-transport-security"]
        secret = cookie.split("=", 1)[1].split(";")[0]
        assert browser.get(f"{API}/session", headers={"cookie": f"__Host-shuke={secret}"}).status_code == 200
        assert browser.get(f"{API}/session", headers={"cookie": f"shuke={secret}"}).status_code == 401


@pytest.mark.promise("E7")
def test_signing_out_ends_the_session_for_whoever_kept_its_cookie(
    bench: Workbench, somebody: str, figure: Callable[[str], None]
) -> None:
    browser = sign_in(bench, somebody)
    kept = browser.cookies[COOKIE]
    assert browser.delete(f"{API}/session").status_code == 200
    status = bench.browser().get(f"{API}/session", headers={"cookie": f"{COOKIE}={kept}"}).status_code
    figure(f"after signing out: {status}")
    assert status == 401


@pytest.mark.promise("E7")
@pytest.mark.parametrize(
    "change",
    [{"active": False}, {"role": "sales"}, {"password": "another long enough one"}, {"owner": "North"}],
    ids=["disabled", "role", "password", "owner"],
)
def test_who_is_changed_is_signed_out_everywhere_at_once(
    bench: Workbench, somebody: str, change: dict[str, object], figure: Callable[[str], None]
) -> None:
    browsers = [sign_in(bench, somebody) for _ in range(3)]
    assert all(map(signed_in, browsers))
    assert bench.client("admin").patch(f"{API}/users/{somebody}", json=change).status_code == 200
    left = sum(map(signed_in, browsers))
    figure(f"after a new {next(iter(change))}: {len(browsers) - left} of {len(browsers)} sessions ended")
    assert left == 0


def test_an_administrator_sees_who_is_signed_in_and_can_end_it(bench: Workbench, somebody: str) -> None:
    browser, admin = sign_in(bench, somebody), bench.client("admin")
    listed = admin.get(f"{API}/sessions").json()["data"]
    assert sum(one["current"] for one in listed) == 1
    mine = next(one for one in listed if one["user"] == somebody)
    assert admin.delete(f"{API}/sessions/{mine['id']}").status_code == 200
    assert not signed_in(browser)


@pytest.mark.promise("E7")
@pytest.mark.parametrize(
    ("what", "minutes", "alive"),
    [("seen", 29, True), ("seen", 31, False), ("created", 719, True), ("created", 721, False)],
)
def test_a_session_ends_after_idle_and_after_all(
    bench: Workbench, somebody: str, what: str, minutes: int, alive: bool, figure: Callable[[str], None]
) -> None:
    browser = sign_in(bench, somebody)
    with bench.context.state.changing() as session:
        mine = select(SignedIn).where(SignedIn.user == somebody.casefold())
        one = session.scalars(mine).one()
        setattr(one, what, getattr(one, what) - timedelta(minutes=minutes))
    still = signed_in(browser)
    figure(f"{minutes} minutes after it was {what}: {'signed in' if still else 'ended'}")
    assert still is alive


def test_another_password_ends_the_other_sessions_and_needs_the_old_one(bench: Workbench, somebody: str) -> None:
    here, there = sign_in(bench, somebody), sign_in(bench, somebody)
    wrong = here.put(f"{API}/me/password", json={"old": "not this one", "new": "a fresh long password"})
    assert wrong.json()["error"]["code"] == "E-PASSWORD-OLD-WRONG"
    assert here.put(f"{API}/me/password", json={"old": PASSWORD, "new": "a fresh long one"}).status_code == 200
    assert signed_in(here)
    assert not signed_in(there)
    sign_in(bench, somebody, "a fresh long one")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short7!", "E-PASSWORD-LENGTH"),
        ("eleven char", "E-PASSWORD-LENGTH"),
        ("x" * 129, "E-PASSWORD-LENGTH"),
        ("password1234", "E-PASSWORD-COMMON"),
        ("Woaini131452", "E-PASSWORD-COMMON"),
        ("aaaaaaaaaaaa", "E-PASSWORD-COMMON"),
        ("P@ssw0rd!2024", "E-PASSWORD-COMMON"),
        ("138001380001", "E-PASSWORD-COMMON"),
        ("my-carol-pass", "E-PASSWORD-COMMON"),
    ],
)
def test_passwords_that_are_tried_first_are_refused(bench: Workbench, password: str, code: str) -> None:
    wanted = {"name": "Carol", "role": "viewer", "password": password}
    assert bench.client("admin").post(f"{API}/users", json=wanted).json()["error"]["code"] == code


def test_a_password_is_kept_as_argon2id_and_is_the_same_however_it_was_typed() -> None:
    kept = hashed("Zürich-Zürich")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert fits("Zürich-Zürich".replace("ü", "ü"), kept)
    assert not fits("zürich-zürich", kept)
    assert not fits("anything at all", None)


@pytest.mark.promise("E11")
def test_wrong_passwords_slow_down_that_name_from_that_address_and_nobody_else(bench: Workbench, somebody: str) -> None:
    browser = bench.browser()

    def attempt(name: str, password: str = "wrong wrong wrong") -> httpx.Response:
        return browser.post(f"{API}/session", json={"name": name, "password": password})

    told = [attempt(somebody).status_code for _ in range(6)]
    assert told == [401, 401, 401, 401, 401, 429]
    # The right one is not even looked at.
    refused = attempt(somebody, PASSWORD)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 31
    sign_in(bench, ADMIN)
    with bench.context.state.changing() as session:
        for one in session.scalars(select(Attempts)):
            one.last -= timedelta(seconds=31)
    assert attempt(somebody, PASSWORD).status_code == 201


@pytest.mark.promise("E11")
def test_whoever_tries_a_name_for_an_hour_gets_no_more_than_twenty_tries() -> None:
    tries, moment = 0, 0.0
    while moment < 3600:
        tries += 1
        wait = (
            0 if tries < throttle.FREE else min(throttle.FIRST_WAIT << (tries - throttle.FREE), throttle.LONGEST_WAIT)
        )
        moment += max(wait, 1)
    assert tries <= 20


def test_an_unknown_name_is_answered_like_a_known_one(bench: Workbench, somebody: str) -> None:
    browser = bench.browser()
    told = [
        browser.post(f"{API}/session", json={"name": name, "password": "wrong wrong"}).json()["error"]
        for name in (somebody, "nobody-of-this-name")
    ]
    for one in told:
        one.pop("request")
    assert told[0] == told[1]


def test_many_who_sign_in_at_once_are_all_served(bench: Workbench, somebody: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert all(map(signed_in, pool.map(lambda _: sign_in(bench, somebody), range(8))))


def test_the_last_administrator_stays(bench: Workbench) -> None:
    admin = bench.client("admin")
    for change in ({"active": False}, {"role": "viewer"}):
        assert admin.patch(f"{API}/users/{ADMIN}", json=change).json()["error"]["code"] == "E-LAST-ADMIN"
    assert admin.delete(f"{API}/users/{ADMIN}").status_code == 409
    assert signed_in(admin)


def test_names_are_the_same_whatever_their_case_and_composition(bench: Workbench, somebody: str) -> None:
    again = {"name": f" {somebody.upper()} ", "role": "viewer", "password": PASSWORD}
    assert bench.client("admin").post(f"{API}/users", json=again).status_code == 409
    assert signed_in(sign_in(bench, somebody.lower()))


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a/b", "x" * 65, "\u202eeve", ".."])
def test_a_name_that_is_no_name_is_refused(bench: Workbench, name: str) -> None:
    wanted = {"name": name, "role": "viewer", "password": PASSWORD}
    assert bench.client("admin").post(f"{API}/users", json=wanted).status_code in {400, 422}


def test_what_belongs_to_a_user_goes_with_them(bench: Workbench, somebody: str) -> None:
    browser = sign_in(bench, somebody)
    assert browser.post(f"{API}/tokens", json={"label": "x", "role": "viewer"}).status_code == 201
    wanted = {"page": "customers", "name": "mine", "query": "?a=b"}
    assert browser.post(f"{API}/views", json=wanted).status_code == 201
    bench.client("admin").delete(f"{API}/users/{somebody}")
    with bench.context.state.reading() as session:
        assert session.get(User, somebody.casefold()) is None
        assert session.scalars(select(Token)).all() == []
        assert session.scalars(select(SignedIn).where(SignedIn.user == somebody.casefold())).all() == []
    bench.client("admin").post(f"{API}/users", json={"name": somebody, "role": "viewer", "password": PASSWORD})


@pytest.mark.promise("E11")
def test_a_thousand_tries_at_one_name_are_five_and_nobody_else_waits(
    bench: Workbench, somebody: str, figure: Callable[[str], None]
) -> None:
    tries, browser = times(1000, 250), bench.browser()
    wrong = {"name": somebody, "password": "wrong wrong wrong"}
    told = Counter(browser.post(f"{API}/session", json=wrong).status_code for _ in range(tries))
    assert told == {401: throttle.FREE, 429: tries - throttle.FREE}
    # The same address, another name; the same name has to wait with the right password too.
    assert signed_in(sign_in(bench, ADMIN))
    assert browser.post(f"{API}/session", json={**wrong, "password": PASSWORD}).status_code == 429
    figure(f"{tries} tries at one name: {told[401]} looked at, {told[429]} told to wait; another name signs in at once")


@pytest.mark.promise("E11")
def test_an_hour_of_tries_at_a_name_comes_to_no_more_than_twenty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Callable[[str], None]
) -> None:
    state, moment, looked = State(sqlite_url(tmp_path / "s.sqlite")), now(), 0
    upgrade(state)
    for second in range(0, 3600, 5):
        monkeypatch.setattr(throttle, "now", lambda second=second: moment + timedelta(seconds=second))
        try:
            throttle.require_patience(state, "bob", "10.0.0.1")
        except TooMany:
            continue
        looked += 1
        with state.changing() as session:
            throttle.wrong(session, "bob", "10.0.0.1")
    state.close()
    assert looked <= 20
    figure(f"{looked} tries an hour at one account, of 720 that were made")


@pytest.mark.promise("E11")
def test_an_unknown_name_takes_as_long_as_a_known_one(figure: Callable[[str], None]) -> None:
    kept = hashed("some password of somebody")
    fits("warm", None)

    def seconds(of: str | None) -> float:
        start = time.thread_time()
        fits("wrong wrong wrong", of)
        return time.thread_time() - start

    known, unknown = (min(seconds(of) for _ in range(4)) for of in (kept, None))
    assert 0.5 < known / unknown < 2
    figure(f"a wrong password takes {known * 1000:.0f} ms of computing for a known name, {unknown * 1000:.0f} ms else")
