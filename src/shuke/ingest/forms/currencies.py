"""Signs and names of currencies, as they stand beside amounts or in a column of their own, become ISO 4217 codes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Code -> how it is written, in capitals.
NAMES: dict[str, tuple[str, ...]] = {
    "CNY": ("CNY", "RMB", "CNH", "CN¥", "人民币", "人民币元", "¥", "元", "圆", "块"),
    "USD": ("USD", "US$", "美元", "美金", "$"),
    "HKD": ("HKD", "HK$", "港币", "港元", "港幣"),
    "TWD": ("TWD", "NTD", "NT$", "新台币", "新臺幣", "台币", "新台幣"),
    "MOP": ("MOP", "MOP$", "澳门元", "澳门币"),
    "EUR": ("EUR", "€", "欧元", "歐元"),
    "GBP": ("GBP", "£", "英镑", "英鎊"),
    "JPY": ("JPY", "JP¥", "日元", "日圆", "円"),
    "KRW": ("KRW", "₩", "韩元", "韩币"),
    "SGD": ("SGD", "S$", "新加坡元", "新币"),
    "AUD": ("AUD", "A$", "AU$", "澳元"),
    "CAD": ("CAD", "C$", "CA$", "加元"),
    "CHF": ("CHF", "瑞士法郎"),
    "THB": ("THB", "฿", "泰铢"),
    "INR": ("INR", "₹", "印度卢比"),
    "RUB": ("RUB", "₽", "卢布"),
    "VND": ("VND", "₫", "越南盾"),
    "MYR": ("MYR", "RM", "林吉特"),
    "NZD": ("NZD", "NZ$", "新西兰元"),
}
CODE = {name: code for code, names in NAMES.items() for name in names}
# Signs that several countries use, and the other currencies that they can stand for.
SHARED = {"¥": ("JPY",), "$": ("HKD", "TWD", "MOP", "SGD", "AUD", "CAD", "NZD")}
# Where these are the money, a point marks the decimals.
POINT = ("CNY", "USD", "HKD", "TWD", "MOP", "GBP", "JPY", "KRW", "SGD", "AUD", "CAD", "THB", "INR", "MYR", "NZD")
# What may stand behind the digits before a currency's name, and what it multiplies by.
UNITS = {
    "百": 10**2, "千": 10**3, "仟": 10**3, "K": 10**3, "万": 10**4, "萬": 10**4, "W": 10**4, "百万": 10**6,
    "千万": 10**7, "亿": 10**8, "億": 10**8,
}  # fmt: skip
_WEAK = frozenset(("元", "圆", "块"))
_NAME = "|".join(re.escape(name) for name in sorted(CODE, key=lambda name: (-len(name), name)))
_UNIT = "|".join(sorted(UNITS, key=lambda unit: (-len(unit), unit)))
_BEFORE = re.compile(rf"(?:(?:{_NAME}) ?)*")
_AFTER = re.compile(rf"(?P<unit>{_UNIT})? ?(?P<names>(?:(?:{_NAME}) ?)*)[整正]?")


@dataclass(frozen=True)
class Words:
    """What the words around an amount's digits say: the currency's code, and what the digits are multiplied by.

    ``shared``: only a sign that several currencies use says so. ``clash``: they name several currencies.
    """

    currency: str | None
    factor: int = 1
    shared: bool = False
    clash: bool = False


def words(before: str, after: str) -> Words | None:
    """Return what the words before and behind the digits say; None where they are no words of money.

    ``元`` and a shared sign go with a word that says more: ``JPY ¥100`` is in yen.
    """
    behind = _AFTER.fullmatch(after.strip())
    if behind is None or _BEFORE.fullmatch(before.strip()) is None:
        return None
    factor = UNITS.get(behind["unit"] or "", 1)
    names = re.findall(_NAME, before) + re.findall(_NAME, behind["names"])
    certain = {CODE[name] for name in names if name not in SHARED and name not in _WEAK}
    loose = {name for name in names if name in SHARED}
    codes = certain or {CODE[name] for name in names}
    if len(codes) > 1:
        return Words(None, factor, clash=True)
    code = next(iter(codes), None)
    clash = any(code != CODE[sign] and code not in SHARED[sign] for sign in loose)
    return Words(code, factor, shared=bool(names) and not certain and not (_WEAK & set(names)), clash=clash)


def named(text: str) -> str:
    """Return the code of a currency as a column of its own names it; what is not known stays as it is."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    return CODE.get(plain, text)
