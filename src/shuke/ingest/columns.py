"""What each column means: by its header, in Chinese and English, shown and always correctable.

A header is compared after NFKC, without case, spaces, punctuation, invisible characters and a closing unit such as
(元); of a header of two lines, 销售/金额, the whole and the lower part. Two headers that are both likely to hold
what a figure hangs on are a question, not a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from shuke.errors import DataError, Undecided, UsageError, Where
from shuke.ingest.layout.names import column_number
from shuke.ingest.synonyms import GENERIC, SYNONYMS
from shuke.ingest.systems import System, system_of
from shuke.privacy.cells import shown_headers

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
# Of these, also two headers that differ are a question: 应收 and 实收, the day of the order and that of the payment.
RIVALS = ("customer_id", "ordered_at", "amount")
# What may be made of several columns: --map customer_id=STORE+MEMBER.
KEYS = ("customer_id", "order_id")
REQUIRED = ("customer_id", "ordered_at", "amount")
ORDER_COLUMNS = tuple(name for name in SYNONYMS if name not in {"kind", "occurred_at", "times", "value"})
INTERACTION_COLUMNS = ("customer_id", "kind", "occurred_at", "times", "value")
UNIT = r"\((单位)?(人民币)?(元|百元|千元|万元|百万元|亿元|百|千|万|亿|分|rmb|cny|usd|¥|￥|\$)?\)$"


@dataclass(frozen=True)
class Meaning:
    """Which source column (by position) holds each canonical column, and what could not be decided.

    ``parts`` are the positions of the columns that together make a key, by the canonical column. ``system`` is the
    program whose export this is, where its headers say so.
    """

    columns: Mapping[str, int]
    headers: tuple[str, ...]
    ambiguous: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    parts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    system: str | None = None

    def header(self, canonical: str) -> str:
        """Return the source's own name of a canonical column."""
        return self.headers[self.columns[canonical]]

    def unused(self) -> list[str]:
        """Return the headers to which no meaning was given."""
        used = {*self.columns.values(), *(index for parts in self.parts.values() for index in parts)}
        return [header for index, header in enumerate(self.headers) if index not in used]


@lru_cache(maxsize=1 << 14)
def simplify(header: str) -> str:
    """Return a header in the form in which it is compared."""
    plain = unicodedata.normalize("NFKC", header).casefold()
    plain = re.sub(r"[\s_\-./:*#·\u200b\u200c\u200d\u2060\ufeff\u00ad]+", "", plain)
    return re.sub(UNIT, "", plain)


@lru_cache(maxsize=1 << 14)
def spellings(header: str) -> tuple[str, ...]:
    """Return the forms in which a header may be known, the likelier first."""
    bare = re.sub(r" \([A-Z]{1,2}\)$", "", header)
    forms = [simplify(bare)]
    if "/" in bare:
        forms += [simplify(part) for part in (bare.rsplit("/", 1)[1], bare.rsplit("/", 1)[0])]
    return tuple(forms)


# Canonical name -> header as compared -> how likely: whether it is a generic word, then its place in the list.
_RANKS = {
    canonical: {
        simplify(name): (name in GENERIC.get(canonical, ()), rank) for rank, name in reversed(list(enumerate(names)))
    }
    for canonical, names in SYNONYMS.items()
}
_KNOWN = frozenset(form for ranks in _RANKS.values() for form in ranks)


def recognise(headers: Sequence[str], among: Sequence[str] = ORDER_COLUMNS) -> Meaning:
    """Return the meaning of the headers that can be told from their names."""
    columns: dict[str, int] = {}
    ambiguous: dict[str, tuple[int, ...]] = {}
    system = system_of([simplify(header) for header in headers])
    known = _KNOWN if system is None else _KNOWN | system.columns.keys()
    # Rows of data are asked too, whether they are headers: most of their cells are in no list.
    named = [(index, header) for index, header in enumerate(headers) if not known.isdisjoint(spellings(header))]
    for canonical in among if named else ():
        hits = sorted((rank, index) for index, header in named if (rank := _rank(canonical, header, system)))
        if not hits:
            continue
        best = hits[0][0]
        equal = [index for rank, index in hits if (rank[0] == best[0] if canonical in RIVALS else rank == best)]
        if len(equal) > 1:
            ambiguous[canonical] = tuple(sorted(equal))
        columns[canonical] = hits[0][1]
    return Meaning(columns, tuple(headers), ambiguous, system=system.name if system else None)


def meant(headers: Sequence[str], among: Sequence[str] = ORDER_COLUMNS) -> Mapping[str, int]:
    """Return which header is the likeliest for each canonical column."""
    return recognise(headers, among).columns


def _rank(canonical: str, header: str, system: System | None) -> tuple[int, int] | None:
    """Return how likely a header names a canonical column, the least the likeliest; None when it does not."""
    for form in spellings(header):
        if system is not None and form in system.columns:
            return (-1, 0) if system.columns[form] == canonical else None
        if form in _RANKS[canonical]:
            generic, place = _RANKS[canonical][form]
            return int(generic), place
    return None


@dataclass(frozen=True)
class Candidate:
    """A column whose cells look as those of a canonical column do, and the share of the cells that do."""

    index: int
    looks: str
    share: float


# Columns that are missing -> for each, the columns that could be it by their cells, the likeliest first.
ByValues = Callable[[Sequence[str], Sequence[int]], Mapping[str, Sequence[Candidate]]]


