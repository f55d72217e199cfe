"""Whether a sample is a faithful miniature of its base: every cell within one of its exact share, metrics alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from shuke.campaign.cells import CELLED
from shuke.campaign.sample import SAMPLED
from shuke.engines.duckdb import DuckDB
from shuke.errors import ensure
from shuke.stages.relation import identifier


@dataclass(frozen=True)
class Likeness:
    """How one metric of the sample lies to that of the base; ``off`` is in standard deviations of the base."""

    metric: str
    base: float
    sample: float
    off: float


@dataclass(frozen=True)
class Faithful:
    """The check of a sample: cells, the farthest any cell is from its exact share, and metrics, the farthest first."""

    base: int
    sample: int
    cells: tuple[tuple[str, int, int], ...]
    farthest: Fraction
    metrics: tuple[Likeness, ...]


def check(engine: DuckDB, metrics: Sequence[str]) -> Faithful:
    """Return the check of the sample that was drawn.

    Raises:
        BrokenPromise: a cell is one customer or more from its exact share.
    """
    counted = engine.run(
        f"SELECT cell, COUNT(*), COUNT(sampled.customer_id) FROM {CELLED} "
        f"LEFT JOIN {SAMPLED} AS sampled USING (customer_id, cell) GROUP BY cell ORDER BY cell"
    )
    cells = tuple((str(cell), int(base), int(sample)) for cell, base, sample in counted)
    base, sample = sum(one[1] for one in cells), sum(one[2] for one in cells)
    farthest = max((abs(taken - Fraction(there * sample, base)) for _, there, taken in cells), default=Fraction(0))
    ensure(farthest < 1, "a cell of the sample is not within one of its exact share")
    return Faithful(base, sample, cells, farthest, tuple(_likeness(engine, metrics)))


def _likeness(engine: DuckDB, metrics: Sequence[str]) -> list[Likeness]:
    """Return each metric's mean here and there; estimates, so binary floats."""
    if not metrics:
        return []
    figures = [f"AVG(CAST({identifier(name)} AS DOUBLE))" for name in metrics]
    spread = [f"STDDEV_POP(CAST({identifier(name)} AS DOUBLE))" for name in metrics]
    there = engine.run(f"SELECT {', '.join([*figures, *spread])} FROM {CELLED}")[0]
    here = engine.run(f"SELECT {', '.join(figures)} FROM {SAMPLED}")[0]
    found = []
    for place, name in enumerate(metrics):
        base, sample, deviation = there[place], here[place], there[len(metrics) + place]
        if base is not None and sample is not None:
            off = (sample - base) / deviation if deviation else 0.0
            found.append(Likeness(name, float(base), float(sample), float(off)))
    return sorted(found, key=lambda one: -abs(one.off))
