"""Other engines: what each can do, connections by name, trying one, rating there, and the answers set side by side."""

from __future__ import annotations

from typing import Annotated, Self

from fastapi import Path as InPath
from fastapi.responses import FileResponse
from pydantic import Field, model_validator

from shuke.browse.engines import capabilities, schemes
from shuke.days import a_date
from shuke.engines.names import parts_of
from shuke.errors import UsageError
from shuke.server import engines, made
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Listed, Nothing, Paged, Started, Told
from shuke.server.context import Context, Here
from shuke.server.errors import Forbidden
from shuke.server.language import Lang
from shuke.server.routes.router import Router
from shuke.server.routes.runs import scheme_of
from shuke.server.routes.seen import Name, Words

routes = Router("engines")
KIND: made.Kind = "ratings"
LETTERS = "^[a-z0-9][a-z0-9-]{0,39}$"
ConnectionName = Annotated[str, InPath(pattern=LETTERS, max_length=40, description="The name of a connection.")]
Id = Annotated[str, InPath(max_length=64, pattern="^[0-9a-f]+$", description="The id of a rating.")]
# A name of a table: nothing that a file could be called by.
TableName = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^/\\\x00-\x1f]+$")]


class Engine(Told):
    """An engine: how it is reached, whether its driver is here (``extra`` installs it), and what it lacks."""

    name: str
    title: str
    schemes: list[str]
    extra: str | None
    installed: bool
    one_snapshot: bool
    lacks: list[str]


class SchemeThere(Told):
    """A scheme, the tables that it needs, and for each engine why it does not run there; null where it does."""

    id: str
    title: str
    needs: list[str]
    reasons: dict[str, str | None]


class Engines(Told):
    """Every engine, and every scheme with where it runs."""

    engines: list[Engine]
    schemes: list[SchemeThere]


class NewConnection(Body):
    """A connection: its URL without a password, which is a variable ``SHUKE_SECRET_…``, or typed once, or kept."""

    url: Annotated[str, Field(min_length=1, max_length=400, pattern=r"^[\x21-\x7e]+$")]
    inside: bool = False
    writes: bool = False
    password_env: Annotated[str, Field(pattern="^SHUKE_SECRET_[A-Z0-9_]{1,80}$")] | None = None
    password: Annotated[str, Field(min_length=1, max_length=1_000)] | None = None
    keep_password: bool = False

    @model_validator(mode="after")
    def _one(self) -> Self:
        """Refuse a password from two places."""
        if sum((self.password_env is not None, self.password is not None, self.keep_password)) > 1:
            raise ValueError("password")
        return self


class ShownConnection(Told):
    """A connection; ``password`` tells where it is (a variable, ``file`` or null), ``ready`` whether it is there."""

    name: str
    engine: str
    title: str
    address: str
    url: str
    inside: bool
    writes: bool
    password: str | None
    ready: bool


class RatingThere(Body):
    """What is rated: tables of a connection by a scheme; ``write_table``: the rated table is written there too.

    ``map`` says what headers mean, ``compare`` rates the same tables in the embedded engine besides.
    """

    table: TableName
    scheme: Name
    interactions: TableName | None = None
    customers: TableName | None = None
    as_of: Annotated[str, Field(max_length=10)] | None = None
    map: Annotated[dict[Name, Name], Field(default_factory=dict, max_length=50)]
    decide: Annotated[dict[Name, Name], Field(default_factory=dict, max_length=50)]
    timezone: Annotated[str, Field(max_length=64)] | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None
    write_table: TableName | None = None
    compare: bool = False


class CellsCompared(Told):
    """Two rated tables cell by cell: all cells, the equal ones, and how many differ in which columns."""

    customers: int
    columns: int
    cells: int
    equal: int
    differing: dict[str, int]


class RatedThere(Told):
    """A rating by another engine; ``compared`` null: nobody asked, or ``not_compared`` says why not."""

    id: str
    at: str
    by: str
    connection: str
    engine: str
    version: str
    address: str
    table: str
    scheme: str
    title: Words
    as_of: str
    rated: int
    compared: CellsCompared | None
    not_compared: Words | None
    written: str | None


@routes.get("/engines", response_model=Answer[Engines])
def show_engines(here: Here, lang: Lang, _: Annotated[Person, needs("schemes.read")]) -> Answer[Engines]:
    """Tell what each engine can do and which scheme runs on it, or why not; nothing is connected to for it."""
    told = Engines(
        engines=[Engine(**one) for one in capabilities()],
        schemes=[SchemeThere(**one) for one in schemes(here.workspace, lang)],
    )
    return Answer(data=told)


