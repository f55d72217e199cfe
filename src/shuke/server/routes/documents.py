"""The documents that people write of goals and care: read, looked at while they are changed, kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Literal

from fastapi import Path
from pydantic import Field

from shuke.browse.linted import problem
from shuke.errors import SchemeError, UsageError
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Told
from shuke.server.context import Here
from shuke.server.language import Lang
from shuke.server.routes.router import Router
from shuke.server.routes.schemes_shown import FindingShown
from shuke.watch.care.parse import FILE as CARE_FILE
from shuke.watch.goals.parse import FILE as GOALS_FILE
from shuke.watching.care import documents as care
from shuke.watching.goals import document as goals
from shuke.watching.own import FOLDER
from shuke.workspace import Workspace

routes = Router("documents")
LARGEST = 200_000


@dataclass(frozen=True)
class Kept:
    """What can be done with the document of a trade, and where it lies in the workspace."""

    file: str
    text_of: Callable[[Workspace, str], tuple[str, bool]]
    check: Callable[[Workspace, str], None]
    save: Callable[[Workspace, str], None]


KEPT = MappingProxyType(
    {
        "care": Kept(f"{FOLDER}/{CARE_FILE}", care.text_of, care.check, care.save),
        "goals": Kept(f"{FOLDER}/{GOALS_FILE}", goals.text_of, goals.check, goals.save),
    }
)
Name = Annotated[Literal["care", "goals"], Path(description="The care plan, or the goals.")]


class WatchDocument(Told):
    """The text of a document; ``own``: the workspace has it, else it is the one to begin with."""

    text: str
    own: bool


class WatchFindings(Told):
    """Everything that is wrong with a text; nothing: it can be kept."""

    findings: list[FindingShown]


class WatchText(Body):
    """The text of a document."""

    text: Annotated[str, Field(max_length=LARGEST)]


@routes.get("/documents/{document}", response_model=Answer[WatchDocument])
def show_document(
    here: Here, document: Name, lang: Lang, _: Annotated[Person, needs("schemes.read")]
) -> Answer[WatchDocument]:
    """Tell the care plan or the goals, or those to begin with, made for the groups of the newest run."""
    text, own = KEPT[document].text_of(here.workspace, lang)
    return Answer(data=WatchDocument(text=text, own=own))


@routes.put("/documents/{document}", response_model=Answer[WatchDocument])
def save_document(
    here: Here, document: Name, wanted: WatchText, person: Annotated[Person, needs("schemes.write")]
) -> Answer[WatchDocument]:
    """Keep a care plan or goals; what is wrong is refused with its lines, and nothing is kept."""
    kept = KEPT[document]
    kept.save(here.workspace, wanted.text)
    here.note(person, f"{document}.write", kept.file)
    return Answer(data=WatchDocument(text=wanted.text, own=True))


@routes.post("/documents/{document}/lint", response_model=Answer[WatchFindings])
def lint_document(
    here: Here, document: Name, wanted: WatchText, lang: Lang, _: Annotated[Person, needs("schemes.read")]
) -> Answer[WatchFindings]:
    """Tell everything that is wrong with a care plan or goals, each with its line and column; nothing is kept."""
    try:
        KEPT[document].check(here.workspace, wanted.text)
    except (SchemeError, UsageError) as error:
        found = [FindingShown(**problem(one, lang)) for one in getattr(error, "problems", [error])]
        return Answer(data=WatchFindings(findings=sorted(found, key=lambda one: (one.line or 0, one.column or 0))))
    return Answer(data=WatchFindings(findings=[]))
