"""One past day of a back-test: what was known on it, and what came after it, as relations in the engine.

Law: nothing after the day enters what is known, and nothing of the day or before enters what came.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from shuke.backtesting.measures import Later, Place
from shuke.engines.duckdb import DuckDB
from shuke.stages.metrics import Question, totals
from shuke.stages.orders import Lines, orders
from shuke.stages.period import Window
from shuke.stages.relation import Select, number

KNOWN = ("first_purchase", "last_purchase", "purchase_days", "frequency", "monetary")
UNIT = 10_000


@dataclass(frozen=True)
class Moment:
    """A past day and the days after it that are looked at; its relations carry its number in their names."""

    number: int
    day: date
    horizon: int
    zero_orders: Literal["neither", "purchase"] = "neither"

    @property
    def before(self) -> Window:
        """Everything up to the day."""
        return Window(None, self.day)

    @property
    def after(self) -> Window:
        """The days that are looked at."""
        return Window(self.day + timedelta(days=1), self.day + timedelta(days=self.horizon))

    @property
    def known(self) -> str:
        """The relation of all customers with a purchase up to the day, with the totals of ``KNOWN``."""
        return f"known_{self.number}"

    @property
    def truth(self) -> str:
        """The relation of what the same customers did later: revenue, purchases (days), bought, rank."""
        return f"truth_{self.number}"

    def keep(self, engine: DuckDB, lines: Lines) -> int:
        """Compute both relations; return how many customers were known."""
        engine.keep(self.known, known(lines, self.before, self.zero_orders))
        question = Question((), self.after.last, self.after, self.zero_orders)
        later = totals(orders(lines, self.after), ("monetary", "frequency", "purchase_days"), question)
        engine.keep("later_totals", later)
        engine.run(
            f"CREATE OR REPLACE TEMP TABLE {self.truth} AS SELECT *, 2 * RANK() OVER (ORDER BY revenue DESC) "
            "+ COUNT(*) OVER (PARTITION BY revenue) - 1 AS ranks FROM (SELECT customer_id, "
            "CAST(COALESCE(l.monetary, 0) AS DECIMAL(38, 4)) AS revenue, "
            "COALESCE(l.purchase_days, 0) AS purchases, COALESCE(l.frequency, 0) > 0 AS bought "
            f"FROM {self.known} LEFT JOIN later_totals AS l USING (customer_id))"
        )
        return int(engine.run(f"SELECT COUNT(*) FROM {self.known}")[0][0])

    def later(self, engine: DuckDB) -> Later:
        """Return what everybody did later."""
        rows = engine.run(f"SELECT revenue, COUNT(*) FROM {self.truth} GROUP BY 1 ORDER BY 1 DESC")
        return Later(tuple((units(revenue), int(count)) for revenue, count in rows))

    def places(self, engine: DuckDB, standing: str, later: Later) -> list[Place]:
        """Return what the customers of every place did later, of a relation with ``customer_id`` and ``place``."""
        last, _ = later.boundary
        limit = "NULL" if last is None else number(Decimal(last) / UNIT)
        rows = engine.run(
            f"SELECT place, COUNT(*), SUM(revenue), SUM(ranks), COUNT(CASE WHEN revenue > {limit} THEN 1 END), "
            f"COUNT(CASE WHEN revenue = {limit} THEN 1 END), COUNT(CASE WHEN bought THEN 1 END) "
            f"FROM {standing} JOIN {self.truth} USING (customer_id) GROUP BY place ORDER BY place"
        )
        return [Place(int(n), units(money), int(ranks), *map(int, rest)) for _, n, money, ranks, *rest in rows]


def known(lines: Lines, before: Window, zero_orders: Literal["neither", "purchase"]) -> Select:
    """Return the totals of every customer with a purchase in the days ``before``."""
    found = totals(orders(lines, before), KNOWN, Question((), before.last, before, zero_orders))
    return Select({name: name for name in ("customer_id", *KNOWN)}, found, where=("frequency > 0",))


def units(amount: Decimal) -> int:
    """Return an amount in ten-thousandths."""
    return int(amount.scaleb(4))
