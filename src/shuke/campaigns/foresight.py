"""What a test of a certain size will be able to tell, in figures and in plain sentences, before anything is sent."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from shuke.campaign.arms import HELD_OUT
from shuke.campaign.costs import Costs
from shuke.campaign.power import looks_above, rate_above, rate_apart, size_above
from shuke.locale import text

# Half more than break-even is what a cell should be able to show; of half of it one asks what looks good by luck.
GOOD, POOR = 1.5, 0.5


@dataclass(frozen=True)
class Foresight:
    """The figures: per cell, what rate can be told from break-even; of all, what lift from the held-out."""

    cells: int
    per_cell: int
    break_even: float
    expected: float
    can_tell: float | None
    wanted: float
    contacts_wanted: int
    cells_wanted: int
    poor: float
    poor_looks_good: float
    lift_apart: float | None
    held_out: int

    def document(self) -> dict[str, Any]:
        """Return the figures by name."""
        return asdict(self)

    def sentences(self, lang: str) -> list[str]:
        """Return what the test can tell, and what would be enough, in plain sentences."""
        shown = {
            "pieces": f"{self.per_cell:,}",
            "cells": f"{self.cells:,}",
            "break_even": percent(self.break_even),
            "wanted": percent(self.wanted),
            "contacts": f"{self.contacts_wanted:,}",
            "fewer": f"{self.cells_wanted:,}",
            "poor": percent(self.poor),
            "chance": percent(self.poor_looks_good, 0),
        }
        if self.can_tell is None:
            told = [text("campaign.power.nothing", lang, **shown)]
        else:
            told = [text("campaign.power.can_tell", lang, **shown, rate=percent(self.can_tell))]
        if self.contacts_wanted > self.per_cell:
            told.append(text("campaign.power.use" if self.cells_wanted else "campaign.power.use_more", lang, **shown))
        told.append(text("campaign.power.by_luck", lang, **shown))
        if self.lift_apart is not None:
            told.append(
                text(
                    "campaign.power.lift",
                    lang,
                    expected=percent(self.expected),
                    rate=percent(self.lift_apart),
                    held_out=f"{self.held_out:,}",
                )
            )
        elif not self.held_out:
            told.append(text("campaign.power.no_held_out", lang))
        return told


def percent(share: float, places: int = 2) -> str:
    """Return a share as a percentage."""
    return f"{share * 100:.{places}f} %"


def foresee(costs: Costs, counts: dict[str, int], cells: int, expected: float | None) -> Foresight:
    """Return what a test can tell: one-sided 5 %, power 80 % per cell; two-sided for the lift."""
    bar = costs.break_even
    rate = float(bar)
    held = counts.get(HELD_OUT, 0)
    contacted = sum(counts.values()) - held
    per_cell = max(contacted // cells, 1)
    wanted = min(rate * GOOD, (1 + rate) / 2)
    needed = size_above(wanted, rate) if 0 < rate < 1 else 0
    poor = rate * POOR
    usual = expected or min(rate, 0.5)
    return Foresight(
        cells=cells,
        per_cell=per_cell,
        break_even=rate,
        expected=usual,
        can_tell=rate_above(per_cell, rate) if 0 < rate < 1 else None,
        wanted=wanted,
        contacts_wanted=needed,
        cells_wanted=contacted // needed if needed and contacted >= 2 * needed else 0,
        poor=poor,
        poor_looks_good=looks_above(per_cell, poor, bar) if rate < 1 else 0.0,
        lift_apart=rate_apart(contacted, held, usual) if held else None,
        held_out=held,
    )
