"""How few customers bring how much: exact points of the Lorenz curve, and the 80/20 reading.

The curve runs from the largest customer down. Only order statistics are asked of the engine, so nothing is
sorted; each point lies exactly on the curve, at the end of a group of equal values.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from shuke.engines.duckdb.values import HEADS, Values
from shuke.errors import ensure
from shuke.rating import SUMMED, Rating
from shuke.report.order import Order
from shuke.report.text import plain, share
from shuke.stages.fitted import Value
from shuke.stages.places import holds
from shuke.stages.relation import number

# Percent of customers, from the best, near which the curve gets a point.
PERCENT = (
    1,
    2,
    3,
    4,
    5,
    7,
    10,
    12,
    15,
    17,
    20,
    23,
    26,
    30,
    34,
    38,
    42,
    46,
    50,
    55,
    60,
    65,
    70,
    75,
    80,
    85,
    90,
    95,
)
PARETO = Fraction(8, 10)


def positions(count: int) -> list[int]:
    """Return the positions, from the least, of the customers near whom the curve gets a point."""
    return [count - 1 - count * percent // 100 for percent in PERCENT if count * percent // 100 < count]


def concentration(rating: Rating, order: Order) -> dict[str, Any] | None:
    """Return the curve's points and readings; None where the customers together brought nothing."""
    count, values = rating.rated, order.money
    ensure(values.count == count, "a customer has no money, not even none")
    whole = values.total
    positive = Decimal(rating.engine.run(f"SELECT COALESCE(SUM(_gains), 0) FROM {SUMMED}")[0][0])
    if whole <= 0 or positive <= 0:
        return None
    edges = sorted(set(order.at("monetary", positions(count), count)), reverse=True)
    points: list[list[float | None]] = [[0.0, 0.0]]
    ends = [*values.reaching(edges), (count, whole)]
    for (before, _), (customers, amount) in zip([(0, whole), *ends], ends, strict=False):
        if customers > before:
            points.append([share(customers, count), share(amount, whole)])
    few = _bringing(values, positive)
    return {
        "points": points,
        "pareto": {"monetary_share": float(PARETO), "customers": few, "customer_share": share(few, count)},
        "top_fifth_monetary_share": share(_top_fifth(rating, order, values), whole),
        "gini": None,
        "cuts": cuts(rating, whole),
    }


def cuts(rating: Rating, whole: Decimal) -> list[dict[str, Any]]:
    """Return where the classes of a score by contribution end on the curve, all but the last class."""
    found: list[dict[str, Any]] = []
    for name, fit in rating.breaks.items():
        if fit.kind != "pareto_bands" or fit.metric != "monetary" or found:
            continue
        query = f"SELECT {name}, SUM(_heads), SUM(monetary) FROM {SUMMED} GROUP BY 1"
        held = {Decimal(score): (int(heads), Decimal(total)) for score, heads, total in rating.engine.run(query)}
        customers, amount = 0, Decimal(0)
        for bound, score in fit.steps:
            heads, total = held.get(Decimal(score), (0, Decimal(0)))
            customers, amount = customers + heads, amount + total
            found.append(
                {
                    "group": _class(rating, name, score),
                    "bound": plain(bound),
                    "customers": customers,
                    "customer_share": share(customers, rating.rated),
                    "monetary_share": share(amount, whole),
                }
            )
    return found


def _class(rating: Rating, name: str, score: Value) -> str:
    """Return the main group that a score of contribution alone decides, else the score."""
    for group in rating.scheme.groups.get(rating.scheme.main, ()):
        if group.at_least is not None or set(group.when.names if group.when else ()) - {name}:
            break
        if holds(group, rating.scheme, {name: score}):
            return group.name
    return str(plain(score))


def _bringing(values: Values, positive: Decimal) -> int:
    """Return how many customers, from the largest down, make the first 80 % of the positive total.

    They are those whose strictly greater total is below 80 %.
    """
    goal = number(values.total - Decimal(PARETO.numerator) * positive / PARETO.denominator)
    return int(values.ask([f"SUM(CASE WHEN monetary > 0 AND _total > {goal} THEN {HEADS} END)"])[0])


def _last_of_fifth(count: int) -> int:
    return max(count - 1 - int(Fraction(count, 5)), 0)


def _top_fifth(rating: Rating, order: Order, values: Values) -> Decimal:
    """Return what the best fifth of the customers bring, a customer on the boundary by the part that belongs."""
    heads = Fraction(rating.rated, 5)
    (edge,) = order.at("monetary", [_last_of_fifth(rating.rated)], rating.rated)
    ((above, total),) = values.reaching([edge])
    equal = values.ask([f"SUM(CASE WHEN monetary = {number(edge)} THEN {HEADS} END)"])[0]
    rest = heads - (above - int(equal))
    belonging: Decimal = Decimal(rest.numerator) * edge / rest.denominator
    return total - int(equal) * edge + belonging
