"""The floor: the same work as raw DuckDB SQL by hand, without a product around it.

    python benchmarks/floor.py LINES.parquet OUT.parquet            lines -> R, F, M -> quintiles -> tier -> Parquet
    python benchmarks/floor.py LINES.parquet OUT.parquet account    the same; every row, cent and customer counted

LINES may be a CSV file: it is read with declared types, once, where it is read for one purpose, and into a table where
it is needed again.

Two-step grouping (order, then customer), break values by order statistics, applied by CASE, written sorted by
customer. The tie groups are placed by their middle, as the product does, so the two tables are equal; `bench.py`
checks that. As of 2024-12-31, twelve months, weights 0.3, 0.3, 0.4.
"""

from __future__ import annotations

import sys
from typing import Any

import duckdb

PERIOD = "ordered_at >= DATE '2024-01-01' AND ordered_at < DATE '2025-01-01'"
OUTSIDE = "(ordered_at < DATE '2024-01-01' OR ordered_at >= DATE '2025-01-01')"
GROUPED = """SELECT customer_id, MIN(ordered_at::DATE) AS d, SUM(amount) AS a FROM {path}
             WHERE {period} AND {check} GROUP BY customer_id, order_id"""
SINGLE = "SELECT customer_id, ordered_at::DATE AS d, amount AS a FROM {path} WHERE {period} AND {check}"
# A check that may stop the query makes DuckDB 2.0 group 57 million lines in a third of the time (27 against 82
# processor seconds measured); at a tenth of the lines it makes no difference. The floor takes what is fastest.
CHECK = "CASE WHEN STRLEN(customer_id) = 0 THEN ERROR('empty')::BOOLEAN ELSE TRUE END"
CUSTOMERS = """CREATE TEMP TABLE customers AS
    SELECT customer_id,
           (DATE '2024-12-31' - MAX(CASE WHEN a > 0 THEN d END))::INTEGER AS recency_days,
           COUNT(CASE WHEN a > 0 THEN 1 END)::INTEGER AS frequency,
           SUM(a)::DECIMAL(18, 4) AS monetary
    FROM ({orders}) GROUP BY customer_id"""
METRICS = {"recency_days": "<", "frequency": ">", "monetary": ">"}
SCORES = {"recency_days": "r_score", "frequency": "f_score", "monetary": "m_score"}


def main() -> None:
    """Read the command line and do the work."""
    path, out, *extra = sys.argv[1:]
    connection = duckdb.connect()
    for setting in (word for word in extra if "=" in word):
        connection.execute(f"SET {setting}")
    path = source(path)
    if "account" in extra and path.startswith("read_csv"):
        connection.execute(f"CREATE TEMP TABLE lines AS SELECT * FROM {path}")
        path = "lines"
    orders = (SINGLE if "single" in extra else GROUPED).format(path=path, period=PERIOD, check=CHECK)
    connection.execute(CUSTOMERS.format(orders=orders)).fetchall()
    if "account" in extra:
        account(connection, path)
    arms = ", ".join(f"{case(connection, metric)} AS {score}" for metric, score in SCORES.items())
    connection.execute(
        f"COPY (SELECT *, CASE WHEN score >= 4 THEN 'A' WHEN score >= 3 THEN 'B' WHEN score >= 2 THEN 'C' ELSE 'D' END "
        "AS tier FROM (SELECT *, (0.3::DECIMAL(2, 1) * r_score + 0.3::DECIMAL(2, 1) * f_score "
        "+ 0.4::DECIMAL(2, 1) * m_score)::DECIMAL(18, 6) AS score FROM "
        f"(SELECT *, {arms} FROM customers WHERE frequency > 0)) ORDER BY customer_id) "
        f"TO '{out}' (FORMAT parquet, COMPRESSION zstd)"
    ).fetchall()


def source(path: str) -> str:
    """Return the table expression of a file."""
    if not path.endswith(".csv"):
        return f"'{path}'"
    types = "'customer_id': 'VARCHAR', 'order_id': 'VARCHAR', 'ordered_at': 'TIMESTAMP', 'amount': 'DECIMAL(18, 2)'"
    return f"read_csv('{path}', auto_detect = false, header = true, columns = {{{types}}})"


def case(connection: duckdb.DuckDBPyConnection, metric: str) -> str:
    """Return the CASE of one metric, its break values found by order statistics."""
    better = METRICS[metric]
    n = one(connection, "SELECT COUNT(*) FROM customers WHERE frequency > 0")[0]
    positions = {score: n * (5 - score + 1) // 5 for score in (5, 4, 3, 2)}
    at = [n - 1 - p if better == ">" else p for p in positions.values()]
    fractions = ", ".join(f"{2 * p + 1}::DOUBLE / {2 * n}" for p in at)
    values = one(connection, f"SELECT QUANTILE_DISC({metric}, [{fractions}]) FROM customers WHERE frequency > 0")[0]
    nearest = "MIN" if better == ">" else "MAX"
    asked = ", ".join(
        f"COUNT(CASE WHEN {metric} {better} {v} THEN 1 END), COUNT(CASE WHEN {metric} = {v} THEN 1 END), "
        f"{nearest}(CASE WHEN {metric} {better} {v} THEN {metric} END)"
        for v in values
    )
    found = one(connection, f"SELECT {asked} FROM customers WHERE frequency > 0")
    arms = []
    for index, score in enumerate(positions):
        a, e, nearer = found[3 * index : 3 * index + 3]
        bound = values[index] if 5 - 5 * (2 * a + e) // (2 * n) >= score else nearer
        if bound is not None:
            arms.append(f"WHEN {metric} {better}= {bound} THEN {score}")
    return f"(CASE {' '.join(arms)} ELSE 1 END)::INTEGER"


def account(connection: duckdb.DuckDBPyConnection, path: str) -> None:
    """Count every row and cent by where it lies, and every customer seen."""
    one(
        connection,
        f"SELECT COUNT(*), SUM(amount), COUNT(CASE WHEN {PERIOD} THEN 1 END), "
        f"SUM(CASE WHEN {PERIOD} THEN amount END) FROM {path}",
    )
    one(
        connection,
        "SELECT COUNT(*) FROM (SELECT DISTINCT customer_id "
        f"FROM {path} ANTI JOIN customers USING (customer_id) WHERE {OUTSIDE})",
    )


def one(connection: duckdb.DuckDBPyConnection, statement: str) -> tuple[Any, ...]:
    """Return the only row of a statement."""
    row = connection.execute(statement).fetchone()
    if row is None:
        raise RuntimeError("no row")
    return row


if __name__ == "__main__":
    main()
