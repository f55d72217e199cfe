"""Dates that are not in plain form: the clock is taken off in the engine, each distinct day is read once.

A clock decides the day only at 24:00, which is the next one, and together with a zone.
"""

from __future__ import annotations

from dataclasses import dataclass

from shuke.engines.duckdb import DuckDB
from shuke.errors import Undecided
from shuke.ingest.decisions import DECISIONS, decided
from shuke.ingest.forms.changes import Change
from shuke.ingest.forms.characters import folded, shown
from shuke.ingest.forms.heads import Head, read_head, seconds
from shuke.ingest.forms.order import order
from shuke.ingest.forms.places import Place
from shuke.ingest.raw import Reading
from shuke.stages.relation import literal

_HALF = "上午|下午|凌晨|清晨|早上|早晨|中午|午后|傍晚|晚上|夜里|AM|PM|A[.]M[.]|P[.]M[.]"
_LATE = "下午|午后|傍晚|晚上|夜里|PM|P[.]M[.]"
_EARLY = "上午|凌晨|清晨|早上|早晨|AM|A[.]M[.]"
_CLOCK = r"[0-9]{1,2}(?:(?:[:时時点點] ?[0-9]{1,2}(?:(?:[:分] ?[0-9]{1,2}(?:[.,][0-9]+)?秒?)|分)?)|[时時点點])"
_ZONE = r"Z|(?:UTC|GMT)?[+-][0-9]{1,2}:?[0-9]{2}|(?:UTC|GMT)(?:[+-][0-9]{1,2})?|[+-][0-9]{2}"
_TIMES = rf"^(.*?)(?:[ T]*({_HALF}) ?({_CLOCK})|(?:[ T]|[日号])+ ?({_CLOCK})(?: ?({_HALF}))?)(?: ?({_ZONE}))?$"
_PARTS = ("head", "half", "clock", "bare", "after", "zone")
# 20240105093000, 202401050930: a day and its clock without anything between.
_STAMP = "[12][09][0-9]{6}([01][0-9]|2[0-3])[0-5][0-9]([0-5][0-9])?"
_VALID = r"([01]?[0-9]|2[0-3])(:[0-5]?[0-9](:([0-5]?[0-9]|60)([.][0-9]*)?)?)?"
_MIDNIGHT = r"24(:0?0(:0?0([.]0*)?)?)?"
EPOCH = "epoch"
# A column counts seconds when at least this share of its cells can be such a number.
MANY = 0.5


@dataclass(frozen=True)
class Dates:
    """What became of the forms of a date column: the table of their readings, the log, and how many carry a zone.

    ``order`` is that of day, month and year, where it matters; ``dummies`` are the cells that hold a day which
    programs write for none and which is no day.
    """

    table: str
    changes: tuple[Change, ...]
    zoned: int
    dummies: int
    order: str | None


def read(
    engine: DuckDB, table: str, odd: str, column: str, place: Place, reading: Reading, *, epoch_1904: bool = False
) -> Dates:
    """Read the distinct cells of a date column into ``table``: ``text``, ``value`` (a day), ``reason``.

    Raises:
        Undecided: day and month, or what a number counts, are open.
        DataError: the column mixes orders of day and month.
    """
    _split(engine, table, odd, place)
    found = engine.run(f"SELECT head, SUM(cells), MIN(first) FROM {table} GROUP BY 1")
    partial = decided(reading, "partial-dates") or "reject"
    chinese = decided(reading, "chinese-numerals") == "read"
    heads = [
        (str(head), int(cells), int(first), read_head(head, epoch_1904=epoch_1904, partial=partial, chinese=chinese))
        for head, cells, first in found
    ]
    known = order([(head, first, one) for head, _, first, one in heads], column, place, reading)
    counted = _counts_seconds(engine, heads, column, place, reading)
    days = [_settled(head, one, known, counted) for head, _, _, one in heads]
    engine.run(
        "CREATE OR REPLACE TEMP TABLE date_heads (head VARCHAR, day DATE, moment BIGINT, form VARCHAR, reason VARCHAR)"
    )
    if days:
        columns = [list(values) for values in zip(*days, strict=True)]
        engine.run(
            "INSERT INTO date_heads SELECT UNNEST(?), UNNEST(?::DATE[]), UNNEST(?::BIGINT[]), UNNEST(?), UNNEST(?)",
            columns,
        )
    _join(engine, table, reading)
    zoned, dummies = engine.run(
        f"SELECT COALESCE(SUM(cells) FILTER (zone <> '' AND reason IS NULL), 0), "
        f"COALESCE(SUM(cells) FILTER (form = 'dummy_date'), 0) FROM {table}"
    )[0]
    return Dates(table, _changes(engine, table, column, place), int(zoned), int(dummies), known)


