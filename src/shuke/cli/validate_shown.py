"""A validation on the terminal: the verdict, the groups, the figures, the verdicts of people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shuke.cli.columns import aligned
from shuke.locale import text
from shuke.scheme.spoken.names import worded
from shuke.validation.agreement import Kappa
from shuke.validation.told import figure_title, group_title, probability, verdict
from shuke.validation.validate import Validation

# Of more groups than these only the verdict is told; the file has all of them.
MOST_GROUPS = 25


def validated(found: Validation, written: Sequence[Path], lang: str) -> list[str]:
    """Return a validation as lines."""
    title = worded(found.scheme.title, lang)
    lines = [text("validate.head", lang, title=title, as_of=found.as_of.isoformat(), customers=f"{found.customers:,}")]
    lines += ["", *verdict(found, lang)]
    if len(found.groups) <= MOST_GROUPS:
        lines += ["", *_groups(found, lang)]
    lines += ["", *_figures(found, lang)]
    if found.agreement is not None:
        lines += ["", *_kappas(found.agreement.kappas, lang)]
    if written:
        lines += ["", text("terminal.written", lang), *(f"  {path}" for path in written)]
    return lines


def _groups(found: Validation, lang: str) -> list[str]:
    names = ("group", "customers", "share", "money_share", "jaccard")
    rows = [[text(f"validate.column.{name}", lang) for name in names]]
    for group in found.groups:
        figures = [f"{group.customers:,}", _percent(group.share), _percent(group.money_share), _two(group.jaccard)]
        rows.append([group_title(found.scheme, group.name, lang), *figures])
    return [f"  {line}".rstrip() for line in aligned(rows)]


def _figures(found: Validation, lang: str) -> list[str]:
    """Return how far the groups differ in each figure, and where two that follow one another differ least."""
    rows = [[text(f"validate.column.{name}", lang) for name in ("figure", "origin", "eta2", "p", "least")]]
    for one in found.figures:
        if one.differs is None:
            continue
        least = min(one.pairs, key=lambda pair: abs(pair.above.chance - type(pair.above.chance)(1, 2)), default=None)
        told = "–"
        if least is not None:
            names = (group_title(found.scheme, name, lang) for name in (least.first, least.second))
            told = f"{' / '.join(names)}: {_percent(float(least.above.chance))}, p {probability(least.above.p)}"
        title = figure_title(found.scheme, one.name, lang)
        origin = text(f"validate.short.{one.origin}", lang)
        rows.append([title, origin, _two(one.differs.eta2), probability(one.differs.p), told])
    return [*(f"  {line}".rstrip() for line in aligned(rows)), text("validate.legend", lang)]


def _kappas(kappas: Sequence[Kappa], lang: str) -> list[str]:
    rows = [[text(f"validate.column.{name}", lang) for name in ("weights", "kappa", "interval")]]
    for one in kappas:
        low, high = one.interval
        rows.append([text(f"validate.weights.{one.weights}", lang), _two(float(one.value)), f"{low:.2f}…{high:.2f}"])
    return [f"  {line}" for line in aligned(rows)]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f} %"


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
