"""Chinese surnames: the common ones of one character, and the compound ones, which a mask keeps whole."""

from __future__ import annotations

from shuke.privacy.words import words

SURNAMES = "".join(words("surnames"))
COMPOUND_SURNAMES = frozenset(words("compound_surnames"))


def surname(name: str) -> str:
    """Return the surname at the beginning of a Han text: the longest compound one, else its first character."""
    for length in (4, 2):
        if len(name) > length and name[:length] in COMPOUND_SURNAMES:
            return name[:length]
    return name[:1]


def begins_like_a_name(text: str) -> bool:
    """Tell whether a Han text begins with a surname."""
    return bool({text[:2], text[:4]} & COMPOUND_SURNAMES) or text[:1] in SURNAMES
