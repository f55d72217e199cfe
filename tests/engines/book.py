"""One order book with every edge that engines have been seen to differ on: as rows, for the oracle and for a file."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from oracle import Book, Interaction, Line, identifier, money
from rating.library import IDS, values_of

AS_OF = date(2024, 2, 29)
FIRST = date(2023, 3, 1)
KINDS = ("consultation", "complaint", "visit", "campaign")
# Equal after trimming and folding, or beside each other in one collation and not in another.
ODD_IDS = (
    *("007", " 007", "\uff10\uff10\uff17", "007\u3000", "7", "a", "A", "b", "B", "C-10", "_x", "é", "e\u0301"),
    *("客户甲", "客户甲 ", "客户乙", "Ｃ００１", "C001", "a,b", 'say "hi"', "O'Neil", "x\\y", "%", "Ω", "ß"),
)
NOT_IDS = (None, "", "  ", "\u3000", "N/A", "0")
AMOUNTS = (
    *("10", "10", "10", "20", "49.995", "9999.9999", "10000", "50000", "50000.0001", "0", "0.00005", "0.000049"),
    *("-10", "-20.5", "0.0001", "-0.00005", "-0.000049", "1.00015", "12345678.9012", "99.99995", "333.333333"),
)
DAYS = (
    *(AS_OF, AS_OF - timedelta(days=1), AS_OF + timedelta(days=1), FIRST, FIRST - timedelta(days=1)),
    *(
        date(2023, 8, 30),
        date(2023, 8, 31),
        date(2023, 9, 1),
        date(2023, 12, 29),
        date(2020, 2, 29),
        date(1999, 12, 31),
    ),
)
WORDS = ("", "spring sale", "A", " 会员日 ")
OWN = [own for scheme in IDS for own in (values_of(scheme).get("metrics") or {}).values()]
LINE_COLUMNS = sorted({column for own in OWN for column in own.get("where", {})})
ATTRIBUTES = {own["attribute"]: own.get("type", "text") for own in OWN if "attribute" in own}
Row = dict[str, Any]


def rows(count: int = 3_000, seed: int = 7) -> list[Row]:
    """The rows of the table of orders, faults among them."""
    chance = random.Random(seed)
    customers = [*ODD_IDS, *(f"c{n}" for n in range(170))]
    found = []
    for number in range(count):
        who = chance.choice(customers) if chance.random() > 0.01 else chance.choice(NOT_IDS)
        order = f"o{chance.randrange(count // 2)}" if chance.random() > 0.03 else chance.choice((None, "", " ", "ｏ1"))
        near = AS_OF - timedelta(days=chance.randrange(0, 500))
        on = chance.choice(DAYS) if chance.random() < 0.2 else near
        at = datetime.combine(on, chance.choice((time(0, 0), time(23, 59, 59), time(12, 30, 1))))
        exact = (
            Decimal(chance.choice(AMOUNTS))
            if chance.random() < 0.5
            else Decimal(chance.randrange(-3_000, 90_000)) / 100
        )
        row: Row = {
            "customer_id": who,
            "order_id": order,
            "ordered_at": at if chance.random() > 0.005 else None,
            "amount": exact if chance.random() > 0.005 else None,
        }
        row.update({column: chance.choice(WORDS) or None for column in LINE_COLUMNS})
        found.append({**row, "remark": f"row {number}"})
    return found


def contacts(seed: int = 8) -> list[tuple[str, str, date]]:
    chance = random.Random(seed)
    customers = [*ODD_IDS, *(f"c{n}" for n in range(0, 200, 2))]
    return [
        (chance.choice(customers), chance.choice(KINDS), AS_OF - timedelta(days=chance.randrange(-3, 480)))
        for _ in range(600)
    ]


def attributes(seed: int = 9) -> list[tuple[Any, ...]]:
    """The table of customers: an id, then a cell for every attribute that any scheme looks at."""
    chance = random.Random(seed)
    cells = {"number": (None, Decimal(0), Decimal(1), Decimal("2.5"), Decimal(40), Decimal(400))}
    customers = [*dict.fromkeys(map(identifier, ODD_IDS)), *(f"c{n}" for n in range(0, 190, 3))]
    return [
        (who, *(chance.choice(cells.get(kind, WORDS)) or None for kind in ATTRIBUTES.values())) for who in customers
    ]


def oracle_book(table: list[Row], interactions: list[tuple[str, str, date]], people: list[tuple[Any, ...]]) -> Book:
    """The good rows as the oracle has them."""
    lines = []
    for row in table:
        who = identifier(row["customer_id"] or "")
        if who and who not in NOT_IDS and row["ordered_at"] is not None and row["amount"] is not None:
            line = Line(
                who, identifier(row["order_id"] or "") or None, row["ordered_at"].date(), money(f"{row['amount']:f}")
            )
            about = tuple((column, row[column].strip()) for column in LINE_COLUMNS if row[column])
            lines.append(replace(line, about=about))
    return Book(
        lines,
        AS_OF,
        [Interaction(identifier(who), kind, on) for who, kind, on in interactions],
        {who: dict(zip(ATTRIBUTES, map(_text, cells), strict=True)) for who, *cells in people},
    )


def write_files(folder: Path, table: list[Row], interactions: list[Any], people: list[Any]) -> dict[str, Path]:
    """The same tables as files for the embedded engine."""
    types = {"ordered_at": pa.timestamp("us"), "amount": pa.decimal128(24, 6)}
    orders = {name: pa.array([row[name] for row in table], types.get(name, pa.string())) for name in table[0]}
    pq.write_table(pa.table(orders), folder / "orders")
    kinds = [pa.string(), *(pa.decimal128(18, 6) if kind == "number" else pa.string() for kind in ATTRIBUTES.values())]
    columns = zip(("customer_id", *ATTRIBUTES), zip(*people, strict=True), kinds, strict=True)
    pq.write_table(pa.table({name: pa.array(cells, kind) for name, cells, kind in columns}), folder / "people")
    names = ("customer_id", "kind", "occurred_at")
    told = {name: list(cells) for name, cells in zip(names, zip(*interactions, strict=True), strict=True)}
    pq.write_table(pa.table(told), folder / "contacts")
    return {name: folder / name for name in ("orders", "contacts", "people")}


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()
