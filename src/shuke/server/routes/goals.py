"""Goals: where each stands, its way, and the customers who make it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import Path, Query

from shuke.browse.latest import Latest
from shuke.days import a_date
from shuke.errors import NotFound
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Listed, Paged, Told
from shuke.server.context import Context, Here
from shuke.server.errors import Forbidden
from shuke.server.language import Lang
from shuke.server.routes.care_seen import DayText, eyes_of
from shuke.server.routes.router import Router
from shuke.server.routes.seen import Words
from shuke.watching.goals.document import document_of
from shuke.watching.goals.goals import measure
from shuke.watching.goals.measured import Stands
from shuke.watching.goals.spoken import most_changed, plain

routes = Router("goals")
# What was measured last, by the state, the document and the day: a goal may need everybody rated on two days.
KEPT = Latest[tuple[str, int, str, str | None], tuple[date, list[Stands]]](8)
Day = Annotated[DayText | None, Query(description="As of this day; by default that of the newest run.")]


class GoalPoint(Told):
    """One station of a way: where the measure is to stand, and where it stands; null for what is ahead or not known."""

    day: str
    path: str
    value: str | None
    low: str | None
    high: str | None


class ShownGoal(Told):
    """A goal and where it stands. ``problem``: why it cannot be measured; then it has no figures."""

    goal: str
    title: Words | None
    measure: Literal["spend", "spend_per_customer", "churn", "first_purchase_days", "customers"]
    result: str | None
    groups: list[str]
    days: int
    day: str
    since: str
    by: str
    more: bool
    baseline: str | None
    target: str | None
    path: str | None
    value: str | None
    low: str | None
    high: str | None
    customers: int | None
    verdict: Literal["not_begun", "reached", "on_track", "unsure", "behind", "missed"] | None
    problem: str | None
    points: list[GoalPoint]


class GoalPart(Told):
    """A customer's part in a goal then and now: money, days, or 1 for who left or is counted; null for none."""

    customer: str
    ref: str | None
    before: str | None
    now: str | None


@routes.get("/goals", response_model=Answer[list[ShownGoal]])
def list_goals(
    here: Here, lang: Lang, person: Annotated[Person, needs("watch.read")], day: Day = None
) -> Answer[list[ShownGoal]]:
    """Tell of every goal where it stands: the baseline, the way, the value with its range, the verdict."""
    _require_all(person)
    return Answer(data=[_shown(one, lang) for one in _measured(here, day)])


@routes.get("/goals/{goal}/customers", response_model=Listed[GoalPart])
def list_goal_customers(
    here: Here,
    goal: Annotated[str, Path(max_length=60, description="The name of a goal.")],
    page: Paged,
    person: Annotated[Person, needs("watch.read")],
    day: Day = None,
) -> Listed[GoalPart]:
    """List the customers who make a goal's value, those whose part changed most first."""
    _require_all(person)
    found = [one for one in _measured(here, day) if one.goal.goal == goal]
    if not found:
        known = ", ".join(one.goal.goal for one in _measured(here, day)) or "–"
        raise NotFound("goal_unknown", goal=goal, known=known)
    people = most_changed(found[0])
    part = people[page.offset : page.offset + page.size]
    called = eyes_of(here, person).called(one for one, _, _ in part)
    data = [
        GoalPart(customer=called[one].shown, ref=called[one].ref, before=plain(before), now=plain(now))
        for one, before, now in part
    ]
    return Listed(data=data, page=page.of(len(people)))


def _measured(here: Context, day: str | None) -> list[Stands]:
    """Return where the goals stand, none where there is no document."""
    space = here.workspace
    found = document_of(space)
    if found is None:
        return []
    on = a_date(day)
    key = (str(here.home), space.head()[0].number, found[0], day)
    return KEPT.get(key, lambda: measure(space, on))[1]


def _require_all(person: Person) -> None:
    """Pass who sees every customer: a goal is of all of a group.

    Raises:
        Forbidden: they see their own alone.
    """
    if not person.may("customers.all"):
        raise Forbidden("goals_of_all")


def _shown(one: Stands, lang: str) -> ShownGoal:
    goal, now = one.goal, one.now
    return ShownGoal(
        goal=goal.goal,
        title=Words(**goal.title.model_dump()) if goal.title is not None else None,
        measure=goal.measure,
        result=goal.result,
        groups=list(goal.groups),
        days=goal.days,
        day=one.day.isoformat(),
        since=goal.baseline.isoformat(),
        by=goal.by.isoformat(),
        more=goal.wants_more,
        baseline=plain(one.baseline),
        target=plain(one.target),
        path=plain(one.path),
        value=plain(now.value if now is not None else None),
        low=plain(now.low if now is not None else None),
        high=plain(now.high if now is not None else None),
        customers=now.of if now is not None else None,
        verdict=one.verdict,
        problem=one.problem.render(lang) if one.problem is not None else None,
        points=[
            GoalPoint(
                day=point.day.isoformat(),
                path=plain(point.path) or "0",
                value=plain(point.value),
                low=plain(point.low),
                high=plain(point.high),
            )
            for point in one.points
        ],
    )
