"""What is predicted of each different history: one column a figure, with ranges of nine in ten."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from shuke.prediction import ranges, worth
from shuke.prediction.contest import Chosen
from shuke.prediction.histories import Histories
from shuke.prediction.models import BgNbd
from shuke.prediction.models.gamma_gamma import Spending
from shuke.prediction.months import Month
from shuke.prediction.rules import Rule

if TYPE_CHECKING:
    from shuke.prediction.histories import Floats

LEVEL = 0.9
# The chances to buy within so many days, beside that of the horizon.
WINDOWS = {"p_buy_4_weeks": 28, "p_buy_8_weeks": 56, "p_buy_13_weeks": 91, "p_buy_26_weeks": 182}
# Factors of what is known of a customer's amounts, so neither rounded nor told.
FACTORS = ("discounted", *(f"{name}_{end}" for name in ("amount", "revenue", "value") for end in ("low", "high")))


def steps(chosen: Chosen, given: Histories, ahead: Sequence[Month]) -> list[Floats]:
    """Return the purchases expected of each history in each month."""
    import numpy as np

    ends = [np.zeros(len(given)), *(chosen.best.expected(given, month.until) for month in ahead)]
    return [np.maximum(later - sooner, 0.0) for sooner, later in pairwise(ends)]


def columns(
    given: Histories,
    chosen: Chosen,
    horizon: int,
    discount: float,
    ahead: Sequence[Month],
    spending: Spending | None,
) -> dict[str, Any]:
    """Return what is predicted of each history; numbers that nobody can know are no numbers.

    ``spending`` is the model of amounts, where it holds. ``discounted`` are the purchases of the months ahead, each
    discounted from the middle of its month.
    """
    import numpy as np

    best = chosen.best
    year, first, last = ranges.next_days(best, given)
    found: dict[str, Any] = {"x": given.x, "t_x": given.t_x, "T": given.T, "p_buy_year": year}
    found["p_no_purchase"] = best.silent(given, horizon)
    found |= {name: 1 - best.silent(given, days) for name, days in WINDOWS.items()}
    found["expected_purchases"] = best.expected(given, horizon)
    found |= {"next_first": first, "next_last": last}
    each = steps(chosen, given, ahead)
    weights = [1 / (1 + discount) ** (month.middle / 365) for month in ahead]
    found["discounted"] = sum(weight * step for weight, step in zip(weights, each, strict=True))
    # What comes is discounted as what is expected is, all in all.
    factor = found["discounted"] / np.maximum(sum(each), 1e-300)
    found |= _ranges(given, chosen, horizon, ahead, spending, factor)
    return {
        name: np.round(values, 6) if values.dtype == np.float64 and name not in FACTORS else values
        for name, values in found.items()
    }


def _ranges(
    given: Histories,
    chosen: Chosen,
    horizon: int,
    ahead: Sequence[Month],
    spending: Spending | None,
    factor: Floats,
) -> dict[str, Any]:
    """Return the chance to be active, and the ends of every range; a rule has none."""
    import numpy as np

    best, unknown = chosen.best, np.full(len(given), np.nan)
    names = ("p_alive", "expected_low", "expected_high", "purchases_low", "purchases_high", *FACTORS[1:])
    found: dict[str, Any] = dict.fromkeys(names, unknown)
    if isinstance(best, Rule):
        return found
    # Under BG/NBD nobody leaves before a repeat, so of those who bought once it knows nothing.
    alive = best.alive(given)
    found["p_alive"] = np.where(given.x == 0, np.nan, alive) if isinstance(best, BgNbd) else alive
    if chosen.fit is not None:
        found["expected_low"], found["expected_high"] = chosen.fit.expected_ends(given, horizon, LEVEL)
    found["purchases_low"], found["purchases_high"] = ranges.purchases(best, given, horizon, LEVEL)
    if spending is not None:
        found["amount_low"], found["amount_high"] = worth.of_one(spending, given.x + 1, LEVEL)
        found["revenue_low"], found["revenue_high"] = worth.of_all(best, given, horizon, spending, LEVEL)
        ends = worth.of_all(best, given, ahead[-1].until, spending, LEVEL)
        found["value_low"], found["value_high"] = (end * factor for end in ends)
    return found
