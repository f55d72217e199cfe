"""Sound documents: the linter finds no error and nothing to warn of."""

# One line for each document reads better than a wrapped table.
# ruff: noqa: E501

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from scheme.lint_documents import CODED, JUDGED, LADDER, RULES, SCORECARD, SOUND, WEIGHTED, changed, serious
from scheme.maps import MAPS
from shuke.scheme.parse import library_ids, scheme_text

pytestmark = pytest.mark.row("X2")

# A published scorecard is kept as it was published, with two tiers that nobody can reach.
PUBLISHED = "activity-contribution-rank"

WEIGHTS = "{r_score: 0.3, f_score: 0.3, m_score: 0.4}"
# What is varied -> (document, what stands there, what is put in its place).
# fmt: off
VARIANTS = {
    "another period": (WEIGHTED, "12 months", "90 days"),
    "all history": (WEIGHTED, "12 months", "all"),
    "a period of dates": (WEIGHTED, "12 months", '{first: "2024-01-01", last: "2024-06-30"}'),
    "free weights": (WEIGHTED, f"  weights: {WEIGHTS}", "  total: free\n  weights: {r_score: 0.4, f_score: 0.3, m_score: 0.4}"),
    "weights of many places": (WEIGHTED, WEIGHTS, "{r_score: 0.333333, f_score: 0.333333, m_score: 0.333334}"),
    "a whole weight": (WEIGHTED, WEIGHTS, "{r_score: 0.500000, f_score: 0.25, m_score: 0.25}"),
    "a composite of another name": (WEIGHTED, "composite:\n", "composite:\n  name: worth\n"),
    "an explicit better end": (WEIGHTED, "metric: recency_days,", "metric: recency_days, best: low,"),
    "ties at the best place": (WEIGHTED, "metric: frequency,", "metric: frequency, ties: best,"),
    "ties split": (WEIGHTED, "metric: frequency,", "metric: frequency, ties: split,"),
    "one order apart": (WEIGHTED, "metric: frequency,", "metric: frequency, one_order: apart,"),
    "fewer groups where sparse": (WEIGHTED, "metric: frequency,", "metric: frequency, sparse: fewer,"),
    "a nested score": (WEIGHTED, "metric: monetary, quantiles: 5", "metric: monetary, quantiles: 5, within: [r_score]"),
    "natural levels": (WEIGHTED, "metric: monetary, quantiles: 5", "metric: monetary, kmeans: 5, log: true"),
    "shares of the total": (WEIGHTED, "metric: monetary, quantiles: 5", "metric: monetary, pareto_bands: [[0.8, 5], [0.95, 3], [rest, 1]]"),
    "money in bands": (WEIGHTED, "metric: monetary, quantiles: 5", "metric: monetary, bands: [{at_least: 100, score: 5}, {below: 100, score: 1}]"),
    "a rest of bands": (WEIGHTED, "metric: monetary, quantiles: 5", "metric: monetary, bands: [{at_least: 100, score: 5}, {score: 1}]"),
    "a repurchase rate in bands": (WEIGHTED, "metric: monetary, quantiles: 5", "metric: repurchase_rate, bands: [{at_least: 0.5, score: 5}, {below: 0.5, score: 1}]"),
    "days in bands of whole days": (WEIGHTED, "metric: recency_days, quantiles: 5", "metric: recency_days, bands: [{at_most: 7, score: 5}, {at_least: 8, at_most: 30, score: 3}, {above: 30, score: 1}]"),
    "a floor no higher than the least composite": (WEIGHTED, "  - {tier: C, at_least: 2}\n  - {tier: D}", "  - {tier: C, at_least: 1}"),
    "tiers that are stages as well": (WEIGHTED, "tiers:\n", "stages:\n  - {stage: Up, at_least: 3.5}\n  - {stage: Down}\ntiers:\n"),
    "a tier called like a number": (WEIGHTED, "{tier: A,", '{tier: "1",'),
    "a floor at the greatest composite": (WEIGHTED, "at_least: 4}", "at_least: 5}"),
    "a floor between two composites": (WEIGHTED, "at_least: 4}", "at_least: 3.999999}"),
    "points with a floor": (SCORECARD, "points: 10, at_most: 50", "points: 10, at_least: 0, at_most: 50"),
    "points for complaints taken away": (SCORECARD, "{metric: stability_6m, points: 1}", "{metric: complaints, points: -5, at_least: -10}"),
    "a sum kept between ends": (SCORECARD, "{consulted: 1, dealt: 1}, total: free", "{consulted: 1, dealt: 1}, total: free, at_most: 100"),
    "an explicit rate": (SCORECARD, "{metric: stability_6m, points: 1}", "{metric: stability_cv, points: 1}"),
    "an own figure in points": (SCORECARD, "{interactions: deal}", "{interactions: deal, missing: 0}"),
    "a count of channel orders": (SCORECARD, "{interactions: deal}", "{of: frequency, where: {channel: web}}"),
    "a split at a value": (RULES, "split: mean", "split: {value: 3}"),
    "a split at a share": (RULES, "split: mean", "split: {pareto: 0.8}"),
    "a text that has to be there": (RULES, "sector: [retail, food]", "sector: given"),
    "a text that may be missing": (RULES, "{attribute: sector}", "{attribute: sector, missing: none}"),
    "a metric that may be missing": (RULES, "{segment: Loyal,", "{segment: Once, when: {cycle_days: missing}}\n  - {segment: Loyal,"),
    "a difference of metrics": (RULES, "{ratio: [first_year, all_time]}", "{difference: [first_year, all_time]}"),
    "a metric times a number": (RULES, "{ratio: [first_year, all_time]}", "{scaled: all_time, by: 0.2}"),
    "two exclusions": (RULES, "scores:\n", "  - {exclude: once, when: {frequency: 1, gross: {below: 20}}}\nscores:\n"),
    "the opposite convention": (CODED, "m_score]}\n", "m_score], best: lowest}\n"),
    "a rest behind a map": (CODED, ', "111"]}', "]}\n  - {segment: Others}"),
    "a rule on codes": (CODED, 'codes: ["112", "111"]', 'when: {code: ["112", "111"]}'),
    "a rule on a digit": (CODED, 'codes: ["112", "111"]', "when: {r_score: 1, f_score: 1}"),
    "codes without segments": (CODED, CODED[CODED.index("segments:") :], ""),
    "cells without stages": (LADDER, LADDER[LADDER.index("stages:") :], ""),
    "weights by the eigenvector": (JUDGED, "  ahp:\n", "  ahp:\n    method: eigenvector\n"),
    "clusters to choose from": (JUDGED, "k: 4", "k: {from: 2, to: 6}"),
    "a rule on a cluster": (JUDGED, "  - {tier: A, at_least: 3}", "  - {tier: A, when: {cluster: 1}}"),
    "learned weights": (WEIGHTED, f"weights: {WEIGHTS}", "entropy: [r_score, f_score, m_score]"),
    "standardised scores": (SCORECARD, "{metric: stability_6m, points: 1}", "{metric: stability_6m, standardise: minmax, log: true}"),
}
# fmt: on
# Quantiles and weights by fives of a hundred, with floors at the whole numbers in between.
GENERATED = [
    (k, weights)
    for k, weights in itertools.product(
        (3, 4, 5), (("0.2", "0.3", "0.5"), ("0.25", "0.25", "0.5"), ("0.1", "0.1", "0.8"), ("0.35", "0.6", "0.05"))
    )
]


