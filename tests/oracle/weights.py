"""Weights that are not written down: from pairwise judgements (AHP), and from how the scores are spread (entropy)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from .rounding import half_up

Column = Mapping[str, Any]


def adding_up_to_one(exact: Mapping[str, Fraction]) -> dict[str, Decimal]:
    """6 places, half-up; the greatest, the first of equals, takes what is left of 1."""
    rounded = {name: half_up(weight, 6) for name, weight in exact.items()}
    first_greatest = max(exact, key=lambda name: exact[name])
    rounded[first_greatest] += 1 - sum(rounded.values())
    return rounded


def judged(said: Mapping[str, Any]) -> dict[str, Decimal]:
    """AHP: means of the rows after each column is divided by its sum, or the principal eigenvector."""
    matrix = [[Fraction(over) / Fraction(under or 1) for over, _, under in map(parts, row)] for row in said["matrix"]]
    size = range(len(matrix))
    if said.get("method", "columns") == "eigenvector":
        exact = principal(matrix)
    else:
        sums = [sum(matrix[i][j] for i in size) for j in size]
        exact = [sum((matrix[i][j] / sums[j] for j in size), Fraction(0)) / len(matrix) for i in size]
    return adding_up_to_one(dict(zip(said["of"], exact, strict=True)))


def parts(entry: str) -> tuple[str, str, str]:
    """`1/3` as its two numbers."""
    return entry.partition("/")


def principal(matrix: Sequence[Sequence[Fraction]]) -> list[Fraction]:
    """The eigenvector of the greatest eigenvalue, by multiplying a vector with the matrix until it stays put."""
    with localcontext() as context:
        context.prec = 60
        rows = [[Decimal(entry.numerator) / Decimal(entry.denominator) for entry in row] for row in matrix]
        vector = [Decimal(1) / len(rows)] * len(rows)
        for _ in range(100_000):
            product = [sum(a * b for a, b in zip(row, vector, strict=True)) for row in rows]
            # Half of the old vector damps the turning in circles of contradictory judgements.
            mixed = [p / sum(product) + v for p, v in zip(product, vector, strict=True)]
            new = [part / sum(mixed) for part in mixed]
            moved = max(abs(a - b) for a, b in zip(new, vector, strict=True))
            vector = new
            if moved < Decimal("1e-50"):
                return [Fraction(part) / sum(map(Fraction, vector)) for part in vector]
    raise ValueError("the eigenvector does not settle")


def entropy(columns: Mapping[str, Column]) -> dict[str, Decimal]:
    """Entropy weights: e = -sum(p ln p) / ln n with p = x / S; each weight is 1 - e over the sum of all 1 - e.

    A score that is the same for all, or 0 for all, tells nobody apart and weighs 0; if all do, they weigh the same.
    """
    with localcontext() as context:
        context.prec = 60
        told = {name: divergence([Decimal(x) for x in column.values()]) for name, column in columns.items()}
    whole = sum(told.values())
    if whole == 0:
        return adding_up_to_one({name: Fraction(1, len(told)) for name in told})
    return adding_up_to_one({name: part / whole for name, part in told.items()})


def divergence(values: Sequence[Decimal]) -> Fraction:
    """1 - e of one score."""
    total = sum(values, Decimal(0))
    if len(values) < 2 or total == 0 or len(set(values)) == 1:
        return Fraction(0)
    shares = [value / total for value in values if value > 0]
    e = -sum((p * p.ln() for p in shares), Decimal(0)) / Decimal(len(values)).ln()
    return Fraction(1 - e)
