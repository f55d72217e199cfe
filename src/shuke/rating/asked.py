"""A scheme that is asked of some data: read, proved, and told what stands for what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from shuke.errors import SchemeError, UsageError
from shuke.grace import check_stood
from shuke.rating.options import Options
from shuke.scheme.builtin import BUILTIN, figure
from shuke.scheme.document import Document
from shuke.scheme.lint import Finding, require_sound
from shuke.scheme.model import Interactions, Scheme
from shuke.scheme.needs import asked_at, tables
from shuke.scheme.parse import parse, self_contained
from shuke.stages import metrics as measured
from shuke.stages.metrics import Question
from shuke.stages.period import window

# The report speaks of money, orders and days whatever the scheme looks at.
ALWAYS = ("recency_days", "frequency", "monetary", "gross")


@dataclass(frozen=True)
class Proved:
    """A scheme that was read and found sound, with its text, which stands for itself."""

    scheme: Scheme
    document: Document
    text: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Asked(Proved):
    """A proved scheme and what it needs: the metrics of the table, and what stands for a table that is missing."""

    wanted: tuple[str, ...]
    missing: Mapping[str, int | str]

    @property
    def besides(self) -> tuple[str, ...]:
        """The metrics that the rated table holds besides those that are wanted."""
        # What refunds took from purchases is known of all customers together, unless some of them are left out.
        return tuple(name for name in ALWAYS if name not in self.wanted and (name != "gross" or self.scheme.exclude))

    def question(self, as_of: date, besides: Sequence[str], zero_orders: Literal["neither", "purchase"]) -> Question:
        """Return what is asked of the orders as of a day."""
        metrics = tuple(dict.fromkeys((*self.wanted, *besides)))
        return Question(metrics, as_of, window(as_of, self.scheme.period), zero_orders, self.missing, self.scheme)


def prove(text: str, name: str) -> Proved:
    """Return the scheme that a text says; ``name`` is shown for it.

    Raises:
        SchemeError: it is wrong.
    """
    scheme, document = parse(text, name)
    findings = require_sound(scheme, document)
    return Proved(scheme, document, self_contained(text, name), findings)


def ask(proved: Proved, options: Options) -> Asked:
    """Return what a scheme needs under some options.

    Raises:
        SchemeError: it needs a table that was not given.
        UsageError: the options cannot be meant.
    """
    scheme, document = proved.scheme, proved.document
    check_kept(scheme, options)
    wanted = wanted_metrics(scheme, options)
    missing = require_tables(scheme, document, wanted, options)
    return Asked(scheme, document, proved.text, proved.findings, wanted, missing)


def check_kept(scheme: Scheme, options: Options) -> None:
    """Refuse numbers that were learned under other scores than the scheme's, and an earlier rating of other tiers.

    Raises:
        UsageError: they were.
    """
    check_stood(scheme, options.stood)
    if options.kept is None:
        return
    learned = options.kept.scheme
    if any(getattr(learned, part) != getattr(scheme, part) for part in ("own", "scores", "composite", "clusters")):
        raise UsageError("breaks_of_other_scores", scheme=scheme.scheme, other=learned.scheme)


def wanted_metrics(scheme: Scheme, options: Options) -> tuple[str, ...]:
    """Return the metrics of the table: what the scheme uses, then what the caller asked for besides."""
    # What lines cost is not in every source, so it is asked for by name.
    every = tuple(name for name, known in BUILTIN.items() if known.table != "costs")
    extra = every if options.metrics == ("all",) else options.metrics
    for name in extra:
        if figure(scheme, name) is None:
            raise UsageError("metric_unknown", metric=name, known=", ".join((*scheme.own, *BUILTIN)))
    if options.currency is not None and not re.fullmatch(r"[A-Z]{3}", options.currency):
        raise UsageError("currency_malformed", value=options.currency)
    return tuple(dict.fromkeys((*scheme.metrics, *extra)))


def require_tables(
    scheme: Scheme, document: Document, wanted: tuple[str, ...], options: Options
) -> dict[str, int | str]:
    """Return what stands for each metric whose table is not given.

    Raises:
        SchemeError: a metric needs a table that was not given, and nothing is said to count in its place.
        UsageError: a value is said for a metric that needs no table, or one that cannot be meant.
    """
    needed = tables(scheme, wanted)
    given = {"interactions": options.interactions is not None, "customers": options.customers is not None}
    for name, value in options.missing.items():
        known = figure(scheme, name)
        if known is None or known.table not in given:
            offered = ", ".join(needed) or ", ".join(measured.KINDS_OF_INTERACTION)
            raise UsageError("missing_unknown", name=name, known=offered)
        if known.kind != "text" and not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", str(value)):
            raise UsageError("missing_malformed", value=f"{name}={value}")
    stands: dict[str, int | str] = {}
    for name, table in needed.items():
        if given[table]:
            continue
        one = scheme.own.get(name)
        # What a scheme says for a missing count stands for the table too; a missing cell is not a missing table.
        said = one.missing if isinstance(one, Interactions) else None
        fallback = options.missing.get(name, said)
        if fallback is None:
            column = getattr(one, "attribute", None) or "kind"
            place = document.where(asked_at(scheme, name))
            raise SchemeError("table_missing", place, table=table, metric=name, column=column)
        stands[name] = fallback
    return stands
