"""Movement between runs: who moved and by which part, the course of the last runs, and what to expect of the next."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Query, Request, Response
from pydantic import Field

from shuke.browse.customer import find
from shuke.browse.runs import Listed as Kept
from shuke.errors import NotFound
from shuke.report.text import plain
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Listed, Paged, Started, Told
from shuke.server.context import Context, Here
from shuke.server.library import RunNumber, unchanged
from shuke.server.routes.router import Router
from shuke.server.routes.seen import CustomerWord, Name, scope_of
from shuke.server.watched import named, named_in, owner_of
from shuke.watch.movement.parts import PARTS
from shuke.watching import course_told, movement_told
from shuke.watching.movement import Movement
from shuke.watching.movement_told import Only

routes = Router("movement")
Number = Annotated[int | None, Query(ge=0, le=999_999_999)]
From = Annotated[
    int | None, Query(alias="from", ge=0, le=999_999_999, description="The earlier run; by default the one before.")
]
To = Annotated[int | None, Query(alias="to", ge=0, le=999_999_999, description="The later run; by default the newest.")]
Scheme = Annotated[Name | None, Query(description="The scheme whose newest run is meant.")]


class MovedFile(Body):
    """Who is to be in a file, as the list of who moved takes it, and as what; by default the two newest runs."""

    format: Literal["csv", "xlsx", "parquet"]
    old: Annotated[int, Field(ge=0, le=999_999_999)] | None = Field(default=None, alias="from")
    new: Annotated[int, Field(ge=0, le=999_999_999)] | None = Field(default=None, alias="to")
    scheme: Name | None = None
    direction: Name | None = None
    because: Name | None = None
    before: Name | None = None
    after: Name | None = None


class Split(Told):
    """A figure in both runs, null where the customer is not rated, and what each part did; they add up exactly."""

    before: str | None
    after: str | None
    parts: dict[str, str]


class Moved(Told):
    """A customer between two runs; ``ref`` is the word for them in the run ``run``.

    A place is null where they are not rated, and empty where they are in no group. ``steps`` are places up, in all and
    by part; null where places have no order. ``passed`` are the places by score after each part.
    """

    ref: str
    run: int
    customer_id: str
    before: str | None
    after: str | None
    direction: str
    because: str | None
    steps: int | None
    steps_by: dict[str, int]
    passed: dict[str, str | None]
    figures: dict[str, Split]


class OneMoved(Told):
    """What became of one customer since an earlier run."""

    old: int
    new: int
    as_of: list[str]
    parts: list[str]
    moved: Moved


class Sliding(Told):
    """A customer of the newest run with their course over the last runs; ``ref`` is the word for them in ``run``."""

    ref: str
    run: int
    customer_id: str
    place: str
    runs: int
    first: str
    last: str
    level: str | None
    speed: str | None
    falls: int
    fallen: str | None
    rises: int
    risen: str | None
    changes: int
    way: str
    monetary: str | None
    risk: dict[str, float] | None


@routes.get("/movement", response_model=Answer[dict[str, Any]])
def show_movement(
    here: Here,
    request: Request,
    response: Response,
    person: Annotated[Person, needs("watch.read")],
    old: From = None,
    new: To = None,
    scheme: Scheme = None,
) -> Answer[dict[str, Any]] | Response:
    """Tell who moved between two runs of a scheme: matrix, directions, causes, what each part did; sales: of theirs."""
    earlier, later = here.library.watched.pair(old, new, scheme)
    scope, settings = scope_of(here, person)
    owner = owner_of(scope)
    known = unchanged(request, response, earlier.run.manifest, later.run.manifest, owner)
    if known is not None:
        return known
    with here.library.watched.movement(earlier, later, settings.owner_column).held() as found:
        return Answer(data=movement_told.summary(found, owner))


@routes.get("/movement/customers", response_model=Listed[Moved])
def list_moved(
    here: Here,
    page: Paged,
    person: Annotated[Person, needs("watch.read")],
    old: From = None,
    new: To = None,
    scheme: Scheme = None,
    direction: Annotated[Name | None, Query(description="`promoted`, `demoted`, `unchanged` and so on.")] = None,
    because: Annotated[Name | None, Query(description="The part that is the cause: `own`, `time` and so on.")] = None,
    before: Annotated[Name | None, Query(description="The place before; empty: no group, `-`: not rated.")] = None,
    after: Annotated[Name | None, Query(description="The place now.")] = None,
    sort: Annotated[Name, Query(description="`money`, `change`, `steps` or `customer`.")] = "money",
) -> Listed[Moved]:
    """List who moved between two runs, each with every part; with `direction=unchanged` also who is where they were."""
    earlier, later = here.library.watched.pair(old, new, scheme)
    scope, settings = scope_of(here, person)
    with here.library.watched.movement(earlier, later, settings.owner_column).held() as found:
        rows, total = movement_told.page(
            found,
            Only(direction, because, before, after),
            owner=owner_of(scope),
            sort=sort,
            offset=page.offset,
            size=page.size,
        )
    told = named(here.library.shelf, earlier, later, scope, rows)
    shown = [_moved(found, row, *one) for row, one in zip(rows, told, strict=True)]
    return Listed(data=shown, page=page.of(total))


@routes.post("/movement/exports", response_model=Answer[Started], status_code=202)
def export_moved(
    here: Here, wanted: MovedFile, person: Annotated[Person, needs("customers.export")]
) -> Answer[Started]:
    """Make a file of who moved between two runs, with every part; it is fetched as other exports are."""
    earlier, later = here.library.watched.pair(wanted.old, wanted.new, wanted.scheme)
    Only(wanted.direction, wanted.because).check()
    with here.state.changing() as session:
        target = f"movement {earlier.number} to {later.number}, {wanted.format}"
        here.audit.note(session, person.user, "export.make", target)
    request = {**wanted.model_dump(), "old": earlier.number, "new": later.number}
    return Answer(data=Started(job=here.jobs.start(person, "movement-list", request)))


@routes.get("/runs/{run}/customers/{ref}/movement", response_model=Answer[OneMoved])
def show_moved(
    here: Here, run: RunNumber, ref: CustomerWord, person: Annotated[Person, needs("watch.read")], old: From = None
) -> Answer[OneMoved]:
    """Tell what became of one customer since the run before, or an earlier one, part by part."""
    library = here.library
    scope, settings = scope_of(here, person)
    table = library.table(run)
    _, values = find(table, scope, ref)
    customer_id = str(dict(zip(table.columns, values, strict=True))["customer_id"])
    earlier, later = library.watched.pair(old, library.run(run).number)
    with library.watched.movement(earlier, later, settings.owner_column).held() as found:
        row = movement_told.customer(found, customer_id)
    if row is None:
        raise NotFound("movement_without_customer", old=earlier.number, new=later.number)
    shown = _moved(found, row, *named(library.shelf, earlier, later, scope, [row])[0])
    days = [day.isoformat() for day in found.days]
    return Answer(data=OneMoved(old=earlier.number, new=later.number, as_of=days, parts=list(PARTS), moved=shown))


@routes.get("/course", response_model=Answer[dict[str, Any]])
def show_course(
    here: Here, person: Annotated[Person, needs("watch.read")], new: To = None, scheme: Scheme = None
) -> Answer[dict[str, Any]]:
    """Tell of the last runs: how stable places were, how many left and fell, and what is expected of the next."""
    run, owner_column, owner = _of(here, person, new, scheme)
    with here.library.watched.course(run, owner_column).held() as found:
        return Answer(data=course_told.summary(found, owner))


@routes.get("/course/customers", response_model=Listed[Sliding])
def list_sliding(
    here: Here,
    page: Paged,
    person: Annotated[Person, needs("watch.read")],
    new: To = None,
    scheme: Scheme = None,
    way: Annotated[Name | None, Query(description="`falling`, `rising`, `steady`, `mixed` or `new`.")] = None,
    place: Annotated[Name | None, Query(description="The place now.")] = None,
    sort: Annotated[Name, Query(description="`risk`, `fallen`, `speed` or `money`.")] = "risk",
) -> Listed[Sliding]:
    """List the customers of a run by their course over the last runs; by default those most likely lost first."""
    run, owner_column, owner = _of(here, person, new, scheme)
    scope, _ = scope_of(here, person)
    with here.library.watched.course(run, owner_column).held() as found:
        rows, total = course_told.page(
            found, way=way, place=place, owner=owner, sort=sort, offset=page.offset, size=page.size
        )
    shown = [Sliding(**row) for row in named_in(here.library.shelf, run, scope, rows)]
    return Listed(data=shown, page=page.of(total))


def _of(
    here: Context, person: Person, number: int | None, scheme: str | None
) -> tuple[Kept, str | None, tuple[str | None] | None]:
    """Return the run that is meant, the column of owners, and whose customers alone are told of."""
    scope, settings = scope_of(here, person)
    return here.library.watched.newest(number, scheme), settings.owner_column, owner_of(scope)


def _moved(found: Movement, row: dict[str, Any], ref: str, run: int, customer_id: str) -> Moved:
    return Moved(
        ref=ref,
        run=run,
        customer_id=customer_id,
        before=row["before"],
        after=row["after"],
        direction=row["direction"],
        because=row["because"],
        steps=row.get("steps"),
        steps_by={part: row[f"steps_{part}"] for part in PARTS if f"steps_{part}" in row},
        passed={part: row[f"place_{part}"] for part in PARTS if f"place_{part}" in row},
        figures={
            name: Split(
                before=plain(row[f"{name}_before"]),
                after=plain(row[f"{name}_after"]),
                parts={part: plain(row[f"{name}_{part}"]) or "0" for part in PARTS[:-1]},
            )
            for name in found.figures
        },
    )
