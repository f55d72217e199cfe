"""Who must not be contacted: those who opted out, and those whom an earlier campaign contacted lately."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from shuke.campaign.arms import HELD_OUT
from shuke.campaign.cells import CELLED
from shuke.campaign.sample import shuffled
from shuke.campaign_kept.folder import AUDIENCE, audience_of
from shuke.campaign_kept.ledger import Ledger
from shuke.campaigns.ground import opted_out
from shuke.campaigns.run import Run
from shuke.campaigns.written import ELIGIBLE
from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, UsageError, Where, ensure
from shuke.stages.relation import literal

if TYPE_CHECKING:
    from shuke.campaigns.list_wish import ListWish


def barred(engine: DuckDB, run: Run, wish: ListWish, ledger: Ledger | None) -> dict[str, int]:
    """Keep those who may be contacted, in an order of chance; return how many may not, by reason.

    Law: customers of the run = those who may be contacted + those who may not, each for one reason.

    Raises:
        UsageError: earlier contacts are to be looked at, and there is no ledger.
        DataError: a list cannot be read, or the audience of an earlier campaign is not where it was.
    """
    opted_out(engine, run, wish.opt_out)
    if wish.rest_days is not None:
        if ledger is None:
            raise UsageError("campaign_rest_without_ledger")
        for table in _lately(ledger, wish.on or date.fromisoformat(run.document["as_of"]), wish.rest_days):
            engine.run(
                f"INSERT INTO campaign_barred SELECT customer_id, 'rest' FROM {table} WHERE arm <> {literal(HELD_OUT)}"
            )
    reasons = "SELECT customer_id, MIN(why) AS why FROM campaign_barred GROUP BY customer_id"
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {ELIGIBLE} AS SELECT *, ROW_NUMBER() OVER "
        f"(ORDER BY {shuffled(wish.seed)}, customer_id) - 1 AS place "
        f"FROM {CELLED} ANTI JOIN ({reasons}) USING (customer_id)"
    )
    found = engine.run(
        f"SELECT why, COUNT(*) FROM {CELLED} JOIN ({reasons}) USING (customer_id) GROUP BY why ORDER BY why"
    )
    counts = {str(why): int(count) for why, count in found}
    ((left,),) = engine.run(f"SELECT COUNT(*) FROM {ELIGIBLE}")
    ensure(left + sum(counts.values()) == run.customers, "a customer is both eligible and not, or neither")
    return counts


def _lately(ledger: Ledger, on: date, days: int) -> list[str]:
    """Return the audiences of the campaigns that contacted somebody within so many days before a day."""
    found = []
    for entry in ledger.entries():
        if entry.did == "measure":
            continue
        then = date.fromisoformat(entry.document.get("on") or entry.document["as_of"])
        if on - timedelta(days=days) <= then <= on:
            place = ledger.folder_of(entry)
            if not (place / AUDIENCE).is_file():
                raise DataError("campaign_audience_gone", Where(file=str(place)), name=entry.campaign)
            found.append(audience_of(place))
    return found
