"""The shop of the story: its exports as an operator gets them, and the workspace as they find it in the morning.

The figures that all three ways must tell are reckoned here from the rows of the exports, in plain Python.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from shuke.rating import Options
from shuke.scheme.parse import scheme_text
from shuke.watching.care.planned import plan
from shuke.watching.warnings.check import Wish, check
from shuke.workspace import Settings, Workspace, load, refresh
from shuke.workspace.beside import Beside
from workspace.books import UNION, Line, write

SCHEME, OWNER = "rfm-quintile-weighted", "owner"
BESIDES = ("recency_days", "frequency", "monetary")
AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (
    date(2024, 8, 31), date(2024, 9, 30), date(2024, 10, 31), date(2024, 11, 30),
)  # fmt: skip
CUSTOMERS = 90
GOAL = """goals:
  - goal: high-value-spend
    title: {en: High-value customers spend more, zh: 高价值客户多消费}
    measure: spend
    groups: [A]
    days: 365
    baseline: 2024-09-30
    by: 2025-06-30
    change: +20 %
"""


@dataclass(frozen=True)
class Exports:
    """The files of a day: what was loaded long ago, the new export, and the one that comes after the campaign."""

    old: Path
    october: Path
    november: Path
    customers: Path


def sales() -> list[Line]:
    """Sales of two years until the end of November, the earliest first, with refunds."""
    chance = random.Random(11)
    found: list[Line] = []
    for place in range(CUSTOMERS):
        who, often = f"C{place:03}", chance.choice((1, 2, 4, 8, 14))
        for _ in range(often):
            on = date(2023, 1, 1) + timedelta(days=chance.randrange(690))
            number = f"O{len(found):05}"
            found.append((who, number, on.isoformat(), f"{chance.randrange(1_000, 60_000) / 100:.2f}"))
            if chance.random() < 0.1:
                back = min(on + timedelta(days=chance.randrange(20)), NOVEMBER)
                found.append((who, number, back.isoformat(), "-4.50"))
        # The last day of each month has an order, so that a rating as of the latest order is one of the month's end.
        if place < 4:
            found.append((who, f"E{place}", (AUGUST, SEPTEMBER, OCTOBER, NOVEMBER)[place].isoformat(), "88.00"))
    return sorted(found, key=lambda line: (line[2], line[1], line[3]))


def between(lines: list[Line], first: date, last: date) -> list[Line]:
    """The lines of some days."""
    return [line for line in lines if first.isoformat() <= line[2] <= last.isoformat()]


def net(lines: list[Line]) -> Decimal:
    """The money of some lines."""
    return sum((Decimal(line[3]) for line in lines), Decimal(0))


def bought(lines: list[Line], who: set[str]) -> tuple[int, Decimal]:
    """How many of some customers made a purchase, and the money of all of them: orders are added up by hand."""
    orders: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for customer, order, _, amount in lines:
        if customer in who:
            orders[customer, order] += Decimal(amount)
    return len({one for (one, _), amount in orders.items() if amount > 0}), sum(orders.values(), Decimal(0))


def exports(folder: Path) -> Exports:
    """Write the files."""
    lines, chance = sales(), random.Random(12)
    about = [(f"C{place:03}", chance.choice(("S-01", "S-02"))) for place in range(CUSTOMERS)]
    return Exports(
        write(folder / "until-september.csv", between(lines, date(2023, 1, 1), SEPTEMBER)),
        write(folder / "october.csv", between(lines, date(2024, 10, 1), OCTOBER)),
        write(folder / "november.csv", between(lines, date(2024, 11, 1), NOVEMBER)),
        write(folder / "customers.csv", about, ("customer_id", OWNER)),
    )


def morning(home: Path, files: Exports) -> Workspace:
    """The workspace in the morning: rated twice, warnings checked, tasks planned, a goal written."""
    space = Workspace.init(home, scheme_text(SCHEME)[0], Settings())
    load(space, [files.old], UNION, beside=Beside((), (files.customers,)))
    for as_of in (AUGUST, SEPTEMBER):
        options = Options(reading=UNION, carry=(OWNER,), as_of=as_of, currency="CNY", metrics=BESIDES)
        refresh(space, options, lang="en").result.close()
    check(space, Wish(None, "ada", OWNER))
    plan(space, "ada", "2024-10-01T08:00:00Z", None, owner=OWNER)
    (home / "watch").mkdir(exist_ok=True)
    (home / "watch/goals.yaml").write_text(GOAL, encoding="utf-8")
    return space


def read_list(path: Path) -> list[dict[str, str]]:
    """The rows of a list that was taken away."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
