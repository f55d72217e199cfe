"""Running totals and order statistics: all ways of writing them say the same."""

import pytest

from shuke.compile.running import parted
from shuke.compile.sql import at_positions, by_totals, write
from shuke.engines.duckdb import DuckDB
from shuke.stages.relation import Positions, Running, Select

VALUES = "0, 0, 0.0001, -0.0001, 5, 5, 5, 5.0001, 120.5, 99999999999999.9999, -3.25, -3.25, -120.5, NULL, NULL"


@pytest.fixture
def engine():
    with DuckDB() as engine:
        engine.run(
            "CREATE TABLE measured AS SELECT CAST(v AS DECIMAL(18, 4)) AS v, CAST(place % 2 AS INTEGER) AS half "
            f"FROM (SELECT UNNEST([{VALUES}]) AS v, UNNEST(RANGE(15)) AS place)"
        )
        yield engine


def heads(*within):
    columns = {**{name: name for name in within}, "_value": "v", "_e": "COUNT(*)"}
    return Select(columns, "measured", group_by=(*within, "v"))


@pytest.mark.parametrize("within", [(), ("half",)])
@pytest.mark.parametrize("best", ["high", "low"])
def test_windows_over_parts_add_up_to_one_window_over_everything(engine, best, within):
    running = Running(heads(*within), "_value", "_e", best, within, "_a", "_n")
    columns = {**{name: name for name in within}, "_value": "_value", "_e": "_e", "_a": "_a", "_n": "_n"}
    asked = Select(columns, running, ("_value IS NOT NULL",), order_by=(*within, "_value"))
    assert engine.rows(asked) == engine.run(write(asked, "", parted))


def test_what_stands_before_a_value_is_the_weight_of_the_better_ones(engine):
    running = Running(heads(), "_value", "_e", "high", (), "_a", "_n")
    asked = Select({"_a": "_a", "_n": "_n"}, running, ("_value = 5",))
    assert engine.rows(asked) == [(3, 13)]


def test_order_statistics_by_running_totals_are_those_of_the_engine(engine):
    asked = Positions("v", tuple(range(13)), 13)
    (found,) = engine.rows(Select({"q": at_positions(asked)}, "measured"))[0]
    assert [list(row) for row in engine.rows(by_totals(asked, "measured"))] == [found]
    assert [list(row) for row in engine.run(write(by_totals(asked, "measured"), "", parted))] == [found]
