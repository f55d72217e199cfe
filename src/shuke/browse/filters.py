"""Which customers of a run are asked for: conditions on columns, words that are searched for, a cell of the grid.

Every value is bound, every column is one that the table has; nothing of a question reaches the engine as text.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from shuke.browse.columns import ID, Column
from shuke.browse.scope import Scope
from shuke.browse.tables import SEARCHED, Table
from shuke.errors import DataError, UsageError, Where
from shuke.privacy.keys import key_ring
from shuke.privacy.replace import wanted_ids
from shuke.report.pictures.grid import grid_columns
from shuke.stages.relation import identifier

COMPARED = {"ge": ">=", "le": "<=", "gt": ">", "lt": "<"}
OPERATIONS = ("eq", "in", *COMPARED, "between", "contains", "null")
NUMBER = re.compile(r"[+-]?[0-9]{1,14}(\.[0-9]{1,6})?")
LONGEST = 2_000
NONE = "-"
# What stands in no id.
PART, PARTED = "\x1f", "chr(31)"
Asked = tuple[str, tuple[object, ...]]


@dataclass(frozen=True)
class Condition:
    """One condition: a column, an operation, its values as they were written."""

    column: str
    operation: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Filter:
    """What must hold of every customer asked for; ``cell`` is a row and a column of the grid of two scores."""

    where: tuple[Condition, ...] = ()
    search: str = ""
    cell: str | None = None


def condition(text: str) -> Condition:
    """Return a condition from its words: ``column:operation:value``; several values are parted by commas.

    A value with a comma stands in double quotes, as in a CSV file.

    >>> condition('tier:in:A,B')
    Condition(column='tier', operation='in', values=('A', 'B'))

    Raises:
        UsageError: it has another form, or there is no such operation.
    """
    column, _, rest = text.partition(":")
    operation, colon, value = rest.partition(":")
    if not column or not colon or operation not in OPERATIONS or len(text) > LONGEST:
        raise UsageError("filter_malformed", known=", ".join(OPERATIONS))
    if operation not in {"in", "between"}:
        return Condition(column, operation, (value,))
    try:
        rows = list(csv.reader([value], strict=True))
    except csv.Error:
        raise UsageError("filter_malformed", known=", ".join(OPERATIONS)) from None
    return Condition(column, operation, tuple(rows[0]) if rows else ())


def compiled(table: Table, asked: Filter, scope: Scope) -> Asked:
    """Return what must hold as an expression of the engine with its values, the scope's own condition included.

    Raises:
        UsageError: a column is unknown or hidden, or a value does not fit it.
        DataError: the run does not say to whom its customers belong.
    """
    parts: list[Asked] = [owned(table, scope)] if scope.owner is not None else []
    parts += [_others(scope.without)] if scope.without else []
    parts += [_condition(table, one, scope) for one in asked.where]
    if asked.search.strip():
        parts.append(_search(table, asked.search, scope))
    if asked.cell is not None:
        parts.append(_cell(table, asked.cell))
    return expression(parts)


def owned(table: Table, scope: Scope) -> Asked:
    """Return the condition that a customer is one's own.

    Raises:
        DataError: the run has no column of that name, or one in which several people can look alike.
    """
    column, value = owner_column(table, scope), (scope.owner or ("", None))[1]
    known = not column.listed or value in {one.name for one in column.values or ()}
    return (f"{identifier(column.name)} = ?", (value,)) if known else ("FALSE", ())


def seen(table: Table, scope: Scope, row: Mapping[str, Any]) -> bool:
    """Tell whether somebody may see a customer, by their row.

    Raises:
        DataError: the run does not say to whom its customers belong.
    """
    if scope.owner is not None:
        owner = row[owner_column(table, scope).name]
        if owner is None or owner != scope.owner[1]:
            return False
    return row[ID] not in scope.without


def owner_column(table: Table, scope: Scope) -> Column:
    """Return the column that says whose customer one is.

    Raises:
        DataError: the run has no column of that name, or one in which several people can look alike.
    """
    told = (scope.owner or ("", None))[0]
    carried = table.saved.document.get("carried", {})
    # The column is called by its name in the table, or by the header that it comes from.
    name = told if told in table.columns else next((one for one, header in carried.items() if header == told), "")
    if name not in table.columns or table.columns[name].kind != "text":
        raise DataError("owner_column_missing", column=told)
    if name in table.saved.document.get("masked", {}):
        raise DataError("owner_column_masked", column=told)
    return table.columns[name]


def _others(without: Collection[str]) -> Asked:
    """Return the condition that a customer is none of some."""
    return f"customer_id NOT IN (SELECT UNNEST(string_split(?, {PARTED})))", (PART.join(sorted(without)),)


def hidden(column: Column, scope: Scope) -> bool:
    """Tell whether a column is masked for somebody."""
    return scope.masked and column.personal is not None


def ids(table: Table, value: str) -> list[str]:
    """Return the ids under which a customer can stand in a table: as asked, then the codes of personal ids."""
    plain = unicodedata.normalize("NFKC", value).strip()
    return wanted_ids(plain, key_ring(create=False) if table.saved.document["personal_ids"] else None)


def named_ids(table: Table, asked: Filter) -> list[str] | None:
    """Return the ids of which a customer must have one, where nothing else is asked; None where something is."""
    if len(asked.where) != 1 or asked.where[0].operation not in {"eq", "in"}:
        return None
    (column,) = table.named([asked.where[0].column], "where")
    return [form for value in asked.where[0].values for form in ids(table, value)] if column.kind == "id" else None


def _condition(table: Table, one: Condition, scope: Scope) -> Asked:
    (column,) = table.named([one.column], "where")
    if hidden(column, scope):
        raise UsageError("column_masked", Where(column=column.name))
    name = identifier(column.name)
    if one.operation == "null":
        if one.values[0] not in {"true", "false"}:
            raise _misfit(column, one)
        return f"{name} IS {'' if one.values[0] == 'true' else 'NOT '}NULL", ()
    if one.operation == "contains":
        if not column.is_text:
            raise _misfit(column, one)
        return _holding(column, unicodedata.normalize("NFKC", one.values[0]).lower())
    values = _values(table, column, one)
    if one.operation in {"eq", "in"}:
        return (f"{name} IN ({', '.join('?' for _ in values)})", tuple(values)) if values else ("FALSE", ())
    if not (column.is_number or column.kind == "date"):
        raise _misfit(column, one)
    if one.operation == "between":
        if len(values) != 2:
            raise _misfit(column, one)
        return f"{name} BETWEEN ? AND ?", tuple(values)
    return f"{name} {COMPARED[one.operation]} ?", tuple(values)


def _values(table: Table, column: Column, one: Condition) -> list[object]:
    """Return the values of a condition in the type of its column; of groups those that the scheme has."""
    if column.kind == "id":
        return list(dict.fromkeys(form for value in one.values for form in ids(table, value)))
    if column.listed:
        known = {value.name for value in column.values or ()}
        return [value for value in one.values if value in known]
    if column.kind == "date":
        return [_date(column, one, value) for value in one.values]
    if column.is_number:
        if not all(NUMBER.fullmatch(value) for value in one.values):
            raise _misfit(column, one)
        return [Decimal(value) for value in one.values]
    return list(one.values)


def _date(column: Column, one: Condition, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _misfit(column, one) from None


def _misfit(column: Column, one: Condition) -> UsageError:
    return UsageError("filter_misfit", Where(column=column.name), operation=one.operation, kind=column.kind)


def _search(table: Table, words: str, scope: Scope) -> Asked:
    """Return the condition that a text of the row holds some words, or that the row is of that very customer."""
    wanted = unicodedata.normalize("NFKC", words).strip()[:LONGEST].lower()
    shown = [one for one in table.columns.values() if one.is_text and not hidden(one, scope)]
    if scope.masked:
        parts = [_holding(one, wanted) for one in shown]
    else:
        parts = [(f"CONTAINS({SEARCHED}, ?)", (wanted,)), *(_holding(one, wanted) for one in shown if one.listed)]
        if table.saved.document["personal_ids"]:
            forms = ids(table, words)
            parts.append((f"{ID} IN ({', '.join('?' for _ in forms)})", tuple(forms)))
    return " OR ".join(sql for sql, _ in parts) or "FALSE", tuple(value for _, values in parts for value in values)


def _holding(column: Column, words: str) -> Asked:
    """Return the condition that a text column holds some words, given in small letters, whatever its capitals."""
    if not column.listed:
        return f"CONTAINS(LOWER({identifier(column.name)}), ?)", (words,)
    found = [one.name for one in column.values or () if words in one.name.lower()]
    return (f"{identifier(column.name)} IN ({', '.join('?' for _ in found)})", tuple(found)) if found else ("FALSE", ())


def _cell(table: Table, words: str) -> Asked:
    pair = grid_columns(table.saved.scheme, table.saved.fitted)
    if pair is None:
        raise UsageError("cell_without_grid", scheme=table.saved.scheme.scheme)
    given = words.split(",")
    if len(given) != 2 or not all(NUMBER.fullmatch(one) or one == NONE for one in given):
        raise UsageError("cell_malformed")
    parts = [(name, value) for name, value in zip(pair, given, strict=True) if name in table.columns]
    sql = " AND ".join(
        f"{identifier(name)} IS NULL" if value == NONE else f"{identifier(name)} = ?" for name, value in parts
    )
    return sql, tuple(Decimal(value) for _, value in parts if value != NONE)


def expression(conditions: Sequence[Asked]) -> Asked:
    """Return several conditions as one."""
    sql = " AND ".join(f"({one})" for one, _ in conditions) or "TRUE"
    return sql, tuple(value for _, values in conditions for value in values)
