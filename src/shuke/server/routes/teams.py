"""Salespeople, teams and regions between two runs: what they did beyond luck and what they started with."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Query, Request, Response

from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Told
from shuke.server.context import Here
from shuke.server.library import RunNumber
from shuke.server.routes.router import Router
from shuke.server.routes.seen import Name, scope_of
from shuke.server.routes.watched import Earlier, High, covered, known
from shuke.watching.teams import teams

routes = Router("teams")
Verdict = Literal["better", "worse", "unknown"]


class RunOfDay(Told):
    """A run and its day."""

    run: int
    as_of: str


class TeamMeasure(Told):
    """``seen`` of ``at_risk`` customers did; ``expected`` would have in like places; ``ratio`` is the one over it."""

    at_risk: int
    seen: int
    expected: float
    rate: float | None
    rate_interval: list[float]
    ratio: float | None
    ratio_interval: list[float] | None
    shrunk: float | None
    p: float
    adjusted: float
    verdict: Verdict


class TeamMoney(Told):
    """High-value customers and their money: before = kept + lost, after = kept + won + entered."""

    before: int
    before_money: str
    kept: int
    kept_before: str
    kept_after: str
    lost: int
    lost_money: str
    won: int
    won_money: str
    entered: int
    entered_money: str
    after: int
    after_money: str
    same_after: str
    expected_after: str | None


class ComparedTeam(Told):
    """One team; ``name`` is null for customers of nobody."""

    name: str | None
    customers: int
    entered: int
    verdict: Literal["better", "worse", "mixed", "unknown"]
    measures: dict[str, TeamMeasure]
    money: TeamMoney


class TeamHandOver(Told):
    """Customers who went from one to another between the runs."""

    before: str
    after: str
    customers: int
    money: str


class TeamsBetween(Told):
    """Teams between two runs: measures, money, hand-overs; ``alpha`` bounds the chance of any false verdict."""

    first: RunOfDay
    last: RunOfDay
    by: str
    handed_rule: str
    places: list[str]
    high: list[str]
    alpha: float
    control: str
    measures: list[str]
    everybody: ComparedTeam
    teams: list[ComparedTeam]
    handed: list[TeamHandOver]
    currency: str | None


@routes.get("/runs/{run}/teams", response_model=Answer[TeamsBetween])
def show_teams(
    here: Here,
    request: Request,
    response: Response,
    run: RunNumber,
    high: High,
    person: Annotated[Person, needs("overview.read")],
    other: Earlier = None,
    by: Annotated[Name | None, Query(description="The carried column; default: that of the owners.")] = None,
    handed: Annotated[
        Literal["earlier", "later", "neither"], Query(description="Whose a customer is who was handed over.")
    ] = "earlier",
) -> Answer[TeamsBetween] | Response:
    """Compare salespeople, teams or regions between an earlier run and this one, beyond luck and start."""
    library = here.library
    last = library.run(run)
    runs = [last] if other is None else [last, library.run(other)]
    scope, settings = scope_of(here, person)
    column = by or settings.owner_column or "salesperson"

    def make() -> dict[str, Any]:
        first = None if other is None else runs[1].number
        return teams(here.home, column, first, last.number, high, handed).document()

    told = known(here, request, response, runs, make)
    if isinstance(told, Response):
        return told
    if scope.masked:
        told = _covered(told, covered(library.shelf.of(last), told["by"], _names(told), masked=True))
    return Answer(data=TeamsBetween.model_validate(told))


def _names(told: dict[str, Any]) -> list[str]:
    handed = [one[side] for one in told["handed"] for side in ("before", "after")]
    return sorted({one["name"] for one in told["teams"] if one["name"] is not None} | set(handed))


def _covered(told: dict[str, Any], words: dict[str, str]) -> dict[str, Any]:
    shown = [{**one, "name": words.get(one["name"])} for one in told["teams"]]
    handed = [{**one, "before": words[one["before"]], "after": words[one["after"]]} for one in told["handed"]]
    return {**told, "teams": shown, "handed": handed}
