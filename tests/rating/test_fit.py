"""Break values learned from the rated customers: exact, the same for equal values, and a law for each bound."""

from itertools import chain, combinations_with_replacement, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effort import times
from oracle import quantiles, straddling
from shuke.engines.duckdb import DuckDB
from shuke.fitting import Fitting
from shuke.scheme.parse import parse

from .books import AS_OF, rate, write_csv
from .drawn import IN_BRIEF

TEN = (9, 4, 3, 2, 2, 1, 1, 1, 1, 1)
# Tie rule -> the scores of the ten frequencies above.
TEN_SCORED = {
    "middle": (5, 5, 4, 3, 3, 2, 2, 2, 2, 2),
    "best": (5, 5, 4, 4, 4, 3, 3, 3, 3, 3),
    "worst": (5, 5, 4, 3, 3, 1, 1, 1, 1, 1),
}
# How many customers -> the scores of that many different values, the best first, k = 5.
DIFFERENT = {
    1: (3,),
    2: (4, 2),
    3: (5, 3, 1),
    4: (5, 4, 2, 1),
    5: (5, 4, 3, 2, 1),
    6: (5, 4, 3, 3, 2, 1),
    7: (5, 4, 4, 3, 2, 2, 1),
    8: (5, 5, 4, 3, 3, 2, 1, 1),
    9: (5, 5, 4, 4, 3, 2, 2, 1, 1),
    10: (5, 5, 4, 4, 3, 3, 2, 2, 1, 1),
    11: (5, 5, 4, 4, 3, 3, 3, 2, 2, 1, 1),
    12: (5, 5, 4, 4, 4, 3, 3, 2, 2, 2, 1, 1),
}
# How many customers, all equal -> their score by each tie rule, k = 5: p = 1/2, 0 and (n - 1)/n.
ALL_EQUAL = {1: (3, 5, 5), 2: (3, 5, 3), 5: (3, 5, 1), 12: (3, 5, 1)}
TIES = ("middle", "best", "worst")

pytestmark = pytest.mark.row("Z3")


@pytest.fixture(scope="module")
def engine():
    with DuckDB(threads=1) as one:
        yield one


def fitted(engine, values, k=5, ties="middle", best="high"):
    """Learn the break values of a score over these frequencies, as a rating does."""
    said = f"{{metric: frequency, best: {best}, quantiles: {k}, ties: {ties}}}"
    text = f"scheme: one\ntitle: {{en: one, zh: one}}\nscores: {{s: {said}}}\nsegments: [{{segment: all}}]\n"
    engine.run("CREATE OR REPLACE TEMP TABLE measured AS SELECT UNNEST(?::INTEGER[]) AS frequency", [list(values)])
    return Fitting(engine, parse(text, "one.yaml")[0], "measured", len(values)).go().scores["s"]


def keyed(values):
    return {f"c{place:03d}": value for place, value in enumerate(values)}


@pytest.mark.parametrize("ties", TIES)
def test_the_worked_example_of_ten_frequencies(engine, ties):
    learned = fitted(engine, TEN, ties=ties)
    assert tuple(learned.score(value) for value in TEN) == TEN_SCORED[ties]


def test_the_worked_example_from_order_lines_to_scores(tmp_path):
    names = [f"c{place}" for place in range(len(TEN))]
    purchases = chain.from_iterable(repeat(name, count) for name, count in zip(names, TEN, strict=True))
    rows = [(name, f"SO{number}", "2024-06-01", "5") for number, name in enumerate(purchases)]
    rated = rate(write_csv(tmp_path / "ten.csv", rows), as_of=AS_OF)
    assert tuple(rated.rows[name]["f_score"] for name in names) == TEN_SCORED["middle"]
    assert rated.summary["ties"]["f_score"] == {"straddling": 7}


@pytest.mark.promise("B6")
@pytest.mark.parametrize("n", DIFFERENT)
def test_a_few_customers_with_different_values_are_spread_over_the_fifths(engine, n):
    learned = fitted(engine, range(n))
    assert tuple(learned.score(value) for value in reversed(range(n))) == DIFFERENT[n]


@pytest.mark.parametrize("n", DIFFERENT)
def test_where_less_is_better_the_same_scores_go_the_other_way(engine, n):
    learned = fitted(engine, range(n), best="low")
    assert tuple(learned.score(value) for value in range(n)) == DIFFERENT[n]


