"""What a scheme asks of the data beside order lines: tables, columns, kinds of interaction, history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from shuke.scheme.builtin import BUILTIN
from shuke.scheme.document import Path
from shuke.scheme.lint.case import Case
from shuke.scheme.lint.finding import Finding
from shuke.scheme.lint.known import Known
from shuke.scheme.model import Attribute, Counted, Interactions, OwnMetric, Scheme

KINDS = {"consultations": "consultation", "complaints": "complaint"}


@dataclass(frozen=True)
class Needs:
    """The metrics used, and what they need: kinds of interaction, columns of customers and of lines, all history."""

    metrics: tuple[str, ...]
    interactions: tuple[str, ...]
    customers: tuple[str, ...]
    columns: tuple[str, ...]
    history: bool


def needs(scheme: Scheme) -> Needs:
    """Return what a scheme asks of the data; names that are no metrics ask nothing."""
    known = Known(scheme)
    metrics = tuple(dict.fromkeys(part for name in scheme.metrics for part in _closure(known, name)))
    interactions: list[str] = []
    customers: list[str] = []
    columns: list[str] = []
    for name in metrics:
        own = scheme.own.get(name)
        if isinstance(own, Interactions):
            interactions.append(own.interactions)
        elif own is None and name in KINDS:
            interactions.append(KINDS[name])
        elif isinstance(own, Attribute):
            customers.append(own.attribute)
        elif isinstance(own, Counted):
            columns += own.where
        elif own is None and _of_costs(name):
            columns.append("cost")
    return Needs(metrics, _once(interactions), _once(customers), _once(columns), "tenure_days" in metrics)


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def needed(case: Case) -> Iterator[Finding]:
    """Tell what the scheme asks of the data, each table once, where it is asked for first."""
    asked = needs(case.scheme)
    if asked.interactions:
        path = _first(case, asked, lambda name, own: name in KINDS or isinstance(own, Interactions))
        yield case.find("needs_interactions", *path, kinds=asked.interactions)
    if asked.customers:
        path = _first(case, asked, lambda _, own: isinstance(own, Attribute))
        yield case.find("needs_customers", *path, columns=asked.customers)
    if asked.columns:
        path = _first(case, asked, _looks_at_lines)
        yield case.find("needs_columns", *path, columns=asked.columns)
    if asked.history:
        yield case.find("needs_history", *_asked_at(case, "tenure_days"))


def _of_costs(name: str) -> bool:
    return name in BUILTIN and BUILTIN[name].table == "costs"


def _looks_at_lines(name: str, own: OwnMetric | None) -> bool:
    return (own is None and _of_costs(name)) or (isinstance(own, Counted) and bool(own.where))


def _first(case: Case, asked: Needs, which: Callable[[str, OwnMetric | None], bool]) -> Path:
    name = next(name for name in asked.metrics if which(name, case.scheme.own.get(name)))
    return _asked_at(case, name)


def _asked_at(case: Case, metric: str) -> Path:
    """Return the place that asks for a metric first: its own definition, a score, else the top."""
    if metric in case.scheme.own:
        return ("metrics", metric)
    for name, score in case.scheme.scores.items():
        if getattr(score, "metric", None) == metric:
            return ("scores", name, "metric")
    return next((("metrics", name) for name in case.scheme.own if metric in case.scheme.parts(name)), ("scheme",))


def _closure(known: Known, name: str) -> tuple[str, ...]:
    if name in known.circular or name not in known.metrics:
        return ()
    # A count over lines of its own asks nothing of the built-in figure whose name it has.
    parts = () if isinstance(known.scheme.own.get(name), Counted) else known.scheme.parts(name)
    return tuple(dict.fromkeys((*(one for part in parts for one in _closure(known, part)), name)))
