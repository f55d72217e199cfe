"""Back-tests and validations over HTTP: made by jobs, kept, and told as the commands tell them of the same files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from prediction.shop import lines, written
from shuke.backtesting import Wish, backtest
from shuke.backtesting.files import document as of_backtest
from shuke.ingest.raw import Reading
from shuke.rating import Options
from shuke.scheme.parse import scheme_text
from shuke.validation import Asked, validate
from shuke.validation.told import document as of_validation
from shuke.workspace import Settings, Workspace, load, refresh

from .shop import data
from .workbench import API, Workbench, workbench

pytest.importorskip("scipy")

SCHEMES, DAYS, DRAWS = ["rfm-quintile-weighted", "octants-mean"], [date(2024, 1, 1), date(2024, 3, 1)], 20
OWN = scheme_text("rfm-quintile-weighted")[0].replace("scheme: rfm-quintile-weighted", "scheme: our-rating", 1)


@pytest.fixture(scope="module")
def sales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("sales") / "sales.csv", lines(260, 500))


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory, sales: Path) -> Iterator[Workbench]:
    home = tmp_path_factory.mktemp("shop") / "shop"
    space = Workspace.init(home, scheme_text("rfm-quintile-weighted")[0], Settings())
    load(space, [sales], Reading())
    refresh(space, Options(as_of=DAYS[0]), formats=["parquet"], lang="en").result.close()
    with workbench(home) as made:
        yield made


def done(bench: Workbench, path: str, wish: dict[str, Any]) -> dict[str, Any]:
    asked = bench.client("analyst").post(f"{API}/{path}", json=wish)
    assert asked.status_code == 202, asked.text
    return bench.finished(asked.json()["data"]["job"])


@pytest.mark.row("X6")
def test_a_back_test_is_kept_with_the_figures_of_the_command(bench: Workbench, sales: Path) -> None:
    days = [day.isoformat() for day in DAYS]
    wish = {"schemes": SCHEMES, "splits": days, "horizon_days": 60, "resamples": DRAWS}
    number = done(bench, "backtests", wish)["result"]["backtest"]
    told = data(bench.client("viewer").get(f"{API}/backtests/{number}"))
    command = of_backtest(backtest([sales], Wish(tuple(SCHEMES), tuple(DAYS), 60, DRAWS)))
    assert {name: told[name] for name in command} == json.loads(json.dumps(command))
    listed = bench.client("viewer").get(f"{API}/backtests").json()["data"]
    assert [(one["number"], one["days"]) for one in listed] == [(number, days)]
    assert listed[0]["leader"] == told["league"][0]["title"]


@pytest.mark.row("X6")
def test_a_scheme_of_ones_own_competes_too(bench: Workbench) -> None:
    client = bench.client("analyst")
    assert client.put(f"{API}/schemes/our-rating", json={"text": OWN}).status_code == 200
    number = done(bench, "backtests", {"schemes": ["our-rating"], "resamples": 0})["result"]["backtest"]
    told = data(client.get(f"{API}/backtests/{number}"))
    assert "our-rating" in {one["contestant"] for one in told["league"]}
    assert client.post(f"{API}/backtests", json={"schemes": ["nobody"]}).status_code == 404


@pytest.mark.row("T6")
def test_a_run_is_validated_by_what_came_later_and_by_what_people_say(bench: Workbench, sales: Path) -> None:
    client = bench.client("analyst")
    run = data(client.get(f"{API}/runs/newest"))["number"]
    rows = client.get(f"{API}/runs/{run}/customers", params={"size": 200, "columns": "customer_id,tier"}).json()
    said = "customer_id,tier\n" + "".join(
        f"{row['customer_id']},{row['tier'] if place % 3 else 'A'}\n" for place, row in enumerate(rows["data"])
    )
    sent = client.post(f"{API}/uploads", params={"name": "said.csv"}, content=said.encode()).json()["data"]["id"]
    number = done(bench, "validations", {"run": run, "verdicts": sent, "resamples": 5})["result"]["validation"]
    told = data(bench.client("viewer").get(f"{API}/validations/{number}"))
    space = Workspace(bench.home)
    folder = space.run_folder(next(iter(space.head()[1].runs.values())))
    (people := bench.home.parent / "said.csv").write_text(said, encoding="utf-8")
    command = of_validation(validate(folder, Asked([sales], people, 5)))
    assert {name: told[name] for name in command} == json.loads(json.dumps(command))
    assert told["titles"]["groups"]["A"]["en"] == "A"
    assert {one["origin"] for one in told["figures"]} >= {"later", "used"}
    # The table of verdicts is of people, and is gone once it was read.
    assert client.get(f"{API}/uploads").json()["data"] == []


def test_whoever_only_looks_starts_nothing(bench: Workbench) -> None:
    viewer = bench.client("viewer")
    assert viewer.post(f"{API}/backtests", json={}).status_code == 403
    assert viewer.post(f"{API}/validations", json={"run": 2}).status_code == 403
    assert viewer.get(f"{API}/validations/77").status_code == 404
    wrong = bench.client("analyst").post(f"{API}/backtests", json={"splits": ["yesterday"]})
    assert wrong.json()["error"]["code"] == "E-DATE-MALFORMED"
