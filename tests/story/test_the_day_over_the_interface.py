"""The operator's day over REST: each figure is the one that the terminal tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.shop import data
from server.workbench import API, Workbench, workbench
from story.shop import OWNER, SCHEME, Exports
from story.terminal import NOTE, TEST, Figures, listed

pytestmark = [pytest.mark.slow, pytest.mark.row("B8", "Z7", "D5", "X7")]


@pytest.fixture(scope="module")
def bench(another: Callable[[], Path]) -> Iterator[Workbench]:
    with workbench(another()) as made:
        admin = made.client("admin")
        settings = data(admin.get(f"{API}/settings"))
        assert admin.put(f"{API}/settings", json={**settings, "owner_column": OWNER}).status_code == 200
        yield made


class Day:
    """Somebody who works over the interface alone."""

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        self.client: httpx.Client = bench.client("admin")

    def get(self, path: str, **asked: Any) -> Any:
        return data(self.client.get(f"{API}/{path}", params=asked))

    def job(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.client.post(f"{API}/{path}", json=body)
        assert answer.status_code == 202, answer.text
        done = self.bench.finished(answer.json()["data"]["job"])
        assert done["status"] == "done", done
        result: dict[str, Any] = done["result"]
        return result

    def load(self, path: Path) -> dict[str, Any]:
        sent = self.client.post(f"{API}/uploads", params={"name": path.name}, content=path.read_bytes())
        assert sent.status_code == 201, sent.text
        return self.job("imports", {"uploads": [sent.json()["data"]["id"]]})


def test_the_day_over_the_interface_tells_what_the_terminal_tells(
    bench: Workbench, files: Exports, told: Figures, tmp_path: Path
) -> None:
    day = Day(bench)
    first = work_off(day, told)
    assert first == told.warned
    day.load(files.october)
    rated = day.job("runs", {"scheme": SCHEME, "follow": True})
    # A usual day's rating brings all that is watched up to date.
    assert rated["movement"] == [3, rated["run"]]
    assert rated["warnings"]["run"] == rated["tasks"]["run"] == rated["run"]
    moved = day.get("movement")
    directions = {name: (one["customers"], one["monetary"]) for name, one in moved["directions"].items()}
    assert directions == told.directions
    assert moved["figures"]["monetary"] == told.monetary
    # It is rated as before, in the same currency.
    assert (moved["currency"], moved["notes"]) == ("CNY", [])
    campaign = tried_out(day, told, tmp_path)
    day.load(files.november)
    assert day.job(f"campaigns/{campaign}/measurements", {})["look"] == 1
    (look,) = day.get(f"campaigns/{campaign}/results")
    (arm,) = look["arms"]
    assert look["days"] == ["2024-11-01", "2024-11-30"]
    assert (arm["revenue"], arm["responses"], arm["cost"]) == (told.revenue, told.responses, told.cost)
    assert arm["incremental"]["profit"] == told.profit
    day.job("runs", {"scheme": SCHEME, "follow": True})
    goal = day.get("goals")[0]
    assert (goal["value"], goal["verdict"]) == told.goal
    report = day.client.get(f"{API}/runs/newest/report")
    assert report.status_code == 200
    assert "2024-11-30" in report.text


def work_off(day: Day, told: Figures) -> str:
    """Close the first warning after a call, note it on the customer's page, do a task; return whom it was about."""
    assert day.get("warnings/standing")["open"] == told.warnings
    first = day.get("warnings", size=1)[0]
    assert Decimal(first["value"]) == Decimal(told.value)
    customer = day.get(f"runs/newest/customers/{first['ref']}")
    assert customer["row"]["customer_id"] == first["customer"]
    noted = day.client.post(f"{API}/customers/{first['ref']}/notes", json={"text": NOTE})
    assert noted.status_code == 201, noted.text
    closed = day.client.patch(
        f"{API}/warnings/{first['number']}", json={"do": "close", "outcome": "kept", "note": NOTE}
    )
    assert closed.status_code == 200, closed.text
    assert day.get("warnings/standing")["open"] == told.warnings - 1
    number, who, on = told.task
    task = day.get("tasks", status="open", size=1)[0]
    assert (task["number"], task["customer"], task["day"]) == (number, who, on)
    done = day.client.patch(f"{API}/tasks/{number}", json={"do": "done", "note": "sent the catalogue"})
    assert done.status_code == 200, done.text
    return str(first["customer"])


def tried_out(day: Day, told: Figures, folder: Path) -> str:
    """Plan the cell test and take its list away; return its id."""
    costs = {"contact": {"contact": TEST["contact"]}, "sale": TEST["sale"], "margin": TEST["margin"]}
    wish = {"name": TEST["name"], "sample": TEST["sample"], "costs": costs, "held_out": TEST["held_out"]}
    campaign = str(day.job("campaigns/tests", wish)["campaign"])
    made = day.get(f"campaigns/{campaign}")
    assert (made["contacts"], made["held_out"], made["cost"]) == (told.contacts, told.held_out, told.cost)
    export = day.job(f"campaigns/{campaign}/exports", {"format": "csv"})["export"]
    path = folder / "list.csv"
    path.write_bytes(day.client.get(f"{API}/exports/{export}").content)
    assert tuple(sorted(listed(path))) == told.listed
    return campaign
