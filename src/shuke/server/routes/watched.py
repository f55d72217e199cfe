"""What routes of watching ask alike: an earlier run, places of high value, and answers that cannot change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query, Request, Response
from pydantic import Field

from shuke.browse.latest import Latest
from shuke.browse.runs import Listed
from shuke.browse.tables import Table
from shuke.server.context import Context
from shuke.server.library import unchanged
from shuke.server.routes.seen import Name, names

T = TypeVar("T")
# What was reckoned last, by the runs and by what was asked.
KEPT = Latest[str, Any](40)
Earlier = Annotated[
    str | None,
    Query(
        alias="with",
        pattern="^(newest|[0-9]{1,9})$",
        description="The earlier run; default: the latest of an earlier day under the same scheme.",
    ),
]
Least = Annotated[int, Query(ge=1, le=1_000, description="Numbers of fewer customers are not told.")]


async def _high(
    high: Annotated[
        list[Annotated[str, Field(max_length=200)]] | None,
        Query(max_length=50, description="Places of high value, repeated or with commas; default: the best one."),
    ] = None,
) -> tuple[str, ...]:
    return tuple(names(high))


High = Annotated[tuple[str, ...], Depends(_high)]
Attributes = Annotated[
    list[Name] | None, Query(max_length=50, description="Look at these attributes alone; default: all.")
]


def known(
    here: Context, request: Request, response: Response, runs: list[Listed], make: Callable[[], T]
) -> T | Response:
    """Return an answer that follows from runs alone: kept from the last time, or nothing for a browser that has it."""
    parts = [one.run.manifest for one in runs]
    there = unchanged(request, response, *parts)
    if there is not None:
        return there
    key = "\x1f".join((str(here.home), *parts, str(here.library.runs.since), request.url.path, request.url.query))
    found: T = KEPT.get(key, make)
    return found


def covered(table: Table, column: str, given: list[str], *, masked: bool) -> dict[str, str]:
    """Return what to call the values of a column: numbers in place of names for who may not see these."""
    there = table.columns.get(column)
    if masked and there is not None and there.personal is not None:
        return {name: f"#{rank}" for rank, name in enumerate(given, start=1)}
    return {name: name for name in given}
