"""Scores become a place: the composite, clusters, cells and codes, and the first group whose condition holds.

Law: every rated customer is in at most one group of each list, in exactly one where a group takes the rest; a
boundary belongs to the higher tier. Comparisons happen on the exact composite, before it is rounded to be shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from shuke.scheme.model import Group, Scheme
from shuke.stages.conditions import condition
from shuke.stages.fitted import PLACES, Fitted, Row, Value, decimals_of
from shuke.stages.relation import Select, literal, number
from shuke.stages.rounding import rounded

# A column on the way: the best tier whose floor less the margin of grace the exact composite reaches.
WITHIN_MARGIN = "_within_margin"


@dataclass(frozen=True)
class Grid:
    """A scheme's numbered cells: the levels of its rows and columns, the best first."""

    rows: tuple[Value, ...]
    columns: tuple[Value, ...]

    def number(self, row: Value, column: Value) -> int:
        """Return the number of a cell, 1 the best corner, counted row by row."""
        return self.rows.index(row) * len(self.columns) + self.columns.index(column) + 1


def grid(scheme: Scheme, fitted: Fitted) -> Grid | None:
    """Return the cells of a scheme that has any."""
    if scheme.cells is None:
        return None
    return Grid(fitted.scores[scheme.cells.rows].levels, fitted.scores[scheme.cells.columns].levels)  # type: ignore[union-attr]


def group_names(scheme: Scheme, fitted: Fitted, column: str) -> tuple[str, ...]:
    """Return every name that a result column can hold, in the order of the scheme, the best first."""
    if column in scheme.groups:
        return tuple(group.name for group in scheme.groups[column])
    if column == "cluster" and fitted.centres is not None:
        return tuple(str(rank) for rank in range(1, len(fitted.centres.centres) + 1))
    found = grid(scheme, fitted)
    if column == "cell" and found is not None:
        return tuple(str(number) for number in range(1, len(found.rows) * len(found.columns) + 1))
    digits: list[list[str]] = []
    for name in scheme.code.digits if scheme.code else ():
        turn = _turn(name, scheme, fitted)
        levels = [int(level) for level in fitted.scores[name].levels]  # type: ignore[union-attr]
        digits.append([str(level if turn is None else turn - level) for level in levels])
    return tuple("".join(code) for code in product(*digits))


def places(source: Select, carried: tuple[str, ...], scheme: Scheme, fitted: Fitted, texts: Collection[str]) -> Select:
    """Return the rated table: the carried columns, the composite, the results, sorted by customer.

    ``carried`` names the scores too; ``texts`` are the metrics whose values are texts.
    """
    table, columns = source, {name: name for name in carried}
    if fitted.composite is not None and scheme.composite is not None:
        columns[scheme.composite.name] = scheme.composite.name
        table = Select({**columns, scheme.composite.name: fitted.composite.expression()}, table)
    numbered = _numbered(scheme, fitted)
    if fitted.centres is not None:
        distances = fitted.centres.distances()
        names = [f"_distance_{rank}" for rank in range(1, len(distances) + 1)]
        table = Select({**columns, **dict(zip(names, distances, strict=True))}, table)
        numbered["cluster"] = fitted.centres.nearest(names)
    if numbered:
        table = Select({**columns, **numbered}, table)
        columns.update({name: name for name in numbered})
    texts = {*texts, "code"}
    results = {column: group_case(groups, scheme, texts) for column, groups in scheme.groups.items()}
    shown = {name: _shown(name, scheme, fitted) for name in columns if name not in numbered}
    ends = {name: results.get(name, name) for name in scheme.results}
    if scheme.grace is not None and scheme.tiers:
        ends = {"tier": ends["tier"], **_beside_tier(scheme, ends["tier"]), **ends}
    return Select({**shown, **ends}, table, order_by=("customer_id",))


def _beside_tier(scheme: Scheme, by_score: str) -> dict[str, str]:
    """Return what grace needs beside the tier: that by score, the count, and the best tier within the margin."""
    columns = {"tier_by_score": by_score}
    if scheme.grace is not None and scheme.grace.ratings is not None:
        columns["ratings_below"] = "CAST(0 AS INTEGER)"
    if scheme.grace is not None and scheme.grace.margin is not None and scheme.composite is not None:
        name, margin = scheme.composite.name, scheme.grace.margin
        arms = [
            f"WHEN {name} >= {number(tier.at_least - margin)} THEN {literal(tier.name)}"
            for tier in scheme.tiers
            if tier.at_least is not None
        ]
        columns[WITHIN_MARGIN] = f"CASE {' '.join(arms)} END"
    return columns


def group_case(groups: tuple[Group, ...], scheme: Scheme, texts: Collection[str]) -> str:
    """Return the CASE that names the first group whose condition holds; nothing where none does."""
    arms, rest = [], ""
    for group in groups:
        if group.rest:
            rest = f" ELSE {literal(group.name)}"
            break
        arms.append(f"WHEN {_held(group, scheme, texts)} THEN {literal(group.name)}")
    return f"CASE {' '.join(arms)}{rest} END" if arms else rest.removeprefix(" ELSE ")


