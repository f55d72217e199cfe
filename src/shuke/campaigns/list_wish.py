"""What is wished of a list: offers, channels, budget, whom to leave in peace."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Literal

from shuke.campaign.costs import Costs
from shuke.campaigns.plan import check_name
from shuke.errors import UsageError

# Money is counted in ten-thousandths, as everywhere.
UNIT = 10_000


@dataclass(frozen=True)
class ListWish:
    """What is wished of a list.

    Args:
        name: the campaign's name, new to the ledger.
        costs: what sales leave, and what is paid once; the cost of contacts is that of the channels.
        channels: the channels by name, each with the cost of a contact.
        offers: the offers by name, each with the net revenue of a sale under it; None: that of ``costs``.
        budget: what contacts may cost together; None: no limit.
        most: how many may be contacted; None: no limit.
        objective: ``money`` (expected profit) or ``people`` (expected responses).
        expected: a file with the expected response per customer or cell; None: what the ledger taught.
        cells: the columns whose values make the cells; default: the scheme's main result.
        opt_out: files of customers who must not be contacted.
        rest_days: whoever a campaign of the ledger contacted so many days before ``on`` is left in peace.
        on: the day of the campaign; default: the run's as-of date.
        held_out: the least share of those chosen who are not contacted, so that the list can be measured.
        seed: decides by chance between equals, and who is held out.
        most_per_offer: how many may get an offer, by its name.
    """

    name: str
    costs: Costs
    channels: dict[str, Decimal]
    offers: dict[str, Decimal | None] = field(default_factory=lambda: {"A": None})
    budget: Decimal | None = None
    most: int | None = None
    objective: Literal["money", "people"] = "money"
    expected: Path | None = None
    cells: tuple[str, ...] = ()
    opt_out: tuple[Path, ...] = ()
    rest_days: int | None = None
    on: date | None = None
    held_out: Fraction = Fraction(1, 10)
    seed: int = 1
    most_per_offer: dict[str, int] = field(default_factory=dict)

    def check(self) -> None:
        """Pass a wish that can be meant.

        Raises:
            UsageError: it cannot.
        """
        check_name(self.name)
        if self.objective not in {"money", "people"}:
            raise UsageError("campaign_objective", value=self.objective)
        if not 0 <= self.held_out < 1:
            raise UsageError("campaign_held_out", value=f"{float(self.held_out):g}")
        for name, amount in {**self.channels, "budget": self.budget or Decimal(0)}.items():
            if not amount.is_finite() or amount < 0 or (amount * UNIT) % 1:
                raise UsageError("campaign_cost_negative", name=name, value=str(amount))
        if not self.channels or not self.offers:
            raise UsageError("campaign_no_channel")
        if (self.most is not None and self.most < 1) or min(self.most_per_offer.values(), default=0) < 0:
            raise UsageError("campaign_most", value=self.most or 0)
        unknown = [name for name in self.most_per_offer if name not in self.offers]
        if unknown:
            raise UsageError("campaign_offers", value=", ".join(unknown))
        if self.rest_days is not None and self.rest_days < 0:
            raise UsageError("campaign_most", value=self.rest_days)

    @property
    def options(self) -> list[tuple[str, str]]:
        """Every offer through every channel."""
        return [(offer, channel) for offer in self.offers for channel in self.channels]

    def net(self, offer: str) -> float:
        """Return what a sale under an offer leaves."""
        own = self.offers[offer]
        return float(self.costs.net if own is None else own)
