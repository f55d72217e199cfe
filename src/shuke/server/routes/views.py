"""Saved views: the state of a page under a name, for oneself or for all."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Annotated

from fastapi import Path
from pydantic import Field
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from shuke.server.access.roles import Person, signed_in
from shuke.server.answers import Answer, Body, Listed, Nothing, Paged, Told
from shuke.server.context import Here
from shuke.server.errors import Conflict, Missing
from shuke.server.routes.router import Router
from shuke.server.state.models import User, View
from shuke.server.state.types import now

routes = Router("views")
# Of one person.
MOST = 500
Id = Annotated[str, Path(max_length=64, description="The id of a view.")]


class NewView(Body):
    """A page, a name for how it stands, and the query of its address."""

    page: Annotated[str, Field(pattern="^[a-z]{1,32}$")]
    name: Annotated[str, Field(min_length=1, max_length=128)]
    query: Annotated[str, Field(max_length=8192)]
    shared: bool = False


class ShownView(Told):
    """A saved view; ``own``: whoever asks may change it."""

    id: str
    page: str
    name: str
    query: str
    shared: bool
    own: bool
    by: str
    created: datetime


@routes.get("/views", response_model=Listed[ShownView])
def list_views(here: Here, page: Paged, person: Annotated[Person, signed_in()]) -> Listed[ShownView]:
    """List one's own views and those that others share, by page and name."""
    seen = or_(View.user == person.key, View.shared)
    with here.state.reading() as session:
        total = session.execute(select(func.count()).select_from(View).where(seen)).scalar_one()
        query = select(View, User.name).join(User, User.key == View.user).where(seen)
        query = query.order_by(View.page, View.name, View.id).offset(page.offset).limit(page.size)
        found = session.execute(query).all()
    return Listed(data=[_shown(view, name, person) for view, name in found], page=page.of(total))


@routes.post("/views", response_model=Answer[ShownView], status_code=201)
def save_view(here: Here, wanted: NewView, person: Annotated[Person, signed_in()]) -> Answer[ShownView]:
    """Save how a page stands."""
    view = View(id=secrets.token_hex(8), user=person.key, created=now(), **wanted.model_dump())
    with here.state.changing() as session:
        mine = select(func.count()).select_from(View).where(View.user == person.key)
        if session.execute(mine).scalar_one() >= MOST:
            raise Conflict("views_too_many", most=MOST)
        session.add(view)
        here.audit.note(session, person.user, "view.save", view.id)
    return Answer(data=_shown(view, person.user, person))


@routes.put("/views/{view}", response_model=Answer[ShownView])
def change_view(here: Here, view: Id, wanted: NewView, person: Annotated[Person, signed_in()]) -> Answer[ShownView]:
    """Save another state of a page in place of one's own."""
    with here.state.changing() as session:
        found = _own(session, view, person)
        for name, value in wanted.model_dump().items():
            setattr(found, name, value)
        here.audit.note(session, person.user, "view.save", view)
    return Answer(data=_shown(found, person.user, person))


@routes.delete("/views/{view}", response_model=Answer[Nothing])
def remove_view(here: Here, view: Id, person: Annotated[Person, signed_in()]) -> Answer[Nothing]:
    """Remove a view of one's own."""
    with here.state.changing() as session:
        session.delete(_own(session, view, person))
        here.audit.note(session, person.user, "view.remove", view)
    return Answer(data=Nothing())


def _own(session: Session, view: str, person: Person) -> View:
    found = session.get(View, view)
    if found is None or found.user != person.key:
        raise Missing("view_unknown")
    return found


def _shown(view: View, name: str, person: Person) -> ShownView:
    return ShownView(
        id=view.id,
        page=view.page,
        name=view.name,
        query=view.query,
        shared=view.shared,
        own=view.user == person.key,
        by=name,
        created=view.created,
    )
