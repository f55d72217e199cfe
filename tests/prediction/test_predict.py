"""From sources to predictions: the table adds up, the same customers give the same bytes, and refusals are honest."""

from __future__ import annotations

import csv
import json
import random
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

import shuke
from shuke.errors import DataError, UsageError
from shuke.predicted.files import FILES
from shuke.prediction.make import COLUMNS

from .shop import FIRST, lines, written


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> shuke.Prediction:
    return shuke.predict(written(tmp_path_factory.mktemp("shop") / "sales.csv", lines()))


@cache
def rows() -> list[tuple[str, str, str]]:
    return lines()


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.mark.row("D17", "D6", "B6")
def test_every_customer_with_a_purchase_has_one_row_and_totals_are_its_sums(told: shuke.Prediction) -> None:
    table = told.customers.rows()
    assert [row["customer_id"] for row in table] == sorted({customer for customer, _, _ in rows()})
    assert set(table[0]) == set(COLUMNS)
    expected = told.summary["expected"]
    assert str(sum(row["expected_purchases"] for row in table)) == expected["purchases"]
    assert f"{sum(row['expected_revenue'] for row in table):.4f}".rstrip("0") == expected["revenue"].rstrip("0")
    assert told.summary["customers"] == {
        "seen": len(table),
        "predicted": len(table),
        "without_purchase": 0,
        "repeat": sum(row["purchase_days"] > 1 for row in table),
    }


def test_figures_of_each_customer_fit_together(told: shuke.Prediction) -> None:
    end = told.made.as_of
    for row in told.customers.rows():
        chances = [row[f"p_buy_{weeks}_weeks"] for weeks in (4, 8, 13, 26)]
        assert chances == sorted(chances)
        assert row["p_buy_26_weeks"] + row["p_no_purchase"] == pytest.approx(1, abs=2e-6)
        assert end < row["next_from"] <= row["next_to"] <= end + timedelta(days=365)
        assert row["purchases_low"] <= row["expected_purchases"] + 1
        assert row["purchases_low"] <= row["purchases_high"]
        assert row["expected_low"] <= row["expected_purchases"] <= row["expected_high"]
        assert row["amount_low"] < row["expected_amount"] < row["amount_high"]
        assert row["revenue_low"] <= row["revenue_high"]
        # Whoever may buy nothing may bring nothing; whoever may buy something may bring more than is expected.
        assert (row["revenue_low"] == 0) == (row["p_no_purchase"] >= Decimal("0.05"))
        assert row["p_no_purchase"] > Decimal("0.9") or row["revenue_high"] > 0
        assert row["value_low"] <= row["value_high"]
        assert row["recency_days"] == (end - row["last_purchase"]).days
        assert (row["cycle_days"] is None) == (row["purchase_days"] < 3)


def test_the_margin_scales_value_and_its_range_and_nothing_else(tmp_path: Path) -> None:
    source = written(tmp_path / "a.csv", rows())
    whole, part = (shuke.predict(source, model="bg-nbd", margin=margin).customers.rows()[5] for margin in (1.0, 0.25))
    for name in ("value", "value_low", "value_high"):
        assert float(part[name]) == pytest.approx(float(whole[name]) / 4, abs=1e-4)
    assert part["revenue_high"] == whole["revenue_high"]


def test_cycles_are_the_mean_and_spread_of_the_own_gaps(told: shuke.Prediction) -> None:
    from statistics import mean, stdev

    days: dict[str, set[date]] = {}
    for customer, day, _ in rows():
        days.setdefault(customer, set()).add(date.fromisoformat(day))
    for row in told.customers.rows():
        dates = sorted(days[row["customer_id"]])
        gaps = [(later - sooner).days for sooner, later in pairwise(dates)]
        if len(gaps) >= 2:
            assert float(row["cycle_days"]) == pytest.approx(mean(gaps), abs=0.006)
            assert float(row["cycle_sd_days"]) == pytest.approx(stdev(gaps), abs=0.006)


def test_the_months_add_up_to_what_is_expected_until_their_end(told: shuke.Prediction) -> None:
    months = told.made.months
    assert len(months) == 12
    assert months[0].since == 0
    assert all(one.until == other.since for one, other in pairwise(months))
    assert sum(month.purchases for month in months) > 0
    assert sum(float(row["value"]) for row in told.customers.rows()) < sum(month.revenue for month in months)


@pytest.mark.row("D17")
def test_the_order_of_rows_and_the_number_of_threads_change_no_byte(tmp_path: Path) -> None:
    shuffled = random.Random(3).sample(rows(), len(rows()))
    formats = ["parquet", "csv", "xlsx"]
    shuke.predict(written(tmp_path / "a.csv", rows()), threads=1).save(tmp_path / "one", formats, "en")
    shuke.predict(written(tmp_path / "a.csv", shuffled), threads=2).save(tmp_path / "two", formats, "en")
    one, two = hashes(tmp_path / "one"), hashes(tmp_path / "two")
    assert one == two
    assert set(one) == FILES - {"suggestions.csv"}


def test_the_files_say_what_the_prediction_says(told: shuke.Prediction, tmp_path: Path) -> None:
    told.save(tmp_path, ["csv"])
    summary = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert summary["files"] == {name: digest for name, digest in hashes(tmp_path).items() if name != "summary.json"}
    assert {key: value for key, value in summary.items() if key != "files"} == told.summary
    model = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    assert {"r", "alpha", "p", "q", "gamma", "log_likelihood"} <= set(model)
    assert len(model["compared"]) >= 3
    text = (tmp_path / "predictions.csv").read_text(encoding="utf-8-sig")
    assert next(csv.reader(text.splitlines())) == list(COLUMNS)
    assert not (tmp_path / "predictions.xlsx").exists()


