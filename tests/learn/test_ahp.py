"""Weights from judgements, against published matrices and the laws of the method."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuke.learn.shares import shares
from shuke.scheme.ahp import SCALE, best_change, weigh
from shuke.scheme.model.scores import Judgements


def judged(*upper: str, method: str = "columns") -> Judgements:
    """The reciprocal matrix of which ``upper`` are the rows above the diagonal; names are a, b, c …"""
    size = len(upper) + 1
    matrix = [["1"] * size for _ in range(size)]
    for row, entries in enumerate(upper):
        for column, entry in enumerate(entries.split(), row + 1):
            matrix[row][column], matrix[column][row] = entry, str(1 / Fraction(entry))
    return Judgements.model_validate({"of": list("abcdefghi")[:size], "matrix": matrix, "method": method})


# Saaty, Decision making with the analytic hierarchy process (2008): drinks in the United States.
DRINKS = ("9 5 2 1 1 1/2", "1/3 1/9 1/9 1/9 1/9", "1/3 1/4 1/3 1/9", "1/2 1 1/3", "2 1/2", "1/3")
THREE, RFM, RFMT = ("3 5", "3"), ("1/2 1/3", "1/2"), ("1/3 1/5 1/2", "1/2 2", "3")
TORN = ("2 1/5", "7")
EIGEN, COLUMNS = "eigenvector", "columns"


@pytest.mark.row("D19")
@pytest.mark.parametrize(
    ("upper", "method", "weights", "greatest", "ratio"),
    [
        (DRINKS, EIGEN, ".1775 .0191 .0418 .1164 .1896 .1288 .3268", "7.1766", "0.0223"),
        (DRINKS, COLUMNS, ".1776 .0195 .0421 .1173 .1888 .1296 .3250", "7.1780", "0.0225"),
        (THREE, EIGEN, ".6370 .2583 .1047", "3.0385", "0.0332"),
        (THREE, COLUMNS, ".6333 .2605 .1062", "3.0387", "0.0334"),
        (RFM, EIGEN, ".1634 .2970 .5396", "3.0092", "0.0079"),
        (RFM, COLUMNS, ".1638 .2973 .5390", "3.0092", "0.0079"),
        (RFMT, EIGEN, ".0882 .2720 .4829 .1570", "4.0145", "0.0054"),
        (TORN, EIGEN, ".2340 .4822 .2839", "5.3639", "2.0379"),
    ],
)
def test_published_matrices(upper: tuple[str, ...], method: str, weights: str, greatest: str, ratio: str) -> None:
    told = weigh(judged(*upper, method=method))
    wanted = [Decimal(weight) for weight in weights.split()]
    assert all(abs(got - want) <= Decimal("0.0001") for got, want in zip(told.weights.values(), wanted, strict=True))
    assert abs(told.lambda_max - Decimal(greatest)) <= Decimal("0.0001")
    assert abs(told.cr - Decimal(ratio)) <= Decimal("0.0001")
    assert told.consistent is (upper is not TORN)
    assert sum(told.weights.values()) == 1
    assert told.not_reciprocal == []


@pytest.mark.row("D19")
def test_the_printed_weights_of_the_drinks() -> None:
    told = weigh(judged(*DRINKS, method=EIGEN))
    printed = [".177", ".019", ".042", ".116", ".190", ".129", ".327"]
    for got, want in zip(told.weights.values(), printed, strict=True):
        assert abs(got - Decimal(want)) <= Decimal("0.0005")


def test_columns_are_exact_fractions() -> None:
    told = weigh(judged("2", method=COLUMNS))
    assert told.exact == {"a": Fraction(2, 3), "b": Fraction(1, 3)}
    assert told.weights == {"a": Decimal("0.666667"), "b": Decimal("0.333333")}


def test_three_judgements_have_the_geometric_means_for_their_eigenvector() -> None:
    for upper in (THREE, RFM, TORN):
        matrix = judged(*upper).entries
        means = [math.prod(map(float, row)) ** (1 / 3) for row in matrix]
        exact = weigh(judged(*upper, method=EIGEN)).exact
        for weight, mean in zip(exact.values(), means, strict=True):
            assert float(weight) == pytest.approx(mean / sum(means), abs=1e-14)


@pytest.mark.row("D19")
def test_judgements_that_contradict_each_other_are_told_and_the_best_change_is_named() -> None:
    told = weigh(judged(*TORN))
    assert not told.consistent
    assert told.triad == ("a", "b", "c")
    change = best_change(judged(*TORN))
    assert change.cr < Decimal("0.1")
    names = judged(*TORN).of
    one, other = (names.index(name) for name in change.pair)
    matrix = [[str(entry) for entry in row] for row in judged(*TORN).entries]
    matrix[one][other], matrix[other][one] = change.judgement, str(1 / Fraction(change.judgement))
    again = weigh(Judgements.model_validate({"of": names, "matrix": matrix}))
    assert again.cr == change.cr


def test_one_wrong_judgement_among_consistent_ones_is_found() -> None:
    # Weights 8 : 4 : 2 : 1, but b against d is turned round: 1/4 in place of 4.
    told = weigh(judged("2 4 8", "2 1/4", "2", method=EIGEN))
    assert told.worst == ("b", "d")
    assert told.fitting > Decimal("0.8")
    assert best_change(judged("2 4 8", "2 1/4", "2")).pair == ("b", "d")
    assert best_change(judged("2 4 8", "2 1/4", "2")).judgement == "4"


@pytest.mark.parametrize("method", [EIGEN, COLUMNS])
def test_nine_equal_judgements_weigh_the_same_and_the_first_takes_what_is_left(method: str) -> None:
    told = weigh(judged(*(" ".join("1" * count) for count in range(8, 0, -1)), method=method))
    assert list(told.weights.values()) == [Decimal("0.111112")] + [Decimal("0.111111")] * 8
    assert (told.lambda_max, told.ci, told.cr) == (9, 0, 0)


def test_two_judgements_are_always_consistent() -> None:
    told = weigh(judged("9"))
    assert (told.ri, told.cr, told.consistent, told.triad) == (0, 0, True, None)


@pytest.mark.parametrize(("row", "column", "entry", "pair"), [(0, 1, "3", ("a", "b")), (1, 1, "2", ("b", "b"))])
def test_a_matrix_that_contradicts_its_own_reverse_is_told(
    row: int, column: int, entry: str, pair: tuple[str, str]
) -> None:
    matrix = [["1", "2", "4"], ["1/2", "1", "2"], ["1/4", "1/2", "1"]]
    matrix[row][column] = entry
    assert weigh(Judgements.model_validate({"of": ["a", "b", "c"], "matrix": matrix})).not_reciprocal == [pair]


def test_contradictions_in_a_circle_converge() -> None:
    told = weigh(judged("9999 9999 1/9999", "9999 9999", "9999", method=EIGEN))
    assert sum(told.weights.values()) == 1
    assert not told.consistent


@given(st.lists(st.sampled_from(SCALE), min_size=3, max_size=21), st.sampled_from([EIGEN, COLUMNS]))
def test_laws_of_any_judgements(entries: list[Fraction], method: str) -> None:
    size = max(count for count in range(2, 8) if count * (count - 1) // 2 <= len(entries))
    rest = iter(entries)
    upper = [" ".join(str(next(rest)) for _ in range(count)) for count in range(size - 1, 0, -1)]
    told = weigh(judged(*upper, method=method))
    assert sum(told.weights.values()) == 1
    assert sum(told.exact.values()) == 1
    assert told.lambda_max >= size
    assert told.consistent is (told.cr < Decimal("0.1")) or abs(told.cr - Decimal("0.1")) <= Decimal("0.000001")


@given(st.lists(st.integers(1, 99), min_size=2, max_size=9), st.sampled_from([EIGEN, COLUMNS]))
def test_judgements_that_agree_give_back_their_weights(parts: list[int], method: str) -> None:
    matrix = [[f"{one}/{other}" for other in parts] for one in parts]
    told = weigh(Judgements.model_validate({"of": list("abcdefghi")[: len(parts)], "matrix": matrix, "method": method}))
    for got, part in zip(told.exact.values(), parts, strict=True):
        assert abs(got - Fraction(part, sum(parts))) < Fraction(1, 10**30)
    assert told.cr == 0
    assert told.consistent


@given(st.dictionaries(st.text("xyz", min_size=1), st.decimals(0, 1000, places=3), min_size=1, max_size=9))
def test_shares_add_up_to_exactly_one_and_are_near(parts: dict[str, Decimal]) -> None:
    told = shares(parts)
    assert sum(told.values()) == 1
    total = sum(map(Fraction, parts.values()))
    if total:
        assert all(
            abs(Fraction(told[name]) - Fraction(part) / total) <= Fraction(5, 10**6) for name, part in parts.items()
        )
    else:
        assert max(told.values()) - min(told.values()) <= Decimal("0.00001")


def test_the_remainder_goes_to_the_largest_first_of_equals() -> None:
    assert shares({"a": Decimal(1), "b": Decimal(1), "c": Decimal(1)}) == {
        "a": Decimal("0.333334"),
        "b": Decimal("0.333333"),
        "c": Decimal("0.333333"),
    }
    # Of 1, 4, 1: 0.166667 twice, and 0.666667 gives back what is too much.
    assert shares({"a": Decimal(1), "b": Decimal(4), "c": Decimal(1)})["b"] == Decimal("0.666666")


def test_every_pair_is_looked_at() -> None:
    upper = ["2 4 8", "2 4", "2"]
    for one, other in combinations(range(4), 2):
        rows = [row.split() for row in upper]
        rows[one][other - one - 1] = "1/9"
        told = weigh(judged(*map(" ".join, rows), method=EIGEN))
        assert told.worst == ("abcd"[one], "abcd"[other])
