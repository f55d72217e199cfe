"""A prediction of all customers together as pages show it: sentences, months with their range, months behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.locale import text
from shuke.predicted.words import title
from shuke.prediction.purchases import DAYS
from shuke.report.text import money


def said(expected: Mapping[str, Any], horizon: int, customers: int, model: Mapping[str, Any], lang: str) -> list[str]:
    """Return which model it is and why, and what is expected of all together, as the terminal says it."""
    why = {"model": title(model["model"], lang), "count": len(model["compared"]), "past": model["past"] or "–"}
    silent = f"{float(expected['customers_without_purchase']):,.0f}"
    heads = {"days": f"{horizon:,}", "silent": silent, "customers": f"{customers:,}"}
    return [
        text(f"predict.terminal.reason.{model['reason']}", lang, **why),
        text("predict.terminal.total.silent", lang, **heads),
    ]


def ends(month: Mapping[str, str | None]) -> dict[str, str]:
    """Return the least and the most of all that is told of a month, under ``…_low`` and ``…_high``."""
    found: dict[str, str] = {}
    for name in ("purchases", "revenue"):
        # Whatever else is told of the month lies in its range.
        told = [cell for key, cell in month.items() if key.startswith(name) and cell is not None]
        told.sort(key=float)
        found |= {f"{name}_low": told[0], f"{name}_high": told[-1]}
    return found


def months_behind(engine: DuckDB, most: int) -> list[dict[str, Any]]:
    """Return what was bought in each of the last months that a prediction looked at, the latest last."""
    rows = engine.run(
        f"SELECT STRFTIME(day, '%Y-%m') AS month, COUNT(*), SUM(amount) FROM {DAYS} GROUP BY 1 ORDER BY 1 DESC "
        f"LIMIT {most}"
    )
    return [{"month": month, "purchases": count, "revenue": money(amount)} for month, count, amount in rows[::-1]]
