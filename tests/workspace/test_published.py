"""Who is looked at when only what changed is published: those whose value has another score than it had."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from shuke.engines.duckdb import DuckDB
from shuke.stages.fitted import Breaks
from shuke.workspace.published import apart

BOUNDS = st.lists(st.integers(-8, 8), max_size=4, unique=True).map(sorted)


def steps(best: str, bounds: list[int], *, money: bool) -> Breaks:
    """A score of so many steps, the best first, of whole numbers or of hundredths."""
    ordered = [Decimal(one) / 100 if money else one for one in (bounds[::-1] if best == "high" else bounds)]
    scores = range(len(ordered) + 1, 1, -1)
    return Breaks("figure", best, "quantiles", tuple(zip(ordered, scores, strict=True)), 1)  # type: ignore[arg-type]


@settings(max_examples=times(200, 25), deadline=None)
@given(best=st.sampled_from(["high", "low"]), old=BOUNDS, new=BOUNDS, moved=st.integers(-3, 3), money=st.booleans())
def test_the_condition_holds_for_values_with_another_score_and_for_no_others(
    best: str, old: list[int], new: list[int], moved: int, money: bool
) -> None:
    then, now, moved = steps(best, old, money=money), steps(best, new, money=money), 0 if money else moved
    values = [Decimal(one) / 100 if money else one for one in range(-14, 15)]
    wanted = [one for one in values if then.score(one - moved) != now.score(one)]
    held = " OR ".join(apart(then, now, moved)) or "FALSE"
    with DuckDB(threads=1) as engine:
        kind = "DECIMAL(18, 4)" if money else "INTEGER"
        rows = engine.run(
            f"SELECT figure FROM (SELECT UNNEST(?::{kind}[]) AS figure) WHERE {held} ORDER BY 1", [values]
        )
    assert [row[0] for row in rows] == wanted
