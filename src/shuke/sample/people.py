"""Customer k of a seed is the same person or firm whatever the size of the sample."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from shuke.sample.catalogue import CATEGORIES
from shuke.sample.names import INDUSTRY_NAMES, firm_name, person_name
from shuke.sample.places import Place, draw_place

if TYPE_CHECKING:
    import random

FIRM_SHARE = 0.16
EXPATRIATE_SHARE = 0.02
SIZES = ("1-19", "20-99", "100-499", "500+")
SIZE_WEIGHTS = (55, 28, 13, 4)
SIZE_LIFT = {"1-19": 0.0, "20-99": 0.25, "100-499": 0.6, "500+": 1.0}
AGE_BANDS = ("18-25", "26-35", "36-45", "46-55", "56+")
AGE_WEIGHTS = (16, 34, 26, 15, 9)
CHANNELS = ("门店", "小程序", "天猫", "官网")
PERSON_CHANNEL_WEIGHTS = (38, 30, 26, 6)
FIRM_CHANNEL_WEIGHTS = (48, 14, 8, 30)
CHANNEL_LIFT = {"门店": 0.10, "小程序": -0.05, "天猫": -0.15, "官网": 0.25}

# A customer's usual basket is log-normal: the median in yuan, and the spread of its logarithm.
PERSON_BASKET, PERSON_SPREAD = 150.0, 0.80
FIRM_BASKET, FIRM_SPREAD = 520.0, 0.90


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer; `level` is the natural logarithm of the usual basket in yuan."""

    index: int
    customer_id: str
    name: str
    firm: bool
    industry: str
    size: str
    age_band: str
    city: str
    salesperson: str
    channel: str
    favourite: str
    level: float


def draw_customer(rng: random.Random, index: int) -> Customer:
    """Return customer number `index`, described by the draws of `rng` alone."""
    place = draw_place(rng)
    firm = rng.random() < FIRM_SHARE
    english = place.overseas or rng.random() < EXPATRIATE_SHARE
    industry = rng.choice(INDUSTRY_NAMES) if firm else ""
    size = rng.choices(SIZES, SIZE_WEIGHTS)[0] if firm else ""
    name = firm_name(rng, place.city, industry, english) if firm else person_name(rng, english)
    channel = _draw_channel(rng, place, firm)
    median, spread = (FIRM_BASKET, FIRM_SPREAD) if firm else (PERSON_BASKET, PERSON_SPREAD)
    centre = log(median) + SIZE_LIFT.get(size, 0.0) + CHANNEL_LIFT[channel]
    return Customer(
        index=index,
        customer_id=f"C{index:05d}",
        name=name,
        firm=firm,
        industry=industry,
        size=size,
        age_band="" if firm else rng.choices(AGE_BANDS, AGE_WEIGHTS)[0],
        city=place.city,
        salesperson=rng.choice(place.salespeople),
        channel=channel,
        favourite=rng.choice(CATEGORIES),
        level=rng.normalvariate(centre, spread),
    )


def _draw_channel(rng: random.Random, place: Place, firm: bool) -> str:
    """Return the channel the customer mostly buys through; overseas that is the web shop."""
    if place.overseas:
        return "官网"
    return rng.choices(CHANNELS, FIRM_CHANNEL_WEIGHTS if firm else PERSON_CHANNEL_WEIGHTS)[0]
