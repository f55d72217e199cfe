"""What the robots of groups have in common: an answer of 200 says nothing, the code in its body does."""

from __future__ import annotations

from collections.abc import Callable, Container

from shuke.notify.http import Response
from shuke.notify.message import ACCEPTED, Answer

# A robot that is asked too often refuses for a while; the next try is not before this many seconds.
TOO_FAST_WAIT = 60.0


def judged(names: tuple[str, ...], too_fast: Container[int], busy: Container[int]) -> Callable[[Response], Answer]:
    """Return what reads a robot's answer: the code under the first of ``names`` that is there, 0 for accepted."""

    def judge(found: Response) -> Answer:
        document = found.document()
        code = next((document[name] for name in names if name in document), None) if document is not None else None
        if not isinstance(code, int) or isinstance(code, bool):
            # Whether it was accepted cannot be told: a page of a gateway, an answer that was cut.
            return Answer("again", "answer")
        if code == 0:
            return ACCEPTED
        if code in too_fast:
            return Answer("again", "too_fast", TOO_FAST_WAIT, {"code": code})
        return Answer("again" if code in busy else "refused", "code", figures={"code": code})

    return judge


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many bytes of UTF-8, cut between characters."""
    data = text.encode()
    return text if len(data) <= most else data[: most - 3].decode(errors="ignore") + "…"
