"""Identifiers in an engine, in the form that they have everywhere: trimmed, full-width characters folded (NFKC).

An engine trims spaces. What else may have to be done is done here, once for each different identifier that holds
anything beyond visible ASCII and Chinese characters; most tables have none, and nothing is fetched then.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from shuke.engines.engine import TableEngine
from shuke.stages.relation import Select, literal

# Neither of these characters ever changes: space to tilde, and the unified Chinese characters.
ODD = "[^ -~一-鿿]"
STRIPPED = "".join(map(chr, (*range(9, 14), *range(28, 33), 133, 160, 12288, 8203, 65279)))


def is_odd(column: str) -> str:
    """Return the condition that an identifier may not be in its final form."""
    return f"REGEXP_MATCHES({column}, {literal(ODD)})"


def final(raw: str) -> str:
    """Return an identifier in its final form; empty where nothing is left."""
    return unicodedata.normalize("NFKC", raw.strip(STRIPPED)).strip()


def load_folded(engine: TableEngine, name: str, column: str, source: str | Select) -> bool:
    """Keep the final form of the identifiers that change, under a name: ``column`` and ``_folded``; tell if any do."""
    odd = Select({column: column}, source, (is_odd(column),), (column,))
    changed = list(_changed(row[0] for row in engine.rows(odd)))
    if changed:
        engine.load(name, {column: "VARCHAR", f"_folded{column}": "VARCHAR"}, changed)
    return bool(changed)


def _changed(found: Iterable[str]) -> Iterable[tuple[str, str]]:
    return ((raw, folded) for raw in found if (folded := final(raw)) != raw)