def _split(engine: DuckDB, table: str, odd: str, place: Place) -> None:
    """Keep each form with its day, its clock as h:m:s, the half of the day, and its zone."""
    forms = (
        f"SELECT {odd} AS text, COUNT(*) AS cells, MIN({place.row}) AS first FROM {place.relation} "
        f"WHERE {odd} IS NOT NULL GROUP BY 1"
    )
    written = f"SELECT *, {folded('text')} AS folded FROM ({forms})"
    # Taking apart is dear, so it is done only where a clock can be.
    parted = (
        f"SELECT *, REGEXP_FULL_MATCH(folded, {literal(_STAMP)}) AS stamp, "
        "CASE WHEN REGEXP_MATCHES(folded, '[:时時点點]') THEN "
        f"REGEXP_EXTRACT(folded, {literal(_TIMES)}, {list(_PARTS)}) END AS part FROM ({written})"
    )
    clock = "RTRIM(TRANSLATE(part.clock || part.bare, '时時点點分秒, ', '::::: .'), ': ')"
    stamp = "SUBSTR(folded, 9, 2) || ':' || SUBSTR(folded, 11, 2)"
    half = "part.half || part.after"
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT text, cells, first, folded, "
        "CASE WHEN stamp THEN SUBSTR(folded, 1, 8) WHEN timed THEN RTRIM(part.head, ' T,') ELSE folded END AS head, "
        f"CASE WHEN stamp THEN {stamp} WHEN timed THEN {clock} ELSE '' END AS clock, "
        f"CASE WHEN timed AND REGEXP_MATCHES({half}, {literal(_LATE)}) THEN 'late' "
        f"WHEN timed AND REGEXP_MATCHES({half}, {literal(_EARLY)}) THEN 'early' "
        f"WHEN timed AND {half} <> '' THEN 'noon' ELSE '' END AS half, "
        "CASE WHEN timed THEN part.zone ELSE '' END AS zone FROM "
        f"(SELECT *, COALESCE(part.clock || part.bare <> '', FALSE) AS timed FROM ({parted}))"
    )


def _counts_seconds(
    engine: DuckDB, heads: list[tuple[str, int, int, Head]], column: str, place: Place, reading: Reading
) -> bool:
    """Tell whether the column's numbers are seconds since 1970: only if somebody says so.

    Raises:
        Undecided: most cells can be such numbers, and nobody has said whether they are.
    """
    counting = [(first, head, cells) for head, cells, first, one in heads if one.form == "epoch" and seconds(head)]
    answer = decided(reading, EPOCH)
    if answer is not None or not counting:
        return answer == "read"
    rows = engine.run(f"SELECT COUNT(*) FROM {place.relation}")[0][0]
    if sum(cells for _, _, cells in counting) < MANY * rows:
        return False
    first, head, _ = min(counting)
    raise Undecided("date_counts_seconds", EPOCH, DECISIONS[EPOCH], place.where(column, first), example=shown(head))


def _settled(head: str, one: Head, order: str | None, counted: bool) -> tuple[object, ...]:
    """Return the head with its day, its moment in microseconds, its form, and why it is no day."""
    if one.orders:
        day = one.orders.get(order or "")
        return head, day, None, one.form, None if day else "date_invalid"
    value = seconds(head) if counted and one.form == "epoch" else None
    if value is not None:
        return head, None, int(value * 1_000_000), one.form, None
    return head, one.day, None, one.form, one.reason


