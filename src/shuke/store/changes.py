"""The file of recent changes of a database of SQLite, as far as it tells of itself which of them are there.

The format is SQLite's own. The file: 32 bytes that name the size of a page and a mark, which every frame repeats that
belongs to it; then frames of 24 bytes and a page each, of which one that ends a change says so. The index beside it
lives as long as the machine runs: it knows how many frames there are and how many the database has already.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

HEADER, FRAME = struct.Struct(">8I"), struct.Struct(">6I")
# The first number of the file, which says how its sums are made.
LITTLE, BIG = 0x377F0682, 0x377F0683
SIZES = frozenset(1 << power for power in range(9, 17))
# In the index: its head, which stands there twice; the frames there are, their mark, and those in the database.
HEAD, COUNT, MARK, BACK = 48, 16, slice(32, 40), 96
# In the first page of a database: how often that page was written.
WRITTEN = slice(24, 28)


@dataclass(frozen=True)
class Frame:
    """One page as a change made it; ``ends``: the change is whole with it. One that was damaged has no number."""

    number: int
    ends: bool
    page: bytes


@dataclass(frozen=True)
class Changes:
    """A file of recent changes; ``sound``: its beginning is as it was written; ``count``, ``back``: see the index."""

    data: bytes
    sound: bool
    frames: tuple[Frame, ...]
    count: int = 0
    back: int = 0

    @classmethod
    def of(cls, data: bytes, index: bytes) -> Changes:
        """Return what a file holds and its index tells; frames of changes long before have no number."""
        if len(data) < HEADER.size:
            return cls(data, sound=not data, frames=())
        sound = _sound(data)
        size, mark = HEADER.unpack_from(data)[2], data[16:24]
        if not sound:
            # What the first frame says of itself, where the beginning of the file is not to be trusted.
            size = size if size in SIZES else 4096
            mark = data[HEADER.size + 8 : HEADER.size + 16]
        frames = []
        for place in range(HEADER.size, len(data) - FRAME.size - size + 1, FRAME.size + size):
            number, after, *_ = FRAME.unpack_from(data, place)
            mine = data[place + 8 : place + 16] == mark
            page = data[place + FRAME.size : place + FRAME.size + size]
            frames.append(Frame(number if mine else 0, bool(after) and mine, page))
        known = len(index) > BACK + 4 and index[:HEAD] == index[HEAD : 2 * HEAD] and index[MARK] == mark
        count, back = (struct.unpack_from("=I", index, place)[0] if known else 0 for place in (COUNT, BACK))
        return cls(data, sound, tuple(frames), count, back)

    def lost_after(self, read: int) -> bool:
        """Tell whether there was a whole change behind the frames that could be read."""
        return self.count > read or not self.sound or any(one.ends for one in self.frames[read:])

    def are_in(self, database: bytes, read: int) -> bool:
        """Tell whether a database was brought further by itself than the frames that could be read bring it."""
        if self.back > read:
            return True
        for one in self.frames[read:]:
            if one.number and database[(one.number - 1) * len(one.page) : one.number * len(one.page)] == one.page:
                return True
        first = [one.page[WRITTEN] for one in self.frames[:read] if one.number == 1]
        return bool(first) and database[WRITTEN] > first[-1]


def _sound(data: bytes) -> bool:
    """Tell whether the beginning of a file carries the sum of itself."""
    found = HEADER.unpack_from(data)
    if found[0] not in {LITTLE, BIG} or found[2] not in SIZES:
        return False
    words = struct.unpack_from(("<" if found[0] == LITTLE else ">") + "6I", data)
    first = second = 0
    for place in range(0, 6, 2):
        first = (first + words[place] + second) & 0xFFFFFFFF
        second = (second + words[place + 1] + first) & 0xFFFFFFFF
    return (first, second) == (found[6], found[7])
