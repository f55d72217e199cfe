"""The figures of a rating for programs: what ``summary.json`` holds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shuke.errors import ensure
from shuke.ingest.account import Account
from shuke.rating import PLACED, Rating
from shuke.report.text import money, share


def summary(rating: Rating) -> dict[str, Any]:
    """Return the summary; money is text, so that it stays exact."""
    window = rating.question.window
    not_rated = rating.seen - rating.rated
    ensure(not_rated >= 0, "more customers rated than seen")
    return {
        "scheme": rating.scheme.scheme,
        "as_of": rating.question.as_of.isoformat(),
        "period": [window.first.isoformat() if window.first else None, window.last.isoformat()],
        "currency": rating.currency,
        "accounting": accounting(rating.total),
        "customers": {
            "seen": rating.seen,
            "rated": rating.rated,
            "not_rated": {"no_purchase_in_period": not_rated} if not_rated else {},
        },
        "groups": groups(rating),
        "ties": {name: {"straddling": fitted.straddling} for name, fitted in rating.breaks.items()},
    }


def accounting(account: Account) -> dict[str, Any]:
    """Return an account as figures; the identities were asserted when it was made."""
    return {
        "rows_read": account.read.rows,
        "rows_used": account.used.rows,
        "rows_merged": account.merged.rows,
        "rows_rejected": {reason: tally.rows for reason, tally in sorted(account.rejected.items())},
        "rows_before_period": account.before.rows,
        "rows_after_as_of": account.after.rows,
        "amount_read": money(account.read.amount),
        "amount_used": money(account.used.amount),
        "amount_merged": money(account.merged.amount),
        "amount_rejected": money(account.refused.amount),
        "amount_before_period": money(account.before.amount),
        "amount_after_as_of": money(account.after.amount),
    }


def groups(rating: Rating) -> list[dict[str, Any]]:
    """Return every tier in the order of the scheme, the empty ones too, with heads and money."""
    rows = rating.engine.run(f"SELECT tier, COUNT(*), SUM(monetary) FROM {PLACED} GROUP BY tier")
    found = {name: (count, Decimal(total)) for name, count, total in rows}
    whole = sum((total for _, total in found.values()), Decimal(0))
    ensure(sum(count for count, _ in found.values()) == rating.rated, "a customer is in no tier or in two")
    return [
        {
            "name": tier.tier,
            "customers": count,
            "share": share(count, rating.rated),
            "monetary": money(total),
            "monetary_share": share(total, whole),
        }
        for tier in rating.scheme.tiers
        for count, total in [found.get(tier.tier, (0, Decimal(0)))]
    ]
