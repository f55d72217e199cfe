"""Entropy weights, against published figures and the textbook's way."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuke.learn.entropy import entropy_weights

BOOK = [(12, 5, 300), (40, 3, 150), (5, 9, 900), (90, 1, 60), (20, 4, 420)]


def told(columns: dict[str, list[Decimal]]) -> dict[str, Decimal]:
    """The weights from the two sums, which an engine would deliver."""
    return entropy_weights(
        len(next(iter(columns.values()))),
        {name: sum(column, Decimal(0)) for name, column in columns.items()},
        {name: sum((value * value.ln() for value in column if value), Decimal(0)) for name, column in columns.items()},
    )


def columns(rows: list[tuple[int, int, int]]) -> dict[str, list[Decimal]]:
    return {name: [Decimal(row[index]) for row in rows] for index, name in enumerate("rfm")}


@pytest.mark.row("D19")
def test_published_weights_of_the_raw_figures() -> None:
    weights = told(columns(BOOK))
    for name, want in zip("rfm", (".4384", ".2102", ".3514"), strict=True):
        assert abs(weights[name] - Decimal(want)) <= Decimal("0.0001")


@pytest.mark.row("D19")
def test_published_weights_of_the_common_scale() -> None:
    scaled = {}
    for name, column in columns(BOOK).items():
        least, greatest = min(column), max(column)
        scaled[name] = [(greatest - value if name == "r" else value - least) / (greatest - least) for value in column]
    for name, want in zip("rfm", (".2233", ".3300", ".4468"), strict=True):
        assert abs(told(scaled)[name] - Decimal(want)) <= Decimal("0.0001")


@given(st.lists(st.tuples(*[st.integers(0, 500)] * 3), min_size=2, max_size=40))
def test_the_two_sums_give_what_the_textbook_gives(rows: list[tuple[int, int, int]]) -> None:
    weights = told(columns(rows))
    assert sum(weights.values()) == 1
    divergences = []
    for column in columns(rows).values():
        total = float(sum(column))
        shares = [float(value) / total for value in column if value] if total else []
        entropy = -sum(share * math.log(share) for share in shares) / math.log(len(rows)) if total else 1
        divergences.append(1 - entropy if 1 - entropy > 1e-9 else 0)
    if sum(divergences) > 1e-6:
        for weight, divergence in zip(weights.values(), divergences, strict=True):
            assert float(weight) == pytest.approx(divergence / sum(divergences), abs=1e-5)


def test_a_score_that_tells_nobody_apart_weighs_nothing() -> None:
    same, zero, spread = [Decimal(3)] * 3, [Decimal(0)] * 3, [Decimal(1), Decimal(2), Decimal(9)]
    assert told({"same": same, "zero": zero, "spread": spread}) == {"same": 0, "zero": 0, "spread": 1}


def test_scores_that_all_tell_nobody_apart_weigh_the_same() -> None:
    assert told({"a": [Decimal(3)] * 3, "b": [Decimal(0)] * 3}) == {"a": Decimal("0.5"), "b": Decimal("0.5")}


def test_a_single_customer_gives_equal_weights() -> None:
    assert told({"a": [Decimal(3)], "b": [Decimal(8)]}) == {"a": Decimal("0.5"), "b": Decimal("0.5")}


def test_the_rounding_of_the_logarithms_does_not_make_a_difference_of_equals() -> None:
    xlnx = 3 * Decimal(3) * Decimal(3).ln()
    weights = entropy_weights(
        3, {"same": Decimal(9), "spread": Decimal(12)}, {"same": round(xlnx, 12), "spread": Decimal(20)}
    )
    assert weights == {"same": 0, "spread": 1}
