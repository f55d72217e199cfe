"""What every customer is expected to bring under every option: from a file, or from what the ledger taught of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from shuke.campaign_kept.ledger import Ledger
from shuke.campaigns.given import Meeting, given
from shuke.campaigns.learned import DRAWS, estimate, learned_from
from shuke.campaigns.run import Run
from shuke.campaigns.written import ELIGIBLE
from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from shuke.campaigns.list_wish import ListWish

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

# What is written of where expectations come from.
Basis = Literal["file", "uplift", "responses"]


@dataclass(frozen=True)
class Expected:
    """Estimates, rows in the order of those who may be contacted, columns in that of the options.

    ``rates`` is the expected response (with held out customers: what contact adds to it), ``net`` what a response
    leaves, ``cost`` what a contact of each option costs. ``cell`` is the number of each customer's cell; ``draws``
    holds, where rates were learned by cell, what they may be: draws × cells × options. ``met`` tells where a file and
    the rating do not meet.
    """

    basis: Basis
    rates: Floats
    net: Floats
    cost: Floats
    cell: Whole
    draws: Floats | None
    sizes: list[tuple[str, int]]
    campaigns: int
    met: Meeting | None = None

    def worth(self, objective: str) -> Floats:
        """Return what each customer is worth under each option; -inf where it is not offered."""
        import numpy as np

        if objective == "people":
            found: Floats = self.rates
        else:
            found = self.rates * self.net - self.cost
        return np.where(np.isnan(found), -np.inf, found)

    def people(self, option: Whole) -> float:
        """Return the expected responses of a list."""
        return self._sum(self.rates, option)

    def money(self, option: Whole) -> float:
        """Return the expected profit of a list."""
        return self._sum(self.worth("money"), option)

    def _sum(self, figures: Floats, option: Whole) -> float:
        import numpy as np

        chosen = np.flatnonzero(option >= 0)
        return float(figures[chosen, option[chosen]].sum())


def expected(engine: DuckDB, run: Run, wish: ListWish, cells: Sequence[str], ledger: Ledger | None) -> Expected:
    """Return what is expected.

    Raises:
        UsageError: there is neither a file nor a measured campaign with these cells.
        DataError: the file lacks a column, or says something twice.
    """
    import numpy as np

    named = [str(cell) for (cell,) in engine.run("SELECT DISTINCT cell FROM campaign_base ORDER BY cell_number")]
    rows = engine.run(f"SELECT cell_number FROM {ELIGIBLE} ORDER BY place")
    cell = np.array([row[0] for row in rows], dtype=np.int64)
    sizes = [
        (str(one), int(n)) for one, n in engine.run("SELECT cell, COUNT(*) FROM campaign_base GROUP BY 1 ORDER BY 1")
    ]
    net = np.tile(np.array([wish.net(offer) for offer, _ in wish.options]), (len(cell), 1))
    cost = np.array([float(wish.channels[channel]) for _, channel in wish.options])
    if wish.expected is not None:
        rates, net, met = given(engine, run, wish, cells, net)
        return Expected("file", rates, net, cost, cell, None, sizes, 0, met)
    known = learned_from(ledger, cells) if ledger is not None else None
    if known is None or not known.contacted:
        raise UsageError("campaign_nothing_expected", cells=", ".join(cells))
    levels = _levels(engine, len(cells))
    by_offer = {offer: estimate(known, named, levels, offer, wish.seed) for offer in wish.offers}
    rates = np.column_stack([by_offer[offer].rates for offer, _ in wish.options])
    draws = np.stack([by_offer[offer].draws for offer, _ in wish.options], axis=2)
    basis: Basis = "uplift" if known.has_held_out else "responses"
    return Expected(basis, rates[cell], net, cost, cell, draws, sizes, known.campaigns)


def _levels(engine: DuckDB, dimensions: int) -> Whole:
    """Return the levels of every cell as numbers, a row per cell and a column per dimension."""
    import numpy as np

    columns = [f"DENSE_RANK() OVER (ORDER BY level_{place}) - 1" for place in range(dimensions)]
    names = ", ".join(f"level_{place}" for place in range(dimensions))
    rows = engine.run(
        f"SELECT {', '.join(columns)} FROM (SELECT DISTINCT cell_number, {names} FROM campaign_base) "
        "ORDER BY cell_number"
    )
    return np.array(rows, dtype=np.int64).reshape(-1, dimensions)


__all__ = ["DRAWS", "Expected", "expected"]
