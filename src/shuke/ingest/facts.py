"""What can be known about the lines as a whole: the latest order date, and whether each line is an order."""

from __future__ import annotations

import re
from datetime import date, timedelta

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError
from shuke.ingest.intake import ACCEPTED, Intake
from shuke.ingest.load import statistics
from shuke.stages.orders import Lines, inside
from shuke.stages.period import Window
from shuke.stages.relation import day

LOOK_BACK = timedelta(days=31)
EARLIEST = date.min + LOOK_BACK
SAMPLE = 20_000
# A latest day that fewer than one in so many lines bear, so many days after the others, may be mistyped.
FEW, FAR_AHEAD, MANY_LINES, DECADE = 100, 92, 100, 3_653
# A bitmap of at most this many bits proves that order ids are distinct (256 MiB).
MOST_BITS = 1 << 31


def latest_order_date(engine: DuckDB, lines: Lines) -> date:
    """Return the date of the latest order: an order is dated by its earliest line.

    Raises:
        DataError: no line was accepted.
    """
    latest = engine.run(f"SELECT CAST(MAX(ordered_at) AS DATE) FROM {lines.relation}")[0][0]
    if latest is None:
        raise DataError("no_usable_rows")
    if not lines.has_order_id:
        return date.fromisoformat(str(latest))
    # Only orders with a line in the last days can be the latest; their earlier lines are looked up by key.
    since = max(latest, EARLIEST) - LOOK_BACK
    # A line whose order id is blank is an order of its own.
    single = f"SELECT CAST(MAX(ordered_at) AS DATE) FROM {lines.relation} WHERE order_id IS NULL"
    found = engine.run(
        f"SELECT MAX(ordered_on) FROM (SELECT CAST(MIN(ordered_at) AS DATE) AS ordered_on FROM {lines.relation} "
        f"SEMI JOIN (SELECT DISTINCT customer_id, order_id FROM {lines.relation} WHERE ordered_at >= {day(since)}) "
        f"USING (customer_id, order_id) GROUP BY customer_id, order_id UNION ALL {single})"
    )[0][0]
    if found is None or found < since:
        found = engine.run(
            f"SELECT MAX(ordered_on) FROM (SELECT CAST(MIN(ordered_at) AS DATE) AS ordered_on "
            f"FROM {lines.relation} WHERE order_id IS NOT NULL GROUP BY customer_id, order_id UNION ALL {single})"
        )[0][0]
    return date.fromisoformat(str(found))


def far_ahead(engine: DuckDB, lines: Lines, as_of: date) -> tuple[int, int] | None:
    """Return how many lines the latest day has and how many days it lies ahead, if it may be mistyped; else None.

    It may be when few of many lines bear it, long after every other one, or ten years after it.
    """
    rows, there, before = engine.run(
        f"SELECT COUNT(*), COUNT(*) FILTER (ordered_at >= {day(as_of)}), "
        f"CAST(MAX(ordered_at) FILTER (ordered_at < {day(as_of)}) AS DATE) FROM {lines.plain}"
    )[0]
    if before is None:
        return None
    ahead = (as_of - before).days
    few = rows >= MANY_LINES and there * FEW <= rows
    return (there, ahead) if ahead > (FAR_AHEAD if few else DECADE) else None


def one_line_per_order(engine: DuckDB, intake: Intake, window: Window) -> bool:
    """Tell whether it is proved that every order of the window is one line, so that no grouping is needed.

    Most files show the contrary in their first rows. Where order ids are a common prefix and a number of fixed
    length, a bitmap over the numbers proves it; anything else is not proved, and is grouped.
    """
    lines = intake.lines
    if not lines.has_order_id or lines.blank_order_ids:
        return False
    rows, distinct = engine.run(
        "SELECT COUNT(*), COUNT(DISTINCT (customer_id, order_id)) "
        f"FROM (SELECT * FROM {ACCEPTED} WHERE {inside(window)} LIMIT {SAMPLE})"
    )[0]
    if rows != distinct:
        return False
    least, greatest = _bounds(engine, intake)
    count = engine.run(f"SELECT COUNT(*) FROM {lines.plain} WHERE {inside(window)}")[0][0]
    encoded = _as_number(least, greatest)
    if encoded is None or count < 1:
        return False
    expression, low, high = encoded
    if high - low >= min(MOST_BITS, max(64 * count, 1 << 20)):
        return False
    usable, bits = engine.run(
        f"SELECT COUNT(number), BIT_COUNT(BITSTRING_AGG(number, {low}, {high})) "
        f"FROM (SELECT {expression} AS number FROM {lines.plain} WHERE {inside(window)}) "
        f"WHERE number BETWEEN {low} AND {high}"
    )[0]
    return bool(usable == count and bits == count)


def _bounds(engine: DuckDB, intake: Intake) -> tuple[str | None, str | None]:
    """Return the least and the greatest order id: from a Parquet file's statistics, else by looking."""
    loaded = intake.loaded[0]
    if loaded.in_place:
        return statistics(engine, loaded.raw)[loaded.meaning.header("order_id")][1:]
    row = engine.run(f"SELECT CAST(MIN(order_id) AS VARCHAR), CAST(MAX(order_id) AS VARCHAR) FROM {ACCEPTED}")[0]
    return row[0], row[1]


def _as_number(least: str | None, greatest: str | None) -> tuple[str, int, int] | None:
    """Return an expression that turns every id between two bounds into a number, distinct for distinct ids."""
    if least is None or greatest is None or len(least) != len(greatest):
        return None
    prefix = 0
    while prefix < len(least) and least[prefix] == greatest[prefix]:
        prefix += 1
    digits = len(least) - prefix
    if not 0 < digits <= 9 or not re.fullmatch(r"[0-9]+", least[prefix:] + greatest[prefix:]):
        return None
    text = "CAST(order_id AS VARCHAR)"
    expression = f"CASE WHEN STRLEN({text}) = {len(least)} THEN TRY_CAST(SUBSTR({text}, {prefix + 1}) AS BIGINT) END"
    return expression, 0, 10**digits - 1
