"""Rate a table that is larger than the memory of a worker, on a Spark cluster of two workers on loopback.

    python benchmarks/cluster.py [ROWS] [--memory 512m]

The lines are a Parquet file; both workers have one core and one executor of that much memory. Printed are the bytes of
the lines' columns, the time, the most memory that an executor's process held (heap and all else), and whether the rated
table is the one of the embedded engine, byte by byte.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import threading
import time
from importlib import import_module
from pathlib import Path

import duckdb
from generate import generate

import shuke
from shuke.report.tables import write_parquet

HERE = Path(__file__).parent
SCHEME, AS_OF = "rfm-quintile-weighted", "2024-12-31"


def executors() -> list[int]:
    """Return the processes of executors."""
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        try:
            if b"CoarseGrainedExecutorBackend" in (one / "cmdline").read_bytes():
                found.append(int(one.name))
        except OSError:
            continue
    return found


def resident(pid: int) -> float:
    """Return the most memory that a process has held, in MB; 0 once it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


class Watch(threading.Thread):
    """Looks at the executors' memory until it is told to stop."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most: dict[int, float] = {}
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.wait(0.5):
            for pid in executors():
                self.most[pid] = max(self.most.get(pid, 0.0), resident(pid))


def digest(source: str, engine: str | None) -> tuple[str, float]:
    """Return the hash of the rated table, and the seconds that it took."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        result = shuke.score(source, SCHEME, AS_OF, engine=engine, raw=True)
        path = Path(folder) / "customers.parquet"
        write_parquet(result.rating, path)
        result.close()
        return hashlib.sha256(path.read_bytes()).hexdigest(), time.perf_counter() - started


def main() -> None:
    """Read the command line and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, nargs="?", default=20_000_000)
    parser.add_argument("--memory", default="512m")
    arguments = parser.parse_args()
    path = HERE / "data" / f"lines-{arguments.rows}.parquet"
    if not path.exists():
        generate(arguments.rows, path)
    with duckdb.connect() as desk:
        size = "SUM(LENGTH(customer_id) + LENGTH(order_id) + 8 + 8) / 1e6"
        told = desk.execute(f"SELECT COUNT(*), {size} FROM read_parquet('{path}')").fetchone()
    sys.path.insert(0, str(HERE.parent / "tests"))
    clusters = import_module("engines.clusters")
    settings = {
        "spark.executor.memory": arguments.memory,
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "2g",
        "spark.sql.shuffle.partitions": "64",
        "spark.sql.timestampType": "TIMESTAMP_NTZ",
    }
    watch = Watch()
    with tempfile.TemporaryDirectory() as folder, clusters.standalone(Path(folder), arguments.memory) as url:
        watch.start()
        more = "&".join(f"{name}={value}" for name, value in settings.items())
        there, seconds = digest(f'parquet."{path}"', f"{url}?{more}")
        watch.stopped.set()
        workers = {one.parts[-4] for one in Path(folder).glob("worker*/app-*/*/stderr")}
    here, _ = digest(str(path), None)
    count, size_of = told or (0, 0.0)
    print(f"{count:,} lines, {size_of:,.0f} MB in their columns, executors of {arguments.memory}")
    print(f"  {seconds:.0f} s on {len(workers)} workers; rated tables {'equal' if here == there else 'DIFFER'}")
    print(f"  most memory of a process: {', '.join(f'{one:,.0f} MB' for one in sorted(watch.most.values()))}")


if __name__ == "__main__":
    main()
