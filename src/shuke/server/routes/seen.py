"""What a request for kept runs comes with: the run's number, who may see what, which customers are asked for."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Query
from fastapi import Path as InPath
from pydantic import Field

from shuke.browse import Column, Filter, Scope, condition
from shuke.server.access.roles import Person
from shuke.server.answers import Told
from shuke.server.context import Context
from shuke.server.state.settings import Settings, settings_of

LONGEST, MOST = 2_000, 50
Condition = Annotated[str, Field(max_length=LONGEST)]
Name = Annotated[str, Field(max_length=200)]
CustomerWord = Annotated[
    str, InPath(max_length=2_000, description="The `_ref` of a row of the list; an id of plain letters is its own.")
]


class Words(Told):
    """A text in every language."""

    en: str
    zh: str


class Choice(Told):
    """A value that a filter can offer, and its title."""

    name: str
    title: str


class ShownColumn(Told):
    """A column of customers; ``values`` are those to choose from, null where there are too many or none is told.

    ``ahead``: it is of a prediction as of the run's day, not of the rating.
    """

    name: str
    title: str
    kind: Literal["id", "money", "number", "days", "date", "text", "score", "place", "share"]
    values: list[Choice] | None
    ahead: bool


def shown_column(column: Column, lang: str) -> ShownColumn:
    """Return a column as it is told."""
    values = None if column.values is None else [Choice(name=one.name, title=one.title[lang]) for one in column.values]
    return ShownColumn(name=column.name, title=column.title[lang], kind=column.kind, values=values, ahead=column.ahead)


def scope_of(here: Context, person: Person) -> tuple[Scope, Settings]:
    """Return what a person may see of customers, and the settings that say so.

    Raises:
        DataError: they may see their own customers alone, and it is not set which column says whose one is.
    """
    settings = settings_of(here.state)
    return here.library.scope(person, settings), settings


def filter_of(where: list[str], search: str, cell: str | None) -> Filter:
    """Return what is asked for.

    Raises:
        UsageError: a condition has another form.
    """
    return Filter(tuple(condition(one) for one in where), search, cell)


async def _asked(
    where: Annotated[
        list[Condition] | None,
        Query(max_length=MOST, description="`column:operation:value`, repeated: all of them must hold."),
    ] = None,
    search: Annotated[str, Query(max_length=LONGEST, description="A part of any text of the row.")] = "",
    cell: Annotated[
        str | None, Query(max_length=60, description="A cell of the grid: the score of its row and of its column.")
    ] = None,
) -> Filter:
    return filter_of(where or [], search, cell)


Asked = Annotated[Filter, Depends(_asked)]


def names(texts: list[str] | None) -> list[str]:
    """Return names that stand one by one or parted by commas."""
    return [name.strip() for text in texts or [] for name in text.split(",") if name.strip()]
