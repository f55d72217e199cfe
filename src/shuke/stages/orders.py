"""Lines become orders: all lines of one customer with one order id, dated by the earliest, summed exactly.

Law: the sum of the orders is the sum of the lines in the window, and every such line is in one order.

The window selects lines by their own date and orders are formed from what it selects, so a refund dated in the
window counts in it even when the sale was before, and lines outside never need to be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from shuke.stages.period import Window
from shuke.stages.relation import Select, day


@dataclass(frozen=True)
class Lines:
    """The accepted order lines as a relation: ``customer_id``, ``order_id``, ``ordered_at``, ``amount``.

    ``ordered_at`` is a DATE, or a TIMESTAMP in local time; ``amount`` a DECIMAL of scale 4 or less. ``plain`` is
    the same relation where identifiers are not looked at on the way; ``final`` then looks at one.
    """

    relation: str
    plain: str
    final: str = "customer_id"
    has_order_id: bool = True
    blank_order_ids: bool = False
    one_line_per_order: bool = False


def inside(window: Window) -> str:
    """Return the condition that a line lies in the window; on the bare column, so that files can be pruned."""
    parts = [] if window.first is None else [f"ordered_at >= {day(window.first)}"]
    if window.last < date.max:
        parts.append(f"ordered_at < {day(window.last + timedelta(days=1))}")
    return " AND ".join(parts) or "TRUE"


def outside(window: Window) -> str:
    """Return the condition that a line lies before the window or after its last day."""
    parts = [] if window.first is None else [f"ordered_at < {day(window.first)}"]
    if window.last < date.max:
        parts.append(f"ordered_at >= {day(window.last + timedelta(days=1))}")
    return f"({' OR '.join(parts)})" if parts else "FALSE"


def orders(lines: Lines, window: Window, held: str = "") -> Select | tuple[Select, ...]:
    """Return the orders of the window: ``customer_id``, ``ordered_on``, ``amount``.

    ``held`` is a further condition on lines; orders are formed from the lines that it leaves.
    """
    chosen = (inside(window), held) if held else (inside(window),)
    single = Select(
        {"customer_id": "customer_id", "ordered_on": "CAST(ordered_at AS DATE)", "amount": "amount"},
        lines.relation,
        where=chosen,
    )
    if not lines.has_order_id or lines.one_line_per_order:
        return single
    grouped = Select(
        {
            "customer_id": "customer_id",
            "ordered_on": "MIN(CAST(ordered_at AS DATE))",
            "amount": "SUM(amount)",
        },
        lines.relation,
        where=chosen,
        group_by=("customer_id", "order_id"),
    )
    if not lines.blank_order_ids:
        return grouped
    # A line whose order id is blank is an order of its own.
    return (
        Select(grouped.columns, lines.relation, (*grouped.where, "order_id IS NOT NULL"), grouped.group_by),
        Select(single.columns, lines.relation, (*single.where, "order_id IS NULL")),
    )
