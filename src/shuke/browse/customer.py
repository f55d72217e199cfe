"""One customer of a run: their row, why they stand there, what is done for such customers, where they stood before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from shuke.browse.bought import Bought
from shuke.browse.columns import ID
from shuke.browse.filters import Filter, compiled, expression, ids, seen
from shuke.browse.orders import Month, Order, months, orders
from shuke.browse.pages import REFERENCE, Row, offered, shown_cell
from shuke.browse.rows import Placed
from shuke.browse.runs import Listed
from shuke.browse.scope import Scope, mask_id, named_by, place_of, reference, token
from shuke.browse.shelf import Shelf
from shuke.browse.tables import RELATION, Table
from shuke.errors import NotFound, ShukeError
from shuke.explain.customer import Line
from shuke.explain.document import document
from shuke.explain.explanation import Explanation, explain
from shuke.explain.words import lines as spoken
from shuke.report.groups import group_texts
from shuke.saved import rated_table
from shuke.stages.moves import one_more_purchase
from shuke.stages.relation import identifier
from shuke.workspace.relations import pieces

MOST_RUNS = 24


@dataclass(frozen=True)
class Stood:
    """Where a customer stood in a run: the place by the scheme's main result, None for no group, and the composite."""

    run: int
    as_of: str
    scheme: str
    place: str | None
    score: str | None


@dataclass(frozen=True)
class Strategy:
    """What a scheme says of the place in one result column, as the report tells it; ``next_cell``: after one order."""

    column: str
    place: str | None
    texts: Mapping[str, Any]
    next_cell: int | None = None


@dataclass(frozen=True)
class Customer:
    """The whole of what is told of a customer; ``lines_known``: whether the workspace still has what they bought."""

    row: Row
    columns: Sequence[Any]
    explanation: Mapping[str, Any]
    sentences: Sequence[str]
    strategy: Sequence[Strategy]
    history: Sequence[Stood]
    months: Sequence[Month]
    lines_known: bool


def customer(shelf: Shelf, table: Table, scope: Scope, word: str, lang: str, currency: str | None = None) -> Customer:
    """Return a customer by the word that a page of customers gives with the row, or by the id.

    ``currency`` is that of amounts where the run does not say one.

    Raises:
        NotFound: there is no such customer among those who can be seen.
        DataError: the run does not say to whom its customers belong, or a file is damaged.
    """
    place, values = find(table, scope, word)
    stored = dict(zip(table.columns, values, strict=True))
    lines = _lines(shelf, table, str(stored[ID]))
    told = _explained(table, stored, lines, currency)
    if scope.masked:
        told = replace(told, customer_id=mask_id(told.customer_id))
    row: Row = {REFERENCE: token(scope, table.manifest, place) if scope.masked else reference(str(stored[ID]))}
    row |= {name: shown_cell(one, scope, stored[name]) for name, one in table.columns.items()}
    return Customer(
        row,
        [offered(one, scope) for one in table.columns.values()],
        document(told),
        spoken(told, lang),
        _strategy(table, stored),
        _history(shelf, table, stored),
        months(orders(lines or (), table.saved.document)),
        lines is not None,
    )


def customer_orders(shelf: Shelf, table: Table, scope: Scope, word: str) -> list[Order]:
    """Return the orders of a customer, the latest first.

    Raises:
        NotFound: there is no such customer among those who can be seen.
    """
    _, values = find(table, scope, word)
    stored = dict(zip(table.columns, values, strict=True))
    return orders(_lines(shelf, table, str(stored[ID])) or (), table.saved.document)


def find(table: Table, scope: Scope, word: str) -> tuple[int, Sequence[Any]]:
    """Return a customer's place in the table and their row.

    Raises:
        NotFound: there is none, or not one who can be seen.
    """
    conditions = [compiled(table, Filter(), scope)]
    if table.rows.usable:
        found = next((one for one in _at_hand(table, scope, word) if seen(table, scope, one[1])), None)
        if found is None:
            raise NotFound("customer_not_there")
        return found[0], [found[1][name] for name in table.columns]
    if scope.masked:
        place = place_of(scope, table.manifest, word)
        conditions.append(("FALSE", ()) if place is None else ("rowid = ?", (place,)))
        wanted = None
    else:
        named = named_by(word)
        wanted = [] if named is None else ids(table, named)
        conditions.append((f"{ID} IN ({', '.join('?' for _ in wanted)})", tuple(wanted)) if wanted else ("FALSE", ()))
    sql, parameters = expression(conditions)
    names = ", ".join(identifier(name) for name in table.columns)
    rows = table.ask(f"SELECT rowid, {names} FROM {RELATION} WHERE {sql}", parameters)
    if not rows:
        raise NotFound("customer_not_there")
    at = list(table.columns).index(ID) + 1
    row = rows[0] if wanted is None else min(rows, key=lambda one: wanted.index(one[at]))
    return row[0], row[1:]


