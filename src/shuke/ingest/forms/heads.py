"""The day in a date's text, without its clock: every way of writing one, read or told why it is none.

A text that could be meant in several orders of day, month and year gives a day for each; which order holds is
decided for the whole column (``order.py``).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from shuke.ingest.flaws import ERROR_TEXT
from shuke.ingest.forms import numerals

# Serial numbers of days, as a spreadsheet counts them: from 1954 to 2064.
FIRST_SERIAL, LAST_SERIAL = 20_000, 60_000
ORIGIN = date(1899, 12, 30)
DAYS_TO_1904 = 1462
# A spreadsheet's 60th day is 1900-02-29, which never was.
NO_DAY = 60
# Years of two digits: 70 … 99 are 1970 … 1999, 00 … 69 are 2000 … 2069.
CENTURY = 70
ORDERS = ("ymd", "dmy", "mdy")
MONTHS = {name: number for number, name in enumerate(
    ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"), 1)}  # fmt: skip
BLANK = frozenset(("-", "--", "—", "——", "/", "\\", "无", "無", "空", "暂无", "未知", "不详", "待定", "NULL", "(NULL)",
                   "NONE", "NA", "N/A", "NAN", "NAT", "NIL", "TBD", "?", "0", "", "…", "..."))  # fmt: skip
# Days that programs write for “no date”.
DUMMIES = (date(1900, 1, 1), date(1970, 1, 1), date(9999, 12, 31))

_SEP = r" ?[-/._ ] ?"
_YMD = re.compile(rf"([0-9]{{4}})(?:{_SEP}| ?年 ?)([0-9]{{1,2}})(?:{_SEP}| ?月 ?)([0-9]{{1,2}}) ?[日号]?")
_USUAL = re.compile(r"[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}")
_SHORT_YMD = re.compile(r"'?([0-9]{2}) ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?[日号]?")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2}|0000)([0-9]{2})([0-9]{2})")
_NUMERIC = re.compile(r"'?([0-9]{1,2}) ?([-/. ]) ?([0-9]{1,2}) ?\2 ?([0-9]{4}|[0-9]{1,2})")
_MON = rf"({'|'.join(MONTHS)})[A-Z]*"
_GAP = r"[-/ .,]*"
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}})(?:ST|ND|RD|TH)?{_GAP}{_MON}{_GAP}'?([0-9]{{4}}|[0-9]{{2}})")
_MONTH_FIRST = re.compile(rf"{_MON}{_GAP}([0-9]{{1,2}})(?:ST|ND|RD|TH)?[-/ .,]+'?([0-9]{{4}}|[0-9]{{2}})")
_YEAR_FIRST = re.compile(rf"([0-9]{{4}}){_GAP}{_MON}{_GAP}([0-9]{{1,2}})")
_SERIAL = re.compile(r"([0-9]{1,5})(?:\.[0-9]+)?")
_EPOCH = re.compile(r"([0-9]{9,10}|[0-9]{12,13}|[0-9]{15,16})(?:\.[0-9]*)?")
_WEEKDAY = re.compile(
    r",?[ (]*(?:星期|周|礼拜|週)[一二三四五六日天][ )]*,?|^(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]*[., ]+"
)
_MONTH_ONLY = re.compile(r"([0-9]{4})(?: ?[-/.] ?| ?年 ?)([0-9]{1,2})(?: ?月份?)?|((?:19|20)[0-9]{2})([0-9]{2})")
_MONTH_NAME_ONLY = re.compile(rf"{_MON}{_GAP}([0-9]{{4}})|([0-9]{{4}}){_GAP}{_MON}")
_QUARTER = re.compile(r"([0-9]{4}) ?[-/.年]? ?(?:Q|第) ?([1-4一二三四])(?: ?季度?)?|Q([1-4])[-/ ]*([0-9]{4})")
_YEAR = re.compile(r"((?:19|20)[0-9]{2}) ?(?:年度?)?")
_MONTH_DAY = re.compile(r"[0-9]{1,2} ?(?:月|[-/]) ?[0-9]{1,2} ?[日号]?|[0-9]{1,2}月")
_RANGE = re.compile(r".*[0-9日号月].*(?:[~～至到]|-{2,}|—| - | TO |(?<=[0-9])-(?=[0-9]{4})).*[0-9].*")
_CHINESE = re.compile(
    r"([零〇○一二三四五六七八九0-9]{4})年([一二三四五六七八九十元正0-9]{1,3})月(?:初?([一二三四五六七八九十廿卅0-9]{1,3})[日号]?)?"
)
_NUMERALS = re.compile(r".*[零〇○一二三四五六七八九十].*")


@dataclass(frozen=True)
class Head:
    """What a text says: a day, or a day for each order it could be written in, or why it is none.

    ``form`` names the way of writing; it is empty for the plain one.
    """

    form: str
    day: date | None = None
    reason: str | None = None
    orders: Mapping[str, date] = field(default_factory=dict)


def read_head(text: str, *, epoch_1904: bool = False, partial: str = "reject", chinese: bool = False) -> Head:
    """Return what a folded text without its clock says.

    ``partial``: a month or a quarter alone is its ``first-day``, its ``last-day``, or ``reject``; ``chinese``:
    dates in Chinese numerals are read.
    """
    text = _WEEKDAY.sub(" ", text).strip() if not text[:1].isdigit() or text[-1:] in "一二三四五六日天)" else text
    if text in BLANK or re.fullmatch(ERROR_TEXT, text):
        return Head("", reason="date_blank" if text in BLANK else "date_is_error")
    if found := _YMD.fullmatch(text):
        return _plain(
            "chinese_date" if "年" in text else "" if _USUAL.fullmatch(text) else "separators", found.groups()
        )
    if found := _COMPACT.fullmatch(text):
        return _plain("compact_date", found.groups())
    if found := _SHORT_YMD.fullmatch(text):
        year, month, number = found.groups()
        return _plain("short_year", (_year(year), month, number))
    if found := _NUMERIC.fullmatch(text):
        return _numeric(found)
    return _named_month(text) or _counted(text, epoch_1904) or _incomplete(text, partial) or _rest(text, chinese)


def _day(year: object, month: object, number: object) -> date | None:
    try:
        return date(int(str(year)), int(str(month)), int(str(number)))
    except ValueError:
        return None


def _year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= CENTURY else 2000)


def _plain(form: str, parts: tuple[object, ...]) -> Head:
    if all(int(str(part)) == 0 for part in parts):
        return Head("dummy_date", reason="date_blank")
    day = _day(*parts)
    return Head(form, day) if day else Head(form, reason="date_invalid")


def _numeric(found: re.Match[str]) -> Head:
    """Return the days that three numbers can be, by the order they may stand in."""
    first, _, second, third = found.groups()
    if int(first) == int(second) == int(third) == 0:
        return Head("dummy_date", reason="date_blank")
    orders = {}
    if len(third) > 1:
        orders = {"dmy": _day(_year(third), second, first), "mdy": _day(_year(third), first, second)}
    if len(first) == 2 and len(third) < 4:
        orders["ymd"] = _day(_year(first), second, third)
    days = {order: day for order, day in orders.items() if day is not None}
    form = "short_year" if len(third) < 4 else "day_month"
    return Head(form, orders=days) if days else Head(form, reason="date_invalid")


def _named_month(text: str) -> Head | None:
    for pattern, places in ((_DAY_FIRST, (2, 1, 0)), (_MONTH_FIRST, (2, 0, 1)), (_YEAR_FIRST, (0, 1, 2))):
        if found := pattern.fullmatch(text):
            year, month, number = (found.groups()[place] for place in places)
            day = _day(_year(year), MONTHS[month], number)
            return Head("month_name", day) if day else Head("month_name", reason="date_invalid")
    return None


def _counted(text: str, epoch_1904: bool) -> Head | None:
    """Return the day of a spreadsheet's serial number; a number of seconds is left to its column."""
    if found := _SERIAL.fullmatch(text):
        number = int(found[1])
        if number == NO_DAY and not epoch_1904:
            return Head("serial", reason="date_serial_1900")
        if FIRST_SERIAL <= number <= LAST_SERIAL:
            return Head("serial", ORIGIN + timedelta(days=number + (DAYS_TO_1904 if epoch_1904 else 0)))
    if _EPOCH.fullmatch(text):
        return Head("epoch", reason="date_not_understood")
    return None


