"""The result of a campaign: its arms, cells and segments, as its caller holds it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from shuke.campaign.costs import Costs
from shuke.campaign.effect import Difference
from shuke.campaigns.by_cell import Cells


@dataclass(frozen=True)
class ArmResult:
    """One arm: facts (customers, responses, revenue and cost, exact), and estimates beside those held out.

    ``rate`` is the difference of response rates. ``incremental`` holds of responses, revenue and profit what contact
    added in all, with the limits that are true for this look, ``single`` the limits of a single look; profit is what is
    left after returns, goods, the cost of sales and of contacts. ``without`` is how many of those contacted would have
    responded anyway.
    """

    name: str
    customers: int
    responses: int
    revenue: Decimal
    cost: Decimal
    held_customers: int
    held_responses: int
    rate: Difference | None
    incremental: dict[str, tuple[float, float, float]]
    single: dict[str, tuple[float, ...]]
    without: float | None

    @property
    def roi(self) -> tuple[float, float, float] | None:
        """Incremental profit over cost, with its limits; None without held out customers or without cost."""
        if "profit" not in self.incremental or not self.cost:
            return None
        estimate, low, high = (one / float(self.cost) for one in self.incremental["profit"])
        return estimate, low, high

    def told(self) -> dict[str, Any]:
        """Return the arm by name, exact money as text."""
        return {**asdict(self), "revenue": str(self.revenue), "cost": str(self.cost), "roi": self.roi}


@dataclass(frozen=True)
class Segment:
    """Uplift among the customers of one level of one column that makes the cells; the interval is that of one look."""

    column: str
    level: str
    contacted: int
    rate: float
    held_out: int
    held_rate: float
    uplift: float
    low: float
    high: float


@dataclass(frozen=True)
class Measured:
    """The result of a campaign at one look; ``forgotten`` are customers who are in no arm any more but in the cost.

    ``days`` are those whose orders were counted, None where responses were given.
    """

    document: dict[str, Any]
    costs: Costs
    look: int
    looks: int
    always: bool
    responded: int
    unknown: int
    forgotten: int
    arms: tuple[ArmResult, ...]
    cells: Cells
    segments: tuple[Segment, ...]
    has_revenue: bool
    days: tuple[date, date] | None = None
    written: tuple[Path, ...] = ()

    def told(self) -> dict[str, Any]:
        """Return the result by name, as it is written; exact money is text."""
        return {
            "name": self.document["name"],
            "look": self.look,
            "looks": self.looks,
            "always_valid": self.always,
            "responded": self.responded,
            "not_in_campaign": self.unknown,
            "forgotten": self.forgotten,
            "has_revenue": self.has_revenue,
            "days": None if self.days is None else [day.isoformat() for day in self.days],
            "arms": [arm.told() for arm in self.arms],
            "cells": self.cells.document(),
            "segments": [asdict(one) for one in self.segments],
        }
