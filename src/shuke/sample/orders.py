"""From purchases to order lines: one customer's sales, tasting samples and refunds under their order ids."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shuke.sample.baskets import Line, draw_lines, gift_line
from shuke.sample.clock import OFFICE_HOURS, ONLINE_HOURS, SHOP_HOURS, draw_second
from shuke.sample.people import CHANNELS
from shuke.sample.seasons import DAY_TEXTS, DAYS

if TYPE_CHECKING:
    import random

    from shuke.sample.buying import Purchase
    from shuke.sample.people import Customer

REFUND_SHARE = 0.033
FULL_REFUND_SHARE = 0.4
TASTING_SHARE = 0.006
USUAL_CHANNEL_SHARE = 0.85
MOST_CUSTOMERS = 999_999
_SLOTS = 1_000  # order numbers kept for one customer
_NUMBERS = 1_000_000_000
_SCRAMBLE = 618_033_989  # has no factor 2 or 5, so multiplying modulo 10^9 repeats no number


@dataclass(frozen=True, slots=True)
class Booking:
    """Lines that were booked at one moment under one order id; a refund has negative quantities."""

    order_id: str
    day: int
    second: int
    channel: str
    lines: tuple[Line, ...]


def order_id(customer: Customer, sequence: int, day: int) -> str:
    """Return an id that no other order has and that does not depend on how many customers there are."""
    number = (customer.index * _SLOTS + sequence) * _SCRAMBLE % _NUMBERS
    high, low = divmod(number, 100_000)
    number = (low * 10_000 + high) * _SCRAMBLE % _NUMBERS
    return f"SO{DAY_TEXTS[day][:4]}{number:09d}"


def draw_bookings(rng: random.Random, customer: Customer, history: list[Purchase]) -> list[Booking]:
    """Return one sale for every purchase, and now and then a tasting sample or the refund that followed it.

    A refund or sample that would come after the last day of the sample is not known yet and left out.
    """
    bookings: list[Booking] = []
    sequence = 0
    for purchase in history:
        sale = _draw_sale(rng, customer, sequence, purchase.day)
        sequence += 1
        bookings.append(sale)
        if rng.random() < REFUND_SHARE:
            bookings.extend(_draw_refund(rng, sale))
        day = purchase.day + rng.randint(7, 30)
        if rng.random() < TASTING_SHARE and day < DAYS:
            second = draw_second(rng, OFFICE_HOURS)
            name = order_id(customer, sequence, day)
            bookings.append(Booking(name, day, second, customer.channel, (gift_line(),)))
            sequence += 1
    return bookings


def _draw_sale(rng: random.Random, customer: Customer, sequence: int, day: int) -> Booking:
    """Return the sale of one purchase, mostly through the customer's usual channel."""
    usual = rng.random() < USUAL_CHANNEL_SHARE
    channel = customer.channel if usual else rng.choice(CHANNELS)
    second = draw_second(rng, SHOP_HOURS if channel == "门店" else ONLINE_HOURS)
    lines = tuple(draw_lines(rng, customer, day))
    return Booking(order_id(customer, sequence, day), day, second, channel, lines)


def _draw_refund(rng: random.Random, sale: Booking) -> list[Booking]:
    """Return the refund of a sale two to eighteen days later: all of it, or some pieces of one article."""
    day = sale.day + rng.randint(2, 18)
    paid = [line for line in sale.lines if line.cents > 0]
    if rng.random() < FULL_REFUND_SHARE:
        back = [replace(line, quantity=-line.quantity) for line in paid]
    else:
        line = rng.choice(paid)
        back = [replace(line, quantity=-rng.randint(1, line.quantity))]
    second = draw_second(rng, OFFICE_HOURS)
    if day >= DAYS:
        return []
    return [Booking(sale.order_id, day, second, sale.channel, tuple(back))]
