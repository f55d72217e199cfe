"""A cell test planned from a kept run: cells, sample, arms, codes, costs, and what the test can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from shuke.campaign.arms import ARMED, HELD_OUT, Arm, arms, assign
from shuke.campaign.costs import Costs
from shuke.campaign.faithful import Faithful, check
from shuke.campaign.sample import draw
from shuke.campaign.sequential import MOST_LOOKS
from shuke.campaign_kept.folder import save
from shuke.campaign_kept.ledger import Ledger
from shuke.campaigns.foresight import Foresight, foresee
from shuke.campaigns.ground import Ground, prepared
from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError
from shuke.stages.relation import identifier, literal

AUDIENCE, BY_CELL = "campaign_audience", "campaign_by_cell"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class TestWish:
    """What is wished of a cell test.

    Args:
        name: the campaign's name, new to the ledger.
        sample: how many customers take part, held out ones included.
        costs: what contacts cost and sales leave.
        cells: the columns whose values make the cells; default: the scheme's main result.
        offers: the names of the offers, in equal shares.
        held_out: the share of the sample that is never contacted.
        channel: the channel of the contacts.
        seed: another seed draws another sample.
        looks: how often results are to be looked at.
        expected: the response rate that is expected; default: that of break-even.
        opt_out: files of customers who must not be contacted; the test is of the others alone.
    """

    __test__ = False

    name: str
    sample: int
    costs: Costs
    cells: tuple[str, ...] = ()
    offers: tuple[str, ...] = ("A",)
    held_out: Fraction = Fraction(1, 10)
    channel: str = "mail"
    seed: int = 1
    looks: int = 1
    expected: float | None = None
    opt_out: tuple[Path, ...] = ()

    def check(self) -> None:
        """Pass a wish that can be meant.

        Raises:
            UsageError: it cannot.
        """
        check_name(self.name)
        if not 1 <= self.looks <= MOST_LOOKS:
            raise UsageError("campaign_looks", value=self.looks, most=MOST_LOOKS)
        if self.expected is not None and not 0 < self.expected < 1:
            raise UsageError("campaign_expected", value=f"{self.expected:g}")
        if len(self.offers) > len(LETTERS):
            raise UsageError("campaign_offers", value=", ".join(self.offers))
        arms(self.offers, self.held_out)


def check_name(name: str) -> None:
    """Pass a name of a campaign.

    Raises:
        UsageError: it is empty, or would not fit on one line.
    """
    if not name.strip() or not name.isprintable() or len(name) > 80:
        raise UsageError("campaign_name", value=name[:80])


@dataclass
class Plan(Ground):
    """A planned cell test, in the engine until it is saved."""

    wish: TestWish
    arms: tuple[Arm, ...]
    counts: dict[str, int]
    faithful: Faithful
    foresight: Foresight
    document: dict[str, Any] = field(default_factory=dict)

    @property
    def contacts(self) -> int:
        """How many are contacted."""
        return sum(count for name, count in self.counts.items() if name != HELD_OUT)

    @property
    def held_out(self) -> int:
        """How many are never contacted."""
        return self.counts.get(HELD_OUT, 0)

    def save(self, folder: Path, formats: Sequence[str] = (), lang: str = "en") -> list[Path]:
        """Write the campaign's files into a folder and an entry into the ledger; return the paths.

        Raises:
            UsageError: the folder or the ledger cannot be written.
        """
        if self.ledger is not None:
            self.ledger.require_new(self.wish.name)
        self.document = self._document()
        written = save(self.engine, AUDIENCE, BY_CELL, self.document, folder, formats, lang)
        if self.ledger is not None:
            entered(self.ledger, "test", self.document, folder)
        return written

    def _document(self) -> dict[str, Any]:
        wish, seen = self.wish, self.foresight
        return {
            "kind": "test",
            "name": wish.name,
            "as_of": self.run.document["as_of"],
            "run": self.run.told(),
            "cells": list(self.cells),
            "seed": wish.seed,
            "offers": list(wish.offers),
            "channels": [wish.channel],
            "arms": [
                {"name": arm.name, "share": arm.parts / 10_000, "customers": self.counts[arm.name]} for arm in self.arms
            ],
            "contacts": self.contacts,
            "held_out": self.held_out,
            "costs": wish.costs.document(),
            "cost": str(wish.costs.cost(self.contacts)),
            "break_even": {"exact": str(wish.costs.break_even), "rate": float(wish.costs.break_even)},
            "looks": wish.looks,
            "expected": seen.expected,
            "foresight": seen.document(),
            "faithful": {
                "base": self.faithful.base,
                "sample": self.faithful.sample,
                "farthest_cell": float(self.faithful.farthest),
                "metrics": [vars(one) for one in self.faithful.metrics],
            },
            "barred": {"opt_out": barred}
            if (barred := self.run.customers - self.faithful.base) or wish.opt_out
            else {},
            "base": [[cell, base, sample] for cell, base, sample in self.faithful.cells],
        }


def plan(place: Path, wish: TestWish, ledger: Path | None = None) -> Plan:
    """Return a cell test planned from a kept run: a result folder, or a workspace, whose latest run is taken.

    ``ledger`` is the folder of the ledger; default: that of the workspace, and none for a folder by itself.

    Raises:
        UsageError: the wish cannot be meant, or something that campaigns need is not installed.
        DataError: the result is damaged.
    """
    wish.check()

    def make(ground: Ground) -> Plan:
        engine, run = ground.engine, ground.run
        draw(engine, wish.sample, wish.seed, run.metrics)
        faithful = check(engine, run.metrics)
        chosen = arms(wish.offers, wish.held_out)
        assign(engine, chosen, wish.seed)
        _audience(engine, wish, len(ground.cells))
        counted = dict(engine.run(f"SELECT arm, COUNT(*) FROM {AUDIENCE} GROUP BY arm"))
        counts = {arm.name: int(counted.get(arm.name, 0)) for arm in chosen}
        seen = foresee(wish.costs, counts, ground.count, wish.expected)
        return Plan(**vars(ground), wish=wish, arms=chosen, counts=counts, faithful=faithful, foresight=seen)

    return prepared(place, wish.name, wish.cells, ledger, make, wish.opt_out)


def entered(ledger: Ledger, did: str, document: dict[str, Any], folder: Path, **further: Any) -> None:
    """Write what a campaign is into the ledger."""
    names = ("as_of", "cells", "offers", "channels", "contacts", "held_out", "cost", "list_sha256")
    told = {name: document[name] for name in names}
    scheme = document["run"]["scheme"]
    ledger.write(did, document["name"], {"folder": ledger.told(folder), "scheme": scheme, **told, **further})


def _audience(engine: DuckDB, wish: TestWish, dimensions: int) -> None:
    """Keep everybody of the sample with arm, offer, channel and the code by which a response is known."""
    letter = " ".join(f"WHEN {literal(name)} THEN {literal(LETTERS[place])}" for place, name in enumerate(wish.offers))
    contacted = f"arm <> {literal(HELD_OUT)}"
    levels = ", ".join(identifier(f"level_{place}") for place in range(dimensions))
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {AUDIENCE} AS SELECT customer_id, cell, {levels}, arm, "
        f"CASE WHEN {contacted} THEN arm END AS offer, "
        f"CASE WHEN {contacted} THEN {literal(wish.channel)} END AS channel, "
        f"CASE WHEN {contacted} THEN (CASE arm {letter} END) || '-' || cell END AS key_code FROM {ARMED}"
    )
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {BY_CELL} AS SELECT cell, base, "
        f"COUNT(arm) AS sample, COUNT(*) FILTER (WHERE {contacted}) AS contacted, "
        f"COUNT(*) FILTER (WHERE arm = {literal(HELD_OUT)}) AS held_out "
        f"FROM (SELECT cell, COUNT(*) AS base FROM campaign_base GROUP BY cell) LEFT JOIN {AUDIENCE} USING (cell) "
        f"GROUP BY cell, base"
    )
