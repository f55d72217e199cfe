"""Replay a shop's history month by month into a workspace, and prove every movement between two months to the customer.

    python benchmarks/replay.py [--source online_retail.csv.gz] [--customers 2000] [--scheme ID] [--late 0.02]

Each month is loaded as it would have come: its own lines, and ``--late`` of the month before (whole orders), which the
run of that month could not know. After each load everybody is rated as of the month's last day. Without ``--source``
the history is the sample's: two years, ``--customers`` customers.

Printed for each two months: the customers of both runs, who moved and because of what, and what must be 0: customers
whom the movement and the runs do not share, moves without a cause, rows whose parts do not add up, and customers whose
data are called corrected though none of their orders came late.
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
from shuke.watching.movement import PARTED, movement
from shuke.watching.movement_told import summary
from shuke.workspace import Settings, Workspace, load, refresh
from shuke.workspace.runs import pair

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


@dataclass(frozen=True)
class Proof:
    """What was proved of one movement: customers of both runs, who moved by which part, and what does not add up."""

    month: Month
    seconds: float
    before: int
    after: int
    moved: int
    because: dict[str, int]
    # Customers of a run that the movement lacks or has too many; moves without a cause; rows whose parts do not add up.
    lost: int
    unexplained: int
    broken: int
    # Customers with a corrected part although none of their lines of days before came late, by the truth of the replay.
    miscalled: int


def _sum(figure: str) -> str:
    """The parts of a figure, added."""
    return " + ".join(f"{figure}_{part}" for part in ("corrected", "time", "own", "others", "scheme"))


def prove(home: Path, lines: Path, month: Month, earlier: Month, late: float = 0.02) -> Proof:
    """Prove the movement between two runs of a replay against the files of the runs and the truth of what came late."""
    space = Workspace(home)
    started = time.perf_counter()
    found = movement(space, *pair(space, earlier.run, month.run))
    seconds = time.perf_counter() - started
    try:
        told = summary(found)
        ask = found.engine.run
        ends = [f"read_parquet('{side.saved.folder}/customers.parquet')" for side in (found.old, found.new)]
        place = found.new.result
        lost = 0
        for column, file in zip(("before", "after"), ends, strict=True):
            run = f"SELECT customer_id, COALESCE(CAST({place} AS VARCHAR), '') FROM {file}"
            mine = f"SELECT customer_id, {column} FROM {PARTED} WHERE {column} IS NOT NULL"
            for one, other in ((run, mine), (mine, run)):
                lost += ask(f"SELECT COUNT(*) FROM (({one}) EXCEPT ALL ({other}))")[0][0]
        unexplained = ask(
            f"SELECT COUNT(*) FROM {PARTED} WHERE (before IS DISTINCT FROM after) <> (because IS NOT NULL)"
        )
        sums = " OR ".join(
            f"COALESCE({name}_before, 0) + {_sum(name)} <> COALESCE({name}_after, 0)" for name in found.figures
        )
        broken = ask(f"SELECT COUNT(*) FROM {PARTED} WHERE {sums}")
        touched = " OR ".join(f"{name}_corrected <> 0" for name in found.figures)
        first, last = earlier.last.replace(day=1), earlier.last
        behind = (
            f"SELECT customer_id FROM '{lines}' "
            f"WHERE CAST(ordered_at AS DATE) BETWEEN DATE '{first}' AND DATE '{last}' "
            f"AND MD5_NUMBER_LOWER(order_id) % 1000 < {round(late * 1000)}"
        )
        wrong = ask(f"SELECT COUNT(*) FROM {PARTED} WHERE ({touched}) AND customer_id NOT IN ({behind})")
        because: dict[str, int] = {}
        for parts_of in told["because"].values():
            for part, heads in parts_of.items():
                because[part] = because.get(part, 0) + heads
        moved = sum(one["customers"] for name, one in told["directions"].items() if name != "unchanged")
        counts = (lost, unexplained[0][0], broken[0][0], wrong[0][0])
        return Proof(month, seconds, told["old"]["rated"], told["new"]["rated"], moved, because, *counts)
    finally:
        found.close()


def main() -> None:
    """Replay, prove and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=Path)
    parser.add_argument("--customers", type=int, default=2000)
    parser.add_argument("--scheme", default="rfm-quintile-weighted")
    parser.add_argument("--late", type=float, default=0.02)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = source(wish.source, folder, wish.customers)
        earlier: Month | None = None
        proofs: list[Proof] = []
        print("as of       before   after   moved  lost  unexplained  broken  miscalled  seconds  because of")
        for month in replay(folder / "shop", lines, scheme=wish.scheme, late=wish.late):
            if earlier is not None:
                one = prove(folder / "shop", lines, month, earlier, wish.late)
                proofs.append(one)
                told = " · ".join(f"{part} {heads:,}" for part, heads in one.because.items())
                print(
                    f"{month.last}  {one.before:6,}  {one.after:6,}  {one.moved:6,}  "
                    f"{one.lost:4}  {one.unexplained:11}  "
                    f"{one.broken:6}  {one.miscalled:9}  {one.seconds:7.2f}  {told}"
                )
            earlier = month
        moved = sum(one.moved for one in proofs)
        wrong = sum(one.lost + one.unexplained + one.broken + one.miscalled for one in proofs)
        print(
            f"{len(proofs)} movements, {moved:,} moves: {wrong} that do not reconcile, are unexplained or do not add up"
        )


if __name__ == "__main__":
    main()
