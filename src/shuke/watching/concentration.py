"""Concentration and trend of a workspace: Lorenz and Gini run by run, who the vital few are, and who rises or falls.

Whether somebody buys more or less often than they used to is tested against their own past, all of it up to the day of
the run; see ``shuke.prediction.trend``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, Where
from shuke.movement.side import Side, check_ids, opened
from shuke.prediction.extra import COMMAND, require_scipy
from shuke.prediction.trend import FEWEST_REPEATS, called, frequency
from shuke.report.text import money, share
from shuke.stages.metrics import Question
from shuke.stages.orders import Lines, orders
from shuke.stages.period import Window
from shuke.stages.relation import Select, day, identifier, literal
from shuke.watching.concentrated import concentrated, vital
from shuke.workspace.content import Content, Run
from shuke.workspace.home import Workspace
from shuke.workspace.relations import order_lines
from shuke.workspace.runs import before

LINES, DAYS, REPEATS, CALLED, FOUND = "trend_lines", "trend_days", "trend_repeats", "trend_called", "trend_found"
OWNER = "_owner"
NAMED = {1: "rising", 0: "steady", -1: "falling"}
LEANS = {1: "up", 0: "even", -1: "down"}
TRENDS = ("rising", "falling", "steady", "few")
KINDS = ("vital", "others")
SINCE = ("stayed", "joined", "dropped")
COLUMNS = ("customer_id", "place", "monetary", "vital", "since", "trend", "repeats", "recent", "lean", "chance")
MOST = 24
SORTS = ("money", "trend")


@dataclass(frozen=True)
class Concentration:
    """The runs of a scheme with their concentration, the oldest first, and the customers of the newest."""

    scheme: str
    runs: tuple[tuple[Run, Mapping[str, Any]], ...]
    newest: Side
    has_trend: bool
    left_out: int
    engine: DuckDB = field(repr=False, compare=False)

    def close(self) -> None:
        """Let go of the engine."""
        self.engine.close()

    def summary(self, owner: tuple[str | None] | None = None) -> dict[str, Any]:
        """Return the figures; ``owner``: groups of one person's customers alone, and nothing of everybody."""
        where, values = whose(owner)
        rows = self.engine.run(
            f"SELECT vital, trend, COUNT(*), SUM(monetary) FROM {FOUND} WHERE {where} GROUP BY 1, 2", values
        )
        heads = {(bool(few), trend): (count, total) for few, trend, count, total in rows}
        since = dict(
            self.engine.run(
                f"SELECT since, COUNT(*) FROM {FOUND} WHERE since IS NOT NULL AND {where} GROUP BY 1", values
            )
        )
        whole = sum(total for _, total in heads.values())
        return {
            "scheme": self.scheme,
            "currency": self.newest.document["currency"],
            "result": self.newest.result,
            "runs": [] if owner else [{"run": run.number, "as_of": run.as_of, **told} for run, told in self.runs],
            "trend": self.has_trend,
            "command": None if self.has_trend else COMMAND,
            "fewest_repeats": FEWEST_REPEATS,
            "since": {name: since.get(name, 0) for name in SINCE} if len(self.runs) > 1 else None,
            "groups": [
                {
                    "kind": kind,
                    "trend": trend,
                    "customers": heads[kind == "vital", trend][0],
                    "monetary": money(heads[kind == "vital", trend][1]),
                    "monetary_share": share(heads[kind == "vital", trend][1], whole),
                }
                for kind in KINDS
                for trend in TRENDS
                if (kind == "vital", trend) in heads
            ],
            "left_out": self.left_out,
        }

    def page(
        self,
        *,
        kind: str | None = None,
        trend: str | None = None,
        since: str | None = None,
        owner: tuple[str | None] | None = None,
        sort: str = "money",
        offset: int = 0,
        size: int = 50,
    ) -> tuple[list[dict[str, Any]], int]:
        """Return some customers and how many they are in all: those with the most money or the surest trend first.

        Raises:
            UsageError: a word is not known.
        """
        where, values = whose(owner)
        for value, known in ((kind, KINDS), (trend, TRENDS), (since, SINCE), (sort, SORTS)):
            if value is not None and value not in known:
                raise UsageError("word_unknown", known=", ".join(known))
        if kind is not None:
            where += " AND vital" if kind == "vital" else " AND NOT vital"
        for column, value in (("trend", trend), ("since", since)):
            if value is not None:
                where, values = f"{where} AND {column} = ?", [*values, value]
        ((total,),) = self.engine.run(f"SELECT COUNT(*) FROM {FOUND} WHERE {where}", values)
        rows = self.engine.run(
            f"SELECT {', '.join(COLUMNS)} FROM {FOUND} WHERE {where} ORDER BY "
            f"{'chance NULLS LAST, ' if sort == 'trend' else ''}monetary DESC, customer_id "
            f"LIMIT {size} OFFSET {offset}",
            values,
        )
        told = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        return [
            {
                **one,
                "monetary": money(one["monetary"]),
                "chance": None if one["chance"] is None else float(one["chance"]),
            }
            for one in told
        ], int(total)


