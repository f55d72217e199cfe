"""The words that pasted maps use, in English and Chinese: headers, levels, any, the rest, good and bad names.

Texts are compared after NFKC and case folding, so full-width digits and letters count as the plain ones.
"""

from __future__ import annotations

import re
import unicodedata
from importlib.resources import files
from typing import Literal

from shuke.scheme.document import read_document

Role = Literal["name", "en", "zh", "r", "f", "m", "codes", "joined"]

_WORDS = read_document(
    (files("shuke.scheme.importing") / "vocabulary.yaml").read_text(encoding="utf-8"), "vocabulary.yaml"
).values
HEADERS: dict[Role, frozenset[str]] = {known: frozenset(words.split()) for known, words in _WORDS["headers"].items()}
ANY = frozenset(_WORDS["any"].split())
REST = frozenset(_WORDS["rest"].split())
LEVELS = {word: meant for meant, words in _WORDS["levels"].items() for word in words.split()}
# Names that can only be meant for the best or for the worst.
BEST, WORST = tuple(_WORDS["best"]), tuple(_WORDS["worst"])
# What YAML can carry in a text; everything else has no business in a name.
UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
# A cell that a spreadsheet has made a date of: 5-Apr, Apr-05, 4月5日, 2026-04-05, 4/5/2026.
MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DATE = re.compile(
    rf"\d{{1,2}}[-/ ](?:{MONTH})[a-z]*(?:[-/ ]\d{{2,4}})?|(?:{MONTH})[a-z]*[-/ ]\d{{1,4}}"
    r"|\d{1,2}月\d{1,2}日|\d{4}年.*"
    r"|\d{4}[-/]\d{1,2}[-/]\d{1,2}.*|\d{1,2}/\d{1,2}/\d{2,4}"
)


def plain(text: str) -> str:
    """Return a text for comparing: NFKC, case folded, dashes and comparison signs of one kind, trimmed."""
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    for several, one in (("–—−‒～~", "-"), ("≥⩾≧", ">="), ("≤⩽≦", "<=")):
        for sign in several:
            folded = folded.replace(sign, one)
    return folded


def level(text: str) -> str | None:
    """Return ``high``, ``middle`` or ``low`` for a word or sign that means it."""
    return LEVELS.get(plain(text))


def role(header: str) -> Role | None:
    """Return what a column of that header holds; None for a header that says nothing of the map."""
    bare = re.sub(r"[(\[（【].*?[)\]）】]", "", plain(header))
    bare = re.sub(r"[\s_\-.:#'\"*`]+", "", bare)
    for candidate in (
        bare,
        re.sub(r"(range|scores?|values?|level|值|得分|评分|分值|分数|分|范围|区间|等级|级别)$", "", bare),
    ):
        for known, words in HEADERS.items():
            if candidate in words:
                return known
    return None


def clean(title: str) -> str:
    """Return a name as it stands in a title: one line, without quotes and emphasis around it."""
    text = " ".join(UNPRINTABLE.sub("", title).split())
    while len(text) > 1 and text[0] == text[-1] and text[0] in "\"'`*_":
        text = text[1:-1].strip()
    return text


def chinese(text: str) -> bool:
    """Tell whether a text holds Chinese characters."""
    return any("\u3400" <= sign <= "\u9fff" for sign in text)


def is_rest(text: str) -> bool:
    """Tell whether a text means everybody who is in no other segment."""
    return re.sub(r"[\s_]+", "", plain(text)) in REST
