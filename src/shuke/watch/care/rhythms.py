"""How often a customer is looked after: a rhythm, its words, and its dates."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from shuke.locale import LANGUAGES, text
from shuke.scheme.model.base import Words

Unit = Literal["days", "months"]
WRITTEN = re.compile(r"every ([1-9][0-9]{0,2}) (days|weeks|months)")
NONE = "none"


@dataclass(frozen=True)
class Rhythm:
    """Every so many days or months.

    >>> Rhythm(1, "months").after(date(2026, 1, 31), 1).isoformat()
    '2026-02-28'
    """

    every: int
    unit: Unit

    def after(self, anchor: date, steps: int) -> date:
        """Return the day so many steps after an anchor; a month without that day gives its last one."""
        if self.unit == "days":
            return anchor + timedelta(days=self.every * steps)
        months = anchor.year * 12 + anchor.month - 1 + self.every * steps
        year, month = divmod(months, 12)
        return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))

    @property
    def days(self) -> int:
        """About how many days lie between two dates."""
        return self.every if self.unit == "days" else self.every * 365 // 12

    @property
    def written(self) -> str:
        """The word for it in a document."""
        return next((word for word, one in NAMED.items() if one == self), f"every {self.every} {self.unit}")

    @property
    def words(self) -> Words:
        """What a person reads of it."""
        named = next((word for word, one in NAMED.items() if one == self), self.unit)
        return Words(**{lang: text(f"care.rhythm.{named}", lang, every=self.every) for lang in LANGUAGES})


NAMED = {
    "weekly": Rhythm(7, "days"),
    "monthly": Rhythm(1, "months"),
    "quarterly": Rhythm(3, "months"),
    "half-yearly": Rhythm(6, "months"),
    "yearly": Rhythm(12, "months"),
}
# What the schemes say of a rhythm, in their own words. The words that come first in a sentence count.
SAID: tuple[tuple[str, Rhythm], ...] = (
    (r"every two months|每两个月", Rhythm(2, "months")),
    (
        r"three times in the first two months|three contacts in the first two months|前两个月触达三次",
        Rhythm(20, "days"),
    ),
    (r"three times in the first month|首月触达三次", Rhythm(10, "days")),
    (r"in week 1, week 4 and week 8|第 1、4、8 周", Rhythm(28, "days")),
    (r"after 7, 21 and 45 days|第 7、21、45 天", Rhythm(14, "days")),
    (r"at 90, 120 and 180 days|沉默 90、120、180 天", Rhythm(30, "days")),
    (r"at 100, 180 and 300 days|沉默满 100、180、300 天", Rhythm(90, "days")),
    (r"twice within|触达两次", Rhythm(1, "months")),
    (r"as soon as due|到期即提醒", Rhythm(14, "days")),
    (r"monthly|every month|every two weeks, then monthly|每月", Rhythm(1, "months")),
    (r"quarterly|every quarter|每季度", Rhythm(3, "months")),
    (r"half-yearly|half year|twice a year|每半年|每年两次|每年不超过两次|每年一至两次", Rhythm(6, "months")),
    (r"yearly|once a year|every year|每年一次", Rhythm(12, "months")),
)
# How soon whoever comes into a group is looked after first.
SOON = ((r"two weeks|两周内", 14), (r"within a week|this week|一周内|本周", 7))


def read(written: str) -> Rhythm | None:
    """Return the rhythm that a document writes; None for none.

    Raises:
        ValueError: it is no rhythm.
    """
    if written == NONE:
        return None
    if written in NAMED:
        return NAMED[written]
    found = WRITTEN.fullmatch(written)
    if found is None:
        raise ValueError(written)
    every, unit = int(found[1]), found[2]
    return Rhythm(every, "months") if unit == "months" else Rhythm(every * (7 if unit == "weeks" else 1), "days")


def said(words: Words) -> Rhythm | None:
    """Return the rhythm that a scheme's own words tell; None where they tell no dates, as "with each promotion"."""
    for sentence in (words.en, words.zh):
        found = [(match.start(), place) for place, (form, _) in enumerate(SAID) if (match := re.search(form, sentence))]
        if found:
            return SAID[min(found)[1]][1]
    return None


def soon(words: Words) -> int | None:
    """Return within how many days a scheme's own words want the first contact; None where they do not say."""
    return next((days for form, days in SOON if re.search(form, words.en) or re.search(form, words.zh)), None)
