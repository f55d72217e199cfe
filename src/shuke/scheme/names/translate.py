"""From one vendor's names to another's, with the loss shown.

Each cell of the first set counts 1. On the common ground of the two cubes it meets the cells of the second set that
lie at the same place, and is shared evenly among them: what the shares cannot tell apart is the loss, never hidden.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from shuke.scheme.names.cube import Ground, common
from shuke.scheme.names.sets import NameSet, name_set, name_set_ids

# same: the two names mean the same cells. part: all cells lie in one name, which holds others too.
# split: the cells fall into several names, or partly into none. none: into none. unread: the cells are not known.
Kind = Literal["same", "part", "split", "none", "unread"]


@dataclass(frozen=True)
class Share:
    """What of a name falls into a name of the other set; ``name`` is None for its cells without a name."""

    name: str | None
    cells: Fraction
    share: Fraction
    customers: Fraction | None


@dataclass(frozen=True)
class Row:
    """Where one name goes: its cells, the names they fall into (the greatest share first), and what that means."""

    name: str
    cells: int
    kind: Kind
    to: tuple[Share, ...]


@dataclass(frozen=True)
class Translation:
    """Every name of a set in the words of another; ``loss`` is the share of named cells not translated one to one.

    ``unclear`` is the share of named cells whose name falls into several names or into none; ``unreached`` are the
    names of the other set that nothing falls into.
    """

    of: NameSet
    to: NameSet
    ground: Ground
    rows: tuple[Row, ...]
    loss: Fraction
    unclear: Fraction
    unreached: tuple[str, ...]

    @property
    def ambiguous(self) -> tuple[str, ...]:
        """The names whose cells fall into several names."""
        return tuple(row.name for row in self.rows if row.kind == "split")

    @property
    def without(self) -> tuple[str, ...]:
        """The names with no counterpart."""
        return tuple(row.name for row in self.rows if row.kind in {"none", "unread"})


@dataclass(frozen=True)
class Conflict:
    """One word with different meanings: the two sets and names, and the cells of each on their common ground.

    ``apart`` tells that the two have no cell in common.
    """

    word: str
    one: tuple[str, str]
    other: tuple[str, str]
    cells: tuple[tuple[str, ...], tuple[str, ...]]
    ground: Ground

    @property
    def apart(self) -> bool:
        """Whether the two meanings have nothing in common."""
        return not set(self.cells[0]) & set(self.cells[1])


def translate(of: NameSet, to: NameSet, customers: Mapping[str, int] | None = None) -> Translation:
    """Return for each name of ``of`` the names of ``to`` that its cells fall into.

    ``customers`` counts customers per cell of ``of`` (a cell that is left out has none); they are shared evenly where
    the common ground is coarser than the cells.
    """
    ground = common(of.shape, to.shape)
    places: dict[str, list[str]] = defaultdict(list)
    for cell in to.shape.cells:
        places[ground.of(to.shape, cell)].append(cell)
    targets, names = to.named, of.named
    weights: dict[str | None, dict[str | None, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    counted: dict[str | None, dict[str | None, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for cell in of.shape.cells:
        met = places[ground.of(of.shape, cell)]
        for other in met:
            weights[names.get(cell)][targets.get(other)] += Fraction(1, len(met))
            counted[names.get(cell)][targets.get(other)] += Fraction((customers or {}).get(cell, 0), len(met))
    sources: dict[str | None, set[str | None]] = defaultdict(set)
    for name, shares in weights.items():
        for other_name in shares:
            sources[other_name].add(name)
    rows = []
    for name, cells in of.cells.items():
        shares = weights.get(name, {})
        ordered = sorted(shares.items(), key=lambda pair: -pair[1])
        found = tuple(
            Share(other, part, part / len(cells), counted[name][other] if customers is not None else None)
            for other, part in ordered
        )
        rows.append(Row(name, len(cells), _kind(tuple(shares), sources), found))
    total = sum(row.cells for row in rows)
    reached = {share.name for row in rows for share in row.to}
    return Translation(
        of,
        to,
        ground,
        tuple(rows),
        _part(sum(row.cells for row in rows if row.kind != "same"), total),
        _part(sum(row.cells for row in rows if row.kind in {"split", "none"}), total),
        tuple(one.name for one in to.segments if one.name not in reached),
    )


def conflicts(sets: tuple[NameSet, ...] | None = None) -> tuple[Conflict, ...]:
    """Return the words that two sets use for different cells, in the languages their sources are written in."""
    every = sets if sets is not None else tuple(name_set(one) for one in name_set_ids())
    found = []
    for index, one in enumerate(every):
        for other in every[index + 1 :]:
            found += _between(one, other) if one.written == other.written else []
    return tuple(found)


def _between(one: NameSet, other: NameSet) -> list[Conflict]:
    ground, found = common(one.shape, other.shape), []
    words = {_word(other.title_of(name, other.written)): name for name in other.cells}
    for name, cells in one.cells.items():
        word = one.title_of(name, one.written)
        twin = words.get(_word(word))
        if twin is None or not cells or not other.cells[twin]:
            continue
        here, there = _places(ground, one, cells), _places(ground, other, other.cells[twin])
        if here != there:
            found.append(Conflict(word, (one.id, name), (other.id, twin), (here, there), ground))
    return found


def _places(ground: Ground, of: NameSet, cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({ground.of(of.shape, cell) for cell in cells}, reverse=True))


def _word(title: str) -> str:
    """Return a title without what only dresses it: case, the word for customers, the plural."""
    bare = title.casefold()
    for dress in ("customers", "customer", "users", "accounts", "them", "客户", "客戶", "'"):
        bare = bare.replace(dress, "")
    return bare.strip().rstrip("s")


def _kind(shares: tuple[str | None, ...], sources: Mapping[str | None, set[str | None]]) -> Kind:
    if not shares:
        return "unread"
    if len(shares) > 1:
        return "split"
    if shares[0] is None:
        return "none"
    return "same" if len(sources[shares[0]]) == 1 else "part"


def _part(cells: int, total: int) -> Fraction:
    return Fraction(cells, total) if total else Fraction(0)
