"""What is told, or asked, of a file whose encoding cannot be proved: a stray byte, two encodings, or another one."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from shuke.errors import DataError, Undecided, Where
from shuke.ingest.columns import recognise
from shuke.ingest.decisions import ask, decided
from shuke.ingest.dialect import cells_of, find_dialect
from shuke.ingest.files import SourceFile
from shuke.ingest.raw import Reading
from shuke.ingest.text.blocks import blocks
from shuke.ingest.text.decoding import NotThisEncoding, lines_of_bytes
from shuke.ingest.text.encodings import ASKED
from shuke.ingest.text.plausible import PLAUSIBLE, share_of_everyday

# Lines of each kind that are kept to look at; a file that is wrong throughout is not read to its end for it.
KEPT = 2_000
SHOWN, PREVIEW = 6, 12


@dataclass
class _Lines:
    """Lines that one encoding reads: how many, where the first stands, and the text of some."""

    count: int = 0
    first: tuple[int, int] = (0, 0)
    texts: list[str] = field(default_factory=list)

    def add(self, number: int, offset: int, text: str) -> None:
        self.count += 1
        if self.count == 1:
            self.first = (number, offset)
        if len(self.texts) < KEPT:
            self.texts.append(text)

    @property
    def chinese(self) -> bool:
        share = share_of_everyday("".join(self.texts))
        return share is not None and share >= PLAUSIBLE


def mostly(file: SourceFile) -> str | None:
    """Return the encoding in which all but a few lines are text; None where there is none.

    Raises:
        DataError: some lines are in UTF-8 and others in GB18030.
    """
    utf8, chinese, neither = _Lines(), _Lines(), 0
    for number, offset, line in lines_of_bytes(file):
        if line.isascii():
            continue
        try:
            utf8.add(number, offset, line.decode("utf-8"))
        except UnicodeDecodeError:
            try:
                chinese.add(number, offset, line.decode("gb18030"))
            except UnicodeDecodeError:
                neither += 1
    known = utf8.count and (utf8.chinese or utf8.count > chinese.count + neither)
    if known and chinese.count and chinese.chinese:
        _refuse_mixed(file, utf8, chinese)
    few = max(1, (utf8.count + chinese.count) // 20)
    if known and chinese.count + neither <= few:
        return "utf-8"
    return "gb18030" if chinese.chinese and neither <= few else None


def _refuse_mixed(file: SourceFile, utf8: _Lines, chinese: _Lines) -> NoReturn:
    pairs = sorted([(utf8.first, "UTF-8"), (chinese.first, "GB18030")])
    (_, one), ((line, offset), other) = pairs
    where = Where(file=file.name, line=line)
    raise DataError("encodings_mixed", where, offset=f"{offset:,}", first=one, second=other)


def stray(file: SourceFile, reading: Reading, encoding: str, error: NotThisEncoding) -> str:
    """Return what is decided to become of bytes that are no characters.

    Raises:
        Undecided: it is not decided.
    """
    answer = decided(reading, "stray-bytes")
    if answer is None:
        where, byte = place(file, encoding, error)
        ask("stray-bytes", "stray_byte", where, byte=byte, encoding=encoding)
    return answer


def place(file: SourceFile, encoding: str, error: NotThisEncoding) -> tuple[Where, str]:
    """Return where a byte stands, by line and column, and the byte in hexadecimal digits."""
    head, line, tail = "", 1, ""
    for text in _before(file, encoding, error.offset):
        head = head or text
        line += text.count("\n") if "\n" in text else text.count("\r")
        tail = text[text.rfind("\n") + 1 :] if "\n" in text else tail + text
    dialect = find_dialect(head[: 1 << 16] + "\n")
    cells = cells_of(tail, dialect.delimiter)
    column = None
    if line > dialect.header_row and 0 < len(cells) <= len(dialect.headers):
        column = dialect.headers[len(cells) - 1] or None
    return Where(file=file.name, line=line, column=column), f"0x{error.byte:02X}"


def _before(file: SourceFile, encoding: str, offset: int) -> Iterator[str]:
    """Yield the text before a place in the file."""
    decoder = codecs.getincrementaldecoder(encoding)("ignore")
    for block in blocks(file):
        yield decoder.decode(block[:offset])
        offset -= len(block)
        if offset <= 0:
            return


def which(file: SourceFile, reading: Reading, head: bytes) -> str:
    """Return the encoding that was decided on.

    Raises:
        DataError: the bytes are text in none of the encodings that are asked for.
        Undecided: it was not decided; the question shows how the first line reads in each.
    """
    answer = decided(reading, "encoding")
    if answer is not None:
        return answer
    readings = {name: text for name in ASKED if (text := _read(head, name)) is not None}
    if not readings:
        raise DataError("encoding_not_found", Where(file=file.name))
    likely = sorted(readings, key=lambda name: -_likelihood(name, readings[name], head))
    previews = " | ".join(f"{name}: {preview(readings[name])}" for name in likely)
    raise Undecided("encoding_open", "encoding", likely, Where(file=file.name), previews=previews)


def _read(head: bytes, name: str) -> str | None:
    """Return the beginning of a file as one encoding reads it, None where it does not."""
    whole = head[: head.rfind(b"\n") + 1] or head
    for codec in ASKED[name]:
        try:
            return whole.decode(codec)
        except UnicodeDecodeError:
            continue
    return None


def _likelihood(name: str, text: str, head: bytes) -> float:
    """Return how likely a reading is: the share of letters of its own script, and the detector's opinion."""
    import cchardet

    letters = [letter for letter in text[: 1 << 16] if letter > "\x7f"]
    own = sum(_of_script(name, letter) for letter in letters) / max(len(letters), 1)
    opinion = str(cchardet.detect(head[: 1 << 16]).get("encoding") or "").casefold().replace("_", "-")
    names = {"uhc": "euc-kr", "cp949": "euc-kr", "gbk": "gb18030", "gb2312": "gb18030", "iso-8859-1": "windows-1252"}
    return own + 0.25 * (names.get(opinion, opinion) == name)


def _of_script(name: str, letter: str) -> bool:
    if name == "gb18030":
        return bool(share_of_everyday(letter))
    if name == "euc-kr":
        return "\uac00" <= letter <= "\ud7a3"
    if name == "shift-jis":
        return "\u3040" <= letter <= "\u30ff" or ("\u4e00" <= letter <= "\u9fff" and _bytes(letter, "cp932") >= b"\x88")
    if name == "big5":
        # The characters in daily use stand in the first half of Big5.
        return b"\xa4\x40" <= _bytes(letter, "cp950") < b"\xc9\x40"
    return letter.isalpha() and letter < "\u0250"


def _bytes(letter: str, codec: str) -> bytes:
    return letter.encode(codec, "ignore")


def preview(text: str) -> str:
    """Return the first line for a person to judge by: whole only where it is a line of headers, else masked."""
    dialect = find_dialect(text[: 1 << 16])
    line = next((line for line in text.splitlines() if line.strip()), "")
    cells = cells_of(line, dialect.delimiter)[:SHOWN]
    headers = bool(recognise(cells).columns) or not any(letter.isdigit() for letter in line)
    shown = [cell.strip()[:PREVIEW] if headers else f"{cell.strip()[:1]}*" for cell in cells]
    return ", ".join(shown)
