"""The profit curve: cells from the best estimated rate down, and what all down to each are to bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One more cell contacted: how many customers and how much expected profit there are down to it."""

    cell: str
    rate: float
    customers: int
    customers_upto: int
    profit: float
    profit_upto: float


def curve(
    cells: Sequence[str], rates: Sequence[float], customers: Sequence[int], net: float, break_even: float
) -> list[Step]:
    """Return the curve, the best cell first; profit is an estimate and leaves aside what is paid once."""
    order = sorted(range(len(cells)), key=lambda place: (-rates[place], cells[place]))
    found: list[Step] = []
    contacted, profit = 0, 0.0
    for place in order:
        here = customers[place] * (rates[place] - break_even) * net
        contacted, profit = contacted + customers[place], profit + here
        found.append(Step(cells[place], rates[place], customers[place], contacted, here, profit))
    return found
