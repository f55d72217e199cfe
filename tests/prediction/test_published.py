"""The models at published parameters give the published figures; no data and no fit are needed."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from numpy.testing import assert_allclose

from shuke.prediction.histories import Histories, histories
from shuke.prediction.models import MODELS, BgNbd, MbgNbd, Model, Nbd, ParetoNbd, tails

# Fader, Hardie and Lee (2005), table 2, unrounded; days instead of weeks (30.43 weeks are 213 days).
FITTED = BgNbd(0.24259452, 4.41360202, 0.79292202, 2.42590678)
PARETO = ParetoNbd(0.55327705, 10.57768346, 0.60623999, 11.66873529)
MBG = MbgNbd(0.52484316, 6.18308528, 0.89135939, 1.61400224)
EVERY = (FITTED, MBG, PARETO, Nbd(0.38476614, 12.07202284), ParetoNbd(1.6, 4.0, 0.3, 30.0), BgNbd(2.0, 3.0, 1.0, 5.0))
SOME = histories([0, 0, 1, 2, 6, 26, 200], [0, 0, 7, 213, 200, 216, 260], [0, 270, 10, 272, 272, 217, 270])
ids = [model.key for model in EVERY]


def bought(x: int, weeks: float, all_weeks: float) -> Histories:
    return histories(x, round(weeks * 7), round(all_weeks * 7))


@pytest.mark.row("D17")
@pytest.mark.parametrize(
    ("weeks", "repeats"),
    [(1 / 7, 0.0078), (1, 0.0532), (3, 0.1506), (223 / 7, 1.0405), (32, 1.0437), (52, 1.444012), (78, 1.8580)],
)
def test_expected_repeats_of_a_new_customer_are_those_of_the_paper(weeks: float, repeats: float) -> None:
    assert FITTED.expected_of_new(7 * weeks) == pytest.approx(repeats, abs=5e-5)


def test_pareto_expects_of_a_new_customer_what_the_r_package_does() -> None:
    assert PARETO.expected_of_new(364) == pytest.approx(1.473434, abs=1e-4)


@pytest.mark.row("B6")
def test_the_first_customer_of_the_paper_buys_1_226_times_in_39_weeks_and_lives_with_73_percent() -> None:
    first = histories(2, 213, 272)
    assert FITTED.expected(first, 273)[0] == pytest.approx(1.226, abs=1e-3)
    assert FITTED.alive(first)[0] == pytest.approx(0.727, abs=1e-3)
    assert FITTED.log_likelihood(first)[0] == pytest.approx(-9.459, abs=5e-3)


def test_the_third_and_the_sixth_customer_have_the_published_figures() -> None:
    both = histories([0, 7], [0, 206], [272, 272])
    assert_allclose(FITTED.log_likelihood(both), [-0.554, -21.863], atol=5e-3)
    assert_allclose(FITTED.alive(both), [1, 0.642], atol=1e-3)
    assert_allclose(FITTED.expected(both, 273), [0.195, 3.337], atol=1e-3)


def test_customer_1516_has_the_figures_of_the_r_package() -> None:
    one = histories(26, 216, 217)
    assert FITTED.expected(one, 364)[0] == pytest.approx(25.75659, abs=5e-3)
    assert FITTED.alive(one)[0] == pytest.approx(0.9688523, abs=1e-4)
    assert PARETO.expected(one, 364)[0] == pytest.approx(25.45647, abs=1e-2)
    assert PARETO.alive(one)[0] == pytest.approx(0.997874, abs=1e-4)


@pytest.mark.parametrize(("x", "expected"), [(10, 0.3474606), (15, 0.04283391), (20, 0.004158973), (25, 0.0003583685)])
def test_who_bought_more_and_is_silent_as_long_is_expected_to_buy_less(x: int, expected: float) -> None:
    assert FITTED.expected(bought(x, 20, 39), 364)[0] == pytest.approx(expected, rel=1e-3)


def test_the_number_of_purchases_is_distributed_as_published() -> None:
    rounded = BgNbd(0.243, 4.414, 0.793, 2.426)
    new = histories(0, 0, 0)
    counts = rounded.counts(new, 210)
    found = [counts.step()[0] for _ in range(21)]
    assert found[11] == pytest.approx(0.0019995214, abs=1e-9)
    assert found[20] == pytest.approx(0.0002222260, abs=1e-9)
    assert rounded.counts(new, 273).step()[0] == pytest.approx(0.5737864, abs=1e-7)


def test_the_pareto_manual_of_r_has_the_same_expectations() -> None:
    manual = ParetoNbd(0.55, 10.56, 0.61, 11.64)
    expected = {0: 0.0, 1: 0.05077821, 2: 0.09916088, 9: 0.38909211}
    assert {t: pytest.approx(manual.expected_of_new(7 * t), abs=1e-7) for t in expected} == expected


def test_pareto_does_not_overflow_for_customers_with_hundreds_of_purchases() -> None:
    steady = ParetoNbd(0.55, 10.58, 0.61, 11.67)
    both = histories([132, 133], [1400, 1400], [1400, 1400])
    assert_allclose(steady.expected(both, 70), [6.2060517889632, 6.2528722475748], rtol=1e-7)
    many = histories([221, 254, 161, 204], [724, 680, 663, 690], [725, 681, 686, 696])
    alive = ParetoNbd(0.5143, 2.8845, 0.2856, 14.1087).alive(many)
    assert_allclose(alive, [0.999596, 0.999558, 0.749488, 0.994255], atol=1e-5)


def test_discounted_expected_transactions_are_those_of_the_journal() -> None:
    model = ParetoNbd(0.5533, 10.578, 0.6062, 11.669)
    seen = histories([0, 1, 7, 9, 1, 7, 14], [0, 210, 245, 280, 539, 490, 539], [545] * 7)
    found = model.discounted(seen, np.exp(0.0026877 * 52) - 1)
    assert_allclose(found, [0.182, 1.430, 0.895, 1.077, 3.125, 14.111, 29.269], rtol=1e-3)


# Laws that need no published figure.


@pytest.mark.parametrize("model", EVERY, ids=ids)
def test_the_chance_of_silence_is_the_likelihood_of_a_longer_silence(model: Model) -> None:
    silence = np.exp(model.log_likelihood(SOME.later(90)) - model.log_likelihood(SOME))
    assert_allclose(model.silent(SOME, 90), silence, rtol=1e-12)
    alive = model.alive(SOME)
    assert_allclose(model.silent(SOME, 90), 1 - alive + alive * model.counts(SOME, 90).step(), rtol=1e-9)


@pytest.mark.parametrize("model", EVERY, ids=ids)
def test_the_distribution_of_counts_sums_to_one_and_its_mean_is_what_is_expected(model: Model) -> None:
    counts = model.counts(SOME, 90)
    chances = np.array([counts.step() for _ in range(4000)])
    assert_allclose(chances[:, [0, 1, 2, 3, 4, 5, 6]].sum(axis=0), 1.0, rtol=1e-7)
    mean = (np.arange(4000)[:, None] * chances).sum(axis=0)
    assert_allclose(model.alive(SOME) * mean, model.expected(SOME, 90), rtol=2e-5)


@pytest.mark.parametrize("model", EVERY, ids=ids)
def test_gradients_are_the_slopes_of_the_likelihood(model: Model) -> None:
    table, logs = type(model).table(SOME), model.logs + 0.1
    value, slopes = table.value(logs)
    assert value == pytest.approx(type(model).of_logs(logs).total(SOME), rel=1e-12)
    steps = 1e-5 * np.eye(len(logs))
    assert_allclose(
        slopes, [(table.value(logs + h)[0] - table.value(logs - h)[0]) / 2e-5 for h in steps], rtol=1e-5, atol=1e-5
    )


@pytest.mark.parametrize(("alpha", "beta"), [(0.05, 2900.0), (2900.0, 0.05), (3.0, 1600.0), (1600.0, 3.0)])
def test_both_ways_to_the_tail_integral_agree_where_its_ends_are_far_apart(alpha: float, beta: float) -> None:
    x, u = np.array([0.0, 0.0, 1.0, 7.0, 60.0]), np.array([0.0, 2.0, 0.5, 3.0, 9.0])
    for one, other in zip(
        tails._by_sum(x, u, 0.6, alpha, 0.3, beta)[1], tails._by_fraction(x, u, 0.6, alpha, 0.3, beta)[1], strict=True
    ):
        assert_allclose(one, other, rtol=1e-9, atol=1e-13)


def integral(model: ParetoNbd, x: int, last: float, end: float) -> float:
    """The likelihood of one history by plain integration over the day of leaving (weeks)."""
    from scipy.integrate import quad
    from scipy.special import gammaln

    r, alpha, s, beta = model.parameters.values()
    front = np.exp(gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta))
    left = quad(lambda u: s * (alpha + u) ** -(r + x) * (beta + u) ** -(s + 1), last, end, epsrel=1e-12)[0]
    return float(front * ((alpha + end) ** -(r + x) * (beta + end) ** -s + left))


@pytest.mark.parametrize(
    "model",
    [PARETO, ParetoNbd(1.6, 4.0, 0.3, 30.0), ParetoNbd(0.3, 300.0, 2.5, 1.5), ParetoNbd(1.2, 5.0, 0.01, 2900.0)],
    ids=["published", "second", "third", "fourth"],
)
@pytest.mark.parametrize(("x", "last", "end"), [(0, 0, 39), (1, 3, 39), (5, 38, 39), (60, 20, 39)])
def test_the_likelihood_of_pareto_is_that_of_plain_integration(model: ParetoNbd, x: int, last: int, end: int) -> None:
    found = float(np.exp(model.log_likelihood(bought(x, last, end))[0]))
    assert found == pytest.approx(integral(model, x, last, end), rel=1e-9)


ENDS = (-8.0, 0.0, 8.0)


@pytest.mark.parametrize("kind", MODELS.values(), ids=list(MODELS))
def test_at_the_ends_of_what_parameters_may_be_every_figure_is_a_number(kind: type[Model]) -> None:
    for logs in product(ENDS, repeat=len(kind.names)):
        model = kind.of_logs(np.array(logs))
        steady = (model.parameters["r"] + SOME.x) * 182 / 7 / (model.parameters["alpha"] + SOME.T / 7)
        for figures, most in (
            (model.expected(SOME, 182), steady),
            (model.silent(SOME, 182), 1.0),
            (model.alive(SOME), 1.0),
        ):
            assert ((figures >= 0) & (figures <= most * (1 + 1e-9))).all(), (logs, figures)


@pytest.mark.parametrize(
    "parameters",
    [(0.5, 0.01, 0.1, 900.0), (3.0, 0.4, 400.0, 2.0), (900.0, 2900.0, 2900.0, 300.0), (0.01, 2000.0, 0.5, 0.01)],
)
def test_expectations_near_the_ends_are_the_mean_over_chances_to_stop(parameters: tuple[float, ...]) -> None:
    from scipy.special import betaln

    r, alpha, a, b = parameters
    given = histories([0, 2, 30], [0, 90, 200], [0, 90, 200])
    w = np.linspace(-40 / min(a, 1), 40 / min(b, 1), 400_001)
    log_p, log_q = -np.logaddexp(0, -w), -np.logaddexp(0, w)
    for x, end, found in zip(given.x, given.T / 7, MbgNbd(*parameters).expected(given, 182), strict=True):
        start, u = b + x + 1, 26 / (alpha + end)
        mass = np.exp(a * log_p + start * log_q - betaln(a, start)) * (w[1] - w[0])
        mean = (mass * -np.expm1(-(r + x) * np.log1p(np.exp(log_p) * u)) / np.exp(log_p)).sum()
        stopped = 1 / (1 + a / (b + x))
        assert found == pytest.approx(mean * stopped, rel=1e-6)


def test_models_stand_under_their_names() -> None:
    assert list(MODELS) == ["bg-nbd", "mbg-nbd", "pareto-nbd", "nbd"]
