"""``shuke serve``: a workspace in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shuke.cli.shared import Language, language, say
from shuke.errors import UsageError

DEFAULT_SCHEME = "rfm-quintile-weighted"
NEEDED = ("alembic", "fastapi", "huey", "pwdlib", "sqlalchemy", "uvicorn", "uvloop", "httptools")


def serve(
    workspace: Annotated[
        Path | None, typer.Argument(metavar="[WORKSPACE]", help="A workspace; one is made in a folder that is empty.")
    ] = None,
    in_folder: Annotated[
        Path | None,
        typer.Option("--workspace", metavar="DIR", help="The same, as other commands have it; default: here."),
    ] = None,
    host: Annotated[str, typer.Option(help="The address to listen on; this machine alone by default.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0: any free one.")] = 8765,
    base_path: Annotated[
        str, typer.Option(metavar="PATH", help="The path that a reverse proxy serves it under, e.g. /shuke.")
    ] = "",
    state: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Keep the server's state in this PostgreSQL; default: in the workspace."),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer requests.")] = 1,
    upload_limit: Annotated[
        int, typer.Option(metavar="MB", min=1, max=1_000_000, help="The largest file that is taken, in megabytes.")
    ] = 2048,
    tls_certificate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A certificate (PEM): connections are encrypted.")
    ] = None,
    tls_key: Annotated[Path | None, typer.Option(metavar="FILE", help="The certificate's key (PEM).")] = None,
    proxy: Annotated[
        list[str] | None,
        typer.Option(metavar="ADDRESS", help="A reverse proxy whose X-Forwarded-* headers are believed; repeatable."),
    ] = None,
    insecure_http: Annotated[
        bool, typer.Option("--insecure-http", help="Listen to a network without encryption, on purpose.")
    ] = False,
    lang: Language = None,
) -> None:
    """Open a workspace in the browser, for several people."""
    spoken, home = language(lang), _home(workspace, in_folder)
    _require_installed()
    base = _base(base_path)
    from shuke.locale import text
    from shuke.server.listening import Listening, bound, require_safe

    listening = Listening(host, port, tls_certificate, tls_key, insecure_http, tuple(proxy or ()))
    require_safe(listening)
    from shuke.server.config import Config
    from shuke.server.context import opened
    from shuke.server.pages import FOLDER, INDEX
    from shuke.server.routes.setup import secret_for_setup
    from shuke.server.running import run

    config = Config(state, base, upload_limit << 20)
    _made(home, spoken)
    with bound(listening) as taken:
        here = opened(home, config)
        secret = secret_for_setup(here)
        here.state.close()
        shown = f"[{host}]" if ":" in host else host
        address = f"http{'s' if listening.safe else ''}://{shown}:{taken.getsockname()[1]}{config.base}/"
        say(text("server.serve.open", spoken, address=address))
        if secret is not None:
            say(text("server.serve.secret", spoken, secret=secret))
        if insecure_http and not listening.safe:
            say(text("server.serve.insecure", spoken))
        if not (FOLDER / INDEX).is_file():
            say(text("server.pages.missing", spoken))
        run(home, config, listening, taken, workers)


def _home(named: Path | None, in_folder: Path | None) -> Path:
    """Return the folder of the workspace, which may be said in one way or the other.

    Raises:
        UsageError: it is said twice.
    """
    if named is not None and in_folder is not None and named != in_folder:
        raise UsageError("workspace_said_twice")
    return named or in_folder or Path()


def _require_installed() -> None:
    """Pass where everything is installed that a server needs.

    Raises:
        UsageError: something is not.
    """
    from importlib.util import find_spec

    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError("server_not_installed", missing=", ".join(missing))


def _base(given: str) -> str:
    """Return a path with a slash before it and none behind it, or nothing.

    Raises:
        UsageError: it cannot be a path.
    """
    import re

    found = given.strip().strip("/")
    if found and not re.fullmatch(r"[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*", found):
        raise UsageError("base_path_malformed", value=given)
    return f"/{found}" if found else ""


def _made(home: Path, lang: str) -> None:
    """Make a workspace in a folder that is empty or not there."""
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        return
    from shuke.cli.workspace import make

    make(home, DEFAULT_SCHEME, raw=False, lang=lang)
