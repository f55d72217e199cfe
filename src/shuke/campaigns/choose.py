"""A list chosen from a kept run: who gets which offer through which channel, within a budget or above break-even."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from shuke.campaign.allocate import Allocation, Limits, further
from shuke.campaign.held import allocate_held
from shuke.campaign_kept.folder import save
from shuke.campaigns.barred import barred
from shuke.campaigns.compared import Compared, compared
from shuke.campaigns.expected import Expected, expected
from shuke.campaigns.ground import Ground, prepared
from shuke.campaigns.list_wish import UNIT, ListWish
from shuke.campaigns.plan import entered
from shuke.campaigns.written import AUDIENCE, BY_CELL, hold_out, write
from shuke.errors import ensure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

HUNDREDS = 5
# Whom the limits reach, where they leave nobody out.
Reach = Literal["all", "worth"]
UNLIMITED = 2**40


@dataclass
class Choice(Ground):
    """A chosen list, in the engine until it is saved."""

    wish: ListWish
    expected: Expected
    barred: dict[str, int]
    allocation: Allocation
    contacted: Whole
    further: list[float]
    compared: list[Compared]
    document: dict[str, Any] = field(default_factory=dict)

    @property
    def by_option(self) -> list[tuple[str, str, int]]:
        """How many are contacted by each offer and channel."""
        counts = [int((self.contacted == place).sum()) for place in range(len(self.wish.options))]
        return [(*option, count) for option, count in zip(self.wish.options, counts, strict=True)]

    @property
    def contacts(self) -> int:
        """How many are contacted."""
        return int((self.contacted >= 0).sum())

    @property
    def held_out(self) -> int:
        """How many of those chosen are not contacted."""
        return int((self.allocation.option >= 0).sum()) - self.contacts

    @property
    def reaches(self) -> Reach | None:
        """Whether the limits leave nobody out: of all who may be contacted, or of all who are worth it; else None."""
        worth = self.expected.worth(self.wish.objective).max(axis=1, initial=-float("inf"))
        chosen, wanted = int((self.allocation.option >= 0).sum()), int((worth > 0).sum())
        if not chosen or chosen < wanted:
            return None
        return "all" if chosen == len(worth) else "worth"

    @property
    def cost(self) -> Decimal:
        """What the contacts cost, with what is paid once: exact."""
        paid = sum((self.wish.channels[channel] * count for _, channel, count in self.by_option), Decimal(0))
        return paid + self.wish.costs.once

    @property
    def break_even(self) -> Fraction:
        """The response at which a contact of this list pays for itself on average, by what a sale leaves."""
        paid = Fraction(self.cost - self.wish.costs.once)
        return paid / self.contacts / self.wish.costs.net if self.contacts else Fraction(0)

    @property
    def people(self) -> float:
        """The expected responses of those contacted: an estimate."""
        return self.expected.people(self.contacted)

    @property
    def money(self) -> float:
        """The expected profit, what is paid once included: an estimate."""
        return self.expected.money(self.contacted) - float(self.wish.costs.once)

    def save(self, folder: Path, formats: Sequence[str] = (), lang: str = "en") -> list[Path]:
        """Write the campaign's files into a folder and an entry into the ledger; return the paths.

        Raises:
            UsageError: the folder or the ledger cannot be written.
        """
        if self.ledger is not None:
            self.ledger.require_new(self.wish.name)
        write(self.engine, self.wish.options, self.allocation.option, self.contacted, len(self.cells))
        self.document = self._document()
        written = save(self.engine, AUDIENCE, BY_CELL, self.document, folder, formats, lang)
        if self.ledger is not None:
            on = self.document["on"]
            estimate = {"people": self.people, "money": self.money}
            entered(self.ledger, "list", self.document, folder, on=on, expected=estimate)
        return written

    def _document(self) -> dict[str, Any]:
        wish = self.wish
        return {
            "kind": "list",
            "name": wish.name,
            "as_of": self.run.document["as_of"],
            "on": (wish.on or date.fromisoformat(self.run.document["as_of"])).isoformat(),
            "run": self.run.told(),
            "cells": list(self.cells),
            "seed": wish.seed,
            "offers": list(wish.offers),
            "channels": list(wish.channels),
            "contacts": self.contacts,
            "held_out": self.held_out,
            "costs": wish.costs.document(),
            "channel_costs": {name: str(cost) for name, cost in wish.channels.items()},
            "offer_net": {name: None if net is None else str(net) for name, net in wish.offers.items()},
            "cost": str(self.cost),
            "break_even": {"exact": str(self.break_even), "rate": float(self.break_even)},
            "objective": wish.objective,
            "budget": None if wish.budget is None else str(wish.budget),
            "looks": 1,
            "expected": _a_rate(self.people / self.contacts) if self.contacts else None,
            "estimate": {"people": self.people, "money": self.money, "basis": self.expected.basis},
            "expected_file": None if self.expected.met is None else self.expected.met.document(),
            "bound_gap": self.allocation.gap,
            "method": self.allocation.method,
            "proved": self.allocation.proved,
            "reaches": self.reaches,
            "barred": self.barred,
            "further_hundreds": self.further,
            "compared": [vars(one) for one in self.compared],
            "base": [[cell, count, 0] for cell, count in self.expected.sizes],
        }


def choose(place: Path, wish: ListWish, ledger: Path | None = None) -> Choice:
    """Return the list with the greatest expected money or people, chosen from a kept run.

    Raises:
        UsageError: the wish cannot be meant, or nothing says what to expect.
        DataError: the result or a table is damaged.
    """
    wish.check()
    limits = _limits(wish)

    def make(ground: Ground) -> Choice:
        engine, run = ground.engine, ground.run
        left_out = barred(engine, run, wish, ground.ledger)
        found = expected(engine, run, wish, ground.cells, ground.ledger)
        chosen = allocate_held(found.worth(wish.objective), limits, wish.held_out)
        contacted = hold_out(chosen.option, len(wish.options), wish.held_out, wish.seed)
        used = limits.uses @ _counts(contacted, len(wish.options))
        ensure(bool((used <= limits.most).all()), "the list costs more than the budget")
        return Choice(
            **vars(ground),
            wish=wish,
            expected=found,
            barred=left_out,
            allocation=chosen,
            contacted=contacted,
            further=further(found.worth(wish.objective), limits, chosen.prices, _hundred(limits), HUNDREDS),
            compared=compared(engine, run, wish, found, limits, chosen.option),
        )

    return prepared(place, wish.name, wish.cells, ledger, make)


def _a_rate(share: float) -> float | None:
    """Return an expected response that can be planned with."""
    return share if 0 < share < 1 else None


def _limits(wish: ListWish) -> Limits:
    """Return the constraints: money in whole ten-thousandths, contacts, and how many may get each offer."""
    import numpy as np

    costs = [int(wish.channels[channel] * UNIT) for _, channel in wish.options]
    uses, most = [costs, [1] * len(costs)], [UNLIMITED * UNIT, UNLIMITED]
    if wish.budget is not None:
        most[0] = max(int((wish.budget - wish.costs.once) * UNIT), 0)
    if wish.most is not None:
        most[1] = wish.most
    for offer, count in wish.most_per_offer.items():
        uses.append([int(name == offer) for name, _ in wish.options])
        most.append(count)
    return Limits(np.array(uses, dtype=np.int64), np.array(most, dtype=np.int64))


def _hundred(limits: Limits) -> Whole:
    """Return what a further hundred contacts by the cheapest option widen the limits by."""
    import numpy as np

    wider = np.zeros(len(limits.most), dtype=np.int64)
    wider[0] = 100 * int(limits.uses[0].min())
    wider[1] = 100
    return wider


def _counts(option: Whole, options: int) -> Whole:
    import numpy as np

    return np.bincount(option[option >= 0], minlength=options)
