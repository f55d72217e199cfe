"""Connections to other engines: named by an administrator, used by analysts, their passwords told to nobody.

A connection stands in the state without its password. That is an environment variable (``SHUKE_SECRET_…``), or a file
below ``server/engines/secrets`` for its owner alone. Law: nothing is connected to but a host that an administrator
named, over the network, with settings from a short list; without leave (``inside``) no address of one's own network,
and never one of the link.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from shuke.compile.capabilities import CAPABILITIES
from shuke.engines.address import Address, address
from shuke.errors import UsageError
from shuke.notify.guard import Barred, resolved
from shuke.notify.secrets import FOLDER as SECRETS
from shuke.notify.secrets import Secret
from shuke.privacy.keys import write_secret
from shuke.server.context import Context
from shuke.server.errors import Missing
from shuke.server.state.settings import get, put
from shuke.store.durable import folder, writing

FOLDER, NAME = "engines", "engines"
# The ports of engines that are reached over the network, by the schemes of their URLs.
PORTS: Mapping[str, int] = {"postgres": 5432, "postgresql": 5432, "clickhouse": 8123, "sc": 15002}
# What may follow the question mark: nothing that names another host, a file or code.
SETTINGS: Mapping[str, frozenset[str]] = {
    "postgres": frozenset({"sslmode", "connect_timeout"}),
    "clickhouse": frozenset({"secure", "verify", "connect_timeout"}),
    "spark": frozenset({"spark.sql.shuffle.partitions"}),
}


@dataclass(frozen=True)
class Connection:
    """An engine by a name: ``url`` without a password, which ``secret`` tells where to find; None: there is none.

    ``inside``: it lies in one's own network. ``writes``: rated tables may be written into it.
    """

    name: str
    url: str
    inside: bool
    writes: bool
    secret: Mapping[str, str] | None

    @property
    def address(self) -> Address:
        """Where it is, without a password."""
        return replace(address(self.url), password=None)


def checked(url: str) -> Address:
    """Return the address of a URL that may be kept.

    Raises:
        UsageError: it names no engine over the network, a password, or a setting that is not allowed.
    """
    found = address(url)
    if found.scheme not in PORTS or not found.host:
        raise UsageError("engine_not_over_network", value=found.scheme, known=", ".join(f"{one}://" for one in PORTS))
    if "@" in url and ":" in url.split("://", 1)[1].rsplit("@", 1)[0]:
        raise UsageError("engine_password_in_url")
    wrong = {part.split("=", 1)[0] for part in url.partition("?")[2].split("&") if part} - SETTINGS[found.engine]
    if wrong:
        allowed = ", ".join(sorted(SETTINGS[found.engine]))
        raise UsageError("engine_setting_barred", name=", ".join(sorted(wrong)), known=allowed)
    return found


def all_connections(here: Context) -> list[Connection]:
    """Return the connections by name."""
    with here.state.reading() as session:
        kept: dict[str, dict[str, Any]] = get(session, NAME) or {}
    return [Connection(**told) for _, told in sorted(kept.items())]


def connection(here: Context, name: str) -> Connection:
    """Return a connection by its name.

    Raises:
        Missing: there is none.
    """
    found = next((one for one in all_connections(here) if one.name == name), None)
    if found is None:
        raise Missing("engine_connection_unknown")
    return found


def save(here: Context, wanted: Connection, password: str | None) -> None:
    """Keep a connection in place of what had its name; a password that is given is written into its own file."""
    checked(wanted.url)
    if password is not None:
        home = _home(here)
        with writing(here.folder):
            folder(home / SECRETS, 0o700)
            (home / SECRETS / wanted.name).unlink(missing_ok=True)
            _write(home / SECRETS / wanted.name, password)
        wanted = replace(wanted, secret={"file": wanted.name})
    elif wanted.secret is None or "env" in wanted.secret:
        _drop(here, wanted.name)
    with here.state.changing() as session:
        put(session, NAME, {**(get(session, NAME) or {}), wanted.name: asdict(wanted)})


def remove(here: Context, name: str) -> None:
    """Forget a connection and its password.

    Raises:
        Missing: there is none.
    """
    connection(here, name)
    with here.state.changing() as session:
        put(session, NAME, {one: told for one, told in (get(session, NAME) or {}).items() if one != name})
    _drop(here, name)


def reach(here: Context, wanted: Connection) -> Address:
    """Return the address to connect to, its host judged now, with its password.

    Raises:
        UsageError: the host may not be connected to or has no address, or the password is not where it should be.
    """
    found = checked(wanted.url)
    ip = _judged(found, wanted)
    secret = None
    if wanted.secret is not None:
        if not there(here, wanted):
            raise UsageError("engine_secret_missing", name=wanted.secret.get("env") or wanted.name)
        secret = Secret(**wanted.secret).read(_home(here))
    settings = found.settings
    if found.engine == "postgres":
        # It is connected to as it was judged, whatever the name says a moment later.
        settings = (*settings, ("hostaddr", ip))
    return replace(found, password=secret, settings=settings)


def there(here: Context, wanted: Connection) -> bool:
    """Tell whether a connection's password is where it should be; one without needs none."""
    return wanted.secret is None or Secret(**wanted.secret).there(_home(here))


def title(wanted: Connection) -> str:
    """Return the name of a connection's engine."""
    return CAPABILITIES[wanted.address.engine].title


def _judged(found: Address, wanted: Connection) -> str:
    host = found.host or ""
    try:
        ip = resolved(host, found.port or PORTS[found.scheme], inside=wanted.inside)
    except Barred:
        raise UsageError("engine_host_barred", host=host) from None
    except (OSError, UnicodeError):
        raise UsageError("engine_host_unknown", host=host) from None
    # Machines in a cloud are told their own keys at such an address.
    if ipaddress.ip_address(ip.split("%", maxsplit=1)[0]).is_link_local:
        raise UsageError("engine_host_barred", host=host)
    return ip


def _home(here: Context) -> Path:
    return here.folder / FOLDER


def _write(path: Path, password: str) -> None:
    try:
        write_secret(path, password)
    except UnicodeEncodeError:
        path.unlink(missing_ok=True)
        raise UsageError("engine_password_letters") from None


def _drop(here: Context, name: str) -> None:
    (_home(here) / SECRETS / name).unlink(missing_ok=True)
