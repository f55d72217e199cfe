"""Rated customers in an engine, each in a place: what comparisons and sums look at, whatever put them there."""

from __future__ import annotations

from typing import Protocol

from shuke.engines.duckdb import DuckDB
from shuke.scheme.model import Scheme
from shuke.stages.fitted import Fitted
from shuke.stages.metrics import Question


class Placed(Protocol):
    """A relation ``placed_customers`` in ``engine``, one row per rated customer, and by what it came to be."""

    @property
    def engine(self) -> DuckDB:
        """The engine that holds the relation."""

    @property
    def scheme(self) -> Scheme:
        """The scheme that placed the customers."""

    @property
    def fitted(self) -> Fitted:
        """What it learned of them."""

    @property
    def question(self) -> Question:
        """As of which day, and over which."""

    @property
    def rated(self) -> int:
        """How many customers there are."""

    @property
    def currency(self) -> str | None:
        """The currency of their money, where it is known."""

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the scheme's text."""
