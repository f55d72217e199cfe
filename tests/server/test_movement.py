"""Movement, the course of the last runs and concentration over HTTP: figures, pages, and what each role may see."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.terminal import shuke as run_command
from shuke.browse.scope import mask_id

from .shop import data, seller, shop
from .workbench import API, Workbench

PARTS = ("corrected", "time", "own", "others", "scheme")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with shop(tmp_path_factory.mktemp("shop")) as made:
        yield made


@pytest.mark.row("Z7")
def test_the_movement_of_the_newest_run_reconciles_with_both_runs_and_its_rows(bench: Workbench) -> None:
    client = bench.client("analyst")
    told = data(client.get(f"{API}/movement"))
    assert (told["old"]["run"], told["new"]["run"]) == (2, 3)
    for side, end in (("old", "before"), ("new", "after")):
        assert sum(one["customers"] for one in told["cells"] if one[end] is not None) == told[side]["rated"]
    for figure in told["figures"].values():
        assert Decimal(figure["before"]) + sum(map(Decimal, figure["parts"].values())) == Decimal(figure["after"])
    moved = sum(one["customers"] for name, one in told["directions"].items() if name != "unchanged")
    listed = client.get(f"{API}/movement/customers", params={"size": 200, "sort": "steps"}).json()
    assert listed["page"]["total"] == moved == len(listed["data"])
    for one in listed["data"]:
        assert sum(one["steps_by"].values()) == one["steps"]
        for figure in one["figures"].values():
            parts = sum(Decimal(figure["parts"][part]) for part in PARTS)
            assert Decimal(figure["before"] or 0) + parts == Decimal(figure["after"] or 0)
    sizes = [abs(one["steps"]) for one in listed["data"]]
    assert sizes == sorted(sizes, reverse=True)


def test_one_customer_is_told_part_by_part_on_their_own_address(bench: Workbench) -> None:
    client = bench.client("analyst")
    (first,) = data(client.get(f"{API}/movement/customers", params={"size": 1, "direction": "demoted"}))
    told = data(client.get(f"{API}/runs/{first['run']}/customers/{first['ref']}/movement"))
    assert told["moved"] == first
    assert told["as_of"] == ["2024-09-30", "2024-12-31"]
    absent = client.get(f"{API}/runs/3/customers/nobody/movement")
    assert absent.status_code == 404


def test_whoever_may_not_see_ids_sees_them_masked_and_can_still_ask(bench: Workbench) -> None:
    ask = {"size": 5, "direction": "demoted"}
    plain = data(bench.client("analyst").get(f"{API}/movement/customers", params=ask))
    masked = data(bench.client("viewer").get(f"{API}/movement/customers", params=ask))
    assert [one["customer_id"] for one in masked] == [mask_id(one["customer_id"]) for one in plain]
    assert all(one["ref"].startswith("~~") for one in masked)
    word = masked[0]["ref"]
    told = data(bench.client("viewer").get(f"{API}/runs/{masked[0]['run']}/customers/{word}/movement"))
    assert told["moved"]["figures"] == plain[0]["figures"]
    for path in ("course/customers", "concentration/customers"):
        shown = data(bench.client("viewer").get(f"{API}/{path}", params={"size": 3}))
        assert all(one["ref"].startswith("~~") for one in shown)


def test_a_salesperson_is_told_of_their_own_customers_alone(bench: Workbench) -> None:
    mine = seller(bench, "sam", "S-01")
    everybody = data(bench.client("admin").get(f"{API}/movement"))
    told = data(mine.get(f"{API}/movement"))
    assert 0 < told["new"]["rated"] < everybody["new"]["rated"]
    rows = data(mine.get(f"{API}/movement/customers", params={"size": 200}))
    for one in rows:
        row = data(bench.client("admin").get(f"{API}/runs/{one['run']}/customers/{one['ref']}"))["row"]
        assert row["owner"] == "S-01"
    course = data(mine.get(f"{API}/course"))
    assert (course["runs"], course["leaving"], course["expected"]) == ([], [], None)
    assert sum(course["ways"].values()) == told["new"]["rated"]
    few = data(mine.get(f"{API}/concentration"))
    assert few["runs"] == []
    assert sum(one["customers"] for one in few["groups"]) == told["new"]["rated"]
    nobody = seller(bench, "sue", None)
    assert data(nobody.get(f"{API}/movement"))["cells"] == []


@pytest.mark.row("D6", "D14")
def test_course_and_concentration_are_told_with_pages_of_customers(bench: Workbench) -> None:
    client = bench.client("viewer")
    course = data(client.get(f"{API}/course"))
    assert [one["run"] for one in course["runs"]] == [2, 3]
    # One period is too little to expect anything of the next.
    assert course["expected"] is None
    rated = course["runs"][-1]["rated"]
    assert client.get(f"{API}/course/customers").json()["page"]["total"] == rated
    few = data(client.get(f"{API}/concentration"))
    assert [one["run"] for one in few["runs"]] == [2, 3]
    vital = client.get(f"{API}/concentration/customers", params={"kind": "vital"}).json()["page"]["total"]
    assert vital == few["runs"][-1]["vital"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("movement?from=3&to=2", 400, "E-MOVE-ORDER"),
        ("movement?from=99", 404, "E-RUN"),
        ("movement?scheme=none", 404, None),
        ("movement/customers?because=luck", 400, "E-MOVE-PART"),
        ("movement/customers?sort=luck", 400, "E-SORT"),
        ("course/customers?way=luck", 400, None),
        ("concentration/customers?trend=luck", 400, "E-WORD"),
        ("concentration?run=99", 404, "E-RUN"),
    ],
)
def test_what_cannot_be_meant_is_told(path: str, status: int, code: str | None, bench: Workbench) -> None:
    answer = bench.client("admin").get(f"{API}/{path}")
    assert answer.status_code == status, answer.text
    if code is not None:
        assert answer.json()["error"]["code"] == code


def test_who_moved_is_taken_away_with_the_bytes_of_the_terminal_and_without_who_wants_no_marketing(
    bench: Workbench, tmp_path: Path
) -> None:
    client, filters = bench.client("analyst"), {"direction": "demoted"}
    whole, told = fetched(bench, {"format": "csv"})
    assert (told["rows"], told["left_out"]) == (len(whole.splitlines()) - 1, 0)
    run_command("movement", "--workspace", bench.home, "--out", tmp_path, "--format", "csv")
    assert whole == (tmp_path / "movement.csv").read_bytes()
    (first, *_) = data(client.get(f"{API}/movement/customers", params={**filters, "size": 1}))
    noted = bench.client("admin").post(f"{API}/privacy/opt-outs", json={"ids": [first["customer_id"]]})
    assert noted.status_code == 201
    book, told = fetched(bench, {"format": "xlsx", **filters})
    assert told["left_out"] == 1
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == tuple(whole.decode("utf-8-sig").splitlines()[0].split(","))
    assert len(rows) - 1 == told["rows"]
    assert first["customer_id"] not in {row[0] for row in rows}
    assert {row[rows[0].index("direction")] for row in rows[1:]} == {"demoted"}
    what = [one["what"] for one in data(bench.client("admin").get(f"{API}/audit", params={"size": 20}))]
    assert {"export.make", "export.fetch"} <= set(what)
    assert bench.client("viewer").post(f"{API}/movement/exports", json={"format": "csv"}).status_code == 403


def test_a_salesperson_takes_away_their_own_customers_and_a_limit_of_rows_holds(bench: Workbench) -> None:
    mine = seller(bench, "tom", "S-02")
    shown = mine.get(f"{API}/movement/customers", params={"size": 1}).json()["page"]["total"]
    done = mine.post(f"{API}/movement/exports", json={"format": "csv"})
    assert bench.finished(done.json()["data"]["job"])["result"]["rows"] == shown
    admin = bench.client("admin")
    kept = data(admin.get(f"{API}/settings"))["export_rows"]
    assert admin.put(f"{API}/settings", json={"export_rows": 1}).status_code == 200
    job = admin.post(f"{API}/movement/exports", json={"format": "csv"}).json()["data"]["job"]
    assert bench.finished(job)["error"]["code"] == "E-EXPORT-ROWS"
    admin.put(f"{API}/settings", json={"export_rows": kept})


def fetched(bench: Workbench, wanted: dict[str, str]) -> tuple[bytes, dict[str, Any]]:
    """Return a file of who moved, and what the job that made it tells."""
    client = bench.client("analyst")
    started = client.post(f"{API}/movement/exports", json=wanted)
    assert started.status_code == 202, started.text
    told = bench.finished(started.json()["data"]["job"], "analyst")
    assert told["status"] == "done", told
    return client.get(f"{API}/exports/{told['id']}").content, told["result"]
