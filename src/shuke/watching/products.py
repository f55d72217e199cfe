"""What the customers of each place of a run bought and asked for, and what those who left had done before.

Whoever bought something has a line above 0 of it in the run's period; money is net, refunds included. Who left is told
between two runs of one scheme: those who fell to the lowest place or are no longer rated, and those of the lowest place
who are no longer rated. What they did is of the earlier run's period alone: nobody's future explains them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError
from shuke.movement.side import Side
from shuke.report.text import money
from shuke.stages.relation import literal
from shuke.watch.products import Count, Group, Lift, Thing, Trait, lifts, traits
from shuke.watch.products.lifts import LEAST, RATE
from shuke.watching.kept import NEW, OLD, Found, Pair, newest, pair, place, places_of, side
from shuke.workspace.beside import interactions_of
from shuke.workspace.home import Workspace
from shuke.workspace.relations import all_lines, pieces

LINES, CONTACTS, STANDING, TRAITS = "watched_lines", "watched_contacts", "watched_standing", "watched_traits"
BOUGHT = ("category", "product", "channel", "promotion")
# Of more things of one family only the commonest are told.
MOST = 200


@dataclass(frozen=True)
class Leaving:
    """One question about who left: how many were there, how many left, and what went with it."""

    customers: int
    left: int
    traits: tuple[Trait, ...]
    few: int


@dataclass(frozen=True)
class Products:
    """What each place buys and asks for; ``leaving`` is None where there is no earlier run."""

    run: int
    as_of: str
    sizes: Mapping[str, int]
    things: tuple[Thing, ...]
    few: int
    cut: int
    missing: tuple[str, ...]
    earlier: tuple[int, str] | None
    leaving: Mapping[str, Leaving] | None
    least: int
    rate: float
    currency: str | None

    def document(self) -> dict[str, Any]:
        """Return everything as data for JSON; money is text, numbers of few customers are null."""
        return {
            "run": self.run,
            "as_of": self.as_of,
            "places": [{"name": name, "customers": count} for name, count in self.sizes.items()],
            "least": self.least,
            "rate": self.rate,
            "control": "benjamini-hochberg",
            "few": self.few,
            "cut": self.cut,
            "missing": list(self.missing),
            "currency": self.currency,
            "things": [_thing(one) for one in self.things],
            "earlier": None if self.earlier is None else {"run": self.earlier[0], "as_of": self.earlier[1]},
            "leaving": None if self.leaving is None else {name: _leaving(one) for name, one in self.leaving.items()},
        }


def products(
    home: Path, number: int | None = None, first: int | None = None, least: int = LEAST, rate: float = RATE
) -> Products:
    """Return what the customers of each place of a run do, by default of the newest, and who left since an earlier one.

    Raises:
        UsageError: there is no such run, or a number cannot be meant.
        DataError: a file of the workspace is damaged, or was forgotten.
    """
    if not 1 <= least <= 1_000 or not 0 < rate < 1:
        raise UsageError("products_numbers", least=least, rate=f"{rate:g}")
    space = Workspace(home)
    with DuckDB() as engine:
        found = newest(space, number)
        made = side(engine, space, found, NEW)
        _read(engine, space, found, made)
        sizes = _standing(engine, made)
        kept = "SUM(money)"
        paid = dict(engine.run(f"SELECT place, {kept} FROM {LINES} JOIN {STANDING} USING (customer_id) GROUP BY place"))
        counts = [*_bought(engine), *_contacts(engine)]
        things, few = lifts(
            counts, sizes, {name: Decimal(amount) for name, amount in paid.items()}, least=least, rate=rate
        )
        shown, cut = _commonest(things)
        families = {one.family for one in counts}
        missing = tuple(name for name in (*BOUGHT, "contact") if name not in families)
        both = _pair(engine, space, first, found)
        leaving = None if both is None else _who_left(engine, space, both, least, rate)
        return Products(
            run=found.number,
            as_of=found.run.as_of,
            sizes=sizes,
            things=tuple(shown),
            few=few,
            cut=cut,
            missing=missing,
            earlier=None if both is None else (both.old.number, both.old.run.as_of),
            leaving=leaving,
            least=least,
            rate=rate,
            currency=made.document["currency"],
        )


def _read(engine: DuckDB, space: Workspace, found: Found, made: Side) -> None:
    """Keep the order lines and contacts of a run's period, as the workspace held them when the run was made."""
    first, last = made.document["period"]
    space.segments.check(pieces(found.content, first or "", last))
    since = f"AND CAST(ordered_at AS DATE) >= DATE {literal(first)} " if first else ""
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {LINES} AS SELECT customer_id, order_id, ordered_at, amount AS money, "
        f"{', '.join(BOUGHT)} FROM ({all_lines(space.segments, found.content, first or '', last)}) "
        f"WHERE CAST(ordered_at AS DATE) <= DATE {literal(last)} {since}"
    )
    nothing = "SELECT NULL::VARCHAR AS customer_id, NULL::VARCHAR AS kind WHERE FALSE"
    between = f"occurred_on <= DATE {literal(last)}" + (f" AND occurred_on >= DATE {literal(first)}" if first else "")
    if interactions_of(engine, space.segments, found.content):
        nothing = f"SELECT DISTINCT customer_id, kind FROM interaction_rows WHERE verdict IS NULL AND {between}"
    engine.run(f"CREATE OR REPLACE TEMP TABLE {CONTACTS} AS {nothing}")


