"""The shapes of identifiers that are themselves personal, and sentences without them.

Shapes alone decide, so a number with a wrong check digit is protected too.
"""

from __future__ import annotations

import re

MOBILE = r"(\+?0{0,2}86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}"
# With its area code set apart: digits alone that begin with 0 are codes more often than telephones.
LANDLINE = r"(\+?86[- ]?)?\(?0[1-9][0-9]{1,2}(\)|[- ]|\)[- ])[0-9]{7,8}([-转xX# ]{1,2}[0-9]{1,6})?"
EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}"
SHAPES = {
    "mobile": re.compile(MOBILE),
    "identity_number": re.compile(r"[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{14}"),
    "card_number": re.compile(r"[3-6][0-9]{15,18}"),
    "email": re.compile(EMAIL),
    "landline": re.compile(LANDLINE),
}
HIDDEN = "***"
# The same shapes inside a sentence. A sign, a point or a thousands separator before digits makes them an amount.
_BEFORE, _AFTER = r"(?<![0-9.,])", r"(?![0-9])(?!\.[0-9]*[1-9])"
_AMOUNT = r"(?<![0-9.,+¥￥$-])"
INSIDE = {
    "email": re.compile(r"[\w.+%-]+@[\w-]+(\.[\w-]+)+"),
    "identity_number": re.compile(rf"{_BEFORE}[1-9][0-9]{{16}}[0-9Xx]{_AFTER}"),
    "card_number": re.compile(rf"{_AMOUNT}[3-6][0-9]{{3}}(?P<gap>[- ]?)([0-9]{{4}}(?P=gap)){{2}}[0-9]{{4,7}}{_AFTER}"),
    # Without a check letter only the date of birth inside tells such a number from an amount.
    "old_identity_number": re.compile(
        rf"{_AMOUNT}[1-9][0-9]{{7}}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{{3}}{_AFTER}"
    ),
    "mobile": re.compile(rf"{_BEFORE}{MOBILE}{_AFTER}"),
    "landline": re.compile(rf"{_BEFORE}{LANDLINE}{_AFTER}"),
}


def shape_of(value: str) -> str | None:
    """Return what kind of personal identifier a value has the shape of, or None for an opaque code."""
    return next((kind for kind, shape in SHAPES.items() if shape.fullmatch(value)), None)


def shapes_in(sentence: str) -> set[str]:
    """Return the kinds of personal identifiers that stand anywhere in a text."""
    return {kind.removeprefix("old_") for kind, shape in INSIDE.items() if shape.search(sentence)}


def scrub(sentence: str) -> str:
    """Return a sentence in which every personal identifier that has a shape is replaced by stars."""
    for shape in INSIDE.values():
        sentence = shape.sub(HIDDEN, sentence)
    return sentence