@pytest.mark.parametrize("name", ["bg-nbd", "mbg-nbd", "pareto-nbd", "nbd", "hiatus", "own-cycle"])
def test_a_model_or_rule_that_is_asked_for_is_used(name: str, tmp_path: Path) -> None:
    found = shuke.predict(written(tmp_path / "a.csv", rows()), model=name)
    assert found.made.chosen.key == name
    assert found.made.chosen.reason == "asked"
    row = found.customers.rows()[0]
    ranges = ("purchases_low", "expected_low", "amount_high", "revenue_low", "value_high")
    assert all((row[one] is None) == (name in {"hiatus", "own-cycle"}) for one in ranges)
    assert found.model["model"] == name


@pytest.mark.row("D20")
def test_a_customer_is_told_in_sentences_of_both_languages(told: shuke.Prediction) -> None:
    row = next(row for row in told.customers.rows() if row["purchase_days"] > 3)
    english, chinese = (told.explain(row["customer_id"], lang) for lang in ("en", "zh"))
    usual = f"usually buys every {row['cycle_days']:.0f} ± {row['cycle_sd_days']:.0f} days, last {row['recency_days']}"
    assert english[0].startswith(usual)
    assert "next 8 weeks" in english[0]
    assert chinese[0].startswith(f"通常每 {row['cycle_days']:.0f} ± ")
    once = next(row for row in told.customers.rows() if row["purchase_days"] == 1)
    assert told.explain(once["customer_id"])[0].startswith("bought once")
    with pytest.raises(DataError) as missing:
        told.explain("nobody")
    assert missing.value.key == "predict_no_customer"


def test_ids_that_are_personal_are_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHUKE_KEY_FILE", str(tmp_path / "key.json"))
    personal = [(f"1380013{customer[1:]}", day, amount) for customer, day, amount in rows()]
    found = shuke.predict(written(tmp_path / "a.csv", personal), model="nbd")
    assert not any(row["customer_id"].startswith("138") for row in found.customers.rows())
    assert found.explain(personal[0][0])


# Refusals, and simpler answers.


def test_contracts_are_refused_and_a_rule_can_be_asked_for(tmp_path: Path) -> None:
    monthly = [
        (f"S{number:03}", str(FIRST + timedelta(days=number % 28 + 30 * month + month // 2)), "9.00")
        for number in range(60)
        for month in range(14)
    ]
    source = written(tmp_path / "a.csv", monthly)
    with pytest.raises(DataError) as refused:
        shuke.predict(source)
    assert refused.value.key == "predict_contracts"
    assert shuke.predict(source, model="hiatus").made.chosen.key == "hiatus"


def test_few_customers_get_a_rule_and_three_an_honest_refusal(tmp_path: Path) -> None:
    some = [row for row in rows() if row[0] < "K0060"]
    found = shuke.predict(written(tmp_path / "a.csv", some))
    assert found.made.chosen.reason == "few"
    assert found.summary["notes"][0]["key"] == "few"
    with pytest.raises(DataError) as refused:
        shuke.predict(written(tmp_path / "b.csv", [row for row in rows() if row[0] < "K0003"]))
    assert refused.value.key == "predict_too_few"


def test_of_one_time_buyers_alone_no_repeat_is_promised(tmp_path: Path) -> None:
    once = [(f"K{number}", str(FIRST + timedelta(days=number)), "5.00") for number in range(300)]
    found = shuke.predict(written(tmp_path / "a.csv", once), horizon_days=60)
    assert found.made.chosen.reason == "few"
    assert max(row["expected_purchases"] for row in found.customers.rows()) < 0.01


def test_where_nobody_leaves_nbd_stands_in_and_it_is_said(tmp_path: Path) -> None:
    import numpy as np

    draw = np.random.default_rng(8)
    loyal = []
    for number in range(250):
        rate, day = draw.gamma(1.2, 1 / 5.0) / 7, float(draw.integers(0, 60))
        while day < 500:
            loyal.append((f"K{number:03}", str(FIRST + timedelta(days=int(day))), f"{draw.integers(5, 90)}.00"))
            day += max(1.0, draw.exponential(1 / rate))
    found = shuke.predict(written(tmp_path / "a.csv", loyal), model="bg-nbd")
    assert (found.made.chosen.key, found.made.chosen.collapsed) == ("nbd", "bg-nbd")
    note = next(note for note in found.summary["notes"] if note["key"] == "collapsed")
    assert "BG/NBD" in note["en"]
    assert all(row["p_alive"] == 1 for row in found.customers.rows())


def test_a_short_history_takes_the_most_likely_model_and_says_so(tmp_path: Path) -> None:
    short = [row for row in rows() if row[1] < "2023-06-01"]
    found = shuke.predict(written(tmp_path / "a.csv", short))
    assert found.made.chosen.reason == "likelihood"
    assert found.made.months[0].purchases_as_last_time is None


@pytest.mark.parametrize(
    ("wish", "key"),
    [
        ({"model": "arima"}, "predict_model_unknown"),
        ({"horizon_days": 0}, "predict_out_of_range"),
        ({"months": 99}, "predict_out_of_range"),
        ({"discount": -0.1}, "predict_out_of_range"),
        ({"margin": 2.0}, "predict_out_of_range"),
    ],
)
def test_wishes_that_cannot_be_meant_are_refused(wish: dict[str, object], key: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        shuke.predict(written(tmp_path / "a.csv", rows()[:50]), **wish)  # type: ignore[arg-type]
    assert refused.value.key == key


def test_predictions_are_not_written_over_a_rating(told: shuke.Prediction, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        told.save(tmp_path)
    assert refused.value.key == "predict_into_result"
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]