def seconds(text: str) -> Decimal | None:
    """Return the seconds since 1970 that a text of seconds, milli- or microseconds counts, from 1990 to 2099."""
    found = _EPOCH.fullmatch(text)
    if found is None:
        return None
    value = Decimal(text.rstrip(".")) / (1, 1000, 1_000_000)[(len(found[1]) - 9) // 3 if len(found[1]) > 10 else 0]
    return value if 631_152_000 <= value < 4_102_444_800 else None


def _incomplete(text: str, partial: str) -> Head | None:
    """Return a month, quarter or year without its day, or a day without its year."""
    first: date | None = None
    months = 1
    if found := _MONTH_ONLY.fullmatch(text):
        first = _day(found[1] or found[3], found[2] or found[4], 1)
    elif found := _MONTH_NAME_ONLY.fullmatch(text):
        first = _day(found[2] or found[3], MONTHS[found[1] or found[4]], 1)
    elif found := _QUARTER.fullmatch(text):
        quarter = "1234一二三四".index(found[2] or found[3]) % 4
        first, months = _day(found[1] or found[4], 3 * quarter + 1, 1), 3
    elif not (_YEAR.fullmatch(text) or _MONTH_DAY.fullmatch(text)):
        return None
    if first is None or partial == "reject":
        return Head("partial", reason="date_partial")
    last_month = first.month + months - 1
    last = date(first.year, last_month, monthrange(first.year, last_month)[1])
    return Head("partial", first if partial == "first-day" else last)


def _rest(text: str, chinese: bool) -> Head:
    found = _CHINESE.fullmatch(text)
    if found is None:
        return Head("", reason="date_range" if _RANGE.fullmatch(text) else "date_not_understood")
    if not chinese:
        return Head("chinese_numerals", reason="date_in_chinese")
    year, month, number = found.groups()
    if number is None:
        return Head("chinese_numerals", reason="date_partial")
    digits = "".join(str(numerals.DIGITS.get(letter, letter)) for letter in year)
    day = _day(digits, _spoken(month), _spoken(number))
    return Head("chinese_numerals", day) if day else Head("chinese_numerals", reason="date_invalid")


def _spoken(text: str) -> object:
    """Return a month or day in numerals as a number; 元月 and 正月 are the first month."""
    if text in {"元", "正"}:
        return 1
    return int(text) if text.isdecimal() else numerals.amount(text)
