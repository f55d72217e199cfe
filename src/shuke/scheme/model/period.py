"""The days that are looked at."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from shuke.scheme.model.base import Part


class Period(Part):
    """A number of months or days that end at ``as_of``, two dates, or all history (nothing given).

    Written ``12 months``, ``90 days``, ``all``, or ``{first: 2024-01-01, last: 2024-12-31}``.
    """

    months: Annotated[int, Field(ge=1, le=1200)] | None = None
    days: Annotated[int, Field(ge=1, le=36500)] | None = None
    first: date | None = None
    last: date | None = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        """Accept the short forms beside the mapping."""
        if not isinstance(value, str):
            return value
        if value == "all":
            return {}
        match = re.fullmatch(r"(\d+) (month|day)s?", value)
        if match is None:
            raise ValueError("period")
        return {f"{match[2]}s": match[1]}

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Refuse half a pair of dates, a period that ends before it starts, and two kinds of period at once."""
        kinds = [self.months is not None, self.days is not None, self.first is not None]
        if (self.first is None) != (self.last is None) or sum(kinds) > 1:
            raise ValueError("period")
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError("period")
        return self
