"""Warnings over the interface: checked by a job, seen by whom they are for, put to rest, closed, judged, sent."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from watch.services import service, text_of

from .shop import data, seller, shop
from .workbench import API, Workbench

RULES = """\
warnings: shop
rules:
  - rule: everybody
    title: {en: Everybody, zh: 所有人}
    severity: high
    when: {days_since_purchase: {at_least: 0}}
  - {rule: silent, title: {en: Silent, zh: 沉默}, when: {days_since_purchase: {at_least: 60}}}
"""
CHANNELS = "channels:\n  - {channel: group, kind: webhook, url: {file: hook}, inside: true, lang: en}\n"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with shop(tmp_path_factory.mktemp("warnings")) as made:
        analyst = made.client("analyst")
        assert analyst.put(f"{API}/warnings/rules", json={"text": RULES}).status_code == 200
        assert finished(made, analyst.post(f"{API}/warnings/checks", json={}))["opened"] > 0
        yield made


@pytest.fixture(scope="module")
def sara(bench: Workbench) -> httpx.Client:
    return seller(bench, "Sara", "S-01")


def finished(bench: Workbench, started: httpx.Response) -> dict[str, object]:
    assert started.status_code == 202, started.text
    done = bench.finished(started.json()["data"]["job"])
    assert done["status"] == "done", done
    return dict(done["result"])


@pytest.mark.row("C7", "B5")
def test_a_salesperson_sees_and_ends_the_warnings_of_their_own_customers_alone(
    bench: Workbench, sara: httpx.Client
) -> None:
    everybodys = data(bench.client("analyst").get(f"{API}/warnings", params={"size": 200}))
    hers = data(sara.get(f"{API}/warnings", params={"size": 200}))
    assert {one["owner"] for one in hers} == {"S-01"}
    assert {one["owner"] for one in everybodys} >= {"S-01", "S-02", None}
    other = next(one["number"] for one in everybodys if one["owner"] == "S-02")
    assert sara.get(f"{API}/warnings/{other}").status_code == 404
    assert sara.patch(f"{API}/warnings/{other}", json={"do": "close", "outcome": "kept"}).status_code == 404
    closed = data(sara.patch(f"{API}/warnings/{hers[0]['number']}", json={"do": "close", "outcome": "kept"}))
    assert (closed["outcome"], closed["closed_by"], closed["story"][0]["what"]) == ("kept", "Sara", "closed")
    rests = data(sara.patch(f"{API}/warnings/{hers[1]['number']}", json={"do": "snooze", "until": "30d"}))
    assert rests["snoozed_until"] == "2025-01-30"
    theirs = data(sara.get(f"{API}/customers/{hers[2]['ref']}/warnings"))
    assert [one["number"] for one in theirs] == [hers[2]["number"]]
    foreign = next(one["ref"] for one in everybodys if one["owner"] == "S-02")
    assert sara.get(f"{API}/customers/{foreign}/warnings").status_code == 404
    standing = data(sara.get(f"{API}/warnings/standing"))
    assert {one["owner"] for one in standing["owners"]} == {"S-01"}
    assert sara.post(f"{API}/warnings/checks", json={}).status_code == 403
    assert sara.put(f"{API}/warnings/rules", json={"text": RULES}).status_code == 403


def test_who_may_not_see_ids_sees_them_masked(bench: Workbench) -> None:
    seen = data(bench.client("viewer").get(f"{API}/warnings", params={"size": 200}))
    known = {one["customer"] for one in data(bench.client("analyst").get(f"{API}/warnings", params={"size": 200}))}
    assert not {one["customer"] for one in seen} & known
    assert bench.client("viewer").get(f"{API}/customers/{seen[0]['ref']}/warnings").status_code == 200


def test_lists_are_filtered_and_counted(bench: Workbench) -> None:
    analyst = bench.client("analyst")
    standing = data(analyst.get(f"{API}/warnings/standing"))
    counted = {one["rule"]: one["count"] for one in standing["by_rule"]}
    for rule, count in counted.items():
        asked = analyst.get(f"{API}/warnings", params={"rule": rule, "status": "open"}).json()["page"]["total"]
        rests = analyst.get(f"{API}/warnings", params={"rule": rule, "status": "snoozed"}).json()["page"]["total"]
        assert asked + rests == count
    assert standing["over_time"][-1]["open"] == standing["open"] + standing["snoozed"]
    assert standing["check"]["as_of"] == "2024-12-31"


@pytest.mark.row("C7")
def test_a_check_judges_past_ones_and_advises(bench: Workbench) -> None:
    found = data(bench.client("analyst").get(f"{API}/warnings/judgements"))
    assert found["record"]["waiting"] == 1
    assert found["advice"]["gaps"] > 0
    tried = finished(bench, bench.client("analyst").post(f"{API}/warnings/trials"))["record"]
    (day,) = tried["days"]  # type: ignore[index]
    assert day["as_of"] == "2024-09-30"
    scores = {one["rule"]: one for one in day["lost"]}
    assert scores["everybody"]["recall"] == 1
    assert scores["everybody"]["precision"] == pytest.approx(scores["everybody"]["base"])
    assert set(scores) == {"everybody", "silent", "any_rule", "plain_90_days"}


def test_a_document_that_is_wrong_is_told_with_its_line_and_not_kept(bench: Workbench) -> None:
    analyst = bench.client("analyst")
    answer = analyst.put(f"{API}/warnings/rules", json={"text": RULES.replace("severity", "sevrity")})
    assert answer.status_code == 422
    assert "5:5" in answer.json()["error"]["message"]
    assert data(analyst.get(f"{API}/warnings/rules"))["text"] == RULES


@pytest.mark.row("B5")
@pytest.mark.promise("E8")
def test_messages_are_sent_by_a_job_and_no_secret_can_be_read_back(bench: Workbench) -> None:
    admin = bench.client("admin")
    secrets = bench.home / "watch" / "secrets"
    secrets.mkdir(parents=True)
    with service("webhook") as (url, got):
        (secrets / "hook").write_text(url, encoding="utf-8")
        shown = data(admin.put(f"{API}/warnings/channels", json={"text": CHANNELS}))
        assert shown["channels"][0]["secrets"] == [{"name": "hook", "there": True}]
        assert url not in json.dumps(data(admin.get(f"{API}/warnings/channels")))
        assert bench.client("analyst").get(f"{API}/warnings/channels").status_code == 403
        finished(bench, admin.post(f"{API}/warnings/messages", json={"trial": "group"}))
        more = RULES + "  - {rule: more, title: {en: More, zh: 更多}, when: {days_since_purchase: {at_least: 0}}}\n"
        assert admin.put(f"{API}/warnings/rules", json={"text": more}).status_code == 200
        done = finished(bench, admin.post(f"{API}/warnings/checks", json={}))
        sent = finished(bench, admin.post(f"{API}/warnings/messages", json={}))
    assert (sent["sent"], sent["failed"]) == (done["messages"], 0)
    assert len(got.accepted) == done["messages"] + 1  # type: ignore[operator]
    assert "C000" not in "\n".join(text_of("webhook", one) for one in got.accepted)
    told = data(admin.get(f"{API}/warnings/messages", params={"size": 200}))
    assert {one["status"] for one in told} == {"sent"}
