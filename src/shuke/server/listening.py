"""Where a server listens, and whether that is safe."""

from __future__ import annotations

import errno
import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shuke.errors import UsageError, Where


@dataclass(frozen=True)
class Listening:
    """Where the server listens: ``certificate`` and ``key`` are files for TLS; ``plain``: without, on purpose.

    ``proxies`` are the addresses or networks that are believed when they say for whom, and how, they ask.
    """

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    plain: bool = False
    proxies: tuple[str, ...] = ()

    @property
    def safe(self) -> bool:
        """Whether connections are encrypted."""
        return self.certificate is not None


def require_safe(listening: Listening) -> None:
    """Pass what listens to this machine alone, is encrypted, or is open on purpose.

    Raises:
        UsageError: passwords would go over the network as they are, one of the two files is missing, or a proxy is
            no address.
    """
    if (listening.certificate is None) != (listening.key is None):
        raise UsageError("tls_needs_both")
    for path in (listening.certificate, listening.key):
        if path is not None and not path.is_file():
            raise UsageError("file_not_found", Where(file=str(path)))
    for proxy in listening.proxies:
        if not _network(proxy):
            raise UsageError("proxy_malformed", value=proxy)
    if not (listening.safe or listening.plain or _loopback(listening.host)):
        raise UsageError("serve_insecure", host=listening.host)


def forwarded(proxies: tuple[str, ...]) -> dict[str, Any]:
    """Return what tells uvicorn whose ``X-Forwarded-*`` count; nobody's where no proxy is named."""
    return {"proxy_headers": bool(proxies), "forwarded_allow_ips": list(proxies)}


def bound(listening: Listening) -> socket.socket:
    """Return a socket at the place.

    Raises:
        UsageError: somebody else listens there, or there is no such place on this machine.
    """
    try:
        family = socket.getaddrinfo(listening.host, listening.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((listening.host, listening.port), family=family, backlog=2048)
    except OSError as error:
        key = "port_taken" if error.errno == errno.EADDRINUSE else "port_unusable"
        raise UsageError(key, host=listening.host, port=listening.port) from None


def _network(given: str) -> bool:
    """Tell whether a text is an address or a network, of which not everybody is."""
    try:
        return ipaddress.ip_network(given).prefixlen > 0
    except ValueError:
        return False


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
