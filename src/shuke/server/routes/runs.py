"""The runs that a workspace keeps: the list, one of them, two side by side, a new one, and back to an earlier state."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from fastapi import Query, Request, Response
from pydantic import Field
from sqlalchemy import select

from shuke.browse.comparison import Mover as Moved
from shuke.browse.runs import Listed as Kept
from shuke.days import a_date
from shuke.engines.duckdb import DuckDB
from shuke.scheme.lint import require_sound
from shuke.scheme.parse import parse
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Listed, Paged, Started, Told
from shuke.server.context import Context, Here
from shuke.server.library import RunNumber, unchanged
from shuke.server.routes.router import Router
from shuke.server.routes.seen import Name, Words, scope_of
from shuke.server.state.models import Job, User
from shuke.server.state.settings import read_settings
from shuke.workspace import Workspace
from shuke.workspace.relations import latest_order
from shuke.workspace.schemes import text_of

routes = Router("runs")
Format = Literal["csv", "xlsx", "parquet"]


class Run(Told):
    """A run of ``rated`` customers; ``current``: the state that counts names it, ``newest``: the last of those.

    ``by`` is who started it here; null for a run of the terminal.
    """

    number: int
    scheme: str
    title: Words
    as_of: str
    rated: int
    at: str
    by: str | None
    current: bool
    newest: bool


class WholeRun(Run):
    """A run with the figures of its summary, as ``summary.json`` holds them."""

    summary: dict[str, Any]


class Sides(Told):
    """A figure in the earlier run and in this one."""

    before: str | int | None
    after: str | int | None


class Mover(Told):
    """A customer who is in another place; ``ref`` is the word for them in the run ``run``.

    A place is null where they are not rated, and empty where they are in no group.
    """

    ref: str
    run: int
    customer_id: str
    before: str | None
    after: str | None
    direction: str
    because: str | None
    changed: list[str]
    figures: dict[str, Sides]


class Refresh(Body):
    """What a new run is to be: by default the workspace's own scheme, as of the latest order.

    ``carry`` names columns of the customer table that the run takes along. ``follow``: a usual day's rating, which
    takes along what the newest run did, keeps tasks and warnings in step where there are any, and has the movement at
    hand.
    """

    scheme: Name | None = None
    as_of: Annotated[str, Field(max_length=10)] | None = None
    formats: Annotated[list[Format], Field(max_length=3)] | None = None
    carry: Annotated[list[Name], Field(default_factory=list, max_length=50)]
    follow: bool = False


class Next(Told):
    """As of which day a rating is where nobody says one: that of the latest order; null while there is no order."""

    as_of: str | None


class Rollback(Body):
    """The state to go back to; null: the one before the last change."""

    to: Annotated[int, Field(ge=0, le=99_999_999)] | None = None


@routes.get("/runs", response_model=Listed[Run])
def list_runs(here: Here, page: Paged, _: Annotated[Person, needs("runs.read")]) -> Listed[Run]:
    """List the runs, the latest first."""
    found = here.library.runs.all()
    starters = _starters(here)
    shown = [_run(one, starters) for one in found[page.offset : page.offset + page.size]]
    return Listed(data=shown, page=page.of(len(found)))


@routes.get("/runs/next", response_model=Answer[Next])
def show_next(here: Here, _: Annotated[Person, needs("runs.read")]) -> Answer[Next]:
    """Tell as of which day a new run is where nobody says one."""
    space = here.workspace
    content = space.head()[1]
    if not content.loads:
        return Answer(data=Next(as_of=None))
    with DuckDB(threads=1) as engine:
        return Answer(data=Next(as_of=latest_order(engine, space.segments, content).isoformat()))


@routes.get("/runs/{run}", response_model=Answer[WholeRun])
def show_run(here: Here, run: RunNumber, _: Annotated[Person, needs("runs.read")]) -> Answer[WholeRun]:
    """Tell of one run."""
    found = here.library.run(run)
    told = _run(found, _starters(here))
    return Answer(data=WholeRun(**dict(told), summary=here.library.runs.summary(found)))


@routes.get("/runs/{run}/comparison", response_model=Answer[dict[str, Any]])
def compare_runs(
    here: Here,
    request: Request,
    response: Response,
    run: RunNumber,
    other: Annotated[str, Query(alias="with", pattern="^(newest|[0-9]{1,9})$", description="The earlier run.")],
    _: Annotated[Person, needs("runs.read")],
) -> Answer[dict[str, Any]] | Response:
    """Tell who moved between an earlier run and this one: the matrix of places, directions and causes, the drift."""
    library = here.library
    new, old = library.run(run), library.run(other)
    known = unchanged(request, response, new.run.manifest, old.run.manifest)
    return known or Answer(data=library.comparisons.between(old, new))


@routes.get("/runs/{run}/comparison/customers", response_model=Listed[Mover])
def list_movers(
    here: Here,
    run: RunNumber,
    page: Paged,
    other: Annotated[str, Query(alias="with", pattern="^(newest|[0-9]{1,9})$", description="The earlier run.")],
    person: Annotated[Person, needs("runs.read")],
    direction: Annotated[
        Name | None, Query(description="As the comparison names directions: `promoted` and so on.")
    ] = None,
    before: Annotated[Name | None, Query(description="The place before; empty: no group, `-`: not rated.")] = None,
    after: Annotated[Name | None, Query(description="The place now.")] = None,
) -> Listed[Mover]:
    """List who is in another place than in an earlier run, came or went, those with the most money first."""
    library = here.library
    scope, _ = scope_of(here, person)
    found, total = library.comparisons.moved(
        library.shelf,
        library.run(other),
        library.run(run),
        scope,
        direction=direction,
        before=before,
        after=after,
        number=page.number,
        size=page.size,
    )
    return Listed(data=[_mover(one) for one in found], page=page.of(total))


@routes.post("/runs", response_model=Answer[Started], status_code=202)
def start_run(here: Here, wish: Refresh, person: Annotated[Person, needs("runs.write")]) -> Answer[Started]:
    """Rate everybody; the job tells the number of the new run."""
    a_date(wish.as_of)
    asked: dict[str, Any] = {"as_of": wish.as_of}
    if wish.scheme is not None:
        text, name = scheme_of(here.workspace, wish.scheme)
        asked["scheme"] = {"text": text, "name": name}
    with here.state.changing() as session:
        owner = read_settings(session).owner_column
        here.audit.note(session, person.user, "run.start", wish.scheme or "-")
    carry = list(dict.fromkeys([*wish.carry, *([owner] if owner else [])]))
    asked |= {"formats": wish.formats, "carry": carry, "follow": wish.follow}
    return Answer(data=Started(job=here.jobs.start(person, "refresh", asked)))


@routes.post("/runs/rollback", response_model=Answer[Started], status_code=202)
def roll_back(here: Here, wish: Rollback, person: Annotated[Person, needs("runs.write")]) -> Answer[Started]:
    """Go back to what an earlier state held; nothing is lost."""
    here.note(person, "run.rollback", "-" if wish.to is None else f"state {wish.to}")
    return Answer(data=Started(job=here.jobs.start(person, "rollback", {"to": wish.to})))


def scheme_of(space: Workspace, name: str) -> tuple[str, str]:
    """Return the text of a scheme by its id, the workspace's own or a built-in one; a path is none.

    Raises:
        SchemeError: there is none, or it is wrong.
    """
    given = text_of(space, name)
    require_sound(*parse(*given))
    return given


def _mover(found: Moved) -> Mover:
    figures = {name: Sides(before=before, after=after) for name, (before, after) in found.figures.items()}
    return Mover(**{**vars(found), "changed": list(found.changed), "figures": figures})


def _run(found: Kept, starters: dict[int, str]) -> Run:
    return Run(
        number=found.number,
        scheme=found.scheme,
        title=Words(**found.title),
        as_of=found.run.as_of,
        rated=found.run.rated,
        at=found.at,
        by=starters.get(found.number),
        current=found.current,
        newest=found.newest,
    )


def _starters(here: Context) -> dict[int, str]:
    """Return who started which run here, by the run's number."""
    query = (
        select(Job.result, User.name)
        .join(User, User.key == Job.by)
        .where(Job.kind == "refresh", Job.result.is_not(None))
    )
    with here.state.reading() as session:
        return {json.loads(result or "{}").get("run"): name for result, name in session.execute(query)}
