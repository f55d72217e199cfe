"""The characters of a marked-up file: by its byte-order mark, by what it declares, else by proof."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from shuke.errors import DataError

BLOCK = 1 << 18
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})")
# What Chinese systems declare holds less than what they write.
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "utf-8"}


def find(path: Path, wanted: str) -> str:
    """Return the encoding in which every byte of the file is a character.

    Raises:
        DataError: there is none that could be meant.
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return _proved(path, [encoding])
    declared = DECLARED.search(head)
    named = declared[1].decode().lower() if declared else ""
    candidates = [wanted] if wanted else [WIDER.get(named, named), "utf-8", "gb18030"]
    return _proved(path, [one for one in candidates if one])


def characters(path: Path, encoding: str) -> Iterator[str]:
    """Yield the text of a file, block by block."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _proved(path: Path, candidates: list[str]) -> str:
    for candidate in candidates:
        try:
            for _ in characters(path, candidate):
                pass
        except (UnicodeError, LookupError, AttributeError, TypeError):
            continue
        return candidate
    raise DataError("encoding_not_found")
