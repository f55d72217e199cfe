"""Who gets which offer through which channel within a budget: the list with the greatest expected people or money.

Customers who are worth the same under every option are one group, so that cells of any size cost what one customer
does. One option is solved by order of value, which is provably optimal. Several are solved by prices: each constraint
gets a price (its dual), found by cutting planes; everybody whose best option is clear under the prices takes it, and
the few who are near a tie are placed by an exact integer program (HiGHS). The bound of the prices tells how far the
list can be from the optimum; where nobody outside that program could gain, it is proved to be one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shuke.campaign.integer import solve_integer
from shuke.campaign.prices import bound, find_prices
from shuke.errors import ensure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

# Groups near a tie that the integer program places, and how often more of them are tried.
CORE, ROUNDS = 400, 3
ENOUGH = 1e-6
# Values count in units of a billionth of the greatest; what is closer is a tie.
NEAR = 1e-9


@dataclass(frozen=True)
class Limits:
    """The constraints: a matrix of what each option uses of each, and how much there is; whole numbers throughout."""

    uses: Whole
    most: Whole

    def scaled(self, contacted: int, everybody: int) -> Limits:
        """Return the limits for a list of which only ``contacted`` of ``everybody`` are contacted."""
        return Limits(self.uses, self.most * everybody // contacted)

    def more(self, further: Whole) -> Limits:
        """Return wider limits."""
        return Limits(self.uses, self.most + further)


@dataclass(frozen=True)
class Allocation:
    """The option of each customer (-1: none), the expected value, the greatest it could be, and how it was found."""

    option: Whole
    value: float
    bound: float
    prices: Floats
    method: str
    proved: bool

    @property
    def gap(self) -> float:
        """How much of the greatest possible value may be missing, as a share."""
        return max(self.bound - self.value, 0.0) / self.bound if self.bound > 0 else 0.0


@dataclass(frozen=True)
class Groups:
    """Customers who are worth the same under every option, as one: their values, how many, and who is in which."""

    values: Floats
    sizes: Whole
    member: Whole


def grouped(values: Floats) -> Groups:
    """Return the groups of equal rows."""
    import numpy as np

    order = np.lexsort(values.T[::-1])
    ordered = values[order]
    new = np.ones(len(values), dtype=bool)
    new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    member = np.empty(len(values), dtype=np.int64)
    member[order] = np.cumsum(new) - 1
    return Groups(ordered[new], np.bincount(member).astype(np.int64), member)


def allocate(values: Floats, limits: Limits) -> Allocation:
    """Return the best list; ``values`` has a row per customer and a column per option, -inf where it is not offered.

    Nobody gets more than one option, and nobody one that is worth nothing. Of customers who are worth the same, those
    who stand first are taken first.
    """
    import numpy as np

    if not len(values):
        return Allocation(np.empty(0, dtype=np.int64), 0.0, 0.0, np.zeros(len(limits.most)), "greedy", proved=True)
    groups = grouped(np.where(values > 0, values, -np.inf))
    solve = _greedy if _one_measure(limits) else _priced
    counts, found, most, prices, method, proved = solve(groups, limits)
    ensure(bool((limits.uses @ counts.sum(axis=0) <= limits.most).all()), "a list uses more than there is")
    ensure(bool((counts.sum(axis=1) <= groups.sizes).all()), "a customer gets two options")
    return Allocation(_spread(groups, counts), found, most, prices, method, proved)


def further(values: Floats, limits: Limits, prices: Floats, steps: Whole, count: int) -> list[float]:
    """Return what each further step of wider limits would add to the greatest possible value."""
    import numpy as np

    groups = grouped(np.where(values > 0, values, -np.inf))
    known = bound(groups.values, groups.sizes, limits.uses, limits.most, prices)
    found = []
    for step in range(1, count + 1):
        wider = limits.more(steps * step)
        prices = find_prices(groups.values, groups.sizes, wider.uses, wider.most, prices)
        here = bound(groups.values, groups.sizes, wider.uses, wider.most, prices)
        found.append(max(here - known, 0.0))
        known = here
    return found


def _one_measure(limits: Limits) -> bool:
    """Tell whether every option uses the same of everything, so that only the number of contacts is limited."""
    return bool((limits.uses == limits.uses[:, :1]).all())


def _greedy(groups: Groups, limits: Limits) -> tuple[Any, ...]:
    """Take customers from the most valuable down, each by their best option: optimal when all use the same."""
    import numpy as np

    used = limits.uses[:, 0]
    room = min((int(most // use) for most, use in zip(limits.most, used, strict=True) if use > 0), default=None)
    best = groups.values.argmax(axis=1)
    worth = groups.values.max(axis=1)
    order = np.argsort(-worth, kind="stable")
    order = order[worth[order] > 0]
    upto = np.cumsum(groups.sizes[order])
    taken = (
        groups.sizes[order] if room is None else np.clip(room - (upto - groups.sizes[order]), 0, groups.sizes[order])
    )
    counts = np.zeros(groups.values.shape, dtype=np.int64)
    counts[order, best[order]] = taken
    value = float((worth[order] * taken).sum())
    ahead = order[taken < groups.sizes[order]]
    # The next customer's worth is the price of a contact; it belongs to the limit that binds first.
    prices = np.zeros(len(limits.most))
    if room is not None and len(ahead):
        binding = min((int(m // u), place) for place, (m, u) in enumerate(zip(limits.most, used, strict=True)) if u > 0)
        prices[binding[1]] = worth[ahead[0]] / used[binding[1]]
    return counts, value, value, prices, "greedy", True


def _priced(groups: Groups, limits: Limits) -> tuple[Any, ...]:
    """Let prices decide where they can, and the integer program the rest."""
    import numpy as np

    prices = find_prices(groups.values, groups.sizes, limits.uses, limits.most)
    most = bound(groups.values, groups.sizes, limits.uses, limits.most, prices)
    reduced = np.column_stack([np.zeros(len(groups.values)), groups.values - prices @ limits.uses])
    choice = reduced.argmax(axis=1)
    clear = np.sort(reduced, axis=1)
    margin = clear[:, -1] - clear[:, -2]
    order = np.argsort(margin, kind="stable")
    core, found = CORE, None
    for _ in range(ROUNDS):
        near = order[:core]
        counts = np.zeros((len(choice), reduced.shape[1]), dtype=np.int64)
        counts[np.arange(len(choice)), choice] = groups.sizes
        counts[near] = 0
        counts = counts[:, 1:]
        left = limits.most - limits.uses @ counts.sum(axis=0)
        enough = ENOUGH / 2 * most if core < len(order) and core > CORE else 0.0
        placed, finished = solve_integer(groups.values[near], groups.sizes[near], limits.uses, left, enough)
        if placed is not None:
            counts[near] = placed
            value = float((np.where(counts > 0, groups.values, 0) * counts).sum())
            beyond = margin[order[core]] if core < len(order) else np.inf
            proved = finished and beyond >= (most - value) * (1 - NEAR) - NEAR * max(abs(most), 1)
            if found is None or value > found[1]:
                found = (counts, value, value if proved else most, prices, "prices", proved)
            # What a millionth of the value is worth does not pay for a longer search.
            if proved or most - found[1] <= ENOUGH * most:
                break
        core *= 4
    ensure(found is not None, "no list within the limits was found, though an empty one is")
    return found if found is not None else ()


def _spread(groups: Groups, counts: Whole) -> Whole:
    """Return the option of each customer from how many of each group take which."""
    import numpy as np

    order = np.argsort(groups.member, kind="stable")
    first = np.concatenate([[0], np.cumsum(groups.sizes)[:-1]])
    place = np.arange(len(order)) - first[groups.member[order]]
    option = np.full(len(order), -1, dtype=np.int64)
    upto = np.cumsum(counts, axis=1)[groups.member[order]]
    chosen = (place[:, None] >= upto).sum(axis=1)
    option[order] = np.where(chosen < counts.shape[1], chosen, -1)
    return option
