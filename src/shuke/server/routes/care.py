"""Care of customers: the strategy table, the plan that makes tasks, and how they stand."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response
from pydantic import Field

from shuke.days import a_date
from shuke.desk import Desk
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Started
from shuke.server.context import Here
from shuke.server.errors import Forbidden
from shuke.server.language import Lang
from shuke.server.library import NEWEST, RunNumber
from shuke.server.routes.care_seen import DayText, eyes_of
from shuke.server.routes.care_shown import CareStanding, ShownStrategy, standing, table
from shuke.server.routes.router import Router
from shuke.server.state.types import now
from shuke.watching.care.book import book
from shuke.watching.care.run import Rated, rated

routes = Router("care")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class NewPlan(Body):
    """Of which run tasks are made; by default of the newest."""

    run: Annotated[int, Field(ge=0, le=2**31)] | None = None


@routes.get("/care/strategy/{run}", response_model=Answer[ShownStrategy])
def show_strategy(here: Here, run: RunNumber, _: Annotated[Person, needs("watch.read")]) -> Answer[ShownStrategy]:
    """Tell what is done for each group of a run's scheme: direction, measures, department, success, rhythm."""
    return Answer(data=table(_rated(here, run)))


@routes.get(
    "/care/strategy/{run}/file",
    response_class=Response,
    responses={200: {"content": {SHEET: {}}, "description": "The table."}},
)
def download_strategy(here: Here, run: RunNumber, lang: Lang, _: Annotated[Person, needs("watch.read")]) -> Response:
    """Download the strategy table as an Excel file."""
    found = _rated(here, run)
    named = {"content-disposition": 'attachment; filename="strategy.xlsx"'}
    return Response(book(found.saved.scheme, found.strategy, lang), media_type=SHEET, headers=named)


@routes.post("/care/plans", response_model=Answer[Started], status_code=202)
def plan_care(here: Here, wanted: NewPlan, person: Annotated[Person, needs("watch.write")]) -> Answer[Started]:
    """Make the tasks of a run; those that are there are kept in step with it."""
    if not person.may("customers.all"):
        raise Forbidden("care_of_all")
    with here.state.changing() as session:
        run = NEWEST if wanted.run is None else wanted.run
        here.audit.note(session, person.user, "care.plan", f"run {run}")
    return Answer(data=Started(job=here.jobs.start(person, "plan-care", wanted.model_dump())))


@routes.get("/care/standing", response_model=Answer[CareStanding])
def show_standing(
    here: Here,
    person: Annotated[Person, needs("watch.read")],
    day: Annotated[DayText | None, Query(description="The day for what is late; by default the server's.")] = None,
) -> Answer[CareStanding]:
    """Tell how tasks stand: what was planned last, what waits, what is late, what could not be laid on a day."""
    mine = eyes_of(here, person).mine
    with Desk(here.home).reading() as db:
        return Answer(data=standing(db, a_date(day) or now().date(), mine))


def _rated(here: Here, run: str) -> Rated:
    return rated(here.workspace, None if run == NEWEST else int(run))
