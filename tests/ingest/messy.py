"""Messy sales files made at random, with a book of their own about every row and cent; shares no code with the product.

Every row that is written is entered at once under what must become of it, in plain Python.
"""

from __future__ import annotations

import csv
import gzip
import io
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

HEADERS = {
    "customer_id": ("客户编号", "会员编号", "customer_id", "Customer ID", "买家ID"),
    "order_id": ("订单号", "单据编号", "order_id", "Order No."),
    "ordered_at": ("下单时间", "订单日期", "date", "ordered_at", "销售日期"),
    "amount": ("金额", "实付金额", "amount", "金额(元)", "销售额"),
    "quantity": ("数量", "qty"),
    "unit_price": ("单价", "unit_price"),
    "status": ("订单状态", "status"),
    "remark": ("备注", "remark", "仓库"),
}
GOOD_STATUS, BAD_STATUS = ("已完成", "交易成功", "completed"), ("已取消", "交易关闭", "unpaid")
BLANK_KEYS = ("", "  ", "N/A", "无", "NULL", "-")
# Cell -> the reason for which it is rejected.
BAD_DATES = {
    "": "date_blank",
    "2024-02-30": "date_invalid",
    "昨天": "date_not_understood",
    "2024-13-01": "date_invalid",
    "0000": "date_not_understood",
    "n.d.": "date_not_understood",
}
BAD_AMOUNTS = {
    "": "amount_blank",
    "12O.5": "amount_not_a_number",
    "l23": "amount_not_a_number",
    "abc": "amount_not_a_number",
    "1,23,4": "amount_not_a_number",
    "15%": "amount_is_percent",
}
FIRST = date(2024, 1, 1)
# csv: encoding, delimiter; the shares are those of exports that people have.
FORMS = (
    *(("utf-8", ",", "csv"),) * 4,
    *(("utf-8-sig", ",", "csv"),) * 3,
    *(("gb18030", ",", "csv"),) * 4,
    ("utf-16", "\t", "csv"),
    ("utf-8", ";", "csv"),
    ("gb18030", "\t", "csv"),
    ("utf-8", "|", "csv"),
    ("utf-8", ",", "gz"),
)


@dataclass
class Truth:
    """What must be said of one file."""

    path: Path
    used: int = 0
    merged: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    amount_used: Decimal = Decimal(0)
    amount_merged: Decimal = Decimal(0)
    amount_rejected: Decimal = Decimal(0)
    per_customer: dict[str, Decimal] = field(default_factory=dict)
    # Of the rejected rows with a fault: the row's number in the file, and what its cells should have been.
    faults: dict[int, dict[str, str]] = field(default_factory=dict)

    def accept(self, customer: str, amount: Decimal) -> None:
        self.used += 1
        self.amount_used += amount
        self.per_customer[customer] = self.per_customer.get(customer, Decimal(0)) + amount


