"""Chinese numerals, everyday and financial, read exactly: 一千二, 壹仟贰佰叁拾肆元伍角整, 二〇二四."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {
    **{letter: value for value, letter in enumerate("零一二三四五六七八九")},
    **{letter: value for value, letter in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "〇": 0,
    "○": 0,
    "两": 2,
    "兩": 2,
    "貳": 2,
    "叄": 3,
    "參": 3,
    "陸": 6,
    "弍": 2,
    "幺": 1,
}
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
PARTS = "角毛分厘"
LETTERS = "".join((*DIGITS, *SMALL, *LARGE, *PARTS)) + "廿卅点點元圆圓块整正负負"
# A text of these letters alone; every letter stands for itself in a pattern.
PATTERN = f"[{LETTERS} ]+"
_AMOUNT = re.compile(r"(?P<sign>[负負]?)(?P<whole>.*?)(?:[元圆圓块](?P<parts>.*?))?[整正]?")
_PARTS = re.compile(r"零?(?:(.)[角毛])?零?(?:(.)分)?(?:(.)厘)?")
_UNITS = (Decimal("0.1"), Decimal("0.01"), Decimal("0.001"))


def amount(text: str) -> Decimal | None:
    """Return the amount that a text of Chinese numerals names, or None where it names none."""
    text = text.replace(" ", "").replace("點", "点")
    found = _AMOUNT.fullmatch(text)
    if found is None or not any(letter in DIGITS or letter in SMALL for letter in text):
        return None
    whole, parts = found["whole"], found["parts"] or ""
    if found["parts"] is None and any(letter in PARTS for letter in whole):
        whole, parts = "", whole
    whole, point, decimals = whole.partition("点")
    value = _number(whole)
    tail, small = _decimals(decimals) if point else Decimal(0), _small(parts)
    if value is None or tail is None or small is None or (point and parts):
        return None
    return (value + tail + small) * (-1 if found["sign"] else 1)


def _number(text: str) -> int | None:
    """Return a whole number; a last digit without its place goes one place below the one before: 一千二 is 1200."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    if text and all(letter in DIGITS for letter in text):
        # Digits one by one, as in 二〇二四; a single one is a number of its own.
        return int("".join(str(DIGITS[letter]) for letter in text))
    for unit in ("亿", "億", "万", "萬"):
        if unit in text:
            head, _, tail = text.rpartition(unit) if LARGE[unit] == 10**8 else text.partition(unit)
            if not head:
                return None
            high, low = _number(head), _below(tail, LARGE[unit])
            return None if high is None or low is None else high * LARGE[unit] + low
    return _below(text, 10_000)


def _below(text: str, limit: int) -> int | None:
    """Return the number behind a large place, or of thousands, hundreds and tens; None where it is none."""
    if not text:
        return 0
    if len(text) == 1 and text in DIGITS:
        return DIGITS[text] * limit // 10 if limit > 10 else DIGITS[text]
    if any(letter in LARGE for letter in text):
        value = _number(text)
        return value if value is not None and value < limit else None
    return _places(text)


def _places(text: str) -> int | None:
    total, place, zero = 0, 10_000, False
    pending: int | None = None
    for letter in text:
        if letter in DIGITS:
            if pending is not None:
                return None
            zero = zero or DIGITS[letter] == 0
            pending = DIGITS[letter] or None
        elif letter in SMALL:
            unit = SMALL[letter]
            if unit >= place or (pending is None and (unit != 10 or (total and not zero))):
                return None
            total, place, pending, zero = total + (1 if pending is None else pending) * unit, unit, None, False
        else:
            return None
    if pending is None:
        return total
    return total + (pending if zero or place in {10, 10_000} else pending * place // 10)


def _decimals(text: str) -> Decimal | None:
    if not text or any(letter not in DIGITS for letter in text):
        return None
    return Decimal("0." + "".join(str(DIGITS[letter]) for letter in text))


def _small(text: str) -> Decimal | None:
    """Return what stands behind the 元: 伍角, 伍角陆分, 零陆分; 五 alone is tenths."""
    if len(text) == 1:
        return DIGITS[text] * _UNITS[0] if text in DIGITS else None
    found = _PARTS.fullmatch(text)
    if found is None or any(digit is not None and digit not in DIGITS for digit in found.groups()):
        return None
    return sum((DIGITS[digit] * unit for digit, unit in zip(found.groups(), _UNITS, strict=True) if digit), Decimal(0))
