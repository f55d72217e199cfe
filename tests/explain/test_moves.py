"""One more purchase: where it takes a cell, from the steps alone, and where it takes each customer."""

from __future__ import annotations

from pathlib import Path

import pytest

from explain.made import rated
from shuke.explain.words import lines
from shuke.stages.moves import one_more_purchase

pytestmark = pytest.mark.row("D3", "X4")

QUANTILES = """
scheme: cells
title: {en: Cells, zh: 单元格}
period: all
scores:
  f: {metric: frequency, quantiles: 3}
  r: {metric: recency_days, bands: [{at_most: 90, score: 2}, {above: 90, score: 1}]}
cells: {rows: r, columns: f}
"""


def test_the_ladder_moves_as_the_model_says(tmp_path: Path) -> None:
    made = rated("ladder-25", tmp_path)
    moves = one_more_purchase(made.result.rating.scheme, made.result.rating.fitted)
    steps = {range(21, 26): 16, range(16, 21): 11, range(11, 16): 6, range(6, 11): 1, range(1, 6): 1}
    assert moves == {cell: goes for cells, goes in steps.items() for cell in cells}
    for customer, told in made.told.items():
        assert told.next_order is not None
        assert told.next_order.amount is None
        goes = moves[made.table[customer]["cell"]]
        assert told.next_order.results == {"cell": goes, "segment": "faithful" if goes == 1 else "climbing"}
        assert any(f"cell {goes}" in line for line in lines(told, "en")[-2:])
    made.result.close()


def test_a_cell_whose_customers_part_is_left_out_and_no_other(tmp_path: Path) -> None:
    made = rated("cells", tmp_path, QUANTILES)
    moves = one_more_purchase(made.result.rating.scheme, made.result.rating.fitted)
    goes: dict[int, set[int]] = {}
    for count in range(1, 30):
        for recency in (0, 90, 91, 500):
            now = made.placed({"frequency": count, "recency_days": recency})
            then = made.placed({"frequency": count + 1, "recency_days": 0})
            assert now is not None
            assert then is not None
            goes.setdefault(now["cell"], set()).add(then["cell"])
    assert moves == {cell: next(iter(ends)) for cell, ends in goes.items() if len(ends) == 1}
    assert len(moves) < 6
    made.result.close()


@pytest.mark.parametrize("scheme", ["rfm-quintile-weighted", "nested-125", "octants-mean"])
def test_schemes_without_such_cells_have_no_moves(scheme: str, tmp_path: Path) -> None:
    made = rated(scheme, tmp_path)
    assert one_more_purchase(made.result.rating.scheme, made.result.rating.fitted) == {}
    made.result.close()
