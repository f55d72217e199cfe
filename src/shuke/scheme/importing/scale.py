"""Which scores the map means: how many, from 0 or from 1, high and low only, and which end is the best.

What was not written but understood is told in a note, with the option that says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from shuke.errors import SchemeError, Where
from shuke.scheme.importing.pieces import Piece, Test
from shuke.scheme.importing.rows import Claim, Note, Row
from shuke.scheme.importing.words import BEST, WORST

USUAL = 5
MOST = 9
Cell = tuple[int, ...]
Scores = frozenset[int]
WORDS = {False: {"high": 1, "low": 0}, True: {"high": 3, "middle": 2, "low": 1}}


@dataclass(frozen=True)
class Scale:
    """The scores that the written document uses, ``least`` to ``greatest``, and how the map's become them.

    ``split`` means high and low against a centre (1 and 0) rather than equal shares. ``best`` is the end that the map
    calls the best; ``days`` tells that its R alone runs the other way and was turned.
    """

    axes: str
    least: int
    greatest: int
    split: bool
    shift: int = 0
    best: Literal["high", "low"] = "high"
    days: bool = False

    @property
    def scores(self) -> Scores:
        """Every score of a figure."""
        return frozenset(range(self.least, self.greatest + 1))

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell in the convention of the written codes, the best first."""
        order = sorted(self.scores, reverse=self.best == "high")
        return tuple(product(order, repeat=len(self.axes)))


@dataclass(frozen=True)
class Area:
    """The cells of one claim as written: the scores of each figure; ``code`` when it was pasted as one code."""

    sides: tuple[Scores, ...]
    code: bool

    @property
    def cells(self) -> frozenset[Cell]:
        """The cells inside."""
        return frozenset(product(*self.sides))


@dataclass(frozen=True)
class Entry:
    """A row of the map with its cells as written; the rest of the customers where it has no areas."""

    name: str
    other: str | None
    rows: tuple[int, ...]
    areas: tuple[Area, ...]
    rest: bool

    @property
    def cells(self) -> frozenset[Cell]:
        """The cells that the name claims."""
        return frozenset(cell for area in self.areas for cell in area.cells)


def scaled(
    axes: str, rows: Sequence[Row], name: str, scores: int | None, best: str | None, notes: list[Note]
) -> tuple[Scale, tuple[Entry, ...]]:
    """Return the scale and the rows on it.

    Raises:
        SchemeError: the map mixes words and numbers, or has more scores than a digit can say.
        Misfit: scores that lie outside the scale, all of them.
    """
    scale, words = _scale(axes, rows, name, scores, notes)
    problems: list[SchemeError] = []
    entries = []
    for row in rows:
        areas = []
        for claim in row.claims:
            sides = tuple(_side(test, scale, words) for test in claim.box)
            problems += _misfits(claim, scale, words, name)
            areas.append(Area(sides, claim.code))
        entries.append(Entry(row.name, row.other, (row.row,), tuple(areas), row.rest))
    if problems:
        raise Misfit(problems)
    return _directed(scale, tuple(entries), best, notes)


class Misfit(Exception):  # noqa: N818 - the problems of several places at once, for the caller to show together
    """Scores that lie outside the map's scale."""

    def __init__(self, problems: list[SchemeError]) -> None:
        super().__init__(len(problems))
        self.problems = problems


def _pieces(rows: Sequence[Row]) -> Iterator[tuple[Claim, int, Piece]]:
    for row in rows:
        for claim in row.claims:
            for index, test in enumerate(claim.box):
                for piece in test or ():
                    yield claim, index, piece


def _scale(
    axes: str, rows: Sequence[Row], name: str, scores: int | None, notes: list[Note]
) -> tuple[Scale, dict[str, int]]:
    words = [(claim, index, piece) for claim, index, piece in _pieces(rows) if isinstance(piece, str)]
    spans = [(claim, index, piece) for claim, index, piece in _pieces(rows) if not isinstance(piece, str)]
    if words and spans:
        claim, index, piece = words[0] if len(words) <= len(spans) else spans[0]
        where = Where(file=name, row=claim.row, column=claim.columns[index])
        raise SchemeError("import_words_and_numbers", where, read=_read(piece))
    middle = any(piece == "middle" for _, _, piece in words)
    if words:
        notes.append(Note("three_levels" if middle else "two_levels"))
        return Scale(axes, int(middle), 3 if middle else 1, not middle), WORDS[middle]
    ends = [end for _, _, piece in spans for end in piece if end is not None]
    closed = [piece[1] for _, _, piece in spans if piece[0] is not None and piece[1] is not None]
    if scores is None and ends and set(ends) == {0, 1}:
        notes.append(Note("two_levels"))
        return Scale(axes, 0, 1, split=True), {}
    base = 0 if 0 in ends else 1
    greatest = max(closed, default=0)
    open_ends = [piece[0] for _, _, piece in spans if piece[0] is not None and piece[1] is None]
    below = [piece[1] for _, _, piece in spans if piece[0] is None and piece[1] is not None]
    if scores is not None:
        greatest = base + scores - 1
    elif max([*open_ends, *below], default=0) >= greatest:
        greatest = max(USUAL + base - 1, *open_ends, *below)
        notes.append(Note("scores_assumed", {"least": base, "greatest": greatest}))
    elif greatest - base + 1 != USUAL:
        notes.append(Note("scores_found", {"least": base, "greatest": greatest}))
    levels = greatest - base + 1
    if not 2 <= levels <= MOST:
        claim, index, piece = max(spans, key=lambda one: max(end or 0 for end in one[2]))
        where = Where(file=name, row=claim.row, column=claim.columns[index])
        raise SchemeError("import_too_many_scores", where, read=_read(piece), most=MOST)
    shift = 1 - base
    if shift:
        notes.append(Note("shifted", {"least": base, "greatest": greatest, "to": greatest + shift}))
    return Scale(axes, 1, levels, split=False, shift=shift), {}


