"""Tables of MySQL, MariaDB and PostgreSQL as sources: read whole and exactly, rated as the same rows in a file."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest

import shuke
from shuke.report.tables import write_parquet

from . import book

pytestmark = [pytest.mark.row("X5", "B1"), pytest.mark.slow]


@pytest.fixture(autouse=True)
def password(monkeypatch):
    monkeypatch.setenv("SHUKE_ENGINE_PASSWORD", "geheim")


def rate(source, **options):
    return shuke.score(source, **{"as_of": book.AS_OF, "raw": True, **options})


def rows_of(url, run, name, columns, *values):
    run(f"CREATE OR REPLACE TABLE {name} ({columns})")
    for value in values:
        run(f"INSERT INTO {name} VALUES {value}")
    return f"{url}?table={name}"


def written(result, path):
    write_parquet(result.rating, path)
    return path.read_bytes()


def test_a_table_of_mariadb_is_rated_as_the_same_rows_in_a_file(mysql, tables, files, tmp_path):
    url, run = mysql
    orders, contacts, _ = tables
    columns = {"customer_id": "VARCHAR(40)", "order_id": "VARCHAR(20)", "ordered_at": "DATETIME"}
    columns |= {"amount": "DECIMAL(24, 6)"} | dict.fromkeys((*book.LINE_COLUMNS, "remark"), "TEXT")
    run(f"CREATE TABLE orders ({', '.join(f'`{name}` {kind}' for name, kind in columns.items())})")
    run(f"INSERT INTO orders VALUES ({', '.join(['%s'] * len(columns))})", *[tuple(row.values()) for row in orders])
    run("CREATE TABLE contacts (customer_id VARCHAR(40), kind VARCHAR(20), occurred_at DATE)")
    run("INSERT INTO contacts VALUES (%s, %s, %s)", *contacts)
    scheme = "activity-contribution-rank"
    found = rate(f"{url}?table=shop.orders", scheme=scheme, interactions=f"{url}?table=contacts")
    wanted = rate(files["orders"], scheme=scheme, interactions=files["contacts"])
    assert written(found, tmp_path / "found") == written(wanted, tmp_path / "wanted")
    assert found.summary["accounting"] == wanted.summary["accounting"]


def test_a_table_of_postgresql_is_rated_as_the_same_rows_in_a_file(postgres, files, tmp_path):
    found = rate(f"{postgres.url}?table=public.orders")
    wanted = rate(files["orders"])
    assert written(found, tmp_path / "found") == written(wanted, tmp_path / "wanted")
    assert found.summary["accounting"] == wanted.summary["accounting"]


def test_decimals_keep_every_digit_and_floats_are_read_as_they_were_meant(mysql):
    url, run = mysql
    source = rows_of(
        url,
        run,
        "exact",
        "customer_id BIGINT UNSIGNED, ordered_at DATE, amount DECIMAL(65, 30), small FLOAT, large DOUBLE",
        "(18446744073709551615, '2024-01-01', 12345678901234.123450000000000000000000000001, 16777.21, 0.1)",
        "(18446744073709551614, '2024-01-01', 0.000049999999999999999999999999, 0.1, 123456789.015)",
    )
    told = {}
    for column in ("amount", "small", "large"):
        rows = rate(source, map={"amount": column}, scheme="ladder-25", metrics=["monetary"]).customers.rows()
        told[column] = [row["monetary"] for row in sorted(rows, key=lambda row: row["customer_id"], reverse=True)]
    assert told["amount"] == [Decimal("12345678901234.1235")]
    assert told["small"] == [Decimal("16777.2100"), Decimal("0.1000")]
    assert told["large"] == [Decimal("0.1000"), Decimal("123456789.0150")]


def test_dates_without_a_day_are_none_and_moments_have_their_day_in_the_zone_that_is_named(mysql):
    url, run = mysql
    run("SET SESSION sql_mode = '', time_zone = '+00:00'")
    rows = "('a', '0000-00-00', 1), ('b', '2024-00-10', 2), ('c', '2024-01-05', 3)"
    source = rows_of(url, run, "zero", "customer_id CHAR(3), ordered_at DATE, amount INT", rows)
    result = rate(source, decide={"many-rejected": "go-on"})
    assert result.summary["accounting"]["rows_rejected"] == {"date_blank": 2}
    moments = "('a', '2023-12-31 16:00:00', 1), ('b', '2023-12-31 15:59:59', 1)"
    source = rows_of(url, run, "moments", "customer_id CHAR(3), ordered_at TIMESTAMP, amount INT", moments)
    result = rate(source, timezone="Asia/Shanghai", as_of=date(2024, 1, 1))
    assert {row["customer_id"]: row["recency_days"] for row in result.customers.rows()} == {"a": 0, "b": 1}


def test_the_command_line_reads_a_table_and_keeps_no_secret(mysql, tmp_path):
    url, run = mysql
    source = rows_of(url, run, "plain", "customer_id INT, ordered_at DATE, amount INT", "(7, '2024-01-01', 3)")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "shuke", "score", source, "--out", out, "--lang", "en", "--format", "csv"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    (kept,) = json.loads((out / "run.json").read_text(encoding="utf-8"))["sources"]
    assert kept["path"] == f"{url.replace('rater@', '')}?table=plain"
    told = done.stdout + done.stderr + "".join(path.read_text(encoding="utf-8") for path in out.glob("*.json"))
    assert "geheim" not in told
    assert "rater@" not in told
    explained = subprocess.run(
        [sys.executable, "-m", "shuke", "explain", out, "7"], capture_output=True, encoding="utf-8", check=False
    )
    assert explained.returncode == 0, explained.stderr


def test_the_transaction_can_only_read(mysql, postgres):
    run = mysql[1]
    before = run("SHOW TABLES")
    rate(f"{postgres.url}?table=orders")
    assert run("SHOW TABLES") == before
    from shuke.engines.address import source
    from shuke.engines.postgres.engine import connect
    from shuke.errors import ShukeError

    engine = connect(source(f"{postgres.url}?table=orders").address)
    engine.only_read(60)
    with pytest.raises(ShukeError):
        engine._run("CREATE TABLE other (a int)")
    engine.close()


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("{url}", "source_without_table"),
        ("{url}?table=nowhere", "table_not_found"),
        ("{url}?table=nowhere.orders", "table_not_found"),
        ("{url}?table=orders&colour=red", "source_setting_unknown"),
        ("mysql://rater@127.0.0.1:1/shop?table=orders&connect_timeout=1", "engine_unreachable"),
        ("mariadb://nobody@{place}?table=orders", "engine_login_refused"),
    ],
)
def test_an_address_that_leads_nowhere_is_a_wrong_usage(mysql, source, key):
    url = mysql[0]
    with pytest.raises(shuke.UsageError) as error:
        rate(source.format(url=url, place=url.partition("@")[2]))
    assert error.value.key == key
    assert "geheim" not in str(error.value)
