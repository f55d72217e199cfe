"""Replay a shop's history month by month into a workspace, as it would have come.

    python benchmarks/replay.py [--source online_retail.csv.gz] [--customers 2000] [--scheme ID] [--late 0.02]

Each month is loaded as it would have come: its own lines, and ``--late`` of the month before (whole orders), which the
run of that month could not know. After each load everybody is rated as of the month's last day. Without ``--source``
the history is the sample's: two years, ``--customers`` customers.
"""

from __future__ import annotations

import argparse
import calendar
import csv
import gzip
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from shuke.ingest.raw import Reading
from shuke.rating import Options
from shuke.sample.write import write_sample
from shuke.scheme.parse import scheme_text
from shuke.workspace import Settings, Workspace, load, refresh

HEADERS = ("customer_id", "order_id", "ordered_at", "amount", "product")
# What the two kinds of history call their columns, in the order of ``HEADERS``; the amount may be an expression.
RETAIL = (
    *("CustomerID", "InvoiceNo", "InvoiceDate"),
    *("CAST(Quantity AS DECIMAL(18, 4)) * CAST(UnitPrice AS DECIMAL(18, 4))", "Description"),
)
SAMPLE = ("客户编号", "订单号", "下单时间", "金额", "商品")


@dataclass(frozen=True)
class Month:
    """A month that was replayed: its last day, the run made as of it, and how many lines came with the load."""

    last: date
    run: int
    rated: int
    lines: int
    late: int


def history(path: Path, out: Path) -> Path:
    """Write a history's accepted lines with the usual headers, sorted by time, as Parquet; return the file."""
    with duckdb.connect() as connection:
        text = f"read_csv('{path}', all_varchar = true, header = true)"
        there = {row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {text}").fetchall()}
        names = RETAIL if RETAIL[0] in there else SAMPLE
        cells = [
            f"REGEXP_REPLACE({names[0]}, '\\.0$', '') AS customer_id",
            f"{names[1]} AS order_id",
            f"TRY_CAST({names[2]} AS TIMESTAMP) AS ordered_at",
            f"TRY_CAST({names[3]} AS DECIMAL(18, 4)) AS amount",
            f"{names[4]} AS product",
        ]
        target = out / "history.parquet"
        connection.execute(
            f"COPY (SELECT * FROM (SELECT {', '.join(cells)} FROM {text}) WHERE customer_id IS NOT NULL AND "
            "ordered_at IS NOT NULL AND amount IS NOT NULL ORDER BY ordered_at, order_id, product, amount) "
            f"TO '{target}' (FORMAT parquet)"
        )
    return target


def parcels(lines: Path, out: Path, late: float = 0.02) -> Iterator[tuple[date, Path, int, int]]:
    """Write what comes in each month as CSV; yield its last day, the file, how many lines, and how many come late.

    ``late`` of the orders come a month after their day; whether one does is told by its number alone.
    """
    per_mille = round(late * 1000)
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE lines AS SELECT *, DATE_TRUNC('month', ordered_at)::DATE AS month, "
            f"(MD5_NUMBER_LOWER(order_id) % 1000) < {per_mille} AS is_late FROM '{lines}'"
        )
        months = [row[0] for row in connection.execute("SELECT DISTINCT month FROM lines ORDER BY 1").fetchall()]
        for place, month in enumerate(months):
            end = month.replace(day=calendar.monthrange(month.year, month.month)[1])
            before = months[place - 1] if place else None
            rows = connection.execute(
                f"SELECT {', '.join(HEADERS)}, month < ? AS late FROM lines WHERE (month = ? AND NOT is_late) OR "
                "(month = ? AND is_late) ORDER BY ordered_at, order_id, product, amount",
                [month, month, before],
            ).fetchall()
            path = out / f"lines-{month:%Y-%m}.csv"
            with path.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream)
                writer.writerow(HEADERS)
                writer.writerows(row[:-1] for row in rows)
            yield end, path, len(rows), sum(row[-1] for row in rows)


def replay(
    home: Path, lines: Path, *, scheme: str = "rfm-quintile-weighted", late: float = 0.02, months: int | None = None
) -> Iterator[Month]:
    """Load a history (of ``history``) month by month into a new workspace and rate everybody after each month.

    Yields each month once its run is there, so that whoever watches sees only what was known then.
    """
    space = Workspace.init(home, scheme_text(scheme)[0], Settings(raw=True))
    with tempfile.TemporaryDirectory() as folder:
        for number, (end, path, count, behind) in enumerate(parcels(lines, Path(folder), late)):
            if months is not None and number >= months:
                return
            reading = Reading(zero_orders="neither")
            load(space, [path], reading)
            made = refresh(
                space,
                Options(as_of=end, reading=reading, metrics=("recency_days", "frequency", "monetary"), currency="GBP"),
                formats=["parquet"],
                lang="en",
            )
            made.result.close()
            yield Month(end, made.run.number, made.run.rated, count, behind)


def source(path: Path | None, folder: Path, customers: int) -> Path:
    """Return a history as lines: of a file, unpacked where it is packed, or of the sample."""
    if path is None:
        return history(write_sample(folder / "sample", customers).sales, folder)
    if path.suffix == ".gz":
        unpacked = folder / path.stem
        with gzip.open(path, "rb") as packed, unpacked.open("wb") as out:
            while block := packed.read(1 << 20):
                out.write(block)
        path = unpacked
    return history(path, folder)


def main() -> None:
    """Replay and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=Path)
    parser.add_argument("--customers", type=int, default=2000)
    parser.add_argument("--scheme", default="rfm-quintile-weighted")
    parser.add_argument("--late", type=float, default=0.02)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = source(wish.source, folder, wish.customers)
        started = time.perf_counter()
        for month in replay(folder / "shop", lines, scheme=wish.scheme, late=wish.late):
            print(month, round(time.perf_counter() - started, 1))


if __name__ == "__main__":
    main()
