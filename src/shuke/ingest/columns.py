"""What each column means: by its header, in English and Chinese, shown and always correctable.

A header is compared after NFKC, without case, spaces, punctuation and a closing unit of (元). Of two headers
with the same meaning the likelier synonym wins; two that are equally likely are a question, not a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shuke.errors import DataError, UsageError, Where
from shuke.ingest.synonyms import SYNONYMS

# Columns that a figure hangs on: which one is meant must not be guessed.
DECISIVE = (
    "customer_id",
    "ordered_at",
    "amount",
    "order_id",
    "quantity",
    "unit_price",
    "currency",
    "kind",
    "occurred_at",
)
REQUIRED = ("customer_id", "ordered_at", "amount")
ORDER_COLUMNS = tuple(name for name in SYNONYMS if name not in {"kind", "occurred_at"})
INTERACTION_COLUMNS = ("customer_id", "kind", "occurred_at")


@dataclass(frozen=True)
class Meaning:
    """Which source column (by position) holds each canonical column, and what could not be decided."""

    columns: Mapping[str, int]
    headers: tuple[str, ...]
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def header(self, canonical: str) -> str:
        """Return the source's own name of a canonical column."""
        return self.headers[self.columns[canonical]]

    def unused(self) -> list[str]:
        """Return the headers to which no meaning was given."""
        return [header for index, header in enumerate(self.headers) if index not in self.columns.values()]


def simplify(header: str) -> str:
    """Return a header in the form in which it is compared."""
    plain = unicodedata.normalize("NFKC", header).casefold()
    plain = re.sub(r"\((元|rmb|cny|¥)\)$", "", plain.strip())
    return re.sub(r"[\s_\-./:*\u200b\ufeff]+", "", plain)


_RANKS = {
    canonical: {simplify(name): rank for rank, name in reversed(list(enumerate(names)))}
    for canonical, names in SYNONYMS.items()
}


def recognise(headers: Sequence[str], among: Sequence[str] = ORDER_COLUMNS) -> Meaning:
    """Return the meaning of the headers that can be told from their names."""
    columns: dict[str, int] = {}
    ambiguous: dict[str, tuple[str, ...]] = {}
    for canonical in among:
        ranks = _RANKS[canonical]
        hits = sorted(
            (ranks[simple], index) for index, header in enumerate(headers) if (simple := simplify(header)) in ranks
        )
        if not hits:
            continue
        equal = [index for rank, index in hits if rank == hits[0][0]]
        if len(equal) > 1:
            ambiguous[canonical] = tuple(headers[index] for index in equal)
        columns[canonical] = equal[0]
    return Meaning(columns, tuple(headers), ambiguous)


def decide(
    headers: Sequence[str],
    wanted: Mapping[str, str],
    where: Where,
    required: Sequence[str] = REQUIRED,
    among: Sequence[str] = ORDER_COLUMNS,
) -> Meaning:
    """Return the meaning of the columns, the user's own word first.

    Raises:
        UsageError: the user named a column or a meaning that does not exist.
        DataError: a required column was not found, or two headers could be meant.
    """
    found = recognise(headers, among)
    columns = dict(found.columns)
    for canonical, header in wanted.items():
        if canonical not in SYNONYMS:
            raise UsageError("map_unknown_name", name=canonical, known=", ".join(SYNONYMS))
        if canonical not in among:
            continue
        columns[canonical] = _named(headers, canonical, header, where)
    _settle(columns, wanted, found, where, required)
    return Meaning(columns, tuple(headers))


def _named(headers: Sequence[str], canonical: str, wanted: str, where: Where) -> int:
    """Return the column that the user named: written exactly so, else the one that is compared as equal."""
    for key in (str.strip, simplify):
        found = [index for index, header in enumerate(headers) if key(header) == key(wanted)]
        if len(found) > 1:
            raise DataError("columns_same_name", where, header=wanted, count=len(found), name=canonical)
        if found:
            return found[0]
    raise UsageError("map_unknown_header", where, header=wanted, headers=listed(headers))


def listed(headers: Sequence[str]) -> str:
    """Return headers for a message: joined, and cut when there are many."""
    shown = [header or "-" for header in headers[:20]]
    return ", ".join(shown) + (" …" if len(headers) > 20 else "")


def _settle(
    columns: dict[str, int], wanted: Mapping[str, str], found: Meaning, where: Where, required: Sequence[str]
) -> None:
    missing = [name for name in required if name not in columns]
    if "amount" in missing and {"quantity", "unit_price"} <= columns.keys():
        missing.remove("amount")
    if missing:
        raise DataError("columns_missing", where, missing=missing, headers=listed(found.headers), name=missing[0])
    for canonical, candidates in found.ambiguous.items():
        if canonical not in wanted:
            if canonical in DECISIVE:
                raise DataError("columns_ambiguous", where, name=canonical, candidates=listed(candidates))
            del columns[canonical]
