"""Schemes: the gallery, one's own, what is found in a text, and what it would do."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path
from pydantic import Field

from shuke.browse.linted import linted
from shuke.browse.preview import preview
from shuke.browse.schemes import gallery, scheme
from shuke.browse.side_by_side import side_by_side
from shuke.scheme.start import as_copy
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Nothing
from shuke.server.context import Context, Here
from shuke.server.language import Lang
from shuke.server.routes.router import Router
from shuke.server.routes.schemes_shown import Compared, Linted, Previewed, SchemeShown, SchemeText, SideBySide
from shuke.server.trials import HereTried
from shuke.workspace import schemes as kept

routes = Router("schemes")
LONGEST = 200_000
LARGEST = 2**31 - 1
Id = Annotated[str, Path(max_length=80, description="The id of a scheme.")]
Run = Annotated[int, Field(ge=0, le=LARGEST, description="The run whose figures are looked at; default: the newest.")]


class Text(Body):
    """The text of a scheme."""

    text: Annotated[str, Field(max_length=LONGEST)]


class TextOnRun(Text):
    """The text of a scheme, to be tried on the figures of a run."""

    run: Run | None = None


class Wanted(Text):
    """A text to keep; ``copy_of`` is the scheme that it was made from: its copy does not keep its title and source."""

    copy_of: Annotated[str, Field(max_length=80)] | None = None


class Given(Body):
    """A scheme: by its id, or as a text."""

    id: Annotated[str, Field(max_length=80)] | None = None
    text: Annotated[str, Field(max_length=LONGEST)] | None = None


class Pair(Body):
    """Two schemes, and the run on whose figures they are compared."""

    a: Given
    b: Given
    run: Run | None = None


class ChosenScheme(Body):
    """The id of a scheme."""

    scheme: Annotated[str, Field(max_length=80)]


@routes.get("/schemes", response_model=Answer[list[SchemeShown]])
def list_schemes(here: Here, lang: Lang, _: Annotated[Person, needs("schemes.read")]) -> Answer[list[SchemeShown]]:
    """List every scheme, one's own first, with what it is for."""
    return Answer(data=[SchemeShown(**one) for one in gallery(here.workspace, lang)])


@routes.get("/schemes/{id}", response_model=Answer[SchemeText])
def show_scheme(
    here: Here,
    id: Id,  # noqa: A002 - the name of the API
    lang: Lang,
    _: Annotated[Person, needs("schemes.read")],
) -> Answer[SchemeText]:
    """Return a scheme's text, what it says in sentences, and what is found in it."""
    return Answer(data=SchemeText(**scheme(here.workspace, id, lang)))


@routes.put("/schemes/{id}", response_model=Answer[SchemeText])
def save_scheme(
    here: Here,
    id: Id,  # noqa: A002 - the name of the API
    wanted: Wanted,
    lang: Lang,
    person: Annotated[Person, needs("schemes.write")],
) -> Answer[SchemeText]:
    """Keep a scheme of one's own; one that cannot be rated by is refused."""
    space, text = here.workspace, wanted.text
    if wanted.copy_of is not None:
        text = as_copy(text, id, kept.text_of(space, wanted.copy_of)[0])
    kept.save(space, id, text)
    here.note(person, "scheme.save", id)
    return Answer(data=SchemeText(**scheme(space, id, lang)))


@routes.delete("/schemes/{id}", response_model=Answer[Nothing])
def delete_scheme(
    here: Here,
    id: Id,  # noqa: A002 - the name of the API
    person: Annotated[Person, needs("schemes.write")],
) -> Answer[Nothing]:
    """Remove a scheme of one's own; ratings that were made by it stay."""
    kept.delete(here.workspace, id)
    here.note(person, "scheme.delete", id)
    return Answer(data=Nothing())


@routes.put("/workspace/scheme", response_model=Answer[Nothing])
def choose_scheme(
    here: Here, choice: ChosenScheme, person: Annotated[Person, needs("schemes.write")]
) -> Answer[Nothing]:
    """Make a scheme the one that the workspace is rated by."""
    kept.choose(here.workspace, choice.scheme)
    here.note(person, "scheme.choose", choice.scheme)
    return Answer(data=Nothing())


@routes.post("/schemes/lint", response_model=Answer[Linted])
def lint_scheme(text: Text, lang: Lang, _: Annotated[Person, needs("schemes.read")]) -> Answer[Linted]:
    """Tell what a text says and what is found in it."""
    return Answer(data=Linted(**linted(text.text, "scheme.yaml", lang)))


@routes.post("/schemes/preview", response_model=Answer[Previewed])
def preview_scheme(
    tried: HereTried, wanted: TextOnRun, lang: Lang, _: Annotated[Person, needs("schemes.read")]
) -> Answer[Previewed]:
    """Return the groups that a text would make of a run's customers, from the figures that the run keeps."""
    listed = tried.runs.get(wanted.run)
    return Answer(data=Previewed(run=listed.number, **preview(tried.of(listed), wanted.text, lang)))


@routes.post("/schemes/compare", response_model=Answer[Compared])
def compare_schemes(
    here: Here, tried: HereTried, pair: Pair, lang: Lang, person: Annotated[Person, needs("schemes.read")]
) -> Answer[Compared]:
    """Put two schemes side by side on a run's customers; a job does it where the run keeps too little."""
    a, b = (_text(here, one) for one in (pair.a, pair.b))
    listed = tried.runs.get(pair.run)
    trials = tried.of(listed), tried.of(listed, 1)
    if any(trials[0].lacking(*one) for one in (a, b)):
        request = {"a": _said(a), "b": _said(b), "as_of": listed.run.as_of}
        return Answer(
            data=Compared(run=listed.number, comparison=None, job=here.jobs.start(person, "compare", request))
        )
    found = SideBySide(**side_by_side(trials, a, b, lang))
    return Answer(data=Compared(run=listed.number, comparison=found, job=None))


def _text(here: Context, given: Given) -> tuple[str, str]:
    if given.text is not None:
        return given.text, f"{given.id or 'scheme'}.yaml"
    return kept.text_of(here.workspace, given.id or kept.CHOSEN)


def _said(given: tuple[str, str]) -> dict[str, Any]:
    return {"text": given[0], "name": given[1]}
