"""One table in an engine as lines: canonical columns and a verdict per row, as one relation over the table.

Law: every row of the table is one row here, accepted (verdict NULL) or with one reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from shuke.compile.capabilities import CAPABILITIES
from shuke.engines.engine import Column, Table, TableEngine
from shuke.errors import DataError, Where
from shuke.ingest.columns import Meaning, decide
from shuke.ingest.layout.units import settled_unit, told_unit
from shuke.ingest.policies import anonymous, blank_keys, refunds, statuses, unnumbered, walk_ins
from shuke.ingest.policies.policy import chosen
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.tables import cells
from shuke.stages.relation import Select, literal


@dataclass(frozen=True)
class Source:
    """A table, what its columns mean, and the settings it is read with."""

    raw: Raw
    meaning: Meaning
    table: Table
    reading: Reading
    dialect: str

    @property
    def where(self) -> Where:
        """The place that messages name."""
        return Where(file=self.raw.name)

    def column(self, canonical: str) -> Column:
        """Return the table's column that holds a canonical one."""
        return self.table.columns[self.meaning.columns[canonical]]

    @property
    def carried(self) -> tuple[str, ...]:
        """The texts that lines carry beside what every line has."""
        wanted = ("currency", "status", *self.reading.carried)
        return tuple(name for name in dict.fromkeys(wanted) if name in self.meaning.columns)

    @property
    def held(self) -> frozenset[str]:
        """The canonical columns of the lines."""
        order = {"order_id"} if self.orders else set()
        return frozenset({"customer_id", "ordered_at", "amount", *order, *self.carried})

    @property
    def orders(self) -> bool:
        """Whether lines have an order id: one of the table's, or their day."""
        return "order_id" in self.meaning.columns or chosen(self.reading, unnumbered.POLICY).choice == "day"

    @property
    def amounts(self) -> tuple[Column, ...]:
        """The columns of which the amount is made."""
        names = ("amount",) if "amount" in self.meaning.columns else ("quantity", "unit_price")
        return tuple(self.column(name) for name in names)


def open_table(engine: TableEngine, name: str, reading: Reading) -> Source:
    """Return a table with the meaning of its columns.

    Raises:
        UsageError: there is no such table, or the user named a column that it has not.
        DataError: a required column is missing.
        Undecided: the table can be understood in several ways.
    """
    table = engine.table(name)
    headers = tuple(column.name for column in table.columns)
    where = Where(file=name)
    meaning = decide(headers, reading.mapping, where)
    raw = Raw(name, "table", table.expression, headers, (), numbered=True)
    if meaning.parts:
        raise DataError("table_key_of_parts", where, name=next(iter(meaning.parts)))
    unit = settled_unit(raw, meaning, reading)
    raw = replace(raw, unit=unit)
    return Source(replace(raw, notes=told_unit(raw)), meaning, table, reading, engine.dialect)


def keys(source: Source) -> dict[str, str]:
    """Return the expressions of the identifiers as they stand in the table, without spaces at their ends."""
    names = [name for name in ("customer_id", "order_id") if name in source.meaning.columns]
    return {name: cells.key(source.column(name), source.where) for name in names}


def read(source: Source, number: int) -> Select:
    """Return a table's rows with everything that can be told of each cell by itself."""
    reading, where = source.reading, source.where
    date = cells.local_date(source.column("ordered_at"), "ordered_at", reading.timezone, where)
    amounts = source.amounts
    amount = (
        cells.scaled(amounts[0], source.raw.unit, where)
        if len(amounts) == 1
        else cells.product(amounts[0], amounts[1], source.raw.unit, where)
    )
    written = [cells.text(column) for column in amounts]
    return Select(
        {
            **{f"_{name}": expression for name, expression in keys(source).items()},
            "ordered_at": date,
            "amount": amount,
            **{name: cells.plain(source.column(name)) for name in source.carried},
            "_date_good": cells.date_good(date, CAPABILITIES[source.dialect], reading.last_day),
            "_date_fault": cells.date_fault(date, CAPABILITIES[source.dialect], reading.last_day),
            "_amount_fault": cells.amount_fault(amounts),
            "_date": cells.text(source.column("ordered_at")),
            "_amount": " || ' × ' || ".join(written),
            **{name: cells.text(source.table.columns[index]) for name, index in shown(source).items()},
            "_source": f"{number}",
        },
        source.table.expression,
    )


def shown(source: Source) -> dict[str, int]:
    """Return the columns of the table that have a meaning, under the names by which a rejected row shows its cells."""
    return {f"_k{place}": index for place, index in enumerate(source.meaning.columns.values())}


def verdict(source: Source) -> str:
    """Return the reason why a row cannot be used, NULL for a good one; over the columns of ``read``, keys folded."""
    arms = [
        ("customer_id IS NULL", "'customer_id_blank'"),
        ("NOT _date_good", "_date_fault"),
        ("amount IS NULL", "_amount_fault"),
        *((held, literal(reason)) for held, reason in _excluded(source)),
    ]
    if chosen(source.reading, anonymous.POLICY).choice == "exclude":
        good = "customer_id IS NULL AND _date_good AND amount IS NOT NULL"
        arms.insert(0, (good, literal(anonymous.VERDICT)))
    return f"CASE {' '.join(f'WHEN {held} THEN {reason}' for held, reason in arms)} END"


def accepted(source: Source) -> tuple[str, ...]:
    """Return the conditions of a row without such a reason: the same as ``verdict IS NULL``, and cheaper to ask."""
    excluded = (f"NOT COALESCE({held}, FALSE)" for held, _ in _excluded(source))
    return ("customer_id IS NOT NULL", "_date_good", "amount IS NOT NULL", *excluded)


def _excluded(source: Source) -> Iterator[tuple[str, str]]:
    """Yield under which conditions a good row is left out, and the verdict on it."""
    reading = source.reading
    value = statuses.value_of(reading)
    if "status" in source.carried and value.choice == "exclude":
        yield f"COALESCE({statuses.never(value)}, FALSE)", statuses.VERDICT
    walking = chosen(reading, walk_ins.POLICY)
    if walking.choice == "exclude":
        yield walk_ins.known(walking), walk_ins.VERDICT
    if chosen(reading, refunds.POLICY).choice == "exclude":
        yield "amount < 0", refunds.VERDICT


def known(text: str, source: Source, canonical: str) -> str:
    """Return a key, NULL where it is empty or says that it is not known."""
    blank = f"{text} = ''"
    if canonical == "customer_id":
        blank += f" OR {blank_keys.is_blank(source.reading, text)}"
    return f"CASE WHEN NOT ({blank}) THEN {text} END"
