"""What one pass over the bytes of a UTF-8 text tells about it, counted at the speed of memory.

The counts decide how the text can be read: as it stands by the engine, after its control characters are taken out,
or record by record.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from shuke.ingest.text.signs import SIGNS, WORDS, Signs

# Tab and the two line ends are layout; every other byte below the space is a character that nobody typed.
CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])
END_OF_TEXT = 0x1A
# What can stand in a number without belonging to it: exponents and digit separators that only programs write.
LETTERS_OF_NUMBERS = (b"e", b"E", b"_")
# Traces of text that was once decoded wrongly: the replacement character, and the first of 锟斤拷, which is what two of
# them become in GBK.
TRACES = ("\ufffd", "锟")
# The first byte of a Latin letter; where there is one, text has to be looked at more closely.
LATIN = b"\xc3"


@dataclass
class Survey:
    """What was counted so far; ``feed`` it every block in turn."""

    size: int = 0
    feeds: int = 0
    returns: int = 0
    pairs: int = 0
    controls: Counter[int] = field(default_factory=Counter)
    simple: bool = True
    beyond_ascii: bool = False
    traces: bool = False
    # Past the first line; the header's own letters say nothing of numbers.
    letters: bool = False
    last: bytes = b""
    # What every line has beside words.
    signs: Signs = field(default_factory=Signs)
    _below_header: bool = False

    def feed(self, block: bytes, text: str | None = None) -> None:
        """Count one more block; ``text`` is what it says, where it was decoded."""
        self.size += len(block)
        # What is found out of a simple block is the same either way, so the others need not be told from it.
        signs = block.translate(None, WORDS) if self.simple else block
        if self.simple and not (self.signs.follow(signs) or not signs.translate(None, SIGNS)):
            self.simple = False
        self.feeds += signs.count(b"\n")
        if b"\r" in signs:
            self.returns += signs.count(b"\r")
            self.pairs += block.count(b"\r\n")
        if self.last == b"\r" and block[:1] == b"\n":
            self.pairs += 1
        if not self.simple:
            self._look_closer(block, text)
        if not self.letters:
            rows = block if self._below_header else block[block.find(b"\n") + 1 :]
            self.letters = any(letter in rows for letter in LETTERS_OF_NUMBERS)
            self._below_header = True
        self.last = block[-1:] or self.last

    def _look_closer(self, block: bytes, text: str | None) -> None:
        for control in CONTROLS:
            if control in block:
                self.controls[control] += block.count(control)
        if not block.isascii():
            self.beyond_ascii = True
            self.traces = self.traces or LATIN in block
            if text is not None and not self.traces:
                self.traces = any(trace in text for trace in TRACES)

    @property
    def lines(self) -> int | None:
        """How many lines there are where all of them end alike, else None; the last one need not end."""
        if not self.returns or self.returns == self.pairs == self.feeds:
            ends = self.feeds
        elif not self.feeds:
            ends = self.returns
        else:
            return None
        return ends + (self.last not in {b"\n", b"\r", b""})

    @property
    def ended(self) -> bool:
        """Tell whether the last line has its line end."""
        return self.last in {b"\n", b"\r", b""}
