"""What a contact costs, what a sale leaves, and the response rate at which the two are equal: exact.

Break-even = cost of a contact / net revenue of a sale. With 0.62 and 35 that is 0.62 / 35 = 1.7714… %, printed 1.77 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from shuke.errors import UsageError


@dataclass(frozen=True)
class Costs:
    """The money of a campaign, every line of it by name.

    Args:
        contact: lines that each contact costs, such as print and postage.
        fixed: lines that are paid once, however many are contacted.
        sale: the revenue of one sale.
        margin: the share of that revenue that is left after the cost of goods.
        returns: the share of sales that come back, from 0 to less than 1.
        per_sale: lines that each sale costs, such as packing; a sale that comes back has cost them too.
    """

    contact: Mapping[str, Decimal]
    sale: Decimal
    margin: Decimal = Decimal(1)
    returns: Decimal = Decimal(0)
    per_sale: Mapping[str, Decimal] = field(default_factory=dict)
    fixed: Mapping[str, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lines = {**self.contact, **self.per_sale, **self.fixed}
        for name, amount in lines.items():
            if not amount.is_finite() or amount < 0:
                raise UsageError("campaign_cost_negative", name=name, value=str(amount))
        if not (self.sale.is_finite() and self.margin.is_finite() and self.returns.is_finite()):
            raise UsageError("campaign_share_wrong", name="margin, returns", value="NaN")
        for name, share in (("margin", self.margin), ("returns", self.returns)):
            if not 0 <= share <= 1:
                raise UsageError("campaign_share_wrong", name=name, value=str(share))
        if self.net <= 0:
            raise UsageError("campaign_no_net", net=f"{float(self.net):.4f}")
        if self.break_even >= 1:
            raise UsageError("campaign_never_pays", cost=str(self.per_contact), net=f"{float(self.net):.4f}")

    @property
    def per_contact(self) -> Decimal:
        """What one contact costs."""
        return sum(self.contact.values(), Decimal(0))

    @property
    def once(self) -> Decimal:
        """What is paid once."""
        return sum(self.fixed.values(), Decimal(0))

    @property
    def kept(self) -> Fraction:
        """The share of revenue that is left after returns and the cost of goods."""
        return Fraction(self.margin) * (1 - Fraction(self.returns))

    @property
    def net(self) -> Fraction:
        """What one sale leaves: revenue × margin × (1 - returns) - what each sale costs."""
        return Fraction(self.sale) * self.kept - Fraction(sum(self.per_sale.values(), Decimal(0)))

    @property
    def break_even(self) -> Fraction:
        """The response rate at which a contact pays for itself; what is paid once is left aside."""
        return Fraction(self.per_contact) / self.net

    def break_even_with_fixed(self, contacts: int) -> Fraction:
        """Return the response rate at which so many contacts pay for themselves and for what is paid once."""
        return (Fraction(self.per_contact) * contacts + Fraction(self.once)) / (self.net * contacts)

    def cost(self, contacts: int) -> Decimal:
        """Return what so many contacts cost, with what is paid once: exact."""
        return self.per_contact * contacts + self.once

    def document(self) -> dict[str, object]:
        """Return the lines as JSON: money is text, so that it stays exact."""
        lines = {name: getattr(self, name) for name in ("contact", "per_sale", "fixed")}
        told = {name: {line: str(amount) for line, amount in given.items()} for name, given in lines.items()}
        return {**told, "sale": str(self.sale), "margin": str(self.margin), "returns": str(self.returns)}

    @classmethod
    def of(cls, document: Mapping[str, object]) -> Costs:
        """Return the costs that a document holds."""

        def lines(name: str) -> dict[str, Decimal]:
            given = document[name]
            return {str(line): Decimal(amount) for line, amount in given.items()} if isinstance(given, dict) else {}

        shares = [Decimal(str(document[name])) for name in ("sale", "margin", "returns")]
        return cls(lines("contact"), shares[0], shares[1], shares[2], lines("per_sale"), lines("fixed"))
