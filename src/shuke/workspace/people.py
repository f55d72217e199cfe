"""Nothing personal is kept: ids, order numbers and texts that are personal become codes or masks first.

An id that was replaced in an earlier load is replaced in later ones too: the kinds found so far are told to the
detection, and the same key gives the same code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shuke.engines.duckdb import DuckDB
from shuke.ingest.intake import ACCEPTED, PLAIN, Intake
from shuke.privacy.attributes import mask_attributes
from shuke.privacy.keys import load_key
from shuke.privacy.replace import ANY_SHAPE, Replaced, replace_personal_ids
from shuke.shapes import shape_of
from shuke.stages.relation import literal

PEOPLE = "customers_loaded"
ORDERS, TEXTS = "order_ids_loaded", "texts_loaded"
ORDER_ID = "order_id"
BATCH = 50_000


@dataclass(frozen=True)
class Codes:
    """How the lines of a load become those that are kept: what was replaced, and which columns need a look-up."""

    replaced: Replaced
    orders: bool = False
    masked: frozenset[str] = frozenset()

    @property
    def customer(self) -> str:
        """The expression of a line's customer as it is kept."""
        return "COALESCE(people.customer_id, lines.customer_id)" if self.replaced.kinds else "lines.customer_id"

    def columns(self, *, has_order_id: bool) -> list[str]:
        """Return the columns of a kept line that every load has."""
        order = "COALESCE(numbers.code, lines.order_id)" if self.orders else "lines.order_id"
        return [
            f"{self.customer} AS customer_id",
            f"{order if has_order_id else 'CAST(NULL AS VARCHAR)'} AS order_id",
            "lines.ordered_at AS ordered_at",
            "CAST(lines.amount AS DECIMAL(18, 4)) AS amount",
        ]

    def texts(self, names: Sequence[str]) -> list[str]:
        """Return the columns of texts beside."""
        return [
            f"{f'COALESCE({name}_shown.shown, lines.{name})' if name in self.masked else f'lines.{name}'} AS {name}"
            for name in names
        ]

    def joined(self, relation: str) -> str:
        """Return a relation of lines with the look-ups beside it."""
        parts = [f"{relation} AS lines"]
        if self.replaced.kinds:
            parts.append(f"LEFT JOIN {PEOPLE} AS people ON people.original = lines.customer_id")
        if self.orders:
            parts.append(f"LEFT JOIN {ORDERS} AS numbers ON numbers.order_id = lines.order_id")
        parts += [
            f"LEFT JOIN {TEXTS}_{name} AS {name}_shown ON {name}_shown.original = lines.{name}"
            for name in sorted(self.masked)
        ]
        return " ".join(parts)


def protect_lines(engine: DuckDB, intake: Intake, known: Mapping[str, int], *, raw: bool) -> Codes:
    """Keep the customers of a load as ``customers_loaded`` (``original``, ``customer_id``); return the codes."""
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {PEOPLE} AS SELECT customer_id AS original, customer_id FROM "
        f"(SELECT {intake.lines.final} AS customer_id FROM (SELECT customer_id FROM {ACCEPTED} GROUP BY 1))"
    )
    if raw:
        return Codes(Replaced())
    headers = [one.meaning.header("customer_id") for one in intake.loaded if "customer_id" in one.meaning.columns]
    replaced = replace_personal_ids(engine, PEOPLE, headers, list(known))
    orders = intake.lines.has_order_id and _code_orders(engine)
    masked = {name for name in sorted(intake.columns & _TEXTS) if _mask(engine, intake, name)}
    return Codes(replaced, orders, frozenset(masked))


_TEXTS = frozenset({"product", "category", "channel", "region", "promotion"})


def _code_orders(engine: DuckDB) -> bool:
    """Keep codes for the order numbers that have the shape of personal data; tell whether there are any."""
    shaped = f"REGEXP_FULL_MATCH(order_id, {literal(ANY_SHAPE)})"
    found = [row[0] for row in engine.run(f"SELECT DISTINCT order_id FROM {PLAIN} WHERE {shaped}")]
    values = sorted(value for value in found if shape_of(value) is not None)
    if not values:
        return False
    coder = load_key().coder()
    engine.run(f"CREATE OR REPLACE TEMP TABLE {ORDERS} (order_id VARCHAR, code VARCHAR)")
    for start in range(0, len(values), BATCH):
        batch = values[start : start + BATCH]
        engine.run(
            f"INSERT INTO {ORDERS} SELECT UNNEST(?), UNNEST(?)", [batch, [coder.exact(ORDER_ID, one) for one in batch]]
        )
    return True


def _mask(engine: DuckDB, intake: Intake, name: str) -> bool:
    """Keep what is shown for the values of a text column where that differs; tell whether any does."""
    relation = f"{TEXTS}_{name}"
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT {name} AS original, {name} AS shown FROM "
        f"(SELECT {name} FROM {PLAIN} WHERE {name} IS NOT NULL GROUP BY 1)"
    )
    header = next(one.meaning.header(name) for one in intake.loaded if name in one.meaning.columns)
    mask_attributes(engine, relation, {"shown": header})
    engine.run(f"DELETE FROM {relation} WHERE shown = original")
    return bool(engine.run(f"SELECT COUNT(*) FROM {relation}")[0][0])
