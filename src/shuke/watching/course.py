"""The course of a scheme's last runs: how stable places are, who slides, how likely a place is left, what next.

The runs that lead up to one are read as they were written; nothing is rated again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, ensure
from shuke.movement.compare import names
from shuke.movement.side import Side, check_ids, opened, same_rule
from shuke.movement.side import places as places_of
from shuke.stages.places import grid
from shuke.stages.relation import identifier, literal
from shuke.watch.movement.expected import Period
from shuke.whatif.order import is_ordered
from shuke.workspace.content import Run
from shuke.workspace.home import Workspace
from shuke.workspace.runs import before

SEEN, SPEEDS = "course_seen", "course_speeds"
MOST = 8
OWNER, MONEY = "_owner", "_money"
DIRECTIONS = ("falling", "rising", "steady", "mixed", "new")


@dataclass(frozen=True)
class Course:
    """The last runs of a scheme, the oldest first, with what became of everybody in between; it holds an engine.

    ``level`` is the column by which speed is told: more is better; None where a scheme has none. ``worse`` has, for
    each place, those below it.
    """

    scheme: str
    runs: tuple[Run, ...]
    sides: tuple[Side, ...]
    order: tuple[str, ...]
    ladder: bool
    level: str | None
    worse: Mapping[str, frozenset[str]]
    periods: tuple[Period, ...]
    has_money: bool
    left_out: int
    engine: DuckDB = field(repr=False, compare=False)

    @property
    def newest(self) -> Side:
        """The run that the course leads up to."""
        return self.sides[-1]

    def close(self) -> None:
        """Let go of the engine."""
        self.engine.close()


def course(
    space: Workspace,
    scheme: str,
    run: Run,
    *,
    most: int = MOST,
    owner: str | None = None,
    step: Callable[[str], None] | None = None,
) -> Course:
    """Return the course of the last runs up to one; runs that place by another rule end it.

    Raises:
        UsageError: the run keeps no whole table.
        DataError: a file is damaged.
    """
    engine = DuckDB()
    try:
        if step is not None:
            step("read")
        return _course(space, scheme, before(space, scheme, run, most), engine, owner)
    except BaseException:
        engine.close()
        raise


def _course(space: Workspace, scheme: str, runs: Sequence[Run], engine: DuckDB, owner: str | None) -> Course:
    newest = opened(engine, space.run_folder(runs[-1]), f"course_{runs[-1].number}")
    found = [(runs[-1], newest)]
    for one in reversed(runs[:-1]):
        side = _fitting(engine, space, one, newest)
        if side is None:
            break
        found.insert(0, (one, side))
    sides = tuple(side for _, side in found)
    level, order = _level(sides), _order(engine, sides)
    _keep(engine, found, level, owner)
    periods = tuple(_period(engine, earlier, later) for (earlier, _), (later, _) in pairwise(found))
    ladder = is_ordered(newest.scheme, newest.result)
    _speeds(engine, len(found), has_level=level is not None)
    return Course(
        scheme,
        tuple(run for run, _ in found),
        sides,
        order,
        ladder,
        level,
        _worse(newest, order, ladder=ladder),
        periods,
        "monetary" in newest.columns,
        len(runs) - len(found),
        engine,
    )


def _fitting(engine: DuckDB, space: Workspace, run: Run, newest: Side) -> Side | None:
    """Return an earlier run that can be set beside the newest; None for one that cannot."""
    try:
        side = opened(engine, space.run_folder(run), f"course_{run.number}")
        check_ids(side, newest)
    except UsageError:
        # It keeps no whole table, or names customers otherwise.
        return None
    fits = side.result == newest.result and places_of(side) == places_of(newest) and same_rule(side, newest)
    return side if fits else None


def _level(sides: Sequence[Side]) -> str | None:
    """Return the expression of how well somebody stands: the composite, else the sum of the scores."""
    scheme = sides[-1].scheme
    if sides[-1].score is not None and all(sides[-1].score in side.columns for side in sides):
        return identifier(str(sides[-1].score))
    scores = [name for name in scheme.scores if all(name in side.columns for side in sides)]
    return " + ".join(identifier(name) for name in scores) if scores else None


def _order(engine: DuckDB, sides: Sequence[Side]) -> tuple[str, ...]:
    """Return the places from the best down, and no group after them where anybody is in none."""
    given: set[str | None] = set()
    for side in sides:
        given |= {row[0] for row in engine.run(f"SELECT DISTINCT CAST({side.result} AS VARCHAR) FROM {side.table}")}
    listed = names(sides[-1], [one for one in given if one is not None])
    return (*listed, *([""] if None in given else []))


def _keep(engine: DuckDB, found: Sequence[tuple[Run, Side]], level: str | None, owner: str | None) -> None:
    """Keep one row per customer and run: the place and the level."""
    parts = []
    for number, (run, side) in enumerate(found):
        cells = [
            f"{number} AS nth",
            f"DATE {literal(run.as_of)} AS on_day",
            "customer_id",
            f"COALESCE(CAST({side.result} AS VARCHAR), '') AS place",
            f"CAST({level or '0'} AS DECIMAL(24, 6)) AS level",
            f"{'monetary' if 'monetary' in side.columns else 'CAST(0 AS DECIMAL(18, 4))'} AS {MONEY}",
            f"CAST({identifier(owner) if owner in side.columns else 'NULL'} AS VARCHAR) AS {OWNER}"
            if owner
            else f"CAST(NULL AS VARCHAR) AS {OWNER}",
        ]
        parts.append(f"SELECT {', '.join(cells)} FROM {side.table}")
    engine.run(f"CREATE OR REPLACE TEMP TABLE {SEEN} AS {' UNION ALL '.join(parts)}")
    for number, (run, side) in enumerate(found):
        ((heads,),) = engine.run(f"SELECT COUNT(*) FROM {SEEN} WHERE nth = {number}")
        ensure(heads == side.rated == run.rated, "a run holds other customers than it says")


def _period(engine: DuckDB, earlier: Run, later: Run) -> Period:
    """Return what became of the customers between two runs in a row."""
    old, new = (f"(SELECT * FROM {SEEN} WHERE on_day = DATE {literal(one.as_of)})" for one in (earlier, later))
    rows = engine.run(
        f"SELECT o.place, n.place, COUNT(*) FROM {old} AS o FULL JOIN {new} AS n "
        "ON o.customer_id = n.customer_id GROUP BY ALL"
    )
    days = (date.fromisoformat(later.as_of) - date.fromisoformat(earlier.as_of)).days
    return Period(earlier.number, later.number, days, {(before, after): heads for before, after, heads in rows})


def _worse(side: Side, order: Sequence[str], *, ladder: bool) -> Mapping[str, frozenset[str]]:
    """Return the places below each: on a ladder the later ones, in a grid those no better in either score."""
    if ladder:
        return {name: frozenset(order[rank + 1 :]) for rank, name in enumerate(order)}
    found = grid(side.scheme, side.saved.fitted)
    if side.result != "cell" or found is None:
        return {}
    width = len(found.columns)
    spots = {name: divmod(int(name) - 1, width) for name in order if name}
    return {
        name: frozenset(
            other for other, there in spots.items() if other != name and there[0] >= spot[0] and there[1] >= spot[1]
        )
        for name, spot in spots.items()
    }


def _speeds(engine: DuckDB, count: int, *, has_level: bool) -> None:
    """Keep one row per customer of the newest run: how fast and how steadily they rise or fall.

    A run that did not rate them begins their course anew. ``falls`` are the falls since they last rose, ``fallen`` how
    much they add up to; ``rises`` and ``risen`` the other way.
    """
    last = count - 1
    gone = (
        f"SELECT *, level - LAG(level) OVER ordered AS change, nth - LAG(nth) OVER ordered AS gap FROM {SEEN} "
        "WINDOW ordered AS (PARTITION BY customer_id ORDER BY nth)"
    )
    since = "MAX(CASE WHEN gap IS NULL OR gap > 1 THEN nth END) OVER (PARTITION BY customer_id)"
    begun = f"SELECT *, {since} AS since FROM ({gone})"
    kept = f"SELECT * REPLACE (CASE WHEN nth > since THEN change END AS change) FROM ({begun}) WHERE nth >= since"
    turned = (
        f"SELECT *, MAX(CASE WHEN change > 0 THEN nth END) OVER (PARTITION BY customer_id) AS rose, "
        f"MAX(CASE WHEN change < 0 THEN nth END) OVER (PARTITION BY customer_id) AS fell FROM ({kept})"
    )
    slid = "change < 0 AND nth > COALESCE(rose, -1)"
    rise = "change > 0 AND nth > COALESCE(fell, -1)"
    days = "DATE_DIFF('day', MIN(on_day), MAX(on_day))"
    gain = "(MAX(CASE WHEN nth = newest THEN level END) - ARG_MIN(level, nth))"
    told = [
        "customer_id",
        "MAX(CASE WHEN nth = newest THEN place END) AS place",
        "CAST(COUNT(*) AS INTEGER) AS runs",
        "ARG_MIN(place, nth) AS first",
        "MAX(CASE WHEN nth = newest THEN place END) AS last",
        "MAX(CASE WHEN nth = newest THEN level END) AS level",
        f"CAST(CASE WHEN COUNT(*) > 1 THEN {_quotient(gain, days)} END AS DECIMAL(18, 4)) AS speed",
        f"CAST(COUNT(CASE WHEN {slid} THEN 1 END) AS INTEGER) AS falls",
        f"-COALESCE(SUM(CASE WHEN {slid} THEN change END), 0) AS fallen",
        f"CAST(COUNT(CASE WHEN {rise} THEN 1 END) AS INTEGER) AS rises",
        f"COALESCE(SUM(CASE WHEN {rise} THEN change END), 0) AS risen",
        "COALESCE(COUNT(CASE WHEN change <> 0 THEN 1 END), 0) AS changes",
        f"MAX(CASE WHEN nth = newest THEN {MONEY} END) AS {MONEY}",
        f"MAX(CASE WHEN nth = newest THEN {OWNER} END) AS {OWNER}",
    ]
    way = (
        "CASE WHEN runs < 2 THEN 'new' WHEN falls >= 2 THEN 'falling' WHEN rises >= 2 THEN 'rising' "
        "WHEN changes = 0 THEN 'steady' ELSE 'mixed' END"
    )
    if not has_level:
        way = "CASE WHEN runs < 2 THEN 'new' ELSE 'mixed' END"
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {SPEEDS} AS SELECT *, {way} AS way FROM (SELECT {', '.join(told)} "
        f"FROM (SELECT *, {last} AS newest FROM ({turned})) GROUP BY customer_id HAVING MAX(nth) = {last})"
    )


def _quotient(gain: str, days: str) -> str:
    """Return the change per quarter of 1,461 / 16 days, exact to four places and rounded half away from zero."""
    scaled = f"CAST({gain} * 1000000 AS HUGEINT) * 1461"
    divisor = f"(CAST({days} AS HUGEINT) * 16 * 100)"
    size = f"(2 * ABS({scaled}) + {divisor}) // (2 * {divisor})"
    signed = f"CASE WHEN {gain} < 0 THEN -({size}) ELSE {size} END"
    return f"CAST({signed} AS DECIMAL(18, 0)) * CAST('0.0001' AS DECIMAL(4, 4))"
