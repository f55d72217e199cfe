"""A large source that needs no conversion is looked over for oddities only when asked."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

import shuke
from shuke.ingest.policies.review import MOST

pytestmark = [pytest.mark.row("T3"), pytest.mark.slow]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One row more than are looked over unasked; one of them a refund without a sale."""
    path = tmp_path_factory.mktemp("large") / "lines.parquet"
    rows = MOST + 1
    duckdb.sql(
        f"COPY (SELECT 'C' || (i % 50000) AS customer_id, 'S' || i AS order_id, DATE '2024-06-01' AS ordered_at, "
        f"CAST(CASE WHEN i = 7 THEN -5 ELSE 10 END AS DECIMAL(18, 2)) AS amount FROM range({rows}) AS t(i)) "
        f"TO '{path}' (FORMAT parquet)"
    )
    return path


def codes(source: Path, **options: object) -> set[str]:
    result = shuke.score(source, as_of="2024-12-31", **options)
    result.close()
    return {note["code"] for note in result.summary["notes"] if "code" in note}


def test_a_large_clean_file_is_rated_without_being_looked_over_and_the_run_says_so(large: Path) -> None:
    found = codes(large)
    assert "W-UNSEEN" in found
    assert "W-ORPHAN" not in found


def test_a_full_review_looks_over_every_row(large: Path) -> None:
    found = codes(large, policies={"review": "full"})
    assert "W-UNSEEN" not in found
    assert "W-ORPHAN" in found