@pytest.mark.promise("B7")
def test_no_sound_document_is_warned_of(figure: Callable[[str], None]) -> None:
    library = [name for name in library_ids() if name != PUBLISHED]
    texts = [*SOUND.values(), *(changed(*one) for one in VARIANTS.values()), *(scheme_text(one)[0] for one in library)]
    warned = [text for text in texts if serious(text)]
    figure(f"{len(warned)} false alarms on {len(texts)} sound schemes, {len(library)} of them built in")
    assert len(texts) >= 60
    assert warned == []


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_document_stays_without_warning(name: str) -> None:
    assert serious(SOUND[name]) == []


@pytest.mark.parametrize("name", VARIANTS)
def test_a_sound_variant_stays_without_warning(name: str) -> None:
    assert serious(changed(*VARIANTS[name])) == []


@pytest.mark.parametrize(("k", "weights"), GENERATED)
def test_quantiles_with_floors_at_whole_numbers_stay_without_warning(k: int, weights: tuple[str, ...]) -> None:
    text = WEIGHTED.replace("quantiles: 5", f"quantiles: {k}")
    given = zip(("r_score", "f_score", "m_score"), weights, strict=True)
    text = changed(text, WEIGHTS, "{" + ", ".join(f"{name}: {weight}" for name, weight in given) + "}")
    tiers = "".join(f"  - {{tier: T{floor}, at_least: {floor}}}\n" for floor in range(k - 1, 1, -1))
    assert serious(text[: text.index("  - {tier: A")] + tiers + "  - {tier: rest}\n") == []


@pytest.mark.parametrize("name", ["eleven", "grid"])
def test_a_map_that_is_a_partition_stays_without_warning(name: str) -> None:
    assert serious(MAPS[name]) == []


@pytest.mark.parametrize("name", [name for name in library_ids() if name != PUBLISHED])
def test_a_built_in_scheme_stays_without_warning(name: str) -> None:
    assert serious(scheme_text(name)[0]) == []
