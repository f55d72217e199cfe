"""Fits find what was put in, say how sure they are, and give the same bytes for the same customers."""

from __future__ import annotations

import numpy as np
import pytest

from shuke.errors import DataError, UsageError
from shuke.prediction import extra
from shuke.prediction.fit import fit
from shuke.prediction.histories import coarse, compressed, histories
from shuke.prediction.models import MODELS, BgNbd, MbgNbd, Model, Nbd, ParetoNbd
from shuke.prediction.models.gamma_gamma import fit_spending

from .worlds import world

STORIES = [
    (BgNbd, {"r": 0.6, "alpha": 5.0, "a": 0.8, "b": 2.5}),
    (MbgNbd, {"r": 0.9, "alpha": 6.0, "a": 0.7, "b": 2.0, "first": 1}),
    (ParetoNbd, {"r": 0.8, "alpha": 6.0, "s": 0.6, "beta": 12.0}),
]
names = [kind.key for kind, _ in STORIES]


@pytest.mark.row("D17")
@pytest.mark.parametrize(("kind", "story"), STORIES, ids=names)
def test_the_parameters_of_a_simulated_world_are_found_again(kind: type[Model], story: dict[str, float]) -> None:
    found = fit(histories(*world(20_000, 500, 7, **story)[:3]), kind)
    errors = found.standard_errors
    assert errors is not None
    # Days instead of moments move rates by half a day, so a little more than sampling alone is allowed.
    off = {name: abs(value - story[name]) / errors[name] for name, value in found.model.parameters.items()}
    assert max(off.values()) < 4.5, (off, found.model.parameters)


@pytest.mark.parametrize("kind", MODELS.values(), ids=list(MODELS))
def test_neither_the_order_of_rows_nor_how_they_are_counted_changes_a_bit(kind: type[Model]) -> None:
    x, last, end, *_ = world(800, 300, 3, r=0.8, alpha=6.0, s=0.6, beta=12.0)
    shuffled = np.random.default_rng(1).permutation(800)
    one = fit(histories(x, last, end), kind)
    other = fit(histories(x[shuffled], last[shuffled], end[shuffled]), kind)
    counted = fit(compressed(histories(x, last, end))[0], kind)
    assert one.model.parameters == other.model.parameters == counted.model.parameters
    assert one.log_likelihood == other.log_likelihood == counted.log_likelihood
    assert one.standard_errors == other.standard_errors == counted.standard_errors


def test_equal_histories_are_counted_once() -> None:
    given = histories([1, 0, 1, 0], [5, 0, 5, 0], [9, 9, 9, 9], [2, 1, 3, 1])
    found, place = compressed(given)
    assert (found.x.tolist(), found.count.tolist(), place.tolist()) == ([0, 1], [2, 5], [1, 0, 1, 0])


def test_coarser_histories_are_fewer_and_lose_nobody() -> None:
    given = histories(*world(2000, 300, 5, r=0.8, alpha=6.0, a=0.6, b=2.0)[:3])
    less = coarse(given, 500)
    assert len(less) < len(compressed(given)[0]) / 2
    assert less.customers == 2000
    assert (less.x > 0).sum() > 0


def test_a_fit_that_starts_on_coarser_histories_ends_where_one_on_all_of_them_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = histories(*world(2000, 300, 5, r=0.8, alpha=6.0, a=0.6, b=2.0)[:3])
    direct = fit(given, BgNbd)
    monkeypatch.setattr("shuke.prediction.fit.MANY", 300)
    monkeypatch.setattr("shuke.prediction.fit.FEW", 500)
    near = fit(given, BgNbd)
    assert near.log_likelihood == pytest.approx(direct.log_likelihood, abs=1e-7)
    assert near.model.logs == pytest.approx(direct.model.logs, abs=1e-7)


