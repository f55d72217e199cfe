"""Thousands of amounts and dates, each written in a random form of a known value, and read back cell by cell."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.catalogue.cells import column

pytestmark = pytest.mark.row("Z1", "T3")

CELLS = 400
BRIEFLY = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PLACES = Decimal("0.0001")
FULL_WIDTH = {ord(ascii_): ord(ascii_) - 0x21 + 0xFF01 for ascii_ in "0123456789,.-()/:"}
DIGITS = "零一二三四五六七八九"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def kept(value: Fraction) -> Decimal:
    """A value as it is kept: four decimals, half up, away from zero."""
    doubled = abs(value) * 20_000 + 1
    size = doubled.numerator // doubled.denominator // 2
    return Decimal(-size if value < 0 else size).scaleb(-4)


def grouped(digits: str, mark: str) -> str:
    head = len(digits) % 3
    parts = ([digits[:head]] if head else []) + [digits[place : place + 3] for place in range(head, len(digits), 3)]
    return mark.join(parts)


def written_amount(rng: random.Random, point: str, group: str) -> tuple[str, Decimal]:
    """An amount in a random form, and its value by plain fractions."""
    whole = str(rng.randrange(10 ** rng.randrange(1, 10)))
    decimals = "".join(rng.choice("0123456789") for _ in range(rng.choice((0, 0, 1, 2, 2, 2, 3, 4, 5, 7))))
    value = Fraction(int(whole + decimals), 10 ** len(decimals))
    mark = rng.choice(("", "", group, " ", "\u00a0", "'"))
    text = grouped(whole, mark) if mark else whole
    text += point + decimals if decimals else ""
    unit, factor = rng.choice((("", 1),) * 6 + (("万", 10**4), ("w", 10**4), ("k", 1000), ("千", 1000), ("亿", 10**8)))
    if value * factor >= 10**13:
        unit, factor = "", 1
    text = rng.choice(("", "", "¥", "￥ ", "RMB", "CNY ")) + text + unit + rng.choice(("", "", "元", " 元"))
    if rng.random() < 0.3:
        minus: Callable[[str], str] = rng.choice(
            (
                lambda one: f"-{one}",
                lambda one: f"({one})",
                lambda one: f"（{one}）",
                lambda one: f"\u2212{one}",
                lambda one: f"{one}-",
            )
        )
        text, value = minus(text), -value
    if rng.random() < 0.1:
        text = text.translate(FULL_WIDTH)
    return rng.choice(("", "", " ", "\u3000")) + text + rng.choice(("", "", " ")), kept(value * factor)


@pytest.mark.parametrize(("point", "group", "style"), [(".", ",", "point"), (",", ".", "comma")])
@BRIEFLY
@given(seed=st.integers(0, 2**32))
def test_amounts_in_random_forms_are_read_to_the_last_digit(
    point: str, group: str, style: str, seed: int, tmp_path: Path
) -> None:
    rng = random.Random(seed)
    cells = [written_amount(rng, point, group) for _ in range(CELLS)]
    read = column(tmp_path, "amount", [text for text, _ in cells], decisions={"number-style": style})
    found = zip(cells, read.values, read.reasons, strict=True)
    assert [one for one in found if (one[1], one[2]) != (one[0][1], None)] == []


@BRIEFLY
@given(seed=st.integers(0, 2**32), style=st.sampled_from(("point", "comma")))
def test_a_column_proves_its_own_number_style(seed: int, style: str, tmp_path: Path) -> None:
    rng = random.Random(seed)
    point, group = (".", ",") if style == "point" else (",", ".")
    cells = [(grouped(str(rng.randrange(1, 10**9)), group), None) for _ in range(50)]
    texts = [text for text, _ in cells]
    texts.insert(rng.randrange(50), f"12{point}5")
    read = column(tmp_path, "amount", texts)
    assert read.values == [
        Decimal("12.5") if text == f"12{point}5" else Decimal(text.replace(group, "")) for text in texts
    ]


@pytest.mark.promise("B3")
def test_ten_thousand_halves_are_rounded_away_from_zero(tmp_path: Path, figure: Callable[[str], None]) -> None:
    rng = random.Random(7)
    texts = []
    for _ in range(10_000):
        whole, four = rng.randrange(10 ** rng.randrange(1, 9)), rng.randrange(10_000)
        tail = rng.choice(("5", "50", "500000", "49999999999999999999", "50000000000000000001"))
        texts.append(f"{rng.choice(('', '-'))}{whole}.{four:04d}{tail}")
    read = column(tmp_path, "amount", texts)
    wanted = [Decimal(text).quantize(PLACES, ROUND_HALF_UP) for text in texts]
    differing = sum(one != other for one, other in zip(read.values, wanted, strict=True))
    figure(f"{differing} of {len(texts):,} amounts at and about halves read otherwise than by Python's ROUND_HALF_UP")
    assert read.values == wanted
    assert read.values == [kept(Fraction(text)) for text in texts]


def spoken(number: int) -> str:
    """A whole number below a hundred million in Chinese, as it is said."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return spoken(high) + "万" + gap + (spoken(low) if low else "")
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if zero else "") + DIGITS[digit] + name
        zero = bool(text) and not digit
    return text or "零"


