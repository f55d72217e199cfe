"""Small counts are hidden, and so much besides that nobody can work them out from the total.

Law: given everything that is shown, each hidden small count can still be any number from 0 to 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

SMALL = 5
Pair = tuple[str, str]
Shown = int | Literal["<5", "hidden"]


@dataclass(frozen=True)
class Table:
    """The counts as they may be shown; ``total`` is None where it would give a small count away."""

    cells: Mapping[Pair, Shown]
    total: int | None


def hide(counts: Mapping[Pair, int]) -> Table:
    """Return counts with the small ones hidden, and further ones where the rest would tell them.

    A small count is marked ``<5``. Whoever sees the total knows the sum of all hidden counts, so the smallest others
    are hidden too until that sum says nothing of any single small one; if it still does, the total is hidden.
    """
    total = sum(counts.values())
    small = {pair for pair, count in counts.items() if count < SMALL}
    others = sorted((count, pair) for pair, count in counts.items() if pair not in small)
    hidden: set[Pair] = set()
    while small and not _open([counts[pair] for pair in small], [counts[pair] for pair in hidden]):
        if not others:
            return Table(_cells(counts, small, set()), None)
        hidden.add(others.pop(0)[1])
    return Table(_cells(counts, small, hidden), total)


def _open(small: list[int], hidden: list[int]) -> bool:
    """Tell whether the sum of what is hidden leaves every small count all of its five values.

    The others that are hidden are known to be 5 or more. A small count can be 4 if the rest can be as little as the
    sum less 4, and 0 if the rest can be as much as the sum.
    """
    both = sum(small) + sum(hidden)
    if hidden:
        return both - SMALL * len(hidden) >= SMALL - 1
    return SMALL - 1 <= both <= (SMALL - 1) * (len(small) - 1)


def _cells(counts: Mapping[Pair, int], small: set[Pair], hidden: set[Pair]) -> dict[Pair, Shown]:
    return {pair: "<5" if pair in small else "hidden" if pair in hidden else count for pair, count in counts.items()}
