"""Write an order-line file of any size, the same bytes for the same arguments.

    python benchmarks/generate.py 10000000 benchmarks/data/lines-10m.parquet
    python benchmarks/generate.py 10000000 benchmarks/data/orders-10m.parquet --one-line-per-order

About ten lines a customer over 24 months that end on 2024-12-31, in time order; 1.47 lines an order, 3.4 % of
the orders are refunds, spending and buying rates are skewed (a square and a product of uniforms), text ids.
Every figure is an integer hash of its row's number, so no generator state and no thread count can change it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb

# One draw in 0 … n − 1 for row `i` and purpose `salt`: two rounds of a Lehmer step modulo the prime 2^31 − 1
# (Park and Miller 1988) with a fold between them, in 64-bit integers only.
DRAW = """
CREATE MACRO lehmer(x) AS (x % 2147483647) * 48271 % 2147483647;
CREATE MACRO draw(i, salt, n) AS
    (lehmer(xor(lehmer(i + salt * 7919 + 1), lehmer(i // 65536 + salt * 104729 + 3)) + i) >> 3) % n
"""

LINES = """
COPY (
    WITH orders AS (
        SELECT i,
               draw(i, 1, 1000000) AS u, draw(i, 2, 1000000) AS v,
               draw(i, 3, 1000) < 34 AS refund,
               {lines_per_order} AS n_lines,
               TIMESTAMP '2023-01-01 00:00:00' + to_seconds((i * {seconds}) // {orders}) AS ordered_at
        FROM range({orders}) AS t(i)
    )
    SELECT printf('C%09d', {customers} * u // 1000000 * (500000 + v // 2) // 1000000) AS customer_id,
           printf('SO%010d', i) AS order_id,
           ordered_at,
           ((CASE WHEN refund THEN -1 ELSE 1 END)
             * (199 + draw(i * 8 + k, 5, 4000)
                      * (1 + draw(i * 8 + k, 6, 400) * draw(i * 8 + k, 8, 100) // 1000)))::DECIMAL(18, 0)
             * 0.01::DECIMAL(3, 2) AS amount
    FROM orders, unnest(range(n_lines)) AS l(k)
) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)
"""


def generate(rows: int, path: Path, *, one_line_per_order: bool = False) -> None:
    """Write about ``rows`` order lines to ``path`` (zstd Parquet: customer_id, order_id, ordered_at, amount)."""
    orders = rows if one_line_per_order else int(rows / 1.47)
    lines = (
        "1"
        if one_line_per_order
        else "CASE WHEN draw(i, 4, 100) < 70 THEN 1 WHEN draw(i, 4, 100) < 88 THEN 2 ELSE 3 + draw(i, 7, 2) END"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = true")
        for statement in DRAW.strip().split(";\n"):
            connection.execute(statement)
        connection.execute(
            LINES.format(
                lines_per_order=lines,
                orders=orders,
                customers=max(rows // 7, 1),
                seconds=731 * 86400,
                path=path,
            )
        ).fetchall()


def main() -> None:
    """Read the command line and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--one-line-per-order", action="store_true")
    arguments = parser.parse_args()
    generate(arguments.rows, arguments.path, one_line_per_order=arguments.one_line_per_order)


if __name__ == "__main__":
    main()
