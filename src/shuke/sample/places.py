"""Every place has one name, one weight and the salespeople who look after it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

EAST = ("周晓岚", "吴子昂", "郑可欣")
NORTH = ("王思远", "李慕白")
SOUTH = ("陈嘉怡", "黄俊杰")
WEST = ("何一鸣", "罗雨桐")
OVERSEAS = ("Grace Lin",)


@dataclass(frozen=True, slots=True)
class Place:
    """One city; `weight` is its share of the customers in parts per 1,000."""

    city: str
    weight: int
    salespeople: tuple[str, ...]
    overseas: bool = False


PLACES = (
    Place("杭州", 190, EAST),
    Place("上海", 150, EAST),
    Place("苏州", 70, EAST),
    Place("南京", 65, EAST),
    Place("宁波", 45, EAST),
    Place("北京", 95, NORTH),
    Place("青岛", 35, NORTH),
    Place("郑州", 35, NORTH),
    Place("广州", 65, SOUTH),
    Place("深圳", 65, SOUTH),
    Place("厦门", 30, SOUTH),
    Place("成都", 40, WEST),
    Place("武汉", 30, WEST),
    Place("西安", 25, WEST),
    Place("新加坡", 20, OVERSEAS, overseas=True),
    Place("伦敦", 12, OVERSEAS, overseas=True),
    Place("温哥华", 10, OVERSEAS, overseas=True),
    Place("悉尼", 10, OVERSEAS, overseas=True),
    Place("旧金山", 8, OVERSEAS, overseas=True),
)
_CUMULATIVE = tuple(accumulate(place.weight for place in PLACES))


def draw_place(rng: random.Random) -> Place:
    """Return a place with probability in proportion to its weight.

    Integer weights and an integer draw: no rounding takes part.
    """
    return PLACES[bisect_right(_CUMULATIVE, rng.randrange(_CUMULATIVE[-1]))]
