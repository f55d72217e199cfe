"""Weights are exact: every triple in steps of 5 %, in every cell of 125, lands in the tier that fractions say."""

from fractions import Fraction
from itertools import product

import duckdb
import pytest

from shuke.compile.sql import write
from shuke.scheme.parse import parse
from shuke.stages.fitted import Fitted, Total
from shuke.stages.places import group_case, place
from shuke.stages.relation import Select

from .books import scheme_with

STEPS = 20
TRIPLES = [(r, f, STEPS - r - f) for r in range(1, STEPS) for f in range(1, STEPS - r)]
CELLS = list(product(range(1, 6), repeat=3))
FLOORS = (("A", 4), ("B", 3), ("C", 2))
# Sums of weights in binary floats miss a boundary for these, among others.
TRAPS = [((6, 6, 8), (4, 4, 4), "4", "A"), ((2, 4, 14), (3, 3, 3), "3", "B"), ((7, 6, 7), (2, 2, 2), "2", "C")]

pytestmark = pytest.mark.row("B2", "Z4", "Z5")


def percent(step):
    return f"{step * 5 / 100:.2f}"


def scheme_of(triple):
    r, f, m = map(percent, triple)
    text = scheme_with(("{r_score: 0.3, f_score: 0.3, m_score: 0.4}", f"{{r_score: {r}, f_score: {f}, m_score: {m}}}"))
    return parse(text, "weights.yaml")[0]


def learned(scheme):
    """Everything that places need: the composite over three scores without decimals."""
    return Fitted({}, Total(scheme.composite.weights, dict.fromkeys(scheme.composite.of, 0)))


def placed(scheme, scores):
    row = place(scheme, learned(scheme), scores)
    return row["score"], row["tier"]


def wanted(triple, cell):
    total = sum(Fraction(weight, STEPS) * score for weight, score in zip(triple, cell, strict=True))
    return total, next((name for name, floor in FLOORS if total >= floor), "D")


@pytest.fixture(scope="module")
def schemes():
    return {triple: scheme_of(triple) for triple in TRIPLES}


@pytest.fixture(scope="module")
def engine():
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE cells (r_score INTEGER, f_score INTEGER, m_score INTEGER)")
        connection.executemany("INSERT INTO cells VALUES (?, ?, ?)", CELLS)
        yield connection


def test_there_are_as_many_triples_and_cells_as_the_steps_make():
    assert (len(TRIPLES), len(CELLS), len(TRIPLES) * len(CELLS)) == (171, 125, 21_375)


def test_the_compiled_expressions_place_every_cell_of_every_triple(schemes, engine):
    wrong = []
    for triple, scheme in schemes.items():
        scored = {name: name for name in ("r_score", "f_score", "m_score")}
        summed = Select({**scored, "score": learned(scheme).composite.expression()}, "cells")
        statement = write(Select({**scored, "score": "score", "tier": group_case(scheme.tiers, scheme, ())}, summed))
        rows = {(r, f, m): (score, name) for r, f, m, score, name in engine.execute(statement).fetchall()}
        assert set(rows) == set(CELLS)
        wrong += [(triple, cell) for cell in CELLS if rows[cell] != wanted(triple, cell)]
    assert wrong == []


def test_the_same_arithmetic_outside_an_engine_places_every_cell_of_every_triple(schemes):
    wrong = []
    for triple, scheme in schemes.items():
        for cell in CELLS:
            total, name = placed(scheme, dict(zip(("r_score", "f_score", "m_score"), cell, strict=True)))
            if (Fraction(total), name) != wanted(triple, cell):
                wrong.append((triple, cell))
    assert wrong == []


def test_binary_floats_would_misplace_some_cells():
    weights = [[float(percent(step)) for step in triple] for triple in TRIPLES]
    floats = {
        (triple, cell): sum(weight * score for weight, score in zip(parts, cell, strict=True))
        for triple, parts in zip(TRIPLES, weights, strict=True)
        for cell in CELLS
    }
    names = {key: next((name for name, floor in FLOORS if total >= floor), "D") for key, total in floats.items()}
    assert any(names[key] != wanted(*key)[1] for key in names)


@pytest.mark.parametrize(("triple", "cell", "score", "name"), TRAPS)
def test_a_boundary_belongs_to_the_higher_tier(schemes, triple, cell, score, name):
    scores = dict(zip(("r_score", "f_score", "m_score"), cell, strict=True))
    assert placed(schemes[triple], scores) == (Fraction(score), name)
