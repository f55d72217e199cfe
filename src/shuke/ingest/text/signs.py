"""What stands in the lines of a plain text beside words: where every line has the same, each cell's is known.

Signs are what is neither a letter of ASCII nor a digit, hyphen or underscore. All lines below the first are compared
at once, as one run of bytes: where they are equal, no line has a sign more or less than the first of them.
"""

from __future__ import annotations

# What words are made of, and the signs that plain tables have; none of them needs a look. A tab can be white space at
# the end of a cell.
WORDS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-"
SIGNS = b".:/ ,;|\r\n"
LINE_ENDS = (b"\n", b"\r\n")


class Signs:
    """The signs of the lines below the first, as long as all of them are the same; ``follow`` them to the end."""

    def __init__(self) -> None:
        self._line = b""
        self._lines = b""
        # How many signs of a line begun were seen.
        self._place = 0
        self._same = True

    def follow(self, signs: bytes) -> bool:
        """Take the next signs of the text; tell whether they are those of lines that are all the same."""
        if not self._same:
            return False
        if not self._line:
            first = signs.find(b"\n") + 1
            second = signs.find(b"\n", first) + 1
            self._line = signs[first:second] if first else b""
            # A text of one line, or of lines that are longer than what is read at once, shows nothing.
            self._same = bool(self._line) and not self._line.translate(None, SIGNS)
            if not self._same:
                return False
            # The first line, of the headers, has signs of its own.
            self._same = not signs[:first].translate(None, SIGNS)
            signs = signs[first:]
        missing = self._place + len(signs) - len(self._lines)
        if missing > 0:
            self._lines += self._line * (missing // len(self._line) + 1)
        self._same = self._same and self._lines.startswith(signs, self._place)
        self._place = (self._place + len(signs)) % len(self._line)
        return self._same

    @property
    def of_lines(self) -> bytes | None:
        """The signs of every line below the first, its end left out; None where two lines differ."""
        ended = not self._place or self._line[self._place :] in LINE_ENDS
        return self._line.rstrip(b"\r\n") if self._same and self._line and ended else None
