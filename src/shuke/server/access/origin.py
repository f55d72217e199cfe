"""A request that changes something must come from our own pages, or carry a token, which no page sends by itself."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request

from shuke.server.errors import Forbidden

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def require_same_origin(request: Request, *, signed_in: bool) -> None:
    """Pass a request without a token that changes nothing, or that comes from our own pages.

    A browser says where a request comes from; a program says nothing, and has no cookie of somebody else's.

    Raises:
        Forbidden: it comes from elsewhere, or a session is used and nothing is said.
    """
    if request.method in SAFE:
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        same = site == "same-origin"
    elif origin is not None:
        there = urlsplit(origin)
        same = (there.scheme, there.netloc) == (request.url.scheme, request.headers.get("host", ""))
    else:
        same = not signed_in
    if not same:
        raise Forbidden("origin_foreign")
