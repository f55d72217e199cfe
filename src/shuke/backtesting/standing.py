"""Where a contestant puts the customers on a past day: one relation per contestant and day, whatever it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from shuke.backtesting.moment import Moment
from shuke.engines.duckdb import DuckDB
from shuke.scheme.model import Words

Kind = Literal["scheme", "model", "baseline"]
# What the query of a contestant gives: the customer, what they are ordered by (high first, empty last), the group they
# are placed in, and how many purchase days and how much money are expected of them, where it says so.
COLUMNS = ("customer_id", "worth", "placed", "expected", "expected_money")


class Contestant(Protocol):
    """Anything that orders customers: a scheme, a model of repeat purchase, a plain figure."""

    @property
    def name(self) -> str:
        """What it is called in files and options."""

    @property
    def title(self) -> Words:
        """What it is called in words."""

    @property
    def kind(self) -> Kind:
        """What it is."""

    def query(self, engine: DuckDB, moment: Moment) -> str:
        """Return the query of ``COLUMNS`` for what was known on the day; its relations stand until the next call."""

    def clear(self, engine: DuckDB) -> None:
        """Forget what was computed for the query."""


@dataclass(frozen=True)
class Standing:
    """A contestant's order of the customers on a day: the relation of ``customer_id``, ``place`` and the rest."""

    contestant: Contestant
    relation: str
    expects: bool
    expects_money: bool


def stand(engine: DuckDB, contestant: Contestant, moment: Moment, number: int) -> Standing:
    """Return where a contestant puts everybody who was known on the day; whom it does not place stand last."""
    relation = f"standing_{moment.number}_{number}"
    query = contestant.query(engine, moment)
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT k.customer_id, "
        "DENSE_RANK() OVER (ORDER BY worth DESC NULLS LAST) AS place, placed, "
        "CAST(expected AS DOUBLE) AS expected, CAST(expected_money AS DOUBLE) AS expected_money "
        f"FROM {moment.known} AS k LEFT JOIN ({query}) USING (customer_id)"
    )
    contestant.clear(engine)
    there = engine.run(f"SELECT COUNT(expected) > 0, COUNT(expected_money) > 0 FROM {relation}")[0]
    return Standing(contestant, relation, bool(there[0]), bool(there[1]))