def place(scheme: Scheme, fitted: Fitted, figures: Row, stored: Row | None = None) -> dict[str, Value | str | None]:
    """Return every score and result of one customer's figures, in the same arithmetic, outside any engine.

    A scheme with grace gives the tier by score; which tier a customer keeps is told by the earlier rating.
    ``stored`` gives the scores that one customer's figures alone cannot tell (a place by id, a logarithm).

    Raises:
        LookupError: such a score is needed and not stored.
    """
    row: dict[str, Value | str | None] = dict(figures)
    for name, fit in fitted.scores.items():
        try:
            row[name] = fit.value(row)
        except LookupError:
            if stored is None or name not in stored:
                raise
            row[name] = stored[name]
    if fitted.composite is not None and scheme.composite is not None:
        row[scheme.composite.name] = fitted.composite.value(row)
    row.update(_numbers(scheme, fitted, row))
    for column, groups in scheme.groups.items():
        row[column] = next((group.name for group in groups if holds(group, scheme, row)), None)
    if scheme.grace is not None and scheme.tiers:
        row["tier_by_score"] = row["tier"]
    made = scheme.made
    shown = {name: rounded(one, PLACES) for name, one in row.items() if isinstance(one, Decimal) and name in made}
    return row | shown


def _numbers(scheme: Scheme, fitted: Fitted, row: Row) -> dict[str, Value | str]:
    """Return the cluster, cell and code of a customer's scores, those that the scheme has."""
    numbers: dict[str, Value | str] = {}
    if fitted.centres is not None:
        numbers["cluster"] = fitted.centres.value(row)
    found = grid(scheme, fitted)
    if found is not None and scheme.cells is not None:
        numbers["cell"] = found.number(_value(row, scheme.cells.rows), _value(row, scheme.cells.columns))
    if scheme.code is not None:
        numbers["code"] = "".join(str(_digit(name, row, scheme, fitted)) for name in scheme.code.digits)
    return numbers


def holds(group: Group, scheme: Scheme, row: Mapping[str, Value | str | None]) -> bool:
    """Tell whether a group's own condition holds for a customer's values."""
    if group.at_least is not None:
        total = row[scheme.composite.name] if scheme.composite else None
        return total is not None and not isinstance(total, str) and total >= group.at_least
    if group.when is not None:
        return group.when.holds(dict(row))
    return not group.codes or row["code"] in group.codes


def _held(group: Group, scheme: Scheme, texts: Collection[str]) -> str:
    if group.at_least is not None and scheme.composite is not None:
        return f"{scheme.composite.name} >= {number(group.at_least)}"
    if group.when is not None:
        return condition(group.when, texts)
    return f"code IN ({', '.join(map(literal, group.codes))})"


def _numbered(scheme: Scheme, fitted: Fitted) -> dict[str, str]:
    """Return the expressions of cell and code, those that the scheme has."""
    columns = {}
    found = grid(scheme, fitted)
    if found is not None and scheme.cells is not None:
        row = _rank(scheme.cells.rows, found.rows)
        column = _rank(scheme.cells.columns, found.columns)
        columns["cell"] = f"CAST({row} * {len(found.columns)} + {column} + 1 AS INTEGER)"
    if scheme.code is not None:
        digits = []
        for name in scheme.code.digits:
            turn = _turn(name, scheme, fitted)
            digits.append(f"CAST({name if turn is None else f'{turn} - {name}'} AS VARCHAR)")
        columns["code"] = " || ".join(digits)
    return columns


def _rank(name: str, levels: tuple[Value, ...]) -> str:
    arms = " ".join(f"WHEN {number(level)} THEN {rank}" for rank, level in enumerate(levels))
    return f"CASE {name} {arms} END"


def _turn(name: str, scheme: Scheme, fitted: Fitted) -> int | None:
    """Return the sum of a score's ends where a code writes 1 for the best; None where it writes the score."""
    if scheme.code is None or scheme.code.best == "highest":
        return None
    levels = fitted.scores[name].levels  # type: ignore[union-attr]
    return int(levels[0] + levels[-1])


def _digit(name: str, row: Mapping[str, Value | str | None], scheme: Scheme, fitted: Fitted) -> int:
    turn, score = _turn(name, scheme, fitted), int(_value(row, name))
    return score if turn is None else turn - score


def _value(row: Mapping[str, Value | str | None], name: str) -> Value:
    value = row[name]
    return value if isinstance(value, int | Decimal) else Decimal(str(value))


def _shown(name: str, scheme: Scheme, fitted: Fitted) -> str:
    """Return a column as it is written out: sums rounded to 6 places."""
    fit = fitted.composite if scheme.composite and name == scheme.composite.name else fitted.scores.get(name)
    return f"CAST({name} AS DECIMAL(18, 6))" if fit is not None and decimals_of(fit) > PLACES else name
