"""Rows of a run's table at hand by their place or their id, without a question to the engine for each.

A question costs the engine near a millisecond, however little it asks for. Here rows lie as compressed text, some
twenty bytes each, in blocks of neighbours; what is looked at is read from the table by the thousand, and the latest
used of it is kept. A run never changes, so what was read holds for as long as its table is open.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from threading import Lock
from typing import Any

from shuke.browse.columns import ID, Column
from shuke.stages.relation import identifier

# Rows that are packed together, and blocks that are read from the table at once.
BLOCK, BLOCKS = 64, 64
# Bytes that are kept; of a table that takes more, the latest used.
MOST_BYTES = 256 << 20
# Between cells, and before a row. A table with a text that holds one of them is not kept here.
CELL, ROW = "\x1f", "\x1e"
# Before a text, so that an empty one is not a missing one.
TEXT = "="
WHOLE = frozenset(f"{sign}{size}INT" for sign in ("", "U") for size in ("TINY", "SMALL", "BIG", "HUGE"))
WHOLE |= {"INTEGER", "UINTEGER"}
Values = dict[str, Any]
Placed = tuple[int, Values]
Ask = Callable[[str], list[tuple[Any, ...]]]


class Rows:
    """The rows of one table, whose rows lie in the order of their ids; it may be asked from several threads."""

    def __init__(
        self, relation: str, columns: Mapping[str, Column], rated: int, ask: Ask, most: int = MOST_BYTES
    ) -> None:
        self._relation, self._rated, self._ask, self._most = relation, rated, ask, most
        self._names = [ID, *(name for name in columns if name != ID)]
        self._ways = [_way(columns[name].type) for name in self._names]
        cells = ", ".join(_cell(name, columns[name].type) for name in self._names)
        self._text = f"CONCAT_WS(CHR({ord(CELL)}), {cells}, '')"
        self._lock = Lock()
        self._kept: OrderedDict[int, list[bytes]] = OrderedDict()
        self._bytes = 0
        # Who is to read a part of the table; whoever asks for it meanwhile waits for them.
        self._reading: dict[int, Lock] = {}
        # The first id of every block; none where the ids are in another order.
        self._first = self._indexed(columns) if None not in self._ways else []

    @property
    def size(self) -> int:
        """The bytes that are kept."""
        return self._bytes

    @property
    def usable(self) -> bool:
        """Whether rows are found here; else only the engine finds them."""
        return bool(self._first)

    def has(self, customer_id: str) -> bool:
        """Tell whether where a customer would stand is kept already."""
        return (bisect_right(self._first, customer_id) - 1) // BLOCKS in self._kept

    def between(self, begin: int, end: int) -> list[Placed]:
        """Return the rows from one place up to another, each with its place; none beyond the last."""
        end, found = min(end, self._rated), list[Placed]()
        for block in range(begin // BLOCK, -(-end // BLOCK)):
            rows = self._block(block).split(ROW)[1:]
            first = block * BLOCK
            for offset in range(max(begin - first, 0), min(end - first, len(rows))):
                found.append((first + offset, self._values(rows[offset])))
        return found

    def of(self, customer_id: str) -> Placed | None:
        """Return the row of a customer with its place; None where there is none."""
        block = bisect_right(self._first, customer_id) - 1
        if block < 0 or CELL in customer_id or ROW in customer_id:
            return None
        text = self._block(block)
        begin = text.find(f"{ROW}{TEXT}{customer_id}{CELL}")
        if begin < 0:
            return None
        end = text.find(ROW, begin + 1)
        row = text[begin + 1 :] if end < 0 else text[begin + 1 : end]
        return block * BLOCK + text.count(ROW, 0, begin), self._values(row)

    def _values(self, row: str) -> Values:
        cells = zip(self._names, self._ways, row.split(CELL), strict=False)
        return {name: way(cell) if cell and way is not None else None for name, way, cell in cells}

    def _indexed(self, columns: Mapping[str, Column]) -> list[str]:
        texts = [one for one in columns.values() if one.type == "VARCHAR"]
        if any(CELL in value.name or ROW in value.name for one in texts if one.listed for value in one.values or ()):
            return []
        others = [identifier(one.name) for one in texts if not one.listed]
        odd = " OR ".join(f"CONTAINS({name}, CHR({ord(sign)}))" for name in others for sign in (CELL, ROW))
        found = self._ask(
            f"SELECT MIN({ID}), MAX({ID}), BOOL_OR({odd}) FROM {self._relation} GROUP BY rowid // {BLOCK} "
            f"ORDER BY rowid // {BLOCK}"
        )
        sound = all(before[1] < after[0] for before, after in pairwise(found)) and not any(odd for _, _, odd in found)
        return [first for first, _, _ in found] if sound else []

    def _block(self, block: int) -> str:
        segment, place = divmod(block, BLOCKS)
        return zlib.decompress(self._part(segment)[place]).decode()

    def _part(self, segment: int) -> list[bytes]:
        """Return the blocks of a part of the table, read from it if they are not kept."""
        with self._lock:
            blocks = self._kept.get(segment)
            if blocks is not None:
                self._kept.move_to_end(segment)
                return blocks
            reading = self._reading.setdefault(segment, Lock())
        with reading:
            with self._lock:
                blocks = self._kept.get(segment)
            if blocks is None:
                try:
                    blocks = self._read(segment)
                    self._keep(segment, blocks)
                finally:
                    with self._lock:
                        self._reading.pop(segment, None)
        return blocks

    def _read(self, segment: int) -> list[bytes]:
        begin, most = segment * BLOCK * BLOCKS, BLOCK * BLOCKS
        places = f"rowid BETWEEN {begin} AND {begin + most - 1}"
        asked = f"SELECT {self._text} FROM {self._relation} WHERE {places} ORDER BY rowid"
        texts = [text for (text,) in self._ask(asked)]
        return [
            zlib.compress((ROW + ROW.join(texts[at : at + BLOCK])).encode(), 1) for at in range(0, len(texts), BLOCK)
        ]

    def _keep(self, segment: int, blocks: list[bytes]) -> None:
        with self._lock:
            if segment not in self._kept:
                self._kept[segment] = blocks
                self._bytes += _size(blocks)
            while self._bytes > self._most and len(self._kept) > 1:
                self._bytes -= _size(self._kept.popitem(last=False)[1])


def _size(blocks: Sequence[bytes]) -> int:
    return sum(map(len, blocks))


def _cell(name: str, type_: str) -> str:
    text = f"CAST({identifier(name)} AS VARCHAR)"
    return f"COALESCE('{TEXT}' || {text}, '')" if type_ == "VARCHAR" else f"COALESCE({text}, '')"


def _way(type_: str) -> Callable[[str], Any] | None:
    """Return what makes of a cell's text what the engine gives; None for a type that is not kept here."""
    if type_ == "VARCHAR":
        return lambda text: text[len(TEXT) :]
    if type_.startswith("DECIMAL"):
        return Decimal
    if type_ == "DATE":
        return date.fromisoformat
    return int if type_ in WHOLE else None
