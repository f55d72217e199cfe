"""Evidence on the workspace's own history: schemes that compete on past days; what the groups of a run are worth."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path as InPath
from pydantic import Field

from shuke.backtesting import Wish
from shuke.backtesting.contest import require_draws
from shuke.backtesting.files import SUMMARY
from shuke.days import a_date
from shuke.server import uploads
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Listed, Paged, Started, Told
from shuke.server.context import Context, Here
from shuke.server.library import NEWEST
from shuke.server.routes.router import Router
from shuke.server.routes.seen import Words
from shuke.validation.told import FILE
from shuke.workspace.backtest import KIND as BACKTESTS
from shuke.workspace.kept import Kept, Kind, all_kept, get_kept
from shuke.workspace.schemes import text_of
from shuke.workspace.validate import KIND as VALIDATIONS
from shuke.workspace.validate import TITLES

routes = Router("evidence")
Number = Annotated[
    str, InPath(pattern="^(newest|[0-9]{1,9})$", max_length=9, description="The number it is kept under, or `newest`.")
]
MOST_DAYS, MOST_SCHEMES, MOST_DRAWS = 12, 60, 2_000


class Trial(Body):
    """What a back-test is asked: schemes by their ids (none: all built-in ones), past days, how far ahead."""

    schemes: Annotated[list[Annotated[str, Field(max_length=80)]], Field(default_factory=list, max_length=MOST_SCHEMES)]
    splits: Annotated[list[Annotated[str, Field(max_length=10)]], Field(default_factory=list, max_length=MOST_DAYS)]
    horizon_days: Annotated[int, Field(ge=1, le=3660)] | None = None
    resamples: Annotated[int, Field(ge=0, le=MOST_DRAWS)] = 400


class Question(Body):
    """Which run is looked at; ``verdicts`` is an upload: a table of customers and what people call them."""

    run: Annotated[int, Field(ge=0, le=999_999_999)]
    verdicts: Annotated[str, Field(max_length=64)] | None = None
    resamples: Annotated[int, Field(ge=0, le=MOST_DRAWS)] = 50


class KeptBacktest(Told):
    """One back-test: the schemes that were named, the past days, and who stood first of how many orders."""

    number: int
    at: str
    schemes: list[str]
    days: list[str]
    horizon_days: int
    orders: int
    leader: Words


class KeptValidation(Told):
    """One validation: of which run, whether later sales were known, how many verdicts of people there were."""

    number: int
    at: str
    run: int
    scheme: str
    as_of: str
    later: bool
    verdicts: int | None


@routes.get("/backtests", response_model=Listed[KeptBacktest])
def list_backtests(here: Here, page: Paged, _: Annotated[Person, needs("runs.read")]) -> Listed[KeptBacktest]:
    """List the back-tests that are kept, the latest first."""
    found = all_kept(here.workspace, BACKTESTS)
    names = ("schemes", "days", "horizon_days", "orders", "leader")
    return Listed(data=[KeptBacktest(**_told(one, names)) for one in _part(found, page)], page=page.of(len(found)))


@routes.post("/backtests", response_model=Answer[Started], status_code=202)
def start_backtest(here: Here, wish: Trial, person: Annotated[Person, needs("runs.write")]) -> Answer[Started]:
    """Judge schemes on past days by what came after them, and keep it; the job tells the number."""
    days = [day for day in map(a_date, wish.splits) if day is not None]
    require_draws(Wish(resamples=wish.resamples))
    for one in wish.schemes:
        text_of(here.workspace, one)
    here.note(person, "backtest.start", f"{len(wish.schemes) or 'all'} schemes")
    asked = {**wish.model_dump(), "splits": [day.isoformat() for day in days]}
    return Answer(data=Started(job=here.jobs.start(person, "backtest", asked)))


@routes.get("/backtests/{number}", response_model=Answer[dict[str, Any]])
def show_backtest(here: Here, number: Number, _: Annotated[Person, needs("runs.read")]) -> Answer[dict[str, Any]]:
    """Tell of one back-test: the league with intervals, the verdict in sentences, who was left out and why."""
    kept = _get(here, BACKTESTS, number)
    return Answer(data={"number": kept.number, "at": kept.at, **kept.document(SUMMARY)})


@routes.get("/validations", response_model=Listed[KeptValidation])
def list_validations(here: Here, page: Paged, _: Annotated[Person, needs("runs.read")]) -> Listed[KeptValidation]:
    """List the validations that are kept, the latest first."""
    found = all_kept(here.workspace, VALIDATIONS)
    names = ("run", "scheme", "as_of", "later", "verdicts")
    return Listed(data=[KeptValidation(**_told(one, names)) for one in _part(found, page)], page=page.of(len(found)))


@routes.post("/validations", response_model=Answer[Started], status_code=202)
def start_validation(here: Here, asked: Question, person: Annotated[Person, needs("runs.write")]) -> Answer[Started]:
    """Look at what the groups of a run are worth, and keep it; the job tells the number."""
    here.library.run(str(asked.run))
    files = uploads.paths(here, person, [asked.verdicts]) if asked.verdicts else [None]
    here.note(person, "validation.start", f"run {asked.run}")
    told = {**asked.model_dump(), "file": None if files[0] is None else str(files[0])}
    return Answer(data=Started(job=here.jobs.start(person, "validate", told)))


@routes.get("/validations/{number}", response_model=Answer[dict[str, Any]])
def show_validation(here: Here, number: Number, _: Annotated[Person, needs("runs.read")]) -> Answer[dict[str, Any]]:
    """Tell of one validation: effect sizes with tests, stability, sizes and money, agreement with people."""
    kept = _get(here, VALIDATIONS, number)
    told = {"number": kept.number, "at": kept.at, "run": kept.about["run"], "titles": kept.document(TITLES)}
    return Answer(data={**told, **kept.document(FILE)})


def _get(here: Context, kind: Kind, number: str) -> Kept:
    return get_kept(here.workspace, kind, None if number == NEWEST else int(number))


def _part(found: list[Kept], page: Any) -> list[Kept]:
    return found[page.offset : page.offset + page.size]


def _told(kept: Kept, names: tuple[str, ...]) -> dict[str, Any]:
    return {"number": kept.number, "at": kept.at, **{name: kept.about[name] for name in names}}