def _side(test: Test, scale: Scale, words: dict[str, int]) -> Scores:
    if test is None:
        return scale.scores
    found: set[int] = set()
    for piece in test:
        if isinstance(piece, str):
            found.add(words.get(piece, -1))
        else:
            low = scale.least if piece[0] is None else piece[0] + scale.shift
            high = scale.greatest if piece[1] is None else piece[1] + scale.shift
            found |= set(range(low, high + 1))
    return frozenset(found) & scale.scores


def _misfits(claim: Claim, scale: Scale, words: dict[str, int], name: str) -> Iterator[SchemeError]:
    least, greatest = scale.least - scale.shift, scale.greatest - scale.shift
    for index, test in enumerate(claim.box):
        for piece in test or ():
            if isinstance(piece, str) or all(end is None or least <= end <= greatest for end in piece):
                continue
            where = Where(file=name, row=claim.row, column=claim.columns[index])
            yield SchemeError("import_outside", where, read=_read(piece), least=least, greatest=greatest)


def _read(piece: Piece) -> str:
    if isinstance(piece, str):
        return piece
    low, high = piece
    if low == high:
        return str(low)
    return f"≥{low}" if high is None else f"≤{high}" if low is None else f"{low}-{high}"


def _directed(
    scale: Scale, entries: tuple[Entry, ...], best: str | None, notes: list[Note]
) -> tuple[Scale, tuple[Entry, ...]]:
    """Return the scale with the end that is the best, as said or as the names tell."""
    axes, least, greatest, split, shift = scale.axes, scale.least, scale.greatest, scale.split, scale.shift
    if best is not None:
        return (Scale(axes, least, greatest, split, shift, "low" if best == "low" else "high"), entries)
    bottom, top = (least,) * len(axes), (greatest,) * len(axes)
    for corner, other, telling in ((bottom, top, BEST), (top, bottom, WORST)):
        entry = _on(entries, telling, corner, other)
        if entry is not None and _agrees(entries, other, corner):
            notes.append(Note("turned", {"name": entry.name, "code": _shown(corner, shift)}))
            return Scale(axes, least, greatest, split, shift, "low"), entries
    # Few days are good: where R counts days, the best have a low R and the worst a high one.
    few, many = (least, *top[1:]), (greatest, *bottom[1:])
    entry = _on(entries, BEST, few, top)
    if entry is not None and _on(entries, WORST, many, bottom) is not None:
        notes.append(Note("turned_days", {"name": entry.name, "code": _shown(few, shift)}))
        turned = Scale(axes, least, greatest, split, shift, days=True)
        return turned, tuple(_turned(entry, turned) for entry in entries)
    return scale, entries


def _on(entries: tuple[Entry, ...], telling: tuple[str, ...], corner: Cell, other: Cell) -> Entry | None:
    """Return the first entry of telling names that claims a corner and not the other."""
    found = (one for one in entries if _kind(one) == telling and corner in one.cells and other not in one.cells)
    return next(found, None)


def _shown(cell: Cell, shift: int) -> str:
    return "".join(str(score - shift) for score in cell)


def _agrees(entries: tuple[Entry, ...], far: Cell, near: Cell) -> bool:
    """Tell whether no name speaks against the turn: a good one on the greatest corner, a bad one on the least."""
    wrong_far, wrong_near = (BEST, WORST) if sum(far) > sum(near) else (WORST, BEST)
    return not any(
        (_kind(entry) == wrong_far and far in entry.cells) or (_kind(entry) == wrong_near and near in entry.cells)
        for entry in entries
    )


def _kind(entry: Entry) -> tuple[str, ...] | None:
    words = f"{entry.name} {entry.other or ''}".casefold()
    if any(word in words for word in WORST):
        return WORST
    return BEST if any(word in words for word in BEST) else None


def _turned(entry: Entry, scale: Scale) -> Entry:
    areas = []
    for area in entry.areas:
        first = frozenset(scale.least + scale.greatest - score for score in area.sides[0])
        areas.append(Area((first, *area.sides[1:]), area.code))
    return Entry(entry.name, entry.other, entry.rows, tuple(areas), entry.rest)
