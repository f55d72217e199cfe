"""Every error becomes one shape: code, message, place, hint and the request's id; no stack leaves the server.

::

    ShukeError and its kinds       their own status
    Refused                        a status of HTTP's
    ├── SignedOut         401      nobody is signed in
    ├── Forbidden         403      the role has not the right; or the request comes from another page
    ├── Missing           404      there is no such thing, or none that they may see
    ├── Conflict          409      it stands against what is there
    ├── TooLarge          413      more bytes than are taken
    ├── TooMany           429      too often; ``Retry-After`` says how long to wait
    └── Unavailable       503      not now
    a body that is no JSON         400 E-JSON, with the place
    a request that cannot be read  422 E-REQUEST, with the field
    anything else                  500 E-BUG, with nothing but the request's id; the stack is in the log
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from shuke.errors import ShukeError, UsageError, Where
from shuke.locale import LANGUAGES, text
from shuke.server import hints
from shuke.server.answers import Failed, Problem
from shuke.server.language import language_of
from shuke.server.strict_json import Unusable

LOG = logging.getLogger("shuke.server")
# Errors of the core that HTTP has a status of its own for.
STATUS = {
    "workspace_busy": 409,
    "no_workspace_here": 404,
    "state_unknown": 404,
    "customer_not_rated": 404,
    "scheme_not_found": 404,
}
OF_HTTP = {404: "no_such_page", 405: "method_unknown", 413: "body_too_large"}


class Refused(UsageError):  # noqa: N818 - named for what it is
    """What is answered with a status of HTTP's."""

    def __init__(
        self, key: str, where: Where | None = None, /, *, headers: Mapping[str, str] | None = None, **figures: object
    ) -> None:
        super().__init__(key, where, **figures)
        self.headers = dict(headers or {})


class SignedOut(Refused):
    """Nobody is signed in."""

    http_status = 401


class Forbidden(Refused):
    """Who is signed in may not."""

    http_status = 403


class Missing(Refused):
    """There is no such thing, or none that they may see."""

    http_status = 404


class Conflict(Refused):
    """It stands against what is there."""

    http_status = 409


class TooLarge(Refused):
    """More bytes than are taken."""

    http_status = 413


class TooMany(Refused):
    """Too often."""

    http_status = 429

    def __init__(self, key: str, seconds: int) -> None:
        super().__init__(key, headers={"Retry-After": str(seconds)}, seconds=seconds)


class Unavailable(Refused):
    """Not now."""

    http_status = 503

    def __init__(self, key: str, seconds: int = 5) -> None:
        super().__init__(key, headers={"Retry-After": str(seconds)}, seconds=seconds)


def problem(error: ShukeError, lang: str, request: str | None = None) -> Problem:
    """Return an error in the shape of all errors."""
    code = error.code or f"E-{error.key.upper().replace('_', '-')}"
    return Problem(
        code=code,
        message=hints.fields(error.what(lang)),
        where=error.where.render(lang) or None,
        hint=hints.hint(error, lang),
        request=request,
    )


def bug(lang: str, request: str | None = None) -> Problem:
    """Return what is told of an error of ours: nothing but where to look."""
    return problem(ShukeError("server_bug"), lang, request)


def answer(error: ShukeError, request: Request) -> JSONResponse:
    """Return an error as an answer."""
    status = STATUS.get(error.key, error.http_status)
    headers = error.headers if isinstance(error, Refused) else {}
    shape = Failed(error=problem(error, language_of(request), _id(request)))
    return JSONResponse(shape.model_dump(), status_code=status, headers=headers)


def install(app: FastAPI) -> None:
    """Let an app answer every error in the one shape."""

    @app.exception_handler(ShukeError)
    async def _ours(request: Request, error: ShukeError) -> JSONResponse:
        if error.http_status >= 500:
            LOG.error("request %s: %s", _id(request), error.render("en"))
        return answer(error, request)

    @app.exception_handler(ClientDisconnect)
    async def _gone(request: Request, error: ClientDisconnect) -> Response:
        # Whoever sent something is gone before it was whole: nobody hears this, and it is no fault of ours.
        del request, error
        return Response(status_code=400)

    @app.exception_handler(RequestValidationError)
    async def _unreadable(request: Request, error: RequestValidationError) -> JSONResponse:
        return answer(_of_request(error.errors()), request)

    @app.exception_handler(HTTPException)
    async def _of_http(request: Request, error: HTTPException) -> JSONResponse:
        if isinstance(error, Unusable):
            return answer(_of_body(error), request)
        kind = type("Answered", (Refused,), {"http_status": error.status_code})
        told = kind(OF_HTTP.get(error.status_code, "request_malformed"), headers=error.headers, field="-", problem="-")
        return answer(told, request)

    @app.exception_handler(Exception)
    async def _bug(request: Request, error: Exception) -> JSONResponse:
        LOG.error("request %s failed", _id(request), exc_info=error)
        shape = Failed(error=bug(language_of(request), _id(request)))
        return JSONResponse(shape.model_dump(), status_code=500)


class RequestProblem(UsageError):  # noqa: N818 - named for what it is
    """A request that cannot be read: the field, and what is wrong with it."""

    http_status = 422


class BodyProblem(UsageError):  # noqa: N818 - named for what it is
    """A body that is no JSON: the place in it, and what is wrong there."""

    http_status = 400


def _of_body(error: Unusable) -> BodyProblem:
    return BodyProblem("body_no_json", place=error.place, problem={one: _why(error.reason, one) for one in LANGUAGES})


def _of_request(found: Any) -> RequestProblem:
    """Return what is wrong with a request, the first of its problems; values that were sent are not repeated."""
    first = found[0]
    place = ".".join(str(part) for part in first["loc"])
    kind = first["type"]
    known = {
        "missing": "missing",
        "extra_forbidden": "unknown",
        "string_too_long": "too_long",
        "string_too_short": "too_short",
    }.get(kind, "wrong")
    return RequestProblem("request_malformed", field=place, problem={one: _why(known, one) for one in LANGUAGES})


def _why(known: str, lang: str) -> str:
    return text(f"server.request.{known}", lang)


def _id(request: Request) -> str | None:
    found: str | None = getattr(request.state, "id", None)
    return found
