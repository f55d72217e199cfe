"""Weights from pairwise judgements (AHP, Saaty): how they come about, and whether the judgements agree.

``columns``: every column is divided by its sum, the weights are the means of the rows, in exact fractions.
``eigenvector``: the principal eigenvector, in decimals of 60 digits; no binary floats, so every machine agrees.
The consistency ratio is CI / RI with CI = (lambda_max - n) / (n - 1), lambda_max = mean of (A w)_i / w_i, and
Saaty's random indices (Saaty, The Analytic Hierarchy Process, 1980). Other tables of random indices are in use;
with 0.52 in place of 0.58 the ratio of three judgements is a ninth greater.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from itertools import combinations

from shuke.errors import BrokenPromise
from shuke.learn.shares import shares, six_places
from shuke.scheme.model.scores import Judgements

# Index 0 and 1: no judgements.
RANDOM_INDEX = tuple(map(Decimal, ("0", "0", "0", "0.58", "0.90", "1.12", "1.24", "1.32", "1.41", "1.45")))
MOST_INCONSISTENT = Fraction(1, 10)
SCALE = tuple(Fraction(1, number) for number in range(9, 1, -1)) + tuple(map(Fraction, range(1, 10)))

DIGITS = Context(prec=60)
CONVERGED = Decimal("1e-36")
MOST_SQUARINGS = 80
# Disagreements that differ by less are the same to a person, and for three judgements all of them are.
ALIKE = 10**20

Matrix = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True)
class Change:
    """The one judgement of Saaty's scale that, put in a pair's place, leaves the least inconsistency."""

    pair: tuple[str, str]
    judgement: str
    cr: Decimal


@dataclass(frozen=True)
class Weighing:
    """The weights that judgements give, and how well the judgements agree.

    ``weights`` have 6 places and add up to exactly 1; ``exact`` are they before rounding. ``worst`` is the pair whose
    judgement is farthest from the ratio of its weights, and ``fitting`` that ratio: what the judgement would have
    to be. ``triad`` are three (i, j, k) of which i to j and j to k say most another thing than i to k; None for two.
    ``not_reciprocal`` names the pairs that contradict their own reverse (a name twice: it is not 1 to itself).
    """

    weights: dict[str, Decimal]
    exact: dict[str, Fraction]
    lambda_max: Decimal
    ci: Decimal
    cr: Decimal
    ri: Decimal
    consistent: bool
    worst: tuple[str, str]
    fitting: Decimal
    triad: tuple[str, str, str] | None
    not_reciprocal: list[tuple[str, str]]


def weigh(judgements: Judgements) -> Weighing:
    """Return the weights of the judgements and their consistency; nothing is ever repaired silently."""
    names, matrix = judgements.of, judgements.entries
    vector, greatest = _weights(matrix, judgements.method)
    index, ratio = _consistency(greatest, len(names))
    one, other = max(combinations(range(len(names)), 2), key=lambda pair: _apart(matrix, vector, *pair))
    exact = dict(zip(names, vector, strict=True))
    return Weighing(
        weights=shares(exact),
        exact=exact,
        lambda_max=six_places(greatest),
        ci=six_places(index),
        cr=six_places(ratio),
        ri=RANDOM_INDEX[len(names)],
        consistent=ratio < MOST_INCONSISTENT,
        worst=(names[one], names[other]),
        fitting=six_places(vector[one] / vector[other]),
        triad=_triad(names, matrix),
        not_reciprocal=list(_not_reciprocal(names, matrix)),
    )


def best_change(judgements: Judgements) -> Change:
    """Return the change of one judgement, within Saaty's scale 1/9 … 9, that lowers the consistency ratio most.

    The change is sought with the weights of the columns, which are quick; its ratio is that of the scheme's method.
    """
    names, matrix = judgements.of, judgements.entries
    changes = [(*pair, judgement) for pair in combinations(range(len(names)), 2) for judgement in SCALE]
    one, other, judgement = min(changes, key=lambda change: _quick_lambda(_with(matrix, *change)))
    greatest = _weights(_with(matrix, one, other, judgement), judgements.method)[1]
    return Change((names[one], names[other]), str(judgement), six_places(_consistency(greatest, len(names))[1]))


def _weights(matrix: Matrix, method: str) -> tuple[tuple[Fraction, ...], Fraction]:
    """Return the weights, adding up to 1, and lambda_max."""
    if method == "columns":
        totals = [sum(column) for column in zip(*matrix, strict=True)]
        vector = tuple(
            sum((entry / total for entry, total in zip(row, totals, strict=True)), Fraction(0)) / len(matrix)
            for row in matrix
        )
    else:
        vector = _eigenvector(matrix)
    return vector, sum(_ratios(matrix, vector), Fraction(0)) / len(matrix)


def _ratios(matrix: Matrix, vector: tuple[Fraction, ...]) -> list[Fraction]:
    """Return (A w)_i / w_i; the greatest eigenvalue lies between the least and the greatest of them."""
    return [
        sum((entry * weight for entry, weight in zip(row, vector, strict=True)), Fraction(0)) / own
        for row, own in zip(matrix, vector, strict=True)
    ]


def _eigenvector(matrix: Matrix) -> tuple[Fraction, ...]:
    """Return the principal eigenvector, adding up to 1, by power iteration.

    The matrix itself is squared again and again, which doubles the power at each step: contradictory judgements,
    on which plain iteration turns in circles, converge as well. All entries are positive, so no digits cancel. The
    end is proved, not hoped for: the eigenvalue lies between the least and the greatest ratio (Collatz-Wielandt).
    """
    size = range(len(matrix))
    with localcontext(DIGITS):
        start = [[Decimal(entry.numerator) / Decimal(entry.denominator) for entry in row] for row in matrix]
        power = start
        for _ in range(MOST_SQUARINGS):
            columns = list(zip(*power, strict=True))
            power = [[sum(map(Decimal.__mul__, row, column), Decimal(0)) for column in columns] for row in power]
            greatest = max(map(max, power))
            power = [[entry / greatest for entry in row] for row in power]
            sums = [sum(row, Decimal(0)) for row in power]
            weights = [part / sum(sums, Decimal(0)) for part in sums]
            ratios = [sum(map(Decimal.__mul__, start[i], weights), Decimal(0)) / weights[i] for i in size]
            if max(ratios) - min(ratios) <= CONVERGED * max(ratios):
                vector = tuple(map(Fraction, weights))
                return tuple(part / sum(vector) for part in vector)
    raise BrokenPromise("broken_promise", promise="the eigenvector of the judgements converges")


def _quick_lambda(matrix: Matrix) -> Decimal:
    """Return lambda_max for the weights of the columns in decimals of 60 digits."""
    with localcontext(DIGITS):
        rows = [[Decimal(entry.numerator) / Decimal(entry.denominator) for entry in row] for row in matrix]
        totals = [sum(column, Decimal(0)) for column in zip(*rows, strict=True)]
        weights = [sum(map(Decimal.__truediv__, row, totals), Decimal(0)) for row in rows]
        ratios = (
            sum(map(Decimal.__mul__, row, weights), Decimal(0)) / own for row, own in zip(rows, weights, strict=True)
        )
        return sum(ratios, Decimal(0)) / len(rows)


def _consistency(greatest: Fraction, size: int) -> tuple[Fraction, Fraction]:
    """Return the consistency index and ratio; two judgements cannot contradict each other."""
    index = max((greatest - size) / (size - 1), Fraction(0))
    random = Fraction(RANDOM_INDEX[size])
    return index, index / random if random else Fraction(0)


def _apart(matrix: Matrix, vector: tuple[Fraction, ...], one: int, other: int) -> int:
    """Return how far a judgement is from the ratio of its weights, as the factor between them."""
    factor = matrix[one][other] * vector[other] / vector[one]
    return round(max(factor, 1 / factor) * ALIKE)


def _triad(names: tuple[str, ...], matrix: Matrix) -> tuple[str, str, str] | None:
    """Return the three of which two judgements together say most another thing than the third."""

    def apart(triad: tuple[int, ...]) -> Fraction:
        one, other, third = triad
        factor = matrix[one][other] * matrix[other][third] / matrix[one][third]
        return max(factor, 1 / factor)

    if len(names) < 3:
        return None
    one, other, third = max(combinations(range(len(names)), 3), key=apart)
    return names[one], names[other], names[third]


def _not_reciprocal(names: tuple[str, ...], matrix: Matrix) -> Iterator[tuple[str, str]]:
    for one, name in enumerate(names):
        for other in range(one, len(names)):
            if matrix[one][other] * matrix[other][one] != 1 or (one == other and matrix[one][one] != 1):
                yield name, names[other]


def _with(matrix: Matrix, one: int, other: int, judgement: Fraction) -> Matrix:
    """Return the matrix with another judgement in a pair's two places."""
    rows = [list(row) for row in matrix]
    rows[one][other], rows[other][one] = judgement, 1 / judgement
    return tuple(map(tuple, rows))
