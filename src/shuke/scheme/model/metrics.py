"""Metrics of a scheme's own.

A built-in figure over other days or other lines, a count of interactions, a column of the customer table, and what
is made of other metrics: a quotient, a difference, a multiple.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from shuke.scheme.model.base import Identifier, Number, Part, Words
from shuke.scheme.model.period import Period
from shuke.scheme.model.rules import Test

# Figures that are a count or a sum, so that a customer without any such line has 0.
COUNTABLE = ("frequency", "purchase_days", "monetary", "gross", "refunds", "top_order")
LineColumn = Literal["product", "category", "channel", "region", "salesperson", "promotion"]


class Named(Part):
    """What every own metric may say about itself."""

    title: Words | None = None
    best: Literal["high", "low"] = "high"


class Counted(Named):
    """A built-in figure over a period or over lines of its own; 0 where a customer has none."""

    of: Literal["frequency", "purchase_days", "monetary", "gross", "refunds", "top_order"]
    period: Period | None = None
    where: dict[LineColumn, Test] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Refuse ends of numbers: the columns of lines that can be looked at are texts."""
        if not all(test.is_ for test in self.where.values()):
            raise ValueError("where")
        return self


class Interactions(Named):
    """The number of interactions of one kind, or the average of their values; ``missing`` counts without such a table.

    An average is empty where a customer has no value.
    """

    interactions: Annotated[str, Field(min_length=1, max_length=40)]
    figure: Literal["count", "average"] = "count"
    period: Period | None = None
    missing: Annotated[int, Field(ge=0)] | None = None


class Attribute(Named):
    """A column of the customer table; ``missing`` is what counts where a cell is empty, or a customer is not in it."""

    attribute: Annotated[str, Field(min_length=1, max_length=80)]
    type: Literal["number", "text"] = "text"
    missing: Annotated[str, Field(max_length=80)] | None = None


class Ratio(Named):
    """The first metric divided by the second, 6 places, rounded half up; empty where the second is 0."""

    ratio: tuple[Identifier, Identifier]


class Difference(Named):
    """The first metric minus the second."""

    difference: tuple[Identifier, Identifier]


class Scaled(Named):
    """A metric times a number, such as a margin or a rate of exchange."""

    scaled: Identifier
    by: Number


KINDS = {
    "of": Counted,
    "interactions": Interactions,
    "attribute": Attribute,
    "ratio": Ratio,
    "difference": Difference,
    "scaled": Scaled,
}


def _kind(value: Any) -> str | None:
    """Return the tag of an own metric from the key that only its kind has."""
    if isinstance(value, dict):
        return next((f"<{key}>" for key in KINDS if key in value), None)
    return next((f"<{key}>" for key, kind in KINDS.items() if isinstance(value, kind)), None)


OwnMetric = Annotated[
    Annotated[Counted, Tag("<of>")]
    | Annotated[Interactions, Tag("<interactions>")]
    | Annotated[Attribute, Tag("<attribute>")]
    | Annotated[Ratio, Tag("<ratio>")]
    | Annotated[Difference, Tag("<difference>")]
    | Annotated[Scaled, Tag("<scaled>")],
    Discriminator(_kind),
]
