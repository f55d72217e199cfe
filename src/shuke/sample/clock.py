"""Times of day: whole seconds since midnight that suit the channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuke.sample.seasons import DAY_TEXTS

if TYPE_CHECKING:
    import random

SHOP_HOURS = (10, 11, 14, 15, 15, 16, 16, 17, 18, 19, 19, 20)
ONLINE_HOURS = (0, 8, 9, 10, 11, 12, 12, 13, 15, 17, 19, 20, 20, 21, 21, 22, 22, 23)
OFFICE_HOURS = (9, 10, 10, 11, 13, 14, 14, 15, 16, 17)


def draw_second(rng: random.Random, hours: tuple[int, ...]) -> int:
    """Return a second of the day within one of `hours`, each as likely as it is often listed."""
    return rng.choice(hours) * 3600 + rng.randrange(3600)


def moment(day: int, second: int) -> str:
    """Return a day number and second of the day as local time, e.g. 2024-11-11 20:15:08."""
    minutes, seconds = divmod(second, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{DAY_TEXTS[day]} {hours:02d}:{minutes:02d}:{seconds:02d}"