def _join(engine: DuckDB, table: str, reading: Reading) -> None:
    """Give each form the day that its head, its clock and its zone make together."""
    valid = f"clock = '' OR REGEXP_FULL_MATCH(clock, {literal(f'{_VALID}|{_MIDNIGHT}')})"
    midnight = f"CASE WHEN REGEXP_FULL_MATCH(clock, {literal(_MIDNIGHT)}) THEN 1 ELSE 0 END"
    placed = "zone <> '' OR moment IS NOT NULL"
    local = f"CASE WHEN {placed} THEN {_local(reading)} ELSE day + {midnight} END"
    no_zone = "FALSE" if reading.timezone else placed
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT *, CASE WHEN reason IS NULL THEN {local} END AS value FROM ("
        "SELECT text, cells, first, folded, clock, half, zone, day, moment, form, "
        "CASE WHEN head = '' AND clock <> '' THEN 'date_not_understood' WHEN reason IS NOT NULL THEN reason "
        f"WHEN NOT ({valid}) THEN 'date_invalid' WHEN {no_zone} THEN 'date_without_zone_setting' END AS reason "
        f"FROM {table} JOIN date_heads USING (head))"
    )


def _local(reading: Reading) -> str:
    """Return the local day of a moment: a wall clock with its zone, or microseconds since 1970."""
    if reading.timezone is None:
        return "CAST(NULL AS DATE)"
    part = [f"COALESCE(TRY_CAST(SPLIT_PART(clock, ':', {place}) AS INTEGER), 0)" for place in (1, 2)]
    hour = (
        f"CASE WHEN half = 'late' AND {part[0]} < 12 THEN {part[0]} + 12 WHEN half = 'early' AND {part[0]} = 12 THEN 0 "
    )
    hour += f"ELSE {part[0]} END"
    wall = f"CAST(day AS TIMESTAMP) + TO_HOURS({hour}) + TO_MINUTES({part[1]})"
    numbers = [
        f"COALESCE(TRY_CAST(REGEXP_EXTRACT(zone, '[+-]([0-9]{{1,2}}):?([0-9]{{2}})?$', {n}) AS INTEGER), 0)"
        for n in (1, 2)
    ]
    sign = "CASE WHEN CONTAINS(zone, '-') THEN -1 ELSE 1 END"
    moment = f"{wall} - TO_MINUTES({sign} * (60 * {numbers[0]} + {numbers[1]}))"
    utc = f"CASE WHEN moment IS NOT NULL THEN MAKE_TIMESTAMP(moment) ELSE {moment} END"
    return f"CAST((({utc}) AT TIME ZONE 'UTC') AT TIME ZONE {literal(reading.timezone)} AS DATE)"


def _changes(engine: DuckDB, table: str, column: str, place: Place) -> tuple[Change, ...]:
    """Return the log: by the head's way of writing, and what clocks, zones and wide characters took."""
    header = place.header(column)
    changes = [
        Change.of(column, header, form, int(cells), text, value)
        for form, cells, text, value in engine.run(
            f"SELECT form, SUM(cells), ARG_MIN(text, first), CAST(ARG_MIN(value, first) AS VARCHAR) FROM {table} "
            "WHERE reason IS NULL AND form <> '' GROUP BY 1 ORDER BY 1"
        )
    ]
    kinds = {
        "next_day": f"REGEXP_FULL_MATCH(clock, {literal(_MIDNIGHT)})",
        "half_of_day": "half <> ''",
        "zone": "zone <> ''",
        "characters": "folded <> UPPER(text)",
    }
    told = ", ".join(f"CASE WHEN {kind} THEN {literal(form)} END" for form, kind in kinds.items())
    found = engine.run(
        "SELECT kind, SUM(cells), ARG_MIN(text, first), CAST(ARG_MIN(value, first) AS VARCHAR) FROM "
        f"(SELECT cells, text, value, first, UNNEST([{told}]) AS kind FROM {table} WHERE reason IS NULL) "
        "WHERE kind IS NOT NULL GROUP BY 1"
    )
    others = {form: Change.of(column, header, form, int(cells), text, value) for form, cells, text, value in found}
    return (*changes, *(others[form] for form in kinds if form in others))
