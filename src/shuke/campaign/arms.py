"""Arms: who of a sample gets which offer, and who is held out and never contacted; by chance within each cell.

Law: every customer of the sample is in exactly one arm. Of every cell the held-out have the whole number below or above
their exact share, and each offer is less than two customers off its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from shuke.campaign.sample import SAMPLED, shuffled
from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, ensure
from shuke.stages.relation import literal

ARMED = "campaign_arms"
HELD_OUT = "held_out"
# Shares are counted in ten-thousandths.
PARTS = 10_000


@dataclass(frozen=True)
class Arm:
    """One arm: its name and its share of the sample, in ten-thousandths."""

    name: str
    parts: int


def arms(offers: Sequence[str], held_out: Fraction) -> tuple[Arm, ...]:
    """Return the arms: the offers in equal shares of what is not held out.

    Raises:
        UsageError: a share cannot be meant, or an offer has the name of the held-out or of another.
    """
    held = held_out * PARTS
    if not 0 <= held_out < 1 or held.denominator != 1:
        raise UsageError("campaign_held_out", value=f"{float(held_out):g}")
    if HELD_OUT in offers or len(set(offers)) != len(offers) or not all(name.strip() for name in offers):
        raise UsageError("campaign_offers", value=", ".join(offers))
    left = PARTS - int(held)
    found = [
        Arm(name, left * (place + 1) // len(offers) - left * place // len(offers)) for place, name in enumerate(offers)
    ]
    return (Arm(HELD_OUT, int(held)), *found) if held else tuple(found)


def assign(engine: DuckDB, chosen: Sequence[Arm], seed: int, relation: str = SAMPLED) -> None:
    """Keep the sample with each customer's ``arm`` under the name ``campaign_arms``.

    Within a cell customers stand in an order of chance. Remainders of a cell are carried to the next, so that the
    remainders of small cells add up to whole customers.
    """
    ensure(sum(arm.parts for arm in chosen) == PARTS, "the arms' shares are not the whole")
    cases, upto = [], 0
    for arm in chosen[:-1]:
        upto += arm.parts
        ahead = f"((before + size) * {upto}) // {PARTS} - (before * {upto}) // {PARTS}"
        cases.append(f"WHEN turn < {ahead} THEN {literal(arm.name)}")
    last = literal(chosen[-1].name)
    arm_of = f"CASE {' '.join(cases)} ELSE {last} END" if cases else last
    sizes = (
        f"SELECT cell_number, COUNT(*) AS size, CAST(SUM(COUNT(*)) OVER (ORDER BY cell_number) AS BIGINT) - COUNT(*) "
        f"AS before FROM {relation} GROUP BY cell_number"
    )
    turns = (
        f"SELECT *, ROW_NUMBER() OVER (PARTITION BY cell_number ORDER BY {shuffled(seed)}, customer_id) - 1 AS turn "
        f"FROM {relation}"
    )
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {ARMED} AS SELECT * EXCLUDE (turn, size, before), {arm_of} AS arm "
        f"FROM ({turns}) JOIN ({sizes}) USING (cell_number)"
    )
