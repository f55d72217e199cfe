"""Rows far ahead of all others are asked about and rejected in a database as in a file, odd identifiers among them."""

from __future__ import annotations

import pytest

import shuke

from .conftest import every_engine

pytestmark = [pytest.mark.row("X5"), pytest.mark.slow]
ROWS = (
    *(("a", "2024-01-05", 3), ("\uff41", "2024-01-06", 4), ("b", "2024-01-07", 5), ("b", "2024-01-08", 1)),
    ("b", "2094-01-08", 100),
)
COLUMNS = {
    "postgres": "customer_id text, ordered_at date, amount int",
    "clickhouse": "customer_id String, ordered_at Date32, amount Int32",
    "spark": "customer_id string, ordered_at date, amount int",
}


@every_engine
def test_a_mistyped_year_is_asked_about_and_its_rows_rejected(engine):
    stored = " ENGINE = MergeTree ORDER BY tuple()" if engine.name == "clickhouse" else ""
    engine.run("DROP TABLE IF EXISTS far")
    engine.run(f"CREATE TABLE far ({COLUMNS[engine.name]}){stored}")
    dated = ", ".join(
        f"('{who}', CAST('{on}' AS {'Date32' if stored else 'DATE'}), {amount})" for who, on, amount in ROWS
    )
    engine.run(f"INSERT INTO far VALUES {dated}")
    with pytest.raises(shuke.DataError) as error:
        shuke.score("far", engine=engine.url)
    assert error.value.key == "future_dates_open"
    answers = {"future-dates": "reject", "many-rejected": "go-on"}
    result = shuke.score("far", engine=engine.url, decide=answers, raw=True)
    assert result.summary["as_of"] == "2024-01-08"
    assert result.summary["accounting"]["rows_rejected"] == {"date_future": 1}
    assert {row["customer_id"]: row["monetary"] for row in result.customers.rows()} == {"a": 7, "b": 6}
