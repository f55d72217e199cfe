"""The kept runs that are watched: two of one scheme side by side, or one, with the columns that customers carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shuke.engines.duckdb import DuckDB
from shuke.errors import NotFound, UsageError, Where
from shuke.ingest.columns import listed, recognise, simplify
from shuke.movement.side import Side, check_ids, kind, opened
from shuke.scheme.spoken.names import worded
from shuke.stages.places import group_names
from shuke.whatif.order import is_ordered
from shuke.workspace.content import Content, Run
from shuke.workspace.home import Workspace

OLD, NEW = "watched_before", "watched_after"
# The columns that say whose a customer is, as headers mean them.
CARRIED = ("salesperson", "region", "channel", "category", "product", "promotion")


@dataclass(frozen=True)
class Found:
    """A run by its number, the scheme that it was made under, and the state that it was made from."""

    number: int
    scheme: str
    run: Run
    content: Content


@dataclass(frozen=True)
class Pair:
    """Two runs, the earlier first, their tables open under ``watched_before`` and ``watched_after``."""

    old: Found
    new: Found
    before: Side
    after: Side
    places: tuple[str, ...]
    ordered: bool


def runs_of(space: Workspace) -> dict[int, Found]:
    """Return every run that a state names, by its number.

    Raises:
        DataError: a state is damaged.
    """
    found: dict[int, Found] = {}
    for _, content in space.contents():
        for scheme, run in content.runs.items():
            if run.number not in found:
                found[run.number] = Found(run.number, scheme, run, content)
    return found


def newest(space: Workspace, number: int | None = None) -> Found:
    """Return a run by its number, by default the newest of those that count.

    Raises:
        NotFound: there is no such run, or none at all.
        DataError: a state is damaged.
    """
    if number is None:
        number = max((run.number for run in space.head()[1].runs.values()), default=-1)
    found = runs_of(space)
    if number not in found:
        raise NotFound("run_unknown", number=number) if number >= 0 else NotFound("no_run_yet")
    return found[number]


def pair(engine: DuckDB, space: Workspace, first: int | None, last: int | None) -> Pair:
    """Return two runs: by default the newest, and the latest of an earlier day under the same scheme.

    Raises:
        NotFound: there is no such run.
        UsageError: there is no earlier run, the two cannot be compared, or one keeps no whole table.
        DataError: a file is damaged.
    """
    new = newest(space, last)
    known = runs_of(space)
    if first is None:
        earlier = [one for one in known.values() if one.scheme == new.scheme and one.run.as_of < new.run.as_of]
        if not earlier:
            raise UsageError("watch_no_earlier", Where(file=str(space.home)), scheme=new.scheme, number=new.number)
        old = max(earlier, key=lambda one: (one.run.as_of, one.number))
    else:
        old = newest(space, first)
        if old.run.as_of >= new.run.as_of:
            raise UsageError("watch_turned", first=old.number, last=new.number)
    before = side(engine, space, old, OLD)
    after = side(engine, space, new, NEW)
    check_ids(before, after)
    how = kind(before, after)
    if how == "different":
        raise UsageError("watch_places_differ", first=old.number, last=new.number)
    return Pair(old, new, before, after, places_of(after), how == "ladder")


def side(engine: DuckDB, space: Workspace, found: Found, table: str) -> Side:
    """Return one run with its table open under a name.

    Raises:
        UsageError: the run was written as changes only, or without a table that programs read.
        DataError: a file of the run is damaged.
    """
    made = opened(engine, space.run_folder(found.run), table)
    if "changes_since" in made.document:
        raise UsageError("run_of_changes", Where(file=str(made.saved.folder)), number=found.number)
    return made


def places_of(made: Side) -> tuple[str, ...]:
    """Return the places of a run's main result, in the order of its scheme."""
    return tuple(group_names(made.scheme, made.saved.fitted, made.result))


def place(alias: str, made: Side) -> str:
    """Return the expression of a customer's place: empty where they are in none, nothing where they are not rated."""
    found = f"COALESCE(CAST({alias}.{made.result} AS VARCHAR), '')"
    return f"CASE WHEN {alias}.customer_id IS NOT NULL THEN {found} END"


def high_of(made: Side, wanted: Sequence[str] | None) -> tuple[str, ...]:
    """Return the places of high value: those that are named, else the best of places that have an order.

    Raises:
        UsageError: there is no such place, or none is named where places have no order.
    """
    known = places_of(made)
    if wanted:
        for one in wanted:
            if one not in known:
                raise UsageError("watch_place_unknown", value=one, known=listed(known[:50]))
        return tuple(one for one in known if one in set(wanted))
    if not is_ordered(made.scheme, made.result):
        raise UsageError("watch_high_needed", scheme=made.scheme.scheme, known=listed(known[:50]))
    return known[:1]


def carried(made: Side) -> Mapping[str, str]:
    """Return the columns that customers carry besides their figures, with the headers that they come from."""
    return dict(made.document.get("carried", {}))


def column_of(made: Side, wanted: str, number: int) -> str:
    """Return the carried column that is meant: by its name, its header, or what its header means.

    Raises:
        UsageError: the run carries no such column.
    """
    known = carried(made)
    for column, header in known.items():
        if wanted in {column, header} or simplify(wanted) in {simplify(column), simplify(header)}:
            return column
    for column, header in known.items():
        if wanted in {*recognise([header], CARRIED).columns, *recognise([column], CARRIED).columns}:
            return column
    raise UsageError("watch_not_carried", value=wanted, number=number, known=listed(list(known)) or "-")


def title_of(made: Side, lang: str) -> str:
    """Return the title of a run's scheme."""
    return worded(made.scheme.title, lang)
