"""Pages of customers, sorted as asked, and the sums of everybody who is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from shuke.browse.columns import ID, Column
from shuke.browse.filters import Asked, Filter, compiled, hidden, named_ids, seen
from shuke.browse.rows import Placed
from shuke.browse.scope import Scope, mask_id, reference, token
from shuke.browse.tables import RELATION, Table
from shuke.errors import UsageError
from shuke.privacy.masks import HIDDEN, MASKS, mask
from shuke.report.text import money, plain, share
from shuke.stages.relation import identifier

MOST_ROWS = 200
# So many rows from the top the engine fetches for a sort at once; of others it is told their places first.
AT_ONCE = 50
# Whom a search finds is kept where they are no more than these: the texts are looked through once.
MOST_PLACES = 1_000
# So many ids are looked for one by one.
MOST_NAMED = 50
# The word by which a customer is asked for stands under this name in every row; no column begins with a low line.
REFERENCE = "_ref"
Cell = str | int | None
Row = dict[str, Cell]


@dataclass(frozen=True)
class Page:
    """Some rows of many: the page's number from 1, its size, and how many rows there are in all."""

    rows: Sequence[Row]
    columns: Sequence[Column]
    number: int
    size: int
    total: int


@dataclass(frozen=True)
class Group:
    """The customers of one group: heads, money, and the share of each in what is summed; None for no group."""

    name: str | None
    customers: int
    monetary: str | None
    share: float | None
    monetary_share: float | None


@dataclass(frozen=True)
class Sums:
    """Everybody who is asked for: heads, money, their share of the customers and money that can be seen, and groups."""

    customers: int
    monetary: str | None
    share: float | None
    monetary_share: float | None
    by: Mapping[str, Sequence[Group]]


def page(
    table: Table,
    asked: Filter,
    scope: Scope,
    *,
    number: int = 1,
    size: int = 50,
    sort: Sequence[str] = (),
    columns: Sequence[str] = (),
) -> Page:
    """Return one page of the customers asked for; equal ones stand in the order of their ids.

    ``sort`` names columns, the first counts most; ``-`` before a name puts the greatest first. Missing values come
    last. ``columns``: those that are wanted, by default all.

    Raises:
        UsageError: a column is unknown, a value does not fit, or the page is none.
        DataError: the run does not say to whom its customers belong.
    """
    if not (1 <= size <= MOST_ROWS and 1 <= number <= 10**9):
        raise UsageError("page_out_of_range", most=MOST_ROWS)
    shown = table.named(columns, "columns") if columns else list(table.columns.values())
    order = ordered(table, sort)
    where = compiled(table, asked, scope)
    if asked.search or any(one.operation == "contains" for one in asked.where):
        where = _narrowed(table, where)
    names, skipped = [one.name for one in shown], (number - 1) * size
    known = _at_hand(table, asked, scope, order, skipped, size) if table.rows.usable else None
    if known is not None:
        placed, total = known
        rows = [(place, row[ID], *(row[name] for name in names)) for place, row in placed]
    else:
        rows, total = _rows(table, where, order, names, skipped, size), count(table, where)
    return Page(_told(table, scope, shown, rows), [offered(one, scope) for one in shown], number, size, total)


def offered(column: Column, scope: Scope) -> Column:
    """Return a column as somebody is told of it: without values that only customers have whom they may not see."""
    secret = hidden(column, scope) or (column.found and scope.owner is not None)
    return replace(column, values=None) if secret else column


def ordered(table: Table, sort: Sequence[str]) -> str:
    """Return the order of rows as the engine takes it.

    Raises:
        UsageError: there is no such column.
    """
    parts = []
    for one, column in zip(sort, table.named([one.removeprefix("-") for one in sort], "sort"), strict=True):
        # Rows lie in the order of their ids, and a number is compared faster than a text.
        name = "rowid" if column.kind == "id" else identifier(column.name)
        parts.append(f"{name} {'DESC' if one.startswith('-') else 'ASC'} NULLS LAST")
    return ", ".join([*parts, "rowid"])


def count(table: Table, where: Asked) -> int:
    """Return how many customers are asked for."""
    if where[0] == "TRUE":
        return table.rated
    return table.counts.get(
        where, lambda: int(table.ask(f"SELECT COUNT(*) FROM {RELATION} WHERE {where[0]}", where[1])[0][0])
    )


def sums(table: Table, asked: Filter, scope: Scope) -> Sums:
    """Return the sums of the customers asked for; shares are of the customers who can be seen at all.

    Raises:
        UsageError: a column is unknown, or a value does not fit.
        DataError: the run does not say to whom its customers belong.
    """
    where, everybody = compiled(table, asked, scope), compiled(table, Filter(), scope)
    return _of_whole(table, _summed(table, where), _summed(table, everybody))


def shown_cell(column: Column, scope: Scope, value: Any) -> Cell:
    """Return a cell as it is told: money and other decimals as exact text, days ISO, what is hidden masked."""
    return None if value is None else _way(column, scope)(value)


