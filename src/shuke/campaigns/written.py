"""A chosen list as relations of the engine: everybody chosen with their arm, and the cells with their counts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from shuke.campaign.arms import HELD_OUT
from shuke.engines.duckdb import DuckDB
from shuke.stages.relation import identifier, literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

AUDIENCE, BY_CELL = "campaign_audience", "campaign_by_cell"
# Those who may be contacted, in an order of chance; the place in it is the row of every array.
ELIGIBLE = "campaign_eligible"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def hold_out(option: Whole, options: int, share: Fraction, seed: int) -> Whole:
    """Return the options without those who are held out: of each option at least the share, drawn by chance.

    Everybody chosen for an option has the same chance to be held out of it, so those contacted and those held out
    differ by chance and by the contact alone.
    """
    import numpy as np

    contacted = option.copy()
    rng = np.random.default_rng(seed)
    for place in range(options):
        chosen = np.flatnonzero(option == place)
        count = -(-len(chosen) * share.numerator // share.denominator)
        contacted[rng.permutation(chosen)[:count]] = -1
    return contacted


def write(engine: DuckDB, options: Sequence[tuple[str, str]], option: Whole, contacted: Whole, dimensions: int) -> None:
    """Keep everybody chosen under the name ``campaign_audience``, and every cell with its counts."""
    import numpy as np

    chosen = np.flatnonzero(option >= 0)
    engine.run("CREATE OR REPLACE TEMP TABLE campaign_chosen (place BIGINT, option BIGINT, contacted BOOLEAN)")
    for start in range(0, len(chosen), 100_000):
        part = chosen[start : start + 100_000]
        columns = [part.tolist(), option[part].tolist(), (contacted[part] >= 0).tolist()]
        engine.run("INSERT INTO campaign_chosen SELECT UNNEST(?), UNNEST(?), UNNEST(?)", columns)
    offers = list(dict.fromkeys(offer for offer, _ in options))
    cases = {
        "offer": [literal(offer) for offer, _ in options],
        "channel": [literal(channel) for _, channel in options],
        "letter": [literal(LETTERS[offers.index(offer) % len(LETTERS)]) for offer, _ in options],
    }
    of = {
        name: f"CASE option {' '.join(f'WHEN {place} THEN {value}' for place, value in enumerate(values))} END"
        for name, values in cases.items()
    }
    levels = ", ".join(identifier(f"level_{place}") for place in range(dimensions))
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {AUDIENCE} AS SELECT customer_id, cell, {levels}, "
        f"CASE WHEN contacted THEN {of['offer']} ELSE {literal(HELD_OUT)} END AS arm, {of['offer']} AS offer, "
        f"{of['channel']} AS channel, {of['letter']} || '-' || cell AS key_code "
        f"FROM {ELIGIBLE} JOIN campaign_chosen USING (place)"
    )
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {BY_CELL} AS SELECT cell, base, COUNT(arm) AS chosen, "
        f"COUNT(*) FILTER (WHERE arm <> {literal(HELD_OUT)}) AS contacted, "
        f"COUNT(*) FILTER (WHERE arm = {literal(HELD_OUT)}) AS held_out "
        f"FROM (SELECT cell, COUNT(*) AS base FROM campaign_base GROUP BY cell) LEFT JOIN {AUDIENCE} USING (cell) "
        f"GROUP BY cell, base"
    )
