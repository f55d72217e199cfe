"""A real shop's half a million lines: the same bytes from every engine. They are looked for beside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

import shuke
from shuke.report.tables import write_parquet

from .conftest import every_engine

pytestmark = [pytest.mark.row("X5"), pytest.mark.slow]
SHARED = Path(os.environ.get("SHUKE_SHARED", Path(__file__).resolve().parents[3] / "shared"))
LINES = SHARED / "data" / "online_retail.csv.gz"
TYPES = {
    "InvoiceNo": "VARCHAR",
    "StockCode": "VARCHAR",
    "Description": "VARCHAR",
    "Quantity": "INTEGER",
    "InvoiceDate": "TIMESTAMP",
    "UnitPrice": "DECIMAL(12, 3)",
    "CustomerID": "VARCHAR",
    "Country": "VARCHAR",
}
STORED = {
    "postgres": {
        **dict.fromkeys(TYPES, "text"),
        "Quantity": "int",
        "InvoiceDate": "timestamp",
        "UnitPrice": "numeric(12, 3)",
    },
    "clickhouse": {
        **dict.fromkeys(TYPES, "Nullable(String)"),
        "Quantity": "Int32",
        "InvoiceDate": "DateTime64(0, 'UTC')",
        "UnitPrice": "Decimal(12, 3)",
    },
}


def rated(source, folder, **options):
    """The bytes of the rated table."""
    answers = {"many-rejected": "go-on"}
    result = shuke.score(source, scheme="rfm-quintile-weighted", decide=answers, raw=True, **options)
    path = folder / "rated.parquet"
    write_parquet(result.rating, path)
    told = result.summary
    result.close()
    return path.read_bytes(), told["accounting"], told["customers"], told["as_of"]


@pytest.fixture(scope="module")
def retail(tmp_path_factory):
    """The lines as a Parquet file and as CSV, and what the embedded engine says of them."""
    if not LINES.is_file():
        pytest.skip(f"{LINES.name} is not here")
    folder = tmp_path_factory.mktemp("retail")
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in TYPES.items())
    # An id that lost its type is made whole in files only; a table keeps what it holds.
    whole = "SELECT * REPLACE (REPLACE(CustomerID, '.0', '') AS CustomerID)"
    read = f"{whole} FROM read_csv('{LINES}', columns = {{{types}}}, header = true, quote = '\"', auto_detect = false)"
    with duckdb.connect() as desk:
        desk.execute(f"COPY ({read}) TO '{folder}/retail.parquet' (FORMAT parquet)")
        desk.execute(f"COPY ({read}) TO '{folder}/retail.csv' (HEADER false)")
    return folder, rated(folder / "retail.parquet", folder)


def fill(engine, folder):
    """Put the lines into the engine; return their name there."""
    if engine.name == "spark":
        return f'parquet."{folder}/retail.parquet"'
    columns = ", ".join(f'"{name}" {kind}' for name, kind in STORED[engine.name].items())
    if engine.name == "clickhouse":
        engine.run(f"CREATE TABLE retail ({columns}) ENGINE = MergeTree ORDER BY tuple()")
        engine.run(f"INSERT INTO retail SELECT * FROM file('{folder}/retail.parquet', Parquet)")
        return "retail"
    import psycopg

    engine.run(f"CREATE TABLE retail ({columns})")
    with (
        psycopg.connect(engine.url) as link,
        link.cursor() as cursor,
        cursor.copy("COPY retail FROM STDIN (FORMAT csv)") as copy,
    ):
        copy.write((folder / "retail.csv").read_bytes())
    return "retail"


@every_engine
def test_a_real_shop_is_rated_to_the_same_bytes_in_every_engine(engine, retail, tmp_path):
    folder, wanted = retail
    # Of so many rows, compiling the questions costs less than the work.
    url = engine.url.replace("NO_CODEGEN", "FALLBACK").replace("wholeStage=false", "wholeStage=true")
    assert rated(fill(engine, folder), tmp_path, engine=url) == wanted
