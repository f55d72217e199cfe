"""Who may do what: one table of rights and roles; every route names the right that it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, get_args

from fastapi import Depends, Request

from shuke.errors import ensure

Role = Literal["admin", "analyst", "sales", "viewer"]
Right = Literal[
    "overview.read",
    "customers.read",
    # Ids and names as the workspace keeps them; without it they are masked.
    "customers.unmasked",
    # Everybody; without it only whose owner column names the person's owner.
    "customers.all",
    "customers.export",
    "schemes.read",
    "schemes.write",
    "runs.read",
    "runs.write",
    "imports.read",
    "imports.write",
    "campaigns.read",
    "campaigns.write",
    "settings.read",
    "settings.write",
    "users.write",
    "tokens.own",
    "audit.read",
    "privacy.write",
    "backups.write",
    "jobs.read",
    # Movement, warnings, tasks, goals and teams; of whoever may not see everybody, their own customers.
    "watch.read",
    "watch.write",
    # De-identified data for others, and codes for a comparison with another company: both leave the house.
    "publish.write",
    "overlap.write",
]
ROLES: tuple[Role, ...] = get_args(Role)
RIGHTS: tuple[Right, ...] = get_args(Right)
# Whoever is signed in, and whoever is not.
SIGNED_IN, PUBLIC = "signed-in", "public"

TABLE: MappingProxyType[Role, frozenset[Right]] = MappingProxyType(
    {
        "admin": frozenset(RIGHTS),
        "analyst": frozenset(RIGHTS)
        - {"settings.read", "settings.write", "users.write", "audit.read", "privacy.write", "backups.write"},
        "sales": frozenset(
            {
                "customers.read",
                "customers.unmasked",
                "customers.export",
                "tokens.own",
                "jobs.read",
                "watch.read",
                "watch.write",
            }
        ),
        "viewer": frozenset(
            {
                "overview.read",
                "customers.read",
                "customers.all",
                "schemes.read",
                "runs.read",
                "campaigns.read",
                "tokens.own",
                "jobs.read",
                "watch.read",
            }
        ),
    }
)


@dataclass(frozen=True)
class Person:
    """Who asks: a user by their session or their token, with the role that counts for this request.

    ``owner`` is the name by which customers are theirs. ``key`` is the user's name as it is compared.
    """

    key: str
    user: str
    role: Role
    owner: str | None = None
    language: str | None = None
    theme: str | None = None
    session: str | None = None
    token: str | None = None
    address: str | None = None

    def may(self, right: Right) -> bool:
        """Tell whether their role has a right."""
        return right in TABLE[self.role]

    @property
    def rights(self) -> list[Right]:
        """The rights of their role, in the order of the table."""
        return [right for right in RIGHTS if self.may(right)]


def covers(role: Role, other: Role) -> bool:
    """Tell whether a role has every right of another."""
    return TABLE[role] >= TABLE[other]


def needs(right: Right) -> Any:
    """Return the dependency of a route that asks for a right; it yields the person."""
    ensure(right in RIGHTS, f"{right} is no right")
    return Depends(_marked(right))


def signed_in() -> Any:
    """Return the dependency of a route for whoever is signed in; it yields the person."""
    return Depends(_marked(SIGNED_IN))


def public() -> Any:
    """Return the dependency of a route for everybody, signed in or not."""
    return Depends(_marked(PUBLIC))


def right_of(call: Callable[..., Any] | None) -> str | None:
    """Return the right that a dependency asks for; None where it is none of these."""
    return getattr(call, "asks_for", None)


def _marked(right: str) -> Callable[[Request], Any]:
    # The route has asked before it read the body; here the person is only handed over.
    async def person(request: Request) -> Person | None:
        return getattr(request.state, "person", None)

    person.asks_for = right  # type: ignore[attr-defined]
    return person
