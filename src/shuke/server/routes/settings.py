"""What is set for the whole installation."""

from __future__ import annotations

from typing import Annotated

from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer
from shuke.server.context import Here
from shuke.server.routes.router import Router
from shuke.server.state.settings import Settings, read_settings, write_settings

routes = Router("settings")


@routes.get("/settings", response_model=Answer[Settings])
def show_settings(here: Here, _: Annotated[Person, needs("settings.read")]) -> Answer[Settings]:
    """Tell what is set."""
    with here.state.reading() as session:
        return Answer(data=read_settings(session))


@routes.put("/settings", response_model=Answer[Settings])
def change_settings(
    here: Here, wanted: Settings, person: Annotated[Person, needs("settings.write")]
) -> Answer[Settings]:
    """Set what is named; what is not named stays."""
    given = wanted.model_dump(exclude_unset=True)
    with here.state.changing() as session:
        settings = read_settings(session).model_copy(update=given)
        write_settings(session, settings)
        here.audit.note(session, person.user, "settings.change", ", ".join(sorted(given)))
    return Answer(data=settings)