def _at_hand(table: Table, scope: Scope, word: str) -> list[Placed]:
    """Return whom a word can stand for, the likeliest first."""
    if scope.masked:
        place = place_of(scope, table.manifest, word)
        return [] if place is None else table.rows.between(place, place + 1)
    named = named_by(word)
    forms = [] if named is None else ids(table, named)
    return [found for one in forms if (found := table.rows.of(one)) is not None]


def _lines(shelf: Shelf, table: Table, customer_id: str) -> list[Line] | None:
    # Whoever opens a customer asks for the orders next.
    return shelf.lines.get((table.listed.number, customer_id), lambda: _read(shelf, table, customer_id))


def _read(shelf: Shelf, table: Table, customer_id: str) -> list[Line] | None:
    content = shelf.runs.content(table.listed)
    if content is None:
        return None
    segments = shelf.runs.space.segments
    held = tuple(one.sha256 for one in pieces(content))
    bought = shelf.bought.get(held, lambda: Bought(segments, content))
    with table.cursor() as engine:
        return bought.of([customer_id], engine)


def _explained(table: Table, stored: Mapping[str, Any], lines: list[Line] | None, currency: str | None) -> Explanation:
    saved = table.saved
    carried = saved.document.get("carried", {})
    return explain(
        {name: value for name, value in stored.items() if name not in carried and not table.columns[name].ahead},
        saved.scheme,
        saved.fitted,
        date.fromisoformat(saved.document["as_of"]),
        lines or None,
        saved.document["currency"] or currency,
        saved.document["reading"]["zero_orders"],
    )


def _strategy(table: Table, stored: Mapping[str, Any]) -> list[Strategy]:
    scheme, found = table.saved.scheme, []
    for column in [one for one in scheme.results if one in stored]:
        place = None if stored[column] is None else str(stored[column])
        texts = group_texts(scheme, column).get(place or "", {})
        ahead = one_more_purchase(scheme, table.saved.fitted).get(int(place)) if column == "cell" and place else None
        found.append(Strategy(column, place, texts, ahead))
    return found


def _history(shelf: Shelf, table: Table, stored: Mapping[str, Any]) -> list[Stood]:
    """Return where a customer stood in this run and in earlier ones of the same scheme, the latest first."""
    here = table.listed
    same = [one for one in shelf.runs.all() if one.scheme == here.scheme and one.number <= here.number][:MOST_RUNS]
    return [found for one in same if (found := _stood(shelf, table, one, stored)) is not None]


def _stood(shelf: Shelf, table: Table, listed: Listed, stored: Mapping[str, Any]) -> Stood | None:
    """Return where a customer stood in a run; None where they were not rated, or the run keeps no whole table."""
    try:
        saved = shelf.runs.saved(listed)
        composite = saved.scheme.composite
        if listed.number == table.listed.number:
            rows = [(stored[saved.scheme.main], stored[composite.name] if composite is not None else None)]
        else:
            score = composite.name if composite is not None else "NULL"
            with table.cursor() as engine:
                source = f"({_source(shelf, engine, listed)})"
                rows = engine.run(f"SELECT {saved.scheme.main}, {score} FROM {source} WHERE {ID} = ?", [stored[ID]])
    except ShukeError:
        return None
    if not rows:
        return None
    place, points = rows[0]
    shown = None if points is None else f"{points.normalize():f}"
    return Stood(listed.number, listed.run.as_of, listed.scheme, None if place is None else str(place), shown)


def _source(shelf: Shelf, engine: Any, listed: Listed) -> str:
    return shelf.sources.get(listed.run.manifest, lambda: rated_table(engine, shelf.runs.saved(listed)))
