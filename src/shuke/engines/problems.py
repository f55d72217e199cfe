"""What an engine says went wrong, as an error of ours; no statement, no secret and no value of the data is in it."""

from __future__ import annotations

from typing import Literal

from shuke.errors import DataError, ShukeError, UsageError

LONGEST = 300
Reason = Literal["range", "denied", "missing", "memory"]


def unreachable(engine: str, shown: str, error: BaseException) -> UsageError:
    """Return the error of an engine that cannot be reached, or lets nobody in."""
    return UsageError("engine_unreachable", engine=engine, address=shown, problem=first_line(str(error)))


def failed(engine: str, reason: str | None, problem: str) -> ShukeError:
    """Return the error of a statement that an engine refused."""
    if reason == "range":
        return DataError("amount_total_out_of_range")
    if reason == "memory":
        return DataError("engine_out_of_memory", engine=engine)
    if reason == "denied":
        return UsageError("engine_denied", engine=engine, problem=first_line(problem))
    return DataError("engine_failed", engine=engine, problem=first_line(problem))


def first_line(text: str) -> str:
    """Return the first line of a message, of a bearable length."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return (lines[0] if lines else "-")[:LONGEST]
