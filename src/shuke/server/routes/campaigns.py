"""Campaigns: whom to contact, what it may cost, and did it pay."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path

from shuke.browse.scope import mask_id
from shuke.campaign.extra import require_campaign
from shuke.campaign_kept.folder import LIST_COLUMNS
from shuke.campaigns.kept import KeptCampaigns
from shuke.campaigns.wished import wish_of_list, wish_of_test
from shuke.engines.duckdb import DuckDB
from shuke.server import uploads
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Listed, Paged, Started
from shuke.server.campaigning import detail, entries, ground, power, results, shown
from shuke.server.context import Context, Here
from shuke.server.language import Lang
from shuke.server.library import NEWEST
from shuke.server.routes.campaigns_asked import WantedFile, WantedList, WantedMeasure, WantedPower, WantedTest
from shuke.server.routes.campaigns_shown import (
    CampaignDetail,
    CampaignShown,
    Contacts,
    ContactShown,
    EntryShown,
    Ground,
    Power,
    ResultShown,
)
from shuke.server.routes.router import Router
from shuke.server.routes.seen import scope_of
from shuke.workspace.opted_out import opted_out

routes = Router("campaigns")
Id = Annotated[str, Path(max_length=120, pattern=r"^[^/.\\][^/\\]*$", description="The id of a campaign.")]
Reader = Annotated[Person, needs("campaigns.read")]
Writer = Annotated[Person, needs("campaigns.write")]


@routes.get("/campaigns", response_model=Listed[CampaignShown])
def list_campaigns(here: Here, page: Paged, _: Reader) -> Listed[CampaignShown]:
    """List campaigns, the latest first, with what was measured of each."""
    found = KeptCampaigns(here.home).stories()
    part = found[page.offset : page.offset + page.size]
    return Listed(data=[shown(one) for one in part], page=page.of(len(found)))


@routes.get("/campaigns/ledger", response_model=Listed[EntryShown])
def list_ledger(here: Here, page: Paged, _: Reader) -> Listed[EntryShown]:
    """List the entries of the ledger, the latest first."""
    found = entries(KeptCampaigns(here.home))
    return Listed(data=found[page.offset : page.offset + page.size], page=page.of(len(found)))


@routes.get("/campaigns/ground", response_model=Answer[Ground])
def show_ground(here: Here, lang: Lang, _: Reader, run: int | None = None) -> Answer[Ground]:
    """Tell what a campaign of a run can start from: columns for cells, and what the ledger has learned."""
    out = len(opted_out(here.workspace))
    return Answer(data=ground(here.library.table(_run(run)), KeptCampaigns(here.home), lang, out))


@routes.post("/campaigns/power", response_model=Answer[Power])
def tell_power(here: Here, wanted: WantedPower, lang: Lang, _: Reader) -> Answer[Power]:
    """Tell what a test of a size could tell, and break-even, while somebody thinks about it."""
    require_campaign()
    return Answer(data=power(here.library.table(_run(wanted.run)), wanted, lang))


@routes.post("/campaigns/tests", response_model=Answer[Started], status_code=202)
def plan_test(here: Here, wanted: WantedTest, person: Writer) -> Answer[Started]:
    """Plan a cell test of a run's customers."""
    wish = wanted.model_dump(exclude={"run"})
    wish_of_test(wish)
    return _made(here, person, {"kind": "test", "wish": wish, "uploads": [], "file": None}, wanted.run)


@routes.post("/campaigns/lists", response_model=Answer[Started], status_code=202)
def choose_list(here: Here, wanted: WantedList, person: Writer) -> Answer[Started]:
    """Choose whom of a run's customers to contact, by which offer and channel."""
    wish = wanted.model_dump(exclude={"run"})
    wish_of_list(wish)
    ids = [wanted.expected] if wanted.expected else []
    files = uploads.paths(here, person, ids)
    request = {"kind": "list", "wish": wish, "uploads": ids, "file": str(files[0]) if files else None}
    return _made(here, person, request, wanted.run)


@routes.get("/campaigns/{id}", response_model=Answer[CampaignDetail])
def show_campaign(
    here: Here,
    id: Id,  # noqa: A002 - the word of the address
    lang: Lang,
    _: Reader,
) -> Answer[CampaignDetail]:
    """Tell how a campaign was made, and what it is expected to tell or to bring."""
    return Answer(data=detail(KeptCampaigns(here.home), id, lang))


@routes.get("/campaigns/{id}/customers", response_model=Contacts)
def list_contacts(
    here: Here,
    id: Id,  # noqa: A002 - the word of the address
    page: Paged,
    person: Reader,
) -> Contacts:
    """List who is to be contacted; who wants no marketing is left out."""
    scope, _ = scope_of(here, person)
    kept = KeptCampaigns(here.home)
    with DuckDB(threads=1) as engine:
        total, left_out = kept.to_contact(engine, id, opted_out(here.workspace))
        rows = kept.page(engine, page.offset, page.size)
    data = [ContactShown(**dict(zip(LIST_COLUMNS, row, strict=True))) for row in rows]
    if scope.masked:
        data = [one.model_copy(update={"customer_id": mask_id(one.customer_id)}) for one in data]
    return Contacts(data=data, page=page.of(total), left_out=left_out)


@routes.post("/campaigns/{id}/exports", response_model=Answer[Started], status_code=202)
def export_list(
    here: Here,
    id: Id,  # noqa: A002 - the word of the address
    wanted: WantedFile,
    person: Writer,
) -> Answer[Started]:
    """Make a file of a list with its codes; it is fetched as other exports are."""
    KeptCampaigns(here.home).folder(id)
    here.note(person, "export.make", f"campaign {id}, {wanted.format}")
    request = {"campaign": id, "format": wanted.format}
    return Answer(data=Started(job=here.jobs.start(person, "campaign-list", request)))


@routes.post("/campaigns/{id}/measurements", response_model=Answer[Started], status_code=202)
def measure_campaign(
    here: Here,
    id: Id,  # noqa: A002 - the word of the address
    wanted: WantedMeasure,
    person: Writer,
) -> Answer[Started]:
    """Measure what a campaign brought, from files that were sent in, or from the workspace's own orders since then."""
    require_campaign()
    KeptCampaigns(here.home).folder(id)
    files = [str(path) for path in uploads.paths(here, person, wanted.uploads)]
    here.note(person, "campaign.measure", id)
    request = {"campaign": id, "files": files, **wanted.model_dump()}
    return Answer(data=Started(job=here.jobs.start(person, "measure", request)))


@routes.get("/campaigns/{id}/results", response_model=Answer[list[ResultShown]])
def show_results(
    here: Here,
    id: Id,  # noqa: A002 - the word of the address
    lang: Lang,
    _: Reader,
) -> Answer[list[ResultShown]]:
    """Tell what was measured of a campaign, look by look: arms, cells against break-even, segments, profit."""
    return Answer(data=results(KeptCampaigns(here.home), id, lang))


def _run(number: int | None) -> str:
    return NEWEST if number is None else str(number)


def _made(here: Context, person: Person, request: dict[str, Any], run: int | None) -> Answer[Started]:
    """Start the job that makes a campaign; a name that is taken, or a run that is not there, is told at once."""
    require_campaign()
    number = here.library.run(_run(run)).number
    name = request["wish"]["name"]
    KeptCampaigns(here.home).ledger.require_new(name)
    here.note(person, f"campaign.{request['kind']}", f"run {number}")
    return Answer(data=Started(job=here.jobs.start(person, "campaign", {**request, "run": str(number)})))