def _way(column: Column, scope: Scope) -> Callable[[Any], Cell]:
    """Return what makes of a column's values the cells that are told."""
    if hidden(column, scope):
        return lambda value: masked(column, str(value))
    if column.kind == "money":
        return money
    if column.type.startswith("DECIMAL"):
        return plain
    if column.kind == "date":
        return lambda value: value.isoformat()
    return str if column.type == "VARCHAR" else int


def masked(column: Column, value: str) -> str:
    """Return a value of a personal column masked."""
    if column.kind == "id":
        return mask_id(value)
    return mask(column.personal, value) if column.personal is not None and column.personal in MASKS else HIDDEN


def _rows(
    table: Table, where: Asked, order: str, names: Sequence[str], skipped: int, size: int
) -> list[tuple[Any, ...]]:
    """Return rows with their place and their id before the columns."""
    told = ", ".join(identifier(name) for name in names)
    listed = f"rowid, {ID}{', ' if told else ''}{told}"
    if skipped + size <= AT_ONCE or order == "rowid":
        return table.ask(
            f"SELECT {listed} FROM {RELATION} WHERE {where[0]} ORDER BY {order} LIMIT {size} OFFSET {skipped}", where[1]
        )
    found = table.ask(
        f"SELECT rowid FROM {RELATION} WHERE {where[0]} ORDER BY {order} LIMIT {size} OFFSET {skipped}", where[1]
    )
    places = [row[0] for row in found]
    if not places:
        return []
    marks = ", ".join("?" for _ in places)
    rows = {row[0]: row for row in table.ask(f"SELECT {listed} FROM {RELATION} WHERE rowid IN ({marks})", places)}
    return [rows[place] for place in places]


def _at_hand(
    table: Table, asked: Filter, scope: Scope, order: str, skipped: int, size: int
) -> tuple[Sequence[Placed], int] | None:
    """Return a page of everybody, or of those of some ids, and how many there are; None where the engine is asked."""
    if order != "rowid" or asked.search.strip() or asked.cell is not None:
        return None
    if not asked.where:
        everybody = scope.owner is None and not scope.without
        return (table.rows.between(skipped, skipped + size), table.rated) if everybody else None
    named = named_ids(table, asked)
    if named is None or len(named) > MOST_NAMED:
        return None
    found = {one[0]: one for customer_id in named if (one := table.rows.of(customer_id)) is not None}
    mine = [found[place] for place in sorted(found) if seen(table, scope, found[place][1])]
    return mine[skipped : skipped + size], len(mine)


def _narrowed(table: Table, where: Asked) -> Asked:
    """Return a condition that is costly to try as the places of those for whom it holds, where they are few."""
    query = f"SELECT rowid FROM {RELATION} WHERE {where[0]} LIMIT {MOST_PLACES + 1}"
    places = table.places.get(where, lambda: [int(row[0]) for row in table.ask(query, where[1])])
    if len(places) > MOST_PLACES:
        return where
    return (f"rowid IN ({', '.join(map(str, places))})", ()) if places else ("FALSE", ())


def _told(table: Table, scope: Scope, columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> list[Row]:
    ways = [(column.name, _way(column, scope)) for column in columns]
    found = []
    for place, customer_id, *cells in rows:
        word = token(scope, table.manifest, place) if scope.masked else reference(customer_id)
        row: Row = {REFERENCE: word}
        for (name, way), cell in zip(ways, cells, strict=True):
            row[name] = None if cell is None else way(cell)
        found.append(row)
    return found


Totals = tuple[int, Decimal, Mapping[str, Sequence[tuple[str | None, int, Decimal]]]]


def _summed(table: Table, where: Asked) -> Totals:
    return table.sums.get(where, lambda: _sum_up(table, where))  # type: ignore[no-any-return]


def _sum_up(table: Table, where: Asked) -> Totals:
    amount = "COALESCE(SUM(monetary), 0)" if table.has_money else "0"
    by = {}
    for name in [one for one in table.saved.scheme.results if one in table.columns]:
        query = f"SELECT {identifier(name)}, COUNT(*), {amount} FROM {RELATION} WHERE {where[0]} GROUP BY 1 "
        rows = table.ask(f"{query} ORDER BY 1 NULLS LAST", where[1])
        by[name] = [(None if one is None else str(one), heads, Decimal(total)) for one, heads, total in rows]
    first = next(iter(by.values()))
    return sum(heads for _, heads, _ in first), sum((total for _, _, total in first), Decimal(0)), by


def _of_whole(table: Table, found: Totals, whole: Totals) -> Sums:
    def told(total: Decimal) -> str | None:
        return money(total) if table.has_money else None

    def part(total: Decimal, of: Decimal) -> float | None:
        return share(total, of) if table.has_money else None

    return Sums(
        found[0],
        told(found[1]),
        share(found[0], whole[0]),
        part(found[1], whole[1]),
        {
            name: [Group(one, n, told(total), share(n, found[0]), part(total, found[1])) for one, n, total in rows]
            for name, rows in found[2].items()
        },
    )
