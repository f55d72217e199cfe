"""Bytes become UTF-8, strictly: every byte is a character, or the place of the first that is none is known."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from shuke.ingest.files import SourceFile
from shuke.ingest.text.blocks import blocks
from shuke.ingest.text.encodings import MARK_BROKEN, UTF8
from shuke.ingest.text.plausible import Sample
from shuke.ingest.text.survey import Survey


class NotThisEncoding(Exception):  # noqa: N818 - named for what it is
    """A byte is no character in an encoding: where it stands in the unpacked file."""

    def __init__(self, offset: int, byte: int) -> None:
        super().__init__(offset, byte)
        self.offset, self.byte = offset, byte


@dataclass(frozen=True)
class Decoded:
    """A file as UTF-8: where that lies and what its bytes hold.

    ``cut``: it ends in the middle of a character. ``marked``: bytes that are no characters are marked in it.
    """

    path: Path
    encoding: str
    survey: Survey
    cut: bool = False
    marked: bool = False
    sample: Sample = field(default_factory=Sample)


def decode(file: SourceFile, encoding: str, folder: Path, errors: str = "strict") -> Decoded:
    """Return a file as UTF-8: the file itself where it is that already, else a copy in ``folder``.

    Raises:
        NotThisEncoding: a byte is no character, and ``errors`` is strict.
    """
    copied = encoding not in {*UTF8, "ascii"} or errors != "strict"
    if file.survey is not None and not copied:
        # Its bytes were looked at when they were hashed.
        return Decoded(file.path, encoding, file.survey)
    target = folder / f"{file.sha256[:16]}.txt"
    if copied:
        with target.open("wb") as out:
            return _decode(file, encoding, errors, target, out.write)
    found = _decode(file, encoding, errors, file.path, None)
    if found.cut:
        # The half character at the end must not reach the engine.
        with target.open("wb") as out:
            return _decode(file, encoding, errors, target, out.write)
    return found


def _decode(
    file: SourceFile, encoding: str, errors: str, path: Path, write: Callable[[bytes], object] | None
) -> Decoded:
    survey, sample = Survey(), Sample()
    text: str | None
    utf8 = encoding in {*UTF8, "ascii"} and errors == "strict"
    decoder = _Decoder(encoding, errors)
    for block in blocks(file):
        if utf8 and block.isascii() and not decoder.pending:
            decoder.offset += len(block)
            plain, text = block, None
        else:
            text = decoder.take(block)
            plain = text.encode("utf-8")
            if not utf8:
                sample.feed(text)
        survey.feed(plain, text)
        if write:
            write(plain)
    cut = decoder.end(others=survey.beyond_ascii)
    return Decoded(path, encoding, survey, cut, errors == MARK_BROKEN, sample)


class _Decoder:
    """An incremental decoder that knows where in the file it is."""

    def __init__(self, encoding: str, errors: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)(errors)
        self.offset = 0
        self.pending = b""

    def take(self, block: bytes) -> str:
        """Return the characters of the next bytes."""
        try:
            text = self._decoder.decode(block)
        except UnicodeDecodeError as error:
            raise NotThisEncoding(self.offset - len(self.pending) + error.start, error.object[error.start]) from None
        self.offset += len(block)
        self.pending = self._decoder.getstate()[0]
        return text

    def end(self, *, others: bool) -> bool:
        """Tell whether the bytes end inside a character; only where ``others`` show that there are such at all."""
        if not self.pending:
            return False
        if not others:
            raise NotThisEncoding(self.offset - len(self.pending), self.pending[0])
        return True


def text_of(path: Path, size: int = 1 << 18) -> str:
    """Return the beginning of a UTF-8 file's text, cut at the last whole line."""
    with path.open("rb") as stream:
        head = stream.read(size)
        more = bool(stream.read(1))
    text = codecs.getincrementaldecoder("utf-8-sig")("replace").decode(head, final=not more)
    if more and "\n" in text:
        return text[: text.rindex("\n") + 1]
    return text


def lines_of_bytes(file: SourceFile) -> Iterator[tuple[int, int, bytes]]:
    """Yield the lines of a file as (number from 1, offset, bytes without the line end)."""
    number, offset, rest = 1, 0, b""
    for block in blocks(file):
        *whole, rest = (rest + block).split(b"\n")
        for line in whole:
            yield number, offset, line
            number, offset = number + 1, offset + len(line) + 1
    if rest:
        yield number, offset, rest
