"""The target profile of a run's high-value customers, and who of the others is like them, each explained.

Attributes are what the run carries, what the customer table says, and where and what customers bought last; each with
between two and fifty values. Who looks after a customer is none of theirs, and personal columns are never taken. The
others are all rated customers of other places, and those whom the customer table names and who have not bought; who
wants no marketing is not listed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError
from shuke.ingest.columns import listed, recognise, simplify
from shuke.movement.side import Side
from shuke.privacy.attributes import kind_of_attribute
from shuke.stages.relation import identifier, literal
from shuke.watch.target import FOLDS, Cell, HoldOut, Model, Value, fit, held_out, profile
from shuke.watch.target.profile import LEAST, RATE
from shuke.watching.kept import NEW, Found, carried, high_of, newest, place, side
from shuke.workspace.beside import customers_of
from shuke.workspace.home import Workspace
from shuke.workspace.opted_out import opted_out
from shuke.workspace.relations import all_lines, pieces

SAID, PROFILE, SCORED = "watched_said", "watched_profile", "watched_scored"
OF_LINES = ("category", "channel", "region")
MOST_VALUES, MOST_LIKE = 50, 100
BATCH = 10_000


@dataclass(frozen=True)
class Like:
    """One of the others: where they stand (None: not rated), their score, and what each attribute adds to it.

    ``parts`` hold the attribute, the value (None where nothing is known) and its weight; with the base they add up to
    the score exactly.
    """

    customer_id: str
    place: str | None
    score: Decimal
    parts: tuple[tuple[str, str | None, Decimal], ...]


@dataclass(frozen=True)
class Target:
    """The profile, its check on customers that it had not seen, and the likest of the others."""

    run: int
    as_of: str
    high: tuple[str, ...]
    attributes: Mapping[str, str]
    left_out: tuple[str, ...]
    customers: int
    high_customers: int
    values: tuple[Value, ...]
    few: int
    model: Model
    check: HoldOut | None
    likest: tuple[Like, ...]
    others: int
    rate: float
    least: int
    opted_out: int

    def document(self) -> dict[str, Any]:
        """Return everything as data for JSON; scores and weights are decimals as text."""
        check = None if self.check is None else {**asdict(self.check), "interval": list(self.check.interval)}
        return {
            "run": self.run,
            "as_of": self.as_of,
            "high": list(self.high),
            "customers": self.customers,
            "high_customers": self.high_customers,
            "attributes": [{"name": name, "title": title} for name, title in self.attributes.items()],
            "left_out": list(self.left_out),
            "least": self.least,
            "rate": self.rate,
            "control": "benjamini-hochberg",
            "few": self.few,
            "values": [{**asdict(one), "interval": list(one.interval)} for one in self.values],
            "base": str(self.model.base),
            "check": check,
            "others": self.others,
            "opted_out": self.opted_out,
            "likest": [like_document(one) for one in self.likest],
        }


def target(
    home: Path,
    number: int | None = None,
    high: Sequence[str] = (),
    wanted: Sequence[str] = (),
    most: int = MOST_LIKE,
    least: int = LEAST,
    rate: float = RATE,
    owner: tuple[str, str | None] | None = None,
) -> Target:
    """Return the target profile of a run, by default the newest, and ``most`` of the others who are likest.

    ``owner`` is a carried column and a value: only their customers are listed; the profile is of everybody.

    Raises:
        UsageError: there is no such run, place or attribute, or no attribute at all, or a number cannot be meant.
        DataError: a file of the workspace is damaged.
    """
    if not (1 <= least <= 1_000 and 0 < rate < 1 and 0 <= most <= 10_000):
        raise UsageError("target_numbers", least=least, rate=f"{rate:g}", most=most)
    space = Workspace(home)
    with DuckDB() as engine:
        found = newest(space, number)
        made = side(engine, space, found, NEW)
        places = high_of(made, high)
        titles = _said(engine, space, found, made)
        chosen, left_out = _chosen(engine, titles, wanted)
        _keep(engine, made, places, chosen, owner)
        cells = _cells(engine, chosen)
        values, few = profile(chosen, cells, least=least, rate=rate)
        model = fit(chosen, cells)
        quiet = _leave_out(engine, opted_out(space))
        likest, others = _likest(engine, model, chosen, most)
        return Target(
            run=found.number,
            as_of=found.run.as_of,
            high=places,
            attributes={name: titles[name] for name in chosen},
            left_out=tuple(titles[name] for name in left_out),
            customers=sum(one.high + one.others for one in cells),
            high_customers=sum(one.high for one in cells),
            values=tuple(values),
            few=few,
            model=model,
            check=held_out(chosen, cells),
            likest=likest,
            others=others,
            rate=rate,
            least=least,
            opted_out=quiet,
        )


def like_document(one: Like) -> dict[str, Any]:
    """Return one of the others as data for JSON."""
    parts = [{"attribute": name, "value": value, "weight": str(weight)} for name, value, weight in one.parts]
    return {"customer_id": one.customer_id, "place": one.place, "score": str(one.score), "parts": parts}


def _said(engine: DuckDB, space: Workspace, found: Found, made: Side) -> dict[str, str]:
    """Keep what is said of every customer under ``watched_said``; return the columns with their titles.

    What the run carries counts before the customer table, and that before the order lines.
    """
    sources: list[tuple[str, dict[str, str]]] = [(f"SELECT * FROM {NEW}", dict(carried(made)))]
    path = customers_of(engine, space.segments, found.content)
    if path is not None:
        query = f"SELECT * FROM read_parquet({literal(str(path))})"
        first, *others = engine.columns(query)
        renamed = f"SELECT {identifier(first)} AS customer_id, * EXCLUDE ({identifier(first)}) FROM ({query})"
        sources.append((renamed, {one: one for one in others}))
    sources.append((_bought_last(space, found), {one: one for one in OF_LINES}))
    titles: dict[str, str] = {}
    known: set[str] = set()
    parts = []
    for rank, (query, columns) in enumerate(sources):
        taken = {column: header for column, header in columns.items() if not _is_owner(column, header)}
        fresh = {one: header for one, header in taken.items() if not {simplify(one), simplify(header)} & known}
        known |= {simplify(word) for pair in fresh.items() for word in pair}
        names = {one: f"a{len(titles) + place}" for place, one in enumerate(fresh)}
        titles |= {name: fresh[one] for one, name in names.items()}
        cells = ", ".join(
            [
                "customer_id",
                *(f"NULLIF(TRIM(CAST({identifier(one)} AS VARCHAR)), '') AS {name}" for one, name in names.items()),
            ]
        )
        parts.append(f"(SELECT {cells} FROM ({query})) AS s{rank}")
    engine.run(f"CREATE OR REPLACE TEMP TABLE {SAID} AS SELECT * FROM {_joined(parts)}")
    return titles


def _joined(parts: Sequence[str]) -> str:
    return parts[0] + "".join(f" FULL JOIN {one} USING (customer_id)" for one in parts[1:])


def _is_owner(column: str, header: str) -> bool:
    return any("salesperson" in recognise([word], ("salesperson",)).columns for word in (column, header))


def _bought_last(space: Workspace, found: Found) -> str:
    """Return the query of where and what every customer bought last, up to the run's day."""
    last = found.run.as_of
    space.segments.check(pieces(found.content, "", last))
    cells = ", ".join(
        f"ARG_MAX({one}, (ordered_at, {one})) FILTER ({one} IS NOT NULL AND amount > 0) AS {one}" for one in OF_LINES
    )
    return (
        f"SELECT customer_id, {cells} FROM ({all_lines(space.segments, found.content, '', last)}) "
        f"WHERE CAST(ordered_at AS DATE) <= DATE {literal(last)} GROUP BY customer_id"
    )


