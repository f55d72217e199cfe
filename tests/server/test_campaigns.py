"""Campaigns over the interface: planned, listed, measured, chosen from what was learned, each with its rights."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import httpx
import openpyxl
import pytest

from shuke.browse.scope import mask_id
from shuke.campaign_kept.folder import audience_of
from shuke.engines.duckdb import DuckDB

from .shop import data
from .workbench import API, Workbench, workbench

COSTS = {"contact": {"print": "0.30", "postage": "0.32"}, "sale": "70", "margin": "50%"}
PILOT = {"name": "pilot", "sample": 300, "costs": COSTS, "cells": ["r_score", "f_score", "m_score"], "held_out": "20%"}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with workbench(tmp_path_factory.mktemp("campaigns") / "shop") as made:
        admin = made.client("admin")
        job = admin.post(f"{API}/imports/sample", json={}).json()["data"]["job"]
        assert made.finished(job)["status"] == "done"
        rated = admin.post(f"{API}/runs", json={"scheme": "nested-125", "as_of": "2024-12-31"})
        assert made.finished(rated.json()["data"]["job"])["status"] == "done"
        yield made


def started(bench: Workbench, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = bench.client("analyst").post(f"{API}/{path}", json=body)
    assert answer.status_code == 202, answer.text
    done = bench.finished(answer.json()["data"]["job"], "analyst")
    assert done["status"] == "done", done
    result: dict[str, Any] = done["result"]
    return result


@pytest.fixture(scope="module")
def pilot(bench: Workbench) -> str:
    made = started(bench, "campaigns/tests", PILOT)
    assert (made["contacts"], made["held_out"]) == (240, 60)
    return str(made["campaign"])


def sent_in(client: httpx.Client, name: str, rows: list[tuple[str, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    answer = client.post(f"{API}/uploads", params={"name": name}, content=text.getvalue().encode())
    assert answer.status_code == 201, answer.text
    return str(answer.json()["data"]["id"])


def contacts(client: httpx.Client, campaign: str, **asked: Any) -> dict[str, Any]:
    answer = client.get(f"{API}/campaigns/{campaign}/customers", params={"size": 200, **asked})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.row("D9")
def test_break_even_and_what_a_test_can_tell_are_answered_while_one_types(bench: Workbench) -> None:
    client = bench.client("viewer")
    wanted = {"costs": COSTS, "sample": 300, "cells": PILOT["cells"], "held_out": "20%"}
    told = data(client.post(f"{API}/campaigns/power", json=wanted))
    assert (told["break_even"]["exact"], told["net"], told["per_contact"]) == ("31/1750", "35.00", "0.62")
    assert (told["contacts"], told["held_out"], told["cost"]) == (240, 60, "148.80")
    assert "1.77 %" in told["sentences"][0]
    chinese = data(client.post(f"{API}/campaigns/power", params={"lang": "zh"}, json=wanted))
    assert chinese["sentences"][0] != told["sentences"][0]
    plain = data(
        client.post(f"{API}/campaigns/power", json={"costs": COSTS, "channels": {"sms": "0.05"}, "budget": "9"})
    )
    assert plain["channels"] == [{"name": "sms", "cost": "0.05", "break_even": 0.05 / 35, "contacts": 180}]
    wrong = client.post(f"{API}/campaigns/power", json={**wanted, "costs": {**COSTS, "sale": "many"}})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (400, "E-CMP-NUMBER")


@pytest.mark.row("D8", "X3")
def test_a_list_has_its_codes_and_nobody_who_is_held_out_and_is_masked_for_who_may_not_see_ids(
    bench: Workbench, pilot: str
) -> None:
    told = data(bench.client("viewer").get(f"{API}/campaigns/{pilot}"))
    assert (told["contacts"], told["held_out"], told["forgotten"], told["cost"]) == (240, 60, 0, "148.80")
    assert told["faithful"]["farthest_cell"] < 1
    seen = contacts(bench.client("analyst"), pilot)
    assert (seen["page"]["total"], seen["left_out"]) == (240, 0)
    everybody = [*seen["data"], *contacts(bench.client("analyst"), pilot, page=2)["data"]]
    assert {one["key_code"] for one in everybody} == {f"A-{one['cell']}" for one in everybody}
    with DuckDB() as engine:
        audience = audience_of(bench.home / "campaigns" / pilot)
        held = {row[0] for row in engine.run(f"SELECT customer_id FROM {audience} WHERE arm = 'held_out'")}
    assert len(held) == 60
    assert not held & {one["customer_id"] for one in everybody}
    shown = contacts(bench.client("viewer"), pilot)["data"]
    assert [one["customer_id"] for one in shown] == [mask_id(one["customer_id"]) for one in seen["data"]]
    for role, path in (("sales", "campaigns"), ("sales", f"campaigns/{pilot}/customers")):
        assert bench.client(role).get(f"{API}/{path}").status_code == 403  # type: ignore[arg-type]


def test_a_file_of_a_list_leaves_out_who_wants_no_marketing_and_is_in_the_audit(bench: Workbench, pilot: str) -> None:
    client, admin = bench.client("analyst"), bench.client("admin")
    out = contacts(client, pilot)["data"][3]["customer_id"]
    assert admin.post(f"{API}/privacy/opt-outs", json={"ids": [out]}).status_code == 201
    for format_ in ("csv", "xlsx"):
        job = client.post(f"{API}/campaigns/{pilot}/exports", json={"format": format_}).json()["data"]["job"]
        told = bench.finished(job, "analyst")["result"]
        assert (told["rows"], told["left_out"]) == (239, 1)
        answer = client.get(f"{API}/exports/{job}")
        if format_ == "csv":
            rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
            ids, codes = [row["customer_id"] for row in rows], [row["key_code"] for row in rows]
        else:
            sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
            ids, codes = ([str(row[place].value) for row in list(sheet.iter_rows())[1:]] for place in (0, 4))
        assert (len(ids), out in ids, codes[0][:2]) == (239, False, "A-")
        assert admin.get(f"{API}/exports/{job}").status_code == 404
    assert contacts(client, pilot)["left_out"] == 1
    done = [one["what"] for one in data(admin.get(f"{API}/audit"))]
    assert {"campaign.test", "export.make", "export.fetch"} <= set(done)
    assert bench.client("viewer").post(f"{API}/campaigns/{pilot}/exports", json={"format": "csv"}).status_code == 403
    assert admin.request("DELETE", f"{API}/privacy/opt-outs/{out}").status_code == 200


@pytest.mark.row("D5", "T6", "X7", "D4")
def test_responses_are_measured_and_the_next_list_starts_from_what_was_learned(bench: Workbench, pilot: str) -> None:
    client = bench.client("analyst")
    first = {"name": "spring", "costs": COSTS, "channels": {"mail": "0.62"}, "cells": PILOT["cells"]}
    early = client.post(f"{API}/campaigns/lists", json=first).json()["data"]["job"]
    refused = bench.finished(early, "analyst")["error"]
    assert refused["code"] == "E-CMP-NOTHING-EXPECTED"
    assert "Measure a test with these cells first" in refused["hint"]
    nothing = client.post(f"{API}/campaigns/{pilot}/measurements", json={}).json()["data"]["job"]
    assert bench.finished(nothing, "analyst")["error"]["code"] == "E-CMP-NO-ORDERS"
    some = [one["customer_id"] for one in contacts(client, pilot)["data"]][:60]
    upload = sent_in(client, "answers.csv", [("customer_id", "amount"), *((one, "70.00") for one in some)])
    measured = started(bench, f"campaigns/{pilot}/measurements", {"uploads": [upload]})
    assert (measured["look"], measured["responded"], measured["unknown"]) == (1, 60, 0)
    (look,) = data(bench.client("viewer").get(f"{API}/campaigns/{pilot}/results"))
    (arm,) = look["arms"]
    assert (arm["customers"], arm["responses"], arm["revenue"], arm["cost"]) == (240, 60, "4200.0000", "148.80")
    assert look["days"] is None
    assert arm["incremental"]["responses"][0] == pytest.approx(60)
    assert sum(look["cells"]["verdicts"].values()) == len(look["cells"]["cells"])

    ground = data(client.get(f"{API}/campaigns/ground"))
    assert (ground["default"], ground["learned"]) == (PILOT["cells"], [{"cells": PILOT["cells"], "campaigns": 1}])
    out = contacts(client, pilot)["data"][5]["customer_id"]
    bench.client("admin").post(f"{API}/privacy/opt-outs", json={"ids": [out]})
    spring = started(bench, "campaigns/lists", {**first, "budget": "62.00", "offers": {"A": None, "B": "30"}})
    told = data(client.get(f"{API}/campaigns/{spring['campaign']}"))
    assert float(told["cost"]) <= 62
    assert told["barred"] == {"opt_out": 1}
    assert {one["other"] for one in told["compared"]} == {"top", "lot"}
    assert len(told["further_hundreds"]) == 5
    listed = data(client.get(f"{API}/campaigns"))
    assert [(one["name"], one["kind"], len(one["looks"])) for one in listed] == [
        ("spring", "list", 0),
        ("pilot", "test", 1),
    ]
    entries = data(client.get(f"{API}/campaigns/ledger"))
    assert [(one["did"], one["campaign"]) for one in entries] == [
        ("list", "spring"),
        ("measure", "pilot"),
        ("test", "pilot"),
    ]
    again = client.post(f"{API}/campaigns/tests", json=PILOT)
    assert (again.status_code, again.json()["error"]["code"]) == (400, "E-CMP-NAME-TAKEN")


@pytest.mark.parametrize("name", ["c9999", "..", "000001.json"])
def test_a_campaign_that_is_not_there_is_told(bench: Workbench, name: str) -> None:
    answer = bench.client("viewer").get(f"{API}/campaigns/{name}")
    assert answer.status_code in {404, 422}


def test_what_cannot_be_meant_is_told_before_a_job(bench: Workbench) -> None:
    client = bench.client("analyst")
    for change in ({"held_out": "2"}, {"sample": 0}, {"costs": {**COSTS, "margin": "0"}}, {"name": "\n"}):
        assert client.post(f"{API}/campaigns/tests", json={**PILOT, "name": "x", **change}).status_code in {400, 422}
    assert bench.client("viewer").post(f"{API}/campaigns/tests", json=PILOT).status_code == 403
