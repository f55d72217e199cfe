"""What one cell of a pasted map says of scores: ``4-5``, ``≥4``, ``1,2``, ``[3-4]``, ``high``, ``any``; and codes.

A piece is a pair of ends, both closed, an end of None being open; or the word of a level. What the open ends mean is
decided when the scale is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from shuke.scheme.importing.words import ANY, DATE, is_rest, level, plain

Piece = tuple[int | None, int | None] | str
# The pieces of each figure; None where any score will do.
Test = tuple[Piece, ...] | None
Box = tuple[Test, ...]

NUMBER = r"(\d{1,4})(?:\.0+)?"
SPAN = re.compile(rf"{NUMBER}(?:分|级)?\s*(?:-|to|至|到|\.{{2,3}})\s*{NUMBER}(?:分|级)?")
SINGLE = re.compile(rf"(?:==?)?\s*{NUMBER}(?:分|级)?")
LEAST = re.compile(
    rf"(?:>=|=>|at least|不低于|大于等于)\s*{NUMBER}"
    rf"|{NUMBER}\s*(?:\+|and above|or above|and up|or more|or higher|分?(?:及)?以上)"
)
MOST = re.compile(
    rf"(?:<=|=<|at most|up to|不高于|小于等于)\s*{NUMBER}"
    rf"|{NUMBER}\s*(?:and below|or below|or less|or lower|or fewer|分?(?:及)?以下)"
)
ABOVE = re.compile(rf"(?:>|above|more than|大于|高于)\s*{NUMBER}")
BELOW = re.compile(rf"(?:<|below|less than|小于|低于)\s*{NUMBER}")
CLASS = re.compile(r"\[((?:\d-\d|\d|,|\s|\|)+)\]")
BETWEEN = re.compile(r"\s*(?:[,、;|/]|\bor\b|\band\b|或|和|\s)\s*")
# Spaces inside one piece, before the cell is cut at its separators.
TIGHT = (
    (re.compile(r"(<=|>=|=<|=>|<|>)\s+(?=\d)"), r"\1"),
    (re.compile(r"(?<=\d)\s*(?:-|\bto\b|至|到)\s*(?=\d)"), "-"),
    (re.compile(r"(?<=\d)\s+(?=\+)"), ""),
)
PATTERN = re.compile(r"(?:\d|\[[\d,\-]+\]|\*|\.|x)+")
SYMBOL = re.compile(r"\d|\[[\d,\-]+\]|\*|\.|x")
LABELLED = re.compile(r"(?<![a-z])([rfm])(?:\s*(?:score|值))?\s*(?::|=(?!=)|(?=[<>\d\[高低中↑↓*])|\s+)\s*")


@dataclass(frozen=True)
class Unread(Exception):  # noqa: N818 - a control flow of this package: the caller knows the place and makes the error
    """A cell that cannot be read: the sentence's key and what was read."""

    key: str
    read: str


def test_of(text: str) -> Test:
    """Return what a cell of one figure's column says.

    Raises:
        Unread: nothing that is known of scores.
    """
    bare = plain(text).strip("\"'`")
    if not bare:
        raise Unread("import_empty", text)
    if bare in ANY:
        return None
    if DATE.fullmatch(bare):
        raise Unread("import_date", text)
    found = CLASS.fullmatch(bare)
    if found is not None:
        return _class(found[1])
    whole = _piece(bare)
    if whole is not None:
        return (whole,)
    pieces = [_piece(part) for part in BETWEEN.split(tight(bare)) if part]
    if not pieces or None in pieces:
        raise Unread("import_unread", text)
    return tuple(piece for piece in pieces if piece is not None)


def boxes_of(text: str, width: int, pad: bool) -> tuple[Box, ...] | None:
    """Return the cells that a cell of codes names; None for the rest of the customers.

    Codes are digits (``555, 554``), patterns (``[3-4][4-5]``, ``5*``), levels (``高高低``, ``HHL``), or one range per
    figure (``R 4-5, F 4-5, M 4-5``; ``4-5/4-5/4-5``). ``width`` is the number of digits that shorter codes are filled
    up to with zeros when ``pad`` says that a spreadsheet has dropped them.

    Raises:
        Unread: something else.
    """
    bare = plain(text).strip("\"'`")
    if not bare:
        raise Unread("import_empty", text)
    if is_rest(bare):
        return None
    if DATE.fullmatch(bare) and not re.fullmatch(r"\d-\d-\d", bare):
        raise Unread("import_date", text)
    per_figure = _labelled(bare) or _ranges(bare)
    if per_figure is not None:
        return (per_figure,)
    found = [_code(token, width, pad, text) for token in tokens(bare)]
    if not found:
        raise Unread("import_unread_code", text)
    return tuple(found)


