"""Big honest files: they are rated, whole, and within the memory that is promised."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from cli.terminal import command, environment
from effort import times

pytestmark = [pytest.mark.slow, pytest.mark.promise("C8")]
MOST_MEMORY = 2_000_000_000
# What the system counts in: bytes on a Mac.
KILO = 1 if sys.platform == "darwin" else 1024
# A small process in between: one that the tests start would be weighed as heavy as they are. The largest of the
# processes counts, that which is let to read the file included.
WEIGHED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""
LINES = """
SELECT PRINTF('C%07d', i * 7919 % ({rows} // 5 + 1)) AS customer_id, PRINTF('SO%09d', i) AS order_id,
       DATE '2023-01-01' + CAST(i * 31 % 730 AS INTEGER) AS ordered_at,
       CAST(i % 90000 + 100 AS DECIMAL(18, 2)) / 100 AS amount
FROM range({rows}) AS t(i)
"""


def text_file(path: Path, rows: int) -> Path:
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({LINES.format(rows=rows)}) TO '{path}' (FORMAT csv, HEADER)")
    return path


def workbook(path: Path, rows: int) -> Path:
    with duckdb.connect() as connection, xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["customer_id", "order_id", "ordered_at", "amount"])
        found = connection.execute(LINES.format(rows=rows))
        for place in range(1, rows + 1):
            customer, order, ordered, amount = found.fetchone() or ()
            sheet.write_string(place, 0, customer)
            sheet.write_string(place, 1, order)
            sheet.write_datetime(place, 2, ordered, day)
            sheet.write_number(place, 3, float(amount))
    return path


@pytest.mark.parametrize(
    ("write", "name", "rows"),
    [(text_file, "big.csv", times(5_000_000, 300_000)), (workbook, "big.xlsx", times(1_000_000, 20_000))],
    ids=["csv", "xlsx"],
)
def test_a_big_honest_file_is_rated_whole_within_two_gigabytes(
    write: Callable[[Path, int], Path], name: str, rows: int, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    words = ["score", write(tmp_path / name, rows), "--as-of", "2024-12-31", "--out", tmp_path / "out"]
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", WEIGHED, *command(*words, "--format", "parquet", "--lang", "en")],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    seconds, memory = time.perf_counter() - begun, int(done.stdout.splitlines()[-1]) * KILO
    assert done.returncode == 0, done.stderr[-2000:]
    account = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))["accounting"]
    figure(f"{name}: {account['rows_used']:,} of {rows:,} rows rated in {seconds:.1f} s, {memory / 1e6:,.0f} MB")
    assert (account["rows_used"], account["rows_rejected"]) == (rows, {})
    assert memory < MOST_MEMORY
