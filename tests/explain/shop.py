"""A sample that is rated and saved, read again by the tests alone: its lines, its table, its break values."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pyarrow import parquet

from oracle import Line, metrics

WEIGHTS = {"r_score": Decimal("0.3"), "f_score": Decimal("0.3"), "m_score": Decimal("0.4")}
FLOORS = {"A": Decimal(4), "B": Decimal(3), "C": Decimal(2)}
RANKS = "ABCD"


@dataclass
class Shop:
    """A sales file and the folder it was rated into."""

    sales: Path
    out: Path
    lines: dict[str, list[Line]] = field(default_factory=dict)
    run: dict[str, Any] = field(default_factory=dict)
    table: dict[str, dict[str, Any]] = field(default_factory=dict)

    def read(self) -> Shop:
        """Read the sales, the manifest and the rated table."""
        for line in sales_lines(self.sales):
            self.lines.setdefault(line.customer_id, []).append(line)
        self.run = json.loads((self.out / "run.json").read_text(encoding="utf-8"))
        self.table = {row["customer_id"]: row for row in parquet.read_table(self.out / "customers.parquet").to_pylist()}
        return self

    @property
    def as_of(self) -> date:
        """The day of the rating."""
        return date.fromisoformat(self.run["as_of"])

    def rated_with(self, customer: str, day: date, orders: int, amount: Decimal) -> tuple[str, Decimal] | None:
        """The tier and the score by hand: the customer's lines and so many orders more, rated as of that day."""
        added = [Line(customer, f"added {number}", day, amount) for number in range(orders)]
        found = metrics([*self.lines[customer], *added], day).get(customer)
        if found is None:
            return None
        total = sum((WEIGHTS[name] * self.points(name, found) for name in WEIGHTS), Decimal(0))
        return next((tier for tier, floor in FLOORS.items() if total >= floor), "D"), total

    def points(self, name: str, figures: dict[str, Any]) -> int:
        """The score of a figure by the break values that were written down."""
        told = self.run["fitted"]["scores"][name]
        value = Decimal(figures[told["metric"]])
        for bound, score in told["steps"]:
            if value <= Decimal(bound) if told["best"] == "low" else value >= Decimal(bound):
                return int(score)
        return int(told["last"])


def sales_lines(path: Path) -> list[Line]:
    """The clean rows of a sample's sales file."""
    found = []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            try:
                day, amount = datetime.fromisoformat(row["下单时间"]).date(), Decimal(row["金额"])
            except (ValueError, InvalidOperation):
                continue
            if row["客户编号"]:
                found.append(Line(row["客户编号"], row["订单号"], day, amount))
    return found


def at_least(tier: str, promised: str) -> bool:
    """Whether a tier is the promised one or higher."""
    return RANKS.index(tier) <= RANKS.index(promised)
