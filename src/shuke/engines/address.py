"""Where an engine is reached: a URL whose secret never shows, and the password from where secrets belong."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from shuke.compile.capabilities import CAPABILITIES, engine_of
from shuke.errors import UsageError

PASSWORD, PASSWORD_FILE = "SHUKE_ENGINE_PASSWORD", "SHUKE_ENGINE_PASSWORD_FILE"
SECRET = frozenset({"password", "passfile", "sslpassword", "token", "sslkey"})


@dataclass(frozen=True)
class Address:
    """An engine's address. ``shown`` is what may be printed and kept; the password is in no text of this object."""

    engine: str
    scheme: str
    host: str | None
    port: int | None
    user: str | None
    database: str | None
    settings: tuple[tuple[str, str], ...] = ()
    password: str | None = field(default=None, repr=False)

    @property
    def shown(self) -> str:
        """The address without user, password and settings."""
        place = f"[{self.host}]" if self.host and ":" in self.host else self.host or ""
        port = f":{self.port}" if self.port is not None else ""
        return f"{self.scheme}://{place}{port}/{self.database or ''}".rstrip("/")


@dataclass(frozen=True)
class Database:
    """A database whose tables can be read whole: its name, the schemes of its URLs, and the extra with its driver."""

    title: str
    schemes: tuple[str, ...]
    extra: str


DATABASES: Mapping[str, Database] = {
    "postgres": Database("PostgreSQL", ("postgres", "postgresql"), "postgres"),
    "mysql": Database("MySQL", ("mysql", "mariadb"), "mysql"),
}
TABLE, MOST_ROWS, MOST_SECONDS = "table", "max_rows", "max_seconds"
# A path of the file system has lost one of the slashes.
SOURCE = re.compile(
    rf"(?i)^\s*({'|'.join(one for known in DATABASES.values() for one in known.schemes)}):/{{1,2}}(?=[^/])"
)


@dataclass(frozen=True)
class Bounds:
    """How many rows a table that is read whole may have, and how many seconds that may take."""

    rows: int = 50_000_000
    seconds: int = 600


@dataclass(frozen=True)
class Source:
    """A table of a database that is read whole, and within which bounds."""

    address: Address
    table: str
    bounds: Bounds = field(default_factory=Bounds)


def address(url: str) -> Address:
    """Return the address of an engine that a URL gives.

    The password comes from ``SHUKE_ENGINE_PASSWORD``, from the file that ``SHUKE_ENGINE_PASSWORD_FILE`` names, or, if
    it must be, from the URL; without any of them from where the engine's own driver looks.

    Raises:
        UsageError: the URL is none, or names an engine that there is not.
    """
    parts = _split(url)
    engine = engine_of(parts.scheme.lower())
    if engine is None:
        known = ", ".join(f"{scheme}://" for one in CAPABILITIES.values() for scheme in one.schemes)
        raise UsageError("engine_unknown", value=parts.scheme or "-", known=known)
    return _address(engine, parts)


def is_source(text: str) -> bool:
    """Tell whether a source is a table of a database and not a path."""
    return SOURCE.match(text) is not None


def source(url: str) -> Source:
    """Return the table that a source names, as ``mysql://user@host/database?table=orders``.

    Raises:
        UsageError: it names no table, or cannot be understood.
    """
    parts = _split(SOURCE.sub(lambda found: f"{found[1]}://", url.strip()))
    scheme = parts.scheme.lower()
    found = _address(next(name for name, one in DATABASES.items() if scheme in one.schemes), parts)
    given = dict(found.settings)
    if not given.get(TABLE):
        raise UsageError("source_without_table")
    bounds = Bounds(_count(given, MOST_ROWS, Bounds.rows), _count(given, MOST_SECONDS, Bounds.seconds))
    ours = {TABLE, MOST_ROWS, MOST_SECONDS}
    settings = tuple(one for one in found.settings if one[0] not in ours)
    return Source(replace(found, settings=settings), given[TABLE], bounds)


def _count(given: Mapping[str, str], name: str, usual: int) -> int:
    text = given.get(name, str(usual))
    if not re.fullmatch(r"[1-9][0-9]{0,11}", text):
        raise UsageError("source_bound_malformed", name=name)
    return int(text)


def _address(engine: str, parts: SplitResult) -> Address:
    settings = parse_qsl(parts.query, keep_blank_values=True)
    secret = dict(settings).get("password") or parts.password
    return Address(
        engine,
        parts.scheme.lower(),
        parts.hostname,
        parts.port,
        unquote(parts.username) if parts.username else None,
        unquote(parts.path.lstrip("/")) or None,
        tuple((name, value) for name, value in settings if name not in SECRET),
        _password() or (unquote(secret) if secret else None),
    )


def query(settings: tuple[tuple[str, str], ...]) -> str:
    """Return settings as the end of a URL."""
    return f"?{urlencode(settings)}" if settings else ""


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        parts.port  # noqa: B018 - a port that is no number shows only now
    except ValueError:
        raise UsageError("engine_malformed") from None
    if "://" not in url:
        raise UsageError("engine_malformed")
    return parts


def _password() -> str | None:
    """Return the password that the environment gives.

    Raises:
        UsageError: the file that should hold it cannot be read.
    """
    if PASSWORD in os.environ:
        return os.environ[PASSWORD]
    path = os.environ.get(PASSWORD_FILE)
    if path is None:
        return None
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise UsageError("password_file_unreadable", file=path) from None
