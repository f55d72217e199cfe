"""The built pages: files by their names, and the one document for every address that a page has."""

from __future__ import annotations

import html
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.convertors import Convertor, register_url_convertor

import shuke
from shuke.locale import text
from shuke.server.errors import Missing
from shuke.server.language import language_of
from shuke.server.routes.router import PREFIX

FOLDER = Path(shuke.__file__).parent / "pages" / "workbench"
INDEX = "index.html"
# Built files carry the hash of their content in their names.
ASSETS, FOREVER = "assets", "public, max-age=31536000, immutable"


class _Page(Convertor[str]):
    """An address that is none of the interface's."""

    regex = f"(?!{PREFIX.strip('/')}(?:/|$)).*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


def install(app: FastAPI) -> None:
    """Let an app serve the pages; what is no file and no route of the API is a page's address."""
    register_url_convertor("page", _Page())

    @app.api_route("/{path:page}", methods=["GET", "HEAD"], include_in_schema=False)
    def pages(request: Request, path: str) -> Response:
        found = _file(path)
        if found is not None:
            return FileResponse(found, headers={"cache-control": FOREVER} if path.startswith(ASSETS) else None)
        if "." in path.rpartition("/")[2]:
            raise Missing("no_such_page")
        return document(request)


def document(request: Request) -> Response:
    """Return the one document, told where it stands and by which mark its styles are known."""
    index = FOLDER / INDEX
    if not index.is_file():
        told = html.escape(text("server.pages.missing", language_of(request)))
        return HTMLResponse(f"<!doctype html><meta charset=utf-8><title>Shuke</title><p>{told}</p>", status_code=503)
    base = html.escape(request.scope.get("root_path", ""), quote=True)
    nonce = request.state.nonce
    page = index.read_text(encoding="utf-8").replace("__BASE__", f"{base}/").replace("__NONCE__", nonce)
    return HTMLResponse(page)


def _file(path: str) -> Path | None:
    """Return the built file of that name, none that lies outside."""
    if not path or path == INDEX or "\x00" in path:
        return None
    found = (FOLDER / path).resolve()
    return found if found.is_relative_to(FOLDER.resolve()) and found.is_file() else None
