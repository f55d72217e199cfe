"""Which encoding a text file is in: proved on the whole file, never guessed from a part, and shown.

The order is the user's word, the byte-order mark, UTF-16 by its NUL bytes, strict UTF-8, then strict GB18030 (which
holds GBK and GB2312) where it makes Chinese. Anything else is a question: nothing is ever decoded with characters
left out.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from shuke.errors import DataError, Where
from shuke.ingest.decisions import decided
from shuke.ingest.files import SourceFile
from shuke.ingest.raw import Reading
from shuke.ingest.text import doubt
from shuke.ingest.text.blocks import blocks
from shuke.ingest.text.decoding import Decoded, NotThisEncoding, decode
from shuke.ingest.text.encodings import ASKED, MARK_BROKEN, by_nuls, marked, named

# Answers to what becomes of bytes that are no characters -> how they are decoded.
BROKEN_BYTES = {"reject-rows": MARK_BROKEN, "keep-marked": "replace"}
# More NUL bytes than this share, and the file is no text.
MOST_NULS = 0.001


def open_text(file: SourceFile, folder: Path, reading: Reading) -> Decoded:
    """Return a file as UTF-8, from the encoding in which every byte is a character.

    Raises:
        UsageError: the wanted encoding is not known.
        DataError: the bytes are no text, or not in the wanted encoding.
        Undecided: the encoding cannot be proved, or some bytes are no characters in it.
    """
    found = _open(file, folder, reading)
    if found.survey.controls[0] > found.survey.size * MOST_NULS:
        raise DataError("file_not_text", Where(file=file.name))
    return found


def _open(file: SourceFile, folder: Path, reading: Reading) -> Decoded:
    head = next(blocks(file), b"")
    if reading.encoding is not None:
        return _wanted(file, folder, reading, named(reading.encoding))
    declared = marked(head) or by_nuls(head)
    if declared is not None:
        return _strictly(file, folder, reading, declared)
    if head.count(0) > max(len(head) * MOST_NULS, 1):
        raise DataError("file_not_text", Where(file=file.name))
    try:
        return decode(file, "utf-8", folder)
    except NotThisEncoding as error:
        not_utf8 = error
    try:
        chinese = decode(file, "gb18030", folder)
    except NotThisEncoding as error:
        return _unproved(file, folder, reading, {"utf-8": not_utf8, "gb18030": error})
    if chinese.sample.plausible:
        return chinese
    return _unproved(file, folder, reading, {"utf-8": not_utf8})


def _wanted(file: SourceFile, folder: Path, reading: Reading, encoding: str) -> Decoded:
    """Return the file in the encoding that the user named."""
    try:
        return decode(file, encoding, folder)
    except NotThisEncoding as error:
        answer = decided(reading, "stray-bytes")
        if answer is None:
            where, byte = doubt.place(file, encoding, error)
            raise DataError("encoding_does_not_fit", where, encoding=encoding, byte=byte) from None
        return decode(file, encoding, folder, BROKEN_BYTES[answer])


def _strictly(file: SourceFile, folder: Path, reading: Reading, encoding: str) -> Decoded:
    """Return the file in the encoding that it declares; bytes that are no characters in it are a question."""
    try:
        return decode(file, encoding, folder)
    except NotThisEncoding as error:
        answer = doubt.stray(file, reading, encoding, error)
        return decode(file, encoding, folder, BROKEN_BYTES[answer])


def _unproved(file: SourceFile, folder: Path, reading: Reading, errors: dict[str, NotThisEncoding]) -> Decoded:
    """Return a file of which no encoding was proved, as far as the user has decided what to do with it."""
    mostly = doubt.mostly(file)
    if mostly is not None and mostly in errors:
        answer = doubt.stray(file, reading, mostly, errors[mostly])
        return decode(file, mostly, folder, BROKEN_BYTES[answer])
    name = doubt.which(file, reading, head=next(blocks(file), b""))
    for codec in ASKED[name]:
        try:
            return replace(decode(file, codec, folder), encoding=codec)
        except NotThisEncoding as error:
            last = error
    where, byte = doubt.place(file, ASKED[name][0], last)
    raise DataError("encoding_does_not_fit", where, encoding=name, byte=byte)
