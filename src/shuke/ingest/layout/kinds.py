"""What kind of thing a cell's text is, by its form alone: enough to tell headers from records."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Kind = Literal["blank", "number", "date", "code", "text"]

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
NUMBER = re.compile(r"[(+\-−]?\s?[¥￥$€£]?\s?[0-9][0-9,，.' ]*\s?(%|元|万|亿|千)?[)\-]?")
DATE = re.compile(
    r"[0-9]{4}\s?[-/.年]\s?[0-9]{1,2}\s?[-/.月]\s?[0-9]{1,2}日?([ T].*)?|(19|20)[0-9]{2}\s?[-/年]\s?[0-9]{1,2}月?|"
    r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}([ T].*)?|"
    r"[0-9]{1,2}[- ][A-Za-z]{3,9}[- ,]+[0-9]{2,4}|[A-Za-z]{3,9} [0-9]{1,2},? [0-9]{4}"
)
DROPPED = dict.fromkeys(map(ord, INVISIBLE))
CODE = re.compile(r"[A-Za-z0-9]+([-_.#][A-Za-z0-9]+)*")


@lru_cache(maxsize=1 << 14)
def clean(cell: str | None) -> str:
    """Return a cell's text on one line, without white space at its ends and without invisible characters."""
    if not cell:
        return ""
    return " ".join(cell.translate(DROPPED).split())


@lru_cache(maxsize=1 << 14)
def kind_of(cell: str | None) -> Kind:
    """Return what a cell looks like."""
    text = clean(cell)
    if not text:
        return "blank"
    if DATE.fullmatch(text):
        return "date"
    if NUMBER.fullmatch(text):
        return "number"
    return "code" if CODE.fullmatch(text) and any(sign.isdigit() for sign in text) else "text"
