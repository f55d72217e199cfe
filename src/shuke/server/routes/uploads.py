"""Files are sent in as they are, one at a time, and wait to be loaded."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Path, Query, Request
from sqlalchemy import func, select

from shuke.server import uploads
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Listed, Nothing, Paged, Told
from shuke.server.context import Here
from shuke.server.routes.router import Router
from shuke.server.state.models import Upload

routes = Router("uploads")
# The bytes are counted while they come; the limit is the installation's.
COUNTED = 1 << 62
BYTES = {"schema": {"format": "binary", "type": "string"}}
RAW = {"requestBody": {"required": True, "content": {"application/octet-stream": BYTES}}}


class ShownUpload(Told):
    """A file that was sent in."""

    id: str
    name: str
    size: int
    sha256: str
    created: datetime


@routes.post("/uploads", response_model=Answer[ShownUpload], status_code=201, max_body_size=COUNTED, openapi_extra=RAW)
async def send_file(
    here: Here,
    request: Request,
    person: Annotated[Person, needs("imports.write")],
    name: Annotated[str, Query(min_length=1, max_length=512, description="The name of the file.")],
) -> Answer[ShownUpload]:
    """Send a file in, as the body of the request."""
    told = request.headers.get("content-length", "")
    made = await uploads.take(here, person, name, request.stream(), int(told) if told.isdecimal() else None)
    return Answer(data=_shown(made))


@routes.get("/uploads", response_model=Listed[ShownUpload])
def list_uploads(here: Here, page: Paged, person: Annotated[Person, needs("imports.write")]) -> Listed[ShownUpload]:
    """List one's files that wait, the newest first; for administrators everybody's."""
    mine = [] if person.role == "admin" else [Upload.user == person.key]
    with here.state.reading() as session:
        total = session.execute(select(func.count()).select_from(Upload).where(*mine)).scalar_one()
        query = select(Upload).where(*mine).order_by(Upload.created.desc(), Upload.id)
        found = session.scalars(query.offset(page.offset).limit(page.size)).all()
    return Listed(data=[_shown(one) for one in found], page=page.of(total))


@routes.delete("/uploads/{upload}", response_model=Answer[Nothing])
def remove_upload(
    here: Here,
    upload: Annotated[str, Path(max_length=64, description="The id of a file.")],
    person: Annotated[Person, needs("imports.write")],
) -> Answer[Nothing]:
    """Remove a file that waits."""
    uploads.known(here, person, [upload])
    uploads.discard(here, [upload])
    here.note(person, "upload.remove", upload)
    return Answer(data=Nothing())


def _shown(one: Upload) -> ShownUpload:
    return ShownUpload(id=one.id, name=one.name, size=one.size, sha256=one.sha256, created=one.created)
