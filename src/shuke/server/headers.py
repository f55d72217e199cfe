"""What every answer carries, and every request is given: the request's id, and what a browser may do with a page.

Pages load nothing from elsewhere, run no script but their own files, stand in no frame, and send their address nowhere.
"""

from __future__ import annotations

import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
YEAR = 365 * 24 * 3600


class Headers:
    """Gives a request its id and nonce, and its answer the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["id"], state["nonce"] = secrets.token_hex(8), secrets.token_urlsafe(16)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    found[name] = value
                found["content-security-policy"] = POLICY.format(nonce=state["nonce"])
                found["x-request-id"] = state["id"]
                found.setdefault("cache-control", "no-store")
                if scope["scheme"] == "https":
                    found["strict-transport-security"] = f"max-age={YEAR}"
            await send(message)

        await self.app(scope, receive, with_headers)
