"""Two results side by side: everybody of either in exactly one cell of the matrix of old places by new ones.

Law: the heads of the matrix are the customers of both results, each once, and so is their money, which is that of the
new result; of those who are no longer rated, that of the old one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from shuke.engines.duckdb import DuckDB
from shuke.errors import ensure
from shuke.movement.causes import CAUSES, OTHERS_ALONE, OWN_ALONE, PAIRED, again, because, place_again, unknown
from shuke.movement.comparison import Comparison
from shuke.movement.moves import CHANGED, DIRECTIONS, MOVED, Amount, Cell
from shuke.movement.side import Kind, Side, check_ids, kind, opened, same_rule
from shuke.report.drift import bins, drift
from shuke.stages.drift import columns as drifting
from shuke.stages.places import group_names
from shuke.stages.relation import literal

OLD, NEW, BY_OLD = "old_customers", "new_customers", "new_customers_by_old_breaks"
Order = tuple[str | None, ...]


def compare(old: str | Path, new: str | Path, step: Callable[[str], None] | None = None) -> Comparison:
    """Return who moved between two results that ``shuke score`` wrote, the earlier one first.

    ``step`` is told what is done next.

    Raises:
        UsageError: a folder holds no result, or none with a table that programs read; or the ids cannot be compared.
        DataError: a manifest or a table is damaged.
    """
    engine = DuckDB()
    try:
        sides = opened(engine, Path(old), OLD), opened(engine, Path(new), NEW)
        if step is not None:
            step("place")
        return _compare(engine, *sides)
    except BaseException:
        engine.close()
        raise


def _compare(engine: DuckDB, old: Side, new: Side) -> Comparison:
    check_ids(old, new)
    how, same = kind(old, new), same_rule(old, new)
    notes = _notes(old, new, how, same=same)
    money = "monetary" in old.columns and "monetary" in new.columns
    figures = _figures(old, new)
    _pair(engine, old, new, figures, money=money)
    cells, order = _cells(engine, old, new)
    ensure(sum(cell.customers for cell in cells if cell.before is not None) == old.rated, "a customer is lost")
    ensure(sum(cell.customers for cell in cells if cell.after is not None) == new.rated, "a customer is lost")
    directions = {(cell.before, cell.after): _direction(cell, old, how) for cell in cells}
    cause = unknown(old, new) if how != "different" else "different"
    if cause is None:
        place_again(engine, old, new)
    elif cause != "different" and any(name in CHANGED for name in directions.values()):
        notes.append((f"cause_{cause}", {}))
    reason = because("others" if same else "rule") if cause is None else "CAST(NULL AS VARCHAR)"
    columns = _keep_moved(engine, old, new, how, figures, reason)
    totals: dict[str, Amount] = {}
    for cell in cells:
        direction = directions[cell.before, cell.after]
        totals[direction] = totals.get(direction, Amount(0, Decimal(0))) + Amount(cell.customers, cell.money)
    causes = _causes(engine)
    return Comparison(
        old=old,
        new=new,
        kind=how,
        same_rule=same,
        has_money=money,
        cells=cells,
        order=order,
        totals={name: totals[name] for name in DIRECTIONS if name in totals},
        because=causes,
        drift=_drift(engine, old, new, how, same=same, placeable=cause is None),
        notes=tuple(notes),
        columns=columns,
        engine=engine,
    )


def _notes(old: Side, new: Side, how: Kind, *, same: bool) -> list[tuple[str, Mapping[str, str]]]:
    """Return what a reader should know besides the figures."""
    found: list[tuple[str, Mapping[str, str]]] = []
    days = {"old": str(old.document["as_of"]), "new": str(new.document["as_of"])}
    if days["old"] > days["new"]:
        found.append(("turned", days))
    if how == "different":
        found.append(("different", {"old": old.scheme.scheme, "new": new.scheme.scheme}))
    elif not same:
        found.append(("other_rule", {"old": old.scheme.scheme, "new": new.scheme.scheme}))
    if not all("monetary" in side.columns for side in (old, new)):
        found.append(("no_money", {}))
    currencies = [side.document["currency"] for side in (old, new)]
    if currencies[0] != currencies[1]:
        found.append(("currencies", {"old": currencies[0] or "–", "new": currencies[1] or "–"}))
    return found


def _figures(old: Side, new: Side) -> dict[str, str]:
    """Return the figures that are told of both sides: the columns they get, and where they stand."""
    scores = {}
    for alias, side, end in (("o", old, "before"), ("n", new, "after")):
        if side.score is not None:
            scores[f"{side.score}_{end}"] = f"{alias}.{side.score}"
    ends = (("o", "before"), ("n", "after"))
    return scores | {f"{name}_{end}": f"{alias}.{name}" for name in _metrics(old, new) for alias, end in ends}


def _metrics(old: Side, new: Side) -> tuple[str, ...]:
    """Return the metrics of either scheme that both tables hold."""
    wanted = dict.fromkeys((*old.metrics, *new.metrics))
    return tuple(name for name in wanted if name in old.columns and name in new.columns)


def _pair(engine: DuckDB, old: Side, new: Side, figures: Mapping[str, str], *, money: bool) -> None:
    """Keep one row per customer of either result: both places, the money, both sides of each figure."""
    amount = "COALESCE(n.monetary, o.monetary)" if money else "CAST(0 AS DECIMAL(18, 4))"
    told = {
        "before": _place("o", old.result),
        "after": _place("n", new.result),
        "_score_before": _place("o", old.by_score),
        "_score_after": _place("n", new.by_score),
        "_money": amount,
        **figures,
    }
    columns = ", ".join(f"{expression} AS {name}" for name, expression in told.items())
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {PAIRED} AS SELECT COALESCE(n.customer_id, o.customer_id) AS customer_id, "
        f"{columns} FROM {OLD} AS o FULL JOIN {NEW} AS n ON o.customer_id = n.customer_id"
    )


def _place(alias: str, column: str) -> str:
    """Return a side's place: empty where the customer is in no group, nothing where they are not rated."""
    place = f"COALESCE(CAST({alias}.{column} AS VARCHAR), '')"
    return f"CASE WHEN {alias}.customer_id IS NOT NULL THEN {place} END"


