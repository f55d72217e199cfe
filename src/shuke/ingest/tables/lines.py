"""The tables of one run become one relation of accepted lines in the engine, and an account of every row and cent.

Law: rows read = rows used + rows rejected, and the same for the amounts that could be read; what was read is counted
apart from what became of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, cast

from shuke.engines.engine import TableEngine
from shuke.errors import DataError, Where, ensure
from shuke.ingest import ahead
from shuke.ingest.account import Account, Tally
from shuke.ingest.decisions import ask, decided
from shuke.ingest.policies import refunds, statuses
from shuke.ingest.policies.policy import chosen
from shuke.ingest.tables import keys
from shuke.ingest.tables.source import Source, accepted, known, read, shown, verdict
from shuke.stages.orders import Lines
from shuke.stages.period import Window
from shuke.stages.relation import Select, day

ROWS, EVERYTHING, ACCEPTED = "table_rows", "all_lines", "accepted_lines"
DAY = "CAST(ordered_at AS DATE)"


@dataclass(frozen=True)
class Share:
    """Rows of one table with one verdict; of accepted ones, those of one day."""

    source: int
    reason: str | None
    on: date | None
    rows: int
    amount: Decimal


@dataclass(frozen=True)
class Facts:
    """What one look at all rows tells: what became of them, by verdict and day, blank order ids, odd letters in keys.

    ``rows`` and ``amount`` are those that were read, counted without looking at what became of them.
    """

    rows: int
    amount: Decimal
    shares: tuple[Share, ...]
    blank_orders: int
    odd: dict[str, int]
    # The keys of which some are folded.
    folded: frozenset[str] = frozenset()

    @property
    def latest(self) -> date | None:
        """The latest day of an accepted row."""
        return max((one.on for one in self.shares if one.on is not None), default=None)


def take_in_tables(engine: TableEngine, sources: Sequence[Source], before: Facts | None = None) -> tuple[Lines, Facts]:
    """Name the relations of all rows and of the accepted ones in the engine; return the lines, and facts of them.

    ``before`` are the facts when the same tables were taken in before, with other settings.

    Raises:
        DataError: the tables are empty, or hold several currencies.
        Undecided: what becomes of some rows is open.
    """
    held = sorted(frozenset[str]().union(*(one.held for one in sources)))
    engine.define(ROWS, _united(sources, held))
    known = before.folded if before else frozenset[str]()
    everything = _lines(sources, held, known)
    facts = _facts(engine, everything, sources)
    if before is None:
        for column, count in facts.odd.items():
            if count and keys.load_folded(engine, f"folded{column}", column, ROWS):
                known |= {column}
        if known:
            everything = _lines(sources, held, known)
            facts = _facts(engine, everything, sources)
    facts = replace(facts, folded=known)
    if not facts.rows:
        raise DataError("table_empty", Where(file=sources[0].raw.name))
    engine.define(EVERYTHING, everything)
    # Keys that are always there are said to be: grouping by what may be empty costs some engines twice the time.
    there = {"customer_id"} if facts.blank_orders else {"customer_id", "order_id"}
    columns = {name: f"COALESCE({name}, '')" if name in there else name for name in held}
    engine.define(ACCEPTED, Select(columns, EVERYTHING, accepted(sources[0])))
    if facts.latest is None:
        raise DataError("no_usable_rows")
    _ask_statuses(engine, sources)
    _one_currency(engine, sources, held)
    lines = Lines(ACCEPTED, ACCEPTED, has_order_id="order_id" in held, blank_order_ids=facts.blank_orders > 0)
    return lines, facts


def account(sources: Sequence[Source], facts: Facts, window: Window) -> tuple[Account, list[Account]]:
    """Return the account of all tables together, and of each one, both checked."""
    parts = [Account(source.raw.name) for source in sources]
    for share in facts.shares:
        part = parts[share.source]
        tally: Tally = part.rejected[share.reason] if share.reason else getattr(part, _phase(share.on, window))
        tally.add(share.rows, share.amount)
    total = Account("total")
    for part in parts:
        for name in ("before", "inside", "after"):
            one: Tally = getattr(part, name)
            getattr(total, name).add(one.rows, one.amount)
        for reason, one in part.rejected.items():
            total.rejected[reason].add(one.rows, one.amount)
        part.read = Tally(part.used.rows + part.refused.rows, part.used.amount + part.refused.amount)
    total.read = Tally(facts.rows, facts.amount)
    if total.read.rows != total.used.rows + total.refused.rows or total.read.amount != sum(
        (total.used.amount, total.refused.amount), Decimal(0)
    ):
        raise DataError("table_changed", Where(file=sources[0].raw.name))
    total.check()
    return total, parts


def last_day(sources: Sequence[Source], facts: Facts, *, dated: bool) -> str | None:
    """Return the last day that a row can bear, where rows far ahead of all others are to be rejected; else None.

    Raises:
        Undecided: nobody has said what becomes of them.
    """
    first = sources[0]
    if dated and decided(first.reading, ahead.DECISION) is None:
        return None
    found = ahead.strays((one.on, one.rows) for one in facts.shares if one.on is not None)
    where = Where(file=first.raw.name, column=first.meaning.header("ordered_at"))
    return ahead.settle(found, where, first.reading, dated=dated)


def _phase(on: date | None, window: Window) -> Literal["before", "inside", "after"]:
    """Return where an accepted row lies, by its day."""
    ensure(on is not None, "an accepted row has no day")
    lies = cast(date, on)
    if window.first is not None and lies < window.first:
        return "before"
    return "inside" if lies <= window.last else "after"


def latest_order_date(engine: TableEngine, lines: Lines, facts: Facts) -> date:
    """Return the date of the latest order: an order is dated by its earliest line."""
    latest = facts.latest or date.min
    if not lines.has_order_id:
        return latest
    # Only an order that has a line on the latest day, or later than any other order begins, can be the latest.
    keyed = Select(
        {"customer_id": "customer_id", "order_id": "order_id"},
        ACCEPTED,
        ("order_id IS NOT NULL", f"ordered_at >= {day(_month_before(latest))}"),
        ("customer_id", "order_id"),
    )
    engine.keep("latest_orders", keyed)
    found = Select(
        {"_on": "MIN(CAST(ordered_at AS DATE))"},
        f"{ACCEPTED} JOIN latest_orders USING (customer_id, order_id)",
        group_by=("customer_id", "order_id"),
    )
    single = Select({"_on": "CAST(ordered_at AS DATE)"}, ACCEPTED, ("order_id IS NULL",))
    on = engine.row(Select({"_on": "MAX(_on)"}, (found, single)))["_on"]
    if on is None or on < _month_before(latest):
        every = Select(
            {"_on": "MIN(CAST(ordered_at AS DATE))"},
            ACCEPTED,
            ("order_id IS NOT NULL",),
            ("customer_id", "order_id"),
        )
        on = engine.row(Select({"_on": "MAX(_on)"}, (every, single)))["_on"]
    return _a_date(on)


def _month_before(latest: date) -> date:
    return date.fromordinal(max(1, latest.toordinal() - 31))


def _united(sources: Sequence[Source], held: Sequence[str]) -> Select:
    """Return the rows of all tables as one relation."""
    parts = [read(source, number) for number, source in enumerate(sources)]
    if len(parts) == 1:
        return parts[0]
    names = dict.fromkeys(name for part in parts for name in part.columns)
    unified = []
    for part in parts:
        columns = {name: part.columns.get(name, "CAST(NULL AS VARCHAR)") for name in names}
        columns["ordered_at"] = f"CAST({columns['ordered_at']} AS DATE)"
        unified.append(Select(columns, part.source))
    return Select({name: name for name in names}, tuple(unified))


def _lines(sources: Sequence[Source], held: Sequence[str], folded: frozenset[str]) -> Select:
    """Return all rows with final keys and a verdict."""
    first = sources[0]
    joins = "".join(f" LEFT JOIN folded{column} USING ({column})" for column in sorted(folded))
    raws = frozenset[str]().union(*(source.meaning.columns for source in sources))
    columns: dict[str, str] = {}
    for name in held:
        raw = f"_{name}"
        if name == "customer_id" or (name == "order_id" and name in raws):
            text = f"COALESCE(_folded{raw}, {raw})" if raw in folded else raw
            columns[name] = known(text, first, name)
        elif name == "order_id":
            columns[name] = "CAST(CAST(ordered_at AS DATE) AS VARCHAR)"
        else:
            columns[name] = name
    told = dict.fromkeys(name for source in sources for name in shown(source))
    besides = ("_date_good", "_date_fault", "_amount_fault", "_date", "_amount", *told, "_source")
    if chosen(first.reading, refunds.POLICY).choice == "separate" and "order_id" in columns:
        columns["order_id"] = f"CASE WHEN NOT COALESCE(amount < 0, FALSE) THEN {columns['order_id']} END"
    odd = {f"_odd{raw}": keys.is_odd(raw) for raw in ("_customer_id", "_order_id") if raw[1:] in raws}
    inner = Select({**columns, **{name: name for name in besides}, **odd}, f"{ROWS}{joins}")
    return Select({**{name: name for name in inner.columns}, "verdict": verdict(first)}, inner)


def _facts(engine: TableEngine, everything: Select, sources: Sequence[Source]) -> Facts:
    good = " AND ".join(accepted(sources[0]))
    odd = {name: f"COUNT(CASE WHEN {name} THEN 1 END)" for name in everything.columns if name.startswith("_odd")}
    shared = Select(
        {**{name: name for name in ("_source", "verdict", "amount", *odd)}, "_on": f"CASE WHEN {good} THEN {DAY} END"}
        | ({"_blank": "order_id IS NULL"} if "order_id" in everything.columns else {"_blank": "FALSE"}),
        everything,
    )
    groups = ("_source", "verdict", "_on")
    sums = {
        **{name: name for name in groups},
        "_rows": "COUNT(*)",
        "_amount": "COALESCE(SUM(amount), 0)",
        "_blanks": "COUNT(CASE WHEN _blank THEN 1 END)",
        **odd,
    }
    shares, blank, letters = [], 0, dict.fromkeys(odd, 0)
    for source, reason, on, rows, amount, blanks, *found in engine.rows(Select(sums, shared, group_by=groups)):
        shares.append(Share(source, reason, None if on is None else _a_date(on), int(rows), Decimal(amount)))
        blank += 0 if reason else int(blanks)
        letters = {name: letters[name] + int(count) for name, count in zip(odd, found, strict=True)}
    read = engine.row(Select({"_rows": "COUNT(*)", "_money": "COALESCE(SUM(amount), 0)"}, ROWS))
    named = {name.removeprefix("_odd"): count for name, count in letters.items()}
    return Facts(int(read["_rows"]), Decimal(read["_money"]), tuple(shares), blank, named)


def _ask_statuses(engine: TableEngine, sources: Sequence[Source]) -> None:
    """Ask what becomes of orders whose status says that they never came to pass, unless it was said.

    Raises:
        Undecided: there are such orders.
    """
    value = statuses.value_of(sources[0].reading)
    with_status = [source for source in sources if "status" in source.carried]
    if value.choice != "ask" or not with_status:
        return
    held = Select({"status": "status"}, ACCEPTED, (f"COALESCE({statuses.never(value)}, FALSE)",))
    counted = {"status": "status", "_rows": "COUNT(*)"}
    found = engine.rows(Select(counted, held, group_by=("status",), order_by=("_rows DESC", "status")))
    if found:
        shown = ", ".join(f"{status} ({count:,})" for status, count in found[: statuses.MOST_SHOWN])
        where = Where(file=with_status[0].raw.name, column=with_status[0].meaning.header("status"))
        rows = sum(count for _, count in found)
        ask("statuses", "statuses_open", where, rows=f"{rows:,}", statuses=shown)


def _one_currency(engine: TableEngine, sources: Sequence[Source], held: Sequence[str]) -> None:
    found = currencies(engine, held)
    if len(found) > 1:
        raise DataError("currencies_mixed", Where(file=sources[0].raw.name), currencies=", ".join(found))


def currencies(engine: TableEngine, held: Sequence[str]) -> list[str]:
    """Return the first few currencies that the lines name."""
    if "currency" not in held:
        return []
    given = Select(
        {"currency": "currency"}, ACCEPTED, ("currency IS NOT NULL",), ("currency",), order_by=("currency",), limit=6
    )
    return [str(row[0]) for row in engine.rows(given)]


def _a_date(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else date.fromisoformat(str(value))
