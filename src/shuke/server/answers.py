"""The shapes of answers: one for success, one for lists, one for errors, and the base of everything that is sent in."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict

T = TypeVar("T")
LARGEST_PAGE = 200
FARTHEST_PAGE = 10_000_000


class Body(BaseModel):
    """What a request brings: unknown names are refused, and nothing is turned into another type."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class Told(BaseModel):
    """What an answer holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(Told, Generic[T]):
    """One thing."""

    data: T


class Page(Told):
    """Which part of a list this is: pages count from 1, ``total`` counts everything."""

    number: int
    size: int
    total: int


class Listed(Told, Generic[T]):
    """A page of a list."""

    data: list[T]
    page: Page


class Started(Told):
    """Work that goes on; its state is told under ``/jobs/{id}``."""

    job: str


class Nothing(Told):
    """Done; there is nothing to tell."""


class Problem(Told):
    """What is wrong, where, and what to do."""

    code: str
    message: str
    where: str | None = None
    hint: str | None = None
    request: str | None = None


class Failed(Told):
    """The shape of every error."""

    error: Problem


class Wanted(Told):
    """The page of a list that is asked for."""

    number: int
    size: int

    @property
    def offset(self) -> int:
        """How many entries come before it."""
        return (self.number - 1) * self.size

    def of(self, total: int) -> Page:
        """Return what is told of the page of a list of so many entries."""
        return Page(number=self.number, size=self.size, total=total)


async def _wanted(
    page: Annotated[int, Query(ge=1, le=FARTHEST_PAGE, description="The page, counted from 1.")] = 1,
    size: Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Entries on a page.")] = 50,
) -> Wanted:
    return Wanted(number=page, size=size)


Paged = Annotated[Wanted, Depends(_wanted)]
