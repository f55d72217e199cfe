"""Print the product's time on each engine as a ratio to SQL by hand, measured in the same run.

    python benchmarks/engines.py [ENGINE ...] [--rows N] [--runs N]

ENGINE is duckdb, postgres, clickhouse or spark; default all. Both sides start at a table in the engine (DuckDB: a
Parquet file) and end with one row per rated customer in an embedded DuckDB; they take turns in one process, after one
turn of each that does not count and of which the tables are compared in every cell. Wall time, and the processor time
of this process and of the engine's. PostgreSQL is started on loopback by the tests' own code; ClickHouse is chDB and
Spark is `local[2]`, both here.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
from by_hand import Hand
from generate import generate

import shuke
from shuke.report.tables import write_parquet

HERE = Path(__file__).parent
DATA = HERE / "data"
SCHEME, AS_OF = "rfm-quintile-weighted", "2024-12-31"
COLUMNS = "customer_id, recency_days, frequency, monetary, r_score, f_score, m_score, score, tier"
KINDS = {
    "customer_id": "VARCHAR",
    "recency_days": "INTEGER",
    "frequency": "INTEGER",
    "monetary": "DECIMAL(18, 4)",
    "r_score": "INTEGER",
    "f_score": "INTEGER",
    "m_score": "INTEGER",
    "score": "DECIMAL(18, 6)",
    "tier": "VARCHAR",
}
SIZES = {"duckdb": 10_000_000, "postgres": 1_000_000, "clickhouse": 10_000_000, "spark": 10_000_000}
TICKS = os.sysconf("SC_CLK_TCK")
Desk = duckdb.DuckDBPyConnection


@dataclass(frozen=True)
class Ground:
    """An engine that holds the lines: what the product is told, and the way by hand."""

    source: str
    engine: str | None
    # Does the work by hand and leaves the rated table as `hand` in the embedded engine.
    by_hand: Callable[[Desk, bool], None]
    # A server that did not come of this process.
    server: int | None = None


def processor(server: int | None) -> float:
    """Return the processor seconds of this process, of a server, and of all that came of them, ended or not."""
    total, waiting = 0.0, [os.getpid(), *([server] if server else [])]
    while waiting:
        one = waiting.pop()
        try:
            fields = Path(f"/proc/{one}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += map(int, (task / "children").read_text(encoding="ascii").split())
        except OSError:
            continue
        total += sum(map(int, fields[11:15])) / TICKS
    return total


def rate(ground: Ground, check: Path | None = None) -> None:
    """Let the product do the work."""
    result = shuke.score(ground.source, SCHEME, AS_OF, engine=ground.engine, raw=True)
    if check is not None:
        write_parquet(result.rating, check)
    result.close()


def take_csv(desk: Desk, path: str) -> None:
    """Make the table `hand` of a CSV file."""
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in KINDS.items())
    desk.execute(
        f"CREATE OR REPLACE TABLE hand AS SELECT * FROM read_csv('{path}', columns = {{{types}}}, header = false)"
    )


def fractions(at: Sequence[int], n: int) -> str:
    """Return the positions as fractions, each the middle of its place."""
    return ", ".join(repr((2 * one + 1) / (2 * n)) for one in at)


@contextmanager
def on_duckdb(path: Path) -> Iterator[Ground]:
    """Lines in a Parquet file."""

    def by_hand(desk: Desk, account: bool) -> None:
        def run(statement: str) -> list[Any]:
            return desk.execute(statement).fetchall()

        def keep(name: str, query: str) -> None:
            run(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")

        hand = Hand(
            ask=run,
            keep=keep,
            table=f"'{path}'",
            quantiles=lambda x, at, n: (
                f"SELECT QUANTILE_DISC({x}, [{fractions(at, n)}]) FROM hand_customers WHERE frequency > 0"
            ),
            file=f"parquet_metadata('{path}')",
        )
        run(f"CREATE OR REPLACE TABLE hand AS {hand.rate(account=account)}")

    yield Ground(str(path), None, by_hand)


@contextmanager
def on_postgres(path: Path) -> Iterator[Ground]:
    """Lines in a table of a PostgreSQL on loopback."""
    import psycopg

    sys.path.insert(0, str(HERE.parent / "tests"))
    postgres = import_module("engines.servers").postgres
    os.environ["PGPASSWORD"] = "geheim"
    with postgres() as url, tempfile.TemporaryDirectory() as folder, psycopg.connect(url, autocommit=True) as link:

        def run(statement: str) -> list[Any]:
            with link.cursor() as cursor:
                cursor.execute(statement.encode())
                return cursor.fetchall() if cursor.description else []

        def keep(name: str, query: str) -> None:
            run(f"DROP TABLE IF EXISTS {name}")
            run(f"CREATE TEMP TABLE {name} AS {query}")
            run(f"ANALYZE {name}")

        def by_hand(desk: Desk, account: bool) -> None:
            hand = Hand(
                ask=run,
                keep=keep,
                table="lines",
                quantiles=lambda x, at, n: (
                    f"SELECT PERCENTILE_DISC(ARRAY[{fractions(at, n)}]) WITHIN GROUP (ORDER BY {x}) "
                    "FROM hand_customers WHERE frequency > 0"
                ),
                anti="{a} WHERE NOT EXISTS (SELECT 1 FROM {b} AS h WHERE h.customer_id = lines.customer_id)",
            )
            rated = hand.rate(account=account)
            target = Path(folder) / "hand.csv"
            with (
                link.cursor() as cursor,
                target.open("wb") as file,
                cursor.copy(f"COPY ({rated}) TO STDOUT (FORMAT csv)".encode()) as rows,
            ):
                file.writelines(bytes(block) for block in rows)
            take_csv(desk, str(target))

        run("CREATE TABLE lines (customer_id TEXT, order_id TEXT, ordered_at TIMESTAMP, amount NUMERIC(18, 2))")
        with duckdb.connect() as desk:
            desk.execute(f"COPY (SELECT * FROM '{path}') TO '{folder}/lines.csv' (HEADER false)")
        with (
            Path(folder, "lines.csv").open("rb") as file,
            link.cursor() as cursor,
            cursor.copy("COPY lines FROM STDIN (FORMAT csv)") as copy,
        ):
            while block := file.read(1 << 20):
                copy.write(block)
        run("VACUUM ANALYZE lines")
        (folder_of_server,) = run("SHOW data_directory")[0]
        server = int(Path(folder_of_server, "postmaster.pid").read_text(encoding="ascii").split()[0])
        yield Ground("lines", url, by_hand, server)


@contextmanager
def on_clickhouse(path: Path) -> Iterator[Ground]:
    """Lines in a table of chDB."""
    import clickhouse_connect

    with tempfile.TemporaryDirectory() as folder:
        url = f"chdb://{folder}/data"
        client = clickhouse_connect.get_client(
            interface="chdb", path=f"{folder}/data", settings={"join_use_nulls": 1, "session_timezone": "UTC"}
        )

        def run(statement: str) -> list[Any]:
            return [tuple(row) for row in client.query(statement).result_rows]

        def keep(name: str, query: str) -> None:
            client.command(f"DROP TEMPORARY TABLE IF EXISTS {name}")
            client.command(f"CREATE TEMPORARY TABLE {name} ENGINE = MergeTree ORDER BY tuple() AS {query}")

        def by_hand(desk: Desk, account: bool) -> None:
            hand = Hand(
                ask=run,
                keep=keep,
                table="lines",
                quantiles=lambda x, at, n: (
                    f"SELECT quantilesExact({fractions(at, n)})({x}) FROM hand_customers WHERE frequency > 0"
                ),
                matches="match({x}, '{p}')",
                day="toDate({x})",
                whole="Nullable(Int32)",
                money="Nullable(Decimal(18, 4))",
                anti="{a} LEFT ANTI JOIN {b} USING (customer_id)",
            )
            target = Path(folder) / "hand.csv"
            with client.raw_stream(hand.rate(account=account), fmt="CSV") as stream, target.open("wb") as file:
                while block := stream.read(1 << 20):
                    file.write(block)
            take_csv(desk, str(target))

        client.command(
            "CREATE TABLE lines (customer_id String, order_id String, ordered_at DateTime64(3, 'UTC'), "
            "amount Decimal(18, 2)) ENGINE = MergeTree ORDER BY tuple()"
        )
        client.command(f"INSERT INTO lines SELECT * FROM file('{path}', Parquet)")
        yield Ground("lines", url, by_hand)
        client.close()


@contextmanager
def on_spark(path: Path) -> Iterator[Ground]:
    """Lines in a Parquet file that Spark reads."""
    from pyspark.sql import SparkSession

    settings = {
        "spark.sql.timestampType": "TIMESTAMP_NTZ",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "8",
        "spark.driver.memory": "4g",
        "spark.driver.maxResultSize": "0",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()

    def run(statement: str) -> list[Any]:
        return [tuple(row) for row in session.sql(statement).collect()]

    def keep(name: str, query: str) -> None:
        session.catalog.dropTempView(name)
        session.sql(f"CACHE TABLE {name} AS {query}")

    def quantiles(metric: str, at: list[int], n: int) -> str:
        heads = f"SELECT {metric} AS v, COUNT(*) AS h FROM hand_customers WHERE frequency > 0 GROUP BY {metric}"
        upto = f"SELECT v, SUM(h) OVER (ORDER BY v ROWS UNBOUNDED PRECEDING) AS u FROM ({heads}) AS heads"
        return f"SELECT {', '.join(f'MIN(CASE WHEN u > {one} THEN v END)' for one in at)} FROM ({upto}) AS upto"

    def by_hand(desk: Desk, account: bool) -> None:
        hand = Hand(
            ask=run,
            keep=keep,
            table=f"parquet.`{path}`",
            quantiles=quantiles,
            matches="{x} RLIKE '{p}'",
            days="DATEDIFF(DATE '2024-12-31', {x})",
            anti="{a} LEFT ANTI JOIN {b} USING (customer_id)",
        )
        frame = session.sql(hand.rate(account=account)).toArrow()
        desk.register("brought", frame)
        desk.execute("CREATE OR REPLACE TABLE hand AS SELECT * FROM brought")
        desk.unregister("brought")

    more = "&".join(f"{name}={value}" for name, value in settings.items() if name.startswith("spark.sql."))
    yield Ground(f'parquet."{path}"', f"spark-local:///?threads=2&{more}", by_hand)
    session.stop()


GROUNDS: dict[str, Callable[[Path], AbstractContextManager[Ground]]] = {
    "duckdb": on_duckdb,
    "postgres": on_postgres,
    "clickhouse": on_clickhouse,
    "spark": on_spark,
}


def measure(work: Callable[[], None], server: int | None) -> tuple[float, float]:
    """Return the wall and processor seconds of some work."""
    wall, used = time.perf_counter(), processor(server)
    work()
    return time.perf_counter() - wall, processor(server) - used


def report(name: str, rows: int, runs: int) -> None:
    """Measure one engine and print it."""
    path = DATA / f"lines-{rows}.parquet"
    if not path.exists():
        generate(rows, path)
    found: dict[str, list[tuple[float, float]]] = {}
    with duckdb.connect() as desk, tempfile.TemporaryDirectory() as folder, GROUNDS[name](path) as ground:
        sides: dict[str, Callable[[], None]] = {
            "by hand, rating alone": lambda: ground.by_hand(desk, False),
            "by hand, with account": lambda: ground.by_hand(desk, True),
            "product": lambda: rate(ground),
        }
        rated = Path(folder) / "rated.parquet"
        rate(ground, rated)
        equal = []
        for account in (False, True):
            ground.by_hand(desk, account)
            both = [f"SELECT {COLUMNS} FROM {one}" for one in ("hand", f"'{rated}'")]
            query = f"SELECT COUNT(*) FROM (({both[0]} EXCEPT {both[1]}) UNION ALL ({both[1]} EXCEPT {both[0]}))"
            equal.append(desk.execute(query).fetchall() == [(0,)])
        for _ in range(runs):
            for side, work in sides.items():
                found.setdefault(side, []).append(measure(work, ground.server))
    middle = {side: [statistics.median(one) for one in zip(*told, strict=True)] for side, told in found.items()}
    print(f"\n{name}, {rows:,} lines: {runs} runs, medians; tables {'equal' if all(equal) else 'DIFFER'}")
    print(f"  {'':24}{'wall s':>9}{'cpu s':>9}   product: wall, cpu")
    for side, (wall, used) in middle.items():
        ratio = f"{middle['product'][0] / wall:8.2f}{middle['product'][1] / used:8.2f}" if side != "product" else ""
        print(f"  {side:24}{wall:9.2f}{used:9.2f}   {ratio}", flush=True)


def main() -> None:
    """Read the command line and print a table per engine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engines", nargs="*", choices=[*GROUNDS, []], default=[])
    parser.add_argument("--rows", type=int, help="lines; default 10 million, PostgreSQL 1 million")
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    for name in arguments.engines or GROUNDS:
        report(name, arguments.rows or SIZES[name], arguments.runs)


if __name__ == "__main__":
    main()
