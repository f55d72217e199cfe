"""Warnings on the terminal: what a check did, open warnings, thresholds advised, the record of past ones."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from shuke.cli.columns import aligned
from shuke.locale import text
from shuke.watch.warnings.advise import Advice
from shuke.watch.warnings.model import Warnings
from shuke.watch.warnings.record import ANY, PLAIN, Score
from shuke.watching.warnings.check import Checked
from shuke.watching.warnings.documents import value_of
from shuke.watching.warnings.opened import Warned
from shuke.watching.warnings.record import Record


def checked(done: Checked, lang: str) -> list[str]:
    """Return what a check did, as lines."""
    lines = [] if not done.again else [text("warnings.again", lang, run=done.run, number=done.number)]
    counts = {name: f"{getattr(done, name):,}" for name in ("customers", "fired")}
    head = {"number": done.number, "run": done.run, "scheme": done.scheme, "as_of": done.as_of}
    lines.append(text("warnings.checked", lang, **head, **counts))
    names = ("opened", "joined", "closed", "messages")
    lines.append(text("warnings.did", lang, **{name: f"{getattr(done, name):,}" for name in names}))
    if done.left_out:
        lines.append("! " + text("warnings.left_out", lang, count=f"{done.left_out:,}", most=f"{done.opened:,}"))
    rows = [_heads(("rule", "holds"), lang), *([rule, f"{count:,}"] for rule, count in done.counts.items())]
    lines += [f"  {line}" for line in aligned(rows)]
    for rule, reason in done.asleep:
        lines.append("! " + text("warnings.sleeps", lang, rule=rule, reason=text(f"warnings.asleep.{reason}", lang)))
    return lines


def shown(found: Sequence[Warned], total: int, status: str, warnings: Warnings, lang: str) -> list[str]:
    """Return warnings as lines, the reasons in the words of the document."""
    if not found:
        return [text("warnings.none", lang)]
    titles = {one.rule: getattr(one.title, lang) for one in warnings.rules}
    rows = [_heads(("number", "customer", "owner", "severity", "place", "since", "value", "reasons"), lang)]
    rows += [
        [
            str(one.number),
            one.customer_id,
            one.owner or "–",
            text(f"warnings.severity.{one.severity}", lang),
            one.place or "–",
            one.opened_on,
            f"{Decimal(one.value):,.0f}",
            text("warnings.between", lang).join(titles.get(reason.rule, reason.rule) for reason in one.reasons),
        ]
        for one in found
    ]
    words = text(f"warnings.status.{status}", lang)
    return [*aligned(rows), text("warnings.total", lang, shown=f"{len(found):,}", total=f"{total:,}", status=words)]


def advised(found: Advice, lang: str) -> list[str]:
    """Return advised thresholds as lines."""
    gaps = {f"p{percent}": days for percent, days in found.quantiles}
    lines = []
    if gaps:
        lines.append(text("warnings.advised.gaps", lang, gaps=f"{found.gaps:,}", **gaps))
    for kind, tried, chosen in (
        ("days", found.by_days, found.advised_days),
        ("rhythm", found.by_rhythm, found.advised_rhythm),
    ):
        lines += ["", text(f"warnings.advised.{kind}", lang, horizon=found.horizon)]
        rows = [_heads(("threshold", "reached", "returned", "share", "now"), lang)]
        for one in tried:
            value = text(f"warnings.advised.{kind}_word", lang, value=value_of(one, tenths=kind == "rhythm"))
            rows.append([value, f"{one.reached:,}", f"{one.returned:,}", percent_of(one.share), f"{one.now:,}"])
        lines += [f"  {line}" for line in aligned(rows)]
        if chosen is None:
            lines.append(text(f"warnings.advised.no_{kind}", lang))
        else:
            told = {"value": value_of(chosen, tenths=kind == "rhythm"), "share": percent_of(chosen.share)}
            lines.append(text(f"warnings.advised.advise_{kind}", lang, **told))
    return lines


def recorded(found: Record, lang: str) -> list[str]:
    """Return the record of past warnings as lines."""
    told = {"until": found.known_until, "waiting": found.waiting}
    if not found.days:
        return [text("warnings.record.none", lang, horizon=found.horizon, **told)]
    span = {"first": found.days[0].as_of, "last": found.days[-1].as_of}
    lines = [text("warnings.record.head", lang, days=len(found.days), gone=found.gone, **span, **told)]
    for name, scored in (("lost", found.lost), ("active", found.active), ("lower", found.lower)):
        if not scored:
            continue
        one = scored[0]
        counts = {"came": f"{one.came:,}", "rated": f"{one.rated:,}", "base": percent_of(one.base)}
        lines += ["", text(f"warnings.record.{name}", lang, horizon=found.horizon, **counts)]
        rows = [_heads(("rule", "named", "precision", "recall"), lang)]
        rows += [
            [_rule(score, lang), f"{score.named:,}", percent_of(score.precision), percent_of(score.recall)]
            for score in scored
        ]
        lines += [f"  {line}" for line in aligned(rows)]
    return lines


def percent_of(share: Fraction | None) -> str:
    """Return a share in per cent, to one place; a dash where there is none."""
    return "–" if share is None else f"{float(share) * 100:.1f} %"


def _rule(score: Score, lang: str) -> str:
    words = {ANY: "any", PLAIN: "plain"}
    return text(f"warnings.record.{words[score.rule]}", lang) if score.rule in words else score.rule


def _heads(names: Sequence[str], lang: str) -> list[str]:
    return [text(f"warnings.column.{name}", lang) for name in names]
