"""How few customers bring how much: Lorenz, Gini and 80/20 of a relation with ``monetary``, exact from whole units.

Equal amounts are taken together, so nothing depends on the order of rows; the curve between two customers of one
amount is a line, and lies exactly on it. Customers who brought nothing or less count 0 for Gini, as no share can be
less than nothing; for the curve and the shares everybody counts as they are.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.report.concentration import PARETO, PERCENT
from shuke.report.text import money, share
from shuke.stages.rounding import rounded

GROUPS = "equal_amounts"
# Four places of money as whole units.
UNIT = 10_000


def concentrated(engine: DuckDB, relation: str, count: int) -> dict[str, Any]:
    """Return the figures of one run; shares are None where the customers together brought nothing."""
    units = f"CAST(monetary * {UNIT} AS HUGEINT)"
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {GROUPS} AS SELECT *, SUM(heads) OVER upto - heads AS better, "
        "SUM(units * heads) OVER upto - units * heads AS above FROM "
        f"(SELECT {units} AS units, CAST(COUNT(*) AS HUGEINT) AS heads FROM {relation} GROUP BY 1) "
        "WINDOW upto AS (ORDER BY units DESC)"
    )
    # Σ (n + 1 − 2k) x over the customers from the largest down; of equal ones k is their middle, and twice it is whole.
    ranked = f"SUM(GREATEST(units, 0) * heads * ({count} - 2 * better - heads))"
    total, positive, weighed = engine.run(
        f"SELECT SUM(units * heads), SUM(GREATEST(units, 0) * heads), {ranked} FROM {GROUPS}"
    )[0]
    whole, brought = int(total or 0), int(positive or 0)
    gini = rounded(Fraction(int(weighed), count * brought), 6) if brought else None
    few = 0
    if brought:
        goal = f"above * {PARETO.denominator} < {brought * PARETO.numerator}"
        few = int(engine.run(f"SELECT COALESCE(SUM(heads), 0) FROM {GROUPS} WHERE units > 0 AND {goal}")[0][0])
    fifth = _amount(engine, count, 20)
    return {
        "customers": count,
        "monetary": money(Decimal(whole) / UNIT),
        "gini": None if gini is None else float(gini),
        "vital": few,
        "vital_share": share(few, count),
        "top_fifth_monetary_share": _part(fifth, whole),
        "points": [[0.0, 0.0], *_points(engine, count, whole), [1.0, 1.0]] if whole > 0 else [],
    }


def vital(engine: DuckDB, relation: str) -> str:
    """Return the condition on ``monetary`` that holds for those who, from the largest down, make the first 80 %."""
    ((least,),) = engine.run(
        f"SELECT MIN(units) FROM {GROUPS} WHERE units > 0 AND above * {PARETO.denominator} < "
        f"(SELECT SUM(GREATEST(units, 0) * heads) FROM {GROUPS}) * {PARETO.numerator}"
    )
    return "FALSE" if least is None else f"{relation}.monetary * {UNIT} >= {least}"


def _amount(engine: DuckDB, count: int, percent: int) -> Fraction:
    """Return what the best so many percent of the customers bring, a customer on the edge by the part that belongs."""
    wanted = Fraction(count * percent, 100)
    rows = engine.run(
        f"SELECT units, better, above FROM {GROUPS} WHERE better * 100 < {count * percent} ORDER BY better DESC LIMIT 1"
    )
    if not rows:
        return Fraction(0)
    units, better, above = map(int, rows[0])
    return above + (wanted - better) * units


def _points(engine: DuckDB, count: int, whole: int) -> list[list[float | None]]:
    return [[percent / 100, _part(_amount(engine, count, percent), whole)] for percent in PERCENT]


def _part(amount: Fraction, whole: int) -> float | None:
    return float(rounded(amount / whole, 6)) if whole > 0 else None
