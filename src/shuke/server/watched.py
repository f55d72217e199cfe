"""Movements, courses and concentrations as routes ask for them: each made once, the latest used ones kept open.

An engine answers one question at a time, so who asks holds it meanwhile. Nothing of before stays once somebody was
forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Generic, TypeVar

from shuke.browse import Runs, Scope
from shuke.browse.comparison import words
from shuke.browse.latest import Latest
from shuke.browse.runs import Listed
from shuke.browse.scope import mask_id
from shuke.browse.shelf import Shelf
from shuke.errors import NotFound
from shuke.watching.concentration import Concentration, concentration
from shuke.watching.course import Course, course
from shuke.watching.movement import Movement, movement
from shuke.workspace.runs import pair

T = TypeVar("T")
MOST_OPEN = 3
Owner = tuple[str | None] | None


@dataclass
class Open(Generic[T]):
    """Something that holds an engine, for one who asks at a time."""

    found: T
    lock: Lock = field(default_factory=Lock)

    @contextmanager
    def held(self) -> Iterator[T]:
        """Lend it."""
        with self.lock:
            yield self.found


class Watched:
    """What is watched over the runs of one workspace."""

    def __init__(self, runs: Runs) -> None:
        self._runs = runs
        self._since = -1
        self._clear()

    def _clear(self) -> None:
        self._movements = Latest[tuple[str, ...], Open[Movement]](MOST_OPEN)
        self._courses = Latest[tuple[str, ...], Open[Course]](MOST_OPEN)
        self._concentrations = Latest[tuple[str, ...], Open[Concentration]](MOST_OPEN)

    def pair(self, old: int | None, new: int | None, scheme: str | None = None) -> tuple[Listed, Listed]:
        """Return two runs of a scheme: by default the newest, and the one of an earlier day before it.

        Raises:
            NotFound: a run is not there.
            UsageError: there is no earlier one, or the two cannot be set side by side.
        """
        _, earlier, later = pair(self._runs.space, old, new, scheme)
        return self._runs.get(earlier.number), self._runs.get(later.number)

    def newest(self, number: int | None, scheme: str | None) -> Listed:
        """Return a run by its number, or the newest that counts, of one scheme or of any.

        Raises:
            NotFound: there is none.
        """
        if number is not None or scheme is None:
            return self._runs.get(number)
        found = [one for one in self._runs.all() if one.current and one.scheme == scheme]
        if not found:
            raise NotFound("no_run_yet")
        return max(found, key=lambda one: one.number)

    def movement(self, old: Listed, new: Listed, owner: str | None) -> Open[Movement]:
        """Return the movement between two runs.

        Raises:
            UsageError: they cannot be compared.
            DataError: a file is damaged.
        """
        self._look()
        space = self._runs.space
        return self._movements.get(
            (old.run.manifest, new.run.manifest, owner or ""),
            lambda: Open(movement(space, new.scheme, old.run, new.run, owner=owner)),
        )

    def course(self, run: Listed, owner: str | None) -> Open[Course]:
        """Return the course of the last runs up to one."""
        self._look()
        space = self._runs.space
        return self._courses.get(
            (run.run.manifest, owner or ""), lambda: Open(course(space, run.scheme, run.run, owner=owner))
        )

    def concentration(self, run: Listed, owner: str | None) -> Open[Concentration]:
        """Return the concentration of the runs up to one."""
        self._look()
        space = self._runs.space
        return self._concentrations.get(
            (run.run.manifest, owner or ""), lambda: Open(concentration(space, run.scheme, run.run, owner=owner))
        )

    def _look(self) -> None:
        """Let go of everything once somebody was forgotten."""
        since = self._runs.since
        if since != self._since:
            self._clear()
            self._since = since


def owner_of(scope: Scope) -> Owner:
    """Return whose customers alone are told of; None: everybody's."""
    return None if scope.owner is None else (scope.owner[1],)


def named(
    shelf: Shelf, old: Listed, new: Listed, scope: Scope, rows: list[dict[str, object]]
) -> list[tuple[str, int, str]]:
    """Return, for each row with ``customer_id`` and ``after``, the word, the run of it, and the id as it is shown."""
    told = words(shelf, old, new, scope, rows)
    ids = [str(row["customer_id"]) for row in rows]
    return [(*told[one], mask_id(one) if scope.masked else one) for one in ids]


def named_in(shelf: Shelf, run: Listed, scope: Scope, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of customers of one run, each with the word for it (``ref``), the run, and the id as it is shown."""
    told = named(shelf, run, run, scope, [{**row, "after": row["place"]} for row in rows])
    return [
        {**row, "ref": ref, "run": number, "customer_id": shown}
        for row, (ref, number, shown) in zip(rows, told, strict=True)
    ]
