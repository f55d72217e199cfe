"""Messages are none lost and not sent twice: leases, limits of services, faults of every kind, senders killed."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from effort import times
from shuke.desk import Desk
from shuke.notify.channels import Channel, parse
from shuke.watching.outbox import Leased, backoff, lease, postponed, retry, write
from shuke.watching.send import send, spoken
from shuke.watching.warnings.check import Wish, check
from shuke.workspace import Workspace, load
from shuke.workspace.beside import Beside
from shuke.workspace.forget import forget
from watch.services import KINDS, SECRET, service, text_of
from watch.shop import document, rate
from workspace.books import UNION, made
from workspace.books import write as csv_of

WARNINGS = times(1000, 80)
MOST_TWICE = 0.01
EVERYBODY = """\
warnings: everybody
owner: owner
most: 100000
rules:
  - {rule: all_of_them, title: {en: All, zh: 全部}, when: {days_since_purchase: {at_least: 0}}}
"""


def channel(kind: str = "webhook", **keys: object) -> Channel:
    said = {"channel": kind, "kind": kind, "url": {"env": "SHUKE_SECRET_URL"}, "inside": "true", **keys}
    return parse(json.dumps({"channels": [said]}))[0].channels[0]


def outbox(db: sqlite3.Connection, to: Channel, messages: int, moment: int = 0) -> list[str]:
    return [
        name
        for n in range(messages)
        for name in write(db, to, f"S{n}", "Title", [(f"C{n}", "text", None, True)], "2024-01-01", moment)
    ]


def test_two_senders_never_have_the_same_message(tmp_path: Path) -> None:
    desk, to = Desk(tmp_path), channel()
    with desk.changing() as db:
        names = outbox(db, to, 3)
    got = []
    for turn in range(3):
        with desk.changing() as db:
            found = lease(db, to, f"sender {turn % 2}", 10)
        assert isinstance(found, Leased)
        got.append(found.message.id)
    assert sorted(got) == sorted(names)
    with desk.changing() as db:
        assert isinstance(lease(db, to, "third", 10), float)


def test_the_message_of_a_sender_who_died_is_free_when_its_lease_has_run_out(tmp_path: Path) -> None:
    desk, to = Desk(tmp_path), channel(timeout=1)
    with desk.changing() as db:
        (name,) = outbox(db, to, 1)
        first = lease(db, to, "dies", 0)
        waits = lease(db, to, "lives", 1)
        second = lease(db, to, "lives", 1 + round(float(waits) * 1000))  # type: ignore[arg-type]
    assert isinstance(first, Leased)
    assert isinstance(second, Leased)
    assert (first.message.id, second.message.id, second.attempts) == (name, name, 2)


@pytest.mark.promise("E14")
@pytest.mark.row("B5")
@pytest.mark.parametrize(("kind", "minute", "second"), [("dingtalk", 20, 20), ("wecom", 20, 20), ("feishu", 100, 5)])
def test_no_service_gets_more_than_it_takes(kind: str, minute: int, second: int, tmp_path: Path) -> None:
    to = channel(kind).model_copy(update={"inside": False})
    moment, used = 0, []
    with Desk(tmp_path).changing() as db:
        outbox(db, to, 3 * minute)
        while (found := lease(db, to, "one of several", moment)) is not None and len(used) < 3 * minute:
            if isinstance(found, Leased):
                used.append(moment)
                db.execute("UPDATE messages SET status = 'sent' WHERE id = ?", (found.message.id,))
            else:
                moment += max(1, round(found * 1000))
    assert len(used) == 3 * minute
    assert max(sum(at <= other < at + 60_000 for other in used) for at in used) == minute
    assert max(sum(at <= other < at + 1_000 for other in used) for at in used) <= second


def test_a_message_that_cannot_be_sent_now_waits_longer_each_time(tmp_path: Path) -> None:
    assert [backoff(n) for n in (1, 2, 3, 4)] == [2, 4, 8, 16]
    to = channel()
    with Desk(tmp_path).changing() as db:
        outbox(db, to, 1)
        found = lease(db, to, "s", 0)
        assert isinstance(found, Leased)
        postponed(db, found, 0, 8.0, "status|status=500")
        assert lease(db, to, "s", 1000) == 7.0
        row = db.execute("SELECT problem FROM messages").fetchone()
    assert spoken(row[0], "en") == "the service answered with HTTP status 500"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A shop in which everybody has a salesperson of their own, so that each warning is a message."""
    folder = tmp_path_factory.mktemp("faults")
    people = [f"C{n:05}" for n in range(WARNINGS)]
    sales = csv_of(folder / "s.csv", [(one, f"O{one}", "2024-05-01", f"{10 + n}.00") for n, one in enumerate(people)])
    owners = csv_of(folder / "c.csv", [(one, f"S{one}") for one in people], ("customer_id", "owner"))
    space = made(folder / "shop", raw=True)
    load(space, [sales], UNION, beside=Beside((), (owners,)))
    rate(space, date(2024, 6, 30))
    document(space.home, EVERYBODY)
    return space


def channels(space: Workspace, **urls: str) -> None:
    (space.home / "watch" / "secrets").mkdir(parents=True, exist_ok=True)
    said = []
    for kind, url in urls.items():
        (space.home / "watch" / "secrets" / kind).write_text(url, encoding="utf-8")
        one = {"channel": kind, "kind": kind, "url": {"file": kind}, "inside": "true", "a_minute": "6000"}
        said.append({**one, "timeout": "1", "secret": {"env": "SHUKE_SECRET_KEY"}})
    (space.home / "watch" / "channels.yaml").write_text(json.dumps({"channels": said}), encoding="utf-8")