@BRIEFLY
@given(numbers=st.lists(st.integers(0, 99_999_999), min_size=200, max_size=200))
def test_numbers_as_they_are_said_in_chinese_are_read(numbers: list[int], tmp_path: Path) -> None:
    formal = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
    cells = [spoken(number) for number in numbers] + [spoken(number).translate(formal) + "元整" for number in numbers]
    read = column(tmp_path, "amount", cells, decisions={"chinese-numerals": "read"})
    assert [one for one in zip(cells, read.values, numbers * 2, strict=True) if one[1] != one[2]] == []


def clock(rng: random.Random) -> tuple[str, int]:
    """A clock in a random form, and by how many days it moves the date."""
    hour, minute, second = rng.randrange(24), rng.randrange(60), rng.randrange(60)
    half = "上午" if hour < 12 else "下午"
    english = "AM" if hour < 12 else "PM"
    return rng.choice(
        (
            ("", 0),
            (f" {hour}:{minute:02d}", 0),
            (f" {hour:02d}:{minute:02d}:{second:02d}", 0),
            (f" {hour:02d}:{minute:02d}:{second:02d}.{rng.randrange(10**6):06d}", 0),
            (f" {half}{hour % 12 or 12}:{minute:02d}", 0),
            (f" {hour % 12 or 12}:{minute:02d}:{second:02d} {english}", 0),
            (f" {hour}时{minute:02d}分{second:02d}秒", 0),
            (" 24:00:00", 1),
        )
    )


def written_day(rng: random.Random, day: date, order: str) -> str:
    """A day in a random form; where the year stands last, or is short, in the order of the column."""
    y, m, d, short = day.year, day.month, day.day, day.year % 100
    last = {"dmy": (d, m), "mdy": (m, d)}.get(order, (d, m))
    sign = rng.choice("-/.")
    forms = [
        f"{y}{sign}{m}{sign}{d}",
        f"{y}{sign}{m:02d}{sign}{d:02d}",
        f"{y}年{m}月{d}日",
        f"{y}年{m:02d}月{d:02d}日",
        f"{y:04d}{m:02d}{d:02d}",
        f"{short:02d}年{m}月{d}日",
        f"{MONTHS[m - 1]} {d}, {y}",
        f"{d}-{MONTHS[m - 1]}-{short:02d}",
    ]
    if order != "ymd":
        forms += [f"{last[0]:02d}{sign}{last[1]:02d}{sign}{y}", f"{last[0]}{sign}{last[1]}{sign}{short:02d}"] * 2
    else:
        forms += [f"{short:02d}{sign}{m:02d}{sign}{d:02d}", f"{short:02d}{sign}{m}{sign}{d}"] * 2
    text = rng.choice(forms)
    return text.translate(FULL_WIDTH) if rng.random() < 0.05 else text


@pytest.mark.parametrize("order", ["ymd", "dmy", "mdy"])
@BRIEFLY
@given(seed=st.integers(0, 2**32))
def test_dates_in_random_forms_are_the_days_they_say(order: str, seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    cells = []
    for _ in range(CELLS):
        day = date(1971, 1, 1) + timedelta(days=rng.randrange(35_000))
        tail, later = clock(rng)
        cells.append((written_day(rng, day, order) + tail, day + timedelta(days=later)))
    read = column(tmp_path, "ordered_at", [text for text, _ in cells], decisions={"date-order": order})
    found = zip(cells, read.values, read.reasons, strict=True)
    assert [one for one in found if (one[1], one[2]) != (one[0][1], None)] == []


@pytest.mark.parametrize("order", ["dmy", "mdy"])
@BRIEFLY
@given(seed=st.integers(0, 2**32))
def test_one_day_after_the_twelfth_proves_the_order_of_a_column(order: str, seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    days = [date(2024, rng.randrange(1, 13), rng.randrange(1, 13)) for _ in range(100)]
    days.insert(rng.randrange(100), date(2024, rng.randrange(1, 13), rng.randrange(13, 29)))
    form = "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"
    assert column(tmp_path, "ordered_at", [day.strftime(form) for day in days]).values == days


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Europe/Berlin"])
@BRIEFLY
@given(seed=st.integers(0, 2**32))
def test_times_with_a_zone_are_the_local_day(zone: str, seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    cells = []
    for _ in range(200):
        offset = rng.choice((0, 480, -300, 330, -570))
        moment = datetime(1980, 1, 1, tzinfo=timezone(timedelta(minutes=offset))) + timedelta(
            seconds=rng.randrange(1_600_000_000)
        )
        sign, size = "-" if offset < 0 else "+", abs(offset)
        shown = rng.choice((f"{sign}{size // 60:02d}:{size % 60:02d}", f"{sign}{size // 60:02d}{size % 60:02d}"))
        if not offset:
            shown = rng.choice(("Z", "+00:00", " UTC"))
        head = rng.choice((moment.strftime("%Y-%m-%dT%H:%M:%S"), moment.strftime("%Y年%m月%d日 %H:%M:%S")))
        cells.append((head + shown, moment.astimezone(ZoneInfo(zone)).date()))
    read = column(tmp_path, "ordered_at", [text for text, _ in cells], timezone=zone)
    assert [one for one in zip(cells, read.values, strict=True) if one[0][1] != one[1]] == []


def test_serial_numbers_are_the_days_of_a_spreadsheet(tmp_path: Path) -> None:
    numbers = list(range(20_000, 60_001, 97))
    read = column(tmp_path, "ordered_at", [f"{number}{'.5' * (number % 2)}" for number in numbers])
    assert read.values == [date(1899, 12, 30) + timedelta(days=number) for number in numbers]
