"""Halves are rounded away from zero on every engine: averages that fall exactly between two values, beside Python's."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest

import shuke
from effort import times

from .conftest import ENGINES

pytestmark = [pytest.mark.row("X5"), pytest.mark.slow, pytest.mark.promise("B3")]

PLACES = Decimal("0.0001")
FIRST = date(2024, 1, 1)
COLUMNS = ("customer_id", "order_id", "ordered_at", "amount")
TYPES = {
    "postgres": "customer_id TEXT, order_id TEXT, ordered_at DATE, amount NUMERIC(18, 4)",
    "clickhouse": "customer_id String, order_id String, ordered_at Date, amount Decimal(18, 4)",
    "spark": "customer_id STRING, order_id STRING, ordered_at DATE, amount DECIMAL(18, 4)",
}
AT_ONCE = 2000


def lines(customers: int) -> tuple[list[tuple[str, str, str, str]], dict[str, Decimal]]:
    """Two purchases a customer whose money is an odd number of the least units, so that their average is a half.

    Of every third the refunds under a number of their own are more than the purchases: the average is below zero.
    """
    rows, wanted = [], {}
    for n in range(customers):
        who, day = f"H{n:05}", (FIRST + timedelta(days=n % 300)).isoformat()
        units = (n * 7919 + 1) % 50_000_000
        amounts = [units + 1, units + 2 if n % 2 else units]
        if n % 3 == 0:
            amounts.append(-2 * sum(amounts) - (0 if sum(amounts) % 2 else 1))
        if sum(amounts) % 2 == 0:
            amounts[0] += 1
        rows += [(who, f"{who}-{k}", day, str(Decimal(one).scaleb(-4))) for k, one in enumerate(amounts)]
        wanted[who] = (Decimal(sum(amounts)).scaleb(-4) / 2).quantize(PLACES, ROUND_HALF_UP)
    return rows, wanted


@pytest.mark.parametrize("name", ["duckdb", *ENGINES])
def test_halves_are_rounded_as_by_python(name, request, tmp_path, figure):
    customers = times(10_000, 300)
    rows, wanted = lines(customers)
    if name == "duckdb":
        source, options = tmp_path / "halves.csv", {}
        source.write_text("\n".join(",".join(row) for row in [COLUMNS, *rows]) + "\n", encoding="utf-8")
    else:
        engine = request.getfixturevalue(name)
        source, options = "halves", {"engine": engine.url, **engine.options}
        ending = " ENGINE = MergeTree ORDER BY tuple()" if name == "clickhouse" else ""
        engine.run(f"CREATE TABLE halves ({TYPES[name]}){ending}")
        for start in range(0, len(rows), AT_ONCE):
            values = ", ".join(
                f"('{who}', '{order}', DATE '{day}', {amount})"
                for who, order, day, amount in rows[start : start + AT_ONCE]
            )
            engine.run(f"INSERT INTO halves VALUES {values}")
    result = shuke.score(source, as_of="2024-12-31", metrics=["average_order"], raw=True, **options)
    found = {row["customer_id"]: row["average_order"] for row in result.customers.rows()}
    result.close()
    differing = sum(found.get(who) != one for who, one in wanted.items())
    figure(f"{name}: {differing} of {customers:,} halves rounded otherwise than by Python's ROUND_HALF_UP")
    assert differing == 0
