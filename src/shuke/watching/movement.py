"""Two runs of a workspace: who moved, and every change split into parts that add up, to the customer.

The standings between the two runs (see ``shuke.watch.movement.parts``) are rated from the lines that the workspace
held at the later run; whatever is not as it was known at the earlier one shows as ``corrected``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, Where, ensure
from shuke.movement.compare import names
from shuke.movement.side import Kind, Side, check_ids, kind, opened, same_rule
from shuke.stages.fitted import Ordered
from shuke.stages.relation import identifier
from shuke.watch.movement.parts import LAST, THERE, Standing, broken, columns, path
from shuke.watching.movement_kept import about, keep_parts, read_back
from shuke.workspace.again import Again, Rule
from shuke.workspace.content import Content, Run
from shuke.workspace.home import Workspace

OLD, NEW, PATH, PARTED = "movement_old", "movement_new", "movement_path", "movement_parts"
STANDING = "movement_standing_{}"
# Columns of the table that are not told: the money of the new run (of those who left: of the old one), whose they are.
MONEY, OWNER = "_money", "_owner"
Step = Callable[[str], None]


@dataclass(frozen=True)
class Movement:
    """A movement whose table is at hand; it holds an engine until ``close``."""

    scheme: str
    numbers: tuple[int, int]
    old: Side
    new: Side
    kind: Kind
    figures: tuple[str, ...]
    has_money: bool
    columns: tuple[str, ...]
    order: tuple[tuple[str, ...], tuple[str, ...]]
    notes: tuple[str, ...]
    engine: DuckDB = field(repr=False, compare=False)

    @property
    def ladder(self) -> bool:
        """Whether places are steps apart."""
        return self.kind == "ladder"

    @property
    def days(self) -> tuple[date, date]:
        """The days of both runs."""
        first, second = (date.fromisoformat(side.document["as_of"]) for side in (self.old, self.new))
        return first, second

    @property
    def currency(self) -> str | None:
        """The currency of the later run."""
        currency: str | None = self.new.document["currency"]
        return currency

    def close(self) -> None:
        """Let go of the engine."""
        self.engine.close()


def movement(
    space: Workspace, scheme: str, old: Run, new: Run, step: Step | None = None, *, owner: str | None = None
) -> Movement:
    """Return the movement between two runs of a scheme, the earlier first; the workspace keeps it for the next time.

    ``owner`` is the column of the runs that says whose a customer is.

    Raises:
        UsageError: a run keeps no whole table, its ids cannot be compared, or what it was made from was forgotten.
        DataError: a file is damaged, or the later run does not come out again from what the workspace holds.
    """
    engine = DuckDB()
    try:
        return _movement(space, scheme, old, new, step or (lambda key: None), engine, owner)
    except BaseException:
        engine.close()
        raise


def _movement(
    space: Workspace, scheme: str, old: Run, new: Run, step: Step, engine: DuckDB, owner: str | None
) -> Movement:
    step("read")
    sides = (opened(engine, space.run_folder(old), OLD), opened(engine, space.run_folder(new), NEW))
    check_ids(*sides)
    how, figures = kind(*sides), _figures(*sides)
    elsewhere = "changed" if how == "different" else "sideways"
    told = columns(figures, ladder=how == "ladder", elsewhere=elsewhere)
    wanted, since = about(old, new, owner), space.head()[1].since
    there = read_back(engine, space, wanted, PARTED)
    if not there:
        standings = _standings(space, new, sides, figures, engine, step)
        step("add")
        engine.run(f"CREATE OR REPLACE TEMP TABLE {PATH} AS {path(standings)}")
        engine.drop(*(STANDING.format(number) for number in range(1, LAST)))
        _keep(engine, sides, told, owner)
    found = engine.run(f"SELECT COUNT(*) FROM {PARTED} WHERE {broken(figures, ladder=how == 'ladder')}")[0][0]
    ensure(found == 0, "the parts of a movement do not add up")
    for column, side in (("before", sides[0]), ("after", sides[1])):
        ((heads,),) = engine.run(f"SELECT COUNT({column}) FROM {PARTED}")
        ensure(heads == side.rated, "a customer is lost between two runs")
    if not there:
        keep_parts(engine, space, wanted, PARTED, since)
    order = (_order(engine, sides[0]), _order(engine, sides[1]))
    money = "monetary" in figures
    return Movement(
        scheme, (old.number, new.number), *sides, how, figures, money, tuple(told), order, _notes(*sides), engine
    )


def _figures(old: Side, new: Side) -> tuple[str, ...]:
    """Return the figures that are split: the composite, else every score; and the money where both runs have it."""
    known = [side.score is not None for side in (old, new)]
    scores = [old.score or ""] if all(known) and old.score == new.score else list(old.scheme.scores)
    both = [name for name in scores if name in old.columns and name in new.columns]
    return tuple(dict.fromkeys([*both, *(["monetary"] if _has_money(old, new) else [])]))


def _has_money(old: Side, new: Side) -> bool:
    return "monetary" in old.columns and "monetary" in new.columns


def _standings(
    space: Workspace, run: Run, sides: tuple[Side, Side], figures: tuple[str, ...], engine: DuckDB, step: Step
) -> list[Standing]:
    """Return what stood in the earlier run, what stands in the later one, and the standings between."""
    old, new = sides
    content = _content(space, run)
    again = Again(space, content, engine, _rule(old))
    days = [date.fromisoformat(side.document["as_of"]) for side in sides]
    same = _same(old, new)
    for number, (as_of, until, key) in enumerate(
        ((days[0], None, "corrected"), (days[1], days[0], "time"), (days[1], None, "own")), start=1
    ):
        step(key)
        rated = again.measure(as_of, until)
        again.place_by(old.saved.fitted, STANDING.format(number))
    if same:
        _check(again, new, run)
    else:
        step("others")
        learns = rated and not old.document["breaks_from"]
        again.place_by(again.fit(rated) if learns else old.saved.fitted, STANDING.format(LAST - 1))
    ends = (_order(engine, old), _order(engine, new))
    own = {name: name for name in figures}
    between = [
        # Under one scheme the others' part ends where the later run stands, and the scheme moved nobody.
        Standing(number, NEW, new.by_score, ends[1], own)
        if same and number == LAST - 1
        else Standing(number, STANDING.format(number), old.result, ends[0], own)
        for number in range(1, LAST)
    ]
    first = Standing(0, OLD, old.by_score, ends[0], own, old.result)
    return [first, *between, Standing(LAST, NEW, new.by_score, ends[1], own, new.result)]


def _content(space: Workspace, run: Run) -> Content:
    """Return what the workspace held when the later run was made.

    Raises:
        UsageError: it was forgotten since.
    """
    return space.state(run.number)[1]


def _rule(side: Side) -> Rule:
    scheme = side.document["scheme"]
    return Rule(scheme["text"], f"{scheme['id']}.yaml", side.document["reading"]["zero_orders"])


def _same(old: Side, new: Side) -> bool:
    """Tell whether both runs place by the same scheme over the same kind of period; words may differ."""
    counted = [side.document["reading"]["zero_orders"] for side in (old, new)]
    return same_rule(old, new) and old.scheme.period == new.scheme.period and counted[0] == counted[1]


def _check(again: Again, new: Side, run: Run) -> None:
    """Place the last standing by the later run's own break values: that is the run itself, row by row.

    Raises:
        DataError: it is not.
    """
    engine, name = again.desk, STANDING.format(LAST - 1)
    again.place_by(new.saved.fitted, name)
    wanted = [one for one in (*new.scheme.scores, new.score, new.by_score) if one is not None and one in new.columns]
    texts = ", ".join(f"CAST({identifier(one)} AS VARCHAR)" for one in wanted if one == new.by_score)
    numbers = [f"CAST({identifier(one)} AS DECIMAL(24, 6))" for one in wanted if one != new.by_score]
    shown = ", ".join(["customer_id", texts.replace(identifier(new.by_score), identifier(new.result)), *numbers])
    there = ", ".join(["customer_id", texts, *numbers])
    ((differing,),) = engine.run(
        f"SELECT COUNT(*) FROM (SELECT {there} FROM {NEW} EXCEPT ALL SELECT {shown} FROM {name})"
    )
    ((rated,),) = engine.run(f"SELECT COUNT(*) FROM {name}")
    if differing or rated != new.rated:
        raise DataError(
            "movement_not_reproduced",
            Where(file=str(new.saved.folder)),
            number=run.number,
            customers=max(differing, abs(rated - new.rated)),
        )


def _order(engine: DuckDB, side: Side) -> tuple[str, ...]:
    """Return the places of a side from the best down; of codes those that occur."""
    given = [
        str(row[0]) for row in engine.run(f"SELECT DISTINCT {side.result} FROM {side.table}") if row[0] is not None
    ]
    return names(side, given)


def _keep(engine: DuckDB, sides: tuple[Side, Side], told: dict[str, str], owner: str | None) -> None:
    """Keep the table of parts, with the money and the owner of each customer beside it."""
    old, new = sides
    money = "CAST(0 AS DECIMAL(18, 4))"
    if _has_money(old, new):
        money = "COALESCE(n.monetary, o.monetary)"
    owners = [
        f"{alias}.{identifier(owner)}" for alias, side in (("n", new), ("o", old)) if owner and owner in side.columns
    ]
    whose = f"CAST(COALESCE({', '.join(owners)}, NULL) AS VARCHAR)" if owners else "CAST(NULL AS VARCHAR)"
    cells = ", ".join(f"{expression} AS {name}" for name, expression in told.items())
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {PARTED} AS SELECT p.*, {money} AS {MONEY}, {whose} AS {OWNER} FROM "
        f"(SELECT {cells} FROM {PATH} WHERE {THERE}) AS p "
        f"LEFT JOIN {NEW} AS n ON n.customer_id = p.customer_id LEFT JOIN {OLD} AS o ON o.customer_id = p.customer_id"
    )
    engine.drop(PATH)


def _notes(old: Side, new: Side) -> tuple[str, ...]:
    """Return the keys of what a reader should know besides the figures."""
    found = []
    if any(isinstance(fit, Ordered) for side in (old, new) for fit in side.saved.fitted.scores.values()):
        found.append("ordered")
    if not _same(old, new):
        found.append("scheme_changed")
    if not _has_money(old, new):
        found.append("no_money")
    if old.document["currency"] != new.document["currency"]:
        found.append("currencies")
    if any(side.scheme.grace is not None for side in (old, new)):
        found.append("grace")
    return tuple(found)


__all__ = ["MONEY", "OWNER", "PARTED", "Movement", "movement"]
