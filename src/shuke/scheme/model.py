"""What a scheme says, as frozen data: periods, scores, composite, tiers.

Decimals are read from the document's own text, so a weight of 0.3 is three tenths and never a binary float.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
SchemeId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
Number = Annotated[Decimal, Field(max_digits=18, decimal_places=6)]


class Part(BaseModel):
    """A piece of a scheme: frozen, and strict about names it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Part):
    """One sentence in the languages of the product."""

    en: str
    zh: str


class Period(Part):
    """The days that are looked at: a number of months that end at ``as_of``, two dates, or all history."""

    months: Annotated[int, Field(ge=1, le=1200)] | None = None
    first: date | None = None
    last: date | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Refuse half a pair of dates, a period that ends before it starts, and two kinds of period at once."""
        if (self.first is None) != (self.last is None) or (self.first is not None and self.months is not None):
            raise ValueError("period")
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError("period")
        return self


class Quantiles(Part):
    """Scores k … 1 by equal shares of the rated customers; the best share gets k."""

    metric: Identifier
    quantiles: Annotated[int, Field(ge=2, le=100)]
    best: Literal["high", "low"] | None = None
    ties: Literal["middle", "best", "worst"] = "middle"


class Composite(Part):
    """The weighted sum of scores in exact decimals."""

    name: Identifier = "score"
    weights: dict[Identifier, Number]
    total: Literal["one", "free"] = "one"


class Tier(Part):
    """One tier: its name, the least composite that reaches it (none for the last), and what it means."""

    tier: Annotated[str, Field(min_length=1, max_length=40)]
    at_least: Number | None = None
    title: Words | None = None
    meaning: Words | None = None
    advice: Words | None = None
    rhythm: Words | None = None


class Scheme(Part):
    """A whole rating scheme: the document, read."""

    scheme: SchemeId
    title: Words
    source: str | None = None
    period: Period = Period()
    scores: dict[Identifier, Quantiles]
    composite: Composite
    tiers: tuple[Tier, ...]

    @field_validator("period", mode="before")
    @classmethod
    def _read_period(cls, value: Any) -> Any:
        """Accept ``12 months`` and ``all`` beside the mapping form."""
        if not isinstance(value, str):
            return value
        if value == "all":
            return {}
        match = re.fullmatch(r"(\d+) months?", value)
        if match is None:
            raise ValueError("period")
        return {"months": match[1]}

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics the scheme needs, in the order of its scores, each once."""
        return tuple(dict.fromkeys(score.metric for score in self.scores.values()))
