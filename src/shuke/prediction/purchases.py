"""From orders to what models look at: days with a purchase, one row a customer, and equal histories counted once.

The engine does all of it, so that what comes into Python grows with how different histories are, not with customers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from shuke.engines.duckdb import DuckDB
from shuke.prediction.histories import Histories, histories
from shuke.prediction.returned import LEFT, UNDONE, keep_returned
from shuke.stages.orders import Lines, orders
from shuke.stages.period import Window
from shuke.stages.relation import Select, day

if TYPE_CHECKING:
    from shuke.prediction.histories import Floats, Ints

ORDERS, DAYS, CUSTOMERS = "purchase_orders", "purchase_days", "purchase_histories"
# Logarithms of amounts enter sums as decimals: such sums are the same in any order.
LOG = "CASE WHEN amount > 0 THEN CAST(LN(CAST(amount AS DOUBLE)) AS DECIMAL(12, 6)) END"


def keep_days(engine: DuckDB, lines: Lines, as_of: date, zero_orders: str) -> None:
    """Keep every day on which a customer made a purchase: ``customer_id``, ``day``, ``amount``, ``undone_on``.

    ``undone_on`` is the day since which nothing of it stands, as all of it was given back; else NULL. A purchase that
    was given back on a day with others is not in its amount.
    """
    is_purchase = "amount >= 0" if zero_orders == "purchase" else "amount > 0"
    columns = {name: name for name in ("customer_id", "ordered_on", "amount")}
    engine.keep(ORDERS, Select(columns, orders(lines, Window(None, as_of))))
    keep_returned(engine, ORDERS)
    made = (
        f"SELECT customer_id, ordered_on AS day, SUM(amount) AS amount, COUNT(*) AS orders FROM {ORDERS} "
        f"WHERE {is_purchase} GROUP BY ALL"
    )
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {DAYS} AS SELECT customer_id, day, "
        "made.amount - CASE WHEN undone.orders < made.orders THEN undone.amount ELSE 0 END AS amount, "
        "CASE WHEN undone.orders = made.orders THEN undone.last END AS undone_on "
        f"FROM ({made}) AS made LEFT JOIN {UNDONE} AS undone USING (customer_id, day)"
    )
    engine.drop(ORDERS)


def standing(until: str) -> str:
    """Return the condition that a purchase was made up to a day, and stood then."""
    return f"(day <= {until} AND (undone_on IS NULL OR undone_on > {until}))"


def keep_histories(engine: DuckDB, as_of: date, relation: str = DAYS) -> int:
    """Keep one row a customer, of the days up to ``as_of``; return how many there are.

    ``purchase_days`` and their ``total`` less what was given back, first and last; x, t_x and T in days; ``gaps2``, the
    sum of squared gaps; ``recent``, the repeats in the later half of T; and counts, sums and sums of squares of the
    logarithms of amounts of the earlier and the later half of the purchases (of an odd number the middle one is in
    neither).
    """
    end = day(as_of)
    early, late = "amount > 0 AND number * 2 <= n", "amount > 0 AND number * 2 > n + n % 2"
    sides = ", ".join(
        f"COUNT(*) FILTER ({half}) AS {name}_n, COALESCE(SUM({LOG}) FILTER ({half}), 0) AS {name}_sum, "
        f"COALESCE(SUM({LOG} * {LOG}) FILTER ({half}), 0) AS {name}_squares"
        for name, half in (("early", early), ("late", late))
    )
    numbered = (
        "SELECT customer_id, day, amount, day - LAG(day) OVER one AS gap, ROW_NUMBER() OVER one AS number, "
        "COUNT(*) OVER (PARTITION BY customer_id) AS n, MIN(day) OVER (PARTITION BY customer_id) AS first "
        f"FROM {relation} WHERE {standing(end)} WINDOW one AS (PARTITION BY customer_id ORDER BY day)"
    )
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {CUSTOMERS} AS SELECT customer_id, COUNT(*) AS purchase_days, "
        "CAST(GREATEST(SUM(amount) - COALESCE(ANY_VALUE(refunds), 0), 0) AS DECIMAL(38, 4)) AS total, "
        "MIN(day) AS first_purchase, MAX(day) AS last_purchase, "
        f"COUNT(*) - 1 AS x, MAX(day) - MIN(day) AS t_x, {end} - MIN(day) AS T, "
        "CAST(COALESCE(SUM(gap * gap), 0) AS BIGINT) AS gaps2, "
        f"COUNT(*) FILTER (number > 1 AND (day - first) * 2 > {end} - first) AS recent, {sides} "
        f"FROM ({numbered}) LEFT JOIN (SELECT customer_id, amount AS refunds FROM {LEFT}) USING (customer_id) "
        "GROUP BY customer_id"
    )
    return int(engine.run(f"SELECT COUNT(*) FROM {CUSTOMERS}")[0][0])


def bought(engine: DuckDB) -> int:
    """Return how many customers made a purchase, whether anything of it stands or not."""
    return int(engine.run(f"SELECT COUNT(DISTINCT customer_id) FROM {DAYS}")[0][0])


def histories_at(engine: DuckDB, as_of: date, relation: str = DAYS) -> Histories:
    """Return what was known on a day: every history of the customers who had bought by then, counted once."""
    each = (
        "SELECT COUNT(*) - 1 AS x, MAX(day) - MIN(day) AS t_x, "
        f"{day(as_of)} - MIN(day) AS T FROM {relation} WHERE {standing(day(as_of))} GROUP BY customer_id"
    )
    return _read(engine, f"SELECT x, t_x, T, COUNT(*) AS count FROM ({each}) GROUP BY ALL")


def outcomes_at(engine: DuckDB, as_of: date, days: int, relation: str = DAYS) -> tuple[Histories, Ints]:
    """Return what was known on a day with what came in the days after: histories, and later purchase days of each."""
    import numpy as np

    known, end = f"FILTER {standing(day(as_of))}", day(as_of + timedelta(days=days))
    each = (
        f"SELECT COUNT(*) {known} - 1 AS x, MAX(day) {known} - MIN(day) {known} AS t_x, "
        f"{day(as_of)} - MIN(day) {known} AS T, "
        f"COUNT(*) FILTER (day > {day(as_of)} AND {standing(end)}) AS later FROM {relation} "
        f"GROUP BY customer_id HAVING COUNT(*) {known} > 0"
    )
    names = ("x", "t_x", "T", "later", "count")
    rows = _matrix(engine, f"SELECT x, t_x, T, later, COUNT(*) AS count FROM ({each}) GROUP BY ALL", names)
    # In a fixed order: sums of floats over them are then the same however the engine found them.
    rows = rows[np.lexsort(rows.T[::-1])]
    return histories(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 4]), rows[:, 3]


def groups(engine: DuckDB) -> Histories:
    """Return the different histories of the kept customers in a fixed order."""
    return _read(engine, f"SELECT x, t_x, T, COUNT(*) AS count FROM {CUSTOMERS} GROUP BY ALL")


def amounts(engine: DuckDB) -> tuple[Floats, Floats]:
    """Return the number of purchase days and their total of each kept customer."""
    query = f"SELECT CAST(purchase_days AS DOUBLE) AS n, CAST(total AS DOUBLE) AS total FROM {CUSTOMERS}"
    found = engine.matrix(doubles(query, ("n", "total")))
    return found[:, 0], found[:, 1]


def regular_share(engine: DuckDB) -> tuple[int, float]:
    """Return how many customers have at least three gaps, and the share of them whose gaps hardly differ.

    They hardly differ when their standard deviation is at most a tenth of their mean, as with a monthly payment.
    """
    spread = "gaps2 * 1.0 / x - (t_x * 1.0 / x) * (t_x * 1.0 / x)"
    many, regular = engine.run(
        f"SELECT COUNT(*), COUNT(*) FILTER ({spread} <= 0.01 * (t_x * 1.0 / x) * (t_x * 1.0 / x)) "
        f"FROM {CUSTOMERS} WHERE x >= 3"
    )[0]
    return int(many), (regular / many if many else 0.0)


def doubles(query: str, names: Sequence[str]) -> Select:
    """Return some columns of a query as floats; whole numbers and sums of decimals stay exact in them up to 2^53."""
    return Select({name: f"CAST({name} AS DOUBLE)" for name in names}, f"({query})")


def _read(engine: DuckDB, query: str) -> Histories:
    import numpy as np

    rows = _matrix(engine, query, ("x", "t_x", "T", "count"))
    rows = rows[np.lexsort(rows.T[::-1])]
    return histories(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3])


def _matrix(engine: DuckDB, query: str, names: Sequence[str]) -> Ints:
    import numpy as np

    return np.asarray(np.rint(engine.matrix(doubles(query, names))), dtype=np.int64)
