"""What a product of a result could be: its columns, what each is, by which values customers can be chosen."""

from __future__ import annotations

from dataclasses import dataclass, field

from shuke.engines.duckdb import DuckDB
from shuke.publish.fields import ID, is_attribute, is_metric, personal_kind, titles
from shuke.publish.wish import Source
from shuke.stages.relation import identifier, literal

RATED = "rated_customers"
MOST_VALUES = 200


@dataclass(frozen=True)
class Value:
    """A value by which customers can be chosen, and how many have it."""

    value: str
    customers: int


@dataclass(frozen=True)
class Column:
    """A column of a result: ``role`` is attribute, figure, score, result or beside; ``personal`` ones never leave."""

    name: str
    title: dict[str, str]
    role: str
    personal: str | None
    values: tuple[Value, ...] = field(default=())


def offered(engine: DuckDB, source: Source) -> list[Column]:
    """Return the columns of a result but the customer's id; values of texts that are not personal are told.

    Raises:
        UsageError: the result has no table that products are made of.
        DataError: it holds personal data as they are, or its table was changed.
    """
    engine.name(RATED, f"SELECT * FROM read_parquet({literal(str(source.table()))})")
    names = [name for name in engine.columns(RATED) if name != ID]
    kinds = {name: personal_kind(engine, RATED, source, name) for name in names}
    return [
        Column(
            name,
            titles(source, name),
            _role(source, name),
            kinds[name],
            () if kinds[name] is not None else _values(engine, name),
        )
        for name in names
    ]


def _role(source: Source, name: str) -> str:
    if name in source.scheme.results:
        return "result"
    if is_attribute(source, name):
        return "attribute"
    if name in source.scheme.made:
        return "score"
    return "figure" if is_metric(source, name) else "beside"


def _values(engine: DuckDB, column: str) -> tuple[Value, ...]:
    name = identifier(column)
    kind = engine.run(f"SELECT column_type FROM (DESCRIBE {RATED}) WHERE column_name = ?", [column])[0][0]
    if kind != "VARCHAR":
        return ()
    found = engine.run(
        f"SELECT {name}, COUNT(*) FROM {RATED} WHERE {name} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 "
        f"LIMIT {MOST_VALUES + 1}"
    )
    return tuple(Value(value, count) for value, count in found) if len(found) <= MOST_VALUES else ()
