"""Months with a season only where it is proved, and ranges of what forecasts of everybody erred by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from math import cos, pi
from pathlib import Path

import numpy as np
import pytest

import shuke
from effort import times

from .shop import written

FIRST, END = date(2021, 1, 1), date(2023, 6, 30)
AHEAD = 184
Rows = list[tuple[str, str, str]]


def wave(month: int) -> float:
    """Half as much again in December as in the mean, half as much in June."""
    return 1 + 0.5 * cos(2 * pi * month / 12)


def flat(month: int) -> float:
    return 1.0 + 0.0 * month


@cache
def shop(strength: Callable[[int], float], seed: int = 4, customers: int = 1_500) -> tuple[Rows, int]:
    """Customers whose rates go with the month: lines up to the end, and how many repeats come in the next half year."""
    draw = np.random.default_rng(seed)
    days = [FIRST + timedelta(days=number) for number in range((END - FIRST).days + AHEAD + 1)]
    spent = np.cumsum([strength(one.month) for one in days])
    rows, later = [], 0
    for number in range(customers):
        rate, stop = draw.gamma(1.2, 1 / 8.0) / 7, draw.beta(0.8, 6.0)
        day = int(draw.integers(0, 600))
        while day < len(days):
            if days[day] <= END:
                rows.append((f"K{number:04}", str(days[day]), f"{draw.integers(5, 90)}.00"))
            else:
                later += 1
            if draw.random() < stop:
                break
            # Time runs as fast as people buy.
            day = max(day + 1, int(np.searchsorted(spent, spent[day] + draw.exponential(1 / rate))))
    return rows, later


@pytest.mark.row("D17")
def test_a_season_that_is_there_is_found_used_and_told(tmp_path: Path) -> None:
    rows, later = shop(wave)
    told = shuke.predict(written(tmp_path / "a.csv", rows), model="bg-nbd")
    season = told.made.season
    assert season.used
    assert (season.error_with or 1) < 0.5 * (season.error or 0)
    assert list(season.factors) == pytest.approx([wave(month) for month in range(1, 13)], abs=0.25)
    assert sum(season.factors) == pytest.approx(12)
    note = next(note for note in told.summary["notes"] if note["key"] == "season")
    assert "season" in note["en"]
    half = told.made.months[:6]
    assert half[5].purchases > 1.5 * half[0].purchases
    # Silence in the quiet months looks like leaving, so somewhat too little is expected; the range holds what came.
    assert sum(one.purchases for one in half) == pytest.approx(later, rel=0.2)
    assert sum(one.purchases_low or 0 for one in half) < later < sum(one.purchases_high or 0 for one in half)
    assert told.summary["forecast"][0]["season"] == f"{season.factors[6]:.4f}"


@pytest.mark.row("D17")
@pytest.mark.parametrize("seed", range(4, 4 + times(5, 2)))
def test_where_there_is_no_season_none_is_used_as_it_does_not_beat_the_past_without(seed: int, tmp_path: Path) -> None:
    told = shuke.predict(written(tmp_path / "a.csv", shop(flat, seed)[0]), model="bg-nbd")
    season = told.made.season
    assert (season.reason, season.used, season.factors) == ("no_better", False, ())
    assert season.error_with is not None
    assert told.summary["forecast"][0]["season"] is None


def test_less_than_two_years_prove_no_season(tmp_path: Path) -> None:
    rows = [row for row in shop(wave)[0] if row[1] < "2022-12-01"]
    told = shuke.predict(written(tmp_path / "a.csv", rows), model="bg-nbd")
    assert told.summary["season"] == {"used": False, "reason": "short", "error_without": None, "error_with": None}


@pytest.mark.row("D17")
def test_the_forecast_has_a_range_of_what_past_ones_erred_by(tmp_path: Path) -> None:
    told = shuke.predict(written(tmp_path / "a.csv", shop(flat)[0]), model="bg-nbd")
    past = told.made.past
    assert len(past) == 5
    assert past[0].day == told.made.as_of - timedelta(days=182)
    ratios = [one.ratio for one in past]
    for month in told.made.months:
        assert month.purchases_low == pytest.approx(month.purchases * min(ratios))
        assert month.revenue_high == pytest.approx(month.revenue * max(ratios))
    later = shop(flat)[1]
    low, high = (sum(getattr(one, f"purchases_{end}") for one in told.made.months[:6]) for end in ("low", "high"))
    assert 0.9 * low < later < 1.1 * high
    assert [one["actual_purchases"] for one in told.summary["past_forecasts"]] == [one.actual for one in past]


def test_past_days_know_nothing_of_what_came_after_them(tmp_path: Path) -> None:
    rows = shop(flat)[0]
    whole = shuke.predict(written(tmp_path / "a.csv", rows), model="bg-nbd").made.past
    earlier = [row for row in rows if date.fromisoformat(row[1]) <= whole[2].day]
    less = shuke.predict(written(tmp_path / "b.csv", earlier), str(whole[2].day), model="bg-nbd")
    expected = sum(float(row["expected_purchases"]) for row in less.customers.rows())
    assert whole[2].expected == pytest.approx(expected, rel=1e-6)
