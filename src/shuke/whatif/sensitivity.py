"""How much hangs on each weight, and where customers stand close to a boundary.

A weight of 0.4 changed by 5 % is 0.42 or 0.38: the change is relative. The other weights share what is left in their
old proportions, so that the total stays what it was; where the scheme says ``total: free`` they stay as they are. All
weights keep at most 6 places, as a scheme can write them. The customers keep their scores; only the composite and the
groups are made anew, in the same exact decimals as in a rating.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from shuke.compile.sql import write
from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError
from shuke.rating import PLACED, Rating
from shuke.scheme.builtin import figure
from shuke.scheme.model import Composite, Group, Scheme
from shuke.stages.fitted import Breaks, Nested, Ordered, Total
from shuke.stages.places import group_case
from shuke.stages.relation import Select, number
from shuke.stages.rounding import rounded
from shuke.whatif.order import is_ordered

WEIGHED = "weighed_customers"
PLACES = 6
# A boundary is crowded when at least this share of the customers stands within one step of it.
CROWDED = Fraction(1, 10)
# Where scores are no steps, one step is this share of the span between the least and the greatest composite.
SPAN = Fraction(1, 100)


@dataclass(frozen=True)
class Move:
    """Customers who would go from one group to another."""

    before: str
    after: str
    customers: int
    money: Decimal


@dataclass(frozen=True)
class Shift:
    """What one changed weight does; the moves with the most customers first.

    ``up`` and ``down`` are None where the groups have no order from the best down.
    """

    weight: str
    by: Decimal
    weights: Mapping[str, Decimal]
    customers: int
    money: Decimal
    up: int | None
    down: int | None
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Boundary:
    """Who stands within one step of the least composite of a group: just below it, and just in it."""

    group: str
    at_least: Decimal
    below: int
    below_money: Decimal
    above: int
    above_money: Decimal
    crowded: bool


@dataclass(frozen=True)
class Sensitivity:
    """How much hangs on the weights of a rating's composite."""

    scheme: Scheme
    result: str
    composite: str
    by: Decimal
    weights: Mapping[str, Decimal]
    free: bool
    rated: int
    money: Decimal
    currency: str | None
    shifts: tuple[Shift, ...]
    step: Decimal
    boundaries: tuple[Boundary, ...]


def sensitivity(rating: Rating, by: Decimal = Decimal("0.05")) -> Sensitivity:
    """Return what happens when each weight is ``by`` (a share of itself) greater or less; the rating stays as it is.

    Raises:
        UsageError: ``by`` is not between 0 and 1, or no group of the scheme looks at weights.
    """
    if not 0 < by < 1:
        raise UsageError("whatif_by_out_of_range", value=f"{by:f}")
    scheme, total = rating.scheme, rating.fitted.composite
    result = _result(scheme)
    if scheme.composite is None or total is None or result is None:
        raise UsageError("whatif_no_weights", scheme=scheme.scheme)
    engine, name = rating.engine, scheme.composite.name
    texts = {one for one in scheme.metrics if (known := figure(scheme, one)) is not None and known.kind == "text"}
    case = group_case(scheme.groups[result], scheme, texts)
    # The rated table shows the composite rounded; groups are made of the exact one, so it is made again.
    columns = {column: column for column in engine.columns(PLACED) if column not in {name, result}}
    exact = Select({**columns, name: total.expression()}, PLACED)
    engine.keep(WEIGHED, Select({**columns, "before": case, "composite_before": name}, exact))
    free = scheme.composite.total == "free"
    names = tuple(group.name for group in scheme.groups[result])
    ordered = is_ordered(scheme, result)
    shifts = []
    for weight in total.weights:
        for change in (by, -by):
            weights = changed(total.weights, weight, change, free=free)
            if weights is not None:
                found = _moves(engine, replace(total, weights=weights), name, columns, case)
                shifts.append(_shift(weight, change, weights, found, names, ordered=ordered))
    step = _step(rating, total)
    money = engine.run(f"SELECT SUM(monetary) FROM {WEIGHED}")[0][0]
    return Sensitivity(
        scheme=scheme,
        result=result,
        composite=name,
        by=by,
        weights=dict(total.weights),
        free=free,
        rated=rating.rated,
        money=Decimal(money),
        currency=rating.currency,
        shifts=tuple(shifts),
        step=step,
        boundaries=tuple(_boundaries(engine, scheme.groups[result], step, rating.rated)),
    )


