"""When a customer buys: the BG/NBD process, on a time axis stretched by the seasons.

Fader, Hardie and Lee (2005), "Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD Model,
Marketing Science 24(2), 275-284, assumptions i-v:

* while a customer is active, purchases follow a Poisson process with the rate lambda;
* lambda is gamma distributed over the customers, shape `R`, rate `ALPHA`;
* after every repeat purchase the customer becomes inactive with the probability p;
* p is beta distributed over the customers, parameters `A` and `B`;
* lambda and p are independent.

The first purchase starts the clock and does not count as a repeat, as in the paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuke.sample.seasons import HORIZON, day_at

if TYPE_CHECKING:
    import random

R = 0.50
ALPHA = 58.0  # days
A = 0.9
B = 4.0

EARLY_SHARE = 0.25  # the regulars of the shops, entered in the first weeks of the books
EARLY_SPAN = 90.0  # days
GROWTH = 0.85  # below 1: later days bring more new customers than earlier ones
MOST_PURCHASES = 400


@dataclass(frozen=True, slots=True)
class Purchase:
    """One purchase: its day number, and whether the customer never comes back after it."""

    day: int
    leaves: bool


def draw_history(rng: random.Random) -> list[Purchase]:
    """Return the purchases of one customer: at least one, in order of time, all inside the two years."""
    rate = rng.gammavariate(R, 1.0 / ALPHA)
    dropout = rng.betavariate(A, B)
    position = _draw_arrival(rng)
    history = [Purchase(day_at(position), leaves=False)]
    while not history[-1].leaves and len(history) < MOST_PURCHASES and rate > 0.0:
        position += rng.expovariate(rate)
        if position >= HORIZON:
            break
        history.append(Purchase(day_at(position), leaves=rng.random() < dropout))
    return history


def _draw_arrival(rng: random.Random) -> float:
    """Return where on the stretched axis the first purchase lies, below `HORIZON`."""
    if rng.random() < EARLY_SHARE:
        return rng.random() * EARLY_SPAN
    position: float = rng.random() ** GROWTH * HORIZON
    return position