class Maker:
    """Makes one file from a seed; ``policies`` are those it counts on: statuses excluded, equal rows merged."""

    def __init__(self, seed: int, *, xlsx: bool = False, faulty: float = 0.12) -> None:
        self.rng = random.Random(seed)
        self.faulty = faulty
        self.xlsx = xlsx
        rng = self.rng
        self.priced = rng.random() < 0.15
        names = ["customer_id", "ordered_at", *(["quantity", "unit_price"] if self.priced else ["amount"])]
        names += [name for name in ("order_id", "status", "remark") if rng.random() < 0.7]
        rng.shuffle(names)
        self.names = names
        self.headers = [rng.choice(HEADERS[name]) for name in names]
        self.encoding, self.delimiter, self.form = ("", "", "xlsx") if xlsx else rng.choice(FORMS)

    def write(self, folder: Path, name: str) -> Truth:
        """Write the file and return what must become of its rows."""
        rng, truth = self.rng, Truth(folder / f"{name}.{'csv.gz' if self.form == 'gz' else self.form}")
        table: list[list[str]] = []
        for _ in range(rng.choice((0, 0, 0, 1, 2))):
            table.append(["销售明细表", *[""] * (len(self.names) - 1)] if rng.random() < 0.5 else ["2024年度报表"])
            truth.skipped["skipped_title"] += 1
        table.append(self.headers)
        good: list[tuple[list[str], str, Decimal]] = []
        count = rng.randint(22, 60)
        for number in range(count):
            if 3 < number < count - 3 and rng.random() < 0.03 and len(self.names) > 3:
                table.append([""] * len(self.names))
                truth.skipped["skipped_blank"] += 1
            if 3 < number < count - 3 and rng.random() < 0.02:
                table.append(list(self.headers))
                truth.skipped["skipped_repeated_header"] += 1
            if good and rng.random() < 0.05:
                # An equal row: merged.
                cells, _, amount = rng.choice(good)
                table.append(list(cells))
                truth.merged += 1
                truth.amount_merged += amount
                continue
            self._record(number, table, truth, good)
        if rng.random() < 0.2 and len(self.names) > 3:
            table.append(["制表人：王五", *[""] * (len(self.names) - 1)])
            truth.skipped["skipped_footer"] += 1
        self._save(truth.path, table)
        return truth

    def _record(
        self, number: int, table: list[list[str]], truth: Truth, good: list[tuple[list[str], str, Decimal]]
    ) -> None:
        rng = self.rng
        customer = f"K{rng.randint(1, 15):03d}"
        day = FIRST + timedelta(days=rng.randint(0, 364))
        cents = rng.randint(1, 9) if rng.random() < 0.02 else rng.randint(100, 500_000)
        if rng.random() < 0.06:
            cents = -cents
        cells = {
            "customer_id": rng.choice((customer, f" {customer} ", customer)),
            "order_id": f"D{number:05d}",
            "ordered_at": self._day(day),
            "status": rng.choice(GOOD_STATUS),
            "remark": rng.choice(("", "一号仓", "x, y", 'say "hi"', f"n{number}")),
        }
        amount = Decimal(cents) / 100
        if self.priced:
            quantity = rng.randint(1, 5)
            amount = amount * quantity
            cells |= {"quantity": str(quantity), "unit_price": self._money(Decimal(cents) / 100)}
        else:
            cells["amount"] = self._money(amount)
        right = dict(cells)
        verdict, readable = self._spoil(cells, amount)
        row = [cells[name] for name in self.names]
        if verdict == "wrong_number_of_columns":
            row.append("多")
        table.append(row)
        if verdict is None:
            truth.accept(customer, amount)
            good.append((row, customer, amount))
            return
        truth.rejected[verdict] += 1
        if readable:
            truth.amount_rejected += amount
        if not verdict.startswith("excluded_"):
            truth.faults[len(table)] = {
                header: right[name] for header, name in zip(self.headers, self.names, strict=True)
            } | {"": customer, "amount": str(amount)}

    def _spoil(self, cells: dict[str, str], amount: Decimal) -> tuple[str | None, bool]:
        """Spoil a record, perhaps; return why it must be rejected, and whether its amount can still be read."""
        rng, chance = self.rng, self.rng.random()
        if chance > self.faulty:
            if "status" in self.names and rng.random() < 0.06:
                cells["status"] = rng.choice(BAD_STATUS)
                return "excluded_status", True
            return None, True
        kind = rng.choice(("customer", "date", "date", "amount", "amount", "large", "width"))
        if kind == "width" and not self.xlsx:
            # A cell too many stands at the end, so what stands before it is read.
            return "wrong_number_of_columns", True
        if kind == "customer":
            cells["customer_id"] = rng.choice(BLANK_KEYS)
            return "customer_id_blank", True
        if kind == "date":
            cells["ordered_at"] = rng.choice(tuple(BAD_DATES))
            return BAD_DATES[cells["ordered_at"]], True
        name = "unit_price" if self.priced else "amount"
        if kind == "large":
            cells[name] = "100000000000000"
            return "amount_out_of_range", False
        cells[name] = rng.choice(tuple(BAD_AMOUNTS))
        return BAD_AMOUNTS[cells[name]], False

    def _day(self, day: date) -> str:
        forms = ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y-%m-%d 10:20:30", "%Y.%m.%d")
        return day.strftime(self.rng.choice(forms))

    def _money(self, amount: Decimal) -> str:
        plain = f"{amount:.2f}"
        if amount > 0 and self.rng.random() < 0.2:
            return self.rng.choice((f"¥{amount:,.2f}", f"{amount:,.2f}", f"{plain}元", f" {plain} "))
        return plain

    def _save(self, path: Path, table: list[list[str]]) -> None:
        if self.form == "xlsx":
            from ingest.books import workbook

            workbook(path, table)
            return
        out = io.StringIO()
        csv.writer(out, delimiter=self.delimiter, lineterminator=self.rng.choice(("\n", "\r\n"))).writerows(table)
        content = out.getvalue().encode(self.encoding)
        path.write_bytes(gzip.compress(content, 1) if self.form == "gz" else content)
