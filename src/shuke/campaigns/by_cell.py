"""The cells of a measured campaign: shrunk rates against break-even, verdicts, uplift, and the profit curve."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from shuke.campaign.arms import HELD_OUT
from shuke.campaign.costs import Costs
from shuke.campaign.profit import Step, curve
from shuke.campaign.shrinkage import shrink
from shuke.campaign.uplift import by_cell
from shuke.campaign.verdicts import Verdict, verdicts
from shuke.campaigns.learned import LEAST_HELD
from shuke.campaigns.responses import MEASURED
from shuke.engines.duckdb import DuckDB
from shuke.stages.relation import literal


@dataclass(frozen=True)
class Cell:
    """One cell: what was counted, the raw rate, the estimate with its limits, and the verdict against break-even.

    Where customers were held out, the estimate is what contact added, else the rate of response.
    """

    cell: str
    customers: int
    contacted: int
    responses: int
    held_out: int
    held_responses: int
    raw: float
    estimate: float
    low: float
    high: float
    above: float
    verdict: Verdict


@dataclass(frozen=True)
class Cells:
    """All cells, what the estimates are of (``uplift`` or ``responses``), and the profit curve of the others."""

    basis: str
    break_even: float
    cells: tuple[Cell, ...]
    curve: tuple[Step, ...]

    def verdicts(self) -> dict[str, int]:
        """Return how many cells have which verdict."""
        return dict(Counter(one.verdict for one in self.cells))

    @property
    def roll_out(self) -> tuple[str, ...]:
        """The cells whose estimate is at or above break-even, the best first."""
        return tuple(step.cell for step in self.curve if step.rate >= self.break_even)

    @property
    def best(self) -> Step | None:
        """The step down to which profit grows; None where no cell pays."""
        worth = [step for step in self.curve if step.rate >= self.break_even]
        return worth[-1] if worth else None

    def document(self) -> dict[str, Any]:
        """Return all of it by name."""
        return {
            "basis": self.basis,
            "break_even": self.break_even,
            "verdicts": self.verdicts(),
            "roll_out": list(self.roll_out),
            "cells": [asdict(one) for one in self.cells],
            "curve": [asdict(one) for one in self.curve],
        }


def cells_of(engine: DuckDB, document: dict[str, Any], costs: Costs) -> Cells:
    """Return the cells of a measured campaign in their order."""
    import numpy as np

    held = f"arm = {literal(HELD_OUT)}"
    levels = ", ".join(f"DENSE_RANK() OVER (ORDER BY level_{place}) - 1" for place in range(len(document["cells"])))
    names = ", ".join(f"level_{place}" for place in range(len(document["cells"])))
    rows = engine.run(
        f"SELECT cell, COUNT(*) FILTER (WHERE NOT {held}), COUNT(*) FILTER (WHERE NOT {held} AND responded), "
        f"COUNT(*) FILTER (WHERE {held}), COUNT(*) FILTER (WHERE {held} AND responded), {levels} "
        f"FROM {MEASURED} GROUP BY cell, {names} ORDER BY cell"
    )
    n1, k1, n0, k0 = (np.array([row[place] for row in rows], dtype=np.float64) for place in range(1, 5))
    dimensions = np.array([row[5:] for row in rows], dtype=np.int64).reshape(len(rows), -1)
    bar = float(document["break_even"]["rate"])
    if n0.sum() >= LEAST_HELD:
        added = by_cell((k1, n1), (k0, n0))
        low, high = added.interval()
        basis, estimate, above = "uplift", added.estimate, added.above(bar)
    else:
        shrunk = shrink(k1, n1, dimensions)
        basis, estimate, low, high, above = "responses", shrunk.mean, shrunk.low, shrunk.high, shrunk.above(bar)
    sizes = {cell: (base, sample) for cell, base, sample in document["base"]}
    named = verdicts(above)
    found = []
    for place, row in enumerate(rows):
        base = sizes.get(row[0], (0, 0))[0]
        raw = float(row[2]) / row[1] if row[1] else 0.0
        found.append(
            Cell(
                cell=str(row[0]),
                customers=int(base),
                contacted=int(row[1]),
                responses=int(row[2]),
                held_out=int(row[3]),
                held_responses=int(row[4]),
                raw=raw,
                estimate=float(estimate[place]),
                low=float(low[place]),
                high=float(high[place]),
                above=float(above[place]),
                verdict=named[place],
            )
        )
    left = [max(one.customers - one.contacted - one.held_out, 0) for one in found]
    steps = curve([one.cell for one in found], [one.estimate for one in found], left, float(costs.net), bar)
    return Cells(basis, bar, tuple(found), tuple(steps))
