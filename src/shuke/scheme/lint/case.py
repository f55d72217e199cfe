"""One document under examination: the scheme, its places, and what is known of its names."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from shuke.errors import Where
from shuke.scheme.document import Document, Path
from shuke.scheme.lint.finding import Finding, finding
from shuke.scheme.lint.known import Known
from shuke.scheme.lint.search import Budget
from shuke.scheme.model import Group, Rule, Scheme

# The key of the document that holds the groups of a result column.
LISTS = {"tier": "tiers", "stage": "stages", "segment": "segments"}
# Steps of enumeration for one document: a part of a second.
MOST_STEPS = 60_000


@dataclass
class Case:
    """A scheme, its document, and how much may still be enumerated."""

    scheme: Scheme
    document: Document
    budget: Budget = field(default_factory=lambda: Budget(MOST_STEPS))

    @cached_property
    def known(self) -> Known:
        """What the scheme's names stand for."""
        return Known(self.scheme)

    def where(self, *path: str | int) -> Where:
        """Return the place of a value of the document."""
        return self.document.where(path)

    def find(self, key: str, *path: str | int, **figures: object) -> Finding:
        """Return a finding at a place of the document."""
        return finding(key, self.where(*path), **figures)

    def test_at(self, base: Path, rule: Rule, alternative: int, name: str) -> Where:
        """Return the place of one test of a rule, whether or not its alternatives are written out."""
        for path in ((*base, "any", alternative, name), (*base, alternative, name), (*base, name)):
            if path in self.document.places:
                return self.document.where(path)
        return self.document.where(base)

    def ladder(self, groups: tuple[Group, ...]) -> bool:
        """Tell whether groups are told apart by the composite alone."""
        return any(group.at_least is not None for group in groups) and all(
            group.at_least is not None or group.rest for group in groups
        )
