"""What high-value customers have in common, and who of the others is like them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Query, Request, Response

from shuke.browse import Scope
from shuke.browse.runs import Listed
from shuke.browse.scope import mask_id, reference, token
from shuke.browse.tables import ID, RELATION
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Told
from shuke.server.context import Context, Here
from shuke.server.library import RunNumber
from shuke.server.routes.router import Router
from shuke.server.routes.seen import scope_of
from shuke.server.routes.watched import Attributes, High, Least, known
from shuke.watching.target import Target, like_document, target

routes = Router("target")


class TargetAttribute(Told):
    """An attribute by its name in this answer, and its title."""

    name: str
    title: str


class TargetValue(Told):
    """One value of an attribute: the share of high value among its customers over everybody's is its lift."""

    attribute: str
    value: str
    customers: int
    high: int
    rate: float
    lift: float
    interval: list[float]
    p: float
    adjusted: float
    mark: Literal["more", "less", "like"]


class TargetTenth(Told):
    """One tenth of the ranking of customers that it had not seen."""

    customers: float
    high: float
    rate: float


class TargetCheck(Told):
    """How well the ranking finds high-value customers that it had not seen."""

    tenths: list[TargetTenth]
    customers: int
    base: float
    precision: float
    interval: list[float]
    lift: float


class TargetPart(Told):
    """What one attribute adds to a score; ``value`` is null where nothing is known."""

    attribute: str
    value: str | None
    weight: str


class LookAlike(Told):
    """One of the others; ``place`` and ``ref`` are null for who is not rated. The base and the parts are the score."""

    customer_id: str
    ref: str | None
    place: str | None
    score: str
    parts: list[TargetPart]


class TargetTold(Told):
    """The profile; ``base`` is what every score begins with."""

    run: int
    as_of: str
    high: list[str]
    customers: int
    high_customers: int
    attributes: list[TargetAttribute]
    left_out: list[str]
    least: int
    rate: float
    control: str
    few: int
    values: list[TargetValue]
    base: str
    check: TargetCheck | None


class LookAlikes(Told):
    """The likest of the others, of whom there are so many."""

    attributes: list[TargetAttribute]
    base: str
    others: int
    likest: list[LookAlike]


@routes.get("/runs/{run}/target", response_model=Answer[TargetTold])
def show_target(
    here: Here,
    request: Request,
    response: Response,
    run: RunNumber,
    high: High,
    _: Annotated[Person, needs("overview.read")],
    attribute: Attributes = None,
    least: Least = 5,
) -> Answer[TargetTold] | Response:
    """Tell what the high-value customers of a run have in common, and how well that finds others."""
    found = here.library.run(run)

    def make() -> dict[str, Any]:
        told = target(here.home, found.number, high, attribute or (), 0, least).document()
        return {name: told[name] for name in TargetTold.model_fields}

    told = known(here, request, response, [found], make)
    return told if isinstance(told, Response) else Answer(data=TargetTold.model_validate(told))


@routes.get("/runs/{run}/target/customers", response_model=Answer[LookAlikes])
def list_look_alikes(
    here: Here,
    run: RunNumber,
    high: High,
    person: Annotated[Person, needs("watch.read")],
    attribute: Attributes = None,
    most: Annotated[int, Query(ge=1, le=200, description="How many are listed.")] = 50,
) -> Answer[LookAlikes]:
    """List who of the others, or of one's own customers, is likest to those of high value, each score in parts."""
    found = here.library.run(run)
    scope, _ = scope_of(here, person)
    told = target(here.home, found.number, high, attribute or (), most, owner=_owner(here, found, scope))
    attributes = [TargetAttribute(name=name, title=title) for name, title in told.attributes.items()]
    shown = LookAlikes(
        attributes=attributes, base=str(told.model.base), others=told.others, likest=_shown(here, found, scope, told)
    )
    return Answer(data=shown)


def _owner(here: Context, found: Listed, scope: Scope) -> tuple[str, str | None] | None:
    """Return whose customers alone may be listed, by a column that the run has.

    Raises:
        UsageError: the run does not carry the column.
    """
    if scope.owner is not None:
        here.library.shelf.of(found).named([scope.owner[0]], "owner")
    return scope.owner


def _shown(here: Context, found: Listed, scope: Scope, told: Target) -> list[LookAlike]:
    """Return look-alikes with the words by which they are asked for; ids masked for who may not see them."""
    rated = [one.customer_id for one in told.likest if one.place is not None]
    words = {one: reference(one) for one in rated}
    if scope.masked and rated:
        table = here.library.shelf.of(found)
        marks = ", ".join("?" for _ in rated)
        rows = table.ask(f"SELECT {ID}, rowid FROM {RELATION} WHERE {ID} IN ({marks})", rated)
        words = {name: token(scope, table.manifest, place) for name, place in rows}
    return [
        LookAlike.model_validate(
            {
                **like_document(one),
                "customer_id": mask_id(one.customer_id) if scope.masked else one.customer_id,
                "ref": words.get(one.customer_id),
            }
        )
        for one in told.likest
    ]
