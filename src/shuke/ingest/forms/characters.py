"""Characters that look like others or like nothing: what is folded before a cell is read, and how it is shown."""

from __future__ import annotations

import re
import unicodedata

from shuke.stages.relation import literal

# Nothing to see: zero-width characters, soft hyphen, byte-order mark, and what turns the direction of writing.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Of these, what turns the direction of writing.
DIRECTION = "\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Characters that mean something on one computer only.
PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_FULL_WIDTH = {chr(0xFF01 + offset): chr(0x21 + offset) for offset in range(94)}
_SPACES = dict.fromkeys("\t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " ")
_MINUS = dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63", "-")
_QUOTES = {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00b4": "'"}
_SIGNS = {"\uffe5": "¥", "\uffe1": "£", "\ufe69": "$", "圓": "圆", "號": "号"}
FOLDED = {**_FULL_WIDTH, **_SPACES, **_MINUS, **_QUOTES, **_SIGNS}
# Control characters, marks of direction, spaces other than the plain one, private use, halves of characters.
HIDDEN = {"Cc", "Cf", "Zs", "Zl", "Zp", "Co", "Cs", "Cn"}
# Texts of these characters alone are folded already.
PLAIN = r"[ -~¥€元年月日]*"
# Wide characters that stand among plain ones in many cells: replaced one by one, which is far faster than all at once.
FREQUENT = "\uffe5，．：（）\u3000"
YEN = "\uffe5"
NEARLY_PLAIN = rf"[ -~¥€元年月日{FREQUENT}]*"
# Full-width digits and what stands among them.
WIDE = FREQUENT + "０１２３４５６７８９－／"
WIDE_PLAIN = rf"[ -~¥€元年月日{WIDE}]*"


def folded(text: str) -> str:
    """Return the expression of a text with wide digits, minus signs and spaces as ASCII, capitals, nothing hidden."""
    kept, to = "".join(FOLDED), "".join(FOLDED.values())
    translated = f"TRANSLATE({text}, {literal(kept + INVISIBLE)}, {literal(to)})"
    replaced = text
    for letter in FREQUENT:
        replaced = f"REPLACE({replaced}, {literal(letter)}, {literal(FOLDED[letter])})"
    # A short list of letters is translated ten times as fast as the whole.
    wide = f"TRANSLATE({text}, {literal(WIDE)}, {literal(''.join(FOLDED[letter] for letter in WIDE))})"
    yen = f"REPLACE({text}, {literal(YEN)}, {literal(FOLDED[YEN])})"
    arms = (
        f"WHEN REGEXP_FULL_MATCH({text}, {literal(PLAIN)}) THEN {text} "
        f"WHEN STARTS_WITH({text}, {literal(YEN)}) AND REGEXP_FULL_MATCH({text}, {literal(YEN + PLAIN)}) THEN {yen} "
        f"WHEN REGEXP_FULL_MATCH({text}, {literal(NEARLY_PLAIN)}) THEN {replaced} "
        f"WHEN REGEXP_FULL_MATCH({text}, {literal(WIDE_PLAIN)}) THEN {wide}"
    )
    return f"UPPER(TRIM(CASE {arms} ELSE {translated} END))"


def without_invisible(text: str) -> str:
    """Return a text without characters that nobody sees."""
    return text.translate(dict.fromkeys(map(ord, INVISIBLE)))


def without_direction(text: str) -> str:
    """Return a text without characters that turn the direction of writing."""
    return re.sub(f"[{DIRECTION}]", "", text)


def shown(text: str, longest: int = 40) -> str:
    """Return a text as a message can show it: what cannot be seen by its number, cut where it is long."""
    cut = text[:longest] + ("…" if len(text) > longest else "")
    return "".join(
        f"⟨U+{ord(letter):04X}⟩" if letter != " " and unicodedata.category(letter) in HIDDEN else letter
        for letter in cut
    )


def masked(text: str) -> str:
    """Return a personal text for show: every letter and digit is a dot, only its form is left."""
    return shown("".join("•" if unicodedata.category(letter)[0] in "LN" else letter for letter in text))
