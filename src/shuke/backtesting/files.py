"""A back-test as figures for programs: ``summary.json`` and ``backtest.csv``; no customer is named in either."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from shuke.backtesting.calibration import Calibration
from shuke.backtesting.found import Backtest, Difference, Entry, Interval, OnDay
from shuke.backtesting.measures import MEASURES
from shuke.backtesting.verdict import verdict
from shuke.locale import LANGUAGES
from shuke.store.folder import ResultFolder

SUMMARY, TABLE = "summary.json", "backtest.csv"
FILES = frozenset({SUMMARY, TABLE})
HEADER = ("contestant", "kind", "day", "measure", "value", "low", "high")


def save(found: Backtest, folder: Path) -> list[Path]:
    """Write both files, each whole or not at all; return their paths.

    Raises:
        UsageError: the folder cannot be written.
    """
    with ResultFolder(folder) as out:
        with out.file(TABLE).open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(HEADER)
            for entry in found.entries:
                writer.writerows(_rows(found, entry))
        out.text(SUMMARY, json.dumps(document(found), ensure_ascii=False, indent=2) + "\n")
        out.commit(FILES)
    return [folder / SUMMARY, folder / TABLE]


def document(found: Backtest) -> dict[str, Any]:
    """Return a back-test as plain data; money is text."""
    return {
        "horizon_days": found.horizon,
        "resamples": found.resamples,
        "rows": dict(found.rows),
        "days": [
            {
                "day": one.day.isoformat(),
                "last": one.last.isoformat(),
                "customers": one.customers,
                "bought_later": one.bought,
                "later_revenue": one.revenue,
            }
            for one in found.days
        ],
        "league": [_entry(one) for one in found.entries],
        "pairs": [{"first": one.first, "second": one.second, **_difference(one.difference)} for one in found.pairs],
        "verdict": {lang: verdict(found, lang) for lang in LANGUAGES},
        "left_out": [
            {"scheme": name, "because": {lang: error.render(lang) for lang in LANGUAGES}}
            for name, error in found.left_out
        ],
        "notes": list(found.notes),
    }


def _entry(one: Entry) -> dict[str, Any]:
    return {
        "contestant": one.name,
        "kind": one.kind,
        "title": one.title.model_dump(),
        "hash": one.fingerprint,
        "measures": {name: six(value) for name, value in one.mean.items()},
        "intervals": {name: _ends(ends) for name, ends in one.intervals.items()},
        "ahead_of_past_spend": _difference(one.over_spend) if one.over_spend else None,
        "ahead_of_the_leader": _difference(one.over_leader) if one.over_leader else None,
        "kept": [{"group": six(kept.group), "first_tenth": six(kept.tenth)} for kept in one.kept],
        "days": [_day(day) for day in one.days],
    }


def _day(day: OnDay) -> dict[str, Any]:
    measures = {name: six(value) for name, value in day.measures.items()}
    forecast = None if day.calibration is None else _calibration(day.calibration)
    return {"measures": measures, "places": day.places, "largest_tie": day.largest, "calibration": forecast}


def _calibration(one: Calibration) -> dict[str, Any]:
    return {
        "expected_purchase_days": one.expected,
        "actual_purchase_days": one.actual,
        "bias": one.bias,
        "mean_absolute_error": one.mean_error,
        "root_mean_square_error": one.root_error,
        "decile_error": one.decile_error,
        "revenue_bias": one.money_bias,
        "auc": one.auc,
        "tenths": [
            {
                "customers": tenth.customers,
                "expected": tenth.expected,
                "actual": tenth.actual,
                "expected_revenue": None if tenth.expected_money is None else f"{tenth.expected_money:.2f}",
                "revenue": tenth.money,
            }
            for tenth in one.tenths
        ],
    }


def _rows(found: Backtest, entry: Entry) -> list[tuple[object, ...]]:
    """Return the measures of a contestant on each day, then their means with the intervals."""
    head = (entry.name, entry.kind)
    rows: list[tuple[object, ...]] = [
        (*head, day.day.isoformat(), name, six(on.measures[name]), None, None)
        for day, on in zip(found.days, entry.days, strict=True)
        for name in MEASURES
    ]
    for name, value in entry.mean.items():
        low, high = entry.intervals.get(name) or (None, None)
        rows.append((*head, None, name, six(value), six(low), six(high)))
    return rows


def _difference(one: Difference) -> dict[str, Any]:
    return {"other": one.other, "by": six(one.by), "interval": _ends(one.interval), "real": one.real}


def _ends(ends: Interval | None) -> list[float | None] | None:
    return None if ends is None else [six(ends[0]), six(ends[1])]


def six(value: float | None) -> float | None:
    """Return a figure rounded to 6 places."""
    return None if value is None else round(value, 6)
