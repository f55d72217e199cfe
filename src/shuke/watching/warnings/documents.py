"""What is told of warnings to programs and pages: checks, the record, advice, as plain data."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from shuke.desk import Desk
from shuke.watch.warnings.advise import Advice, Threshold
from shuke.watch.warnings.record import Score
from shuke.watching.warnings.record import Record

RECORD, ADVICE = "record", "advice"


def record_document(found: Record) -> dict[str, Any]:
    """Return the record for programs."""
    return {
        "horizon_days": found.horizon,
        "known_until": found.known_until,
        "waiting": found.waiting,
        "forgotten": found.gone,
        "lost": [score_document(one) for one in found.lost],
        "active": [score_document(one) for one in found.active],
        "lower": [score_document(one) for one in found.lower],
        "days": [
            {
                "run": one.run,
                "as_of": one.as_of,
                "lost": [score_document(score) for score in one.lost],
                "active": [score_document(score) for score in one.active],
                "lower": [score_document(score) for score in one.lower],
            }
            for one in found.days
        ],
    }


def score_document(one: Score) -> dict[str, Any]:
    """Return one score for programs; shares are null where nobody was named, or it came of nobody."""
    shares = {"precision": one.precision, "recall": one.recall, "base": one.base}
    counts = {"rule": one.rule, "named": one.named, "right": one.right, "came": one.came, "rated": one.rated}
    return {**counts, **{name: None if share is None else round(float(share), 6) for name, share in shares.items()}}


def advice_document(found: Advice) -> dict[str, Any]:
    """Return advice for programs; multiples of the own rhythm are numbers such as 2.5."""
    return {
        "horizon_days": found.horizon,
        "gaps": found.gaps,
        "quantiles": {str(percent): days for percent, days in found.quantiles},
        "days": [_threshold(one, tenths=False) for one in found.by_days],
        "rhythm": [_threshold(one, tenths=True) for one in found.by_rhythm],
        "advised": {
            "days_since_purchase": None if found.advised_days is None else value_of(found.advised_days, tenths=False),
            "overdue": None if found.advised_rhythm is None else value_of(found.advised_rhythm, tenths=True),
        },
    }


def value_of(one: Threshold, *, tenths: bool) -> str:
    """Return a threshold as a document would say it."""
    return f"{Decimal(one.value) / 10:.1f}" if tenths else str(one.value)


def keep(desk: Desk, name: str, document: dict[str, Any]) -> None:
    """Keep a judgement in place of the one before."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with desk.changing() as db:
        db.execute("INSERT OR REPLACE INTO warning_judgements VALUES (?, ?, ?)", (name, json.dumps(document), at))


def kept(desk: Desk, name: str) -> dict[str, Any] | None:
    """Return the last judgement of a name; None where there is none."""
    with desk.reading() as db:
        row = db.execute("SELECT document FROM warning_judgements WHERE name = ?", (name,)).fetchone()
    return None if row is None else json.loads(row[0])


def _threshold(one: Threshold, *, tenths: bool) -> dict[str, Any]:
    share = None if one.share is None else round(float(one.share), 6)
    counts = {"reached": one.reached, "returned": one.returned, "share": share, "now": one.now}
    return {"value": value_of(one, tenths=tenths), **counts}
