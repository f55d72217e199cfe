"""The record of past warnings: each check asked again on what was known then, beside what the data say came after.

The runs of the checks are immutable, so asking the same rules again gives what was said; nothing has to be kept of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from shuke.desk import Desk
from shuke.engines.duckdb import DuckDB
from shuke.errors import NotFound, UsageError
from shuke.saved import rated_table
from shuke.stages.relation import identifier, literal
from shuke.watch.warnings.figures import NOW, ORDERS
from shuke.watch.warnings.parse import parse
from shuke.watch.warnings.record import LATER, TRUTH, Score, counted, scores, truth
from shuke.watching.warnings.document import document_of
from shuke.watching.warnings.evaluated import ALL, Evaluated, bought, evaluate, keep_orders
from shuke.watching.warnings.runs import Past, earlier, find
from shuke.workspace import Workspace
from shuke.workspace.relations import latest_order


@dataclass(frozen=True)
class Judged:
    """One day whose horizon has passed: what the rules said of its run, by what came of it.

    ``active``: who was lost among those who had bought within the horizon before the day.
    """

    run: int
    as_of: str
    lost: tuple[Score, ...]
    active: tuple[Score, ...]
    lower: tuple[Score, ...]


@dataclass(frozen=True)
class Record:
    """All judged days and their sums; ``waiting``: days whose horizon has not passed; ``gone``: what was forgotten."""

    horizon: int
    known_until: str
    days: tuple[Judged, ...]
    lost: tuple[Score, ...]
    active: tuple[Score, ...]
    lower: tuple[Score, ...]
    waiting: int
    gone: int


def record(space: Workspace, *, last: int = 24, current: bool = False, owner: str | None = None) -> Record:
    """Return how good the rules of past checks were, or (``current``) the rules that hold now on every kept run.

    ``last`` bounds how many days are judged, the latest first.

    Raises:
        SchemeErrors: a document is wrong.
        NotFound: there is no run.
        DataError: a file of the workspace is damaged.
    """
    _, now, _ = document_of(space)
    horizon, days = now.horizon_days, list[Judged]()
    newest = find(space)
    with DuckDB() as engine:
        until = latest_order(engine, space.segments, newest.content)
    waiting = gone = 0
    for past, text in _asked(space, current=current):
        if past is None:
            gone += 1
            continue
        if date.fromisoformat(past.run.as_of) + timedelta(days=horizon) > until:
            waiting += 1
            continue
        if len(days) == last:
            break
        days.append(_judged(space, past, text, newest, horizon, owner))
    return Record(
        horizon,
        until.isoformat(),
        tuple(reversed(days)),
        _sums([one.lost for one in days]),
        _sums([one.active for one in days]),
        _sums([one.lower for one in days]),
        waiting,
        gone,
    )


def _asked(space: Workspace, *, current: bool) -> Iterator[tuple[Past | None, str]]:
    """Yield the runs that are judged with the rules for each, the latest first; None for one that is forgotten."""
    if current:
        text = document_of(space)[0]
        newest = find(space)
        yield newest, text
        for past in earlier(space, newest.scheme, newest.run.number):
            yield past, text
        return
    with Desk(space.home).reading() as db:
        query = (
            "SELECT run, rules FROM warning_checks WHERE number IN "
            "(SELECT MAX(number) FROM warning_checks GROUP BY manifest) ORDER BY as_of DESC, number DESC"
        )
        rows = db.execute(query).fetchall()
    for row in rows:
        try:
            yield find(space, row["run"]), row["rules"]
        except NotFound:
            yield None, row["rules"]


def _judged(space: Workspace, past: Past, text: str, newest: Past, horizon: int, owner: str | None) -> Judged:
    warnings, document = parse(text)
    with evaluate(space, past, warnings, document, None, owner) as found:
        engine, rules = found.engine, tuple(one.rule for one in found.plan.awake)
        # Everybody who was rated counts; the figures of the day are kept, so the orders can be those known now.
        keep_orders(engine, space, newest.content, date.fromisoformat(past.run.as_of) + timedelta(days=horizon))
        as_of = date.fromisoformat(past.run.as_of)
        engine.run(f"CREATE OR REPLACE TEMP TABLE {TRUTH} AS {truth(as_of, horizon, ORDERS, bought(newest.content))}")
        lost = scores(rules, engine.run(counted(rules, ALL, NOW))[0])
        active = scores(rules, engine.run(counted(rules, ALL, NOW, within=horizon))[0])
        lower: list[Score] = []
        if _keep_later(space, found, newest, horizon):
            lower = scores(rules, engine.run(counted(rules, ALL, NOW, lower=True))[0])
    return Judged(past.run.number, past.run.as_of, tuple(lost), tuple(active), tuple(lower))


def _keep_later(space: Workspace, found: Evaluated, newest: Past, horizon: int) -> bool:
    """Keep who fell by the last rating within the horizon; False where places have no order, or there is none."""
    tables, past = found.plan.tables, found.past
    if tables.ladder is None:
        return False
    last = (date.fromisoformat(past.run.as_of) + timedelta(days=horizon)).isoformat()
    later = [one for one in (newest, *earlier(space, newest.scheme, newest.run.number)) if one.scheme == past.scheme]
    then = next((one for one in later if past.run.as_of < one.run.as_of <= last), None)
    if then is None:
        return False
    try:
        table = rated_table(found.engine, then.open(space))
    except UsageError:
        return False
    place = identifier(found.place)
    rank = " ".join(f"WHEN {literal(one)} THEN {at}" for at, one in enumerate(tables.ladder))
    found.engine.run(
        f"CREATE OR REPLACE TEMP TABLE {LATER} AS SELECT customer_id, "
        f"(CASE CAST(l.{place} AS VARCHAR) {rank} END) > (CASE CAST(n.{place} AS VARCHAR) {rank} END) AS fell "
        f"FROM {NOW} AS n JOIN ({table}) AS l USING (customer_id)"
    )
    return True


def _sums(days: list[tuple[Score, ...]]) -> tuple[Score, ...]:
    found: dict[str, Score] = {}
    for one in (score for scored in days for score in scored):
        found[one.rule] = one if one.rule not in found else found[one.rule].plus(one)
    return tuple(found.values())
