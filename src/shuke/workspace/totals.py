"""What was added up of every customer for one period is kept, so that the next refresh adds and subtracts what changed.

Law: the totals after a change are those that adding up everything again would give. Orders enter and leave with a
sign: those that came with new loads, those that the moving period takes in or lets go, and orders that were settled
before and are open now. Sums and counts follow; the day of the latest purchase is the greater of the old one and the
new ones, and only where the purchase of that very day was taken away it is looked for again.

Only sums, counts and that day can be kept so. A scheme that looks at more is rated from the orders themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError
from shuke.scheme.builtin import BUILTIN
from shuke.stages.metrics import METRICS, Question, totals
from shuke.stages.orders import Lines, inside, orders
from shuke.stages.period import Window
from shuke.stages.relation import Select
from shuke.store.segments import Segment, Segments
from shuke.workspace.content import Content, Month, Totals
from shuke.workspace.relations import ORDER, copy, files, keep, rows_of

KINDS = {
    "customer_id": "VARCHAR",
    "orders": "INTEGER",
    "frequency": "INTEGER",
    "monetary": "DECIMAL(18, 4)",
    "gross": "DECIMAL(18, 4)",
    "last_purchase": "DATE",
}
SUMS = ("orders", "frequency", "monetary", "gross")
# What refunds took is what gross is above the net.
REFUNDS = "refunds"
KEPT = (*(name for name in KINDS if name not in {"customer_id", "orders"}), REFUNDS)
# By customer, those without a purchase behind all others: whoever is rated stands without gaps, and is written so.
IN_ORDER = "frequency = 0, customer_id"
# The latest purchase of whoever has none: a column that is never empty is written as one of a table without them.
NEVER = "DATE '0001-01-01'"
# In what is kept it is empty.
LASTING = {**{name: name for name in KINDS}, "last_purchase": "CASE WHEN frequency > 0 THEN last_purchase END"}
CHANGES, CHANGED, DOUBTFUL = "changes_of_orders", "changed_totals", "doubtful_customers"
# Once so large a part of the base has changed, the base is written anew.
LARGE = 8


def can_keep(question: Question) -> bool:
    """Tell whether the totals that a scheme needs can be kept from one refresh to the next."""
    needs = {need for name in question.builtin if BUILTIN[name].table == "orders" for need in METRICS[name].needs}
    return needs <= set(KEPT)


def plain_metrics() -> frozenset[str]:
    """Return the metrics that follow from the kept totals: without a change only the days of ``recency_days`` go on."""
    return frozenset(
        name
        for name, known in BUILTIN.items()
        if known.table == "orders" and name in METRICS and set(METRICS[name].needs) <= set(KEPT)
    )


def key_of(question: Question) -> str:
    """Return the name under which totals are kept: schemes over the same period share them."""
    period = question.scheme.period if question.scheme is not None else None
    return f"{'all' if period is None else period.model_dump_json(exclude_none=True)} {question.zero_orders}"


def whole(question: Question, lines: Lines) -> Select:
    """Return the totals of every customer with an order in the window, added up from the orders, in their order."""
    names = [name for name in KEPT if name != REFUNDS]
    found = totals(orders(lines, question.window), names, question)
    kept = {name: f"COALESCE({found.columns[name]}, {0 if name in SUMS else NEVER})" for name in names}
    columns = {"orders": "COUNT(*)", **kept}
    typed = {name: f"CAST({expression} AS {KINDS[name]})" for name, expression in columns.items()}
    table = Select({"customer_id": "customer_id", **typed}, found.source, group_by=("customer_id",))
    refunds = {REFUNDS: "monetary - gross"} if _wants_refunds(question) else {}
    return Select({**{name: name for name in table.columns}, **refunds}, table, order_by=(IN_ORDER,))


def _wants_refunds(question: Question) -> bool:
    return any(REFUNDS in METRICS[name].needs for name in question.builtin if BUILTIN[name].table == "orders")


@dataclass(frozen=True)
class Changes:
    """The way from kept totals to those of a question: which orders came, went, and were opened."""

    engine: DuckDB
    segments: Segments
    before: Totals
    content: Content
    question: Question

    @property
    def possible(self) -> bool:
        """Whether everything that was counted then is still there: after going back it may not be."""
        return all(now[: len(was)] == was for was, now in zip(_hashes(self.before), _hashes(self.content), strict=True))

    def none(self, name: str) -> bool:
        """Tell whether the kept totals are of the same orders and days as those under a name, and have their sums."""
        if self.before.basis != _totals(self.content, self.question, self.before.base, None).basis:
            return False
        try:
            self.segments.check(one for one in (self.before.base, self.before.delta) if one is not None)
        except DataError:
            return False
        days = f"SUM(DATE_DIFF('day', {NEVER}, COALESCE(last_purchase, {NEVER})))"
        sums = f"SELECT COUNT(*), {', '.join(f'SUM({one})' for one in SUMS)}, {days} FROM"
        kept, now = _kept_rows(self.segments, self.before), f"SELECT * FROM {name} WHERE orders <> 0"
        return self.engine.run(f"{sums} ({kept})") == self.engine.run(f"{sums} ({now})")

    def read(self) -> Sequence[Segment]:
        """Return the segments that are read on the way."""
        months = [one.orders for one in (*self._months(self._common), *self._added)]
        kept = [one for one in (self.before.base, self.before.delta) if one is not None]
        return [*kept, *months, *self.content.opened, *self.content.open_lines]

    def apply(self, name: str, lines: Lines, *, ordered: bool) -> int:
        """Keep the totals of the question under a name; return how many customers' totals changed.

        ``ordered``: in their order.
        """
        engine, old = self.engine, _kept_rows(self.segments, self.before)
        keep(engine, CHANGES, self._net())
        self._sum_up()
        # One pass over the old totals: those of customers without a change go through as they are.
        sums = {one: f"CAST(COALESCE(t.{one}, 0) + c.{one} AS {KINDS[one]})" for one in SUMS}
        added = ", ".join(
            f"CASE WHEN c.customer_id IS NULL THEN t.{one} ELSE {total} END AS {one}" for one, total in sums.items()
        )
        query = (
            f"SELECT COALESCE(t.customer_id, c.customer_id) AS customer_id, {added}, "
            "COALESCE(CASE WHEN c.customer_id IS NULL THEN t.last_purchase "
            "WHEN COALESCE(t.frequency, 0) + c.frequency > 0 THEN GREATEST(t.last_purchase, c.added) END, "
            f"{NEVER}) AS last_purchase, "
            "CASE WHEN c.customer_id IS NOT NULL THEN COALESCE(t.frequency, 0) END AS frequency_before, "
            "COALESCE(c.removed >= t.last_purchase AND COALESCE(c.added < c.removed, TRUE), FALSE) AS doubtful "
            f"FROM ({old}) AS t FULL JOIN summed_changes AS c ON t.customer_id = c.customer_id"
        )
        refunds = f", monetary - gross AS {REFUNDS}" if _wants_refunds(self.question) else ""
        order = f" ORDER BY {IN_ORDER}" if ordered else ""
        keep(engine, name, f"SELECT *{refunds} FROM ({query}){order}")
        self._look_again(name, lines)
        lasting = ", ".join(f"{expression} AS {column}" for column, expression in LASTING.items())
        changed = f"SELECT {lasting}, frequency_before FROM {name} WHERE frequency_before IS NOT NULL"
        keep(engine, CHANGED, changed)
        return int(engine.run(f"SELECT COUNT(*) FROM {CHANGED}")[0][0])

    def store(self, name: str, *, ordered: bool) -> Totals:
        """Keep the totals that ``apply`` made: the base with what changed since, or a new base."""
        delta = self.before.delta
        columns = ", ".join(KINDS)
        earlier = rows_of(self.segments, [] if delta is None else [delta], KINDS)
        query = (
            f"SELECT {columns} FROM (SELECT {columns} FROM ({earlier}) ANTI JOIN {CHANGED} USING (customer_id) "
            f"UNION ALL SELECT {columns} FROM {CHANGED}) ORDER BY customer_id"
        )
        rows = self.engine.run(f"SELECT COUNT(*) FROM ({query})")[0][0]
        if rows * LARGE > self.before.base.rows:
            return stored(self.engine, self.segments, name, self.content, self.question, ordered=ordered)
        made = self.segments.keep(lambda path: copy(self.engine, query, path)) if rows else None
        return _totals(self.content, self.question, self.before.base, made)

    @property
    def _common(self) -> Sequence[Month]:
        return self.content.settled[: len(self.before.settled)]

    @property
    def _added(self) -> Sequence[Month]:
        return self.content.settled[len(self.before.settled) :]

    @property
    def _windows(self) -> tuple[str, str]:
        """The conditions that an order lies in the period then, and in the period now."""
        first = None if self.before.first is None else date.fromisoformat(self.before.first)
        return inside(Window(first, date.fromisoformat(self.before.last))), inside(self.question.window)

    def _months(self, among: Sequence[Month]) -> list[Month]:
        """Return the months with a day that lies in one of the two periods and not in the other."""
        old = (self.before.first or "0001-01-01", self.before.last)
        now = self.question.window
        new = (now.first.isoformat() if now.first else "0001-01-01", now.last.isoformat())
        spans = [sorted(pair) for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
        return [one for one in among if any(first[:7] <= one.month <= last[:7] for first, last in spans)]

    def _net(self) -> str:
        """Return the query for the orders that came and went: ``customer_id``, ``ordered_at``, ``amount``, ``n``."""
        then, now = self._windows
        moved = f"({then}) <> ({now})"
        signed = f"CASE WHEN {now} THEN 1 ELSE -1 END"
        opened, count = self.content.opened, len(self.before.opened)
        parts = [
            self._part([one.orders for one in self._months(self._common)], signed, moved),
            self._part([one.orders for one in self._added], "1", now),
            self._part(opened[count:], "-1", now),
            self._part(opened[:count], f"-({signed})", moved),
            *self._open(then, now, moved),
        ]
        return (
            f"SELECT customer_id, ordered_at, amount, SUM(sign) AS n FROM ({' UNION ALL '.join(parts)}) "
            "GROUP BY ALL HAVING SUM(sign) <> 0"
        )

    def _part(self, segments: Sequence[Segment], sign: str, held: str) -> str:
        rows = rows_of(self.segments, segments, ORDER)
        return f"SELECT customer_id, ordered_at, amount, {sign} AS sign FROM ({rows}) WHERE {held}"

    def _open(self, then: str, now: str, moved: str) -> list[str]:
        """Return the orders of open lines, of those that may differ: as they were counted then, and as they are now."""
        if not self.content.open_lines:
            return []
        count = len(self.before.open_lines)
        old, new = self.content.open_lines[:count], self.content.open_lines[count:]
        lines = files(self.segments, self.content.open_lines)
        differing = [f"SELECT customer_id, order_id FROM {lines} WHERE {moved}"]
        if new:
            differing.append(f"SELECT customer_id, order_id FROM {files(self.segments, new)}")
        keep(self.engine, "differing_orders", f"SELECT DISTINCT * FROM ({' UNION ALL '.join(differing)})")
        grouped = (
            "SELECT customer_id, MIN(ordered_at) AS ordered_at, CAST(SUM(amount) AS DECIMAL(18, 4)) AS amount, "
            "{sign} AS sign FROM {lines} SEMI JOIN differing_orders USING (customer_id, order_id) WHERE {held} "
            "GROUP BY customer_id, order_id"
        )
        found = [grouped.format(sign=1, lines=lines, held=now)]
        if old:
            found.append(grouped.format(sign=-1, lines=files(self.segments, old), held=then))
        return found

    def _sum_up(self) -> None:
        purchase = self.question.purchase
        keep(
            self.engine,
            "summed_changes",
            "SELECT customer_id, CAST(SUM(n) AS BIGINT) AS orders, "
            f"CAST(SUM(CASE WHEN {purchase} THEN n ELSE 0 END) AS BIGINT) AS frequency, "
            "CAST(SUM(n * amount) AS DECIMAL(38, 4)) AS monetary, "
            f"CAST(SUM(CASE WHEN {purchase} THEN n * amount ELSE 0 END) AS DECIMAL(38, 4)) AS gross, "
            f"MAX(CASE WHEN {purchase} AND n > 0 THEN ordered_at END) AS added, "
            f"MAX(CASE WHEN {purchase} AND n < 0 THEN ordered_at END) AS removed FROM {CHANGES} GROUP BY customer_id",
        )

    def _look_again(self, name: str, lines: Lines) -> None:
        """Find the latest purchase of customers of whom that of the latest day was taken away."""
        keep(self.engine, DOUBTFUL, f"SELECT customer_id FROM {name} WHERE doubtful AND frequency > 0")
        if not self.engine.run(f"SELECT COUNT(*) FROM {DOUBTFUL}")[0][0]:
            return
        content = self.content
        self.segments.check([*(one.orders for one in content.settled), *content.open_lines, *content.opened])
        held = f"customer_id IN (SELECT customer_id FROM {DOUBTFUL})"
        found = totals(orders(lines, self.question.window, held), ("last_purchase",), self.question)
        self.engine.keep("latest_purchases", found)
        self.engine.run(
            f"UPDATE {name} SET last_purchase = latest_purchases.last_purchase FROM latest_purchases "
            f"WHERE {name}.customer_id = latest_purchases.customer_id"
        )


def stored(
    engine: DuckDB, segments: Segments, name: str, content: Content, question: Question, *, ordered: bool
) -> Totals:
    """Keep totals that were added up from the orders; ``ordered``: they stand in their order."""
    columns = ", ".join(f"CAST({LASTING[column]} AS {kind}) AS {column}" for column, kind in KINDS.items())
    query = f"SELECT {columns} FROM {name} WHERE orders <> 0{'' if ordered else f' ORDER BY {IN_ORDER}'}"
    return _totals(content, question, segments.keep(lambda path: copy(engine, query, path)), None)


def _hashes(known: Content | Totals) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the hashes of what totals are added up from."""
    if isinstance(known, Totals):
        return known.settled, known.opened, known.open_lines
    return (
        tuple(one.orders.sha256 for one in known.settled),
        tuple(one.sha256 for one in known.opened),
        tuple(one.sha256 for one in known.open_lines),
    )


def _totals(content: Content, question: Question, base: Segment, delta: Segment | None) -> Totals:
    days, (settled, opened, open_lines) = question.window, _hashes(content)
    return Totals(
        days.first.isoformat() if days.first else None,
        days.last.isoformat(),
        settled,
        opened,
        open_lines,
        base,
        delta,
    )


def _kept_rows(segments: Segments, kept: Totals) -> str:
    """Return the query for totals as they were kept: the base, with what changed since in place of its rows."""
    base = rows_of(segments, [kept.base], KINDS)
    if kept.delta is None:
        return base
    delta = rows_of(segments, [kept.delta], KINDS)
    columns = ", ".join(KINDS)
    return (
        f"SELECT {columns} FROM ({base}) ANTI JOIN ({delta}) USING (customer_id) "
        f"UNION ALL SELECT {columns} FROM ({delta}) WHERE orders <> 0"
    )


__all__ = ["Changes", "can_keep", "key_of", "stored", "whole"]