def _cells(engine: DuckDB, old: Side, new: Side) -> tuple[tuple[Cell, ...], tuple[Order, Order]]:
    """Return the cells in which anybody is, in the order of both sides' places, and those orders."""
    rows = engine.run(f"SELECT before, after, COUNT(*), SUM(_money) FROM {PAIRED} GROUP BY 1, 2")
    orders: tuple[Order, Order] = (
        (*names(old, [row[0] for row in rows]), "", None),
        (*names(new, [row[1] for row in rows]), "", None),
    )
    ranks = [{name: rank for rank, name in enumerate(order)} for order in orders]
    cells = (Cell(before, after, heads, Decimal(money)) for before, after, heads, money in rows)
    return tuple(sorted(cells, key=lambda cell: (ranks[0][cell.before], ranks[1][cell.after]))), orders


def names(side: Side, given: Sequence[str | None]) -> tuple[str, ...]:
    """Return the places of a side in their order; of codes, of which there can be very many, those that occur."""
    if side.result != "code":
        return group_names(side.scheme, side.saved.fitted, side.result)
    worst_first = side.scheme.code is not None and side.scheme.code.best == "lowest"
    return tuple(sorted({name for name in given if name}, reverse=not worst_first))


def _direction(cell: Cell, old: Side, how: Kind) -> str:
    if cell.before is None:
        return "entered"
    if cell.after is None:
        return "left"
    if cell.before == cell.after:
        return "unchanged"
    if how != "ladder":
        return "sideways" if how == "list" else "changed"
    # Whoever is in no group of a ladder stands below it.
    order = (*group_names(old.scheme, old.saved.fitted, old.result), "")
    return "promoted" if order.index(cell.after) < order.index(cell.before) else "demoted"


def _keep_moved(
    engine: DuckDB, old: Side, new: Side, how: Kind, figures: Iterable[str], reason: str
) -> tuple[str, ...]:
    """Keep everybody who is in another place, came or went; return the columns of that table.

    ``reason`` is the expression of the cause.
    """
    both = "WHEN before IS NULL THEN 'entered' WHEN after IS NULL THEN 'left'"
    rest = f"ELSE '{'sideways' if how == 'list' else 'changed'}'"
    if how == "ladder":
        order = (*group_names(old.scheme, old.saved.fitted, old.result), "")
        ranks = " ".join(f"WHEN {literal(name)} THEN {rank}" for rank, name in enumerate(order))
        rest = f"WHEN CASE after {ranks} END < CASE before {ranks} END THEN 'promoted' ELSE 'demoted'"
    differs = [
        f"CASE WHEN {name}_before IS DISTINCT FROM {name}_after THEN {literal(name)} END" for name in _metrics(old, new)
    ]
    changed = f"NULLIF(CONCAT_WS(', ', {', '.join(differs)}), '')" if differs else "NULL"
    columns = {
        "customer_id": "p.customer_id",
        "before": "before",
        "after": "after",
        "direction": f"CASE {both} {rest} END",
        "because": reason,
        "changed": f"CASE WHEN before IS NOT NULL AND after IS NOT NULL THEN {changed} END",
        **{name: name for name in figures},
    }
    joined = "".join(
        f"LEFT JOIN {table} AS {alias} ON {alias}.customer_id = p.customer_id "
        for table, alias in ((OWN_ALONE, "one"), (OTHERS_ALONE, "other"))
        if alias in reason
    )
    told = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {MOVED} AS SELECT {told}, _money FROM {PAIRED} AS p {joined}"
        "WHERE before IS DISTINCT FROM after"
    )
    return tuple(columns)


def _causes(engine: DuckDB) -> dict[str, dict[str, int]]:
    """Return how many customers moved for which cause, by direction."""
    rows = engine.run(f"SELECT direction, because, COUNT(*) FROM {MOVED} WHERE because IS NOT NULL GROUP BY 1, 2")
    heads = {(direction, cause): count for direction, cause, count in rows}
    found: dict[str, dict[str, int]] = {}
    for direction in DIRECTIONS:
        told = {cause: heads[direction, cause] for cause in CAUSES if (direction, cause) in heads}
        if told:
            found[direction] = told
    return found


def _drift(engine: DuckDB, old: Side, new: Side, how: Kind, *, same: bool, placeable: bool) -> list[dict[str, object]]:
    """Return the drift of scores and groups: of scores only where the rule is the same.

    Break values that are learned anew follow the customers; so the drift is told by the old ones too.
    """
    if how == "different":
        return []
    wanted = drifting(new.scheme, new.saved.fitted) if same else {new.result: True}
    there = {name: few for name, few in wanted.items() if name in old.columns and name in new.columns}
    before = bins(engine, OLD, there)
    told = drift(before, bins(engine, NEW, there, before))
    if not (same and placeable):
        return told
    by_old = {}
    if old.saved.fitted != new.saved.fitted:
        engine.keep(BY_OLD, again(old, NEW))
        by_old = {one["column"]: one["psi"] for one in drift(before, bins(engine, BY_OLD, there, before))}
    # Which tiers were kept by grace does not follow from break values.
    kept = {"tier"} if old.by_score != old.result else set()
    return [
        one if one["column"] in kept else {**one, "psi_by_old_breaks": by_old.get(one["column"], one["psi"])}
        for one in told
    ]