@pytest.mark.row("D17")
@pytest.mark.parametrize("kind", [BgNbd, MbgNbd, ParetoNbd], ids=["bg-nbd", "mbg-nbd", "pareto-nbd"])
def test_so_many_histories_that_coarser_ones_give_the_curvature_end_at_the_same_peak_bit_by_bit(
    kind: type[Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    x, last, end, *_ = world(6000, 900, 5, r=0.8, alpha=6.0, a=0.6, b=2.0)
    given = histories(x, last, end)
    direct = fit(given, kind)
    for name, value in {"MANY": 300, "FEW": 400, "LARGE": 2_000, "FINE": 8_000}.items():
        monkeypatch.setattr(f"shuke.prediction.fit.{name}", value)
    near = fit(given, kind)
    assert near.log_likelihood == pytest.approx(direct.log_likelihood, rel=1e-9)
    assert near.model.logs == pytest.approx(direct.model.logs, abs=1e-5)
    shuffled = np.random.default_rng(2).permutation(len(x))
    again = fit(histories(x[shuffled], last[shuffled], end[shuffled]), kind)
    assert again.model.parameters == near.model.parameters
    assert again.log_likelihood == near.log_likelihood
    assert again.standard_errors == near.standard_errors


@pytest.mark.slow
@pytest.mark.row("D17")
def test_intervals_of_90_percent_hold_what_was_put_in_about_90_times_in_a_hundred() -> None:
    story = {"r": 0.9, "alpha": 30.0, "a": 0.9, "b": 2.5}
    held = total = 0
    for seed in range(50):
        intervals = fit(histories(*world(2000, 1500, seed, **story)[:3]), BgNbd).intervals(0.9)
        assert intervals is not None
        held += sum(low <= story[name] <= high for name, (low, high) in intervals.items())
        total += len(intervals)
    # 200 intervals, of which four each belong together: two standard errors are about 6 in a hundred.
    assert 0.84 <= held / total <= 0.96


# Corners.


def test_where_nobody_ever_left_the_collapse_is_seen_and_drop_out_is_next_to_nothing() -> None:
    given = histories(*world(1500, 400, 11, r=1.2, alpha=5.0)[:3])
    plain = fit(given, Nbd)
    for kind in (BgNbd, MbgNbd, ParetoNbd):
        found = fit(given, kind)
        assert found.collapsed
        assert found.log_likelihood == pytest.approx(plain.log_likelihood, abs=1.36)


def test_where_customers_leave_no_collapse_is_seen() -> None:
    given = histories(*world(1500, 400, 11, r=1.2, alpha=5.0, a=0.6, b=2.0)[:3])
    assert not any(fit(given, kind).collapsed for kind in (BgNbd, MbgNbd, ParetoNbd))


@pytest.mark.parametrize("kind", MODELS.values(), ids=list(MODELS))
def test_of_one_time_buyers_alone_nothing_can_be_learned(kind: type[Model]) -> None:
    with pytest.raises(DataError) as refused:
        fit(histories([0] * 50, [0] * 50, list(range(100, 150))), kind)
    assert refused.value.key == "predict_no_repeats"


@pytest.mark.parametrize("kind", MODELS.values(), ids=list(MODELS))
def test_three_customers_give_finite_figures_and_no_pretended_certainty(kind: type[Model]) -> None:
    found = fit(histories([0, 1, 5], [0, 30, 90], [100, 100, 100]), kind)
    expected = found.model.expected(histories([0, 1, 5], [0, 30, 90], [100, 100, 100]), 90)
    assert np.isfinite(found.log_likelihood)
    assert np.isfinite(expected).all()
    assert (expected >= 0).all()


def test_amounts_alike_for_everybody_tell_no_spread_and_few_tell_nothing() -> None:
    assert fit_spending([2] * 50, [20.0] * 50) is None
    assert fit_spending([2, 3], [20.0, 40.0]) is None


def test_the_worth_of_a_purchase_is_found_again_and_lies_between_the_own_mean_and_that_of_all() -> None:
    draw = np.random.default_rng(2)
    n = 1 + draw.poisson(2, 20_000)
    level = 1 / draw.gamma(4.0, 1 / 30.0, 20_000)
    total = draw.gamma(6.0 * n, level)
    found = fit_spending(n, total)
    assert found is not None
    assert found.usable
    assert found.covariance is not None
    off = np.log([found.p / 6.0, found.q / 4.0, found.gamma / 30.0]) / np.sqrt(np.diag(found.covariance))
    assert np.abs(off).max() < 4
    means = total / n
    between = (np.minimum(means, found.mean) <= found.expected(n, total) + 1e-9) & (
        found.expected(n, total) - 1e-9 <= np.maximum(means, found.mean)
    )
    assert between.all()


def test_the_unit_of_money_changes_the_scale_and_nothing_else() -> None:
    draw = np.random.default_rng(3)
    n = 1 + draw.poisson(2, 2_000)
    total = draw.gamma(6.0 * n, 1 / draw.gamma(4.0, 1 / 30.0, 2_000))
    one, other = fit_spending(n, total), fit_spending(n, total * 1e6)
    assert one is not None
    assert other is not None
    assert [other.p, other.q, other.gamma] == pytest.approx([one.p, one.q, one.gamma * 1e6], rel=1e-6)
    assert other.log_likelihood == pytest.approx(one.log_likelihood - 2_000 * np.log(1e6), rel=1e-9)


def test_without_scipy_the_message_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match="shuke\\[clv\\]"):
        fit(histories([1], [5], [9]), BgNbd)
