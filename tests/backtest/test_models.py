"""Models of repeat purchase among the contestants: beside plain Python, and where they have nothing to learn from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from backtest.history import HEAD, SPLIT, shop
from shuke.backtesting import Wish, backtest
from shuke.backtesting.models import MODELS

pytestmark = [pytest.mark.row("X6"), pytest.mark.row("D17")]

DAY = date.fromisoformat(SPLIT)
ABC = ("abc-pareto",)


def test_every_model_forecasts_and_is_judged(tmp_path: Path) -> None:
    found = backtest(shop(tmp_path / "sales.csv", 200), Wish(ABC, (DAY,), resamples=0))
    for name in MODELS:
        entry = found.entry(name)
        assert entry is not None
        forecast = entry.days[0].calibration
        assert forecast is not None
        assert sum(tenth.customers for tenth in forecast.tenths) == found.days[0].customers
        assert sum(tenth.actual for tenth in forecast.tenths) == forecast.actual
        assert forecast.expected > 0
        assert all(tenth.expected_money is not None for tenth in forecast.tenths)


def test_the_errors_of_a_forecast_by_hand(tmp_path: Path) -> None:
    # A bought on 1, 11 and 21 January: two repeats in 30 days, so three expected in 45; came 1. B: none, came 0.
    path = tmp_path / "two.csv"
    path.write_text(
        HEAD + "A,1,2024-01-01,10\nA,2,2024-01-11,10\nA,3,2024-01-21,10\nB,4,2024-01-02,10\nA,5,2024-02-01,10\n"
        "C,6,2024-03-16,10\n",
        encoding="utf-8",
    )
    found = backtest(path, Wish(ABC, (date(2024, 1, 31),), 45, 0))
    forecast = found.entry("hiatus-rate").days[0].calibration  # type: ignore[union-attr]
    assert forecast is not None
    assert (forecast.expected, forecast.actual, forecast.bias) == (3.0, 1, 2.0)
    assert forecast.mean_error == 1.0
    assert forecast.root_error == pytest.approx(2**0.5, abs=1e-6)
    assert forecast.auc == 1.0


def test_where_hardly_anybody_came_back_the_models_are_left_out_and_told(tmp_path: Path) -> None:
    lines = "".join(f"C{number},O{number},2024-01-{number:02},10\n" for number in range(1, 21))
    path = tmp_path / "once.csv"
    path.write_text(f"{HEAD}{lines}C1,X,2024-07-01,10\n", encoding="utf-8")
    found = backtest(path, Wish(ABC, (DAY,), resamples=0))
    assert {name: error.key for name, error in found.left_out} == dict.fromkeys(MODELS, "backtest_model_few")
    assert found.entry("abc-pareto") is not None


def test_it_is_told_when_no_drop_out_can_be_seen(tmp_path: Path) -> None:
    # Everybody goes on at a steady rate, so nobody is ever lost.
    lines = [
        f"C{number},O{number}-{turn},{date(2024, 1, 1 + number).replace(month=month)},{20 + number}\n"
        for number in range(20)
        for turn, month in enumerate(range(1, 13), 1)
        if (number + turn) % 3
    ]
    path = tmp_path / "steady.csv"
    path.write_text(HEAD + "".join(lines), encoding="utf-8")
    found = backtest(path, Wish(ABC, (DAY,), resamples=0))
    assert found.notes == ("no_drop_out",)
