"""One POST to where it may go: the address judged first, no redirect, a time limit, no more read than is needed."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from shuke.notify.guard import Barred, Place, place
from shuke.notify.message import Answer
from shuke.version import __version__

LARGEST_ANSWER = 65_536
# Statuses that say: later, perhaps.
LATER = frozenset({408, 421, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Response:
    """What a service answered: its status, how long it asks to wait, and the beginning of what it wrote."""

    status: int
    wait: float | None
    body: bytes

    def document(self) -> dict[str, Any] | None:
        """Return the body as a JSON object; None where it is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return None
        return found if isinstance(found, dict) else None


def post(
    url: str,
    body: bytes,
    judge: Callable[[Response], Answer],
    *,
    hosts: tuple[str, ...] = (),
    inside: bool = False,
    timeout: float = 10,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Send a body and return what ``judge`` makes of the answer; what never came to an answer is judged here.

    A connection that was cut after the body was sent may have been accepted: it is tried again, under the same id.
    """
    try:
        there = place(url, hosts, inside=inside)
        found = _asked(there, body, timeout, {"Content-Type": "application/json; charset=utf-8", **(headers or {})})
    except (Barred, http.client.HTTPException, OSError) as error:
        return _failed(error, timeout)
    if 200 <= found.status < 300:
        return judge(found)
    if found.status in LATER:
        return Answer("again", "status", found.wait, {"status": found.status})
    return Answer("refused", "redirect" if 300 <= found.status < 400 else "status", figures={"status": found.status})


def _failed(error: Exception, timeout: float) -> Answer:
    """Return what a request that came to no answer is told as."""
    if isinstance(error, Barred):
        return Answer("refused", error.key)
    if isinstance(error, TimeoutError):
        return Answer("again", "timeout", figures={"seconds": f"{timeout:g}"})
    if isinstance(error, ssl.SSLCertVerificationError):
        return Answer("refused", "certificate")
    cut = isinstance(error, http.client.HTTPException | ConnectionResetError | BrokenPipeError)
    return Answer("again", "cut" if cut else "unreachable")


def _asked(there: Place, body: bytes, timeout: float, headers: Mapping[str, str]) -> Response:
    connection = http.client.HTTPConnection(there.host, there.port, timeout=timeout)
    # The judged address is connected to, whatever the name says a moment later.
    plain = socket.create_connection((there.ip, there.port), timeout)
    try:
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(plain, server_hostname=there.host) if there.secure else plain
        connection.putrequest("POST", there.target, skip_host=True, skip_accept_encoding=True)
        told = {"Host": there.header, "User-Agent": f"shuke/{__version__}", **headers, "Content-Length": len(body)}
        for name, value in told.items():
            connection.putheader(name, str(value))
        connection.endheaders(body)
        answer = connection.getresponse()
        return Response(answer.status, _wait(answer.getheader("Retry-After")), _begun(answer, timeout))
    finally:
        connection.close()
        plain.close()


def _begun(answer: http.client.HTTPResponse, timeout: float) -> bytes:
    """Return the beginning of a body; one that only drips is given up."""
    until, read = time.monotonic() + timeout, b""
    while len(read) < LARGEST_ANSWER and (part := answer.read1(LARGEST_ANSWER - len(read))):
        read += part
        if time.monotonic() > until:
            raise TimeoutError
    return read


def _wait(told: str | None) -> float | None:
    """Return the seconds that a service asks to wait, told as a number or as a moment."""
    if told is None:
        return None
    if told.strip().isdecimal():
        return float(min(int(told), 86_400))
    try:
        seconds = (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):
        return None
    return max(0.0, min(seconds, 86_400.0))