def whose(owner: tuple[str | None] | None) -> tuple[str, list[object]]:
    """Return the condition for the customers of one person, and its values; None: everybody."""
    if owner is None:
        return "TRUE", []
    return ("FALSE", []) if owner[0] is None else (f"{OWNER} = ?", [owner[0]])


def concentration(
    space: Workspace,
    scheme: str,
    run: Run,
    *,
    most: int = MOST,
    owner: str | None = None,
    step: Callable[[str], None] | None = None,
) -> Concentration:
    """Return the concentration of the runs of a scheme up to one, and the trend of its customers.

    Raises:
        UsageError: the run keeps no whole table, or none with ``monetary``.
        DataError: a file is damaged.
    """
    engine = DuckDB()
    try:
        told = step or (lambda key: None)
        told("read")
        return _concentration(space, scheme, before(space, scheme, run, most), engine, owner, told)
    except BaseException:
        engine.close()
        raise


def _concentration(
    space: Workspace, scheme: str, runs: list[Run], engine: DuckDB, owner: str | None, step: Callable[[str], None]
) -> Concentration:
    newest = opened(engine, space.run_folder(runs[-1]), "concentrated_newest")
    if "monetary" not in newest.columns:
        raise UsageError("run_without_money", Where(file=str(newest.saved.folder)), number=runs[-1].number)
    found: list[tuple[Run, Mapping[str, Any]]] = []
    earlier: str | None = None
    for place, one in enumerate(runs[:-1]):
        side = _earlier(engine, space, one, newest, f"concentrated_{place}")
        if side is None:
            continue
        found.append((one, concentrated(engine, side.table, side.rated)))
        earlier = f"SELECT customer_id FROM {side.table} WHERE {vital(engine, side.table)}"
        if place == len(runs) - 2:
            engine.run(f"CREATE OR REPLACE TEMP TABLE vital_before AS {earlier}")
    had = bool(found) and found[-1][0] is runs[-2]
    found.append((runs[-1], concentrated(engine, newest.table, newest.rated)))
    few = vital(engine, newest.table)
    step("metrics")
    content = space.states.read(runs[-1].number).content
    has_trend = bool(content) and _trend(space, Content.of(content), engine, newest)
    _keep(engine, newest, few, owner, had=had, has_trend=has_trend)
    return Concentration(scheme, tuple(found), newest, has_trend, len(runs) - len(found), engine)


def _earlier(engine: DuckDB, space: Workspace, run: Run, newest: Side, table: str) -> Side | None:
    """Return an earlier run that has money of the same customers; None for one that has not."""
    try:
        side = opened(engine, space.run_folder(run), table)
        check_ids(side, newest)
    except UsageError:
        # It keeps no whole table, or names customers otherwise.
        return None
    return side if "monetary" in side.columns else None


