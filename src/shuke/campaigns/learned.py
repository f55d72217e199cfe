"""What earlier campaigns taught of cells: responses and customers of each arm, added up over the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuke.campaign.shrinkage import shrink
from shuke.campaign.uplift import by_cell
from shuke.campaign_kept.ledger import Ledger

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DRAWS = 1000
# Held out customers that are needed before uplift is told by cell rather than for all.
LEAST_HELD = 30


@dataclass(frozen=True)
class Learned:
    """Counts by cell and offer: contacted, responses, held out, their responses; and from how many campaigns."""

    campaigns: int
    contacted: dict[tuple[str, str], list[int]]
    held: dict[str, list[int]]

    @property
    def has_held_out(self) -> bool:
        """Whether enough were held out to tell what contact added."""
        return sum(one[0] for one in self.held.values()) >= LEAST_HELD

    def offers(self) -> list[str]:
        """Return the offers that were tried."""
        return sorted({offer for _, offer in self.contacted})


@dataclass(frozen=True)
class Estimate:
    """The estimated rate of each cell under one offer, and draws of what it may be, one row per draw."""

    rates: Floats
    draws: Floats
    pooled: bool


def learned_from(ledger: Ledger, cells: Sequence[str]) -> Learned:
    """Return what measured campaigns with the same cells say; of each campaign its last measure."""
    last = {
        entry.campaign: entry.document
        for entry in ledger.entries()
        if entry.did == "measure" and entry.document.get("cells") == list(cells)
    }
    contacted: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    held: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for document in last.values():
        for cell, offer, customers, responses in document["by_cell"]:
            into = held[cell] if offer is None else contacted[cell, offer]
            into[0] += customers
            into[1] += responses
    return Learned(len(last), dict(contacted), dict(held))


def estimate(known: Learned, cells: Sequence[str], levels: NDArray[np.int64], offer: str, seed: int) -> Estimate:
    """Return what an offer is expected to bring in each cell: what contact adds, where that can be told.

    An offer that was not tried is taken to bring what those that were did together.
    """
    import numpy as np

    tried = offer in known.offers()
    counts = np.zeros((len(cells), 2))
    for (cell, name), (customers, responses) in known.contacted.items():
        if cell in cells and (name == offer or not tried):
            counts[cells.index(cell)] += (customers, responses)
    n1, k1 = counts[:, 0], counts[:, 1]
    if not known.has_held_out:
        shrunk = shrink(k1, n1, levels)
        return Estimate(shrunk.mean, shrunk.draws(DRAWS, seed), not tried)
    held = np.array([known.held.get(cell, [0, 0]) for cell in cells], dtype=np.float64)
    added = by_cell((k1, n1), (held[:, 1], held[:, 0]))
    return Estimate(added.estimate, added.draws(DRAWS, seed), not tried)
