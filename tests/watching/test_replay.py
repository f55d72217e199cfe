"""A history that is replayed month by month: every movement reconciles with both runs, and every move is explained."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from replay import prove, replay, source


@pytest.mark.row("Z7", "X4")
def test_every_movement_of_a_replay_reconciles_to_the_customer_and_every_move_has_a_cause(tmp_path: Path) -> None:
    lines = source(None, tmp_path, 120)
    earlier, late, moved = None, 0, 0
    for month in replay(tmp_path / "shop", lines, late=0.2, months=4):
        late += month.late
        if earlier is not None:
            found = prove(tmp_path / "shop", lines, month, earlier, 0.2)
            assert (found.lost, found.unexplained, found.broken, found.miscalled) == (0, 0, 0, 0)
            assert (found.before, found.after) == (earlier.rated, month.rated)
            assert sum(found.because.values()) == found.moved
            moved += found.moved
        earlier = month
    assert late > 0
    assert moved > 0
