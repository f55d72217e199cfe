"""Concentration and trend: Lorenz, Gini, the vital few and who rises or falls, against plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from shuke.errors import UsageError
from shuke.watching.concentration import Concentration, concentration
from shuke.workspace import Workspace
from shuke.workspace.runs import newest

from . import plain
from .shops import Row, opened, rated, told

pytestmark = pytest.mark.row("D14")
AMOUNTS = (900, 400, 400, 100, 100, 50, 30, 10, 5, -15)


@contextmanager
def of(space: Workspace) -> Iterator[Concentration]:
    found = concentration(space, *newest(space))
    try:
        yield found
    finally:
        found.close()


def shop(home: Path, amounts: tuple[int, ...], day: date = date(2023, 12, 31)) -> Workspace:
    space = opened(home / "shop", plain.SCHEME)
    rows: list[Row] = []
    for number, amount in enumerate(amounts):
        # Whoever sent back more than they bought is rated all the same.
        rows.append((f"c{number}", f"{number}", "2023-10-01", str(max(amount, 1))))
        if amount < 0:
            rows.append((f"c{number}", f"{number}r", "2023-10-02", str(amount - 1)))
    told(space, rows)
    rated(space, day)
    return space


def gini(amounts: tuple[int, ...]) -> float:
    """The mean difference of all pairs over twice the mean; less than nothing counts as nothing."""
    worth = [max(one, 0) for one in amounts]
    pairs = sum(abs(one - other) for one in worth for other in worth)
    return round(float(Fraction(pairs, 2 * len(worth) * sum(worth))), 6)


def test_gini_the_vital_few_and_the_best_fifth_are_those_of_the_definition(tmp_path: Path) -> None:
    with of(shop(tmp_path, AMOUNTS)) as found:
        figures = found.summary()["runs"][-1]
    assert figures["gini"] == gini(AMOUNTS)
    # Of 1,995 the first 80 % are 1,596: 900 and twice 400 are more, and equal amounts stay together.
    assert (figures["vital"], figures["vital_share"]) == (3, 0.3)
    assert figures["monetary"] == "1980.00"
    assert figures["top_fifth_monetary_share"] == round((900 + 400) / 1980, 6)
    points = dict(map(tuple, figures["points"]))
    assert (points[0.1], points[0.5]) == (round(900 / 1980, 6), round(1900 / 1980, 6))
    # Half of the second customer belongs to the first fifteen in a hundred.
    assert points[0.15] == round((900 + 200) / 1980, 6)


def test_large_amounts_are_exact_too(tmp_path: Path) -> None:
    amounts = (900_000_000, 70_000_000, 1)
    with of(shop(tmp_path, amounts)) as found:
        figures = found.summary()["runs"][-1]
    assert (figures["gini"], figures["vital"], figures["monetary"]) == (gini(amounts), 1, "970000001.00")


def test_where_everybody_brings_the_same_there_is_no_concentration(tmp_path: Path) -> None:
    with of(shop(tmp_path, (7,) * 5)) as found:
        figures = found.summary()["runs"][-1]
    assert (figures["gini"], figures["vital"], figures["top_fifth_monetary_share"]) == (0, 5, 0.2)


def test_the_vital_few_of_two_runs_are_told_apart(tmp_path: Path) -> None:
    space = shop(tmp_path, (900, 400, 10, 10), date(2023, 10, 31))
    told(space, [("c2", "n", "2023-11-01", "3000")])
    rated(space, date(2023, 11, 30))
    with of(space) as found:
        figures = found.summary()
        assert figures["since"] == {"stayed": 1, "joined": 1, "dropped": 1}
        assert [one["customer_id"] for one in found.page(since="joined")[0]] == ["c2"]
        assert [one["customer_id"] for one in found.page(since="dropped")[0]] == ["c1"]
        assert [one["customer_id"] for one in found.page(kind="vital")[0]] == ["c2", "c0"]
        with pytest.raises(UsageError):
            found.page(trend="up")
    assert len(figures["runs"]) == 2


def days(first: str, gaps: tuple[int, ...]) -> list[str]:
    on, found = date.fromisoformat(first), [first]
    for gap in gaps:
        on += timedelta(days=gap)
        found.append(on.isoformat())
    return found


def test_whose_frequency_rises_and_falls_is_called_and_a_steady_one_is_not(tmp_path: Path) -> None:
    space = opened(tmp_path / "shop", plain.SCHEME)
    bought = {
        "rises": days("2022-01-01", (300, 150, *(15,) * 16)),
        "falls": days("2022-01-01", (15,) * 18),
        "steady": days("2022-01-01", (40,) * 17),
        "few": days("2022-01-01", (30, 30, 30)),
    }
    told(space, [(who, f"{who}{n}", on, "50") for who, on_days in bought.items() for n, on in enumerate(on_days)])
    told(space, [("few", "late", "2023-11-01", "50"), ("falls", "late", "2023-11-02", "50")])
    rated(space, date(2023, 12, 31))
    with of(space) as found:
        rows = {one["customer_id"]: one for one in found.page()[0]}
    assert {who: one["trend"] for who, one in rows.items()} == {
        "rises": "rising",
        "falls": "falling",
        "steady": "steady",
        "few": "few",
    }
    assert (rows["rises"]["recent"], rows["rises"]["repeats"]) == (17, 18)
    assert rows["few"]["chance"] is None
    assert rows["rises"]["chance"] < 0.001 < rows["steady"]["chance"]


def test_a_run_without_money_is_refused(tmp_path: Path) -> None:
    from shuke.rating import Options
    from shuke.workspace import refresh
    from workspace.books import UNION

    space = shop(tmp_path, (1, 2, 3))
    days_only = plain.SCHEME.replace("m_score: {metric: monetary", "m_score: {metric: frequency")
    refresh(
        space, Options(as_of=date(2024, 1, 31), reading=UNION), scheme=(days_only, "days.yaml"), formats=["parquet"]
    ).result.close()
    with pytest.raises(UsageError) as error, of(space):
        pass
    assert error.value.key == "run_without_money"
