"""Hours of service, support and training split by place, and the document that says what there is."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Told
from shuke.server.context import Here
from shuke.server.library import RunNumber
from shuke.server.routes.router import Router
from shuke.watching.resources import resources, text_of, write_document

routes = Router("resources")


class ResourceShare(Told):
    """What one place gets of a resource; figures are decimals as text."""

    place: str
    customers: int
    least: str
    most: str
    given: str
    each: str | None
    worth: str
    value: str


class ResourceSplit(Told):
    """One resource split; ``next_worth`` is what one more hour would be worth, and ``next_place`` who would get it."""

    name: str
    title: str
    unit: str | None
    by_money: bool
    capacity: str
    left: str
    missing: str
    value: str
    next_worth: str
    next_place: str | None
    last_worth: str
    shares: list[ResourceShare]


class ResourcesTold(Told):
    """All resources of a run; ``document`` is null where the built-in example holds."""

    run: int
    as_of: str
    document: str | None
    rule: str
    currency: str | None
    resources: list[ResourceSplit]


class ResourceDocument(Told):
    """The text of the document; ``own``: the workspace has it, else it is the built-in example."""

    text: str
    own: bool


class ResourceText(Body):
    """A document of resources."""

    text: Annotated[str, Field(max_length=200_000)]


@routes.get("/runs/{run}/resources", response_model=Answer[ResourcesTold])
def show_resources(here: Here, run: RunNumber, _: Annotated[Person, needs("overview.read")]) -> Answer[ResourcesTold]:
    """Tell how resources are split among the places of a run, value first, and what one more hour is worth."""
    found = here.library.run(run)
    return Answer(data=ResourcesTold.model_validate(resources(here.home, found.number).document()))


@routes.get("/runs/{run}/resources/document", response_model=Answer[ResourceDocument])
def show_resource_document(
    here: Here, run: RunNumber, person: Annotated[Person, needs("overview.read")]
) -> Answer[ResourceDocument]:
    """Tell the document of resources, or the built-in example for the places of a run."""
    text, own = text_of(here.home, here.library.run(run).number, person.language or "en")
    return Answer(data=ResourceDocument(text=text, own=own))


@routes.put("/runs/{run}/resources/document", response_model=Answer[ResourcesTold])
def write_resource_document(
    here: Here, run: RunNumber, wish: ResourceText, person: Annotated[Person, needs("schemes.write")]
) -> Answer[ResourcesTold]:
    """Keep a document of resources after checking it against the places of a run, and tell the split that follows."""
    found = here.library.run(run)
    write_document(here.home, wish.text, found.number)
    here.note(person, "resources.write", "watch/resources.yaml")
    return Answer(data=ResourcesTold.model_validate(resources(here.home, found.number).document()))
