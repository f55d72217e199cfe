"""Pasted text becomes rows of cells, whatever it was pasted from: Markdown, a spreadsheet, CSV, a list, a program.

Each row keeps the number of the line that it stands on, as a person counts it.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from shuke.errors import SchemeError, Where
from shuke.scheme.importing.pieces import is_code, is_test, tight
from shuke.scheme.importing.words import plain, role

MOST_BYTES = 1_000_000
MOST_ROWS = 2_000
Kind = Literal["markdown", "tab", "separated", "list", "blank"]
RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*|\s*\|\s*:?-+:?\s*\|\s*")
PAIR = re.compile(r"(?P<left>[^:：=→,;\t|<>]+?)\s*(?:[:：→]|=>|->|=)\s*(?P<right>\S.*)")
FENCE = re.compile(r"\s*(```.*|[{}\[\]()]+,?;?|[\w ]+=\s*[{(\[]+|dict\(|-{3,}|={3,})\s*")
BULLET = re.compile(r"^\s*(?:[-*•·]\s+|\d+[.)]\s+(?=\D))")
QUOTES = "\"'`"


@dataclass(frozen=True)
class Line:
    """One row of the table: the number of its line in the pasted text, and its cells."""

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The rows of a pasted text, and the form that they were read from; ``skipped`` are lines outside the table."""

    kind: Kind
    lines: tuple[Line, ...]
    skipped: tuple[int, ...] = ()


def decode(data: bytes, name: str) -> str:
    """Return pasted or saved text: UTF-8, UTF-16 with a mark as spreadsheets write it, or GB18030.

    Raises:
        SchemeError: it is not text, or larger than a map can be.
    """
    if len(data) > MOST_BYTES:
        raise SchemeError("import_too_large", Where(file=name), most=f"{MOST_BYTES:,}")
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise SchemeError("import_not_text", Where(file=name))


def read_table(text: str, name: str) -> Table:
    """Return the rows of a pasted map.

    Raises:
        SchemeError: there is nothing, too much, or a quotation mark that is never closed.
    """
    lines = [
        (number, line.rstrip()) for number, line in enumerate(re.split("\r\n|\r|\n", text.lstrip("\ufeff")), start=1)
    ]
    lines = [(number, line) for number, line in lines if line.strip()]
    if not lines:
        raise SchemeError("import_nothing", Where(file=name))
    if len(lines) > MOST_ROWS:
        raise SchemeError("import_too_large", Where(file=name, row=MOST_ROWS), most=f"{MOST_ROWS:,}")
    table = _markdown(lines) or _list(lines) or _tab(lines, name) or _separated(lines, name) or _blank(lines)
    kept = tuple(Line(one.row, _trimmed(one.cells)) for one in table.lines if any(cell.strip() for cell in one.cells))
    if not kept:
        raise SchemeError("import_nothing", Where(file=name))
    return Table(table.kind, kept, table.skipped)


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    whole = [cell.strip() for cell in cells]
    while len(whole) > 1 and not whole[-1]:
        whole.pop()
    return tuple(whole)


def _markdown(lines: list[tuple[int, str]]) -> Table | None:
    fenced = all(line.lstrip().startswith("|") for _, line in lines)
    if not fenced and not any(RULE.fullmatch(line) for _, line in lines):
        return None
    found, skipped = [], []
    for number, line in lines:
        if "|" not in line:
            skipped.append(number)
        elif not RULE.fullmatch(line):
            bare = re.sub(r"^\s*\||(?<!\\)\|\s*$", "", line)
            found.append(Line(number, tuple(_md(cell) for cell in re.split(r"(?<!\\)\|", bare))))
    return Table("markdown", tuple(found), tuple(skipped))


def _md(cell: str) -> str:
    text = re.sub(r"<br\s*/?>", " ", cell.replace("\\|", "|").replace("\\*", "*")).strip()
    return re.sub(r"^(\*\*|__|`)(.+)\1$", r"\2", text)


def _list(lines: list[tuple[int, str]]) -> Table | None:
    """Return ``name: codes`` lines, also those of a pasted dictionary, and of codes that go on in the next line."""
    found: list[Line] = []
    for number, line in lines:
        if FENCE.fullmatch(line):
            continue
        bare = BULLET.sub("", line).strip().rstrip(",;")
        pair = PAIR.fullmatch(bare)
        if pair is None or ("[" not in pair["left"] and role(pair["left"]) in {"r", "f", "m"}):
            more = [part for part in re.split(r"[,;、\s]+", bare.strip("[](){}")) if part]
            if not found or not more or not all(is_code(part) for part in more):
                return None
            last = found.pop()
            found.append(Line(last.row, (last.cells[0], f"{last.cells[1]} {' '.join(more)}")))
            continue
        left, right = _bare(pair["left"]), _bare(pair["right"])
        found.append(Line(number, (right, left) if is_code(left) and not is_code(right) else (left, right)))
    return Table("list", tuple(found)) if found else None


