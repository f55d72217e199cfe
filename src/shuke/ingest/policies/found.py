"""What policies notice and leave: counted after the rows were taken in, told with a code, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.ingest.intake import ACCEPTED, PLAIN, Intake
from shuke.ingest.policies import outliers, review, statuses, trials, walk_ins
from shuke.ingest.policies.ground import Ground
from shuke.ingest.policies.names import contradicted
from shuke.ingest.policies.policy import chosen
from shuke.privacy.detection import kind_of_value
from shuke.stages.orders import inside
from shuke.stages.period import Window

# Quartiles and clashes are looked for among this many lines; more of them tell nothing else.
LOOKED_AT = 1_000_000
# A customer with more than this share of the money, among this many at least, makes every total a story of one.
MOST_OF_ONE, FEWEST_CUSTOMERS = Decimal("0.5"), 5
# The orders of the window that have a refund among their lines.
REFUNDED = "refunded_orders"
# No amount that is nought, a refund or one cent is larger.
MOST_NOTICED = "amount <= CAST('0.01' AS DECIMAL(3, 2))"
Note = tuple[str, dict[str, object]]


@dataclass
class Found:
    """Rows that a policy noticed and kept, with their money, and the notes that tell it."""

    kept: dict[str, tuple[int, Decimal]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def keep(self, policy: str, rows: int, amount: Decimal | None) -> None:
        """Count rows that a policy leaves."""
        if rows:
            self.kept[policy] = (rows, Decimal(amount or 0))


def look(engine: DuckDB, intake: Intake, window: Window, customers: str, elsewhere: str) -> Found:
    """Return what the policies notice.

    ``customers`` is the relation of totals per customer in the window, ``elsewhere`` that of all other customers.
    """
    found = Found()
    unseen = _too_many(engine, intake)
    if unseen:
        found.notes += [("not_reviewed", {"rows": _n(unseen)}), *_large_key(engine, intake, window, customers)]
        found.notes += _below(engine, customers)
        return found
    keys = f"SELECT customer_id FROM {customers} UNION ALL SELECT customer_id FROM {elsewhere}"
    counts = _counts(engine, intake, keys)
    found.keep("zero-orders", counts["zero_rows"], Decimal(0))
    found.keep("test-orders", counts["test_rows"], counts["test_amount"])
    found.keep("walk-ins", counts["walk_in_rows"], counts["walk_in_amount"])
    found.keep("refunds", counts["refund_rows"], counts["refund_amount"])
    if counts["zero_rows"] and intake.reading.zero_orders == "neither":
        found.notes.append(("zero_amounts", {"rows": _n(counts["zero_rows"])}))
    if counts["test_rows"]:
        found.notes.append(("test_orders", {"rows": _n(counts["test_rows"]), "amount": Decimal(counts["test_amount"])}))
    if counts["walk_in_rows"]:
        found.notes.append(
            ("walk_ins", {"rows": _n(counts["walk_in_rows"]), "amount": Decimal(counts["walk_in_amount"])})
        )
    found.notes += _statuses(engine, intake, found)
    found.notes += _large_key(engine, intake, window, customers)
    found.notes += _outliers(engine, found)
    if counts["refund_rows"]:
        found.notes += _refunds(engine, intake, window, customers)
        found.notes += _below(engine, customers)
    found.notes += _orders(engine, intake)
    found.notes += contradicted(engine, intake.loaded)
    found.notes += _concentrated(engine, customers)
    return found


def _too_many(engine: DuckDB, intake: Intake) -> int:
    """Return how many rows a source read in place has, if they are too many to be looked over unasked; else 0."""
    if _converted(intake) or review.full(intake.reading):
        return 0
    rows: int = engine.run(f"SELECT COUNT(*) FROM {PLAIN}")[0][0]
    return rows if rows > review.MOST else 0


def _n(count: int) -> str:
    return f"{count:,}"


def _counts(engine: DuckDB, intake: Intake, keys: str) -> dict[str, Any]:
    """Return rows and money that policies keep; ``keys`` is the query for all customers, each once."""
    says = {"walk_in": walk_ins.known_here(chosen(intake.reading, walk_ins.POLICY))}
    if _converted(intake):
        says["test"] = trials.says_test("customer_id")
    among = _noticed(engine, says, keys)
    trial = ["trial"] if _converted(intake) and "trial" in intake.columns else []
    held = {
        "zero": "amount = 0",
        "refund": "amount < 0",
        "test": " OR ".join([trials.ONE_CENT, among.get("test", "FALSE"), *trial]),
        "walk_in": among["walk_in"],
    }
    columns = ", ".join(
        f"COUNT(*) FILTER ({condition}), COALESCE(SUM(amount) FILTER ({condition}), 0)" for condition in held.values()
    )
    # Few rows are any of these, and where only their amounts say so, blocks of larger ones are left out unread.
    some = [MOST_NOTICED, *among.values(), *trial]
    row = engine.run(f"SELECT {columns} FROM {PLAIN} WHERE {' OR '.join(one for one in some if one != 'FALSE')}")[0]
    names = [f"{name}_{part}" for name in held for part in ("rows", "amount")]
    return dict(zip(names, row, strict=True))


def _noticed(engine: DuckDB, says: dict[str, str], keys: str) -> dict[str, str]:
    """Return what is said of customer keys as conditions on rows; each key is looked at once, not in every row."""
    flags = ", ".join(f"{condition} AS {name}" for name, condition in says.items())
    said = " OR ".join(f"({condition})" for condition in says.values())
    engine.run(f"CREATE OR REPLACE TEMP TABLE noticed_keys AS SELECT customer_id, {flags} FROM ({keys}) WHERE {said}")
    counts = engine.run(f"SELECT {', '.join(f'COUNT(*) FILTER ({name})' for name in says)} FROM noticed_keys")[0]
    return {
        name: f"customer_id IN (SELECT customer_id FROM noticed_keys WHERE {name})" if count else "FALSE"
        for name, count in zip(says, counts, strict=True)
    }


def _converted(intake: Intake) -> bool:
    return not any(one.in_place for one in intake.loaded)


def _statuses(engine: DuckDB, intake: Intake, found: Found) -> Iterator[Note]:
    """Tell of statuses that are in no list, and of those that never count but were kept."""
    ground = Ground(engine, intake.loaded, intake.reading)
    value = statuses.value_of(intake.reading)
    new = statuses.unknown(ground, value)
    if new:
        plain = (status for status, _ in new if status.isalpha() and len(status) <= 12)
        shown = [status for status in plain if kind_of_value(status) is None][:3]
        rows = sum(count for _, count in new)
        yield "new_statuses", {"count": len(new), "rows": _n(rows), "shown": ", ".join(shown) or "…"}
    if value.choice == "keep":
        rows_kept = ground.union({"amount": "amount"}, statuses.never(value), needs=("status",))
        count, amount = engine.run(f"SELECT COUNT(*), SUM(amount) FROM ({rows_kept})")[0]
        found.keep("statuses", count, amount)


def _large_key(engine: DuckDB, intake: Intake, window: Window, customers: str) -> Iterator[Note]:
    """Tell of a customer with so many rows that the key may stand for many people."""
    heads, purchases = engine.run(f"SELECT COUNT(*), SUM(frequency) FROM {customers}")[0]
    if heads < walk_ins.AMONG or not purchases:
        return
    # A key with a fifth of the rows has a tenth of the purchases; only such keys are counted exactly.
    candidates = engine.run(
        f"SELECT customer_id FROM {customers} WHERE frequency > {walk_ins.LARGE / 2} * {purchases} ORDER BY 1"
    )
    rows = engine.run(f"SELECT COUNT(*) FROM {PLAIN} WHERE {inside(window)}")[0][0] if candidates else 0
    for (key,) in candidates:
        held = engine.run(f"SELECT COUNT(*) FROM {PLAIN} WHERE {inside(window)} AND customer_id = ?", [key])[0][0]
        if held > walk_ins.LARGE * rows:
            yield "large_key", {"share": f"{100 * held / rows:.0f} %", "rows": _n(held)}


def _outliers(engine: DuckDB, found: Found) -> Iterator[Note]:
    limit = outliers.fence(engine, f"(SELECT amount FROM {PLAIN} LIMIT {LOOKED_AT})")
    if limit is None:
        return
    rows, amount = engine.run(
        f"SELECT COUNT(*), SUM(amount) FROM {PLAIN} WHERE amount > CAST('{limit}' AS DECIMAL(38, 4))"
    )[0]
    found.keep("outliers", rows, amount)
    if rows:
        yield "outliers", {"rows": _n(rows), "amount": Decimal(amount), "limit": limit}


def _refunds(engine: DuckDB, intake: Intake, window: Window, customers: str) -> Iterator[Note]:
    """Tell of refunds without their sale, and of refunds above their sale: of who bought in the window, and of others.

    Only those who bought are rated, so a figure of the rated customers holds the first part of each amount alone.
    """
    if intake.lines.has_order_id:
        # Few orders have a refund; only lines of their numbers are added up.
        held = f"{inside(window)} AND order_id IS NOT NULL"
        refunded = f"SELECT order_id FROM {ACCEPTED} WHERE {held} AND amount < 0"
        engine.run(
            f"CREATE OR REPLACE TEMP TABLE {REFUNDED} AS SELECT customer_id, COUNT(*) FILTER (amount > 0) AS sales, "
            f"SUM(amount) AS net FROM {ACCEPTED} WHERE {held} AND order_id IN ({refunded}) "
            "GROUP BY customer_id, order_id HAVING MIN(amount) < 0"
        )
        bought = f"customer_id IN (SELECT customer_id FROM {customers} WHERE frequency > 0)"
        for key, which in (("orphan_refunds", "sales = 0"), ("over_refunds", "sales > 0 AND net < 0")):
            count, amount, rated = engine.run(
                f"SELECT COUNT(*), COALESCE(SUM(net), 0), COALESCE(SUM(net) FILTER ({bought}), 0) "
                f"FROM {REFUNDED} WHERE {which}"
            )[0]
            if count:
                amounts = {"amount": Decimal(amount), "rated": Decimal(rated), "others": Decimal(amount - rated)}
                yield key, {"orders": _n(count), **amounts}


def _below(engine: DuckDB, customers: str) -> Iterator[Note]:
    """Tell of customers whom refunds leave with nothing."""
    below = engine.run(f"SELECT COUNT(*) FROM {customers} WHERE frequency > 0 AND monetary <= 0")[0][0]
    if below:
        yield "net_not_above_zero", {"count": _n(below)}


def _concentrated(engine: DuckDB, customers: str) -> Iterator[Note]:
    """Tell of one customer who makes most of the money."""
    heads, most, whole = engine.run(
        f"SELECT COUNT(*), MAX(monetary), SUM(CASE WHEN monetary > 0 THEN monetary END) FROM {customers}"
    )[0]
    if heads >= FEWEST_CUSTOMERS and whole and Decimal(most) > Decimal(whole) * MOST_OF_ONE:
        yield "concentrated", {"share": f"{100 * Decimal(most) / Decimal(whole):.0f} %"}


def _orders(engine: DuckDB, intake: Intake) -> Iterator[Note]:
    """Tell of order numbers that two customers share, and of orders that stand in two sources."""
    if intake.lines.has_order_id and not intake.lines.one_line_per_order:
        clashing = engine.run(
            f"SELECT COUNT(*) FROM (SELECT 1 FROM (SELECT customer_id, order_id FROM {PLAIN} "
            f"WHERE order_id IS NOT NULL LIMIT {LOOKED_AT}) GROUP BY order_id "
            "HAVING MIN(customer_id) <> MAX(customer_id))"
        )[0][0]
        if clashing:
            yield "order_clash", {"orders": _n(clashing)}
    if intake.split_orders:
        yield "amended", {"orders": _n(intake.split_orders)}
