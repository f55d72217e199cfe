"""A small shop with a past and a later: who bought when, for how much."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

HEAD = "customer_id,order_id,date,amount\n"
SPLIT = "2024-06-30"


def shop(path: Path, customers: int = 60, *, until: date = date(2024, 12, 31), seed: int = 7) -> Path:
    """Write a year of sales in which everybody keeps a rate and an amount of their own until they leave."""
    source = random.Random(seed)
    lines = []
    for number in range(customers):
        gap, amount, day = source.randint(10, 160), source.randint(5, 400), date(2024, 1, 1)
        leaves = source.betavariate(0.5, 1.5)
        day += timedelta(days=source.randint(0, 120))
        while day <= date(2024, 12, 31):
            lines.append((f"C{number:03}", f"O{len(lines)}", day, amount + source.randint(0, 9)))
            day += timedelta(days=max(1, round(source.expovariate(1 / gap))))
            if source.random() < leaves:
                break
    kept = [line for line in lines if line[2] <= until]
    path.write_text(HEAD + "".join(f"{c},{o},{d},{a}.00\n" for c, o, d, a in kept), encoding="utf-8")
    return path