def _standing(engine: DuckDB, made: Side) -> dict[str, int]:
    """Keep where every rated customer stands; return the customers of each place, in the order of the scheme."""
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {STANDING} AS SELECT customer_id, {place('t', made)} AS place FROM {NEW} AS t"
    )
    counts = dict(engine.run(f"SELECT place, COUNT(*) FROM {STANDING} GROUP BY place"))
    known = [one for one in places_of(made) if one in counts]
    return {name: int(counts[name]) for name in [*known, *sorted(set(counts) - set(known))]}


def _bought(engine: DuckDB) -> list[Count]:
    parts = " UNION ALL ".join(
        f"SELECT {literal(name)} AS family, {name} AS name, place, "
        f"COUNT(DISTINCT customer_id) FILTER (money > 0) AS heads, SUM(money) AS paid FROM {LINES} "
        f"JOIN {STANDING} USING (customer_id) WHERE {name} IS NOT NULL GROUP BY ALL"
        for name in BOUGHT
    )
    return [
        Count(family, name, where, int(heads), Decimal(paid))
        for family, name, where, heads, paid in engine.run(f"SELECT * FROM ({parts}) ORDER BY ALL")
    ]


def _contacts(engine: DuckDB) -> list[Count]:
    rows = engine.run(
        f"SELECT kind, place, COUNT(*) FROM {CONTACTS} JOIN {STANDING} USING (customer_id) GROUP BY ALL ORDER BY ALL"
    )
    return [Count("contact", kind, where, int(heads)) for kind, where, heads in rows]


def _commonest(things: Sequence[Thing]) -> tuple[list[Thing], int]:
    shown: list[Thing] = []
    counts: dict[str, int] = {}
    for one in things:
        counts[one.family] = counts.get(one.family, 0) + 1
        if counts[one.family] <= MOST:
            shown.append(one)
    return shown, len(things) - len(shown)


def _pair(engine: DuckDB, space: Workspace, first: int | None, found: Found) -> Pair | None:
    """Return the run and an earlier one; None where there is none and none was named."""
    try:
        both = pair(engine, space, first, found.number)
    except UsageError as error:
        if first is None and error.key in {"watch_no_earlier", "watch_places_differ"}:
            return None
        raise
    return both if both.ordered and len(both.places) > 1 else None


