"""Two runs side by side: the figures, and who moved; neither run changes, so what was told once is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from threading import Lock
from typing import Any

from shuke.browse.columns import ID
from shuke.browse.latest import Latest
from shuke.browse.pages import MOST_ROWS, Cell
from shuke.browse.runs import Listed, Runs
from shuke.browse.scope import Scope, mask_id, reference, token
from shuke.browse.shelf import Shelf
from shuke.browse.tables import RELATION
from shuke.errors import UsageError, ensure
from shuke.movement import Comparison, compare
from shuke.movement.moves import DIRECTIONS, MOVED
from shuke.report.text import money, plain
from shuke.scheme.builtin import figure

MOST_KEPT, MOST_OPEN = 20, 2
# By these words the table of who moved tells of places that are none.
NOWHERE, NOT_RATED = "", "-"


@dataclass(frozen=True)
class Mover:
    """One customer who is in another place, came or went: ``ref`` is the word for them in the run ``run``.

    ``figures`` are told before and after; a place is None where they are not rated, and empty where they are in none.
    """

    ref: str
    run: int
    customer_id: str
    before: str | None
    after: str | None
    direction: str
    because: str | None
    changed: Sequence[str]
    figures: Mapping[str, tuple[Cell, Cell]]


@dataclass
class Open:
    """A comparison whose tables are at hand; its engine answers one question at a time."""

    found: Comparison
    lock: Lock = field(default_factory=Lock)

    def ask(self, statement: str, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
        """Return the rows of a question."""
        with self.lock:
            return self.found.engine.run(statement, list(parameters))


class Comparisons:
    """The comparisons of the runs of one workspace."""

    def __init__(self, runs: Runs) -> None:
        self._runs = runs
        self._kept = Latest[tuple[str, str], dict[str, Any]](MOST_KEPT)
        self._open = Latest[tuple[str, str], Open](MOST_OPEN)

    def between(self, old: Listed, new: Listed) -> dict[str, Any]:
        """Return the figures of a comparison, the earlier run first, as ``shuke compare`` writes them.

        Raises:
            UsageError: a run keeps no whole table, or the ids of the two cannot be compared.
            DataError: a file of a run is damaged.
        """
        return self._kept.get(_key(old, new), lambda: self._told(old, new))

    def moved(
        self,
        shelf: Shelf,
        old: Listed,
        new: Listed,
        scope: Scope,
        *,
        direction: str | None = None,
        before: str | None = None,
        after: str | None = None,
        number: int = 1,
        size: int = 50,
    ) -> tuple[list[Mover], int]:
        """Return a page of those who moved and how many they are, those with the most money first.

        ``before`` and ``after`` are places: empty for no group, ``-`` for not rated.

        Raises:
            UsageError: there is no such direction or page, or the runs cannot be compared.
        """
        # Whoever may see some customers alone is told nothing of two runs.
        ensure(scope.owner is None, "movement is told of everybody alone")
        if direction is not None and direction not in DIRECTIONS:
            raise UsageError("direction_unknown", known=", ".join(DIRECTIONS))
        if not (1 <= size <= MOST_ROWS and number >= 1):
            raise UsageError("page_out_of_range", most=MOST_ROWS)
        pair = self._open.get(_key(old, new), lambda: Open(self._compared(old, new)))
        where, values = ["TRUE"], list[object]()
        for column, value in (("direction", direction), ("before", before), ("after", after)):
            if value == NOT_RATED and column != "direction":
                where.append(f"{column} IS NULL")
            elif value is not None:
                where.append(f"{column} = ?")
                values.append(value)
        held = " AND ".join(where)
        ((total,),) = pair.ask(f"SELECT COUNT(*) FROM {MOVED} WHERE {held}", values)
        rows = pair.ask(
            f"SELECT {', '.join(pair.found.columns)} FROM {MOVED} WHERE {held} ORDER BY _money DESC, {ID} "
            f"LIMIT {size} OFFSET {(number - 1) * size}",
            values,
        )
        told = [dict(zip(pair.found.columns, row, strict=True)) for row in rows]
        told_words = words(shelf, old, new, scope, told)
        return [_mover(pair.found, one, scope, told_words[one[ID]]) for one in told], int(total)

    def _told(self, old: Listed, new: Listed) -> dict[str, Any]:
        told: dict[str, Any] = self._open.get(_key(old, new), lambda: Open(self._compared(old, new))).found.summary
        compared: dict[str, Any] = told["compare"]
        return compared

    def _compared(self, old: Listed, new: Listed) -> Comparison:
        space = self._runs.space
        return compare(space.run_folder(old.run), space.run_folder(new.run))


def _key(old: Listed, new: Listed) -> tuple[str, str]:
    return old.run.manifest, new.run.manifest


def words(
    shelf: Shelf, old: Listed, new: Listed, scope: Scope, rows: Sequence[Mapping[str, Any]]
) -> dict[str, tuple[str, int]]:
    """Return the word by which each customer is asked for, and in which run: the new one; the old where they left."""
    found: dict[str, tuple[str, int]] = {}
    for listed, some in (
        (new, [one[ID] for one in rows if one["after"] is not None]),
        (old, [one[ID] for one in rows if one["after"] is None]),
    ):
        if not scope.masked:
            found |= {one: (reference(one), listed.number) for one in some}
        elif some:
            table = shelf.of(listed)
            marks = ", ".join("?" for _ in some)
            for customer_id, place in table.ask(f"SELECT {ID}, rowid FROM {RELATION} WHERE {ID} IN ({marks})", some):
                found[customer_id] = (token(scope, table.manifest, place), listed.number)
    return found


def _mover(found: Comparison, row: Mapping[str, Any], scope: Scope, word: tuple[str, int]) -> Mover:
    names = dict.fromkeys(
        name.removesuffix("_before").removesuffix("_after")
        for name in found.columns
        if name.endswith(("_before", "_after"))
    )
    return Mover(
        word[0],
        word[1],
        mask_id(row[ID]) if scope.masked else row[ID],
        row["before"],
        row["after"],
        row["direction"],
        row["because"],
        row["changed"].split(", ") if row["changed"] else [],
        {name: (_cell(found, name, row, "before"), _cell(found, name, row, "after")) for name in names},
    )


def _cell(found: Comparison, name: str, row: Mapping[str, Any], side: str) -> Cell:
    """Return a figure as it is told: money with its cents, other decimals as exact text."""
    value = row.get(f"{name}_{side}")
    if not isinstance(value, Decimal):
        return value if value is None or isinstance(value, int) else str(value)
    known = figure(found.new.scheme, name) or figure(found.old.scheme, name)
    return money(value) if known is not None and known.kind == "money" else plain(value)
