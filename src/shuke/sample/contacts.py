"""Consultations, complaints, campaigns and visits that go with the purchases, all inside the two years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuke.sample.clock import OFFICE_HOURS, ONLINE_HOURS, draw_second
from shuke.sample.seasons import DAYS, SEASONS, day_number

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from shuke.sample.buying import Purchase
    from shuke.sample.people import Customer

COMPLAINT_SHARE = 0.02  # of the purchases after which the customer stays
COMPLAINT_SHARE_LEAVING = 0.30  # of the purchases after which the customer never comes back
CAMPAIGN_REACH = 0.5
VISIT_EVERY = 75.0  # days, mean, firms only, while they buy
ACTIVE_AFTER = 150  # days after the last purchase during which a customer is still contacted

Contact = tuple[int, int, str]  # day number, second of the day, kind
CAMPAIGN_LEAD = 2  # days between the message and the offer it announces
CAMPAIGN_DAYS = tuple(
    day_number(season.first) - CAMPAIGN_LEAD for season in SEASONS if season.promotion and season.pull < 1.8
)


def draw_contacts(rng: random.Random, customer: Customer, history: list[Purchase]) -> list[Contact]:
    """Return what happened between the company and one customer besides the purchases.

    A complaint is fifteen times as likely after the last purchase of a customer who leaves, so that
    complaints announce a loss; the purchases themselves stay BG/NBD.
    """
    contacts = [
        *_around_purchases(rng, customer, history),
        *_campaigns(rng, history),
        *_visits(rng, customer, history),
    ]
    return [contact for contact in contacts if 0 <= contact[0] < DAYS]


def _around_purchases(rng: random.Random, customer: Customer, history: list[Purchase]) -> Iterator[Contact]:
    """Yield questions before a purchase and complaints after one."""
    curiosity = rng.betavariate(1.0, 2.0 if customer.firm else 4.0)
    for purchase in history:
        if rng.random() < curiosity:
            yield purchase.day - rng.randint(1, 6), draw_second(rng, ONLINE_HOURS), "consultation"
        share = COMPLAINT_SHARE_LEAVING if purchase.leaves else COMPLAINT_SHARE
        if rng.random() < share:
            yield purchase.day + rng.randint(1, 12), draw_second(rng, OFFICE_HOURS), "complaint"


def _campaigns(rng: random.Random, history: list[Purchase]) -> Iterator[Contact]:
    """Yield the campaigns that reached the customer, from the first purchase until well after the last."""
    for day in CAMPAIGN_DAYS:
        known = history[0].day < day <= history[-1].day + ACTIVE_AFTER
        if rng.random() < CAMPAIGN_REACH and known:
            yield day, draw_second(rng, OFFICE_HOURS), "campaign"


def _visits(rng: random.Random, customer: Customer, history: list[Purchase]) -> Iterator[Contact]:
    """Yield the salesperson's visits to a firm while it buys; the process is Poisson."""
    if not customer.firm:
        return
    position = history[0].day + rng.expovariate(1.0 / VISIT_EVERY)
    while position < min(DAYS, history[-1].day + ACTIVE_AFTER):
        yield int(position), draw_second(rng, OFFICE_HOURS), "visit"
        position += rng.expovariate(1.0 / VISIT_EVERY)
