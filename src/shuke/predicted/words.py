"""Predictions in words: of one customer, and what a reader should know about all of them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from shuke.locale import LANGUAGES, text
from shuke.prediction.make import Predicted
from shuke.scheme.spoken.money import price

# Stronger than this, what was expected and what came differ so much that it is said.
FAR = 0.15
TITLES = {
    "bg-nbd": "BG/NBD",
    "mbg-nbd": "MBG/NBD",
    "pareto-nbd": "Pareto/NBD",
    "nbd": "NBD",
}


def title(key: str, lang: str) -> str:
    """Return a model or rule by the name that people know."""
    return TITLES.get(key) or text(f"predict.rule.{key}", lang)


def sentences(told: Mapping[str, Any], horizon: int, currency: str | None, lang: str) -> list[str]:
    """Return what is predicted of one customer, ``told`` by the columns of the table, in sentences."""
    if told["p_no_purchase"] is None:
        return [text("predict.nothing", lang)]
    chance = percent(told["p_buy_8_weeks"])
    figures = {"ago": f"{told['recency_days']:,}", "chance": chance}
    count = told["purchase_days"]
    if told["cycle_days"] is not None:
        rhythm = {"cycle": f"{told['cycle_days']:.0f}", "spread": f"{told['cycle_sd_days']:.0f}"}
        found = [text("predict.usual", lang, **rhythm, **figures)]
    else:
        found = [text("predict.once" if count == 1 else "predict.twice", lang, **figures)]
    ends = {"first": told["next_from"].isoformat(), "last": told["next_to"].isoformat()}
    found.append(text("predict.next", lang, chance=percent(told["p_buy_year"]), **ends))
    ahead = {
        "days": f"{horizon:,}",
        "silent": percent(told["p_no_purchase"]),
        "purchases": f"{told['expected_purchases']:.1f}",
        "amount": price(Decimal(told["expected_amount"]), currency, exact=False),
    }
    if told["purchases_low"] is None:
        found.append(text("predict.ahead", lang, **ahead))
    else:
        span = {"low": f"{told['purchases_low']:,}", "high": f"{told['purchases_high']:,}"}
        found.append(text("predict.ahead_range", lang, **ahead, **span))
    if told["revenue_low"] is not None:
        names = {"revenue": "expected_revenue", "low": "revenue_low", "high": "revenue_high"}
        money = {key: price(Decimal(told[name]), currency, exact=False) for key, name in names.items()}
        found.append(text("predict.brings", lang, **money))
    for name in ("frequency", "basket"):
        if told[f"{name}_trend"] in {"rising", "falling"}:
            p = f"{told[f'{name}_p']:.3f}"
            found.append(text(f"predict.{name}.{told[f'{name}_trend']}", lang, p=p))
    return found


def percent(share: Any) -> str:
    """Return a chance as people say it, never as certain."""
    value = float(share) * 100
    if value < 1:
        return "< 1 %"
    return "> 99 %" if value > 99 else f"{value:.0f} %"


def notes(made: Predicted) -> list[dict[str, str]]:
    """Return what a reader should know about a prediction, in every language."""
    chosen, found = made.chosen, list[tuple[str, dict[str, Any]]]()
    if chosen.collapsed is not None:
        found.append(("collapsed", {"model": chosen.collapsed}))
    if chosen.reason == "few":
        found.append(("few", {"customers": f"{made.customers:,}", "repeaters": f"{made.repeaters:,}"}))
    if chosen.reason == "likelihood":
        found.append(("no_past", {}))
    own = chosen.own
    if own is not None and abs(own.ratio - 1) > FAR:
        figures = {"expected": f"{own.expected:,.0f}", "actual": f"{own.actual:,}", "past": str(chosen.past)}
        found.append(("far_off", figures))
    if made.season.error is not None and made.season.error_with is not None and made.season.used:
        errors = {"with_season": percent(made.season.error_with), "without": percent(made.season.error)}
        found.append(("season", errors))
    if made.gave_back:
        found.append(("gave_back", {"customers": f"{made.gave_back:,}"}))
    if made.own_amounts:
        why = "amounts_none" if made.spending is None else "amounts"
        told = made.spending
        figures = {} if told is None else {"q": f"{told.q:.2f}", "correlation": f"{told.correlation:.2f}"}
        found.append((why, figures))
    return [
        {"key": key, **{lang: text(f"predict.note.{key}", lang, **_named(figures, lang)) for lang in LANGUAGES}}
        for key, figures in found
    ]


def _named(figures: Mapping[str, Any], lang: str) -> dict[str, Any]:
    return {name: title(value, lang) if name == "model" else value for name, value in figures.items()}
