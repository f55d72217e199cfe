"""A finished rating on the terminal: the tiers with heads and money, the account, the files."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from shuke.explain.words import price
from shuke.locale import text
from shuke.report.notes import notes
from shuke.result import MOST_IN_WORKBOOK, Result

BAR = 24


def finished(result: Result, written: Sequence[Path], asked: Sequence[str] | None, lang: str) -> str:
    """Return what to print after a rating; ``asked`` are the formats that were asked for, if any."""
    told, rating = result.summary, result.rating
    period = [part or "…" for part in told["period"]]
    lines = [
        text(
            "terminal.rated",
            lang,
            title=rating.scheme.title.model_dump()[lang],
            as_of=told["as_of"],
            first=period[0],
            last=period[1],
            columns="; ".join(_columns(result)),
        ),
        "",
        *groups(result, lang),
        "",
        *account(result, lang),
    ]
    lines += ["", *(f"! {note[lang]}" for note in notes(rating))] if notes(rating) else []
    if not asked and len(result.customers) > MOST_IN_WORKBOOK:
        lines += ["", "! " + text("terminal.no_workbook", lang, most=f"{MOST_IN_WORKBOOK:,}")]
    lines += ["", text("terminal.written", lang)]
    lines += [f"  {path}" for path in sorted(written, key=lambda path: (path.suffix != ".html", path.name))]
    return "\n".join(lines)


def groups(result: Result, lang: str) -> list[str]:
    """Return the tiers as a table with bars of heads and money."""
    names = ("tier", "customers", "share", "money", "money_share")
    rows = [[text(f"terminal.group.{name}", lang) for name in names]]
    rows += [
        [
            group["name"],
            f"{group['customers']:,}",
            _percent(group["share"]),
            price(Decimal(group["monetary"]), result.rating.currency, exact=False),
            _percent(group["monetary_share"]),
        ]
        for group in result.summary["groups"]
    ]
    bars = [""] + [
        f"{'█' * round((group['share'] or 0) * BAR):<{BAR}} {'▒' * max(0, round((group['monetary_share'] or 0) * BAR))}"
        for group in result.summary["groups"]
    ]
    return [f"  {line}  {bar}".rstrip() for line, bar in zip(aligned(rows), bars, strict=True)]


def account(result: Result, lang: str) -> list[str]:
    """Return what became of every row and cent."""
    told, currency = result.summary["accounting"], result.rating.currency
    rejected = sum(told["rows_rejected"].values())
    rows = [
        [text(f"terminal.account.{name}", lang), f"{count:,}", price(Decimal(amount), currency, exact=False)]
        for name, count, amount in (
            ("read", told["rows_read"], told["amount_read"]),
            ("used", told["rows_used"], told["amount_used"]),
            ("merged", told["rows_merged"], told["amount_merged"]),
            ("rejected", rejected, told["amount_rejected"]),
        )
    ]
    lines = [text("terminal.account.title", lang), *(f"  {line}" for line in aligned(rows))]
    for reason, count in told["rows_rejected"].items():
        lines.append(f"    {text(f'words.reason.{reason}', lang)}: {count:,}")
    lines.append(
        "  "
        + text(
            "terminal.account.outside",
            lang,
            before=f"{told['rows_before_period']:,}",
            after=f"{told['rows_after_as_of']:,}",
        )
    )
    customers = result.summary["customers"]
    lines.append(
        "  "
        + text(
            "terminal.account.customers",
            lang,
            seen=f"{customers['seen']:,}",
            rated=f"{customers['rated']:,}",
            others=f"{customers['seen'] - customers['rated']:,}",
        )
    )
    return lines


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines: the first column to the left, the others to the right; Chinese counts two cells."""
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell + " " * (size - width(cell)) if column == 0 else " " * (size - width(cell)) + cell
            for column, (cell, size) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def width(cell: str) -> int:
    """Return how many cells of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in cell)


def _columns(result: Result) -> list[str]:
    """Return, for the first source, which header was taken for what."""
    meaning = result.rating.intake.loaded[0].meaning
    return [f"{name} ← {meaning.header(name)}" for name in meaning.columns]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.1f} %"
