"""Data products of kept runs: what one could hold, one made by a job, what came out, and all of it as one file."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path as InPath
from fastapi.responses import FileResponse
from pydantic import Field

from shuke.engines.duckdb import DuckDB
from shuke.publish.offered import offered
from shuke.publish.wish import Source
from shuke.server import made
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Listed, Nothing, Paged, Started, Told
from shuke.server.context import Here
from shuke.server.jobs.publish import name_of, wish_of
from shuke.server.library import RunNumber
from shuke.server.routes.router import Router
from shuke.server.routes.seen import MOST, Name, Words

routes = Router("publications")
KIND: made.Kind = "publications"
Id = Annotated[str, InPath(max_length=64, pattern="^[0-9a-f]+$", description="The id of a data product.")]
Line = Annotated[str, Field(max_length=300)]


class Subset(Told):
    """A value by which customers can be chosen, and how many have it."""

    value: str
    customers: int


class Offered(Told):
    """A column of a run; ``personal``: it holds personal data and must be left out."""

    name: str
    title: Words
    role: Literal["attribute", "figure", "score", "result", "beside"]
    personal: bool
    values: list[Subset]


class Offer(Told):
    """What a product of a run could hold; ``sensitive`` is the column that it tells of each customer."""

    run: int
    rated: int
    sensitive: str
    columns: list[Offered]


class Product(Body):
    """What a product shall hold and promise; ``l`` null: 2, asked of what the result is not computed from."""

    where: Annotated[dict[Name, Name], Field(default_factory=dict, max_length=MOST)]
    k: Annotated[int, Field(ge=2, le=1_000_000)] = 5
    l: Annotated[int, Field(ge=1, le=1_000)] | None = None  # noqa: E741 - the letter of the literature
    quasi: Annotated[list[Name], Field(default_factory=list, max_length=MOST)]
    sensitive: Name | None = None
    leave_out: Annotated[list[Name], Field(default_factory=list, max_length=MOST)]
    most: Annotated[str, Field(max_length=12, pattern=r"^0(\.[0-9]{1,6})?$")] = "0.1"
    purpose: Line | None = None
    title: Line | None = None
    scene: Line | None = None
    provider: Line | None = None
    cycle: Literal["once", "monthly", "quarterly", "yearly"] = "yearly"


class Published(Told):
    """A data product: of which run, whose customers, how many rows, and what the gate reached."""

    id: str
    at: str
    by: str
    run: int
    title: Words
    as_of: str
    where: dict[str, str]
    records: int
    k: int
    l: int  # noqa: E741 - the letter of the literature


@routes.get("/runs/{run}/publishing", response_model=Answer[Offer])
def offer_product(here: Here, run: RunNumber, _: Annotated[Person, needs("publish.write")]) -> Answer[Offer]:
    """Tell what a data product of a run could hold: its columns, and the values that customers can be chosen by."""
    listed = here.library.run(run)
    saved = here.library.runs.saved(listed)
    source = Source.of(saved.folder, saved.document)
    with DuckDB() as engine:
        found = offered(engine, source)
    columns = [
        Offered(
            name=one.name,
            title=Words(**one.title),
            role=one.role,  # type: ignore[arg-type]
            personal=one.personal is not None,
            values=[Subset(value=value.value, customers=value.customers) for value in one.values],
        )
        for one in found
    ]
    told = Offer(run=listed.number, rated=listed.run.rated, sensitive=source.scheme.main, columns=columns)
    return Answer(data=told)


@routes.post("/runs/{run}/publications", response_model=Answer[Started], status_code=202)
def start_product(
    here: Here, run: RunNumber, wish: Product, person: Annotated[Person, needs("publish.write")]
) -> Answer[Started]:
    """Make a data product of a run; the job tells its id, or why the gate does not open."""
    listed = here.library.run(run)
    told = wish.model_dump(exclude={"l"}) | {"least": wish.l}
    wish_of(told)
    here.note(person, "publish.make", f"run {listed.number}, by {', '.join(sorted(wish.where)) or 'everybody'}")
    return Answer(data=Started(job=here.jobs.start(person, "publish", {"run": listed.number, "wish": told})))


@routes.get("/publications", response_model=Listed[Published])
def list_products(here: Here, page: Paged, _: Annotated[Person, needs("publish.write")]) -> Listed[Published]:
    """List the data products that are kept, the latest first."""
    found = made.all_made(here, KIND)
    return Listed(
        data=[_published(one) for one in found[page.offset : page.offset + page.size]], page=page.of(len(found))
    )


@routes.get("/publications/{id}", response_model=Answer[dict[str, Any]])
def show_product(
    here: Here,
    id: Id,  # noqa: A002 - the word of the address
    _: Annotated[Person, needs("publish.write")],
) -> Answer[dict[str, Any]]:
    """Tell of one data product: the report on de-identification, the dictionary, the rules, a sample, the hashes."""
    return Answer(data=dict(made.get(here, KIND, id).about))


@routes.get(
    "/publications/{id}/pack",
    response_class=FileResponse,
    responses={200: {"content": {"application/zip": {}}, "description": "The file."}},
)
def download_product(
    here: Here,
    id: Id,  # noqa: A002 - the word of the address
    person: Annotated[Person, needs("publish.write")],
) -> FileResponse:
    """Fetch a data product as one ZIP; the same run and the same wish give the same bytes."""
    found = made.get(here, KIND, id)
    here.note(person, "publish.fetch", id)
    return FileResponse(found.path, media_type="application/zip", filename=f"{name_of(found.about['run'])}.zip")


@routes.delete("/publications/{id}", response_model=Answer[Nothing])
def remove_product(
    here: Here,
    id: Id,  # noqa: A002 - the word of the address
    person: Annotated[Person, needs("publish.write")],
) -> Answer[Nothing]:
    """Remove a data product from this server; what was fetched is not called back."""
    made.remove(here, KIND, id)
    here.note(person, "publish.remove", id)
    return Answer(data=Nothing())


def _published(one: made.Made) -> Published:
    told, report = one.about, one.about["report"]
    names = ("id", "at", "by", "run", "as_of", "where", "records")
    return Published(
        **{name: told[name] for name in names},
        title=Words(**told["title"]),
        k=report["k"]["after"],
        l=report["l"]["after"],
    )
