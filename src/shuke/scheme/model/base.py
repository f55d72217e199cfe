"""The ground that every piece of a scheme stands on: frozen data, exact numbers, names, words."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

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