@routes.get("/engines/connections", response_model=Answer[list[ShownConnection]])
def list_connections(here: Here, _: Annotated[Person, needs("runs.write")]) -> Answer[list[ShownConnection]]:
    """List the connections by name; no password is told."""
    return Answer(data=[_shown(here, one) for one in engines.all_connections(here)])


@routes.put("/engines/connections/{name}", response_model=Answer[ShownConnection])
def save_connection(
    here: Here, name: ConnectionName, wanted: NewConnection, person: Annotated[Person, needs("settings.write")]
) -> Answer[ShownConnection]:
    """Keep a connection; a password that is typed goes into a file of its own and is never told again."""
    before = next((one for one in engines.all_connections(here) if one.name == name), None)
    secret = {"env": wanted.password_env} if wanted.password_env is not None else None
    if wanted.keep_password and before is not None:
        # A password is for the place that it was given for.
        if engines.checked(wanted.url).shown != before.address.shown:
            raise UsageError("engine_password_elsewhere")
        secret = dict(before.secret) if before.secret is not None else None
    made_of = engines.Connection(name, wanted.url, wanted.inside, wanted.writes, secret)
    engines.save(here, made_of, wanted.password)
    here.note(person, "engine.save", f"{name} {made_of.address.shown}")
    return Answer(data=_shown(here, engines.connection(here, name)))


@routes.delete("/engines/connections/{name}", response_model=Answer[Nothing])
def remove_connection(
    here: Here, name: ConnectionName, person: Annotated[Person, needs("settings.write")]
) -> Answer[Nothing]:
    """Forget a connection and its password."""
    engines.remove(here, name)
    here.note(person, "engine.remove", name)
    return Answer(data=Nothing())


@routes.post("/engines/connections/{name}/trial", response_model=Answer[Started], status_code=202)
def try_connection(
    here: Here, name: ConnectionName, person: Annotated[Person, needs("settings.write")]
) -> Answer[Started]:
    """Connect and ask for the version; the job tells what answered, or why nothing did."""
    engines.connection(here, name)
    here.note(person, "engine.try", name)
    return Answer(data=Started(job=here.jobs.start(person, "engine-test", {"connection": name})))


@routes.post("/engines/connections/{name}/ratings", response_model=Answer[Started], status_code=202)
def rate_by_connection(
    here: Here, name: ConnectionName, wish: RatingThere, person: Annotated[Person, needs("runs.write")]
) -> Answer[Started]:
    """Rate the customers in tables of a connection where they lie; the job tells the id of the result."""
    wanted = engines.connection(here, name)
    if wish.write_table is not None:
        if not wanted.writes:
            raise Forbidden("engine_writes_barred", name=name)
        parts_of(wish.write_table)
    a_date(wish.as_of)
    text, title = scheme_of(here.workspace, wish.scheme)
    here.note(person, "engine.rate", f"{name} by {wish.scheme}" + (", written" if wish.write_table else ""))
    asked = {**wish.model_dump(), "connection": name, "scheme": {"text": text, "name": title}}
    return Answer(data=Started(job=here.jobs.start(person, "engine-rate", asked)))


@routes.get("/engines/ratings", response_model=Listed[RatedThere])
def list_ratings_there(here: Here, page: Paged, _: Annotated[Person, needs("runs.write")]) -> Listed[RatedThere]:
    """List the ratings that other engines computed, the latest first."""
    found = made.all_made(here, KIND)
    shown = [RatedThere(**one.about) for one in found[page.offset : page.offset + page.size]]
    return Listed(data=shown, page=page.of(len(found)))


@routes.get(
    "/engines/ratings/{id}/pack",
    response_class=FileResponse,
    responses={200: {"content": {"application/zip": {}}, "description": "The file."}},
)
def download_rating_there(
    here: Here,
    id: Id,  # noqa: A002 - the word of the address
    person: Annotated[Person, needs("runs.write")],
) -> FileResponse:
    """Fetch a rating of another engine: table, report and account in one ZIP."""
    found = made.get(here, KIND, id)
    here.note(person, "engine.fetch", id)
    name = f"shuke-{found.about['connection']}-rating.zip"
    return FileResponse(found.path, media_type="application/zip", filename=name)


def _shown(here: Context, one: engines.Connection) -> ShownConnection:
    place = one.address
    password = None if one.secret is None else one.secret.get("env", "file")
    return ShownConnection(
        name=one.name,
        engine=place.engine,
        title=engines.title(one),
        address=place.shown,
        url=one.url,
        inside=one.inside,
        writes=one.writes,
        password=password,
        ready=engines.there(here, one),
    )
