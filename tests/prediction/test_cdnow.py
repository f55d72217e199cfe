"""The CDNOW sample, on which every published parameter rests; looked for beside the repository."""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from shuke.prediction.fit import Fit, fit
from shuke.prediction.histories import Histories, histories
from shuke.prediction.models import MODELS
from shuke.prediction.models.gamma_gamma import fit_spending

SHARED = Path(os.environ.get("SHUKE_SHARED", Path(__file__).resolve().parents[3] / "shared"))
LINES = SHARED / "data" / "cdnow_sample.txt"
pytestmark = [pytest.mark.row("D17"), pytest.mark.skipif(not LINES.is_file(), reason="the CDNOW sample is not there")]
END, WEEKS_39 = date(1997, 9, 30), 273


@cache
def purchases() -> dict[str, dict[date, float]]:
    found: dict[str, dict[date, float]] = defaultdict(lambda: defaultdict(float))
    for line in LINES.read_text(encoding="utf-8").splitlines():
        _, customer, day, _, dollars = line.split()
        found[customer][datetime.strptime(day, "%Y%m%d").date()] += float(dollars)  # noqa: DTZ007
    return found


@cache
def seen(end: date = END) -> tuple[Histories, Any]:
    days = [sorted(purchases()[customer]) for customer in sorted(purchases())]
    known = [[day for day in one if day <= end] for one in days]
    x = [len(one) - 1 for one in known]
    last = [(one[-1] - one[0]).days for one in known]
    later = [len(all_days) - len(one) for all_days, one in zip(days, known, strict=True)]
    return histories(x, last, [(end - one[0]).days for one in known]), np.array(later)


@cache
def fitted(name: str) -> Fit:
    return fit(seen()[0], MODELS[name])


PUBLISHED = {
    "bg-nbd": ((0.242595, 4.413602, 0.792922, 2.425907), (5e-4, 3e-3, 2e-3, 6e-3), -9582.4292),
    "pareto-nbd": ((0.55328, 10.57768, 0.60624, 11.66873), (5e-4, 5e-3, 5e-4, 1e-2), -9594.9762),
    "mbg-nbd": ((0.52484, 6.18308, 0.89136, 1.61400), (1e-3,) * 4, -9582.1357),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_parameters_and_likelihood_are_the_published_ones(name: str) -> None:
    values, tolerance, likelihood = PUBLISHED[name]
    found = fitted(name)
    off = np.abs(np.array(list(found.model.parameters.values())) - values)
    assert (off <= tolerance).all(), found.model.parameters
    assert found.log_likelihood == pytest.approx(likelihood, abs=2e-3)
    assert not found.collapsed


def test_standard_errors_are_the_published_ones() -> None:
    pareto, bg = fitted("pareto-nbd").standard_errors, fitted("bg-nbd").standard_errors
    assert pareto is not None
    assert bg is not None
    assert list(pareto.values()) == pytest.approx([0.0476264, 0.8427222, 0.1872594, 6.2105448], rel=1e-2)
    assert list(bg.values()) == pytest.approx([0.01256, 0.3782, 0.1857, 0.7054], rel=2e-2)


BY_FREQUENCY = {
    "bg-nbd": (0.22509, 0.52314, 1.04413, 1.52026, 2.16382, 2.65379, 3.50396, 6.15704),
    "pareto-nbd": (0.1384, 0.5995, 1.1958, 1.7138, 2.3983, 2.9072, 3.8186, 6.4031),
}


@pytest.mark.parametrize("name", BY_FREQUENCY)
def test_conditional_expectations_by_frequency_are_the_published_ones(name: str) -> None:
    given, _ = seen()
    expected = fitted(name).model.expected(given, WEEKS_39)
    bins = np.minimum(given.x, 7)
    assert_allclose([expected[bins == k].mean() for k in range(8)], BY_FREQUENCY[name], atol=1e-3)


@pytest.mark.parametrize(
    ("name", "total", "correlation"), [("bg-nbd", 1653.41, 0.6256), ("pareto-nbd", 1665.51, 0.6302)]
)
def test_the_total_and_the_correlation_with_what_came_are_the_published_ones(
    name: str, total: float, correlation: float
) -> None:
    given, later = seen()
    expected = fitted(name).model.expected(given, WEEKS_39)
    assert expected.sum() == pytest.approx(total, abs=0.1)
    assert np.corrcoef(expected, later)[0, 1] == pytest.approx(correlation, abs=1e-3)
    assert later.sum() == 1882


def test_the_worth_of_purchases_is_the_published_one() -> None:
    n, total = [], []
    for customer in sorted(purchases()):
        days = sorted(day for day in purchases()[customer] if day <= END)
        n.append(len(days) - 1)
        total.append(sum(purchases()[customer][day] for day in days[1:]))
    found = fit_spending(n, total)
    assert found is not None
    assert [found.p, found.q, found.gamma] == pytest.approx([6.24957, 3.74422, 15.44351], abs=5e-3)
    assert found.log_likelihood == pytest.approx(-4055.9177, abs=1e-3)
    assert found.correlation == pytest.approx(0.114, abs=5e-4)
    first_ten = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
    assert_allclose(found.expected(n, total)[:10], first_ten, atol=0.01)


def test_silence_ranks_those_who_stay_away_where_the_chance_of_life_misleads() -> None:
    given, later = seen()
    model = fitted("bg-nbd").model
    gone = later == 0

    def area(scores: Any) -> float:
        order = np.argsort(np.argsort(scores, kind="stable"), kind="stable") + 1.0
        for value in np.unique(scores):
            order[scores == value] = order[scores == value].mean()
        count = gone.sum()
        return float((order[gone].sum() - count * (count + 1) / 2) / (count * (~gone).sum()))

    assert area(1 - model.alive(given)) == pytest.approx(0.316, abs=2e-3)
    assert area(model.silent(given, WEEKS_39)) == pytest.approx(0.757 + 0.016, abs=0.02)
