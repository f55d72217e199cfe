"""The figures that rules look at: those of the rated table, and what the orders tell of a customer's own rhythm.

Law: every figure is exact (whole numbers, declared decimals rounded half up), made of what was known on the day of the
run, and missing rather than guessed where its inputs are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from shuke.stages.relation import day, days, identifier, literal
from shuke.stages.rounding import half_up, units

# Names of relations that the figures are made of.
NOW, BEFORE, ORDERS, CONTACTS, PREDICTIONS = (
    "watched_now",
    "watched_before",
    "watched_orders",
    "watched_contacts",
    "watched_predictions",
)
OWN = "watched_own"
WAS, CHANGE = "before_", "change_of_"
STEPS = "steps_down"
# From the orders: the customer's own rhythm and what became of it.
OF_ORDERS = (
    "days_since_purchase",
    "own_gaps",
    "own_gap",
    "own_gap_longest",
    "overdue",
    "overdue_longest",
    "purchases_recent",
    "purchases_earlier",
    "purchases_trend",
    "amount_recent",
    "amount_earlier",
    "amount_trend",
    "amount_year",
    "stability",
    "stability_change",
)
KINDS = {"consultations": "consultation", "complaints": "complaint"}
OF_CONTACTS = tuple(f"{name}_{when}" for name in KINDS for when in ("recent", "earlier"))
OF_PREDICTIONS = ("p_alive", "p_no_purchase")
MONTHS, YEAR = 6, 365
TEXTS = ("VARCHAR", "ENUM")


@dataclass(frozen=True)
class Tables:
    """What there is to look at: the columns of the run and of the one before with their types, and what else is known.

    ``ladder`` are the places of ``place`` from the best down, None where they have no order.
    """

    as_of: date
    now: Mapping[str, str]
    before: Mapping[str, str] | None = None
    place: str | None = None
    ladder: tuple[str, ...] | None = None
    contacts: bool = False
    predictions: bool = False
    recent_days: int = 90
    purchase: str = "amount > 0"
    own: Sequence[str] = field(default=OF_ORDERS)


def known(tables: Tables) -> list[str]:
    """Return every name that a rule may use with these tables, sorted."""
    columns = [name for name in tables.now if name != "customer_id"]
    numbers = [name for name in columns if not is_text(tables.now[name])]
    found = {*columns, *OF_ORDERS, *OF_CONTACTS, *OF_PREDICTIONS, STEPS}
    return sorted({*found, *(WAS + name for name in columns), *(CHANGE + name for name in numbers)})


def lacking(name: str, tables: Tables) -> str | None:
    """Return why a figure cannot be had: the key of a sentence; None where it can, ``unknown`` for no figure at all."""
    plain = name.removeprefix(WAS).removeprefix(CHANGE)
    reason = None
    if name in OF_CONTACTS:
        reason = None if tables.contacts else "interactions"
    elif name in OF_PREDICTIONS and name not in tables.now:
        reason = None if tables.predictions else "predictions"
    elif name == STEPS:
        reason = "order" if tables.ladder is None else "earlier" if tables.before is None else None
    elif plain != name and plain in tables.now:
        reason = None if tables.before is not None and plain in tables.before else "earlier"
        if name.startswith(CHANGE) and is_text(tables.now[plain]):
            reason = "unknown"
    elif name not in tables.now and name not in OF_ORDERS:
        reason = "unknown"
    return reason


def is_text(kind: str) -> bool:
    """Tell whether the values of a type are texts."""
    return kind.startswith(TEXTS)


def expression(name: str, tables: Tables) -> str:
    """Return the expression of a figure over the joined relations ``n``, ``b``, ``o``, ``c`` and ``p``."""
    if name in tables.now:
        return f"n.{identifier(name)}"
    if name == STEPS:
        column = identifier(tables.place or "")
        lowest = len(tables.ladder or ())
        # Whoever is rated no more has fallen below the last place.
        return f"COALESCE({_rank(f'n.{column}', tables)}, {lowest}) - {_rank(f'b.{column}', tables)}"
    if name.startswith(WAS):
        return f"b.{identifier(name.removeprefix(WAS))}"
    if name.startswith(CHANGE):
        column = identifier(name.removeprefix(CHANGE))
        return f"n.{column} - b.{column}"
    if name in OF_CONTACTS:
        return f"COALESCE(c.{name}, 0)"
    return f"{'p' if name in OF_PREDICTIONS else 'o'}.{name}"


def _rank(column: str, tables: Tables) -> str:
    places = "".join(f" WHEN {literal(one)} THEN {rank}" for rank, one in enumerate(tables.ladder or ()))
    return f"CASE CAST({column} AS VARCHAR){places} END"


def own_figures(tables: Tables) -> str:
    """Return the query of the figures of each customer's own orders (``watched_orders``), one row per customer."""
    as_of, recent = tables.as_of, tables.recent_days
    began = as_of - timedelta(days=recent - 1)
    earlier = began - timedelta(days=recent)
    now = f"ordered_on >= {day(began)}"
    then = f"ordered_on >= {day(earlier)} AND ordered_on < {day(began)}"
    stable, was = _months(as_of), _months(as_of - timedelta(days=recent))
    bought, since = tables.purchase, days(day(as_of), "last_purchase")
    gaps = (
        f"SELECT customer_id, {days('ordered_on', 'was')} AS gap FROM (SELECT customer_id, ordered_on, "
        "LAG(ordered_on) OVER (PARTITION BY customer_id ORDER BY ordered_on) AS was "
        f"FROM (SELECT customer_id, ordered_on FROM {ORDERS} WHERE {bought} GROUP BY ALL)) WHERE was IS NOT NULL"
    )
    rhythm = (
        "SELECT customer_id, LEN(gaps) AS own_gaps, gaps[(LEN(gaps) + 1) // 2] + gaps[LEN(gaps) // 2 + 1] AS twice, "
        f"gaps[-1] AS longest FROM (SELECT customer_id, LIST(gap ORDER BY gap) AS gaps FROM ({gaps}) GROUP BY ALL)"
    )
    sums = (
        f"SELECT customer_id, MAX(CASE WHEN {bought} THEN ordered_on END) AS last_purchase, "
        f"COUNT(CASE WHEN {bought} AND {now} THEN 1 END) AS purchases_recent, "
        f"COUNT(CASE WHEN {bought} AND {then} THEN 1 END) AS purchases_earlier, "
        f"COALESCE(SUM(CASE WHEN {now} THEN amount END), 0) AS amount_recent, "
        f"COALESCE(SUM(CASE WHEN {then} THEN amount END), 0) AS amount_earlier, "
        f"COALESCE(SUM(CASE WHEN ordered_on > {day(as_of - timedelta(days=YEAR))} THEN amount END), 0) AS amount_year, "
        f"{_active(bought, stable)} AS active, {_active(bought, was)} AS active_before "
        f"FROM {ORDERS} GROUP BY customer_id"
    )
    stability = half_up("(50 * active)", str(MONTHS), 6)
    money = {name: f"CAST({name} AS DECIMAL(18, 4))" for name in ("amount_recent", "amount_earlier", "amount_year")}
    trend = half_up(f"({units('amount_recent', 4)} - {units('amount_earlier', 4)})", units("amount_earlier", 4), 6)
    columns = {
        "last_purchase": "last_purchase",
        "days_since_purchase": since,
        "own_gaps": "COALESCE(own_gaps, 0)",
        "own_gap": half_up("twice", "2", 6),
        "own_gap_longest": "longest",
        "overdue": half_up(f"(2 * {since})", "twice", 6),
        "overdue_longest": half_up(since, "longest", 6),
        "purchases_recent": "purchases_recent",
        "purchases_earlier": "purchases_earlier",
        "purchases_trend": half_up("(purchases_recent - purchases_earlier)", "purchases_earlier", 6),
        **money,
        "amount_trend": f"CASE WHEN amount_earlier > 0 THEN {trend} END",
        "stability": stability,
        "stability_change": half_up("(50 * (active - active_before))", str(MONTHS), 6),
    }
    told = ", ".join(f"{text} AS {name}" for name, text in columns.items())
    return f"SELECT customer_id, {told} FROM ({sums}) LEFT JOIN ({rhythm}) USING (customer_id)"


