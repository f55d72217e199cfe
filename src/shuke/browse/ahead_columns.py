"""The columns of a prediction that stand beside those of a rated table, and what they hold."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from shuke.browse.columns import ID, Column, Kind, Value
from shuke.engines.duckdb import DuckDB
from shuke.locale import LANGUAGES, text
from shuke.stages.relation import identifier, literal

# What a reader of the list would look for; first and last purchases are the rating's own to tell.
LEFT_OUT = frozenset({ID, "first_purchase", "last_purchase", "purchase_days", "recency_days"})
DAYS = frozenset({"cycle_days", "cycle_sd_days", "overdue_days"})
MONEY = ("expected_amount", "expected_revenue", "amount_", "revenue_", "value")
DIRECTIONS = ("rising", "steady", "falling")
PREFIX = "predicted_"


@dataclass(frozen=True)
class Beside:
    """The columns of a file of predictions: where they are read from, as ``ahead``, and how each is told."""

    source: str
    columns: tuple[Column, ...]
    cells: tuple[str, ...]


def ahead_columns(engine: DuckDB, path: Path, taken: Collection[str]) -> Beside:
    """Return the columns of a file of predictions; a name that the rating has is told with ``predicted_`` before it."""
    source = f"read_parquet({literal(str(path))})"
    columns, cells = [], []
    for row in engine.run(f"DESCRIBE SELECT * FROM {source}"):
        name, type_ = row[0], row[1]
        # How sure the trend is, is told in the sentence about it.
        if name in LEFT_OUT or name.endswith("_p"):
            continue
        shown = f"{PREFIX}{name}" if name in taken else name
        title = {lang: text(f"predict.column.{name}", lang) for lang in LANGUAGES}
        columns.append(Column(shown, _kind(name, type_), type_, title, _values(name), ahead=True))
        cells.append(f"ahead.{identifier(name)} AS {identifier(shown)}")
    return Beside(source, tuple(columns), tuple(cells))


def _kind(name: str, type_: str) -> Kind:
    if name.startswith("p_"):
        return "share"
    if name.startswith(MONEY):
        return "money"
    if name in DAYS:
        return "days"
    return "date" if type_ == "DATE" else "text" if type_ == "VARCHAR" else "number"


def _values(name: str) -> tuple[Value, ...] | None:
    if not name.endswith("_trend"):
        return None
    return tuple(Value(one, {lang: text(f"predict.direction.{one}", lang) for lang in LANGUAGES}) for one in DIRECTIONS)
