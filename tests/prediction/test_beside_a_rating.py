"""A prediction beside a rating: the same figures as those of ``shuke predict``, and nothing without being asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import shuke
from shuke.cli.main import app
from shuke.errors import UsageError
from shuke.explain.words import lines as explained
from shuke.predicted.kept import predicted_beside, predicted_of
from shuke.prediction.make import COLUMNS
from shuke.saved import explain_saved, open_saved

from .shop import lines, written

ROWS = lines()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("beside")


@pytest.fixture(scope="module")
def source(folder: Path) -> Path:
    """Sales of customers who are known by their telephones."""
    return written(folder / "sales.csv", [(f"1380013{customer[1:]}", day, amount) for customer, day, amount in ROWS])


@pytest.fixture(scope="module")
def key(folder: Path) -> pytest.MonkeyPatch:
    patch = pytest.MonkeyPatch()
    patch.setenv("SHUKE_KEY_FILE", str(folder / "key.json"))
    yield patch
    patch.undo()


@pytest.fixture(scope="module")
def rated(source: Path, folder: Path, key: pytest.MonkeyPatch) -> shuke.Result:
    result = shuke.score(source, horizon_days=90)
    result.save(folder / "rated", ["csv", "parquet", "xlsx"], "en")
    return result


@pytest.fixture(scope="module")
def foretold(source: Path, folder: Path, key: pytest.MonkeyPatch) -> shuke.Prediction:
    told = shuke.predict(source, horizon_days=90)
    told.save(folder / "told", ["parquet"], "en")
    return told


@pytest.mark.row("D17", "D6", "B6")
def test_the_columns_of_rated_customers_are_those_of_predict(rated: shuke.Result, foretold: shuke.Prediction) -> None:
    expected = {row["customer_id"]: row for row in foretold.customers.rows()}
    table = rated.customers.rows()
    assert 0 < len(table) < len(expected)
    # The rating has a recency of its own.
    names = {name: f"predicted_{name}" if name == "recency_days" else name for name in COLUMNS}
    for row in table:
        assert {name: row[shown] for name, shown in names.items()} == expected[row["customer_id"]]


def test_the_summary_has_the_model_and_the_months_of_predict(rated: shuke.Result, foretold: shuke.Prediction) -> None:
    told = rated.summary["prediction"]
    assert told["parameters"] == foretold.model
    for name in ("horizon_days", "model", "expected", "trend", "forecast", "past_forecasts", "season"):
        assert told[name] == foretold.summary[name]


def test_without_being_asked_for_nothing_is_predicted_and_the_rating_is_the_same(
    source: Path, rated: shuke.Result, folder: Path
) -> None:
    plain = shuke.score(source)
    table = [{name: row[name] for name in plain.customers.columns} for row in rated.customers.rows()]
    assert plain.customers.rows() == table
    assert plain.summary == {name: part for name, part in rated.summary.items() if name != "prediction"}
    plain.save(folder / "plain", ["parquet"], "en")
    manifest = json.loads((folder / "plain" / "run.json").read_text(encoding="utf-8"))
    assert "predicted" not in manifest
    assert '"ahead":{"horizon_days"' not in (folder / "plain" / "report.html").read_text(encoding="utf-8")


@pytest.mark.row("D20")
def test_an_explanation_tells_what_is_expected_from_the_columns(
    rated: shuke.Result, foretold: shuke.Prediction, folder: Path
) -> None:
    customer = rated.customers.rows()[3]["customer_id"]
    saved = open_saved(folder / "rated")
    ahead = predicted_beside(saved, customer)
    there = predicted_of(folder / "told", customer)
    assert ahead is not None
    assert ahead.figures == there.figures
    assert [ahead.lines(lang) for lang in ("en", "zh")] == [there.lines(lang) for lang in ("en", "zh")]
    # What is predicted is no figure of the rating.
    told = "\n".join(explained(explain_saved(saved, customer), "en"))
    assert "p_alive" not in told
    assert told == "\n".join(explained(rated.explain(customer), "en"))
    run = CliRunner().invoke(app, ["explain", str(folder / "rated"), customer, "--lang", "en"])
    assert run.output.rstrip().endswith(ahead.lines("en")[-1])


def test_a_table_as_csv_is_read_back_in_its_types(rated: shuke.Result, folder: Path, tmp_path: Path) -> None:
    rated.save(tmp_path, ["csv"], "en")
    customer = rated.customers.rows()[3]["customer_id"]
    first, second = (predicted_beside(open_saved(place), customer) for place in (tmp_path, folder / "rated"))
    assert first == second is not None


def test_a_database_does_not_predict() -> None:
    with pytest.raises(UsageError) as refused:
        shuke.score("sales", engine="postgres://nowhere/none", predict=True)
    assert refused.value.key == "predict_for_files"


def test_a_horizon_that_cannot_be_meant_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        shuke.score(tmp_path / "none.csv", horizon_days=1)
    assert refused.value.key == "predict_out_of_range"


@pytest.mark.row("D17")
def test_who_gave_everything_back_has_no_prediction_and_that_is_told(tmp_path: Path) -> None:
    day = max(day for _, day, _ in ROWS)
    source = written(tmp_path / "sales.csv", [*ROWS, ("BACK", day, "77183.60"), ("BACK", day, "-77183.60")])
    result = shuke.score(source, horizon_days=90)
    (row,) = (one for one in result.customers.rows() if one["customer_id"] == "BACK")
    assert row["monetary"] == 0
    assert {row[name] for name in ("p_no_purchase", "expected_revenue", "next_from")} == {None}
    (note,) = (one for one in result.summary["prediction"]["notes"] if one["key"] == "gave_back")
    assert note["en"] == "Of 1 customer everything they bought was given back; nothing is predicted of them."
    assert note["zh"] == "有 1 位客户买过的都已退回，不对他们作预测。"
    result.save(tmp_path / "out", ["csv", "parquet", "xlsx"], "zh")
    assert note["zh"] in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    told = predicted_beside(open_saved(tmp_path / "out"), "BACK")
    assert told is not None
    assert told.lines("en")[1:] == ["  kept nothing of what they bought: nothing is predicted"]
    assert told.lines("zh")[1:] == ["  买过的都已退回，不作预测"]

    alone = shuke.predict(source, horizon_days=90)
    assert "BACK" not in {one["customer_id"] for one in alone.customers.rows()}
    alone.save(tmp_path / "alone", ["parquet", "xlsx"], "zh")
    assert note in alone.summary["notes"]
