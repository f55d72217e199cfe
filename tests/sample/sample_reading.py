"""Reads the sample's files without any code of the product."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Sale:
    """A clean row of the sales file."""

    order: str
    day: date
    customer: str
    product: str
    quantity: int
    unit_price: Decimal
    amount: Decimal
    channel: str
    promotion: str


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def clean(row: dict[str, str]) -> Sale | None:
    try:
        day = datetime.fromisoformat(row["下单时间"]).date()
        amount = Decimal(row["金额"])
    except (ValueError, InvalidOperation):
        return None
    if not row["客户编号"]:
        return None
    quantity, unit_price = int(row["数量"]), Decimal(row["单价"])
    identity = row["订单号"], day, row["客户编号"], row["商品"]
    return Sale(*identity, quantity, unit_price, amount, row["渠道"], row["促销"])
