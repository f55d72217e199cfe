"""What lies in an order: one to five different articles that add up to about a log-normal basket."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from math import exp, floor
from typing import TYPE_CHECKING

from shuke.sample.catalogue import GIFT, PRICES, PRODUCTS, Product, discounted
from shuke.sample.seasons import OFFERS

if TYPE_CHECKING:
    import random

    from shuke.sample.people import Customer

ORDER_SPREAD = 0.45  # of the logarithm of one basket around the customer's usual one
LINE_COUNTS = (1, 2, 3, 4, 5)
LINE_COUNT_WEIGHTS = (46, 28, 14, 8, 4)
OFFER_TAKEN = 0.85
GIFT_FROM_CENTS = 40_000
GIFT_SHARE = 0.08
GIFT_MARK = "赠品"
PERSON_MULTIPLE, FIRM_MULTIPLE = 4, 40  # how many of one article are bought at most, about


@dataclass(frozen=True, slots=True)
class Line:
    """One order line. The unit price is after discount: amount = quantity × unit price, exactly."""

    product: Product
    quantity: int
    unit_cents: int
    promotion: str

    @property
    def cents(self) -> int:
        """The amount of the line in cents; negative when the quantity is."""
        return self.quantity * self.unit_cents


def draw_lines(rng: random.Random, customer: Customer, day: int) -> list[Line]:
    """Return the lines of one order, at least one with an amount above 0, no article twice."""
    promotion, percent_off = OFFERS[day] if rng.random() < OFFER_TAKEN else ("", 0)
    basket = floor(exp(rng.normalvariate(customer.level, ORDER_SPREAD)) * 100 + 0.5)
    count = rng.choices(LINE_COUNTS, LINE_COUNT_WEIGHTS)[0]
    lines: dict[str, Line] = {}
    for _ in range(count):
        wanted = basket // count
        product = _draw_product(rng, customer, wanted)
        quantity = max(1, (wanted + product.cents // 2) // product.cents)
        unit_cents = discounted(product.cents, percent_off)
        lines.setdefault(product.name, Line(product, quantity, unit_cents, promotion))
    drawn = list(lines.values())
    if sum(line.cents for line in drawn) >= GIFT_FROM_CENTS and rng.random() < GIFT_SHARE:
        drawn.append(gift_line())
    return drawn


def gift_line() -> Line:
    """Return the line of a tasting sample: quantity 1, price and amount 0."""
    return Line(GIFT, 1, 0, GIFT_MARK)


def _draw_product(rng: random.Random, customer: Customer, wanted: int) -> Product:
    """Return an article that can make up about `wanted` cents, more often one of the favourite category."""
    multiple = FIRM_MULTIPLE if customer.firm else PERSON_MULTIPLE
    high = max(1, bisect_right(PRICES, wanted + wanted // 4))
    low = min(bisect_left(PRICES, wanted // multiple), high - 1)
    product = PRODUCTS[rng.randrange(low, high)]
    if product.category != customer.favourite:
        product = PRODUCTS[rng.randrange(low, high)]
    return product
