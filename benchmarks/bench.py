"""Print the product's time and memory as ratios to the floor, measured in the same run.

    python benchmarks/bench.py [ROWS ...] [--runs N] [--single]

Whole processes, start-up included, the operating system's own accounting; product and floors in turn, medians,
and the least processor time of all runs.
Two floors: the rating alone, and the rating with every row, cent and customer counted, which is what the product
does. The product also hashes the input, checks every identifier and writes the report.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import duckdb
from generate import generate

HERE = Path(__file__).parent
DATA = HERE / "data"
Figures = tuple[float, float, float]
# Modules compiled by the run before are used, as they are where a package was installed.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def measure(command: list[str]) -> Figures:
    """Run a command; return its wall seconds, processor seconds and peak memory in MB."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=HERE, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def commands(path: Path, *, single: bool, settings: list[str]) -> dict[str, list[str]]:
    """Return the commands to measure, by name."""
    out = DATA / "out"
    out.mkdir(exist_ok=True)
    floor = [sys.executable, str(HERE / "floor.py"), str(path), str(out / "floor.parquet")]
    extra = (["single"] if single else []) + [f"{name}='{value}'" for name, value in map(split, settings)]
    options = [word for name, value in map(split, settings) for word in (f"--{name.replace('_', '-')}", value)]
    product = [sys.executable, "-m", "shuke", "score", str(path), "--as-of", "2024-12-31", "--format", "parquet"]
    return {
        "floor, rating alone": [*floor, *extra],
        "floor, with account": [*floor, *extra, "account"],
        "shuke score": [*product, "--out", str(out / "product"), *options],
    }


def split(setting: str) -> tuple[str, str]:
    """Return the two sides of NAME=VALUE."""
    name, _, value = setting.partition("=")
    return name, value


def equal_tables() -> bool:
    """Tell whether the floor's table and the product's are equal in every cell."""
    columns = "customer_id, recency_days, frequency, monetary, r_score, f_score, m_score, score, tier"
    both = [f"SELECT {columns} FROM '{DATA / 'out' / name}'" for name in ("floor.parquet", "product/customers.parquet")]
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT COUNT(*) FROM (({both[0]} EXCEPT {both[1]}) UNION ALL ({both[1]} EXCEPT {both[0]}))"
        ).fetchone()
    return found == (0,)


def as_csv(path: Path) -> Path:
    """Return a Parquet file's table as a CSV file beside it."""
    target = path.with_suffix(".csv")
    if not target.exists():
        with duckdb.connect() as connection:
            connection.execute(f"COPY (SELECT * FROM '{path}') TO '{target}' (HEADER)")
    return target


def report(rows: int, runs: int, *, single: bool, csv: bool, settings: list[str]) -> None:
    """Measure one size and print it."""
    path = DATA / f"{'orders' if single else 'lines'}-{rows}.parquet"
    if not path.exists():
        generate(rows, path, one_line_per_order=single)
    if csv:
        path = as_csv(path)
    todo = commands(path, single=single, settings=settings)
    for command in todo.values():
        measure(command)
    found: dict[str, list[Figures]] = {name: [] for name in todo}
    for _ in range(runs):
        for name, command in todo.items():
            found[name].append(measure(command))
    title = f"{rows:,} {'orders of one line' if single else 'lines'}{' in CSV' if csv else ''}"
    print(
        f"\n{title}{', ' + ', '.join(settings) if settings else ''}: {runs} runs, medians; "
        f"tables {'equal' if equal_tables() else 'DIFFER'}; load of the machine {os.getloadavg()[0]:.1f}"
    )
    print(f"  {'':22}{'wall s':>9}{'cpu s':>9}{'least':>9}{'MB':>8}   ratio of shuke: wall, cpu, memory")
    ours = [statistics.median(values) for values in zip(*found["shuke score"], strict=True)]
    for name, figures in found.items():
        middle = [statistics.median(values) for values in zip(*figures, strict=True)]
        ratios = (
            ""
            if name == "shuke score"
            else "".join(f"{mine / its:8.2f}" for mine, its in zip(ours, middle, strict=True))
        )
        least = min(figure[1] for figure in figures)
        print(f"  {name:22}{middle[0]:9.2f}{middle[1]:9.2f}{least:9.2f}{middle[2]:8.0f}   {ratios}")


def main() -> None:
    """Read the command line and print a table per size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, nargs="*", default=[1_000_000, 10_000_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--single", action="store_true", help="files with one line per order")
    parser.add_argument("--csv", action="store_true", help="read the same lines from CSV files")
    parser.add_argument("--set", dest="settings", action="append", default=[], help="e.g. memory_limit=1GB, for both")
    arguments = parser.parse_args()
    for rows in arguments.rows:
        report(rows, arguments.runs, single=arguments.single, csv=arguments.csv, settings=arguments.settings)
    shutil.rmtree(DATA / "out", ignore_errors=True)


if __name__ == "__main__":
    main()
