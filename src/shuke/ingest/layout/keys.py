"""One key of several columns, such as store + member number."""

from __future__ import annotations

from dataclasses import replace

from shuke.ingest.columns import Meaning
from shuke.ingest.convert import Cell, identifier
from shuke.ingest.raw import Raw

JOIN = "|"


def with_keys(raw: Raw, meaning: Meaning) -> Raw:
    """Return a source with one more column for each key that is made of several; NULL where a part is missing.

    A part that holds the joining sign has it marked, so different parts never make the same key.
    """
    if not meaning.parts:
        return raw
    cells = list(raw.cells)
    for parts in meaning.parts.values():
        texts = []
        for index in parts:
            text = identifier(raw.cells[index])
            texts.append(f"REPLACE(REPLACE({text}, '\\', '\\\\'), '{JOIN}', '\\{JOIN}')")
        cells.append(Cell("(" + f" || '{JOIN}' || ".join(texts) + ")", "VARCHAR"))
    return replace(raw, headers=meaning.headers, cells=tuple(cells))
