"""Cells with text that was once decoded in a wrong encoding: counted, never put right.

What was lost cannot be told from what is left, and a wrong name put right wrongly is worse than one that looks wrong.
"""

from __future__ import annotations

import re
from pathlib import Path

from shuke.ingest.dialect import Dialect
from shuke.ingest.text.plausible import EVERYDAY

# What Windows-1252 makes of the bytes 80 to 9F.
_WINDOWS = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_REST = rf"[\x80-\xbf{_WINDOWS}]"
# UTF-8 read as Latin-1 or Windows-1252: the first byte of a character becomes a letter, the others signs.
TWICE = re.compile(rf"[ÂÃ]{_REST}|[à-ï]{_REST}{_REST}")
LOST = re.compile("\ufffd|锟斤|斤拷")


def garbled_cells(path: Path, dialect: Dialect, *, gbk: bool) -> int:
    """Return how many cells of a UTF-8 text show that they were decoded wrongly before; ``gbk``: also as GBK."""
    count = 0
    with path.open(encoding="utf-8-sig") as lines:
        for line in lines:
            if not line.isascii() and (gbk or _garbled(line)):
                count += sum(_garbled(cell) or (gbk and read_as_gbk(cell)) for cell in line.split(dialect.delimiter))
    return count


def _garbled(text: str) -> bool:
    return LOST.search(text) is not None or TWICE.search(text) is not None


def read_as_gbk(cell: str) -> bool:
    """Tell whether a cell is UTF-8 that was read as GBK: it becomes everyday Chinese when that is undone."""
    cell = cell.strip()
    if cell.isascii():
        return False
    try:
        text = cell.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return False
    letters = [letter for letter in text if letter > "\x7f"]
    return len(letters) > 1 and sum(letter in EVERYDAY for letter in letters) * 2 > len(letters)
