"""What is told of a metric's different values is what the customers themselves give."""

from __future__ import annotations

from bisect import bisect_left
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from shuke.engines.duckdb import DuckDB
from shuke.engines.duckdb.values import Values
from shuke.fitting import Fitting
from shuke.scheme.parse import parse

MONEY = st.lists(st.integers(-300, 300).map(lambda cents: Decimal(cents) / 100), min_size=1, max_size=40)
SCHEME = """\
scheme: one
title: {{en: one, zh: one}}
scores: {{s: {{metric: monetary, best: {best}, quantiles: {k}, ties: {ties}}}}}
segments: [{{segment: all}}]
"""


@pytest.fixture(scope="module")
def engine():
    with DuckDB(threads=1) as one:
        yield one


def keep(engine, values):
    engine.run("CREATE OR REPLACE TEMP TABLE paid AS SELECT UNNEST(?::DECIMAL(18, 4)[]) AS monetary", [values])
    return Values.keep(engine, "monetary", "paid")


@settings(max_examples=times(200, 20), deadline=None)
@given(values=MONEY)
def test_positions_heads_and_sums_are_those_of_the_customers(engine, values):
    found, ordered = keep(engine, values), sorted(values)
    assert (found.count, found.total) == (len(values), sum(values))
    assert found.at(range(len(values))) == ordered
    edges = sorted({Decimal(-4), *values, Decimal("1.005"), Decimal(4)})
    reached = [ordered[bisect_left(ordered, edge) :] for edge in edges]
    assert found.reaching(edges) == [(len(some), sum(some)) for some in reached]


@settings(max_examples=times(200, 20), deadline=None)
@given(
    values=MONEY,
    k=st.integers(2, 6),
    ties=st.sampled_from(["middle", "best", "worst"]),
    best=st.sampled_from(["high", "low"]),
)
def test_break_values_learned_of_them_are_those_learned_of_the_customers(engine, values, k, ties, best):
    keep(engine, values)
    scheme = parse(SCHEME.format(best=best, k=k, ties=ties), "one.yaml")[0]
    plain, counted = (
        Fitting(engine, scheme, "paid", len(values), desk=desk).go().scores["s"] for desk in (None, engine)
    )
    assert counted == plain
