"""A base of customers in nested cells: a rated result made from orders."""

from __future__ import annotations

import random
from pathlib import Path

import shuke
from cli.sales import write


def orders(customers: int, seed: int = 5) -> list[tuple[str, ...]]:
    rng = random.Random(seed)
    rows = []
    for number in range(customers):
        for order in range(1 + min(int(rng.expovariate(0.7)), 8)):
            day = f"2024-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
            rows.append((f"K{number:05}", f"S{number}-{order}", day, f"{rng.randrange(500, 50_000) / 100:.2f}"))
    return rows


def rated(folder: Path, customers: int = 600, scheme: str = "nested-125") -> Path:
    """The folder of a rated result."""
    source = write(folder / "sales.csv", orders(customers))
    result = shuke.score(source, scheme=scheme, as_of="2024-12-31")
    result.save(folder / "run", ["parquet"])
    result.close()
    return folder / "run"
