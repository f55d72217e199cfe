"""Break values that were learned once can be used again on other data."""

from __future__ import annotations

from pathlib import Path

import pytest

import shuke
from rating.books import write_csv
from shuke.errors import UsageError

pytestmark = pytest.mark.row("X1")


def book(path: Path, factor: int) -> Path:
    rows = [
        (f"C{number:02}", f"S{number:02}-{order}", f"2024-{1 + order:02}-05", f"{factor * (number + order)}.00")
        for number in range(1, 21)
        for order in range(1 + number % 5)
    ]
    return write_csv(path, rows)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    first, second = book(tmp_path / "first.csv", 1), book(tmp_path / "second.csv", 10)
    with_result = shuke.score(first, as_of="2024-12-31")
    with_result.save(tmp_path / "out", ["csv"])
    with_result.close()
    return first, second, tmp_path / "out"


def scores(source: Path, **options: object) -> dict[str, int]:
    result = shuke.score(source, as_of="2024-12-31", **options)
    try:
        return {row["customer_id"]: row["m_score"] for row in result.customers.to_polars().to_dicts()}
    finally:
        result.close()


def test_on_the_same_data_they_give_the_same_scores(folders: tuple[Path, Path, Path]) -> None:
    first, _, out = folders
    assert scores(first, breaks=out) == scores(first)


def test_on_other_data_the_old_values_count(folders: tuple[Path, Path, Path]) -> None:
    first, second, out = folders
    # Learned anew, ten times the amounts change nothing; by the kept values all but the least are among the best.
    assert scores(second) == scores(first)
    kept = scores(second, breaks=out)
    assert kept != scores(second)
    assert sum(score == 5 for score in kept.values()) >= 15


def test_values_learned_under_other_scores_are_refused(folders: tuple[Path, Path, Path]) -> None:
    first, _, out = folders
    with pytest.raises(UsageError) as caught:
        scores(first, scheme="rfm-luxury", breaks=out)
    assert caught.value.key == "breaks_of_other_scores"
    with pytest.raises(UsageError):
        scores(first, breaks=out.parent)
