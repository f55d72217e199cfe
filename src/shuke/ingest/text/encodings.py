"""The encodings that text comes in: those that can be proved, and those that only a person can tell apart."""

from __future__ import annotations

import codecs
import re

from shuke.errors import UsageError

# Byte-order marks, the longer first: the one of UTF-32 starts like the one of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
UTF8 = ("utf-8", "utf-8-sig")
# Answers to the question for the encoding -> the codecs that read it, the likelier first.
ASKED = {
    "gb18030": ("gb18030",),
    "big5": ("cp950", "big5hkscs"),
    "shift-jis": ("cp932", "shift_jisx0213"),
    "euc-kr": ("cp949",),
    "windows-1252": ("cp1252", "latin-1"),
}
# Stands for a byte that is no character; U+FDD0 is one of the code points that no text may hold.
BROKEN = "\ufdd0"
MARK_BROKEN = "shuke-mark-broken"
# In UTF-16 every character of ASCII has one NUL: from this share of the bytes on, all on one side, it is UTF-16.
LEAST_NULS = 0.02


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return BROKEN, error.end


codecs.register_error(MARK_BROKEN, _mark)


def named(wanted: str) -> str:
    """Return the name of a text encoding that the user gave.

    Raises:
        UsageError: there is no such encoding.
    """
    try:
        "".encode(wanted)
    except (LookupError, TypeError, AttributeError):
        raise UsageError("encoding_unknown", value=wanted) from None
    return wanted


def marked(head: bytes) -> str | None:
    """Return the encoding that the beginning of a file declares by a byte-order mark."""
    return next((encoding for mark, encoding in MARKS if head.startswith(mark)), None)


def by_nuls(head: bytes) -> str | None:
    """Return UTF-16 in the byte order that the places of the NUL bytes show, where it makes lines of cells."""
    head = head[: len(head) // 2 * 2]
    even, odd = head[::2].count(0), head[1::2].count(0)
    least = max(1, len(head) * LEAST_NULS)
    for many, few, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if many >= least and few * 50 <= many:
            text = head.decode(encoding, "replace")
            # A few NUL bytes among others show characters here and there, never both a line and a cell.
            if re.search(r"[\r\n]", text) and re.search(r"[,;\t| \x01，]", text):
                return encoding
    return None
