"""Teams of a workspace between two of its runs: whose customers rose, stayed and were won, beyond luck and start.

Whose a customer is: whoever had them in the earlier run (``earlier``), has them in the later one (``later``), or nobody
where the two differ (``neither``). Whoever was not rated before is theirs who has them now. Hand-overs are counted
either way.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, get_args

from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError
from shuke.ingest.columns import listed
from shuke.report.text import money
from shuke.stages.relation import identifier
from shuke.watch.teams import Cell, Measure, Report, Team, compare
from shuke.watching.kept import NEW, OLD, Pair, column_of, high_of, pair, place
from shuke.workspace.home import Workspace

Handed = Literal["earlier", "later", "neither"]
RULES: tuple[Handed, ...] = get_args(Handed)
PAIRS = "watched_teams"
MOST_TEAMS = 500


@dataclass(frozen=True)
class HandOver:
    """Customers that went from one owner to another between the runs, with their money in the later one."""

    before: str
    after: str
    customers: int
    money: Decimal


@dataclass(frozen=True)
class Teams:
    """Teams between two runs, by the column that says whose a customer is."""

    first: tuple[int, str]
    last: tuple[int, str]
    by: str
    rule: Handed
    places: tuple[str, ...]
    report: Report
    handed: tuple[HandOver, ...]
    currency: str | None

    def document(self) -> dict[str, Any]:
        """Return everything as data for JSON; money is text."""
        return {
            "first": {"run": self.first[0], "as_of": self.first[1]},
            "last": {"run": self.last[0], "as_of": self.last[1]},
            "by": self.by,
            "handed_rule": self.rule,
            "places": list(self.places),
            "high": list(self.report.high),
            "alpha": self.report.alpha,
            "control": "holm",
            "measures": list(self.report.measures),
            "everybody": _team(self.report.everybody),
            "teams": [_team(one) for one in self.report.teams],
            "handed": [
                {"before": one.before, "after": one.after, "customers": one.customers, "money": money(one.money)}
                for one in self.handed
            ],
            "currency": self.currency,
        }


def teams(
    home: Path,
    by: str,
    first: int | None = None,
    last: int | None = None,
    high: tuple[str, ...] = (),
    rule: str = "earlier",
) -> Teams:
    """Return how teams did between two runs of a workspace, by default the newest and the one before it.

    Raises:
        UsageError: the runs cannot be compared, carry no such column, or the options cannot be meant.
        DataError: a file of the workspace is damaged.
    """
    if rule not in RULES:
        raise UsageError("watch_rule_unknown", value=rule, known=listed(RULES))
    with DuckDB() as engine:
        found = pair(engine, Workspace(home), first, last)
        wanted = high_of(found.after, high)
        columns = column_of(found.before, by, found.old.number), column_of(found.after, by, found.new.number)
        if not all("monetary" in side.columns for side in (found.before, found.after)):
            raise UsageError("watch_no_money", first=found.old.number, last=found.new.number)
        _keep(engine, found, columns)
        cells = _cells(engine, rule)
        names = {one.team for one in cells if one.team is not None}
        if len(names) > MOST_TEAMS:
            raise UsageError("watch_too_many_teams", value=by, count=len(names), most=MOST_TEAMS)
        report = compare(cells, found.places, wanted, ordered=found.ordered)
        return Teams(
            first=(found.old.number, found.old.run.as_of),
            last=(found.new.number, found.new.run.as_of),
            by=columns[1],
            rule=rule,
            places=found.places,
            report=report,
            handed=_handed(engine),
            currency=found.after.document["currency"],
        )


def _keep(engine: DuckDB, found: Pair, columns: tuple[str, str]) -> None:
    """Keep one row per customer of either run: whose they were and are, both places and their money."""
    was, now = (f"NULLIF(TRIM(CAST({identifier(one)} AS VARCHAR)), '')" for one in columns)
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {PAIRS} AS "
        f"SELECT {place('o', found.before)} AS before, {place('n', found.after)} AS after, o.owner AS was, "
        f"n.owner AS now, COALESCE(o.monetary, 0) AS money_before, COALESCE(n.monetary, 0) AS money_after "
        f"FROM (SELECT *, {was} AS owner FROM {OLD}) AS o FULL JOIN (SELECT *, {now} AS owner FROM {NEW}) AS n "
        "ON o.customer_id = n.customer_id"
    )


def _cells(engine: DuckDB, rule: str) -> list[Cell]:
    own = {
        "earlier": "CASE WHEN before IS NOT NULL THEN was ELSE now END",
        "later": "CASE WHEN after IS NOT NULL THEN now ELSE was END",
        "neither": "CASE WHEN was IS DISTINCT FROM now AND was IS NOT NULL AND now IS NOT NULL THEN NULL "
        "WHEN before IS NOT NULL THEN was ELSE now END",
    }[rule]
    rows = engine.run(
        f"SELECT {own} AS team, before, after, COUNT(*), SUM(money_before), SUM(money_after) FROM {PAIRS} "
        "GROUP BY ALL ORDER BY ALL"
    )
    return [
        Cell(team, before, after, int(heads), Decimal(had), Decimal(has))
        for team, before, after, heads, had, has in rows
    ]


def _handed(engine: DuckDB) -> tuple[HandOver, ...]:
    rows = engine.run(
        f"SELECT was, now, COUNT(*) AS heads, SUM(money_after) AS money FROM {PAIRS} WHERE was <> now "
        "GROUP BY was, now ORDER BY heads DESC, was, now"
    )
    return tuple(HandOver(was, now, int(heads), Decimal(amount)) for was, now, heads, amount in rows)


def _team(one: Team) -> dict[str, Any]:
    figures = {name: money(value) if isinstance(value, Decimal) else value for name, value in vars(one.money).items()}
    return {
        "name": one.name,
        "customers": one.customers,
        "entered": one.entered,
        "verdict": one.verdict,
        "measures": {item.name: _measure(item) for item in one.measures},
        "money": figures,
    }


def _measure(one: Measure) -> dict[str, Any]:
    told = {name: value for name, value in vars(one).items() if name != "name"}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}
