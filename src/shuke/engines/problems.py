"""What an engine says went wrong, as an error of ours; no statement, no secret and no value of the data is in it."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import urlsplit

from shuke.errors import DataError, ShukeError, UsageError

LONGEST = 300
Reason = Literal["range", "denied", "missing", "memory", "lost"]
# What the drivers of PostgreSQL and MySQL say; in other languages, and of other engines, the address is what is told.
LOGIN = ("password authentication failed", "no password supplied", "no pg_hba.conf entry", "access denied for user")
TLS = re.compile(r"\b(ssl|tls|certificate)\b")


class ConnectionLost(UsageError):  # noqa: N818 - named for what it is
    """The connection ended in the middle of something; asked again, it may hold."""


def unreachable(engine: str, shown: str, error: BaseException) -> UsageError:
    """Return the error of an engine that cannot be reached, speaks no TLS that can be trusted, or lets nobody in."""
    # A host may be called ssl.
    host = urlsplit(shown).hostname
    said = str(error).lower().replace(host or "-", "")
    key = "engine_unreachable"
    if any(words in said for words in LOGIN):
        key = "engine_login_refused"
    elif TLS.search(said):
        key = "engine_tls_refused"
    return UsageError(key, engine=engine, address=shown, problem=first_line(str(error)))


def failed(engine: str, reason: str | None, problem: str) -> ShukeError:
    """Return the error of a statement that an engine refused."""
    if reason == "range":
        return DataError("amount_total_out_of_range")
    if reason == "memory":
        return DataError("engine_out_of_memory", engine=engine)
    if reason == "denied":
        return UsageError("engine_denied", engine=engine, problem=first_line(problem))
    if reason == "lost":
        return ConnectionLost("engine_connection_lost", engine=engine)
    return DataError("engine_failed", engine=engine, problem=first_line(problem))


def too_slow(seconds: int) -> DataError:
    """Return the error of a table whose reading took longer than it may."""
    return DataError("database_too_slow", seconds=f"{seconds:,}")


def too_many(rows: int) -> DataError:
    """Return the error of a table with more rows than are read."""
    return DataError("database_too_many_rows", rows=f"{rows:,}")


def first_line(text: str) -> str:
    """Return the first line of a message, of a bearable length."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return (lines[0] if lines else "-")[:LONGEST]
