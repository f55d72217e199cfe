"""Whether values and columns are personal: by shape, by form, by the header, and by what most values are."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from shuke.privacy.companies import is_company
from shuke.privacy.divisions import division, province_and_city
from shuke.privacy.headers import kind_of_header
from shuke.privacy.surnames import COMPOUND_SURNAMES, SURNAMES
from shuke.shapes import shape_of

ENOUGH = 0.6
USCC = re.compile("[159ANY][1239][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE = re.compile(f"[{PROVINCES}][A-Z][· ]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳]")
STREET = re.compile("[路街巷弄号室栋幢村镇乡]|单元|大道|小区|广场|大厦|花园|公寓")
WESTERN_NAME = re.compile(r"[A-Z][a-z]+(?:[ -][A-Z][a-z.]*){1,3}")


def is_person_name(value: str) -> bool:
    """Tell whether a text has the shape of a Chinese person's name and is not that of a province or city."""
    if re.fullmatch("[\u4e00-\u9fff]{1,12}[·•・‧][\u4e00-\u9fff·•・‧]{1,20}", value):
        return True
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", value):
        return False
    named = value[:2] in COMPOUND_SURNAMES or (value[0] in SURNAMES and len(value) <= 3)
    return named and division(value) != value


def kind_of_value(value: str) -> str | None:  # noqa: PLR0911 - one line per kind
    """Return what kind of personal or secret data a value alone can be seen to be, or None."""
    plain = unicodedata.normalize("NFKC", value).strip()
    shape = shape_of(plain)
    if shape is not None:
        return shape
    if USCC.fullmatch(plain.upper()):
        return "uscc"
    if PLATE.fullmatch(plain.upper()):
        return "plate"
    if is_person_name(plain):
        return "person_name"
    if is_address(plain):
        return "address"
    if is_company(plain):
        return "company"
    return "person_name" if WESTERN_NAME.fullmatch(plain) else None


def is_address(value: str) -> bool:
    """Tell whether a text is an address: a province or city, and behind it something of a street."""
    start = province_and_city(value)
    return bool(start) and STREET.search(value[len(start) :]) is not None and not is_company(value)


def kind_of_column(header: str, values: Iterable[str]) -> str | None:
    """Return what kind of personal data a column holds: as its header says, else as most of its values are."""
    told = kind_of_header(header)
    if told is not None:
        return told
    there = [value for value in values if value and value.strip()]
    if not there:
        return None
    kinds = Counter(kind for value in set(there) if (kind := kind_of_value(value)) is not None)
    personal = sum(kinds.values())
    return kinds.most_common(1)[0][0] if personal >= ENOUGH * len(set(there)) else None


__all__ = [
    "ENOUGH",
    "is_address",
    "is_person_name",
    "kind_of_column",
    "kind_of_value",
    "shape_of",
]
