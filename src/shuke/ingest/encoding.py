"""Bytes become text: the encoding is proved on the whole file, never guessed from a part, and shown.

The order is the byte-order mark, then strict UTF-8, then strict GB18030 (which holds GBK and GB2312), then the
detector's opinion. Nothing is ever decoded with characters left out.
"""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from shuke.errors import DataError, UsageError, Where
from shuke.ingest.files import BLOCK, SourceFile

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def open_bytes(file: SourceFile) -> BinaryIO:
    """Open a file for reading, unpacked when it is gzipped."""
    return cast(BinaryIO, gzip.open(file.path, "rb")) if file.gzipped else file.path.open("rb")


def blocks(file: SourceFile) -> Iterator[bytes]:
    """Yield the bytes of a file, unpacked.

    Raises:
        DataError: the file is gzipped and broken.
    """
    try:
        with open_bytes(file) as stream:
            while block := stream.read(BLOCK):
                yield block
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise DataError("file_cut", Where(file=file.name)) from None


def find_encoding(file: SourceFile, wanted: str | None = None) -> str:
    """Return the name of the encoding in which every byte of the file is a character.

    Raises:
        UsageError: the wanted encoding is not known.
        DataError: the bytes are not text in any encoding that can be proved, or not in the wanted one.
    """
    if wanted is not None:
        try:
            "".encode(wanted)
        except (LookupError, TypeError, AttributeError):
            raise UsageError("encoding_unknown", value=wanted) from None
        if not decodes(file, wanted):
            raise DataError("encoding_does_not_fit", Where(file=file.name), encoding=wanted)
        return wanted
    head = next(blocks(file), b"")
    for mark, encoding in MARKS:
        if head.startswith(mark):
            candidates = [encoding]
            break
    else:
        if b"\x00" in head:
            raise DataError("file_not_text", Where(file=file.name))
        import cchardet

        opinion = cchardet.detect(head).get("encoding")
        candidates = ["utf-8", "gb18030", *([opinion] if opinion else [])]
    for candidate in candidates:
        if decodes(file, candidate):
            return candidate
    raise DataError("encoding_not_found", Where(file=file.name))


def decodes(file: SourceFile, encoding: str) -> bool:
    """Tell whether the whole file is valid text in an encoding."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for block in blocks(file):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def write_utf8(file: SourceFile, encoding: str, target: Path) -> None:
    """Write the file's text to ``target`` as UTF-8 without a byte-order mark."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with target.open("wb") as out:
        for block in blocks(file):
            out.write(decoder.decode(block).encode("utf-8"))
        out.write(decoder.decode(b"", final=True).encode("utf-8"))


def first_text(file: SourceFile, encoding: str, size: int = 1 << 16) -> str:
    """Return the beginning of the file's text, cut at the last whole line."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    text = ""
    for block in blocks(file):
        text += decoder.decode(block)
        if len(text) >= size:
            head = text[:size].removeprefix("\ufeff")
            return head[: head.rfind("\n") + 1] or head
    return (text + decoder.decode(b"", final=True)).removeprefix("\ufeff")
