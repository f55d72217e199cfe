"""The nth-name sample is a miniature of its base: exact size, every cell within one, arms that never overlap."""

from __future__ import annotations

from fractions import Fraction

import pytest

from shuke.campaign.arms import ARMED, HELD_OUT, arms, assign
from shuke.campaign.cells import put_in_cells
from shuke.campaign.faithful import check
from shuke.campaign.sample import SAMPLED, draw
from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError

pytestmark = pytest.mark.row("D8")


def base(engine: DuckDB, customers: int) -> None:
    """Customers with three scores of 1 to 5, unevenly spread, and a metric."""
    engine.run(
        "CREATE OR REPLACE TEMP TABLE base AS SELECT 'K' || n AS customer_id, "
        "CAST(1 + (n * 7919 % 1009) * (n * 104729 % 997) % 5 AS INTEGER) AS r_score, "
        "CAST(1 + n * 31 % 13 % 5 AS INTEGER) AS f_score, CAST(1 + n * 17 % 11 % 5 AS INTEGER) AS m_score, "
        f"CAST(n * 37 % 1000 AS DECIMAL(18, 4)) AS monetary FROM range({customers}) AS numbers(n)"
    )


def sampled(engine: DuckDB, customers: int, size: int, seed: int = 1) -> list[str]:
    base(engine, customers)
    put_in_cells(engine, "base", ("r_score", "f_score", "m_score"))
    draw(engine, size, seed, ("monetary",))
    return [row[0] for row in engine.run(f"SELECT customer_id FROM {SAMPLED} ORDER BY 1")]


def test_forty_thousand_of_eight_hundred_thousand_lie_in_125_cells_within_one_of_their_exact_share() -> None:
    with DuckDB() as engine:
        base(engine, 800_000)
        assert put_in_cells(engine, "base", ("r_score", "f_score", "m_score")) == 125
        draw(engine, 40_000, 1, ("monetary",))
        found = check(engine, ("monetary",))
        assert (found.base, found.sample, len(found.cells)) == (800_000, 40_000, 125)
        assert all(abs(sample - Fraction(there, 20)) < 1 for _, there, sample in found.cells)
        assert found.farthest < 1
        assert abs(found.metrics[0].off) < 0.01
        assert found.cells[0][0] == "111"


def test_the_same_seed_draws_the_same_sample_and_another_seed_another() -> None:
    with DuckDB() as engine:
        first = sampled(engine, 5_000, 321)
        assert first == sampled(engine, 5_000, 321)
        assert len(first) == 321
        assert first != sampled(engine, 5_000, 321, seed=2)


@pytest.mark.parametrize("size", [0, 51])
def test_a_sample_that_cannot_be_drawn_is_refused(size: int) -> None:
    with DuckDB() as engine, pytest.raises(UsageError) as caught:
        sampled(engine, 50, size)
    assert caught.value.key == "campaign_sample_size"


def test_arms_share_out_every_cell_and_the_held_out_have_theirs_within_one() -> None:
    with DuckDB() as engine:
        sampled(engine, 20_000, 4_000)
        assign(engine, arms(("A", "B", "C"), Fraction(1, 10)), 1)
        rows = engine.run(f"SELECT cell, arm, COUNT(*) FROM {ARMED} GROUP BY 1, 2")
        sizes = dict(engine.run(f"SELECT cell, COUNT(*) FROM {SAMPLED} GROUP BY 1"))
        assert sum(row[2] for row in rows) == 4_000
        counts = {(cell, arm): n for cell, arm, n in rows}
        for cell, size in sizes.items():
            assert abs(counts.get((cell, HELD_OUT), 0) - size / 10) < 1
            assert all(abs(counts.get((cell, arm), 0) - size * 0.3) < 2 for arm in "ABC")
        total = {arm: sum(n for (_, one), n in counts.items() if one == arm) for arm in (HELD_OUT, "A", "B", "C")}
        assert total[HELD_OUT] == 400
        assert all(abs(total[arm] - 1200) <= 10 for arm in "ABC")


@pytest.mark.parametrize(
    ("offers", "share"), [(("A", "A"), "0.1"), (("held_out",), "0.1"), (("A",), "1"), (("A",), "0.00001")]
)
def test_arms_that_cannot_be_told_apart_are_refused(offers: tuple[str, ...], share: str) -> None:
    with pytest.raises(UsageError):
        arms(offers, Fraction(share))


def test_cells_of_something_that_is_no_column_are_refused() -> None:
    with DuckDB() as engine:
        base(engine, 10)
        with pytest.raises(UsageError) as caught:
            put_in_cells(engine, "base", ("colour",))
    assert caught.value.key == "campaign_cells_unknown"