def _chosen(engine: DuckDB, titles: Mapping[str, str], wanted: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the attributes that are taken, and those that are not: too many values, one alone, or personal.

    Raises:
        UsageError: there is no such attribute, or none at all.
    """
    usable: list[str] = []
    left_out: list[str] = []
    for name, title in titles.items():
        ((count,),) = engine.run(f"SELECT COUNT(DISTINCT {name}) FROM {SAID}")
        personal = kind_of_attribute(engine, SAID, name, title) is not None
        (usable if 2 <= count <= MOST_VALUES and not personal else left_out).append(name)
    for one in wanted:
        if not any(simplify(titles[name]) == simplify(one) for name in usable):
            raise UsageError(
                "target_attribute_unknown", value=one, known=listed([titles[name] for name in usable]) or "-"
            )
    if wanted:
        words = {simplify(one) for one in wanted}
        usable = [name for name in usable if simplify(titles[name]) in words]
    if not usable:
        raise UsageError("target_no_attributes")
    return usable, left_out


def _keep(
    engine: DuckDB, made: Side, high: Sequence[str], chosen: Sequence[str], owner: tuple[str, str | None] | None
) -> None:
    """Keep everybody with their place, whether they are of high value, their part, and the attributes."""
    best = ", ".join(literal(one) for one in high)
    own = "TRUE"
    if owner is not None:
        own = "FALSE" if owner[1] is None else f"t.{identifier(owner[0])} = {literal(owner[1])}"
    part = f"INSTR('0123456789abcdef', SUBSTR(MD5(customer_id), 1, 1)) % {FOLDS}"
    listed_columns = ", ".join(chosen)
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {PROFILE} AS SELECT COALESCE(t.customer_id, s.customer_id) AS customer_id, "
        f"{place('t', made)} AS place, COALESCE({place('t', made)} IN ({best}), FALSE) AS high, "
        f"t.customer_id IS NOT NULL AS rated, COALESCE({own}, FALSE) AS own, {listed_columns} "
        f"FROM {NEW} AS t FULL JOIN {SAID} AS s ON t.customer_id = s.customer_id"
    )
    engine.run(f"ALTER TABLE {PROFILE} ADD COLUMN part INTEGER")
    engine.run(f"UPDATE {PROFILE} SET part = {part}")


def _cells(engine: DuckDB, chosen: Sequence[str]) -> list[Cell]:
    columns = ", ".join(chosen)
    rows = engine.run(
        f"SELECT {columns}, part, COUNT(*) FILTER (high), COUNT(*) FILTER (NOT high) FROM {PROFILE} WHERE rated "
        "GROUP BY ALL ORDER BY ALL"
    )
    return [Cell(tuple(values), int(part), int(high), int(others)) for *values, part, high, others in rows]


def _leave_out(engine: DuckDB, quiet: frozenset[str]) -> int:
    """Take those who want no marketing out of who is listed; return how many of the others that are."""
    ids = sorted(quiet)
    engine.run("CREATE OR REPLACE TEMP TABLE watched_quiet (customer_id VARCHAR)")
    for start in range(0, len(ids), BATCH):
        engine.run("INSERT INTO watched_quiet SELECT UNNEST(?)", [ids[start : start + BATCH]])
    among = "NOT high AND own AND customer_id IN (SELECT customer_id FROM watched_quiet)"
    ((count,),) = engine.run(f"SELECT COUNT(*) FROM {PROFILE} WHERE {among}")
    engine.run(f"UPDATE {PROFILE} SET own = FALSE WHERE {among}")
    return int(count)


def _likest(engine: DuckDB, model: Model, chosen: Sequence[str], most: int) -> tuple[tuple[Like, ...], int]:
    """Return the others whose scores are highest, by their ids where these are equal, and how many others there are."""
    columns = ", ".join(chosen)
    ((others,),) = engine.run(f"SELECT COUNT(*) FROM {PROFILE} WHERE NOT high AND own")
    combinations = engine.run(f"SELECT DISTINCT {columns} FROM {PROFILE} WHERE NOT high AND own ORDER BY ALL")
    ranked = sorted(combinations, key=lambda values: (-model.score(values), str(values)))
    found: list[Like] = []
    for values in ranked if most else ():
        if len(found) >= most and model.score(values) < found[most - 1].score:
            break
        held = " AND ".join(f"{name} IS NOT DISTINCT FROM ?" for name in chosen)
        rows = engine.run(
            f"SELECT customer_id, place FROM {PROFILE} WHERE NOT high AND own AND {held} ORDER BY 1 LIMIT {most}",
            list(values),
        )
        parts = tuple(zip(chosen, values, model.parts(values), strict=True))
        found += [Like(one, where, model.score(values), parts) for one, where in rows]
        found.sort(key=lambda one: (-one.score, one.customer_id))
    return tuple(found[:most]), int(others)
