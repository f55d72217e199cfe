"""Everything the report page shows, as one document of figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shuke.ingest.account import examples
from shuke.locale import LANGUAGES
from shuke.rating import CUSTOMERS, PLACED, Rating
from shuke.report.concentration import concentration
from shuke.report.distributions import distribution
from shuke.report.notes import notes
from shuke.report.summary import accounting
from shuke.report.text import average, money
from shuke.scheme.sentences import rule, sentences
from shuke.version import __version__


def figures(rating: Rating, told: dict[str, Any], lang: str) -> dict[str, Any]:
    """Return the data behind the report, in the form that the pages read (format 1); ``told`` is the summary."""
    return {
        "format": 1,
        "lang": lang,
        "generator": f"shuke {__version__}",
        "currency": rating.currency,
        "scheme": {
            "id": rating.scheme.scheme,
            "title": rating.scheme.title.model_dump(),
            "sentences": {language: sentences(rating.scheme, language) for language in LANGUAGES},
        },
        "as_of": told["as_of"],
        "period": told["period"] if told["period"][0] else None,
        "sources": _sources(rating),
        "headline": headline(rating),
        "groups": _groups(rating, told["groups"]),
        "grid": grid(rating),
        "concentration": concentration(rating),
        "distributions": [distribution(rating, name, fitted) for name, fitted in rating.breaks.items()],
        "accounting": accounting(rating.total),
        "rejected": _rejected(rating),
        "customers": told["customers"],
        "notes": notes(rating),
    }


def headline(rating: Rating) -> dict[str, Any]:
    """Return the figures a manager asks for first."""
    customers, purchases, total, median = rating.engine.run(
        f"SELECT COUNT(*), SUM(frequency), SUM(monetary), QUANTILE_DISC(recency_days, 0.5) FROM {PLACED}"
    )[0]
    gross = Decimal(rating.engine.run(f"SELECT SUM(gross) FROM {CUSTOMERS} WHERE frequency > 0")[0][0])
    return {
        "customers": customers,
        "purchases": int(purchases),
        "monetary": money(Decimal(total)),
        "gross": money(gross),
        "refunds": money(Decimal(total) - gross),
        "average_order": average(Decimal(total), int(purchases)),
        "median_recency_days": median,
    }


def grid(rating: Rating) -> dict[str, Any] | None:
    """Return the cells of the first two scores: heads, money, average; None with fewer than two scores."""
    if len(rating.breaks) < 2:
        return None
    (row, row_fit), (column, column_fit) = list(rating.breaks.items())[:2]
    cells = rating.engine.run(
        f"SELECT {row}, {column}, COUNT(*), SUM(monetary) FROM {PLACED} GROUP BY 1, 2 ORDER BY 1 DESC, 2"
    )
    return {
        "row": {"score": row, "metric": row_fit.metric, "levels": list(range(row_fit.quantiles, 0, -1))},
        "column": {
            "score": column,
            "metric": column_fit.metric,
            "levels": list(range(1, column_fit.quantiles + 1)),
        },
        "cells": [
            {
                "row": r,
                "column": c,
                "customers": heads,
                "monetary": money(Decimal(total)),
                "average": average(total, heads),
            }
            for r, c, heads, total in cells
        ],
    }


def _groups(rating: Rating, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for tier, group in zip(rating.scheme.tiers, told, strict=True):
        words = {
            name: part.model_dump() if (part := getattr(tier, name)) else None
            for name in ("title", "meaning", "advice", "rhythm")
        }
        rules = {language: rule(rating.scheme, tier, language) for language in LANGUAGES}
        found.append(
            {
                **group,
                **words,
                "rule": rules,
                "average": average(Decimal(group["monetary"]), group["customers"]),
            }
        )
    return found


def _sources(rating: Rating) -> list[dict[str, Any]]:
    return [
        {
            "name": part.name,
            "kind": loaded.raw.kind.upper(),
            "encoding": loaded.raw.encoding,
            "rows_read": part.read.rows,
            "rows_used": part.used.rows,
            "rows_rejected": part.refused.rows,
            "rows_merged": part.merged.rows,
            "amount_read": money(part.read.amount),
            "amount_used": money(part.used.amount),
            "amount_rejected": money(part.refused.amount),
            "amount_merged": money(part.merged.amount),
        }
        for part, loaded in zip(rating.parts, rating.intake.loaded, strict=True)
    ]


def _rejected(rating: Rating) -> list[dict[str, Any]]:
    shown = examples(rating.engine, rating.intake)
    return [
        {
            "reason": reason,
            "rows": tally.rows,
            "amount": money(tally.amount),
            "examples": shown.get(reason, []),
        }
        for reason, tally in sorted(rating.total.rejected.items(), key=lambda item: (-item[1].rows, item[0]))
    ]
