"""Customers simulated purchase by purchase from the story that a model tells; shares no code with the product."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

MOST = 120


class World(NamedTuple):
    """x, t_x and T of each customer; later purchase days in number, and when the next one comes (infinite: never)."""

    x: Any
    t_x: Any
    T: Any
    later: Any
    following: Any


def world(customers: int, days: int, seed: int, horizon: int = 182, **story: float) -> World:
    """Return customers who came in the first third of ``days``, seen until then and over ``horizon`` days more.

    ``story`` are r, alpha and a, b (stop after a repeat, with ``first`` also after the first purchase), or s, beta
    (leave unseen), or neither (nobody leaves); weeks.
    """
    draw = np.random.default_rng(seed)
    rates = draw.gamma(story["r"], 1 / story["alpha"], customers) / 7
    end = days - draw.integers(0, days // 3, customers)
    moments = np.cumsum(draw.exponential(1.0, (customers, MOST)) / rates[:, None], axis=1)
    there = np.ones((customers, MOST), dtype=bool)
    if "a" in story:
        stop = draw.beta(story["a"], story["b"], customers)
        stays = draw.random((customers, MOST)) >= stop[:, None]
        if not story.get("first"):
            stays[:, 0] = True
        there = np.logical_and.accumulate(stays, axis=1)
    if "s" in story:
        life = draw.exponential(1.0, customers) / (draw.gamma(story["s"], 1 / story["beta"], customers) / 7)
        there = moments <= life[:, None]
    day = np.where(there, np.ceil(np.minimum(moments, 1e9)), 1e9)
    fresh = np.diff(day, axis=1, prepend=0) > 0
    seen, after = fresh & (day <= end[:, None]), fresh & (day > end[:, None]) & (day < 1e9)
    x = seen.sum(axis=1)
    last = np.where(seen, day, 0).max(axis=1).astype(int)
    later = (after & (day <= end[:, None] + horizon)).sum(axis=1)
    following = np.where(after, day, np.inf).min(axis=1) - end
    return World(x, last, end, later, following)
