"""Where a customer ends up: tiers, stages and segments by name, cells, codes and clusters by number."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from shuke.scheme.model.base import Identifier, Number, Part, Words
from shuke.scheme.model.rules import Rule

Key = Annotated[str, Field(min_length=1, max_length=40)]


class Group(Part):
    """A named group of customers, what it means, and what is done for it.

    A customer is in the first group of a list whose condition holds; a group without a condition takes the rest.
    """

    name: Key
    at_least: Number | None = None
    when: Rule | None = None
    codes: tuple[Annotated[str, Field(pattern=r"^[0-9A-Za-z]{1,9}$")], ...] = ()
    title: Words | None = None
    meaning: Words | None = None
    direction: Words | None = None
    measures: Words | None = None
    department: Words | None = None
    success: Words | None = None
    rhythm: Words | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Refuse two kinds of condition on one group."""
        if sum((self.at_least is not None, self.when is not None, bool(self.codes))) > 1:
            raise ValueError("group")
        return self

    @property
    def rest(self) -> bool:
        """Whether the group takes everybody who is in none before it."""
        return self.at_least is None and self.when is None and not self.codes


class Tier(Group):
    """A rung of a ladder: ``at_least`` is the least composite that reaches it."""

    name: Key = Field(alias="tier")


class Grace(Part):
    """Who keeps the tier of the earlier rating although the score has fallen below it; promotion is at once.

    ``margin``: whoever is no further below it than this. ``ratings``: everybody, until so many ratings in a row are
    below it. With both, a rating within the margin is not below.
    """

    margin: Annotated[Number, Field(gt=0)] | None = None
    ratings: Annotated[int, Field(ge=2, le=12)] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Refuse a grace that gives none."""
        if self.margin is None and self.ratings is None:
            raise ValueError("grace")
        return self


class Stage(Group):
    """A stage of a customer's life."""

    name: Key = Field(alias="stage")


class Segment(Group):
    """A segment: by a rule, by a least composite, or by a list of codes."""

    name: Key = Field(alias="segment")


class Cells(Part):
    """A grid of two scores, numbered row by row from 1, the best scores first."""

    rows: Identifier
    columns: Identifier


class Code(Part):
    """One digit per score; ``best: lowest`` writes the opposite convention, in which 1 is the best."""

    digits: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=9)]
    best: Literal["highest", "lowest"] = "highest"


class Span(Part):
    """A span of numbers of clusters to choose from."""

    from_: Annotated[int, Field(ge=2, le=20, alias="from")]
    to: Annotated[int, Field(ge=2, le=20)]


class Clusters(Part):
    """K-means over scores: a fixed seed, clusters numbered from 1 by their mean ``order_by``, the greatest first."""

    of: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    k: Annotated[int, Field(ge=2, le=20)] | Span
    seed: Annotated[int, Field(ge=0, le=2**31)] = 0
    order_by: Identifier


class Exclusion(Part):
    """Customers who are not rated, and are counted under this name."""

    exclude: Identifier
    when: Rule
    title: Words | None = None
