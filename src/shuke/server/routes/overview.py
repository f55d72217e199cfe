"""A run at a glance: what its report shows, and the report itself."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import Request, Response
from fastapi.responses import FileResponse

from shuke.browse.latest import Latest
from shuke.browse.overview import REPORT, overview
from shuke.server import hints
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer
from shuke.server.context import Context, Here
from shuke.server.library import RunNumber, given, unchanged
from shuke.server.routes.router import Router, at_once

routes = Router("overview")
# The documents of the runs that were looked at last, as they are sent.
KEPT = Latest[str, bytes](6)


def _at_once(request: Request, _: Person) -> Response | None:
    here: Context = request.app.state.context
    found = here.library.run_at_hand(request.path_params["run"])
    body = None if found is None else KEPT.known(f"{here.home}{found.run.manifest}")
    if found is None or body is None:
        return None
    response = Response()
    known = unchanged(request, response, found.run.manifest)
    return known or _sent(body, response)


def _sent(body: bytes, response: Response) -> Response:
    return Response(body, media_type="application/json", headers=given(response))


@routes.get("/runs/{run}/overview", response_model=Answer[dict[str, Any]])
@at_once(_at_once)
def show_overview(
    here: Here, request: Request, response: Response, run: RunNumber, _: Annotated[Person, needs("overview.read")]
) -> Response:
    """Tell what the report of a run shows, in the form that its pages read."""
    library = here.library
    found = library.run(run)

    def made() -> bytes:
        told = overview(library.runs, found)
        hints.in_report(told["notes"])
        return json.dumps({"data": told}, ensure_ascii=False, separators=(",", ":")).encode()

    known = unchanged(request, response, found.run.manifest)
    if known is not None:
        return known
    body = KEPT.get(f"{here.home}{found.run.manifest}", made)
    return _sent(body, response)


@routes.get(
    "/runs/{run}/report",
    response_class=FileResponse,
    responses={200: {"content": {"text/html": {}}, "description": "The report, one page."}},
)
def download_report(here: Here, run: RunNumber, _: Annotated[Person, needs("overview.read")]) -> FileResponse:
    """Download the report of a run: one page that needs no network."""
    found = here.library.run(run)
    path = here.library.runs.file(found, REPORT)
    return FileResponse(path, media_type="text/html", filename=f"shuke-{found.scheme}-{found.run.as_of}.html")
