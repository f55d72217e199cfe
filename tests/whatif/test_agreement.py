"""How far two groupings agree: published figures, scikit-learn, and the laws."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuke.whatif.agreement import adjusted_rand, counterparts

PAIRS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), min_size=1, max_size=60)


def test_a_published_index() -> None:
    assert adjusted_rand({("0", "0"): 2, ("1", "1"): 1, ("1", "2"): 1}) == Fraction(4, 7)


@pytest.mark.row("X1")
@given(PAIRS)
def test_equal_to_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    first, second = zip(*pairs, strict=True)
    from sklearn.metrics import adjusted_rand_score

    assert float(adjusted_rand(Counter(pairs))) == pytest.approx(adjusted_rand_score(first, second), abs=1e-12)


@given(PAIRS)
def test_names_and_sides_do_not_matter(pairs: list[tuple[str, str]]) -> None:
    table = Counter(pairs)
    assert adjusted_rand(table) == adjusted_rand({(after, before): n for (before, after), n in table.items()})
    assert adjusted_rand(Counter((one, one) for one, _ in pairs)) == 1


def test_counterparts_are_where_most_are() -> None:
    table = {("a", "x"): 2, ("a", "y"): 5, ("b", "x"): 3, ("b", "z"): 3}
    assert counterparts(table) == {"a": "y", "b": "x"}
