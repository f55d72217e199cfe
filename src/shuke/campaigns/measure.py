"""What a campaign brought: each arm beside those held out, by cell and by segment, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from shuke.campaign.arms import HELD_OUT
from shuke.campaign.costs import Costs
from shuke.campaign.effect import Arm, in_mean, in_rate, information
from shuke.campaign.extra import require_campaign
from shuke.campaign.sequential import always_valid, fixed, obrien_fleming
from shuke.campaign_kept.folder import audience_of, open_campaign
from shuke.campaign_kept.ledger import Ledger
from shuke.campaigns.by_cell import cells_of
from shuke.campaigns.measured import ArmResult, Measured, Segment
from shuke.campaigns.own_orders import home_of, own_orders
from shuke.campaigns.responses import MEASURED, Source, take_in_responses
from shuke.campaigns.results import save_result
from shuke.campaigns.run import home_of_ledger
from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, Where
from shuke.stages.relation import literal


def measure(
    folder: Path,
    sources: Sequence[Path] = (),
    *,
    workspace: Path | None = None,
    first: date | None = None,
    last: date | None = None,
    look: int | None = None,
    ledger: Path | None = None,
    out: Path | None = None,
    keep_responses: bool = False,
) -> Measured:
    """Return what a campaign brought, from a file of responses, or from orders between two days.

    With ``first`` and ``last`` the sources hold order lines, and whoever made a purchase in between responded. Without
    sources the orders are those that ``workspace`` holds, or the workspace in which the campaign lies: by default from
    the day after the campaign to the latest day that was loaded. The
    result is written into the folder ``out``, if one is named, and then into the ledger, if there is one: the next list
    starts from it. With ``keep_responses`` that folder also holds who of the campaign responded.

    Raises:
        UsageError: there is no campaign, the look cannot be meant, something is not installed, or cannot be written.
        DataError: the campaign is damaged, or the sources cannot be used.
    """
    require_campaign()
    document = open_campaign(folder)
    book = Ledger(home_of_ledger(ledger)) if ledger is not None else None
    number = _look(folder, document, book, look)
    home = None if sources else workspace or home_of(folder)
    if home is None and ((first is None) != (last is None) or (first and last and first > last)):
        raise UsageError("campaign_days")
    with DuckDB() as engine:
        engine.name("campaign_audience", f"SELECT * FROM {audience_of(folder)}")
        own = None if home is None else own_orders(engine, home, document, first, last)
        found = _measured(engine, document, Source(tuple(sources), first, last, own), number)
        if out is not None:
            written = save_result(found, out, engine if keep_responses else None)
            found = replace(found, written=tuple(written))
        if book is not None:
            _enter(engine, book, found)
    return found


def _look(folder: Path, document: dict[str, Any], book: Ledger | None, asked: int | None) -> int:
    """Return which look this is: the one asked for, else the next after those in the ledger.

    Raises:
        UsageError: that look was not planned.
    """
    if asked is None:
        entries = book.of(document["name"]) if book is not None else []
        return 1 + sum(entry.did == "measure" for entry in entries)
    looks = int(document["looks"])
    if not 1 <= asked <= looks:
        raise UsageError("campaign_look", Where(file=str(folder)), look=asked, looks=looks)
    return asked


def _measured(engine: DuckDB, document: dict[str, Any], source: Source, number: int) -> Measured:
    """Return what the responses of a source say of each arm, each cell and each segment, at one look."""
    costs, looks = Costs.of(document["costs"]), int(document["looks"])
    taken = take_in_responses(engine, source, document, costs)
    planned = document["expected"]
    return Measured(
        document=document,
        costs=costs,
        look=number,
        looks=looks,
        always=number > looks,
        responded=taken.responded,
        unknown=taken.unknown,
        forgotten=sum(row[-1] for row in document["counts"]) - taken.customers,
        arms=tuple(_arm(engine, name, document, costs, number, planned) for name in document["offers"]),
        cells=cells_of(engine, document, costs),
        segments=tuple(_segments(engine, document)),
        has_revenue=taken.has_revenue,
        days=source.days,
    )


def _width(number: int, looks: int, known: float) -> float:
    """Return how many standard errors the interval of this look is wide: as planned, else always valid."""
    if number > looks:
        return always_valid(known)
    return obrien_fleming(looks)[number - 1] if looks > 1 else fixed()


def _arm(
    engine: DuckDB, name: str, document: dict[str, Any], costs: Costs, number: int, planned: float | None
) -> ArmResult:
    """Return an arm beside those held out of it: of a test everybody held out, of a list those chosen for the offer."""
    there, revenue = _counts(engine, f"arm = {literal(name)}")
    rest, _ = _counts(engine, f"arm = {literal(HELD_OUT)} AND (offer IS NULL OR offer = {literal(name)})")
    contacted, held = there["rate"], rest["rate"]
    cost = _cost(name, document, costs)
    rate, totals, single, without = None, {}, {}, None
    if contacted.customers and held.customers:
        known = information(contacted, held, planned)
        width = _width(number, int(document["looks"]), known)
        rate = in_rate(contacted, held, known)
        without = held.rate * contacted.customers
        for figure, difference, paid in (
            ("responses", rate, 0.0),
            ("revenue", in_mean(there["revenue"], rest["revenue"], known), 0.0),
            ("profit", in_mean(there["net"], rest["net"], known), float(cost)),
        ):
            limits = (difference.estimate, *difference.interval(width))
            estimate, low, high = (one * contacted.customers - paid for one in limits)
            totals[figure] = (estimate, low, high)
            single[figure] = tuple(one * contacted.customers - paid for one in difference.single)
    return ArmResult(
        name=name,
        customers=contacted.customers,
        responses=contacted.responses,
        revenue=revenue,
        cost=cost,
        held_customers=held.customers,
        held_responses=held.responses,
        rate=rate,
        incremental=totals,
        single=single,
        without=without,
    )


def _counts(engine: DuckDB, which: str) -> tuple[dict[str, Arm], Decimal]:
    """Return an arm's counts for responses, revenue and what is left of it, and its revenue exactly."""
    row = engine.run(
        f"SELECT COUNT(*), COUNT(*) FILTER (WHERE responded), COALESCE(SUM(revenue), 0), "
        f"COALESCE(SUM(CAST(revenue AS DOUBLE) ** 2), 0), COALESCE(SUM(net), 0), COALESCE(SUM(net ** 2), 0) "
        f"FROM {MEASURED} WHERE {which}"
    )[0]
    customers, responses = int(row[0]), int(row[1])
    arms = {
        "rate": Arm(customers, responses),
        "revenue": Arm(customers, responses, float(row[2]), float(row[3])),
        "net": Arm(customers, responses, float(row[4]), float(row[5])),
    }
    return arms, Decimal(row[2])


