"""A connection that must get on: whoever sends or takes next to nothing for long is let go, so others find room."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# Seconds between two looks, and the bytes that come or go between them where anything gets on at all. Who is late at
# two looks in a row is let go.
WINDOW, LEAST = 15.0, 2048
# The head of a request; browsers and proxies send a few thousand bytes.
LARGEST_HEAD = 1 << 16
# So many connections of one process are answered; who comes beyond is told to come again.
CONNECTIONS = 2000
CROWDED = "crowded"
HEAD_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
NO_HEAD = -1 << 62


class Connection(HttpToolsProtocol):
    """One connection of the server's."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        # Bytes since the last look; of the head that is coming; that were to be taken at the last look.
        self._came = self._head = self._left = 0
        self._taken = self._late = False
        self._looking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Look after the connection from now on."""
        super().connection_made(transport)
        if len(self.connections) > CONNECTIONS:
            self.app_state = {**self.app_state, CROWDED: True}
        self._looking = self.loop.call_later(WINDOW, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop looking."""
        if self._looking is not None:
            self._looking.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came; a head that does not end is refused."""
        self._came += len(data)
        self._head += len(data)
        super().data_received(data)
        if self._head > LARGEST_HEAD and not self.transport.is_closing():
            self.transport.write(HEAD_TOO_LARGE)
            self.transport.close()

    def on_headers_complete(self) -> None:
        """Count no more: what follows is no head."""
        super().on_headers_complete()
        self._head = NO_HEAD

    def on_message_complete(self) -> None:
        """Count again: what follows is the next head."""
        super().on_message_complete()
        self._head, self._late = 0, False

    def resume_writing(self) -> None:
        """Note that the other side takes what is sent."""
        self._taken = True
        super().resume_writing()

    def _look(self) -> None:
        left = self.transport.get_write_buffer_size()
        late = not (self._taken or left <= self._left - LEAST) if left else self._owes() and self._came < LEAST
        if late and self._late:
            self.transport.abort()
            return
        self._came, self._left, self._taken, self._late = 0, left, False, late
        self._looking = self.loop.call_later(WINDOW, self._look)

    def _owes(self) -> bool:
        """Tell whether a request, or the rest of one, is still to come, and we would take it."""
        between = self.timeout_keep_alive_task is not None
        working = self.cycle is not None and not self.cycle.response_complete and not self.cycle.more_body
        return not (between or working or self.flow.read_paused)
