"""What the document of warnings can say: rules over the figures of a customer, and how warnings are kept.

Law: a document is frozen data; whatever it does not know is refused with its line.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from shuke.scheme.model.base import Identifier, Part, SchemeId, Words
from shuke.scheme.model.rules import Rule

Severity = Literal["high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low")
MOST_RULES = 40


class WatchRule(Part):
    """One reason to be warned: when it holds of a customer, and how much it matters.

    ``marketing``: what is done about it is marketing, so that nobody who wants none is warned of for it.
    """

    rule: Identifier
    title: Words
    when: Rule
    severity: Severity = "medium"
    marketing: bool = True


class Warnings(Part):
    """A document of warnings.

    ``horizon_days``: a customer who buys nothing for so many days after a check was lost, as far as the record of past
    warnings goes. ``recent_days``: the window of the figures called recent, and of the one before it called earlier.
    ``quiet_days``: so long after a warning was closed nobody is warned of the same customer again. ``most``: how many
    warnings one check may open; the most severe, then the most valuable customers come first. ``owner``: the column of
    the run that names the salesperson.
    """

    warnings: SchemeId
    horizon_days: Annotated[int, Field(ge=1, le=730)] = 90
    recent_days: Annotated[int, Field(ge=7, le=366)] = 90
    quiet_days: Annotated[int, Field(ge=0, le=730)] = 90
    most: Annotated[int, Field(ge=1, le=1_000_000)] = 1000
    owner: Annotated[str, Field(min_length=1, max_length=128)] | None = None
    rules: Annotated[tuple[WatchRule, ...], Field(min_length=1, max_length=MOST_RULES)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        """Refuse two rules of one name."""
        names = [one.rule for one in self.rules]
        if len(set(names)) != len(names):
            raise ValueError("rule twice")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Every figure that some rule looks at, each once."""
        return tuple(dict.fromkeys(name for one in self.rules for name in one.when.names))

    def rule(self, name: str) -> WatchRule | None:
        """Return a rule by its name; None for one that the document has no more."""
        return next((one for one in self.rules if one.rule == name), None)
