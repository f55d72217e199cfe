"""A finished prediction on the terminal: the model and why, the totals, the months, the trends, the files."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from shuke.cli.accounted import account, policies
from shuke.cli.columns import aligned
from shuke.locale import text
from shuke.predicted import Prediction
from shuke.predicted.words import title
from shuke.prediction.tried import ends
from shuke.scheme.spoken.money import price


def finished(told: Prediction, written: Sequence[Path], said: Sequence[str], lang: str) -> str:
    """Return what to print after a prediction; ``said`` are the sentences about one customer, if any were asked for."""
    made = told.made
    head = {"as_of": made.as_of.isoformat(), "days": f"{made.wish.horizon:,}", "customers": f"{made.customers:,}"}
    lines = [text("predict.terminal.head", lang, **head), "", *_model(told, lang), "", *_totals(told, lang), ""]
    lines += [*_months(told, lang), ""]
    lines += [*account(told.result, lang), *policies(told.result, lang)]
    notes = told.summary["notes"]
    lines += ["", *(f"! {note[lang]}" for note in notes)] if notes else []
    lines += ["", *said] if said else []
    lines += ["", text("terminal.written", lang), *(f"  {path}" for path in written)]
    return "\n".join(lines)


def _model(told: Prediction, lang: str) -> list[str]:
    chosen = told.made.chosen
    figures = {"model": title(chosen.key, lang), "past": str(chosen.past), "count": len(chosen.judged)}
    lines = [text(f"predict.terminal.reason.{chosen.reason}", lang, **figures)]
    if chosen.fit is not None:
        ranges = chosen.fit.intervals() or {}
        for name, value in chosen.fit.model.parameters.items():
            ends = f" ({ranges[name][0]:.4g} … {ranges[name][1]:.4g})" if name in ranges else ""
            lines.append(f"  {name} {value:.4g}{ends}")
    if not chosen.judged:
        return lines
    heads = [
        text(f"predict.terminal.judged_head.{name}", lang) for name in ("model", "loss", "expected", "came", "error")
    ]
    rows = [heads] + [
        [
            title(one.key, lang),
            f"{one.log_loss:.4f}",
            f"{one.expected:,.0f}",
            f"{one.actual:,}",
            f"{one.mean_error:.3f}",
        ]
        for one in sorted(chosen.judged, key=lambda one: one.log_loss)
    ]
    return [
        *lines,
        text("predict.terminal.judged", lang, past=str(chosen.past)),
        *(f"  {row}" for row in aligned(rows)),
    ]


def _totals(told: Prediction, lang: str) -> list[str]:
    made, currency = told.made, told.rating.currency
    totals = made.totals
    figures = {
        "purchases": f"{totals['expected_purchases']:,.0f}",
        "revenue": price(Decimal(totals["expected_revenue"]), currency, exact=False),
        "silent": f"{totals['p_no_purchase']:,.0f}",
        "customers": f"{made.customers:,}",
        "value": price(Decimal(totals["value"]), currency, exact=False),
        "months": made.wish.months,
        "days": f"{made.wish.horizon:,}",
    }
    lines = [text(f"predict.terminal.total.{name}", lang, **figures) for name in ("purchases", "silent", "value")]
    for name in ("frequency", "basket"):
        counts = {key: f"{count:,}" for key, count in totals[f"{name}_trend"].items()}
        lines.append(text(f"predict.terminal.trend.{name}", lang, **counts))
    return lines


def _months(told: Prediction, lang: str) -> list[str]:
    """Return the months as a table, beside each figure the same as if the model erred as it did the last time."""
    currency = told.rating.currency
    names = ["month", "purchases", "revenue"]
    corrected = told.made.months[0].purchases_as_last_time is not None
    names += ["purchases_as_last_time", "revenue_as_last_time"] if corrected else []
    rows = [[text(f"predict.terminal.months_head.{name}", lang) for name in names]]
    for one in told.made.months:
        row = [f"{one.first} … {one.last}", f"{one.purchases:,.0f}", price(Decimal(one.revenue), currency, exact=False)]
        if one.purchases_as_last_time is not None and one.revenue_as_last_time is not None:
            row.append(f"{one.purchases_as_last_time:,.0f}")
            row.append(price(Decimal(one.revenue_as_last_time), currency, exact=False))
        rows.append(row)
    lines = [text("predict.terminal.months", lang), *(f"  {line}" for line in aligned(rows))]
    between = ends(told.made.past)
    if between is not None:
        figures = {"days": len(told.made.past), "low": f"{between[0]:.2f}", "high": f"{between[1]:.2f}"}
        lines.append(text("predict.terminal.past", lang, **figures))
    return lines