def _trend(space: Workspace, content: Content, engine: DuckDB, newest: Side) -> bool:
    """Keep who buys more or less often than they used to; tell whether that could be tested."""
    try:
        require_scipy()
    except UsageError:
        return False
    segments, last = space.segments, day(Window(None, _day(newest)).last)
    segments.check([*(one.orders for one in content.settled), *content.open_lines, *content.opened])
    engine.name(LINES, order_lines(segments, content))
    numbered = bool(content.open_lines)
    lines = Lines(LINES, LINES, has_order_id=numbered, blank_order_ids=numbered)
    purchase = Question(
        (), _day(newest), Window(None, _day(newest)), newest.document["reading"]["zero_orders"]
    ).purchase
    held = Select(
        {"customer_id": "customer_id", "on_day": "ordered_on"}, orders(lines, Window(None, _day(newest))), (purchase,)
    )
    engine.keep(
        DAYS, Select({"customer_id": "customer_id", "on_day": "on_day"}, held, group_by=("customer_id", "on_day"))
    )
    late = f"on_day > first AND (on_day - first) * 2 > {last} - first"
    first = f"SELECT customer_id, on_day, MIN(on_day) OVER (PARTITION BY customer_id) AS first FROM {DAYS}"
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {REPEATS} AS SELECT customer_id, CAST(COUNT(*) - 1 AS INTEGER) AS repeats, "
        f"CAST(COUNT(CASE WHEN {late} THEN 1 END) AS INTEGER) AS recent, "
        f"{last} - MIN(first) AS span FROM ({first}) GROUP BY customer_id"
    )
    rows = engine.run(
        f"SELECT repeats, recent, span, COUNT(*) FROM {REPEATS} SEMI JOIN {newest.table} USING (customer_id) "
        f"WHERE repeats >= {FEWEST_REPEATS} GROUP BY ALL ORDER BY ALL"
    )
    written = engine.folder / "trend.csv"
    with written.open("w", encoding="ascii", newline="\n") as out:
        out.write("repeats,recent,span,way,lean,chance\n")
        if rows:
            out.writelines(_tested(rows))
    kinds = "'repeats': 'INTEGER', 'recent': 'INTEGER', 'span': 'BIGINT', 'way': 'VARCHAR', 'lean': 'VARCHAR'"
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {CALLED} AS SELECT * FROM read_csv({literal(str(written))}, header = true, "
        f"columns = {{{kinds}, 'chance': 'DECIMAL(7, 6)'}})"
    )
    return True


def _tested(rows: list[tuple[Any, ...]]) -> Iterator[str]:
    """Yield a line for each different history: its verdict, where it leans, and the two-sided chance of so much."""
    import numpy as np

    x, recent, span, heads = (np.asarray(column, dtype=np.int64) for column in zip(*rows, strict=True))
    way, chance = frequency(x, recent, span)
    each = np.repeat(np.arange(len(rows)), heads)
    verdict = called(way[each], chance[each], np.ones(len(each), dtype=np.int64))
    # Equal histories have equal verdicts: that of the first of them stands for all.
    found = verdict[np.cumsum(heads) - heads]
    for row, said, leans, p in zip(rows, found, way, chance, strict=True):
        yield f"{row[0]},{row[1]},{row[2]},{NAMED[int(said)]},{LEANS[int(leans)]},{float(p):.6f}\n"


def _keep(engine: DuckDB, newest: Side, few: str, owner: str | None, *, had: bool, has_trend: bool) -> None:
    """Keep one row per customer of the newest run: among the vital few or not, since when, and their trend."""
    owned = owner is not None and owner in newest.columns
    mine = (
        f"SELECT customer_id, COALESCE(CAST({newest.result} AS VARCHAR), '') AS place, monetary, {few} AS vital, "
        f"CAST({identifier(owner or '') if owned else 'NULL'} AS VARCHAR) AS {OWNER} FROM {newest.table}"
    )
    nothing = ", ".join(f"NULL AS {name}" for name in ("repeats", "recent", "way", "lean", "chance"))
    trend = (
        f"LEFT JOIN {REPEATS} USING (customer_id) LEFT JOIN {CALLED} USING (repeats, recent, span)"
        if has_trend
        else f"CROSS JOIN (SELECT {nothing})"
    )
    earlier = "SELECT customer_id, TRUE AS was FROM vital_before"
    was = f"LEFT JOIN ({earlier}) USING (customer_id)" if had else "CROSS JOIN (SELECT NULL AS was)"
    since = "CASE WHEN vital AND was THEN 'stayed' WHEN vital THEN 'joined' WHEN was THEN 'dropped' END"
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {FOUND} AS SELECT customer_id, place, monetary, vital, {OWNER}, repeats, "
        f"recent, lean, chance, {since if had else 'CAST(NULL AS VARCHAR)'} AS since, "
        f"CASE WHEN COALESCE(repeats, 0) < {FEWEST_REPEATS} THEN 'few' ELSE COALESCE(way, 'steady') END AS trend "
        f"FROM ({mine}) {trend} {was}"
    )


def _day(side: Side) -> date:
    return date.fromisoformat(side.document["as_of"])
