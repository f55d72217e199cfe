"""So many requests are worked on at once; who comes beyond that is told at once to come again, and when.

What takes its time without any work of ours does not count: a body that is on its way, an answer that is being taken.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shuke.server.connection import CROWDED
from shuke.server.errors import Unavailable, answer

# Each takes some hundredths of a second: whoever is let in is answered within seconds.
AT_ONCE = 100
# Seconds after which somebody who is refused may come again.
AGAIN = 2


class Admission:
    """Lets requests in while there is room."""

    def __init__(self, app: ASGIApp, at_once: int = AT_ONCE) -> None:
        self.app, self.at_once = app, at_once
        self._working = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self._working >= self.at_once or scope["state"].get(CROWDED):
            refused = answer(Unavailable("server_busy", AGAIN), Request(scope))
            refused.headers["connection"] = "close"
            await refused(scope, receive, send)
            return
        work = _Work(self, scope)
        try:
            await self.app(scope, work.receiving(receive), work.sending(send))
        finally:
            work.ends()

    def count(self, change: int) -> None:
        """Note that work begins or ends."""
        self._working += change


class _Work:
    """The work for one request: from its last byte on, to the first byte of the answer."""

    def __init__(self, admission: Admission, scope: Scope) -> None:
        self._admission, self._counts, self._over = admission, False, False
        names = {name for name, _ in scope["headers"]}
        if b"content-length" not in names and b"transfer-encoding" not in names:
            self.begins()

    def begins(self) -> None:
        if not self._counts and not self._over:
            self._counts = True
            self._admission.count(1)

    def ends(self) -> None:
        self._over = True
        if self._counts:
            self._counts = False
            self._admission.count(-1)

    def receiving(self, receive: Receive) -> Receive:
        async def received() -> Message:
            message = await receive()
            if not message.get("more_body", False):
                self.begins()
            return message

        return received

    def sending(self, send: Send) -> Send:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.ends()
            await send(message)

        return sent
