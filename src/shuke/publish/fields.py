"""The fields of a product: what each column is to somebody from outside, and how it can be generalised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, UsageError, Where
from shuke.locale import LANGUAGES, knows, text
from shuke.privacy.attributes import kind_of_attribute
from shuke.publish.ladders import (
    COUNTS,
    DAYS,
    MOST_STEPS,
    Ladder,
    amount_ladder,
    as_it_is,
    even_ladder,
    spread,
    stepped_ladder,
    text_ladder,
)
from shuke.publish.wish import Source, Wish
from shuke.scheme.builtin import figure
from shuke.scheme.spoken.names import column as titled

ID = "customer_id"


@dataclass(frozen=True)
class Field:
    """One column: its class, its titles, its unit, and its ladder (none for the code).

    Classes: ``identifier``, ``quasi`` (what others can know), ``sensitive``, ``figure``, ``score``, ``result``.
    """

    column: str
    role: str
    title: Mapping[str, str]
    unit: str
    ladder: Ladder | None


def fields(engine: DuckDB, relation: str, source: Source, wish: Wish) -> tuple[Field, ...]:
    """Return the fields of the product, in the order of the result's columns.

    Raises:
        UsageError: a column that is named is not in the result.
        DataError: a column is personal.
    """
    columns = engine.columns(relation)
    _check_names(columns, wish)
    # What grace puts beside the tier is of use to nobody else, and a prediction is an estimate of one day.
    beside = {*source.scheme.beside_tier, *source.manifest.get("predicted", {}).get("columns", {})}
    kept = [name for name in columns if name not in {*wish.leave_out, *beside}]
    _refuse_personal(engine, relation, source, kept)
    attributes = [name for name in kept if name != ID and is_attribute(source, name)]
    metrics = [name for name in kept if is_metric(source, name)]
    # Whatever is said of a customer without being computed can be known to others; figures only if that is said.
    known = tuple(dict.fromkeys((*attributes, *wish.quasi))) or tuple(metrics)
    sensitive = wish.sensitive or source.scheme.main
    if sensitive in known or sensitive == ID:
        raise UsageError("publish_sensitive", name=sensitive)
    return tuple(
        Field(
            name,
            _role(source, name, known, sensitive),
            titles(source, name),
            _unit(source, name),
            None if name == ID else _ladder(engine, relation, source, name, wish.k),
        )
        for name in kept
    )


def is_attribute(source: Source, column: str) -> bool:
    """Tell whether a column says something about the customer that was not computed."""
    return column in source.manifest.get("carried", {}) or column in source.scheme.attributes


def computed_from(source: Source) -> frozenset[str]:
    """Return everything that the results are computed from, and the results themselves."""
    scheme = source.scheme
    found, waiting = set(scheme.made) | set(scheme.results), list(scheme.metrics)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += scheme.parts(name)
    return frozenset(found)


def _check_names(columns: list[str], wish: Wish) -> None:
    named = [*wish.quasi, *wish.leave_out, *([wish.sensitive] if wish.sensitive else []), *wish.where]
    for name in named:
        if name not in columns:
            raise UsageError("publish_column_unknown", name=name, known=", ".join(columns))
    for name in wish.quasi:
        if name == ID or name in wish.leave_out:
            raise UsageError("publish_quasi", name=name)
    if ID in wish.leave_out:
        raise UsageError("publish_quasi", name=ID)


def _refuse_personal(engine: DuckDB, relation: str, source: Source, columns: list[str]) -> None:
    for name in columns:
        kind = personal_kind(engine, relation, source, name)
        if kind is not None:
            raise DataError(
                "publish_personal",
                Where(file=str(source.folder), column=name),
                name=name,
                kind={lang: text(f"notes.personal.{kind}", lang) for lang in LANGUAGES},
            )


def personal_kind(engine: DuckDB, relation: str, source: Source, name: str) -> str | None:
    """Return what kind of personal data a column holds, masked or not; None for none."""
    types = dict(engine.run(f"SELECT column_name, column_type FROM (DESCRIBE {relation})"))
    if name == ID or types[name] != "VARCHAR" or name in source.scheme.results:
        return None
    masked, carried = source.manifest.get("masked", {}), source.manifest.get("carried", {})
    own = source.scheme.attributes.get(name)
    header = carried.get(name) or (own.attribute if own is not None else name)
    found: str | None = masked.get(name) or kind_of_attribute(engine, relation, name, header)
    return found


def is_metric(source: Source, column: str) -> bool:
    """Tell whether a column is a figure that was computed."""
    return figure(source.scheme, column) is not None and column not in source.scheme.attributes


def _role(source: Source, column: str, known: tuple[str, ...], sensitive: str) -> str:
    if column == ID:
        return "identifier"
    if column == sensitive:
        return "sensitive"
    if column in known:
        return "quasi"
    if column in source.scheme.results:
        return "result"
    if column in source.scheme.made:
        return "score"
    return "figure"


def _ladder(engine: DuckDB, relation: str, source: Source, column: str, k: int) -> Ladder:
    scheme = source.scheme
    kind = engine.run(f"SELECT column_type FROM (DESCRIBE {relation}) WHERE column_name = ?", [column])[0][0]
    if kind == "VARCHAR":
        return as_it_is(column) if column in scheme.results else text_ladder(engine, relation, column, k)
    found = spread(engine, relation, column)
    if column in scheme.made or column in scheme.results:
        return as_it_is(column) if _is_stepped(engine, relation, source, column) else even_ladder(column, found)
    known = figure(scheme, column)
    if known is not None and known.kind == "money":
        return amount_ladder(column, found)
    if known is not None and known.kind in {"days", "count"} and kind in {"INTEGER", "BIGINT"}:
        steps, closed = (DAYS, True) if known.kind == "days" else (COUNTS, False)
        return stepped_ladder(column, found, steps, closed=closed)
    return even_ladder(column, found)


def _is_stepped(engine: DuckDB, relation: str, source: Source, column: str) -> bool:
    """Tell whether a score says no more than its few steps; of a composite, whether all of its scores are so."""
    composite = source.scheme.composite
    if column in source.scheme.results:
        return True
    if composite is not None and column == composite.name:
        there = [name for name in source.scheme.scores if name in engine.columns(relation)]
        return len(there) == len(source.scheme.scores) and all(
            _is_stepped(engine, relation, source, name) for name in there
        )
    found = spread(engine, relation, column)
    return found is not None and found.different <= MOST_STEPS


def titles(source: Source, column: str) -> dict[str, str]:
    """Return what a column is called, in every language."""
    return {lang: _title(source, column, lang) for lang in LANGUAGES}


def _title(source: Source, column: str, lang: str) -> str:
    if column == ID:
        return text("publish.code", lang)
    carried = source.manifest.get("carried", {})
    if column in carried:
        return text(f"words.canonical.{column}", lang) if knows(f"words.canonical.{column}") else str(carried[column])
    return titled(column, lang, source.scheme)


def _unit(source: Source, column: str) -> str:
    known = figure(source.scheme, column)
    if known is None:
        return ""
    return str(source.manifest.get("currency") or "") if known.kind == "money" else known.kind
