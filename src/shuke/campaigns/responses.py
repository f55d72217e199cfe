"""Who responded: a file with one row per response, or order lines between two days; joined to the audience.

Order lines come from files, or are those that a workspace holds.

Law: everybody of the audience has exactly one row; whoever is not in the responses did not respond.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from shuke.campaign.costs import Costs
from shuke.campaigns.own_orders import OwnOrders
from shuke.campaigns.tables import read_side
from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, ensure
from shuke.ingest.intake import ACCEPTED, take_in
from shuke.ingest.raw import Reading
from shuke.privacy.replace import replace_personal_ids
from shuke.stages.relation import literal

MEASURED, RESPONSES = "campaign_measured", "campaign_responses"


@dataclass(frozen=True)
class Source:
    """Where responses come from: files of them, or of order lines between two days, or a workspace's own lines."""

    paths: tuple[Path, ...]
    first: date | None
    last: date | None
    own: OwnOrders | None = None

    @property
    def days(self) -> tuple[date, date] | None:
        """The days whose orders count; None where responses are given."""
        if self.own is not None:
            return self.own.first, self.own.last
        return None if self.first is None or self.last is None else (self.first, self.last)


@dataclass(frozen=True)
class Taken:
    """How many are in the audience, responded, or responded and are not in it; and whether amounts were given."""

    customers: int
    responded: int
    unknown: int
    has_revenue: bool


def take_in_responses(engine: DuckDB, source: Source, document: dict[str, Any], costs: Costs) -> Taken:
    """Keep the audience with what each did, under the name ``campaign_measured``.

    ``revenue`` is exact; where no amounts are given, each response brought the sale of the plan. ``net`` is what is
    left of it after returns, goods and the cost of sales: an estimate, as the plan's shares are.

    Raises:
        UsageError: there is no source.
        DataError: it cannot be used.
    """
    personal = document["run"]["personal_ids"]
    if source.own is not None:
        _bought(engine, source.own.lines(engine))
        has_revenue = True
    elif not source.paths:
        raise UsageError("campaign_no_responses")
    elif source.first is not None and source.last is not None:
        _orders(engine, source, personal)
        has_revenue = True
    else:
        has_revenue = _responses(engine, source.paths, personal, costs)
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {RESPONSES} AS SELECT customer_id, CAST(SUM(orders) AS BIGINT) AS orders, "
        f"CAST(SUM(revenue) AS DECIMAL(18, 4)) AS revenue FROM {RESPONSES} GROUP BY customer_id"
    )
    kept, sale = float(costs.kept), float(sum(costs.per_sale.values()))
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {MEASURED} AS SELECT campaign_audience.*, COALESCE(orders, 0) > 0 AS responded, "
        f"COALESCE(orders, 0) AS orders, COALESCE(revenue, 0) AS revenue, "
        f"CAST(COALESCE(revenue, 0) AS DOUBLE) * {kept!r} - COALESCE(orders, 0) * {sale!r} AS net "
        f"FROM campaign_audience LEFT JOIN {RESPONSES} USING (customer_id)"
    )
    if not has_revenue:
        _own_net(engine, document)
    ((rows, responded),) = engine.run(f"SELECT COUNT(*), COUNT(*) FILTER (WHERE responded) FROM {MEASURED}")
    ((everybody,),) = engine.run("SELECT COUNT(*) FROM campaign_audience")
    ensure(rows == everybody, "a customer of the campaign has two rows, or none")
    ((unknown,),) = engine.run(f"SELECT COUNT(*) FROM {RESPONSES} ANTI JOIN campaign_audience USING (customer_id)")
    return Taken(int(rows), int(responded), int(unknown), has_revenue)


def _own_net(engine: DuckDB, document: dict[str, Any]) -> None:
    """Where no amounts are given, a response leaves what the plan says of its offer."""
    for offer, net in document.get("offer_net", {}).items():
        if net is not None:
            engine.run(
                f"UPDATE {MEASURED} SET net = orders * CAST({literal(net)} AS DOUBLE) "
                f"WHERE offer = {literal(offer)} AND orders > 0"
            )


def _responses(engine: DuckDB, paths: tuple[Path, ...], personal: dict[str, Any], costs: Costs) -> bool:
    """Keep the rows of files of responses: a row is a response, or so many as its column says; tell of amounts."""
    engine.run(f"CREATE OR REPLACE TEMP TABLE {RESPONSES} (customer_id VARCHAR, orders BIGINT, revenue DECIMAL(18, 4))")
    given = []
    for path in paths:
        has = read_side(engine, path, "campaign_given", ("amount", "responses"), personal=personal, orders=False)
        orders = "CAST(COALESCE(responses, 0) AS BIGINT)" if "responses" in has else "1"
        amount = (
            "COALESCE(amount, 0)"
            if "amount" in has
            else f"{orders} * CAST({literal(str(costs.sale))} AS DECIMAL(18, 4))"
        )
        engine.run(f"INSERT INTO {RESPONSES} SELECT customer_id, {orders}, {amount} FROM campaign_given")
        given.append("amount" in has)
    return all(given)


def _orders(engine: DuckDB, source: Source, personal: dict[str, Any]) -> None:
    """Keep purchases and net money of each customer from order lines of the days, as a rating would count them."""
    intake = take_in(engine, list(source.paths), Reading(), in_place=False)
    order = "order_id" if intake.lines.has_order_id else "NULL"
    first, last = literal(str(source.first)), literal(str(source.last))
    _bought(
        engine,
        f"SELECT customer_id, {order} AS order_id, amount FROM {ACCEPTED} "
        f"WHERE CAST(ordered_at AS DATE) BETWEEN DATE {first} AND DATE {last}",
    )
    if personal:
        replace_personal_ids(engine, RESPONSES, (), list(personal))


def _bought(engine: DuckDB, lines: str) -> None:
    """Keep purchases and net money of each customer from lines; a line without an order number is an order."""
    order = "COALESCE('order ' || order_id, 'line ' || ROW_NUMBER() OVER ())"
    numbered = f"SELECT customer_id, {order} AS order_id, amount FROM ({lines})"
    orders = f"SELECT customer_id, order_id, SUM(amount) AS amount FROM ({numbered}) GROUP BY ALL"
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {RESPONSES} AS SELECT customer_id, "
        f"COUNT(*) FILTER (WHERE amount > 0) AS orders, SUM(amount) AS revenue FROM ({orders}) GROUP BY customer_id"
    )
