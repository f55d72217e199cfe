"""What the customers of each place buy and ask for, and what went with leaving."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Query, Request, Response

from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Told
from shuke.server.context import Here
from shuke.server.library import RunNumber
from shuke.server.routes.router import Router
from shuke.server.routes.teams import RunOfDay
from shuke.server.routes.watched import Earlier, Least, known
from shuke.watching.products import products

routes = Router("products")


class ProductPlace(Told):
    """A place and its customers."""

    name: str
    customers: int


class ProductLift(Told):
    """One place and one thing; null where the number of customers is too small to be told."""

    place: str
    of: int
    seen: int | None
    expected: float
    lift: float | None
    interval: list[float] | None
    p: float | None
    adjusted: float | None
    mark: Literal["more", "less", "like", "few"]
    money: str | None
    money_share: float | None
    mix: float | None


class ProductThing(Told):
    """A category, a product, a channel, a promotion or a kind of contact, with all places."""

    family: str
    name: str
    customers: int
    money: str
    places: list[ProductLift]


class LeavingTrait(Told):
    """What some had done: how many of them left and of the others, and how many times as likely (``risk``)."""

    family: str
    name: str
    customers: int
    left: int
    others: int
    others_left: int
    expected: float
    risk: float | None
    interval: list[float] | None
    p: float
    adjusted: float
    mark: Literal["more", "less", "like"]


class LeavingTold(Told):
    """One question about who left."""

    customers: int
    left: int
    few: int
    traits: list[LeavingTrait]


class ProductsTold(Told):
    """Lifts of everything that was bought or asked for; ``leaving`` is null without an earlier run."""

    run: int
    as_of: str
    places: list[ProductPlace]
    least: int
    rate: float
    control: str
    few: int
    cut: int
    missing: list[str]
    currency: str | None
    things: list[ProductThing]
    earlier: RunOfDay | None
    leaving: dict[str, LeavingTold] | None


@routes.get("/runs/{run}/products", response_model=Answer[ProductsTold])
def show_products(
    here: Here,
    request: Request,
    response: Response,
    run: RunNumber,
    _: Annotated[Person, needs("overview.read")],
    other: Earlier = None,
    least: Least = 5,
    rate: Annotated[float, Query(gt=0, lt=1, description="The share of marks that may be luck, on average.")] = 0.05,
) -> Answer[ProductsTold] | Response:
    """Tell what each place buys and asks for beyond luck, and what went with leaving since an earlier run."""
    library = here.library
    found = library.run(run)
    runs = [found] if other is None else [found, library.run(other)]

    def make() -> dict[str, Any]:
        first = None if other is None else runs[1].number
        return products(here.home, found.number, first, least, rate).document()

    told = known(here, request, response, runs, make)
    return told if isinstance(told, Response) else Answer(data=ProductsTold.model_validate(told))