@pytest.mark.promise("B6")
@pytest.mark.parametrize("n", ALL_EQUAL)
def test_customers_who_are_all_equal_get_one_score_as_the_tie_rule_says(engine, n):
    assert tuple(fitted(engine, [7] * n, ties=ties).score(7) for ties in TIES) == ALL_EQUAL[n]


@pytest.mark.promise("B6")
def test_books_of_one_to_twelve_customers_are_scored_by_the_written_rule(engine, figure):
    books = [values for n in range(1, 13) for values in combinations_with_replacement(range(3), n)]
    books = books[:: times(1, 9)]
    wrong = []
    for values in books:
        mixed = [*values[1::2], *values[::2]]
        for ties in TIES:
            learned = fitted(engine, mixed, ties=ties)
            wanted = quantiles(keyed(values), "high", 5, ties)
            if {name: learned.score(value) for name, value in keyed(values).items()} != wanted:
                wrong.append((values, ties))
    figure(f"{len(wrong)} of {len(books) * len(TIES):,} books of 1 to 12 customers scored otherwise than the rule says")
    assert wrong == []


SAMPLES = st.lists(st.one_of(st.integers(-3, 3), st.integers(-500, 500)), min_size=1, max_size=80)
QUANTILES = st.sampled_from((2, 3, 4, 5, 7, 10, 100))


@pytest.mark.promise("B6")
@pytest.mark.parametrize("best", ["high", "low"])
@pytest.mark.parametrize("ties", TIES)
@IN_BRIEF
@given(values=SAMPLES, k=QUANTILES)
def test_every_value_is_scored_as_in_the_oracle(engine, ties, best, values, k):
    learned = fitted(engine, values, k, ties, best)
    wanted = quantiles(keyed(values), best, k, ties)
    assert {name: learned.score(value) for name, value in keyed(values).items()} == wanted


@pytest.mark.parametrize("best", ["high", "low"])
@IN_BRIEF
@given(values=SAMPLES, k=QUANTILES, ties=st.sampled_from(TIES))
def test_a_score_is_reached_exactly_by_values_as_good_as_its_bound(engine, best, values, k, ties):
    learned = fitted(engine, values, k, ties, best)
    scores = quantiles(keyed(values), best, k, ties)
    for score in range(2, k + 1):
        bound = next((end for end, given in reversed(learned.steps) if given >= score), None)
        reached = {
            name
            for name, value in keyed(values).items()
            if bound is not None and (value >= bound if best == "high" else value <= bound)
        }
        assert reached == {name for name, own in scores.items() if own >= score}


@pytest.mark.parametrize("best", ["high", "low"])
@IN_BRIEF
@given(values=SAMPLES, k=QUANTILES, ties=st.sampled_from(TIES))
def test_straddling_counts_the_customers_whom_the_tie_rule_decides_about(engine, best, values, k, ties):
    assert fitted(engine, values, k, ties, best).straddling == straddling(keyed(values), best, k)


@pytest.mark.parametrize("best", ["high", "low"])
@IN_BRIEF
@given(values=SAMPLES, k=QUANTILES)
def test_the_engine_scores_each_row_as_the_break_values_say(engine, best, values, k):
    learned = fitted(engine, values, k, best=best)
    rows = engine.run(f"SELECT frequency, {learned.expression()} FROM measured")
    assert sorted(rows) == sorted((value, learned.score(value)) for value in values)


@pytest.mark.promise("B6")
@pytest.mark.parametrize("ties", TIES)
@IN_BRIEF
@given(values=SAMPLES, data=st.data())
def test_the_order_of_customers_changes_no_break_value(engine, ties, values, data):
    shuffled = data.draw(st.permutations(values))
    assert fitted(engine, shuffled, ties=ties) == fitted(engine, values, ties=ties)


@IN_BRIEF
@given(values=SAMPLES, k=QUANTILES)
def test_no_tie_rule_is_kinder_than_the_best_place_of_a_group(engine, values, k):
    kindest, *others = (fitted(engine, values, k, ties) for ties in ("best", "middle", "worst"))
    assert all(kindest.score(value) >= other.score(value) for other in others for value in values)
