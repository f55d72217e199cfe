"""The server of one workspace: routes, errors, headers and pages, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from shuke.browse.schemes import warm
from shuke.server import errors, pages
from shuke.server.admission import Admission
from shuke.server.answers import Failed
from shuke.server.config import Config
from shuke.server.context import Context, opened
from shuke.server.headers import Headers
from shuke.server.routes import (
    audit,
    backups,
    campaigns,
    care,
    concentration,
    customers,
    documents,
    engines,
    evidence,
    exports,
    goals,
    imports,
    jobs,
    movement,
    notes,
    overlap,
    overview,
    predictions,
    privacy,
    products,
    publications,
    resources,
    runs,
    schedules,
    schemes,
    session,
    sessions,
    settings,
    setup,
    target,
    tasks,
    teams,
    tokens,
    uploads,
    users,
    views,
    warnings,
)
from shuke.version import __version__

# Every file of routes, in the order in which they are documented.
ROUTES = (
    setup.routes,
    session.routes,
    users.routes,
    sessions.routes,
    tokens.routes,
    settings.routes,
    audit.routes,
    jobs.routes,
    uploads.routes,
    runs.routes,
    overview.routes,
    movement.routes,
    concentration.routes,
    customers.routes,
    predictions.routes,
    evidence.routes,
    exports.routes,
    publications.routes,
    overlap.routes,
    engines.routes,
    imports.routes,
    schemes.routes,
    campaigns.routes,
    views.routes,
    teams.routes,
    resources.routes,
    products.routes,
    target.routes,
    schedules.routes,
    care.routes,
    tasks.routes,
    warnings.routes,
    notes.routes,
    goals.routes,
    documents.routes,
    privacy.routes,
    backups.routes,
)


def create_app(home: Path, config: Config | None = None) -> FastAPI:
    """Return the app of a workspace.

    Raises:
        UsageError: there is no workspace, or its folder cannot be written.
    """
    return assembled(opened(home, config or Config()))


def assembled(context: Context | None, base: str = "") -> FastAPI:
    """Return the app over a context; without one it can only be looked at."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        Thread(target=warm, daemon=True).start()
        yield
        app.state.context.state.close()

    told: dict[int | str, dict[str, Any]] = {
        422: {"model": Failed, "description": "The request cannot be read."},
        "default": {"model": Failed, "description": "An error."},
    }
    app = FastAPI(
        title="Shuke",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        root_path=context.config.base if context is not None else base,
        root_path_in_servers=False,
        lifespan=life,
        responses=told,
        generate_unique_id_function=_name,
    )
    app.state.context = context
    errors.install(app)
    for routes in ROUTES:
        for route in routes.routes:
            if hasattr(route, "right"):
                route.openapi_extra = {**(route.openapi_extra or {}), "x-right": route.right}  # type: ignore[attr-defined]
        app.include_router(routes)
    pages.install(app)
    app.add_middleware(Admission)
    app.add_middleware(Headers)
    return app


def _name(route: APIRoute) -> str:
    return route.name