def changed(weights: Mapping[str, Decimal], name: str, by: Decimal, *, free: bool = False) -> dict[str, Decimal] | None:
    """Return the weights with one of them ``by`` of itself greater, and the others rescaled to the same total.

    The changed weight is exact to 6 places; what rounding the others leaves over goes to the largest of them, the
    first of equals. None where nothing can change: the weight is 0, or the others have nothing to give or take.
    """
    new = rounded(weights[name] * (1 + by), PLACES)
    if new == weights[name]:
        return None
    if free:
        return {**weights, name: new}
    others = {one: weight for one, weight in weights.items() if one != name}
    before = sum(others.values(), Decimal(0))
    after = before + weights[name] - new
    if before == 0:
        return None
    scaled = {
        one: rounded(Fraction(weight) * Fraction(after) / Fraction(before), PLACES) for one, weight in others.items()
    }
    largest = max(scaled, key=lambda one: abs(scaled[one]))
    scaled[largest] += after - sum(scaled.values(), Decimal(0))
    return {one: new if one == name else scaled[one] for one in weights}


def _result(scheme: Scheme) -> str | None:
    """Return the first list of groups that looks at the composite; None where none does."""
    composite: Composite | None = scheme.composite
    if composite is None:
        return None
    for result, groups in scheme.groups.items():
        for group in groups:
            if group.at_least is not None or (group.when is not None and composite.name in group.when.names):
                return result
    return None


def _moves(engine: DuckDB, total: Total, name: str, columns: Mapping[str, str], case: str) -> list[Move]:
    """Return who would move, the most customers first."""
    kept = {**columns, "before": "before"}
    weighed = Select({**kept, name: total.expression()}, WEIGHED)
    placed = Select({"before": "before", "monetary": "monetary", "after": case}, weighed)
    rows = engine.run(
        "SELECT COALESCE(before, ''), COALESCE(after, ''), COUNT(*) AS heads, SUM(monetary) "
        f"FROM ({write(placed)}) WHERE before IS DISTINCT FROM after GROUP BY 1, 2 ORDER BY heads DESC, 1, 2"
    )
    return [Move(before, after, heads, Decimal(money)) for before, after, heads, money in rows]


def _shift(
    weight: str,
    by: Decimal,
    weights: Mapping[str, Decimal],
    moves: list[Move],
    names: tuple[str, ...],
    *,
    ordered: bool,
) -> Shift:
    ranks = {name: rank for rank, name in enumerate((*names, ""))}
    up = sum(move.customers for move in moves if ranks[move.after] < ranks[move.before])
    customers = sum(move.customers for move in moves)
    return Shift(
        weight=weight,
        by=by,
        weights=weights,
        customers=customers,
        money=sum((move.money for move in moves), Decimal(0)),
        up=up if ordered else None,
        down=customers - up if ordered else None,
        moves=tuple(moves),
    )


def _step(rating: Rating, total: Total) -> Decimal:
    """Return one step of the composite: the least that one score can change it by.

    That is the least of weight × distance of two neighbouring levels, over the scores that have levels.
    """
    steps = []
    for name, weight in total.weights.items():
        fit = rating.fitted.scores[name]
        if isinstance(fit, Breaks | Nested | Ordered) and weight:
            levels = [Decimal(level) for level in fit.levels]
            gaps = [abs(high - low) for high, low in pairwise(levels)]
            steps += [abs(weight) * gap for gap in gaps]
    if steps:
        return min(steps)
    least, greatest = rating.engine.run(f"SELECT MIN(composite_before), MAX(composite_before) FROM {WEIGHED}")[0]
    return rounded((Fraction(greatest) - Fraction(least)) * SPAN, PLACES)


def _boundaries(engine: DuckDB, groups: tuple[Group, ...], step: Decimal, rated: int) -> list[Boundary]:
    """Return, for each group with a least composite, who stands within one step of it."""
    found = []
    for group in groups:
        if group.at_least is None:
            continue
        floor = number(group.at_least)
        below = f"composite_before < {floor} AND composite_before >= {number(group.at_least - step)}"
        above = f"composite_before >= {floor} AND composite_before < {number(group.at_least + step)}"
        (row,) = engine.run(
            f"SELECT COUNT(*) FILTER ({below}), COALESCE(SUM(monetary) FILTER ({below}), 0), "
            f"COUNT(*) FILTER ({above}), COALESCE(SUM(monetary) FILTER ({above}), 0) FROM {WEIGHED}"
        )
        crowded = Fraction(row[0] + row[2], max(rated, 1)) >= CROWDED
        found.append(Boundary(group.name, group.at_least, row[0], Decimal(row[1]), row[2], Decimal(row[3]), crowded))
    return found
