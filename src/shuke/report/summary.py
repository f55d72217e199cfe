"""The figures of a rating for programs: what ``summary.json`` holds."""

from __future__ import annotations

from decimal import Decimal
from math import prod
from typing import Any

from shuke.errors import ensure
from shuke.ingest.account import Account
from shuke.ingest.customers import Matched
from shuke.ingest.interactions import Interactions
from shuke.placed import Placed
from shuke.rating import PLACED, SUMMED, Rating
from shuke.report.text import money, share
from shuke.stages.fitted import Breaks, Nested, Ordered
from shuke.stages.places import group_names

# Of a longer list of possible codes only those are told that somebody has.
MOST_CODES = 1_000


def summary(rating: Rating) -> dict[str, Any]:
    """Return the summary; money is text, so that it stays exact."""
    window = rating.question.window
    left_out = sum(rating.excluded.values())
    without = rating.seen - rating.rated - left_out
    ensure(without >= 0, "more customers rated than seen")
    not_rated = {"no_purchase_in_period": without} if without else {}
    return {
        "scheme": rating.scheme.scheme,
        "as_of": rating.question.as_of.isoformat(),
        "period": [window.first.isoformat() if window.first else None, window.last.isoformat()],
        "currency": rating.currency,
        "accounting": accounting(rating.total),
        "accounts": accounts(rating),
        "customers": {
            "seen": rating.seen,
            "rated": rating.rated,
            "not_rated": {**not_rated, **rating.excluded},
        },
        "interaction_table": contacts(rating.contacts) if rating.contacts else None,
        "customer_table": matched(rating.matched) if rating.matched else None,
        "groups": groups(rating, rating.scheme.main),
        "ties": {
            name: {"straddling": fit.straddling}
            for name, fit in rating.fitted.scores.items()
            if isinstance(fit, Nested) or (isinstance(fit, Breaks) and fit.kind in {"quantiles", "rank_bands"})
        },
    }


def held(rating: Rating) -> dict[str, Any]:
    """Return how many customers keep a tier by grace, with their money, by that tier and the one by score."""
    rows = rating.engine.run(
        f"SELECT tier, COALESCE(tier_by_score, ''), COUNT(*), SUM(monetary) FROM {PLACED} "
        "WHERE tier IS DISTINCT FROM tier_by_score GROUP BY 1, 2"
    )
    order = [tier.name for tier in rating.scheme.tiers] + [""]
    rows.sort(key=lambda row: (order.index(row[0]), order.index(row[1])))
    stood = rating.options.stood
    return {
        "earlier": None if stood is None else {"as_of": stood.as_of.isoformat(), "manifest_sha256": stood.sha256},
        "held": sum(row[2] for row in rows),
        "monetary": money(sum((Decimal(row[3]) for row in rows), Decimal(0))),
        "tiers": [
            {"tier": tier, "by_score": by_score, "customers": count, "monetary": money(Decimal(total))}
            for tier, by_score, count, total in rows
        ],
    }


def accounts(rating: Rating) -> list[dict[str, Any]]:
    """Return the account of each source: of a workbook, of each sheet that was read."""
    return [{"file": part.name, "sheet": part.sheet, **accounting(part)} for part in rating.parts]


def accounting(account: Account) -> dict[str, Any]:
    """Return an account as figures; the identities were asserted when it was made."""
    return {
        "rows_read": account.read.rows,
        "rows_used": account.used.rows,
        "rows_merged": account.merged.rows,
        "rows_merged_by": {kind: tally.rows for kind, tally in sorted(account.merged_by.items())},
        "rows_rejected": {reason: tally.rows for reason, tally in sorted(account.rejected.items())},
        "rows_skipped": {kind: tally.rows for kind, tally in sorted(account.skipped.items())},
        "rows_before_period": account.before.rows,
        "rows_after_as_of": account.after.rows,
        "amount_read": money(account.read.amount),
        "amount_used": money(account.used.amount),
        "amount_merged": money(account.merged.amount),
        "amount_rejected": money(account.refused.amount),
        "amount_rejected_by": {reason: money(tally.amount) for reason, tally in sorted(account.rejected.items())},
        "amount_before_period": money(account.before.amount),
        "amount_after_as_of": money(account.after.amount),
    }


def contacts(found: Interactions) -> dict[str, Any]:
    """Return what became of the rows of the table of interactions; their sum was asserted when they were counted."""
    return {
        "rows_read": found.rows,
        "rows_used": found.used,
        "rows_rejected": dict(found.rejected),
        "rows_not_in_sales": found.not_in_sales,
    }


def matched(found: Matched) -> dict[str, int]:
    """Return what became of the rows of the customer table; their sum was asserted when they were counted."""
    return {
        "rows_read": found.rows,
        "rows_repeated": found.repeated,
        "rows_with_purchase_in_period": found.with_purchase,
        "rows_without_purchase_in_period": found.without_purchase,
        "rows_not_in_sales": found.not_in_sales,
        "rows_rejected": found.rejected,
        "customers_without_row": found.customers_without_row,
    }


def groups(rating: Placed, column: str) -> list[dict[str, Any]]:
    """Return every group of a result column in the order of the scheme, the empty ones too, with heads and money.

    Customers whom no group takes come last, under an empty name, where there are any.
    """
    heads, source = ("SUM(_heads)", SUMMED) if isinstance(rating, Rating) else ("COUNT(*)", PLACED)
    rows = rating.engine.run(f"SELECT {column}, {heads}, SUM(monetary) FROM {source} GROUP BY 1")
    found = {"" if name is None else str(name): (int(count), Decimal(total)) for name, count, total in rows}
    whole = sum((total for _, total in found.values()), Decimal(0))
    names = (*_names(rating, column, found.keys() - {""}), *([""] if "" in found else []))
    ensure(found.keys() <= set(names), "a customer is in a group that the scheme does not have")
    ensure(sum(count for count, _ in found.values()) == rating.rated, "a customer is in no group or in two")
    return [
        {
            "name": name,
            "customers": count,
            "share": share(count, rating.rated),
            "monetary": money(total),
            "monetary_share": share(total, whole),
        }
        for name in names
        for count, total in [found.get(name, (0, Decimal(0)))]
    ]


def _names(rating: Placed, column: str, given: set[str]) -> tuple[str, ...]:
    """Return the names that a column can hold, or, of very many codes, those that it does hold."""
    if column != "code" or possible_codes(rating) <= MOST_CODES:
        return group_names(rating.scheme, rating.fitted, column)
    worst_first = rating.scheme.code is not None and rating.scheme.code.best == "lowest"
    return tuple(sorted(given, reverse=not worst_first))


def possible_codes(rating: Placed) -> int:
    """Return how many codes the scheme can write."""
    digits = rating.scheme.code.digits if rating.scheme.code else ()
    fits = (rating.fitted.scores[name] for name in digits)
    return prod(len(fit.levels) for fit in fits if isinstance(fit, Breaks | Nested | Ordered))
