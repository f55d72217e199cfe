"""Predictions over HTTP: made by a job, kept, told of everybody and of one customer, and columns of the list."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prediction.shop import lines, written
from shuke.ingest.raw import Reading
from shuke.predicted import Prediction, predict
from shuke.prediction.make import Wish
from shuke.rating import Options
from shuke.scheme.parse import scheme_text
from shuke.server.access.roles import Person
from shuke.workspace import Settings, Workspace, load, refresh
from shuke.workspace.forget import forget

from .shop import data
from .workbench import API, Workbench, workbench

pytest.importorskip("scipy")

HORIZON = 91


@pytest.fixture(scope="module")
def sales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("sales") / "sales.csv", lines(260, 500))


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory, sales: Path) -> Iterator[Workbench]:
    home = tmp_path_factory.mktemp("shop") / "shop"
    space = Workspace.init(home, scheme_text("rfm-quintile-weighted")[0], Settings())
    load(space, [sales], Reading())
    options = Options(metrics=("recency_days", "frequency", "monetary"), currency="CNY")
    refresh(space, options, formats=["parquet"], lang="en").result.close()
    with workbench(home) as made:
        yield made


@pytest.fixture(scope="module")
def number(bench: Workbench) -> int:
    """The prediction of the newest run, made as the page makes it; before it there is none."""
    admin = bench.client("admin")
    run = data(admin.get(f"{API}/runs/newest"))["number"]
    assert data(admin.get(f"{API}/runs/newest/prediction"))["prediction"] is None
    asked = admin.post(f"{API}/predictions", json={"run": run, "horizon_days": HORIZON})
    assert asked.status_code == 202, asked.text
    done = bench.finished(asked.json()["data"]["job"])
    assert done["status"] == "done", done
    assert done["result"]["run"] == run
    return int(done["result"]["prediction"])


@pytest.fixture(scope="module")
def command(sales: Path) -> Iterator[Prediction]:
    """What the command predicts of the same file."""
    told = predict([sales], Options(currency="CNY"), Wish(horizon=HORIZON))
    yield told
    told.close()


@pytest.fixture(scope="module")
def alone(command: Prediction) -> dict[str, dict[str, Any]]:
    """Its rows by the customer."""
    return {row["customer_id"]: row for row in command.customers.rows()}


@pytest.mark.row("D17", "D6")
def test_a_prediction_of_a_run_is_kept_with_its_model_its_months_and_the_months_before(
    bench: Workbench, number: int, alone: dict[str, dict[str, Any]]
) -> None:
    told = data(bench.client("viewer").get(f"{API}/runs/newest/prediction"))["prediction"]
    assert (told["number"], told["customers"], told["horizon_days"]) == (number, len(alone), HORIZON)
    assert len(told["ahead"]) == 12
    assert told["behind"][-1]["month"] == told["as_of"][:7]
    assert Decimal(told["expected"]["purchases"]) == sum(row["expected_purchases"] for row in alone.values())
    assert sum(one["purchases"] for one in told["behind"]) == sum(row["purchase_days"] for row in alone.values())
    for month in told["ahead"]:
        assert float(month["revenue_low"]) <= float(month["revenue"]) <= float(month["revenue_high"])
    assert told["reason"] == "past"
    assert len(told["compared"]) >= 3
    assert told["title"] in told["said"][0]
    assert all(one["low"] is None or one["low"] < one["value"] < one["high"] for one in told["parameters"])


@pytest.mark.row("B7", "D17", "D14")
def test_the_list_is_filtered_and_sorted_by_what_is_predicted(
    bench: Workbench, number: int, alone: dict[str, dict[str, Any]]
) -> None:
    asked: dict[str, str | int] = {"where": "p_no_purchase:ge:0.6", "sort": "-expected_revenue", "size": 200}
    found = bench.client("analyst").get(f"{API}/runs/newest/customers", params=asked).json()
    wanted = sorted(
        (row for row in alone.values() if row["p_no_purchase"] >= Decimal("0.6")),
        key=lambda row: (-row["expected_revenue"], row["customer_id"]),
    )
    rated = {row["customer_id"] for row in everybody(bench)}
    names = [row["customer_id"] for row in wanted if row["customer_id"] in rated]
    assert [row["customer_id"] for row in found["data"]] == names[:200]
    assert found["page"]["total"] == len(names) > 0
    ahead = {one["name"]: one["kind"] for one in found["columns"] if one["ahead"]}
    assert (ahead["p_no_purchase"], ahead["expected_revenue"], ahead["next_from"]) == ("share", "money", "date")
    trends = next(one["values"] for one in found["columns"] if one["name"] == "frequency_trend")
    assert [one["name"] for one in trends] == ["rising", "steady", "falling"]


def everybody(bench: Workbench) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for page in (1, 2):
        asked = {"size": 200, "page": page, "columns": "customer_id"}
        found += bench.client("analyst").get(f"{API}/runs/newest/customers", params=asked).json()["data"]
    return found


@pytest.mark.row("D6", "D17")
def test_one_customer_is_told_in_the_figures_and_sentences_of_the_command(
    bench: Workbench, number: int, command: Prediction, alone: dict[str, dict[str, Any]]
) -> None:
    who = next(one["customer_id"] for one in everybody(bench) if alone[one["customer_id"]]["cycle_days"] is not None)
    told = data(bench.client("viewer").get(f"{API}/runs/newest/customers"))[0]
    assert told["_ref"].startswith("~~")
    asked = bench.client("analyst").get(f"{API}/runs/newest/customers/{who}/prediction", params={"lang": "en"})
    found = data(asked)["prediction"]
    assert found["sentences"] == command.explain(who, "en")
    assert found["figures"]["p_buy_8_weeks"] == str(alone[who]["p_buy_8_weeks"])
    masked = data(bench.client("viewer").get(f"{API}/runs/newest/customers/{told['_ref']}/prediction"))
    assert masked["prediction"]["sentences"]
    explained = data(bench.client("analyst").get(f"{API}/runs/newest/customers/{who}"))["explanation"]
    assert "p_buy_8_weeks" not in explained["figures"]


def test_an_export_takes_the_predicted_columns_along(bench: Workbench, number: int) -> None:
    wish = {"format": "csv", "columns": ["customer_id", "p_buy_8_weeks"], "sort": ["-p_buy_8_weeks"]}
    job = bench.client("analyst").post(f"{API}/runs/newest/exports", json=wish).json()["data"]["job"]
    assert bench.finished(job, "analyst")["status"] == "done"
    text = bench.client("analyst").get(f"{API}/exports/{job}").text.splitlines()
    assert text[0].lstrip("\ufeff") == "customer_id,p_buy_8_weeks"
    shares = [Decimal(line.rpartition(",")[2]) for line in text[1:]]
    assert shares == sorted(shares, reverse=True)


def test_the_same_prediction_is_made_once(bench: Workbench, number: int) -> None:
    run = data(bench.client("admin").get(f"{API}/runs/newest"))["number"]
    again = bench.client("admin").post(f"{API}/predictions", json={"run": run, "horizon_days": HORIZON})
    assert bench.finished(again.json()["data"]["job"])["result"]["prediction"] == number
    listed = bench.client("viewer").get(f"{API}/predictions").json()
    assert [one["number"] for one in listed["data"]] == [number]


def test_a_scheduled_rating_predicts_as_the_last_time(bench: Workbench, number: int) -> None:
    admin = Person(key="ada", user="Ada", role="admin")
    done = bench.finished(bench.context.jobs.start(admin, "scheduled", {"scheme": "ladder-25", "inbox": None}))
    assert done["status"] == "done", done
    told = data(bench.client("viewer").get(f"{API}/runs/{done['result']['run']}/prediction"))["prediction"]
    # The same day and the same lines: nothing had to be made again.
    assert (told["number"], done["result"]["prediction"]) == (number, number)


def test_whoever_only_looks_or_sells_starts_none(bench: Workbench) -> None:
    assert bench.client("viewer").post(f"{API}/predictions", json={}).status_code == 403
    assert bench.client("sales").get(f"{API}/runs/newest/prediction").status_code == 403
    wrong = bench.client("admin").post(f"{API}/predictions", json={"run": 2, "as_of": "2024-01-01"})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (400, "E-PREDICTION-RUN-OR-DAY")
    assert bench.client("admin").get(f"{API}/predictions/77").status_code == 404


def test_whoever_is_forgotten_stands_in_no_prediction_any_more(bench: Workbench, number: int) -> None:
    who = everybody(bench)[0]["customer_id"]
    folder = bench.home / "predictions" / f"{number:08}"
    assert folder.is_dir()
    forget(Workspace(bench.home), [who])
    assert not folder.exists()
    assert bench.client("viewer").get(f"{API}/predictions").json()["data"] == []
