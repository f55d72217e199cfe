"""Refunds under order numbers of their own, set against the purchases that they undo.

A refund of exactly the amount of an earlier purchase of the same customer undoes it: from the day of the refund on that
purchase was none. Of several purchases of one amount the earliest that still stands is undone. Every other refund takes
from what the customer's purchases are worth together. A refund under the number of its order is none of these: the
order is summed before it comes here.

Law: of the refunds of one amount, as many undo a purchase as in any way of setting each against one before it.
"""

from __future__ import annotations

from shuke.engines.duckdb import DuckDB

UNDONE, LEFT = "undone_purchases", "refunds_left"


def keep_returned(engine: DuckDB, orders: str) -> None:
    """Keep which purchases of ``orders`` (``customer_id``, ``ordered_on``, ``amount``) were undone, and other refunds.

    ``undone_purchases``: ``customer_id``, ``day``, ``orders`` (how many), ``amount`` (their sum), ``last`` (the day on
    which the last of them was undone). ``refunds_left``: ``customer_id``, ``amount`` (the sum of the other refunds).
    """
    one = "PARTITION BY customer_id, size ORDER BY ordered_on, amount DESC ROWS UNBOUNDED PRECEDING"
    # Going through the orders of one amount by day, a refund that finds no purchase makes a new low of the balance.
    steps = (
        "SELECT customer_id, ordered_on, ABS(amount) AS size, amount, SUM(SIGN(amount)) OVER one AS balance, "
        f"COUNT(*) FILTER (amount > 0) OVER one AS sold, COUNT(*) FILTER (amount < 0) OVER one AS given "
        f"FROM {orders} SEMI JOIN (SELECT customer_id FROM {orders} WHERE amount < 0) USING (customer_id) "
        f"WHERE amount <> 0 WINDOW one AS ({one})"
    )
    lows = f"SELECT *, GREATEST(-MIN(balance) OVER one, 0) AS lost FROM ({steps}) WINDOW one AS ({one})"
    engine.run(
        "CREATE OR REPLACE TEMP TABLE order_steps AS SELECT *, "
        f"lost > COALESCE(LAG(lost) OVER one, 0) AS alone FROM ({lows}) "
        "WINDOW one AS (PARTITION BY customer_id, size ORDER BY ordered_on, amount DESC)"
    )
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {UNDONE} AS SELECT p.customer_id, p.ordered_on AS day, COUNT(*) AS orders, "
        "SUM(p.amount) AS amount, MAX(r.ordered_on) AS last FROM order_steps AS p JOIN order_steps AS r "
        "ON r.customer_id = p.customer_id AND r.size = p.size AND r.given - r.lost = p.sold "
        "WHERE p.amount > 0 AND r.amount < 0 AND NOT r.alone GROUP BY ALL"
    )
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {LEFT} AS SELECT customer_id, SUM(size) AS amount FROM order_steps "
        "WHERE amount < 0 AND alone GROUP BY customer_id"
    )
    engine.drop("order_steps")
