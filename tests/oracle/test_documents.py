"""Small documents and books whose outcome can be checked by hand: every kind of score, rule, metric and place."""

import math
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from . import Line, money, written
from .book import Book, TableNeededError
from .document import read, whole
from .kinds import logarithm, population_deviation
from .learned import exact_starts
from .lines import Interaction
from .period import days_of
from .scheme import rate
from .weights import entropy, judged

AS_OF = date(2024, 12, 31)
HEAD = "scheme: a\ntitle: {en: a, zh: a}\nperiod: 12 months\n"


def line(who, order, on, amount, **about):
    return Line(who, order, date.fromisoformat(on), money(amount), tuple(about.items()))


def book(*lines, **options):
    return Book(lines, AS_OF, **options)


def spenders(*amounts, **options):
    """Customers c0, c1, ... with one purchase each."""
    return book(*(line(f"c{i}", "1", "2024-06-01", str(amount)) for i, amount in enumerate(amounts)), **options)


def buyers(*counts):
    """Customers with so many purchases each, on different days."""
    return book(*(line(f"c{i}", f"{j}", f"2024-0{1 + j}-01", "10") for i, n in enumerate(counts) for j in range(n)))


def column(text, source, name):
    rows = rate(read(HEAD + text), source).rows
    return [written(rows[customer][name]) for customer in rows]


def scored(said, source):
    return column(f"scores: {{s: {said}}}\n", source, "s")


def test_one_order_apart_leaves_the_others_the_rest_of_the_scores():
    said = "{metric: frequency, quantiles: 5, one_order: apart}"
    # 5, 4, 3, 2 are alone in fourths: 4, 3, 2, 1 and one more each.
    assert scored(said, buyers(5, 4, 3, 2, 1, 1)) == ["5", "4", "3", "2", "1", "1"]
    assert scored(said, buyers(1, 1)) == ["1", "1"]


def test_fewer_groups_are_made_until_all_are_filled():
    # Values 3, 2, 1, 1, 1: p = 1/10, 3/10, 7/10; five give 5, 4, 2; four 4, 3, 2; three 3, 3, 1; two 2, 2, 1.
    said = "{metric: frequency, quantiles: 5, sparse: fewer}"
    assert scored(said, buyers(3, 2, 1, 1, 1)) == ["2", "2", "1", "1", "1"]
    assert scored(said, buyers(1, 1)) == ["1", "1"]


def test_pareto_bands_cut_the_positive_total():
    said = "{metric: monetary, pareto_bands: [[0.5, 30], [0.8, 20], [rest, 1]]}"
    assert scored(said, spenders(50, 30, 15, 5)) == ["30", "20", "1", "1"]
    lines = [
        line("c0", "1", "2024-06-01", "5"),
        line("c1", "1", "2024-06-01", "5"),
        line("c1", "2", "2024-06-02", "-9"),
    ]
    assert scored(said, book(*lines)) == ["30", "1"]


def test_points_are_kept_between_their_ends():
    assert scored("{metric: frequency, points: 2.5, at_least: 5, at_most: 9}", buyers(1, 3, 5)) == ["5", "7.5", "9"]


def test_minmax_puts_the_best_at_one():
    assert scored("{metric: monetary, standardise: minmax}", spenders(10, 20, 40)) == ["0", "0.333333", "1"]
    assert scored("{metric: monetary, best: low, standardise: minmax}", spenders(10, 20, 40)) == ["1", "0.666667", "0"]
    assert scored("{metric: monetary, standardise: minmax}", spenders(7, 7)) == ["0", "0"]


def test_zscore_divides_by_the_population_deviation():
    # The mean is 5 and the population deviation 2.
    wanted = ["-1.5", "-0.5", "-0.5", "-0.5", "0", "0", "1", "2"]
    assert scored("{metric: monetary, standardise: zscore}", spenders(2, 4, 4, 4, 5, 5, 7, 9)) == wanted
    turned = scored("{metric: monetary, best: low, standardise: zscore}", spenders(2, 4, 4, 4, 5, 5, 7, 9))
    assert [Fraction(one) for one in turned] == [-Fraction(one) for one in wanted]
    assert scored("{metric: monetary, standardise: zscore}", spenders(3, 3)) == ["0", "0"]


def test_mean_and_deviation_are_rounded_to_nine_places_first():
    assert population_deviation([Fraction(1), Fraction(2)]) == Decimal("0.5")
    assert population_deviation([Fraction(0), Fraction(0), Fraction(1)]) == Decimal("0.471404521")
    for spread in range(1, 200):
        values = [Fraction(0), Fraction(spread, 7)]
        assert abs(population_deviation(values) - Decimal(spread) / 14) <= Decimal("0.0000000005")


