"""Order lines of a small shop whose customers behave as a model says; as a table and as a file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from shuke.engines.duckdb import DuckDB
from shuke.prediction import purchases
from shuke.stages.orders import Lines

FIRST = date(2023, 1, 1)


def lines(customers: int = 400, days: int = 700, seed: int = 5) -> list[tuple[str, str, str]]:
    """Return rows of customer, day and amount: rates differ, some stop after a purchase, amounts differ by customer."""
    draw = np.random.default_rng(seed)
    rows = []
    for number in range(customers):
        rate, stop = draw.gamma(0.9, 1 / 6.0) / 7, draw.beta(0.8, 3.0)
        level = 30 / draw.gamma(4.0, 1 / 3.0)
        day = float(draw.integers(0, days // 2))
        while day < days:
            amount = max(1, round(100 * level * draw.gamma(6.0, 1 / 6.0)))
            rows.append((f"K{number:04}", str(FIRST + timedelta(days=int(day))), f"{amount // 100}.{amount % 100:02}"))
            if draw.random() < stop:
                break
            day += max(1.0, draw.exponential(1 / rate))
    return rows


def written(path: Path, rows: list[tuple[str, str, str]]) -> Path:
    """Write rows as a CSV file."""
    text = "".join(f"{','.join(row)}\n" for row in [("customer_id", "date", "amount"), *rows])
    path.write_text(text, encoding="utf-8")
    return path


def days_of(rows: str, end: date) -> DuckDB:
    """Return an engine that keeps the days with a purchase of lines: customer, order, day and amount, as SQL values."""
    made = DuckDB()
    made.run(f"CREATE TABLE lines AS SELECT * FROM (VALUES {rows}) AS rows(customer_id, order_id, ordered_at, amount)")
    purchases.keep_days(made, Lines("lines", "lines"), end, "neither")
    return made
