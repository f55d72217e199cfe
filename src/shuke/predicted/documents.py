"""A prediction as figures for programs: ``model.json`` and ``summary.json``."""

from __future__ import annotations

from typing import Any

from shuke.predicted.ground import Ground
from shuke.predicted.words import notes
from shuke.prediction.contest import Judged
from shuke.prediction.groups import LEVEL
from shuke.prediction.make import Predicted
from shuke.prediction.months import Month
from shuke.prediction.trend import FALSE
from shuke.report.text import money
from shuke.version import __version__

FORMAT = 1


def model(made: Predicted) -> dict[str, Any]:
    """Return the chosen model: its parameters under their names in the literature, how sure, and how it was chosen."""
    chosen, spending = made.chosen, made.spending
    found: dict[str, Any] = {"format": FORMAT, "model": chosen.key, "reason": chosen.reason}
    found |= {"collapsed": chosen.collapsed, "time_unit": "week", "customers": made.customers}
    found["repeat_customers"] = made.repeaters
    if chosen.fit is not None:
        errors, ranges = chosen.fit.standard_errors, chosen.fit.intervals(LEVEL)
        found |= {**chosen.fit.model.parameters, "log_likelihood": chosen.fit.log_likelihood}
        found["standard_errors"] = errors
        found["intervals_90"] = None if ranges is None else {name: list(ends) for name, ends in ranges.items()}
    if chosen.rule is not None:
        rule = chosen.rule
        found["rule"] = {"limit": rule.limit, "horizon_days": rule.horizon}
        found["rule"] |= {"chance": rule.chance.tolist(), "count": rule.count.tolist()}
    if spending is not None:
        found |= spending.parameters
        found["amounts"] = {
            "log_likelihood": spending.log_likelihood,
            "customers": spending.customers,
            "correlation_with_purchases": round(spending.correlation, 6),
            "usable": spending.usable,
        }
    found["past"] = chosen.past.isoformat() if chosen.past else None
    found["compared"] = [judged(one) for one in chosen.judged]
    return found


def judged(one: Judged) -> dict[str, Any]:
    """Return how a model or a rule did on the past."""
    return {
        "model": one.key,
        "log_loss": round(one.log_loss, 6),
        "expected_purchases": round(one.expected, 2),
        "actual_purchases": one.actual,
        "mean_absolute_error": round(one.mean_error, 6),
        "root_mean_square_error": round(one.root_error, 6),
    }


def summary(told: Ground) -> dict[str, Any]:
    """Return the figures of a prediction; money is text, so that it stays exact."""
    made, of_rating, ahead = told.made, told.result.summary, outlook(told.made)
    return {
        "as_of": made.as_of.isoformat(),
        **{name: ahead.pop(name) for name in ("horizon_days", "months", "discount", "margin")},
        "currency": told.rating.currency,
        "model": ahead.pop("model"),
        "accounting": of_rating["accounting"],
        "accounts": of_rating["accounts"],
        "policies": of_rating["policies"],
        "customers": {
            "seen": of_rating["customers"]["seen"],
            "predicted": made.customers,
            "without_purchase": of_rating["customers"]["seen"] - made.customers,
            "repeat": made.repeaters,
        },
        **ahead,
        "notes": [*notes(made), *of_rating["notes"]],
        "versions": {"shuke": __version__},
    }


def outlook(made: Predicted) -> dict[str, Any]:
    """Return what was wished and what is expected of all customers together, month by month too."""
    totals = made.totals
    return {
        "horizon_days": made.wish.horizon,
        "months": made.wish.months,
        "discount": made.wish.discount,
        "margin": made.wish.margin,
        "model": made.chosen.key,
        "expected": {
            "purchases": str(totals["expected_purchases"]),
            "revenue": money(totals["expected_revenue"]),
            "value": money(totals["value"]),
            "customers_without_purchase": str(totals["p_no_purchase"]),
        },
        "trend": {
            "frequency": totals["frequency_trend"],
            "basket": totals["basket_trend"],
            "false_calls_at_most": FALSE,
        },
        "forecast": [month(one) for one in made.months],
        "past_forecasts": [
            {
                "day": one.day.isoformat(),
                "days": one.days,
                "expected_purchases": round(one.expected, 2),
                "actual_purchases": one.actual,
            }
            for one in made.past
        ],
        "season": {
            "used": made.season.used,
            "reason": made.season.reason,
            "error_without": _six(made.season.error),
            "error_with": _six(made.season.error_with),
        },
    }


def month(one: Month) -> dict[str, Any]:
    """Return a month of the forecast."""
    return {
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "purchases": _round(one.purchases),
        "revenue": _round(one.revenue),
        "purchases_as_last_time": _round(one.purchases_as_last_time),
        "revenue_as_last_time": _round(one.revenue_as_last_time),
        "purchases_low": _round(one.purchases_low),
        "purchases_high": _round(one.purchases_high),
        "revenue_low": _round(one.revenue_low),
        "revenue_high": _round(one.revenue_high),
        "season": None if one.season is None else f"{one.season:.4f}",
    }


def _six(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _round(value: float | None) -> str | None:
    return None if value is None else f"{value:.2f}"
