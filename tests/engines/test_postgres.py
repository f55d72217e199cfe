"""PostgreSQL: what is read and what is not, what is left behind (nothing), and what is written when asked."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest

import shuke
from shuke import DataError, UsageError
from shuke.engines.address import address

from . import book

pytestmark = [pytest.mark.row("X5"), pytest.mark.slow]
RELATIONS = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'i', 'S') ORDER BY 1"


def rate(engine, table="orders", **options):
    return shuke.score(table, engine=engine.url, **{"as_of": book.AS_OF, "raw": True, **options})


def make(engine, name, columns, *rows):
    engine.run(f"DROP TABLE IF EXISTS {name}")
    engine.run(f"CREATE TABLE {name} ({columns})")
    for row in rows:
        engine.run(f"INSERT INTO {name} VALUES {row}")
    return name


@pytest.mark.parametrize("option", ["file", "environment", "url"])
def test_the_password_comes_from_a_file_the_environment_or_the_url_and_is_never_shown(
    postgres, option, tmp_path, monkeypatch
):
    secret = os.environ["PGPASSWORD"]
    monkeypatch.delenv("PGPASSWORD")
    url = postgres.url
    if option == "file":
        (tmp_path / "secret").write_text(secret + "\n")
        monkeypatch.setenv("SHUKE_ENGINE_PASSWORD_FILE", str(tmp_path / "secret"))
    elif option == "environment":
        monkeypatch.setenv("SHUKE_ENGINE_PASSWORD", secret)
    else:
        url = url.replace("rater@", f"rater:{secret}@")
    result = shuke.score("orders", engine=url, as_of=book.AS_OF)
    result.save(tmp_path / "out", ["csv"])
    written = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    assert secret.encode() not in written
    assert secret not in repr(result.rating) + repr(address(url))
    told = json.loads((tmp_path / "out" / "run.json").read_text())["engine"]
    assert told["name"] == "postgres"
    assert told["address"] == "postgres://" + postgres.url.split("@")[1]
    assert told["tables"] == ["orders"]


def test_a_wrong_password_is_told_without_the_password(postgres, monkeypatch):
    monkeypatch.setenv("SHUKE_ENGINE_PASSWORD", "not-the-secret")
    with pytest.raises(UsageError) as error:
        rate(postgres)
    assert error.value.key == "engine_login_refused"
    assert "not-the-secret" not in error.value.render("en")


def test_a_rating_leaves_nothing_behind_and_needs_no_right_but_to_read(postgres, monkeypatch):
    before = postgres.run(RELATIONS)
    postgres.run(
        "DROP OWNED BY reader" if postgres.run("SELECT 1 FROM pg_roles WHERE rolname = 'reader'") else "SELECT 1"
    )
    postgres.run("DROP ROLE IF EXISTS reader")
    postgres.run("CREATE ROLE reader LOGIN PASSWORD 'nur-lesen'")
    postgres.run("GRANT SELECT ON orders TO reader")
    monkeypatch.setenv("SHUKE_ENGINE_PASSWORD", "nur-lesen")
    result = shuke.score("orders", engine=postgres.url.replace("rater@", "reader@"), as_of=book.AS_OF)
    assert len(result.customers) > 100
    assert postgres.run(RELATIONS) == before
    with pytest.raises(UsageError, match="may not be read"):
        shuke.score("people", engine=postgres.url.replace("rater@", "reader@"))


def test_rows_that_cannot_be_used_are_rejected_with_their_reason_and_counted(postgres, tmp_path):
    table = make(
        postgres,
        "faults",
        "customer_id text, order_id int, ordered_at timestamp, amount numeric",
        "('a', 1, '2024-01-01', 10.00005)",
        "('a', 1, '2024-01-02', -0.00005), ('b', 2, '2024-01-03 23:59:59.999', 5)",
        "(NULL, 3, '2024-01-01', 1), ('  ', 3, '2024-01-01', 2), (U&'\\3000', 3, '2024-01-01', 4)",
        "('c', 4, '1900-01-01', 64), ('c', 4, '9999-12-31', 128), ('c', 4, '2999-01-01', 256)",
        "('c', 4, NULL, 8), ('c', 4, 'infinity', 16), ('c', 4, '-infinity', 32)",
        "('d', 5, '2024-01-01', NULL), ('d', 5, '2024-01-01', 'NaN'), ('d', 5, '2024-01-01', 'Infinity')",
        "('d', 5, '2024-01-01', 99999999999999.99995), ('e', 6, '2024-01-01', 99999999999999.99994)",
    )
    result = rate(postgres, table, decide={"many-rejected": "go-on"}, as_of=date(2024, 1, 31))
    told = result.summary["accounting"]
    assert told["rows_read"] == 17
    assert told["rows_rejected"] == {
        "amount_blank": 1,
        "amount_not_a_number": 2,
        "amount_out_of_range": 1,
        "customer_id_blank": 3,
        "date_blank": 3,
        "date_future": 1,
        "date_not_understood": 2,
    }
    rows = {row["customer_id"]: (row["monetary"], row["recency_days"]) for row in result.customers.rows()}
    assert rows == {
        "a": (Decimal("10.0000"), 30),
        "b": (Decimal("5.0000"), 28),
        "e": (Decimal("99999999999999.9999"), 30),
    }
    result.save(tmp_path / "out", ["csv"])
    with (tmp_path / "out" / "rejected.csv").open(encoding="utf-8-sig", newline="") as text:
        listed = list(csv.DictReader(text))
    assert len(listed) == 13
    (one,) = [row for row in listed if row["value"] == "NaN"]
    assert (one["file"], one["row"], one["column"], one["reason"]) == ("faults", "", "amount", "amount_not_a_number")
    assert (one["customer_id"], one["ordered_at"]) == ("d", "2024-01-01 00:00:00")


def test_floats_are_read_as_they_were_meant_and_numbers_as_ids_keep_their_digits(postgres):
    table = make(
        postgres,
        "floats",
        "customer_id double precision, ordered_at date, amount double precision",
        "(7, '2024-01-01', 0.1), (7, '2024-01-02', 0.2), (8, '2024-01-01', 1e-5), (8, '2024-01-01', 2.675)",
        "(9, '2024-01-01', 'NaN'), (9, '2024-01-01', '-Infinity'), (9, '2024-01-01', 0.00005)",
    )
    result = rate(postgres, table, decide={"many-rejected": "go-on"})
    rows = {row["customer_id"]: row["monetary"] for row in result.customers.rows()}
    assert rows == {"7": Decimal("0.3000"), "8": Decimal("2.6750"), "9": Decimal("0.0001")}
    assert result.summary["accounting"]["rows_rejected"] == {"amount_not_a_number": 2}


def test_a_time_with_a_zone_has_its_date_in_the_zone_that_is_named(postgres):
    table = make(
        postgres,
        "zoned",
        "customer_id text, ordered_at timestamptz, quantity int, unit_price numeric(10, 3)",
        "('a', '2023-12-31 15:59:59+00', 3, 0.333), ('b', '2023-12-31 16:00:00+00', 2, 5), ('c', '2024-01-01', 1, 1)",
    )
    with pytest.raises(UsageError) as error:
        rate(postgres, table)
    assert error.value.key == "timezone_needed"
    result = rate(postgres, table, timezone="Asia/Shanghai", as_of=date(2024, 1, 1))
    rows = {row["customer_id"]: (row["recency_days"], row["monetary"]) for row in result.customers.rows()}
    assert rows["a"] == (1, Decimal("0.9990"))
    assert rows["b"] == (0, Decimal("10.0000"))


def test_the_latest_order_is_dated_by_its_first_line(postgres):
    table = make(
        postgres,
        "late",
        "customer_id text, order_id text, ordered_at date, amount int",
        "('a', '1', '2024-01-01', 5), ('a', '1', '2024-03-01', 5), ('b', '2', '2024-02-10', 5)",
    )
    assert shuke.score(table, engine=postgres.url).summary["as_of"] == "2024-02-10"


def test_views_partitions_schemas_and_names_in_quotation_marks_can_be_named(postgres):
    postgres.run('DROP SCHEMA IF EXISTS "my.shop" CASCADE')
    postgres.run('CREATE SCHEMA "my.shop"')
    postgres.run(
        'CREATE TABLE "my.shop"."Orders" (customer_id text, ordered_at date, amount numeric) '
        "PARTITION BY RANGE (ordered_at)"
    )
    postgres.run(
        'CREATE TABLE "my.shop".part PARTITION OF "my.shop"."Orders" '
        "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')"
    )
    postgres.run("INSERT INTO \"my.shop\".\"Orders\" VALUES ('a', '2024-01-05', 3)")
    postgres.run('CREATE VIEW "my.shop".seen AS SELECT * FROM "my.shop"."Orders"')
    for name in ('"my.shop"."Orders"', '"my.shop".seen', '"my.shop".SEEN'):
        assert len(rate(postgres, name).customers) == 1
    with pytest.raises(UsageError, match="no such table"):
        rate(postgres, "nowhere.orders")


def test_several_tables_are_one_source(postgres):
    make(postgres, "north", "customer_id text, ordered_at date, amount int", "('a', '2024-01-01', 1)")
    make(
        postgres,
        "south",
        "customer text, order_id int, ordered_at timestamp, amount numeric",
        "('a', 7, '2024-01-02', 2)",
    )
    result = rate(postgres, ["north", "south"])
    assert result.summary["accounting"]["rows_read"] == 2
    assert [row["frequency"] for row in result.customers.rows()] == [2]


def test_a_column_that_is_no_date_is_refused_with_a_way_out(postgres):
    table = make(postgres, "texts", "customer_id text, ordered_at text, amount text", "('a', '2024-01-01', '1')")
    with pytest.raises(DataError) as error:
        rate(postgres, table)
    assert (error.value.key, error.value.where.column) == ("table_column_unfit", "ordered_at")


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"encoding": "gb18030"}, "option_for_files"),
        ({"deduplicate": True}, "policy_for_files"),
        ({"policies": {"test-orders": "exclude"}}, "policy_for_files"),
        ({"carry": ["region"]}, "option_for_files"),
    ],
)
def test_what_is_for_files_is_refused_before_anything_runs(options, key):
    with pytest.raises(UsageError) as error:
        shuke.score("orders", engine="postgres://nowhere.invalid/x", **options)
    assert error.value.key == key


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("oracle://host/db", "engine_unknown"),
        ("orders", "engine_malformed"),
        ("postgres://host:port/db", "engine_malformed"),
        ("postgres://127.0.0.1:1/db?connect_timeout=1", "engine_unreachable"),
    ],
)
def test_a_url_that_leads_nowhere_is_a_wrong_usage(url, key):
    with pytest.raises(UsageError) as error:
        shuke.score("orders", engine=url)
    assert error.value.key == key


def test_policies_that_tables_have_act_as_they_do_on_files(postgres):
    table = make(
        postgres,
        "policed",
        "customer_id text, order_id text, ordered_at date, amount numeric, status text",
        "('a', '1', '2024-01-01', 5, '已完成'), ('a', '1', '2024-01-01', -2, 'Completed')",
        "('b', '2', '2024-01-02', 7, 'CANCELLED'), ('散客', '3', '2024-01-02', 7, NULL)",
        "('', '4', '2024-01-02', 1, NULL)",
    )
    with pytest.raises(DataError) as error:
        rate(postgres, table)
    assert error.value.key == "statuses_open"
    policies = {"statuses": "exclude", "walk-ins": "exclude", "anonymous": "exclude", "refunds": "separate"}
    result = rate(postgres, table, policies=policies)
    assert result.summary["accounting"]["rows_rejected"] == {
        "excluded_anonymous": 1,
        "excluded_status": 1,
        "excluded_walk_in": 1,
    }
    assert [(row["customer_id"], row["frequency"], row["monetary"]) for row in result.customers.rows()] == [
        ("a", 1, Decimal("3.0000"))
    ]


def test_the_ratings_are_written_as_a_table_that_can_be_joined_and_written_again(postgres):
    result = rate(postgres)
    for _ in range(2):
        assert result.write_table("ratings") == len(result.customers)
    columns = ", ".join(result.customers.columns)
    found = postgres.run(f'SELECT {columns} FROM ratings ORDER BY customer_id COLLATE "C"')
    assert [dict(zip(result.customers.columns, row, strict=True)) for row in found] == result.customers.rows()
    postgres.run("CREATE TABLE IF NOT EXISTS crm (customer_id text)")
    with pytest.raises(UsageError) as error:
        result.write_table("crm")
    assert error.value.key == "table_not_ours"
    assert postgres.run("SELECT count(*) FROM crm") == [(0,)]
    postgres.run("DROP TABLE ratings")


def test_an_explanation_is_given_without_the_lines(postgres):
    result = rate(postgres)
    some = result.customers.rows()[0]["customer_id"]
    assert result.explain(some)
    with pytest.raises(DataError):
        result.explain("nobody")


def test_personal_ids_are_replaced_in_what_comes_out(postgres):
    table = make(
        postgres,
        "phones",
        "customer_id text, ordered_at date, amount int",
        *(f"('1380013{n:04d}', '2024-01-01', {n + 1})" for n in range(12)),
    )
    result = rate(postgres, table, raw=False)
    assert result.rating.personal == {"mobile": 12}
    assert not any(row["customer_id"].startswith("138") for row in result.customers.rows())


def test_the_command_line_rates_a_table_and_writes_one(postgres, tmp_path):
    command = ["score", "orders", "--engine", postgres.url, "--out", str(tmp_path / "out"), "--write-table", "rated"]
    done = subprocess.run(
        [sys.executable, "-m", "shuke", *command, "--lang", "en"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "report.html").is_file()
    assert postgres.run("SELECT count(*) > 100 FROM rated") == [(True,)]
    postgres.run("DROP TABLE rated")
    wrong = subprocess.run(
        [sys.executable, "-m", "shuke", "score", "orders", "--write-table", "x"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert wrong.returncode == 2