def tokens(text: str) -> list[str]:
    """Return the codes of a list, without the brackets and quotes of a pasted program."""
    bare = plain(text)
    # The brackets of a program's list; those of a pattern stay.
    if re.match(r"[\[({]\s*(?:[\"']|\d{2,}\s*(?:[,;、\s\])}]|$))", bare):
        bare = bare[1:]
    while bare.endswith((")", "]", "}")) and bare.count(bare[-1]) > bare.count(
        {")": "(", "]": "[", "}": "{"}[bare[-1]]
    ):
        bare = bare[:-1].rstrip()
    bare = re.sub(r"[\"'`]", " ", bare)
    return [part for part in re.split(r"[,;、/\s]+|(?<=[\d\]])\|(?=[\d\[])", bare) if part]


def is_code(text: str) -> bool:
    """Tell whether a text is one code of two or three figures, or a pattern of codes."""
    bare = plain(text).strip("\"'`,;")
    if re.fullmatch(r"\d[-.]\d[-.]\d", bare):
        return True
    found = PATTERN.fullmatch(bare) is not None and any(sign.isdigit() for sign in bare)
    return found and len(SYMBOL.findall(bare)) in {2, 3} and not re.fullmatch(r"\d\.0?", bare)


def is_test(text: str) -> bool:
    """Tell whether a text can stand in the column of one figure."""
    try:
        return all(isinstance(piece, str) or max(end or 0 for end in piece) <= 9 for piece in test_of(text) or ())
    except Unread:
        return False


def tight(text: str) -> str:
    """Return a text without the blanks inside ``>= 4`` and ``4 - 5``."""
    for blank, joined in TIGHT:
        text = blank.sub(joined, text)
    return text


def _piece(text: str) -> Piece | None:
    word = level(text)
    if word is not None:
        return word
    for form in (SPAN, SINGLE):
        found = form.fullmatch(text)
        if found is not None:
            ends = sorted(int(end) for end in found.groups())
            return ends[0], ends[-1]
    for form, step in ((LEAST, 0), (ABOVE, 1)):
        found = form.fullmatch(text)
        if found is not None:
            return _number(found) + step, None
    for form, step in ((MOST, 0), (BELOW, 1)):
        found = form.fullmatch(text)
        if found is not None:
            return None, _number(found) - step
    return None


def _number(found: re.Match[str]) -> int:
    return int(next(end for end in found.groups() if end is not None))


def _class(text: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for low, high in re.findall(r"(\d)(?:-(\d))?", text):
        ends = sorted((int(low), int(high or low)))
        pieces.append((ends[0], ends[1]))
    return tuple(pieces)


def _labelled(text: str) -> Box | None:
    """Return ``R 4-5, F >= 3, M any`` figure by figure; None for another form."""
    parts = LABELLED.split(text)
    names = parts[1::2]
    if parts[0].strip() or len(names) < 2 or names != [axis for axis in "rfm" if axis in names]:
        return None
    try:
        tests = [test_of(part.strip(" ,;、/&+-")) for part in parts[2::2]]
    except Unread:
        return None
    return tuple(tests) if "".join(names) in {"rf", "rfm"} else None


def _ranges(text: str) -> Box | None:
    """Return ``4-5/4-5/4-5`` and ``4-5, 4-5, 4-5`` figure by figure; None for another form."""
    for separator in (r"\s*/\s*", r"\s*[,;、]\s*", r"\s+"):
        parts = re.split(separator, tight(text))
        if len(parts) not in {2, 3} or any(is_code(part) for part in parts):
            continue
        if all(is_test(part) for part in parts):
            return tuple(test_of(part) for part in parts)
    return None


def _code(token: str, width: int, pad: bool, text: str) -> Box:
    digits = re.sub(r"(?<=\w)[-.](?=\w)", "", token) if re.fullmatch(r"\d([-.])\d\1\d", token) else token
    if re.fullmatch(r"r.f.(m.)?", digits):
        digits = digits[1::2]
    if digits.isdigit():
        if len(digits) < width and pad:
            digits = digits.zfill(width)
        if len(digits) not in {2, 3}:
            raise Unread("import_code_length", token)
        return tuple(((int(digit), int(digit)),) for digit in digits)
    worded = [level(sign) for sign in digits]
    if len(digits) in {2, 3} and None not in worded:
        return tuple((sign,) for sign in worded if sign is not None)
    symbols = SYMBOL.findall(digits)
    if PATTERN.fullmatch(digits) is None or len(symbols) not in {2, 3}:
        raise Unread("import_unread_code", token if len(token) < len(text) else text)
    return tuple(_symbol(symbol) for symbol in symbols)


def _symbol(symbol: str) -> Test:
    if symbol in "*.x":
        return None
    return _class(symbol)