def contact_figures(tables: Tables) -> str:
    """Return the query of how often each customer was in touch of late and before (``watched_contacts``)."""
    began = tables.as_of - timedelta(days=tables.recent_days - 1)
    earlier = began - timedelta(days=tables.recent_days)
    spans = {
        "recent": f"occurred_on BETWEEN {day(began)} AND {day(tables.as_of)}",
        "earlier": f"occurred_on >= {day(earlier)} AND occurred_on < {day(began)}",
    }
    counts = ", ".join(
        f"CAST(COALESCE(SUM(CASE WHEN kind = {literal(kind)} AND {span} THEN times END), 0) AS BIGINT) AS {name}_{when}"
        for name, kind in KINDS.items()
        for when, span in spans.items()
    )
    return f"SELECT customer_id, {counts} FROM {CONTACTS} GROUP BY customer_id"


def _months(as_of: date) -> list[str]:
    """Return the conditions of the six slots of thirty days that end at a day."""
    return [
        f"ordered_on BETWEEN {day(as_of - timedelta(days=30 * k + 29))} AND {day(as_of - timedelta(days=30 * k))}"
        for k in range(MONTHS)
    ]


def _active(bought: str, slots: Sequence[str]) -> str:
    return " + ".join(f"MAX(CASE WHEN {bought} AND {slot} THEN 1 ELSE 0 END)" for slot in slots)