def test_a_logarithm_has_nine_places_and_negatives_count_as_nothing():
    assert (logarithm(Decimal(-5)), logarithm(Decimal(0))) == (0, 0)
    for value in (1, 2, 10, 12345):
        assert abs(float(logarithm(Decimal(value))) - math.log1p(value)) < 1e-9
    # ln 11, ln 101, ln 1001: 2.397895273, 4.615120517, 6.908754779.
    found = scored("{metric: monetary, standardise: minmax, log: true}", spenders(10, 100, 1000))
    assert found == ["0", written(Fraction(4615120517 - 2397895273, 6908754779 - 2397895273)), "1"]


def test_natural_levels_follow_the_gaps():
    source = spenders(1, 2, 3, 100, 101, 5000)
    assert scored("{metric: monetary, kmeans: 3}", source) == ["1", "1", "1", "2", "2", "3"]
    assert scored("{metric: monetary, best: low, kmeans: 3}", source) == ["3", "3", "3", "2", "2", "1"]


def test_natural_levels_have_the_least_cost_of_all_cuts():
    values = [Decimal(v) for v in (1, 4, 5, 9, 11, 12, 30)]
    counts = dict(zip(values, (3, 1, 2, 1, 1, 4, 1), strict=True))

    def cost(start, end):
        members = [value for value in values[start:end] for _ in range(counts[value])]
        mean = Fraction(sum(members)) / len(members)
        return sum((value - mean) ** 2 for value in map(Fraction, members))

    cuts = [(a, b) for a in range(1, 7) for b in range(a + 1, 7)]
    best = min(cost(0, a) + cost(a, b) + cost(b, 7) for a, b in cuts)
    _, a, b = exact_starts(values, counts, 3)
    assert cost(0, a) + cost(a, b) + cost(b, 7) == best


def test_sums_are_exact_and_kept_between_their_ends():
    text = "scores:\n  a: {metric: frequency, points: 1}\n  b: {sum: {a: 0.333333}, total: free, at_most: 1}\n"
    assert column(text, buyers(1, 2, 4), "b") == ["0.333333", "0.666666", "1"]


JUDGED = {"of": ["a", "b", "c"], "matrix": [["1", "3", "5"], ["1/3", "1", "3"], ["1/5", "1/3", "1"]]}


def test_judged_weights_of_saatys_example():
    # Columns add up to 23/15, 13/3 and 9; the first row's mean is (15/23 + 9/13 + 5/9) / 3.
    weights = judged(JUDGED)
    assert list(map(str, weights.values())) == ["0.633346", "0.260498", "0.106156"]
    assert weights["a"] == Decimal(str(round(float(Fraction(15, 23) + Fraction(9, 13) + Fraction(5, 9)) / 3, 6)))
    principal = judged({**JUDGED, "method": "eigenvector"})
    assert list(map(str, principal.values())) == ["0.636986", "0.258285", "0.104729"]


def test_the_greatest_weight_takes_what_rounding_leaves():
    equal = {"of": ["a", "b", "c"], "matrix": [["1"] * 3] * 3}
    for method in ("columns", "eigenvector"):
        assert list(map(str, judged({**equal, "method": method}).values())) == ["0.333334", "0.333333", "0.333333"]


def test_entropy_weighs_what_tells_customers_apart():
    weights = entropy({"a": {"x": 1, "y": 1}, "b": {"x": 4, "y": 0}})
    assert list(map(str, weights.values())) == ["0.000000", "1.000000"]
    told = [1 - -(p * math.log(p) + (1 - p) * math.log(1 - p)) / math.log(2) for p in (0.25, 0.4)]
    weights = entropy({"a": {"x": 1, "y": 3}, "b": {"x": 2, "y": 3}})
    assert weights["a"] == Decimal(str(round(told[0] / sum(told), 6)))
    assert set(entropy({"a": {"x": 2, "y": 2}, "b": {"x": 0, "y": 0}}).values()) == {Decimal("0.5")}


def test_cells_are_numbered_from_the_best_corner_row_by_row():
    text = "scores:\n  f: {metric: frequency, quantiles: 2}\n  m: {metric: monetary, split: {value: 20}}\n"
    text += "cells: {rows: f, columns: m}\n"
    assert column(text, buyers(4, 3, 2, 1), "cell") == ["1", "1", "4", "4"]