def faults(seed: int) -> dict[int, str]:
    """What goes wrong at which request: of a hundred ten busy, five limited, five refused in the body, one slow."""
    chance = random.Random(seed)
    kinds = ["busy"] * 10 + ["limited"] * 5 + ["code"] * 5 + ["page"] * 2 + ["slow"] + [""] * 77
    found = {number: chance.choice(kinds) for number in range(1, 20 * WARNINGS)}
    # An answer that is cut off after the message was accepted cannot be told from one before: it is sent again.
    cut = chance.sample(range(1, WARNINGS), max(1, WARNINGS // 400))
    return {number: kind for number, kind in {**found, **dict.fromkeys(cut, "cut")}.items() if kind}


@pytest.mark.row("B5")
@pytest.mark.promise("E14")
@pytest.mark.slow
def test_none_is_lost_under_faults_and_killed_senders_and_hardly_one_comes_twice(
    shop: Workspace, figure: Callable[[str], None]
) -> None:
    wrong = faults(4)
    with service("dingtalk", wrong.get, {"errcode": -1}) as (url, got):
        channels(shop, dingtalk=url)
        done = check(shop, Wish())
        assert (done.opened, done.messages) == (WARNINGS, WARNINGS)
        killed = _send_and_kill(shop, kills=times(12, 3))
    texts = [text_of("dingtalk", one) for one in got.accepted]
    ids = Counter(one.rsplit("`", 2)[1] for one in texts)
    with Desk(shop.home).reading() as db:
        kept = {row[0] for row in db.execute("SELECT id FROM messages WHERE status = 'sent'")}
        told = {row[0] for row in db.execute("SELECT DISTINCT warning FROM message_lines")}
        assert db.execute("SELECT COUNT(*) FROM warnings").fetchone()[0] == len(told) == WARNINGS
    twice = sum(count - 1 for count in ids.values())
    print(f"{WARNINGS} warnings, {got.asked} requests, {killed} senders killed, {len(ids)} arrived, {twice} twice")
    assert ids.keys() == kept
    assert len(kept) == WARNINGS
    assert twice <= max(2, MOST_TWICE * WARNINGS)
    lost = WARNINGS - len(kept)
    figure(f"{WARNINGS} alerts, {got.asked} requests, {killed} senders killed: {lost} lost, {twice} twice")


def _send_and_kill(space: Workspace, kills: int) -> int:
    """Let two senders work at once and kill one after another; return how many were killed."""
    chance, killed, until = random.Random(7), 0, time.monotonic() + 300
    while time.monotonic() < until:
        senders = [_sender(space) for _ in range(2)]
        if killed < kills:
            time.sleep(0.7 + chance.random() * 0.8)
            for one in senders:
                killed += one.poll() is None
                os.kill(one.pid, signal.SIGKILL)
        for one in senders:
            one.wait()
        with Desk(space.home).reading() as db:
            if not db.execute("SELECT 1 FROM messages WHERE status = 'waiting'").fetchone():
                return killed
    raise AssertionError("not everything was sent in time")


def _sender(space: Workspace) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "shuke", "warnings", "send", "--wait", "60", "--workspace", str(space.home)]
    environment = {**os.environ, "SHUKE_SECRET_KEY": SECRET}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.mark.promise("E14")
@pytest.mark.row("B5")
@pytest.mark.promise("F2")
def test_messages_are_grouped_by_salesperson_with_masked_names_only(
    shop: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHUKE_SECRET_KEY", SECRET)
    space = _copy(shop, tmp_path)
    document(space.home, EVERYBODY.replace("owner: owner\n", ""))
    with service("wecom") as (wecom, wide), service("feishu") as (feishu, narrow):
        channels(space, wecom=wecom, feishu=feishu)
        done = check(space, Wish())
        assert done.messages == 2 * -(-WARNINGS // 15)
        assert send(space, 20).sent == done.messages
    for kind, got in (("wecom", wide), ("feishu", narrow)):
        said = "\n".join(text_of(kind, one) for one in got.accepted)
        assert not any(f"C{n:05}" in said for n in range(WARNINGS)), kind
        assert said.count("C0") == (WARNINGS if kind == "feishu" else said.count("C0"))
    with Desk(space.home).reading() as db:
        assert "C00001" in {row[0] for row in db.execute("SELECT customer_id FROM message_lines")}
    forget(space, ["C00001"])
    with Desk(space.home).reading() as db:
        assert "C00001" not in {row[0] for row in db.execute("SELECT customer_id FROM message_lines")}


def test_a_refused_message_is_told_as_failed_and_can_be_tried_again(
    shop: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = _copy(shop, tmp_path)
    document(space.home, EVERYBODY.replace("owner: owner\n", "most: 1\n").replace("most: 100000\n", ""))
    monkeypatch.setenv("SHUKE_SECRET_KEY", "wrong")
    with service("dingtalk") as (url, got):
        channels(space, dingtalk=url)
        check(space, Wish())
        assert (send(space).failed, got.accepted) == (1, [])
        monkeypatch.setenv("SHUKE_SECRET_KEY", SECRET)
        assert send(space).sent == 0
        assert retry(space) == 1
        assert send(space).sent == 1
    assert len(got.accepted) == 1


def _copy(space: Workspace, folder: Path) -> Workspace:
    import shutil

    shutil.copytree(space.home, folder / "shop", ignore=shutil.ignore_patterns("desk.sqlite*"))
    return Workspace(folder / "shop")


def test_every_kind_of_robot_has_a_service_in_these_tests() -> None:
    assert set(KINDS) == {"dingtalk", "wecom", "feishu", "webhook"}
