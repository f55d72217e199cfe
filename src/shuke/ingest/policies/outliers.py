"""Amounts far beyond all others: told by a robust rule, and left out or cut down only when asked.

The rule looks at amounts above zero on a scale of multiples: Q1 and Q3 are the quartiles, and an amount lies far
out when it is more than Q3 × (Q3 / Q1)³. That is the fence of three interquartile ranges on the logarithms, without a
logarithm; of log-normal amounts about one in a million lies beyond.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from shuke.engines.duckdb import DuckDB
from shuke.ingest.policies.ground import Ground
from shuke.ingest.policies.policy import Policy, chosen
from shuke.ingest.raw import Reading
from shuke.ingest.verdicts import CUT

VERDICT = "excluded_outlier"
POLICY = Policy("outliers", ("keep", "exclude", "winsorise"), "keep", (VERDICT, CUT))
FEWEST = 20
CENT = Decimal("0.01")


def fence(engine: DuckDB, relation: str) -> Decimal | None:
    """Return the amount beyond which one lies far out; None for too few amounts, or where they are all alike."""
    count, quartiles = engine.run(
        f"SELECT COUNT(*), QUANTILE_DISC(amount, [0.25, 0.75]) FROM {relation} WHERE amount > 0"
    )[0]
    if count < FEWEST:
        return None
    first, third = (Decimal(value) for value in quartiles)
    # Where half of the amounts are one price, the spread says nothing about the others.
    if first == third:
        return None
    return (third**4 / first**3).quantize(CENT, ROUND_HALF_UP)


def cuts(reading: Reading) -> bool:
    """Tell whether amounts are cut down."""
    return chosen(reading, POLICY).choice == "winsorise"


def apply(ground: Ground) -> None:
    """Leave amounts far out out, or cut them down to the fence; what was cut off is told as rejected money."""
    choice = chosen(ground.reading, POLICY).choice
    if choice == "keep":
        return
    limit = fence(ground.engine, f"({ground.union({'amount': 'amount'})})")
    for number, _ in ground.tables():
        if choice == "winsorise":
            ground.engine.run(f"ALTER TABLE lines_{number} ADD COLUMN cut DECIMAL(18, 4) DEFAULT 0")
    if limit is None:
        return
    beyond = f"amount > CAST('{limit}' AS DECIMAL(38, 4))"
    if choice == "exclude":
        ground.mark(beyond, VERDICT, "CAST(amount AS VARCHAR)")
        return
    for number, _ in ground.tables():
        ground.engine.run(
            f"UPDATE lines_{number} SET cut = amount - CAST('{limit}' AS DECIMAL(18, 4)), "
            f"amount = CAST('{limit}' AS DECIMAL(18, 4)) WHERE verdict IS NULL AND {beyond}"
        )
