"""Laws that every scheme keeps: equals are rated alike, the order of rows changes no byte, scores turn round."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle import positions

from .books import AS_OF, INTERACTION_COLUMNS, rate, saved_bytes, write_csv
from .drawn import IN_PAIRS
from .test_laws import regular_book

HEAD = "scheme: law\ntitle: {en: law, zh: 法则}\nperiod: 12 months\n"
# One score of every kind in which equal values get equal scores.
EVERY_KIND = """
scores:
  quantile: {metric: monetary, quantiles: 5}
  nested: {metric: frequency, quantiles: 3, within: [quantile]}
  apart: {metric: frequency, quantiles: 4, one_order: apart}
  fewer: {metric: frequency, quantiles: 9, sparse: fewer}
  ranked: {metric: average_order, rank_bands: [[0.1, 100], [0.5, 40.5], [rest, 0]]}
  pareto: {metric: gross, pareto_bands: [[0.8, 3], [0.95, 2], [rest, 1]]}
  banded: {metric: recency_days,
    bands: [{at_most: 30, score: 3}, {above: 30, at_most: 90, score: 2}, {above: 90, score: 1}]}
  halved: {metric: monetary, split: median}
  shared: {metric: monetary, split: {pareto: 0.8}}
  pointed: {metric: consultations, points: 10, at_most: 25}
  scaled: {metric: monetary, standardise: minmax, log: true}
  normed: {metric: cycle_days, standardise: zscore}
  leveled: {metric: recency_days, kmeans: 3}
  summed: {sum: {quantile: 0.333333, ranked: 0.25}, total: free}
composite: {entropy: [quantile, ranked, scaled]}
tiers:
  - {tier: A, at_least: 20}
  - {tier: B}
stages:
  - {stage: regular, when: {cycle_ratio: {at_most: 2}}}
  - {stage: once, when: {cycle_ratio: missing}}
  - {stage: late}
segments:
  - {segment: best, codes: ['55', '54']}
  - {segment: others}
cells: {rows: banded, columns: leveled}
code: {digits: [quantile, apart]}
clusters: {of: [scaled, normed], k: {from: 2, to: 4}, seed: 1, order_by: monetary}
"""
METRIC_OF = {
    "quantile": "monetary",
    "apart": "frequency",
    "fewer": "frequency",
    "ranked": "average_order",
    "pareto": "gross",
    "banded": "recency_days",
    "halved": "monetary",
    "shared": "monetary",
    "pointed": "consultations",
    "scaled": "monetary",
    "normed": "cycle_days",
    "leveled": "recency_days",
}
RESULTS = ("tier", "stage", "segment", "cell", "code", "cluster")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scheme_laws")
    scheme = folder / "law.yaml"
    scheme.write_text(HEAD + EVERY_KIND, encoding="utf-8")
    contacts = [(f"C{i * i % 97:04d}", "consultation", "2024-05-01") for i in range(60)]
    return folder, scheme, write_csv(folder / "contacts.csv", contacts, INTERACTION_COLUMNS)


@pytest.fixture(scope="module")
def rated(files):
    folder, scheme, contacts = files
    # Twelve customers who are equal in everything, among others.
    twins = [
        (f"T{i:02d}", f"T{i}-{j}", day, "33.30")
        for i in range(12)
        for j, day in enumerate(("2024-03-03", "2024-09-09"))
    ]
    source = write_csv(folder / "twins.csv", regular_book() + twins)
    return rate(source, as_of=AS_OF, scheme=scheme, interactions=contacts)


@pytest.mark.promise("B6")
@pytest.mark.row("Z3", "D11", "D19")
@pytest.mark.parametrize("score", METRIC_OF)
def test_customers_equal_in_a_metric_are_equal_in_its_score(rated, score):
    found = {}
    for row in rated.rows.values():
        found.setdefault(row[METRIC_OF[score]], set()).add(row[score])
    assert {value: scores for value, scores in found.items() if len(scores) > 1} == {}


@pytest.mark.row("Z5", "D11")
def test_customers_who_are_equal_in_everything_end_up_in_the_same_place(rated):
    twins = [row for who, row in rated.rows.items() if who.startswith("T")]
    assert len(twins) == 12
    assert all(row == twins[0] for row in twins)


@pytest.mark.row("D11", "D19")
@pytest.mark.parametrize("column", RESULTS)
def test_every_result_is_given(rated, column):
    assert all(row[column] is not None for row in rated.rows.values())


@pytest.mark.row("D11", "D19")
@IN_PAIRS
@given(order=st.permutations(range(400)))
def test_the_order_of_rows_changes_no_byte_of_any_kind_of_score(files, order):
    folder, scheme, contacts = files
    rows = regular_book()
    options = {"as_of": AS_OF, "scheme": scheme, "interactions": contacts}
    first = saved_bytes(write_csv(folder / "book.csv", rows), folder / "first", **options)
    shuffled = write_csv(folder / "book.csv", [rows[i] for i in order])
    assert saved_bytes(shuffled, folder / "second", **options) == first


@pytest.mark.row("Z3", "D12")
@pytest.mark.parametrize("k", [2, 3, 4, 5, 7, 10])
def test_turning_a_metric_round_turns_its_scores_round_except_on_a_boundary(files, k):
    folder, _, _ = files
    scheme = folder / f"turned{k}.yaml"
    text = f"scores:\n  up: {{metric: monetary, best: high, quantiles: {k}}}\n"
    text += f"  down: {{metric: monetary, best: low, quantiles: {k}}}\n"
    scheme.write_text(HEAD + text + "segments: [{segment: all}]\n", encoding="utf-8")
    rows = rate(write_csv(folder / "turned.csv", regular_book()), as_of=AS_OF, scheme=scheme).rows
    places = positions({who: row["monetary"] for who, row in rows.items()}, "high")
    for who, row in rows.items():
        on_boundary = (Fraction(k) * places[who]).denominator == 1
        assert row["up"] + row["down"] == (k if on_boundary else k + 1)


@pytest.mark.row("D19")
def test_standardised_values_turned_round_add_up(files):
    folder, _, _ = files
    scheme = folder / "standardised.yaml"
    text = "scores:\n"
    for method in ("minmax", "zscore"):
        text += f"  {method}_up: {{metric: monetary, standardise: {method}}}\n"
        text += f"  {method}_down: {{metric: monetary, standardise: {method}, best: low}}\n"
    scheme.write_text(HEAD + text + "segments: [{segment: all}]\n", encoding="utf-8")
    rows = rate(write_csv(folder / "turned.csv", regular_book()), as_of=AS_OF, scheme=scheme).rows
    for row in rows.values():
        assert row["zscore_up"] == -row["zscore_down"]
        assert abs(row["minmax_up"] + row["minmax_down"] - 1) <= Fraction(1, 10**6)
