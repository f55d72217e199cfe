"""The account on the terminal: what became of every row and cent, source by source, and what policies did."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from shuke.cli.columns import aligned
from shuke.locale import text
from shuke.report.policies import active
from shuke.report.titles import titles
from shuke.result import Result
from shuke.scheme.spoken.money import price


def account(result: Result, lang: str) -> list[str]:
    """Return what became of every row and cent."""
    told, currency = result.summary["accounting"], result.rating.currency
    lines = [text("terminal.account.title", lang), *(f"  {line}" for line in _identity(told, currency, lang))]
    for reason, count in told["rows_rejected"].items():
        money = price(Decimal(told["amount_rejected_by"][reason]), currency, exact=False)
        said = text(f"words.reason.{reason}", lang)
        lines.append(f"    {said}: {count:,}" + (f" · {money}" if reason.startswith(("excluded_", "outlier_")) else ""))
    for kind, count in told["rows_merged_by"].items():
        lines.append(f"    {text(f'words.merged.{kind}', lang)}: {count:,}")
    if told["rows_skipped"]:
        lines.append("  " + text("terminal.account.skipped", lang, count=f"{sum(told['rows_skipped'].values()):,}"))
        lines += [
            f"    {text(f'words.reason.{kind}', lang)}: {count:,}" for kind, count in told["rows_skipped"].items()
        ]
    outside = {"before": f"{told['rows_before_period']:,}", "after": f"{told['rows_after_as_of']:,}"}
    lines.append("  " + text("terminal.account.outside", lang, **outside))
    return lines + _people(result, lang) + _sources(result, lang)


def policies(result: Result, lang: str) -> list[str]:
    """Return what each policy did that somebody chose, or that met any row."""
    told, currency = active(result.summary["policies"]), result.rating.currency
    lines = []
    for one in told:
        name = {"name": one["policy"], "value": one["value"]}
        said = text("policies.terminal.line", lang, title=one["title"][lang], choice=one["said"][lang], **name)
        parts = [
            text(
                f"policies.terminal.{part}", lang, rows=f"{one[f'rows_{part}']:,}", amount=_amount(one, part, currency)
            )
            for part in ("removed", "kept")
            if one[f"rows_{part}"] or Decimal(one[f"amount_{part}"])
        ]
        lines.append("  " + " · ".join([said, *parts]))
    return ["", text("policies.terminal.title", lang), *lines] if lines else []


def _amount(told: Mapping[str, Any], part: str, currency: str | None) -> str:
    return price(Decimal(told[f"amount_{part}"]), currency, exact=False)


def _identity(told: Mapping[str, Any], currency: str | None, lang: str) -> list[str]:
    rows = {name: told[f"rows_{name}"] for name in ("read", "used", "merged")}
    rows["rejected"] = sum(told["rows_rejected"].values())
    return aligned(
        [
            [text(f"terminal.account.{name}", lang), f"{count:,}", _amount(told, name, currency)]
            for name, count in rows.items()
        ]
    )


def _people(result: Result, lang: str) -> list[str]:
    customers = result.summary["customers"]
    counts = {
        "seen": f"{customers['seen']:,}",
        "rated": f"{customers['rated']:,}",
        "others": f"{customers['not_rated'].get('no_purchase_in_period', 0):,}",
    }
    lines = ["  " + text("terminal.account.customers", lang, **counts)]
    named = titles(result.rating.scheme)
    for reason, count in customers["not_rated"].items():
        if reason != "no_purchase_in_period":
            name = named.get(reason, {}).get(lang, reason)
            lines.append("    + " + text("terminal.account.excluded", lang, name=name, count=f"{count:,}"))
    return lines


def _sources(result: Result, lang: str) -> list[str]:
    """Return the same by source, where there are several; of a workbook by sheet."""
    accounts, currency = result.summary["accounts"], result.rating.currency
    if len(accounts) < 2:
        return []
    parts = ("read", "used", "merged", "rejected")
    head = [text("terminal.account.source", lang)]
    for part in parts:
        head += [text(f"terminal.account.{part}", lang).lstrip("=+ "), text("terminal.account.amount", lang)]
    rows = [head]
    for one in accounts:
        counts = {part: one[f"rows_{part}"] for part in parts[:3]}
        counts["rejected"] = sum(one["rows_rejected"].values())
        row = [" · ".join(name for name in (one["file"], one["sheet"]) if name)]
        for part in parts:
            row += [f"{counts[part]:,}", _amount(one, part, currency)]
        rows.append(row)
    return ["", *(f"  {line}".rstrip() for line in aligned(rows))]
