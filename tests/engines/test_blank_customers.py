"""Rows of a customer table in a database that say no customer are rejected alone and counted."""

from __future__ import annotations

from pathlib import Path

import pytest

import shuke

from .conftest import every_engine

pytestmark = [pytest.mark.row("X5"), pytest.mark.slow]
SCHEME = """scheme: mine
title: {en: Mine, zh: 我的}
metrics:
  trade: {attribute: trade}
segments:
  - {segment: retail, when: {trade: retail}}
  - {segment: rest}
"""
TABLES = {
    "blank_sales": (("a", "2024-01-05", 3), ("b", "2024-01-06", 4)),
    "blank_people": (("a", "retail"), (None, "retail"), ("  ", "making"), ("b", "making")),
}
TYPES = {"blank_sales": ("{text}", "{date}", "{int}"), "blank_people": ("{text}", "{text}")}
NAMES = {"blank_sales": ("customer_id", "ordered_at", "amount"), "blank_people": ("customer_id", "trade")}
KINDS = {
    "postgres": {"text": "text", "date": "date", "int": "int"},
    "clickhouse": {"text": "Nullable(String)", "date": "Date32", "int": "Int32"},
    "spark": {"text": "string", "date": "date", "int": "int"},
}


@every_engine
def test_rows_without_a_customer_are_rejected_alone(engine, tmp_path: Path):
    kinds = KINDS[engine.name]
    stored = " ENGINE = MergeTree ORDER BY tuple()" if engine.name == "clickhouse" else ""
    for table, rows in TABLES.items():
        types = [one.format(**kinds) for one in TYPES[table]]
        columns = ", ".join(f"{name} {kind}" for name, kind in zip(NAMES[table], types, strict=True))
        engine.run(f"DROP TABLE IF EXISTS {table}")
        engine.run(f"CREATE TABLE {table} ({columns}){stored}")
        cells = [
            ", ".join(
                "NULL" if cell is None else f"CAST('{cell}' AS {kind})" for cell, kind in zip(row, types, strict=True)
            )
            for row in rows
        ]
        engine.run(f"INSERT INTO {table} VALUES {', '.join(f'({row})' for row in cells)}")
    (tmp_path / "mine.yaml").write_text(SCHEME, encoding="utf-8")
    said = {"scheme": tmp_path / "mine.yaml", "engine": engine.url, "customers": "blank_people"}
    result = shuke.score("blank_sales", **said)
    told = result.summary["customer_table"]
    assert {row["customer_id"]: row["segment"] for row in result.customers.rows()} == {"a": "retail", "b": "rest"}
    result.close()
    assert (told["rows_read"], told["rows_with_purchase_in_period"], told["rows_rejected"]) == (4, 2, 2)