def _who_left(engine: DuckDB, space: Workspace, both: Pair, least: int, rate: float) -> dict[str, Leaving]:
    """Return both questions, answered from what was known in the earlier run."""
    _read(engine, space, both.old, both.before)
    lowest = literal(both.places[-1])
    gone = f"({place('n', both.after)} IS NULL)"
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {STANDING} AS SELECT o.customer_id, {place('o', both.before)} AS place, "
        f"{gone} AS gone, {gone} OR {place('n', both.after)} IN ({lowest}, '') AS fell "
        f"FROM {OLD} AS o LEFT JOIN {NEW} AS n ON o.customer_id = n.customer_id"
    )
    engine.run(f"CREATE OR REPLACE TEMP TABLE {TRAITS} AS {_traits()}")
    questions = {"fell": (f"place <> {lowest} AND place <> ''", "fell"), "left": (f"place = {lowest}", "gone")}
    return {name: _asked(engine, held, outcome, least, rate) for name, (held, outcome) in questions.items()}


def _asked(engine: DuckDB, held: str, outcome: str, least: int, rate: float) -> Leaving:
    left = f"COUNT(*) FILTER ({outcome})"
    rows = engine.run(f"SELECT place, COUNT(*), {left} FROM {STANDING} WHERE {held} GROUP BY place")
    whole = {name: (int(count), int(went)) for name, count, went in rows}
    groups = [
        Group(family, name, where, int(count), int(went))
        for family, name, where, count, went in engine.run(
            f"SELECT family, name, place, COUNT(*), {left} FROM {STANDING} JOIN {TRAITS} USING (customer_id) "
            f"WHERE {held} GROUP BY ALL ORDER BY ALL"
        )
    ]
    found, few = traits(groups, whole, least=least, rate=rate)
    return Leaving(
        sum(count for count, _ in whole.values()), sum(went for _, went in whole.values()), tuple(found[:MOST]), few
    )


def _traits() -> str:
    """Return the query of everything that customers did in the period: who, which family of traits, which of it."""
    parts = [f"SELECT customer_id, 'contact' AS family, kind AS name FROM {CONTACTS}"]
    parts += [
        f"SELECT DISTINCT customer_id, 'bought_{name}', {name} FROM {LINES} WHERE money > 0 AND {name} IS NOT NULL"
        for name in ("category", "product")
    ]
    for name in ("category", "product", "channel"):
        last = (
            f"ARG_MAX({name}, (ordered_at, COALESCE(order_id, ''), {name})) FILTER ({name} IS NOT NULL AND money > 0)"
        )
        parts.append(
            f"SELECT * FROM (SELECT customer_id, 'last_{name}', {last} AS name FROM {LINES} GROUP BY customer_id) "
            "WHERE name IS NOT NULL"
        )
    parts.append(
        f"SELECT DISTINCT customer_id, 'did', 'promotion' FROM {LINES} WHERE money > 0 AND promotion IS NOT NULL"
    )
    parts.append(f"SELECT DISTINCT customer_id, 'did', 'refund' FROM {LINES} WHERE money < 0")
    days = "COUNT(DISTINCT CAST(ordered_at AS DATE)) FILTER (money > 0)"
    parts.append(f"SELECT customer_id, 'did', 'once' FROM {LINES} GROUP BY customer_id HAVING {days} = 1")
    return " UNION ALL ".join(parts)


def _thing(one: Thing) -> dict[str, Any]:
    return {
        "family": one.family,
        "name": one.name,
        "customers": one.customers,
        "money": money(one.money),
        "places": [_lift(it) for it in one.places],
    }


def _lift(one: Lift) -> dict[str, Any]:
    told = asdict(one)
    return {
        **told,
        "interval": None if one.interval is None else list(one.interval),
        "money": None if one.money is None else money(one.money),
    }


def _leaving(one: Leaving) -> dict[str, Any]:
    told = [{**asdict(it), "interval": None if it.interval is None else list(it.interval)} for it in one.traits]
    return {"customers": one.customers, "left": one.left, "few": one.few, "traits": told}
