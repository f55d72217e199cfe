"""What a decision tree is made of: questions about one name, and groups at its ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Value = Decimal | int | str | None


@dataclass(frozen=True)
class Ask:
    """A question about one name: at least ``low`` (or above it), one of some texts, or only whether it is given.

    No question holds for an empty value.
    """

    name: str
    low: Decimal | None = None
    closed: bool = True
    among: tuple[str, ...] = ()

    def holds(self, value: Value) -> bool:
        """Tell whether the answer is yes."""
        if value is None:
            return False
        if self.among:
            return str(value) in self.among
        if self.low is None:
            return True
        return Decimal(value) >= self.low if self.closed else Decimal(value) > self.low

    def document(self) -> dict[str, Any]:
        """Return the question for programs; numbers are text."""
        if self.among:
            return {"name": self.name, "among": list(self.among)}
        if self.low is None:
            return {"name": self.name, "given": True}
        return {"name": self.name, "at_least" if self.closed else "above": f"{self.low.normalize():f}"}


@dataclass(frozen=True)
class Leaf:
    """An end: the group's name; None where a customer is in no group."""

    group: str | None

    @property
    def leaves(self) -> int:
        """The number of ends."""
        return 1

    @property
    def groups(self) -> frozenset[str | None]:
        """The groups it ends in."""
        return frozenset({self.group})

    def place(self, values: Mapping[str, Value]) -> str | None:
        """Return the group of a customer, whose values by name may be any."""
        del values
        return self.group

    def document(self) -> dict[str, Any]:
        """Return the end for programs."""
        return {"group": self.group}


@dataclass(frozen=True)
class Node:
    """A question and what follows from either answer."""

    ask: Ask
    yes: Tree
    no: Tree

    @property
    def leaves(self) -> int:
        """The number of ends below."""
        return self.yes.leaves + self.no.leaves

    @property
    def groups(self) -> frozenset[str | None]:
        """The groups it ends in; None among them where some customers are in none."""
        return self.yes.groups | self.no.groups

    def place(self, values: Mapping[str, Value]) -> str | None:
        """Return the group of a customer from the values by name; None where there is none."""
        return (self.yes if self.ask.holds(values[self.ask.name]) else self.no).place(values)

    def document(self) -> dict[str, Any]:
        """Return the tree for programs: ``{"ask": …, "yes": …, "no": …}``, ends are ``{"group": …}``."""
        return {"ask": self.ask.document(), "yes": self.yes.document(), "no": self.no.document()}


Tree = Node | Leaf
