"""Where a message may go: an address is resolved once, judged, and then connected to as it was judged.

Law: without leave (``inside``) nothing is sent to a private, local or reserved address, to plain HTTP, to another
port than the protocol's own, or to another host than the service's; redirects are never followed.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

PORTS = {"https": 443, "http": 80}
# 64:ff9b::/96 and 2002::/16 hold addresses of version 4 inside, which would be reached through a translator. The others
# are set apart for protocols (a cloud's own services lie at 192.0.0.192); not every Python knows all of them.
APART = tuple(
    map(
        ipaddress.ip_network,
        ("64:ff9b::/96", "64:ff9b:1::/48", "2001::/23", "2002::/16", "192.0.0.0/24", "192.88.99.0/24", "100.64.0.0/10"),
    )
)


class Barred(Exception):  # noqa: N818 - named for what it is
    """The address may not be sent to; ``key`` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class Place:
    """An address that may be sent to: how to connect, what to ask for, and the host by its name."""

    secure: bool
    host: str
    ip: str
    port: int
    target: str

    @property
    def header(self) -> str:
        """The host as a request names it."""
        named = f"[{self.host}]" if ":" in self.host else self.host
        return named if self.port == PORTS["https" if self.secure else "http"] else f"{named}:{self.port}"


def place(url: str, hosts: tuple[str, ...], *, inside: bool) -> Place:
    """Return where a request goes; ``hosts`` are those of the service, none: any.

    Raises:
        Barred: it may not go there.
        OSError: the host has no address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        raise Barred("address") from None
    plain = parts.username is None and parts.password is None and host and url.isascii() and url.isprintable()
    if parts.scheme not in PORTS or not plain or any(sign in url for sign in " \\"):
        raise Barred("address")
    secure = parts.scheme == "https"
    port = port or PORTS[parts.scheme]
    if not inside and (not secure or port != PORTS["https"] or (hosts and host not in hosts)):
        raise Barred("host")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(secure, host, resolved(host, port, inside=inside), port, target)


def resolved(host: str, port: int, *, inside: bool) -> str:
    """Return the address of a host, all of whose addresses may be sent to.

    Raises:
        Barred: one of them may not.
        OSError: the host has no address.
    """
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not inside and not all(is_public(one) for one in found):
        raise Barred("private")
    return found[0]


def is_public(address: str) -> bool:
    """Tell whether an address lies in the public network.

    >>> [is_public(one) for one in ("93.184.216.34", "10.0.0.1", "127.0.0.1", "169.254.169.254", "::ffff:10.0.0.1")]
    [True, False, False, False, False]
    """
    ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    if mapped is not None:
        ip = mapped
    apart = any(ip in network for network in APART)
    # The whole of ::/8 is reserved, and holds addresses of version 4 as ::a.b.c.d.
    reserved = ip.is_multicast or ip.is_reserved or getattr(ip, "is_site_local", False)
    return ip.is_global and not reserved and not apart
