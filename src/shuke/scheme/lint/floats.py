"""Composites that lie exactly on a boundary, and which of them binary floating point would put elsewhere.

Here, and only here, binary floats are computed: to find what a program that uses them gets wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from shuke.scheme.lint.case import LISTS, Case
from shuke.scheme.lint.finding import Finding, Phrase, plain
from shuke.scheme.lint.reach import Interval, values
from shuke.scheme.lint.sums import bounds

MOST_COMBINATIONS = 50_000
MOST_NAMED = 3


def edges(case: Case) -> Iterator[Finding]:
    """Tell how many combinations lie exactly on a floor and what binary floats make of them."""
    composite, weights = case.scheme.composite, case.known.weights
    if composite is None or weights is None or case.known.composite is None:
        return
    table = _independent(case, tuple(weights))
    if table is None:
        return
    for column, groups in case.scheme.groups.items():
        floors = [(index, group.at_least) for index, group in enumerate(groups) if group.at_least is not None]
        if not floors:
            continue
        exact = {floor for _, floor in floors}
        near = {floor: float(floor) for floor in exact}
        terms = [
            [(weight * one, float(weight) * float(one), one) for one in table[name]] for name, weight in weights.items()
        ]
        on_edge, wrong = 0, list[tuple[tuple[Decimal, ...], Decimal]]()
        for combination in product(*terms):
            total = sum((term for term, _, _ in combination), Decimal(0))
            if total in exact:
                on_edge += 1
                binary = 0.0
                for _, term, _ in combination:
                    binary += term
                if binary < near[total]:
                    wrong.append((tuple(one for _, _, one in combination), total))
        if wrong:
            shown = tuple(
                Phrase("lint.edge", {"cell": ", ".join(map(plain, scores)), "floor": floor})
                for scores, floor in wrong[:MOST_NAMED]
            )
            yield case.find(
                "float_edges",
                *(LISTS[column], floors[0][0], "at_least"),
                on_edge=on_edge,
                wrong=len(wrong),
                first=shown,
                more=Phrase("lint.more") if len(wrong) > MOST_NAMED else "",
            )


def _independent(case: Case, names: tuple[str, ...]) -> dict[str, tuple[Decimal, ...]] | None:
    """Return the scores of each term, the best first, where the terms share no axis and are few."""
    if case.known.composite is None:
        return None
    ends = bounds(case.known, case.known.composite)
    touched = [ends.axes_under(name) for name in names]
    if sum(map(len, touched)) > len(frozenset().union(*touched)):
        return None
    table: dict[str, tuple[Decimal, ...]] = {}
    for name in names:
        found = values(case.known, name)
        if isinstance(found, Interval) or not found:
            return None
        table[name] = found[::-1]
    return table if _size(table) <= MOST_COMBINATIONS else None


def _size(table: dict[str, tuple[Decimal, ...]]) -> int:
    size = 1
    for found in table.values():
        size *= len(found)
    return size
