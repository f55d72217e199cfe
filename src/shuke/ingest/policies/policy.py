"""What a policy is: a name, the values it can have, and the value that was chosen for a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shuke.errors import UsageError
from shuke.ingest.raw import Reading


@dataclass(frozen=True)
class Policy:
    """A policy: ``choices`` are its values, ``default`` the one without a word, ``listing`` those that take a list.

    A value that takes a list is written ``exclude:A,B``; ``needs_list`` are those that mean nothing without one.
    ``verdicts`` are those that it gives to rows.
    """

    name: str
    choices: tuple[str, ...]
    default: str
    verdicts: tuple[str, ...] = ()
    listing: tuple[str, ...] = ()
    needs_list: tuple[str, ...] = ()

    @property
    def forms(self) -> str:
        """How its values are written."""
        shown = []
        for choice in self.choices:
            if choice in self.needs_list:
                shown.append(f"{choice}:…")
            else:
                shown.append(f"{choice}[:…]" if choice in self.listing else choice)
        return " | ".join(shown)


@dataclass(frozen=True)
class Chosen:
    """The value of a policy in one run, and whether somebody said so."""

    choice: str
    listed: tuple[str, ...] = ()
    given: bool = False


def chosen(reading: Reading, policy: Policy) -> Chosen:
    """Return the value of a policy.

    Raises:
        UsageError: the value that was given is none.
    """
    given = reading.policies.get(policy.name)
    if given is None:
        return Chosen(policy.default)
    choice, colon, rest = given.partition(":")
    listed = tuple(part for one in rest.split(",") if (part := one.strip()))
    known = choice in policy.choices and (not colon or choice in policy.listing)
    if not known or (choice in policy.needs_list and not listed) or (colon and not listed):
        raise UsageError("policy_value_unknown", name=policy.name, value=given, known=policy.forms)
    return Chosen(choice, listed, given=True)


def words(texts: str) -> tuple[str, ...]:
    """Return the words of a list that is written with spaces."""
    return tuple(texts.split())


def as_list(values: Mapping[str, str]) -> list[str]:
    """Return policies as ``NAME=VALUE``."""
    return [f"{name}={value}" for name, value in values.items()]
