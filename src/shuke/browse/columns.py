"""What the columns of a rated table are: their kinds, titles, the values that a filter can offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from shuke.engines.duckdb import DuckDB
from shuke.locale import LANGUAGES, knows, text
from shuke.privacy.attributes import kind_of_attribute
from shuke.report.text import plain
from shuke.report.titles import titles
from shuke.saved import Saved
from shuke.scheme.builtin import figure
from shuke.scheme.spoken.names import column as titled
from shuke.scheme.spoken.names import worded
from shuke.stages.fitted import Breaks, Nested, Ordered
from shuke.stages.places import group_names
from shuke.stages.relation import identifier

Kind = Literal["id", "money", "number", "days", "date", "text", "score", "place", "share"]
ID = "customer_id"
# Of more values than these nobody chooses from a list.
MOST_VALUES = 200
MOST_TEXTS = 50
FIGURES: Mapping[str, Kind] = {"money": "money", "days": "days", "text": "text"}
NUMBERS: frozenset[Kind] = frozenset({"money", "number", "days", "score", "share"})


@dataclass(frozen=True)
class Value:
    """One value of a column, with its title in every language."""

    name: str
    title: Mapping[str, str]


@dataclass(frozen=True)
class Column:
    """One column: ``type`` is the engine's, ``values`` are None where there are too many to choose from.

    ``found``: they are those that some customer has, and not those that a scheme can give. ``personal``: the kind of
    personal data in it, None for none; the id always is. ``ahead``: it is of a prediction, not of the rating.
    """

    name: str
    kind: Kind
    type: str
    title: Mapping[str, str]
    values: tuple[Value, ...] | None = None
    personal: str | None = None
    found: bool = False
    ahead: bool = False

    @property
    def is_text(self) -> bool:
        """Whether its values are texts, and not those of groups."""
        return self.kind in {"id", "text"}

    @property
    def listed(self) -> bool:
        """Whether its values are texts, all of them known and few; they are kept by their places in the list."""
        return self.values is not None and self.type == "VARCHAR"

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers."""
        return self.kind in NUMBERS or (self.kind == "place" and self.type != "VARCHAR")


def columns(engine: DuckDB, relation: str, saved: Saved) -> tuple[Column, ...]:
    """Return the columns of a rated table in their order."""
    types = {row[0]: row[1] for row in engine.run(f"DESCRIBE {relation}")}
    known = titles(saved.scheme)
    return tuple(_column(engine, relation, saved, name, kind, known) for name, kind in types.items())


def _column(
    engine: DuckDB, relation: str, saved: Saved, name: str, type_: str, known: Mapping[str, Mapping[str, str]]
) -> Column:
    carried = saved.document.get("carried", {})
    kind = kind_of(saved, name, type_)
    title = known.get(name) or {lang: titled(name, lang, saved.scheme) for lang in LANGUAGES}
    if name in carried:
        header = carried[name]
        usual = f"words.canonical.{header}"
        title = {lang: text(usual, lang) if knows(usual) else header for lang in LANGUAGES}
    personal = _personal(engine, relation, saved, name, kind)
    values = _given(saved, name, kind)
    if values is not None:
        return Column(name, kind, type_, title, values, personal)
    return Column(name, kind, type_, title, _found(engine, relation, name, kind), personal, found=True)


def kind_of(saved: Saved, name: str, type_: str) -> Kind:
    """Return what a column of a rated table holds."""
    scheme = saved.scheme
    if name == ID:
        return "id"
    if name in (*scheme.results, *scheme.beside_tier[:1]):
        return "place"
    if name in saved.fitted.scores or (scheme.composite is not None and name == scheme.composite.name):
        return "score"
    known = figure(scheme, name)
    if known is not None:
        return FIGURES.get(known.kind, "number")
    return "text" if type_ == "VARCHAR" else "date" if type_ == "DATE" else "number"


def _given(saved: Saved, name: str, kind: Kind) -> tuple[Value, ...] | None:
    """Return the values that a scheme can give, in its order; None where they are too many or not known before."""
    scheme = saved.scheme
    listed = "tier" if name == "tier_by_score" else name
    if kind == "place" and listed in scheme.groups:
        return tuple(
            Value(one.name, {lang: worded(one.title, lang) if one.title else one.name for lang in LANGUAGES})
            for one in scheme.groups[listed]
        )
    if name in {"cell", "cluster"}:
        return _plain(group_names(scheme, saved.fitted, name))
    fit = saved.fitted.scores.get(name)
    if kind == "score" and isinstance(fit, Breaks | Nested | Ordered) and len(fit.levels) <= MOST_TEXTS:
        return _plain([str(plain(Decimal(one))) for one in fit.levels])
    return None


def _found(engine: DuckDB, relation: str, name: str, kind: Kind) -> tuple[Value, ...] | None:
    """Return the texts that some customer has, where they are few."""
    if kind not in {"place", "text"}:
        return None
    most = MOST_VALUES if kind == "place" else MOST_TEXTS
    quoted = identifier(name)
    query = f"SELECT DISTINCT {quoted} FROM {relation} WHERE {quoted} IS NOT NULL LIMIT {most + 1}"
    found = sorted(str(row[0]) for row in engine.run(query))
    return None if len(found) > most else _plain(found)


def _plain(names: Sequence[str]) -> tuple[Value, ...]:
    return tuple(Value(one, dict.fromkeys(LANGUAGES, one)) for one in names)


def _personal(engine: DuckDB, relation: str, saved: Saved, name: str, kind: Kind) -> str | None:
    """Return what kind of personal data a column holds as it stands; what was masked when it was written is none."""
    if kind == "id":
        return ID
    if kind != "text" or name in saved.document.get("masked", {}):
        return None
    if not saved.document.get("raw"):
        return None
    return kind_of_attribute(engine, relation, name, saved.document.get("carried", {}).get(name, name))
