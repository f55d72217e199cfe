"""The orders that a workspace holds since a campaign: whoever bought between two days responded.

The lines are those that were accepted, under the ids that the workspace rates; a line counts by its own date, and
orders are formed of the lines between the days, as a rating forms them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, Where
from shuke.stages.relation import literal
from shuke.workspace.content import Content
from shuke.workspace.home import CAMPAIGNS, FILE, Workspace
from shuke.workspace.relations import all_lines, pieces


@dataclass(frozen=True)
class OwnOrders:
    """The lines of a workspace between two days, both included."""

    space: Workspace
    content: Content
    first: date
    last: date

    def lines(self, engine: DuckDB) -> str:
        """Return a query for the lines, after comparing their files with their hashes.

        Raises:
            DataError: a file of the workspace is damaged.
        """
        days = (self.first.isoformat(), self.last.isoformat())
        self.space.segments.check(pieces(self.content, *days))
        return (
            f"SELECT customer_id, order_id, amount FROM ({all_lines(self.space.segments, self.content, *days)}) "
            f"WHERE CAST(ordered_at AS DATE) BETWEEN DATE {literal(days[0])} AND DATE {literal(days[1])}"
        )


def own_orders(
    engine: DuckDB, home: Path, document: dict[str, Any], first: date | None = None, last: date | None = None
) -> OwnOrders:
    """Return a workspace's orders since a campaign: by default from the day after it to the latest that was loaded.

    Raises:
        UsageError: there is no workspace, the days are the wrong way round, or nothing was loaded of them.
        DataError: the workspace is damaged.
    """
    space = Workspace(home)
    content = space.head()[1]
    began = first or day_of(document) + timedelta(days=1)
    if last is not None and began > last:
        raise UsageError("campaign_days")
    known = _latest(engine, space, content, began)
    if known is None:
        shown = _latest(engine, space, content)
        raise UsageError("campaign_no_orders_yet", Where(file=str(home)), first=began.isoformat(), last=shown or "–")
    return OwnOrders(space, content, began, last or known)


def day_of(document: dict[str, Any]) -> date:
    """Return the day of a campaign: the one it was chosen for, else that of its rating."""
    return date.fromisoformat(document.get("on") or document["as_of"])


def home_of(folder: Path) -> Path | None:
    """Return the workspace that keeps a campaign; None where its folder lies elsewhere."""
    place = folder.resolve().parent
    return place.parent if place.name == CAMPAIGNS and (place.parent / FILE).is_file() else None


def _latest(engine: DuckDB, space: Workspace, content: Content, first: date | None = None) -> date | None:
    """Return the latest day of a line from a day on; None where there is none."""
    since = "" if first is None else first.isoformat()
    space.segments.check(pieces(content, since))
    lines = all_lines(space.segments, content, since)
    held = "TRUE" if first is None else f"CAST(ordered_at AS DATE) >= DATE {literal(since)}"
    found: date | None = engine.run(f"SELECT CAST(MAX(ordered_at) AS DATE) FROM ({lines}) WHERE {held}")[0][0]
    return found


__all__ = ["OwnOrders", "day_of", "home_of", "own_orders"]
