"""What every route does first: ask who it is and whether they may, before anything of the request is read."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

from shuke.errors import BrokenPromise
from shuke.server.access.audit import FROM, NOBODY
from shuke.server.access.identify import admitted, recalled
from shuke.server.access.roles import Person, right_of
from shuke.server.access.sessions import address_of
from shuke.server.strict_json import StrictRequest

PREFIX = "/api/v1"
AT_MOST = 1 << 20
TOO_LARGE = 413


# What answers a request from memory, without reading or waiting; None where it cannot, and the route is asked.
AtOnce = Callable[[Request, Person], Response | None]
F = TypeVar("F", bound=Callable[..., Any])


def at_once(answer: AtOnce) -> Callable[[F], F]:
    """Let a route be asked only where there is no answer at hand; the right is asked for before either."""

    def marked(route: F) -> F:
        route.at_once = answer  # type: ignore[attr-defined]
        return route

    return marked


class Guarded(APIRoute):
    """A route that names its right by a dependency; who may not is refused before the body is read."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler with the question before it."""
        answer, right = super().get_route_handler(), self.right

        quick: AtOnce | None = getattr(self.endpoint, "at_once", None)
        most = AT_MOST if self.max_body_size is None else self.max_body_size

        async def guarded(request: Request) -> Response:
            FROM.set(address_of(request) or NOBODY)
            known = recalled(request, right)
            if known is not None and quick is not None and (there := quick(request, known)) is not None:
                return there
            request.state.person = known or await run_in_threadpool(admitted, request, right)
            return await answer(StrictRequest(request.scope, _limited(request, most)))

        return guarded

    @property
    def right(self) -> str:
        """The right that the route needs.

        Raises:
            BrokenPromise: it names none, or more than one.
        """
        found = [right for one in self.dependant.dependencies if (right := right_of(one.call)) is not None]
        if len(found) != 1:
            raise BrokenPromise("broken_promise", promise=f"the route {self.name} names one right")
        return found[0]


class Router(APIRouter):
    """The routes of one thing, all of them guarded, with a body of 1 MiB at most unless they say otherwise."""

    def __init__(self, tag: str) -> None:
        super().__init__(prefix=PREFIX, tags=[tag], route_class=Guarded)


def _limited(request: Request, most: int) -> Receive:
    """Return what gives the body of a request, as far as it is not too large.

    Raises:
        HTTPException: it says that it is.
    """
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told) > most:
        raise HTTPException(TOO_LARGE)
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        message = await request.receive()
        taken += len(message.get("body", b""))
        if taken > most:
            # The library passes on its own kind of error alone while it reads a body.
            raise HTTPException(TOO_LARGE)
        return message

    return receive
