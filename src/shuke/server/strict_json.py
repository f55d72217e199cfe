"""The body of a request as JSON: every name once, every number finite, every text whole, and not endlessly deep.

What Python's reader takes beyond the standard (NaN, a name twice, half a character) would be a value that two readers
understand in two ways, or that no answer could be written with.
"""

from __future__ import annotations

import json
import re
from math import isinf
from typing import Any, Literal

from fastapi import Request
from starlette.exceptions import HTTPException

DEEPEST, MOST_DIGITS = 64, 400
# Texts are taken whole, so that the brackets in them open nothing.
BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")
Reason = Literal["no_json", "no_utf8", "too_deep", "no_number", "twice", "half_character"]


class Unusable(HTTPException):
    """A body that is no JSON of the standard: the place, and what is wrong there; the value is not repeated."""

    def __init__(self, place: str, reason: Reason) -> None:
        super().__init__(400)
        self.place, self.reason = place, reason


class StrictRequest(Request):
    """A request whose body is read by the standard, and by nothing beyond it."""

    async def json(self) -> Any:
        """Return the body.

        Raises:
            Unusable: it is no JSON of the standard.
        """
        if not hasattr(self, "_strict"):
            self._strict = parsed(await self.body())
        return self._strict


class _Object(dict[str, Any]):
    """An object, and the name that stands in it twice."""

    twice: str | None = None


class _NoNumber:
    """Stands where a number is none, or none that is finite."""


def parsed(body: bytes) -> Any:
    """Return what a body says.

    Raises:
        Unusable: it is no JSON of the standard, or nested deeper than any request.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable(f"body:{error.start}", "no_utf8") from None
    _bounded(text)
    try:
        found = json.loads(
            text, object_pairs_hook=_object, parse_constant=_no_number, parse_float=_float, parse_int=_integer
        )
    except json.JSONDecodeError as error:
        raise Unusable(f"body:{error.lineno}:{error.colno}", "no_json") from None
    return _plain(found, "body")


def _bounded(text: str) -> None:
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    depth = 0
    for found in BRACKETS.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if depth > DEEPEST:
            raise Unusable(f"body:{found.start()}", "too_deep")


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object()
    for name, value in pairs:
        if name in made and made.twice is None:
            made.twice = name
        made[name] = value
    return made


def _no_number(_: str) -> _NoNumber:
    return _NoNumber()


def _float(text: str) -> float | _NoNumber:
    value = float(text)
    return _NoNumber() if isinf(value) else value


def _integer(text: str) -> int | _NoNumber:
    return int(text) if len(text) <= MOST_DIGITS else _NoNumber()


def _plain(value: Any, place: str) -> Any:
    """Return a value of the standard's own kinds."""
    if isinstance(value, _NoNumber):
        raise Unusable(place, "no_number")
    if isinstance(value, str):
        return _whole(value, place)
    if isinstance(value, list):
        return [_plain(one, f"{place}.{number}") for number, one in enumerate(value)]
    if isinstance(value, _Object):
        if value.twice is not None:
            raise Unusable(_below(place, value.twice), "twice")
        return {_whole(name, place): _plain(one, _below(place, name)) for name, one in value.items()}
    return value


def _whole(text: str, place: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Unusable(place, "half_character") from None
    return text


def _below(place: str, name: str) -> str:
    # A name that no field could have may be anything, somebody's name too.
    return f"{place}.{name if PLAIN.fullmatch(name) else '?'}"
