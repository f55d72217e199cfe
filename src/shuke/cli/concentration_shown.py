"""Concentration and trend on the terminal: run by run, the groups with what to do, and the surest trends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from shuke.cli.columns import aligned
from shuke.locale import text
from shuke.scheme.spoken.money import price
from shuke.scheme.spoken.names import worded
from shuke.watching.concentration import Concentration

NAMED = 8


def concentrated(found: Concentration, told: Mapping[str, Any], written: Sequence[Path], lang: str) -> list[str]:
    """Return a concentration as lines."""
    title = worded(found.newest.scheme.title, lang)
    lines = [text("concentration.head", lang, title=title, day=told["runs"][-1]["as_of"]), "", *_runs(told, lang)]
    if told["since"] is not None:
        lines += ["", text("concentration.since", lang, **told["since"])]
    lines += ["", *_groups(told, lang), *_names(found, lang)]
    if not told["trend"]:
        lines += ["", f"! {text('concentration.no_trend', lang, command=told['command'])}"]
    if written:
        lines += ["", text("terminal.written", lang), *(f"  {path}" for path in written)]
    return lines


def _runs(told: Mapping[str, Any], lang: str) -> list[str]:
    heads = [text(f"concentration.column.{name}", lang) for name in ("day", "vital", "share", "fifth", "gini")]
    rows = [heads]
    for run in told["runs"]:
        gini = "–" if run["gini"] is None else f"{run['gini']:.3f}"
        fifth, part = _percent(run["top_fifth_monetary_share"]), _percent(run["vital_share"])
        rows.append([run["as_of"], f"{run['vital']:,}", part, fifth, gini])
    return [text("concentration.runs", lang), *(f"  {line}" for line in aligned(rows))]


def _groups(told: Mapping[str, Any], lang: str) -> list[str]:
    rows, advice = [], []
    for group in told["groups"]:
        rows.append(
            [
                text(f"concentration.kind.{group['kind']}", lang),
                text(f"concentration.trend.{group['trend']}", lang),
                f"{group['customers']:,}",
                price(Decimal(group["monetary"]), told["currency"], exact=False),
            ]
        )
        advice.append(text(f"concentration.advice.{group['kind']}.{group['trend']}", lang))
    lines = []
    for line, said in zip(aligned(rows), advice, strict=True):
        lines += [f"  {line}", f"      {said}"]
    return [text("concentration.groups", lang, fewest=told["fewest_repeats"]), *lines]


def _names(found: Concentration, lang: str) -> list[str]:
    """Return the vital few whose trend is surest, told or not."""
    rows, _ = found.page(kind="vital", sort="trend", size=NAMED)
    told = [
        [
            row["customer_id"],
            text(f"concentration.trend.{row['trend']}", lang),
            text("concentration.repeats", lang, recent=row["recent"], repeats=row["repeats"]),
            f"p = {row['chance']:.4f}",
        ]
        for row in rows
        if row["chance"] is not None
    ]
    return ["", text("concentration.names", lang), *(f"  {line}" for line in aligned(told))] if told else []


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"
