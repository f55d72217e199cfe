"""A back-test on the terminal: the verdict, the league, how right the forecasts were, how far places stay."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shuke.backtesting.found import HEADLINE, Backtest, Entry
from shuke.backtesting.verdict import points, verdict
from shuke.cli.columns import aligned
from shuke.locale import text
from shuke.scheme.spoken.names import worded

BAR = 20
SHARES = (HEADLINE, "best_in_fifth", "revenue_in_tenth", "revenue_in_fifth")
FIGURES = ("gini", "spearman")


def judged(found: Backtest, written: Sequence[Path], lang: str) -> list[str]:
    """Return a back-test as lines."""
    lines = [*_head(found, lang), "", *verdict(found, lang), "", *_league(found, lang)]
    forecasts = [one for one in found.entries if all(day.calibration for day in one.days)]
    lines += ["", *_forecasts(forecasts, lang)] if forecasts else []
    lines += ["", *_left_out(found, lang)] if found.left_out else []
    lines += [f"! {text(f'backtest.note.{key}', lang)}" for key in found.notes]
    if written:
        lines += ["", text("terminal.written", lang), *(f"  {path}" for path in written)]
    return lines


def _head(found: Backtest, lang: str) -> list[str]:
    return [
        text(
            "backtest.head",
            lang,
            day=one.day.isoformat(),
            last=one.last.isoformat(),
            horizon=found.horizon,
            customers=f"{one.customers:,}",
            bought=f"{one.bought:,}",
            share=points(one.bought / one.customers),
        )
        for one in found.days
    ]


def _league(found: Backtest, lang: str) -> list[str]:
    """Return the league: shares of what came that stand in the first tenth and fifth, and the whole order."""
    days = len(found.days) > 1
    columns = ["contestant", HEADLINE, *(["interval"] if found.resamples else []), *SHARES[1:], *FIGURES]
    columns += ["kept_tenth", "kept_group"] if days else []
    rows = [[text(f"backtest.column.{name}", lang) for name in columns]]
    rows += [_row(found, one, days=days) for one in found.entries]
    bars = ["", *("█" * max(0, round(one.headline * BAR)) for one in found.entries)]
    lines = [f"  {line}  {bar}".rstrip() for line, bar in zip(aligned(rows), bars, strict=True)]
    legend = [one for one in found.entries if one.kind != "scheme"]
    titles = [f"  {one.name}: {worded(one.title, lang)}" for one in legend]
    return [text("backtest.league", lang), *lines, text("backtest.by_chance", lang), *titles]


def _row(found: Backtest, one: Entry, *, days: bool) -> list[str]:
    mean = one.mean
    shares = [points(mean[name]) for name in SHARES]
    if found.resamples:
        ends = one.intervals.get(HEADLINE)
        shares.insert(1, "–" if ends is None else f"{ends[0] * 100:.0f}–{ends[1] * 100:.0f}")
    figures = ["–" if mean[name] is None else f"{mean[name]:.2f}" for name in FIGURES]
    row = [one.name, *shares, *figures]
    if days:
        groups = [kept.group for kept in one.kept if kept.group is not None]
        row += [points(sum(kept.tenth for kept in one.kept) / len(one.kept))]
        row += [points(sum(groups) / len(groups)) if len(groups) == len(one.kept) else "–"]
    return row


def _forecasts(entries: Sequence[Entry], lang: str) -> list[str]:
    """Return how right forecasts were in size, on the last of the days."""
    rows = [[text(f"backtest.column.{name}", lang) for name in ("contestant", "expected", "actual", "bias", "error")]]
    for one in entries:
        forecast = one.days[-1].calibration
        if forecast is not None:
            bias = "–" if forecast.bias is None else f"{forecast.bias * 100:+.0f} %"
            figures = [f"{forecast.expected:,.0f}", f"{forecast.actual:,}", bias, f"{forecast.mean_error:.3f}"]
            rows.append([one.name, *figures])
    return [text("backtest.forecasts", lang), *(f"  {line}" for line in aligned(rows))]


def _left_out(found: Backtest, lang: str) -> list[str]:
    told = [f"  {name}: {error.what(lang)}" for name, error in found.left_out]
    return [text("backtest.left_out", lang), *told]