def _cost(name: str, document: dict[str, Any], costs: Costs) -> Decimal:
    """Return what an arm cost: its contacts by channel; what is paid once is shared out by contacts, to the cent."""
    rows = [(channel, count) for arm, _, channel, count in document["counts"] if arm == name]
    by_channel = {channel: Decimal(cost) for channel, cost in document.get("channel_costs", {}).items()}
    own = sum((by_channel.get(channel, costs.per_contact) * count for channel, count in rows), Decimal(0))
    contacts = sum(count for _, count in rows)
    share = costs.once * contacts / document["contacts"] if document["contacts"] else Decimal(0)
    return own + share.quantize(Decimal("0.01"))


def _segments(engine: DuckDB, document: dict[str, Any]) -> list[Segment]:
    """Return the uplift of every level of every column that makes the cells, where both arms have customers."""
    found = []
    for place, column in enumerate(document["cells"]):
        rows = engine.run(
            f"SELECT level_{place}, COUNT(*) FILTER (WHERE arm <> {literal(HELD_OUT)}), "
            f"COUNT(*) FILTER (WHERE arm <> {literal(HELD_OUT)} AND responded), "
            f"COUNT(*) FILTER (WHERE arm = {literal(HELD_OUT)}), "
            f"COUNT(*) FILTER (WHERE arm = {literal(HELD_OUT)} AND responded) "
            f"FROM {MEASURED} GROUP BY 1 ORDER BY 1"
        )
        for level, n1, k1, n0, k0 in rows:
            if n1 and n0:
                there, rest = Arm(int(n1), int(k1)), Arm(int(n0), int(k0))
                added = in_rate(there, rest, 1.0)
                found.append(
                    Segment(column, str(level), int(n1), there.rate, int(n0), rest.rate, added.estimate, *added.single)
                )
    return found


def _enter(engine: DuckDB, ledger: Ledger, found: Measured) -> None:
    """Write the result into the ledger, with the counts of each cell and offer that the next list starts from."""
    rows = engine.run(
        f"SELECT cell, CASE WHEN arm <> {literal(HELD_OUT)} THEN arm END AS offer, COUNT(*), "
        f"COUNT(*) FILTER (WHERE responded) FROM {MEASURED} GROUP BY 1, 2 ORDER BY 1, 2"
    )
    ledger.write(
        "measure",
        found.document["name"],
        {
            "cells": found.document["cells"],
            "list_sha256": found.document["list_sha256"],
            "look": found.look,
            "looks": found.looks,
            "always_valid": found.always,
            "arms": [arm.told() for arm in found.arms],
            "by_cell": [list(row) for row in rows],
        },
    )