def _bare(text: str) -> str:
    """Return one side of a pair without the quotes of a program, raw and emphasised ones too."""
    bare = re.sub(r"^\s*[rRbBfFuU]?(?=[\"'])|\s*$", "", text).strip().rstrip(",")
    bare = re.sub(r"^(\*\*)(.+)\1$", r"\2", bare)
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in QUOTES:
        bare = bare[1:-1]
    return bare.strip()


def _tab(lines: list[tuple[int, str]], name: str) -> Table | None:
    if not any("\t" in line.strip() for _, line in lines):
        return None
    return Table("tab", _csv(lines, "\t", name))


def _separated(lines: list[tuple[int, str]], name: str) -> Table | None:
    best: tuple[tuple[bool, int], tuple[Line, ...]] | None = None
    for separator in ",;，":
        rows = [line for line in lines if separator in line[1]]
        if len(rows) < max(1, len(lines) - 1):
            continue
        found = _csv(lines, separator, name)
        widths = {len(_trimmed(one.cells)) for one in found}
        # A name with its first code before the first comma is a list without a colon, not a table.
        if sum(_named_code(one.cells) for one in found) * 2 > len(found):
            return None
        rank = (len(widths) == 1, min(widths))
        if best is None or rank > best[0]:
            best = rank, found
    return Table("separated", best[1]) if best else None


def _named_code(cells: tuple[str, ...]) -> bool:
    head = cells[0].split()
    return len(head) > 1 and is_code(head[-1]) and all(is_code(cell) for cell in cells[1:] if cell.strip())


def _csv(lines: list[tuple[int, str]], separator: str, name: str) -> tuple[Line, ...]:
    reader = csv.reader(
        [line for _, line in lines], delimiter=separator, skipinitialspace=separator != "\t", strict=True
    )
    found, before = [], 0
    try:
        for cells in reader:
            found.append(Line(lines[before][0], tuple(cells)))
            before = reader.line_num
    except csv.Error:
        raise SchemeError("quote_not_closed", Where(file=name, row=lines[min(before, len(lines) - 1)][0])) from None
    return tuple(found)


def _blank(lines: list[tuple[int, str]]) -> Table:
    """Return rows whose cells stand apart by blanks only; a name may hold single blanks."""
    wide = [re.split(r"\s{2,}", line.strip()) for _, line in lines]
    if len({len(cells) for cells in wide}) == 1 and len(wide[0]) > 1:
        return Table("blank", tuple(Line(number, tuple(cells)) for (number, _), cells in zip(lines, wide, strict=True)))
    return Table("blank", tuple(Line(number, _words(BULLET.sub("", line))) for number, line in lines))


def _words(line: str) -> tuple[str, ...]:
    """Return the name and the conditions of a line: those stand behind the name, or all before it."""
    parts = [part for part in (part.strip(",;()") for part in tight(plain_signs(line)).split()) if part]
    codes = _run(parts[::-1], is_code)
    count = codes or min(_run(parts[::-1], _condition), 3)
    if count and count < len(parts):
        name = parts[: len(parts) - count]
        while len(name) > 1 and codes and name[-1] in {"-", ":", "=", ">"}:
            name.pop()
        return (" ".join(name), *_joined(parts[len(parts) - count :]))
    head = _run(parts, is_code) or min(_run(parts, _condition), 3)
    if head and head < len(parts):
        return (*_joined(parts[:head]), " ".join(parts[head:]))
    first = next((n for n, part in enumerate(parts) if role(part) not in {None, "name"}), None)
    return (" ".join(parts[:first]), *parts[first:]) if first else tuple(parts)


def _condition(text: str) -> bool:
    return is_code(text) or is_test(text)


def _joined(tests: list[str]) -> list[str]:
    return [" ".join(tests)] if tests and all(is_code(part) for part in tests) else tests


def _run(parts: list[str], kind: Callable[[str], bool]) -> int:
    """Return how many parts from the front are of a kind."""
    return next((n for n, part in enumerate(parts) if not kind(part)), len(parts))


def plain_signs(line: str) -> str:
    """Return a line with dashes and comparison signs of one kind, its letters untouched."""
    return "".join(plain(sign) if not sign.isalpha() and plain(sign) in {"-", ">=", "<="} else sign for sign in line)
