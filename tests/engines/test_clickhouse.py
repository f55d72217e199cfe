"""ClickHouse, as chDB in this process: its own types, what was never written, a session that can only read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

import shuke
from shuke import UsageError
from shuke.engines.address import address
from shuke.engines.connect import connect
from shuke.errors import DataError, ShukeError
from shuke.stages.relation import Select

from . import book

pytestmark = [pytest.mark.row("X5"), pytest.mark.slow]


def rate(engine, table="orders", **options):
    return shuke.score(table, engine=engine.url, **{"as_of": book.AS_OF, "raw": True, **options})


def make(engine, name, columns, *rows, stored="ENGINE = MergeTree ORDER BY tuple()"):
    engine.run(f"DROP TABLE IF EXISTS {name}")
    engine.run(f"CREATE TABLE {name} ({columns}) {stored}")
    for row in rows:
        engine.run(f"INSERT INTO {name} VALUES {row}")
    return name


def test_what_was_never_written_into_a_column_is_no_value(clickhouse):
    table = make(
        clickhouse,
        "unwritten",
        "customer_id String, ordered_at Date, amount Decimal(12, 2)",
        "('a', '2024-01-05', 3), ('a', '1970-01-01', 4), ('', '2024-01-05', 5), ('b', '2024-01-06', 0)",
    )
    result = rate(clickhouse, table)
    assert result.summary["accounting"]["rows_rejected"] == {"customer_id_blank": 1, "date_blank": 1}
    assert [row["customer_id"] for row in result.customers.rows()] == ["a"]


def test_a_moment_has_its_date_in_the_zone_of_its_column_or_in_the_one_that_is_named(clickhouse):
    rows = "('a', '2023-12-31 16:00:00', 1), ('b', '2023-12-31 15:59:59', 1)"
    plain = make(clickhouse, "moments", "customer_id String, ordered_at DateTime, amount Int32", rows)
    with pytest.raises(UsageError) as error:
        rate(clickhouse, plain)
    assert error.value.key == "timezone_needed"
    local = make(clickhouse, "local", "customer_id String, ordered_at DateTime64(3, 'UTC'), amount UInt8", rows)
    days = {"Asia/Shanghai": {"a": 0, "b": 1}, None: {"a": 1, "b": 1}}
    for zone, wanted in days.items():
        result = rate(clickhouse, local, timezone=zone, as_of=date(2024, 1, 1))
        assert {row["customer_id"]: row["recency_days"] for row in result.customers.rows()} == wanted


def test_floats_wide_numbers_and_enumerations_are_read_exactly(clickhouse):
    table = make(
        clickhouse,
        "kinds",
        "customer_id LowCardinality(FixedString(3)), ordered_at Date32, amount Nullable(Float64), "
        "currency Enum('CNY' = 1)",
        "('a01', '1960-05-01', 0.1, 'CNY'), ('a01', '2024-01-01', 0.2, 'CNY'), ('b02', '2024-01-01', nan, 'CNY')",
        "('b02', '2024-01-01', -inf, 'CNY'), ('b02', '2024-01-01', NULL, 'CNY'), ('b02', '2024-01-01', 2.67505, 'CNY')",
        "('c03', '2024-01-01', 1e15, 'CNY')",
    )
    result = rate(clickhouse, table, decide={"many-rejected": "go-on"}, scheme="ladder-25", metrics=["monetary"])
    assert result.summary["currency"] == "CNY"
    assert {row["customer_id"]: row["monetary"] for row in result.customers.rows()} == {
        "a01": Decimal("0.3000"),
        "b02": Decimal("2.6751"),
    }
    assert result.summary["accounting"]["rows_rejected"] == {
        "amount_blank": 1,
        "amount_not_a_number": 2,
        "amount_out_of_range": 1,
    }


def test_of_a_table_that_replaces_rows_only_those_that_stay_are_rated(clickhouse):
    table = make(
        clickhouse,
        "replaced",
        "customer_id String, order_id UInt64, ordered_at Date, amount Decimal(9, 2)",
        "('a', 1, '2024-01-01', 5)",
        "('a', 1, '2024-01-01', 7)",
        stored="ENGINE = ReplacingMergeTree ORDER BY (customer_id, order_id)",
    )
    assert [row["monetary"] for row in rate(clickhouse, table).customers.rows()] == [Decimal("7.0000")]


def test_statuses_are_compared_as_they_are_in_files(clickhouse):
    table = make(
        clickhouse,
        "statuses",
        "customer_id String, ordered_at Date, amount Int16, status LowCardinality(String)",
        "('a', '2024-01-01', 5, 'Trade-Closed'), ('a', '2024-01-01', 7, '已完成'), ('a', '2024-01-02', 8, '')",
    )
    with pytest.raises(DataError) as error:
        rate(clickhouse, table)
    assert error.value.key == "statuses_open"
    rows = rate(clickhouse, table, policies={"statuses": "exclude"}).customers.rows()
    assert [row["monetary"] for row in rows] == [Decimal(15)]


def test_a_session_can_make_nothing_but_temporary_tables(clickhouse):
    before = clickhouse.run("SELECT name FROM system.tables WHERE database = 'default' ORDER BY name")
    engine = connect(address(clickhouse.url))
    engine.keep("kept", Select({"one": "1"}, "orders", limit=1))
    assert engine.rows(Select({"one": "one"}, "kept")) == [(1,)]
    with pytest.raises(ShukeError) as error:
        engine._told("CREATE TABLE real (a Int32) ENGINE = Memory")
    assert error.value.key == "engine_denied"
    engine.close()
    assert len(rate(clickhouse).customers) > 100
    assert clickhouse.run("SELECT name FROM system.tables WHERE database = 'default' ORDER BY name") == before


def test_sums_beyond_an_exact_decimal_are_refused_and_never_wrap_round(clickhouse):
    table = make(
        clickhouse,
        "vast",
        "customer_id String, ordered_at Date, amount Decimal(18, 4)",
        "('a', '2024-01-01', 60000000000000), ('a', '2024-01-02', 60000000000000)",
    )
    with pytest.raises(DataError) as error:
        rate(clickhouse, table)
    assert error.value.key == "amount_total_out_of_range"


def test_the_ratings_are_written_as_a_table_and_written_again(clickhouse):
    result = rate(clickhouse)
    for _ in range(2):
        assert result.write_table("ratings") == len(result.customers)
    found = clickhouse.run(f"SELECT {', '.join(result.customers.columns)} FROM ratings ORDER BY customer_id")
    assert [dict(zip(result.customers.columns, row, strict=True)) for row in found] == result.customers.rows()
    make(clickhouse, "crm", "customer_id String")
    with pytest.raises(UsageError) as error:
        result.write_table("crm")
    assert error.value.key == "table_not_ours"
    for name in ("ratings", "crm"):
        clickhouse.run(f"DROP TABLE {name}")
    assert clickhouse.run("SELECT count() FROM system.tables WHERE name LIKE '%_new'") == [(0,)]


def test_a_table_that_is_not_there_and_a_server_that_is_not_there_are_told(clickhouse):
    with pytest.raises(UsageError, match="no such table"):
        rate(clickhouse, "nowhere.orders")
    with pytest.raises(UsageError) as error:
        shuke.score("orders", engine="clickhouse://rater@127.0.0.1:1/shop?connect_timeout=1")
    assert error.value.key == "engine_unreachable"
