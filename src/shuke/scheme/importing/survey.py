"""What a map leaves open and what it says twice: rows of one name become one, and every cell is looked at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from shuke.scheme.importing.rows import Note
from shuke.scheme.importing.scale import Area, Cell, Entry, Scale

LONGEST_KEY = 40
# Words that YAML or the language takes for something else.
UNFIT = frozenset(("null", "true", "false", "yes", "no", "on", "off"))


@dataclass(frozen=True)
class Named:
    """One segment of the document: its key, its titles, its areas; and the cells it claims and wins."""

    key: str
    en: str
    zh: str
    rows: tuple[int, ...]
    areas: tuple[Area, ...]
    rest: bool
    claims: frozenset[Cell]
    wins: frozenset[Cell]
    losses: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Survey:
    """Every cell of the map: who has it, which have no name, which several names claim."""

    named: tuple[Named, ...]
    holder: Mapping[Cell, str]
    unnamed: tuple[Cell, ...]
    overlapping: tuple[Cell, ...]

    @property
    def shadowed(self) -> tuple[Named, ...]:
        """The names that no customer can get: names above them claim all of their cells."""
        return tuple(one for one in self.named if not one.rest and not one.wins)


def survey(scale: Scale, entries: tuple[Entry, ...], notes: list[Note]) -> Survey:
    """Return the partition that the rows mean, the first that fits winning, with one segment per name.

    A row for the rest comes last, wherever it stood: it means everybody who is in none of the others.
    """
    if any(entry.rest for entry in entries[:-1]):
        ordered = tuple(sorted(entries, key=lambda entry: entry.rest))
        if ordered != entries:
            notes.append(Note("rest_last", {"name": next(entry.name for entry in entries if entry.rest)}))
        entries = ordered
    merged = _merged(entries)
    as_pasted, as_merged = _holders(scale, entries), _holders(scale, merged)
    if as_pasted != as_merged:
        # Bringing a name's rows together would change who wins: its cells are written out instead.
        split = next(one for one in merged if len(one.rows) > 1)
        notes.append(Note("written_out", {"name": split.name, "rows": ", ".join(map(str, split.rows))}))
        merged = tuple(_written_out(one, scale, as_pasted) for one in merged)
    keys = _keys(merged)
    holder = {cell: name for cell, name in as_pasted.items() if name is not None}
    by_name = {_same(one.name): key for one, key in zip(merged, keys, strict=True)}
    claimed: Counter[Cell] = Counter()
    found = []
    for one, key in zip(merged, keys, strict=True):
        claims = one.cells if not one.rest else frozenset()
        wins = frozenset(cell for cell, name in holder.items() if name == _same(one.name))
        lost = Counter(by_name[holder[cell]] for cell in claims if cell not in wins)
        titles = _titles(one)
        found.append(Named(key, *titles, one.rows, one.areas, one.rest, claims, wins, tuple(lost.most_common())))
    for entry in merged:
        claimed.update(entry.cells)
    unnamed = tuple(cell for cell in scale.cells if cell not in holder)
    overlapping = tuple(cell for cell in scale.cells if claimed[cell] > 1)
    return Survey(tuple(found), {cell: by_name[name] for cell, name in holder.items()}, unnamed, overlapping)


def _same(name: str) -> str:
    return name.casefold()


def _merged(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    together: dict[str, list[Entry]] = {}
    for entry in entries:
        together.setdefault(_same(entry.name), []).append(entry)
    return tuple(
        Entry(
            same[0].name,
            next((one.other for one in same if one.other), None),
            tuple(row for one in same for row in one.rows),
            tuple(dict.fromkeys(area for one in same for area in one.areas)) if not any(o.rest for o in same) else (),
            any(one.rest for one in same),
        )
        for same in together.values()
    )


def _holders(scale: Scale, entries: tuple[Entry, ...]) -> dict[Cell, str | None]:
    found: dict[Cell, str | None] = dict.fromkeys(scale.cells)
    for entry in entries:
        cells = frozenset(scale.cells) if entry.rest else entry.cells
        for cell in cells:
            if found[cell] is None:
                found[cell] = _same(entry.name)
    return found


def _written_out(entry: Entry, scale: Scale, holder: Mapping[Cell, str | None]) -> Entry:
    areas = tuple(
        Area(tuple(frozenset({score}) for score in cell), code=True)
        for cell in scale.cells
        if holder[cell] == _same(entry.name)
    )
    return Entry(entry.name, entry.other, entry.rows, areas or entry.areas, rest=False)


def _titles(entry: Entry) -> tuple[str, str]:
    """Return the English and the Chinese title: as pasted, in both places where there is only one."""
    if entry.other is None:
        return entry.name, entry.name
    from shuke.scheme.importing.words import chinese

    return (entry.other, entry.name) if chinese(entry.name) else (entry.name, entry.other)


def _keys(entries: tuple[Entry, ...]) -> tuple[str, ...]:
    """Return a stable key per name: made of its Latin letters and digits, or of its place where it has none."""
    taken: list[str] = []
    for number, entry in enumerate(entries, start=1):
        latin = entry.name if re.search("[A-Za-z]", entry.name) else entry.other or ""
        slug = re.sub(r"[^a-z0-9]+", "_", latin.casefold().replace("'", "").replace("’", "")).strip("_")
        if not re.match("[a-z]", slug) or slug in UNFIT or re.search(r"[^\W\d_a-zA-Z]", latin):
            slug = f"segment_{number}"
        slug = key = slug[:LONGEST_KEY].strip("_")
        count = 1
        while key in taken:
            count += 1
            key = f"{slug[: LONGEST_KEY - 1 - len(str(count))]}_{count}"
        taken.append(key)
    return tuple(taken)
