"""How few customers bring how much, run by run, and whose frequency rises or falls."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query

from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Listed, Paged, Told
from shuke.server.context import Here
from shuke.server.routes.router import Router
from shuke.server.routes.seen import Name, scope_of
from shuke.server.watched import named_in, owner_of

routes = Router("concentration")
Number = Annotated[
    int | None, Query(alias="run", ge=0, le=999_999_999, description="The run; by default the newest that counts.")
]
Scheme = Annotated[Name | None, Query(description="The scheme whose newest run is meant.")]


class Trending(Told):
    """A customer of a run, whether among the vital few, and their trend; ``ref`` is the word for them in ``run``.

    ``recent`` of ``repeats`` lie in the later half of the time since the first purchase; ``chance`` is the two-sided
    chance of so much under a steady rate.
    """

    ref: str
    run: int
    customer_id: str
    place: str
    monetary: str
    vital: bool
    since: str | None
    trend: str
    repeats: int | None
    recent: int | None
    lean: str | None
    chance: float | None


@routes.get("/concentration", response_model=Answer[dict[str, Any]])
def show_concentration(
    here: Here, person: Annotated[Person, needs("watch.read")], number: Number = None, scheme: Scheme = None
) -> Answer[dict[str, Any]]:
    """Tell which few customers bring 80 %, Lorenz curve and Gini of each run, and trends; sales: trends of theirs."""
    scope, settings = scope_of(here, person)
    run = here.library.watched.newest(number, scheme)
    with here.library.watched.concentration(run, settings.owner_column).held() as found:
        return Answer(data=found.summary(owner_of(scope)))


@routes.get("/concentration/customers", response_model=Listed[Trending])
def list_trending(
    here: Here,
    page: Paged,
    person: Annotated[Person, needs("watch.read")],
    number: Number = None,
    scheme: Scheme = None,
    kind: Annotated[Name | None, Query(description="`vital` or `others`.")] = None,
    trend: Annotated[Name | None, Query(description="`rising`, `falling`, `steady` or `few`.")] = None,
    since: Annotated[Name | None, Query(description="`stayed`, `joined` or `dropped` since the run before.")] = None,
    sort: Annotated[Name, Query(description="`money`, or `trend`: the surest trends first.")] = "money",
) -> Listed[Trending]:
    """List the customers of a run with their trend."""
    scope, settings = scope_of(here, person)
    run = here.library.watched.newest(number, scheme)
    with here.library.watched.concentration(run, settings.owner_column).held() as found:
        rows, total = found.page(
            kind=kind,
            trend=trend,
            since=since,
            owner=owner_of(scope),
            sort=sort,
            offset=page.offset,
            size=page.size,
        )
    shown = [Trending(**row) for row in named_in(here.library.shelf, run, scope, rows)]
    return Listed(data=shown, page=page.of(total))
