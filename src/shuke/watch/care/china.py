"""The public holidays of China, year by year, as the State Council announces them: days off, and days made up for.

Source of each announced year: the notice of the General Office of the State Council on the arrangement of holidays of
that year, published in its gazette (www.gov.cn/gongbao), with the changes of 2019 (1 to 4 May) and of 2020 (Spring
Festival until 2 February). Of years whose notice is not out yet only the days that the law names are known (the
Regulation on Public Holidays for National Annual Festivals and Memorial Days, as changed in November 2024): which
weekends are worked to make up for days between is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

# Days off, first-last; then the weekend days that are worked.
ANNOUNCED: dict[int, tuple[str, str]] = {
    2019: ("0101 0204-0210 0405-0407 0501-0504 0607-0609 0913-0915 1001-1007", "0202 0203 0428 0505 0929 1012"),
    2020: ("0101 0124-0202 0404-0406 0501-0505 0625-0627 1001-1008", "0119 0426 0509 0628 0927 1010"),
    2021: (
        "0101-0103 0211-0217 0403-0405 0501-0505 0612-0614 0919-0921 1001-1007",
        "0207 0220 0425 0508 0918 0926 1009",
    ),
    2022: (
        "0101-0103 0131-0206 0403-0405 0430-0504 0603-0605 0910-0912 1001-1007",
        "0129 0130 0402 0424 0507 1008 1009",
    ),
    2023: ("0101-0102 0121-0127 0405 0429-0503 0622-0624 0929-1006", "0128 0129 0423 0506 0625 1007 1008"),
    2024: (
        "0101 0210-0217 0404-0406 0501-0505 0608-0610 0915-0917 1001-1007",
        "0204 0218 0407 0428 0511 0914 0929 1012",
    ),
    2025: ("0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008", "0126 0208 0427 0928 1011"),
    2026: ("0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007", "0104 0214 0228 0509 0920 1010"),
}
# What the law alone says.
BY_LAW: dict[int, str] = {
    2027: "0101 0205-0208 0405 0501-0502 0609 0915 1001-1003",
    2028: "0101 0125-0128 0404 0501-0502 0528 1001-1003",
    2029: "0101 0212-0215 0404 0501-0502 0616 0922 1001-1003",
    2030: "0101 0202-0205 0405 0501-0502 0605 0912 1001-1003",
}


@dataclass(frozen=True)
class Year:
    """Days off and weekend days that are worked in a year; ``announced``: both are known."""

    closed: frozenset[date]
    open: frozenset[date]
    announced: bool


def year(number: int) -> Year | None:
    """Return what is known of a year; None where nothing is."""
    if number in ANNOUNCED:
        closed, worked = ANNOUNCED[number]
        return Year(frozenset(_days(number, closed)), frozenset(_days(number, worked)), announced=True)
    if number in BY_LAW:
        return Year(frozenset(_days(number, BY_LAW[number])), frozenset(), announced=False)
    return None


def _days(number: int, written: str) -> Iterator[date]:
    for part in written.split():
        first, _, last = part.partition("-")
        day, end = _day(number, first), _day(number, last or first)
        while day <= end:
            yield day
            day += timedelta(days=1)


def _day(number: int, written: str) -> date:
    return date(number, int(written[:2]), int(written[2:]))