def test_a_code_may_be_written_in_the_opposite_convention():
    text = "scores:\n  f: {metric: frequency, quantiles: 4}\n  m: {metric: monetary, split: {value: 20}}\n"
    assert column(text + "code: {digits: [f, m]}\n", buyers(4, 3, 2, 1), "code") == ["41", "31", "20", "10"]
    opposite = text + "code: {digits: [f, m], best: lowest}\n"
    assert column(opposite, buyers(4, 3, 2, 1), "code") == ["10", "20", "31", "41"]


def test_segments_take_the_first_whose_rule_or_code_holds():
    text = "scores: {f: {metric: frequency, quantiles: 4}}\ncode: {digits: [f]}\nsegments:\n"
    by_code = text + "  - {segment: top, codes: ['4', '3']}\n  - {segment: two, when: {code: '2'}}\n"
    assert column(by_code, buyers(4, 3, 2, 1), "segment") == ["top", "top", "two", ""]
    by_rule = text + "  - {segment: many, when: {any: [{f: 4}, {frequency: {at_least: 2, below: 3}}]}}\n"
    by_rule += "  - {segment: span, when: {f: 1-3}}\n  - {segment: rest}\n"
    assert column(by_rule, buyers(4, 3, 2, 1), "segment") == ["many", "span", "many", "span"]


def test_clusters_are_numbered_from_the_greatest_mean():
    text = "scores: {m: {metric: monetary, standardise: minmax}}\n"
    text += "clusters: {of: [m], k: 3, seed: 1, order_by: monetary}\n"
    assert column(text, spenders(1, 2, 50, 51, 100), "cluster") == ["3", "3", "2", "2", "1"]


def test_own_figures_count_over_their_own_days_and_lines():
    lines = [
        line("a", "1", "2024-12-30", "10", category="tea"),
        line("a", "1", "2024-12-30", "5", category="cups"),
        line("a", "2", "2023-06-01", "100", category="tea"),
        line("a", "3", "2024-12-31", "-4", category="tea"),
    ]
    text = "metrics:\n  tea: {of: gross, where: {category: tea}}\n  long: {of: frequency, period: 24 months}\n"
    text += "  late: {of: refunds, period: 1 days}\n  other: {of: top_order, where: {category: [wine, missing]}}\n"
    text += "  share: {ratio: [tea, gross]}\n  rest: {difference: [gross, tea]}\n  third: {scaled: tea, by: 0.333333}\n"
    names = ("tea", "long", "late", "other", "share", "rest", "third")
    text += "scores:\n" + "".join(f"  s_{name}: {{metric: {name}, points: 1}}\n" for name in names)
    row = rate(read(HEAD + text), book(*lines)).rows["a"]
    wanted = ["10", "2", "-4", "0", "0.666667", "5", "3.33333"]
    assert [written(row[name]) for name in names] == wanted


def test_a_quotient_by_nothing_is_empty_and_gets_the_worst_score():
    text = "metrics: {back: {ratio: [frequency, refunds_]}, refunds_: {of: refunds}}\n"
    text += "scores:\n  b: {metric: back, quantiles: 2}\n  m: {metric: back, standardise: minmax}\n"
    rows = rate(read(HEAD + text), spenders(5, 6)).rows
    assert [(row["back"], row["b"], row["m"]) for row in rows.values()] == [(None, 1, 0), (None, 1, 0)]


MISSING = [
    ("{metric: x, quantiles: 2}", ["2", "1", "1"]),
    ("{metric: x, best: low, quantiles: 2}", ["1", "2", "1"]),
    ("{metric: x, split: mean}", ["1", "0", "0"]),
    ("{metric: x, points: 2}", ["20", "4", "0"]),
    ("{metric: x, points: 2, at_least: 1}", ["20", "4", "1"]),
    ("{metric: x, standardise: zscore}", ["1", "-1", "-1"]),
    ("{metric: x, standardise: minmax}", ["1", "0", "0"]),
    ("{metric: x, rank_bands: [[0.5, 9], [rest, 3]]}", ["9", "3", "3"]),
    ("{metric: x, pareto_bands: [[0.5, 9], [rest, 3]]}", ["9", "3", "3"]),
    ("{metric: x, bands: [{below: 5, score: 1}, {at_least: 5, score: 7}]}", ["7", "1", "1"]),
    ("{metric: x, best: low, bands: [{below: 5, score: 7}, {at_least: 5, score: 1}]}", ["1", "7", "1"]),
    ("{metric: x, kmeans: 2}", ["2", "1", "1"]),
    ("{metric: x, best: low, kmeans: 2, log: true}", ["1", "2", "1"]),
    ("{metric: x, best: low, standardise: minmax, log: true}", ["0", "1", "0"]),
    ("{metric: x, best: low, standardise: zscore, log: true}", ["-1", "1", "-1"]),
    ("{metric: x, standardise: minmax, log: true}", ["1", "0", "0"]),
    ("{metric: x, quantiles: 2, ties: split}", ["2", "1", "1"]),
    ("{metric: x, quantiles: 3, sparse: fewer}", ["2", "1", "1"]),
]


