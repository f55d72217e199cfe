"""Headers that are months: 2024-01, 2024年1月, 202401, Jan 2024, 1月."""

from __future__ import annotations

import re

NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
SHORT = {name[:3]: number for number, name in enumerate(NAMES, 1)} | {"sept": 9}
LONG = {name: number for number, name in enumerate(NAMES, 1)}
YEAR_FIRST = re.compile(r"((?:19|20)[0-9]{2})\s*[-/.年]?\s*(0?[1-9]|1[0-2])\s*月?(份)?")
MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?[- /']*((?:19|20)[0-9]{2}|[0-9]{2})?")
YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
YEAR_WORD = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}\s*(?:年度?)?(?![0-9])")
CHINESE = re.compile(r"([1-9]|1[0-2])\s*月(份)?")


def month_of(header: str) -> tuple[int | None, int] | None:
    """Return the year (None where it is not said) and the month that a header names, or None.

    Of a header of two lines, 销售额/1月 or 2024年/1月, the lower one names the month, the upper one may say the year.
    """
    found = _month(header)
    if found is None and "/" in header:
        upper, lower = header.rsplit("/", 1)
        found = _month(lower)
        if found is not None and found[0] is None and (year := YEAR.search(upper)):
            return int(year[0]), found[1]
    return found


def measure_of(header: str) -> str:
    """Return what the upper line of a month's header says besides a year: what the numbers below are."""
    upper = header.rsplit("/", 1)[0] if "/" in header and _month(header) is None else ""
    return YEAR_WORD.sub("", upper).strip()


def _month(header: str) -> tuple[int | None, int] | None:
    text = header.strip().casefold()
    if found := YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[2])
    if found := CHINESE.fullmatch(text):
        return None, int(found[1])
    if (found := MONTH_FIRST.fullmatch(text)) and (number := SHORT.get(found[1]) or LONG.get(found[1])):
        year = int(found[2]) if found[2] else None
        return (year + 2000 if year is not None and year < 100 else year), number
    return None