def decide(
    headers: Sequence[str],
    wanted: Mapping[str, str],
    where: Where,
    required: Sequence[str] = REQUIRED,
    among: Sequence[str] = ORDER_COLUMNS,
    by_values: ByValues | None = None,
    known: Mapping[str, int] | None = None,
) -> Meaning:
    """Return the meaning of the columns, the user's own word first.

    ``by_values`` proposes columns by their cells where no header tells; what it proposes is asked, never taken.
    ``known`` is what columns mean by the way the table was made.

    Raises:
        UsageError: the user named a column or a meaning that does not exist.
        DataError: a required column was not found, or two headers could be meant.
    """
    found = recognise(headers, among)
    known = known or {}
    columns = {name: index for name, index in found.columns.items() if index not in known.values()} | dict(known)
    parts, all_headers = dict[str, tuple[int, ...]](), list(headers)
    for canonical, header in wanted.items():
        if "." in canonical:
            # Said of a table beside the order lines.
            continue
        if canonical not in SYNONYMS:
            raise UsageError("map_unknown_name", name=canonical, known=", ".join(SYNONYMS))
        if canonical not in among:
            continue
        positions = _named(headers, canonical, header, where)
        # A column that the user gave another meaning has lost the one that its header has.
        columns = {name: index for name, index in columns.items() if index not in positions or name in wanted}
        if len(positions) > 1:
            columns[canonical], parts[canonical] = len(all_headers), positions
            all_headers.append(header)
        else:
            columns[canonical] = positions[0]
    open_ = {name: rivals for name, rivals in found.ambiguous.items() if name not in {*wanted, *known}}
    _settle(columns, open_, headers, where)
    _require(columns, headers, where, required, by_values)
    return Meaning(columns, tuple(all_headers), parts=parts, system=found.system)


def _named(headers: Sequence[str], canonical: str, wanted: str, where: Where) -> tuple[int, ...]:
    """Return the column that the user named, or the columns whose names are joined by plus signs."""
    index = _one_named(headers, canonical, wanted, where)
    if index is not None:
        return (index,)
    parts = [part.strip() for part in wanted.split("+")]
    indices = [_one_named(headers, canonical, part, where) if part else None for part in parts]
    if len(parts) < 2 or canonical not in KEYS or None in indices:
        missing = next((part for part, index in zip(parts, indices, strict=True) if index is None), wanted)
        unknown = missing if len(parts) > 1 and canonical in KEYS else wanted
        raise UsageError("map_unknown_header", where, header=unknown, headers=listed(headers))
    return tuple(index for index in indices if index is not None)


def _one_named(headers: Sequence[str], canonical: str, wanted: str, where: Where) -> int | None:
    """Return the column of a name: written exactly so, else compared as equal, else by its letter."""
    exact = [index for index, header in enumerate(headers) if header.strip() == wanted.strip()]
    alike = [index for index, header in enumerate(headers) if spellings(header)[0] == simplify(wanted)]
    same = exact or alike
    if len(same) > 1:
        raise DataError("columns_same_name", where, header=wanted, count=len(same), name=canonical)
    if not same and (found := re.fullmatch(r"(?:列|column )([A-Za-z]{1,3})", wanted.strip())):
        return number if (number := column_number(found[1])) < len(headers) else None
    return same[0] if same else None


def listed(headers: Sequence[str]) -> str:
    """Return headers for a message: joined, and cut when there are many."""
    shown = [header or "-" for header in shown_headers(headers)[:20]]
    return ", ".join(shown) + (" …" if len(headers) > 20 else "")


def _settle(
    columns: dict[str, int], ambiguous: Mapping[str, tuple[int, ...]], headers: Sequence[str], where: Where
) -> None:
    for canonical, rivals in ambiguous.items():
        candidates = [index for index in rivals if index not in columns.values() or columns.get(canonical) == index]
        if len(candidates) < 2:
            continue
        if canonical in DECISIVE:
            names = [headers[index] for index in candidates]
            raise Undecided(
                "columns_ambiguous", canonical, names, where, "map", name=canonical, candidates=listed(names)
            )
        del columns[canonical]


def _require(
    columns: dict[str, int], headers: Sequence[str], where: Where, required: Sequence[str], by_values: ByValues | None
) -> None:
    missing = [name for name in required if name not in columns]
    if "amount" in missing and {"quantity", "unit_price"} <= columns.keys():
        missing.remove("amount")
    if not missing:
        return
    proposed = by_values(missing, sorted(columns.values())) if by_values is not None else {}
    for canonical in missing:
        if proposed.get(canonical) and all(proposed.get(other) for other in missing):
            candidates = proposed[canonical]
            raise Undecided(
                "columns_by_values",
                canonical,
                [headers[one.index] for one in candidates],
                where,
                "map",
                [("looks." + one.looks, {"share": f"{one.share:.0%}"}) for one in candidates],
                name=canonical,
                headers=listed(headers),
            )
    # What --map says is said of the sales; another table's columns are known by their headers alone.
    key = "columns_missing" if tuple(required) == REQUIRED else "table_columns_missing"
    name = missing[0]
    chinese = next((one for one in SYNONYMS[name] if not one.isascii()), name)
    raise DataError(key, where, missing=missing, headers=listed(headers), name=name, known=chinese)