@pytest.mark.parametrize(("said", "wanted"), MISSING)
def test_a_missing_value_takes_no_part_and_gets_the_worst_end(said, wanted):
    source = spenders(1, 1, 1, customers={"c0": {"size": "10"}, "c1": {"size": "2"}, "c2": {"size": ""}})
    text = f"metrics: {{x: {{attribute: size, type: number}}}}\nscores: {{s: {said}}}\n"
    assert column(text, source, "s") == wanted


def test_exclusions_take_customers_out_before_anybody_is_ranked():
    text = "metrics: {trade: {attribute: trade}}\n"
    text += "exclude:\n  - {exclude: staff, when: {trade: staff}}\n  - {exclude: none, when: {trade: missing}}\n"
    text += "scores: {s: {metric: monetary, quantiles: 2}}\n"
    source = spenders(
        9, 5, 1, 7, customers={"c0": {"trade": "staff"}, "c1": {"trade": "food"}, "c2": {"trade": "food"}}
    )
    rated = rate(read(HEAD + text), source)
    assert {customer: row["s"] for customer, row in rated.rows.items()} == {"c1": 2, "c2": 1}
    assert rated.excluded == {"staff": ["c0"], "none": ["c3"]}


def test_interactions_of_a_kind_are_counted_over_their_own_days():
    contacts = [Interaction("c0", "visit", date(2024, 12, 1)), Interaction("c0", "visit", date(2024, 1, 1))]
    text = "metrics: {visits: {interactions: visit, period: 3 months}}\nscores: {s: {metric: visits, points: 1}}\n"
    assert column(text, spenders(1, 2, interactions=contacts), "s") == ["1", "0"]
    with pytest.raises(TableNeededError):
        column(text, spenders(1), "s")
    assert column(text.replace("3 months", "3 months, missing: 4"), spenders(1), "s") == ["4"]


def test_a_purchase_cycle_is_the_mean_gap_of_purchase_days():
    text = "scores:\n  a: {metric: cycle_days, points: 1}\n  b: {metric: cycle_ratio, points: 1}\n"
    lines = [
        line("c", str(i), on, "1") for i, on in enumerate(("2024-12-01", "2024-12-01", "2024-12-08", "2024-12-24"))
    ]
    rows = rate(read(HEAD + text), book(*lines, line("d", "1", "2024-12-01", "1"))).rows
    # Days 1, 8 and 24: 23 days in two gaps; 7 days since, 7 x 2 / 23.
    assert [written(rows["c"][n]) for n in ("cycle_days", "cycle_ratio")] == ["11.5", "0.608696"]
    assert [rows["d"][n] for n in ("cycle_days", "cycle_ratio", "a", "b")] == [None, None, 0, 0]


def test_periods_end_at_as_of():
    assert days_of("90 days", AS_OF) == (date(2024, 10, 3), AS_OF)
    assert days_of("1 month", AS_OF) == (date(2024, 12, 1), AS_OF)
    assert days_of("all", AS_OF) == days_of(None, AS_OF) == (None, AS_OF)
    two = days_of({"first": "2024-01-05", "last": "2025-02-01"}, AS_OF)
    assert two == (date(2024, 1, 5), AS_OF)


def test_a_variant_says_only_what_it_changes():
    base = read(
        HEAD
        + "scores: {a: {metric: frequency, quantiles: 5, ties: best}, b: {metric: monetary, quantiles: 3}}\n"
        + "composite: {name: total, weights: {a: 1}}\n"
        + "tiers:\n  - {tier: A, at_least: 3, title: {en: x, zh: x}}\n  - {tier: B}\n"
    )
    variant = "scheme: v\nextends: a\nscores: {a: {metric: frequency, quantiles: 4}, b: null}\n"
    variant += (
        "composite: {entropy: [a]}\ntiers:\n  - {tier: C, at_least: 4}\n  - {tier: A, when: {a: 2}}\nperiod: null\n"
    )
    values = whole(read(variant), lambda name: base)
    assert values["scores"] == {"a": {"metric": "frequency", "quantiles": "4"}}
    assert values["composite"] == {"name": "total", "entropy": ["a"]}
    assert values["tiers"][1] == {"tier": "A", "title": {"en": "x", "zh": "x"}, "when": {"a": "2"}}
    assert [tier["tier"] for tier in values["tiers"]] == ["C", "A"]
    assert ("period" in values, values["scheme"]) == (False, "v")
