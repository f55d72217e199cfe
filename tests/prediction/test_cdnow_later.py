"""More of what was published of the CDNOW sample: its tables by frequency, its curves, and its 78 weeks."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from numpy.testing import assert_allclose

from shuke.prediction.fit import Fit, fit
from shuke.prediction.histories import histories
from shuke.prediction.models import ParetoNbd
from shuke.prediction.models.gamma_gamma import fit_spending

from .test_cdnow import LINES, WEEKS_39, fitted, purchases, seen

pytestmark = [pytest.mark.row("D17"), pytest.mark.skipif(not LINES.is_file(), reason="the CDNOW sample is not there")]
WEEKS_78 = date(1998, 6, 30)
# Customers by repeats in weeks 1 to 39, seven and more together, and their mean repeats in weeks 40 to 78.
CUSTOMERS = [1411, 439, 214, 100, 62, 38, 29, 64]
CAME = [0.23671, 0.69704, 1.39252, 1.56, 2.53226, 2.94737, 3.86207, 6.35938]


def test_customers_and_their_later_repeats_by_frequency_are_those_of_the_paper() -> None:
    given, later = seen()
    bins = np.minimum(given.x, 7)
    assert np.bincount(bins).tolist() == CUSTOMERS
    assert_allclose([later[bins == k].mean() for k in range(8)], CAME, atol=5e-6)
    assert sum(len(days) - 1 for days in purchases().values()) == 4339


def test_the_histogram_of_repeats_has_the_published_chi_square() -> None:
    given, _ = seen()
    model, expected = fitted("bg-nbd").model, np.zeros(8)
    for end, customers in zip(*np.unique(given.T, return_counts=True), strict=True):
        counts = model.counts(histories(0, 0, 0), int(end))
        chances = np.array([counts.step()[0] for _ in range(7)])
        expected += customers * np.append(chances, 1 - chances.sum())
    statistic = float(((np.array(CUSTOMERS) - expected) ** 2 / expected).sum())
    assert statistic == pytest.approx(4.82, abs=0.01)
    from scipy.stats import chi2

    assert chi2.sf(statistic, 3) == pytest.approx(0.185, abs=0.01)


@pytest.mark.parametrize(
    ("name", "weeks", "repeats"),
    [("bg-nbd", 25, 1669.6), ("bg-nbd", 78, 4165.7), ("pareto-nbd", 25, 1674.3), ("pareto-nbd", 78, 4275.4)],
)
def test_the_curve_of_all_repeats_is_the_published_one(name: str, weeks: int, repeats: float) -> None:
    given, _ = seen()
    ends, customers = np.unique(given.T, return_counts=True)
    # Whoever came on the first of January has been seen for 272 days at the end of week 39.
    since = [max(int(weeks * 7 - (272 - end)), 0) for end in ends]
    model = fitted(name).model
    expected = sum(
        count * model.expected_of_new(days) for count, days in zip(customers, since, strict=True) if days > 0
    )
    assert expected == pytest.approx(repeats, abs=0.1)


def test_both_models_say_nearly_the_same_of_each_customer() -> None:
    given, _ = seen()
    one, other = (fitted(name).model.expected(given, WEEKS_39) for name in ("bg-nbd", "pareto-nbd"))
    assert np.corrcoef(one, other)[0, 1] == pytest.approx(0.9955, abs=1e-4)
    assert fitted("mbg-nbd").model.expected(given, WEEKS_39).sum() == pytest.approx(1576.73, abs=0.1)


@pytest.mark.row("B6")
@pytest.mark.parametrize(("rule", "area"), [("pareto-nbd", 0.722), ("bg-nbd", 0.720), ("silence", 0.712)])
def test_of_those_who_came_back_silence_is_ranked_as_measured(rule: str, area: float) -> None:
    given, later = seen()
    score = given.T - given.t_x if rule == "silence" else fitted(rule).model.silent(given, WEEKS_39)
    chosen = given.x > 0
    gone, other = score[chosen & (later == 0)], score[chosen & (later > 0)]
    before = (gone[:, None] > other).mean() + (gone[:, None] == other).mean() / 2
    assert before == pytest.approx(area, abs=1e-3)


def of_78_weeks() -> Fit:
    """Pareto/NBD on all that is known."""
    return fit(seen(WEEKS_78)[0], ParetoNbd)


def test_parameters_of_78_weeks_are_those_of_the_journal_and_cost_as_much_on_the_first_39() -> None:
    model = of_78_weeks().model
    assert_allclose(list(model.parameters.values()), [0.5630, 12.5592, 0.4081, 10.5145], rtol=2e-4)
    assert model.total(seen()[0]) == pytest.approx(-9608.25, abs=0.1)
    n, total = [], []
    for one in purchases().values():
        n.append(len(one) - 1)
        total.append(sum(amount for day, amount in one.items() if day > min(one)))
    spending = fit_spending(n, total)
    assert spending is not None
    assert_allclose(list(spending.parameters.values()), [4.6835, 4.1898, 24.3905], rtol=2e-4)
