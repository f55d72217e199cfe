"""What a person may see of tasks and notes: whose they are, and how their customers are named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from shuke.browse import Scope, Table
from shuke.browse.customer import find
from shuke.browse.scope import mask_id, reference, token
from shuke.browse.tables import ID, RELATION
from shuke.errors import NotFound, ShukeError
from shuke.server.access.roles import Person
from shuke.server.context import Context
from shuke.server.library import NEWEST
from shuke.server.routes.seen import scope_of
from shuke.watching.care.tasks import Task

# Whoever sees their own customers alone and has no name as an owner sees those of nobody.
NOBODY = ""
AT_ONCE = 500
DayText = Annotated[str, Field(pattern=r"^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$")]


@dataclass(frozen=True)
class Called:
    """How a customer is shown, and the word by which their page is asked for; None where they have none."""

    shown: str
    ref: str | None


@dataclass(frozen=True)
class Eyes:
    """What one person sees: everybody's tasks, or those of one owner; ids and notes as they are, or not."""

    scope: Scope
    table: Table | None
    mine: str | None

    @property
    def plain(self) -> bool:
        """Whether ids and notes are shown as they are."""
        return not self.scope.masked

    def require(self, task: Task) -> Task:
        """Return a task that they may see.

        Raises:
            NotFound: they may not; it is told as if it were not there.
        """
        if self.mine is not None and task.owner != self.mine:
            raise NotFound("task_unknown", number=task.number)
        return task

    def called(self, ids: Iterable[str]) -> Mapping[str, Called]:
        """Return how customers are called, by their ids."""
        wanted = sorted(set(ids))
        found = {one: Called(one if self.plain else mask_id(one), None) for one in wanted}
        if self.table is None:
            return found
        for start in range(0, len(wanted), AT_ONCE):
            part = wanted[start : start + AT_ONCE]
            marks = ", ".join("?" for _ in part)
            for place, one in self.table.ask(f"SELECT rowid, {ID} FROM {RELATION} WHERE {ID} IN ({marks})", part):
                ref = reference(one) if self.plain else token(self.scope, self.table.manifest, place)
                found[one] = Called(found[one].shown, ref)
        return found

    def customer(self, ref: str) -> str:
        """Return the id of a customer whom they may see, by the word of their page.

        Raises:
            NotFound: there is none.
        """
        if self.table is None:
            raise NotFound("customer_not_there")
        _, values = find(self.table, self.scope, ref)
        return str(dict(zip(self.table.columns, values, strict=True))[ID])


def eyes_of(here: Context, person: Person) -> Eyes:
    """Return what a person may see.

    Raises:
        DataError: they may see their own customers alone, and it is not set which column says whose one is.
    """
    scope, _ = scope_of(here, person)
    try:
        table = here.library.table(NEWEST)
    except ShukeError:
        # Without a whole table in the newest run tasks are there, and no page of a customer.
        table = None
    mine = None if person.may("customers.all") else person.owner or NOBODY
    return Eyes(scope, table, mine)
