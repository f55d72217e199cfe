"""Sound documents with one fault each: the linter finds it, by its code, at its line."""

# One line for each document reads better than a wrapped table.
# ruff: noqa: E501

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from scheme.lint_documents import CODED, JUDGED, LADDER, RULES, SCORECARD, WEIGHTED, changed, findings
from scheme.maps import MAPS
from shuke.locale import LANGUAGES, catalogue
from shuke.scheme.lint.codes import CODES

pytestmark = pytest.mark.row("X2")

ELEVEN = MAPS["eleven"]
# What is wrong -> (document, what stands there, what is put in its place, code, line of the finding).
# fmt: off
FAULTS = {
    # Names.
    "an unknown metric": (WEIGHTED, "metric: monetary", "metric: karma", "SK101", 7),
    "an unknown part of a ratio": (RULES, "[first_year, all_time]", "[first_year, spent]", "SK101", 7),
    "a rule on an unknown name": (RULES, "r_score: 2-3", "r_scores: 2-3", "SK102", 15),
    "a rule on a cell that is not made": (LADDER, "cells: {rows: often, columns: lately}\n", "", "SK102", 17),
    "clusters ordered by an unknown name": (JUDGED, "order_by: m_score", "order_by: m_scores", "SK102", 11),
    "an exclusion on an unknown name": (RULES, "{gross: {below: 10}}", "{grass: {below: 10}}", "SK102", 9),
    "a score named like a word of SQL": (WEIGHTED, "composite:\n", "composite:\n  name: order\n", "SK103", 9),
    "a score named like a metric": (JUDGED, "  r_score: {", "  recency_days: {", "SK104", 4),
    "a composite named like a result": (SCORECARD, "name: total", "name: tier", "SK104", 21),
    "a composite named like a score": (SCORECARD, "name: total", "name: stable", "SK104", 21),
    "an own metric named like a built-in one": (SCORECARD, "  deals: {", "  complaints: {", "SK104", 4),
    "a sum of a later score": (SCORECARD, "sum: {stable: 0.4, amount: 0.6}", "sum: {stable: 0.4, value_rank: 0.6}", "SK105", 16),
    "a sum of itself": (SCORECARD, "sum: {amount_rank: 0.7, repeat_rank: 0.3}", "sum: {amount_rank: 0.7, value_rank: 0.3}", "SK105", 19),
    "a score within a later one": (CODED, "f_score: {metric: frequency, quantiles: 2}", "f_score: {metric: frequency, quantiles: 2, within: [m_score]}", "SK106", 5),
    "an exclusion by a score": (RULES, "{gross: {below: 10}}", "{r_score: 1}", "SK107", 9),
    "metrics in a circle": (RULES, "{of: gross, period: 12 months}", "{scaled: share, by: 2}", "SK108", 5),
    "a text that is scored": (RULES, "metric: recency_days, quantiles: 3", "metric: sector, quantiles: 3", "SK109", 11),
    "a text compared like a number": (RULES, "sector: [retail, food]", "sector: {at_least: 3}", "SK109", 14),
    "a number compared with a text": (RULES, "{frequency: 1,", "{frequency: once,", "SK110", 16),
    "one order apart on days": (WEIGHTED, "metric: recency_days, quantiles: 5", "metric: recency_days, quantiles: 5, one_order: apart", "SK111", 5),
    "a digit of too many levels": (CODED, "metric: recency_days, quantiles: 2", "metric: recency_days, quantiles: 10", "SK112", 7),
    "a digit of a score without levels": (CODED, "metric: recency_days, quantiles: 2", "metric: recency_days, standardise: minmax", "SK112", 7),
    "a digit that is no whole number": (CODED, "metric: recency_days, quantiles: 2", "metric: recency_days, bands: [{at_most: 30, score: 1.5}, {above: 30, score: 1}]", "SK112", 7),
    "columns of a score without levels": (LADDER, "cells: {rows: often, columns: lately}", "  spent: {metric: gross, standardise: minmax}\ncells: {rows: often, columns: spent}", "SK113", 17),
    "a scheme that places nobody": (CODED, CODED[CODED.index("code:") :], "", "SK114", 1),
    "tiers by a composite that is not there": (WEIGHTED, "composite:\n  weights: {r_score: 0.3, f_score: 0.3, m_score: 0.4}\n", "", "SK115", 9),
    "codes without a code": (CODED, "code: {digits: [r_score, f_score, m_score]}\n", "", "SK116", 8),
    "a renamed score whose weight stays": (WEIGHTED, "  m_score: {", "  money: {", "SK117", 9),
    "a digit of no score": (CODED, "code: {digits: [r_score,", "code: {digits: [recency,", "SK117", 7),
    "judgements of no score": (JUDGED, "of: [r_score, f_score, m_score]", "of: [r_score, f_score, t_score]", "SK117", 9),
    "a duplicate tier": (WEIGHTED, "{tier: B,", "{tier: A,", "SK118", 12),
    "a duplicate segment": (CODED, "segment: Gone", "segment: Best", "SK118", 12),
    "a duplicate exclusion": (RULES, "scores:\n", "  - {exclude: tiny, when: {frequency: 1}}\nscores:\n", "SK119", 10),
    "a score judged twice": (JUDGED, "of: [r_score, f_score, m_score]", "of: [r_score, f_score, f_score]", "SK120", 9),
    "a digit twice": (CODED, "code: {digits: [r_score, f_score, m_score]}", "code: {digits: [r_score, f_score, f_score]}", "SK120", 7),
    "rows that are the columns": (LADDER, "columns: lately}", "columns: often}", "SK120", 16),
    # Weights.
    "a weight off by 0.01": (WEIGHTED, "m_score: 0.4}", "m_score: 0.41}", "SK201", 9),
    "a weight off by the last place": (WEIGHTED, "m_score: 0.4}", "m_score: 0.399999}", "SK201", 9),
    "weights of a sum that are too little": (SCORECARD, "amount: 0.6}", "amount: 0.5}", "SK201", 16),
    "a negative weight": (WEIGHTED, "{r_score: 0.3, f_score: 0.3, m_score: 0.4}", "{r_score: 0.8, f_score: -0.2, m_score: 0.4}", "SK202", 9),
    "a weight of nothing": (WEIGHTED, "{r_score: 0.3, f_score: 0.3, m_score: 0.4}", "{r_score: 0.6, f_score: 0, m_score: 0.4}", "SK203", 9),
    "a score that is forgotten": (WEIGHTED, "{r_score: 0.3, f_score: 0.3, m_score: 0.4}", "{r_score: 0.6, m_score: 0.4}", "SK204", 6),
    "a metric that is forgotten": (SCORECARD, "metric: deals", "metric: complaints", "SK205", 4),
    "ends of points that are crossed": (SCORECARD, "points: 10, at_most: 50", "points: 10, at_least: 60, at_most: 50", "SK206", 6),
    # Ladders.
    "no rest at the end": (WEIGHTED, "  - {tier: D}\n", "", "SK301", 13),
    "a rest in the middle": (WEIGHTED, "{tier: B, at_least: 3}", "{tier: B}", "SK302", 12),
    "a rest at the top of segments": (RULES, "{segment: Loyal, when: {r_score: 2-3, f_split: high}}", "{segment: Loyal}", "SK302", 15),
    "floors that are swapped": (WEIGHTED, "at_least: 3}", "at_least: 4.5}", "SK303", 12),
    "two tiers of one floor": (WEIGHTED, "at_least: 3}", "at_least: 4}", "SK303", 12),
    "a tier above every composite": (WEIGHTED, "at_least: 4}", "at_least: 5.1}", "SK304", 11),
    "a tier below every composite": (WEIGHTED, "at_least: 2}", "at_least: 1}", "SK304", 14),
    "a tier between two composites": (WEIGHTED, "at_least: 3}", "at_least: 3.95}", "SK304", 12),
    "a scorecard that cannot reach its best tier": (SCORECARD, "{tier: B, at_least: 60}", "{tier: S, at_least: 72.01}", "SK304", 24),
    "weights that binary floats get wrong": (WEIGHTED, "{r_score: 0.3, f_score: 0.3, m_score: 0.4}", "{r_score: 0.10, f_score: 0.20, m_score: 0.70}", "SK305", 11),
    # Grace.
    "grace without tiers": (CODED, "segments:\n", "grace: {ratings: 2}\nsegments:\n", "SK306", 8),
    "a margin without floors": (LADDER, "tiers:\n", "grace: {margin: 0.2}\ntiers:\n", "SK307", 22),
    "a margin as wide as a tier": (WEIGHTED, "tiers:\n", "grace: {margin: 1}\ntiers:\n", "SK308", 10),
    "a score named like a column of grace": (WEIGHTED, "composite:\n", "grace: {ratings: 2}\ncomposite:\n  name: tier_by_score\n", "SK104", 10),
    # Groups.
    "a code in no segment": (ELEVEN, '"555", ', "", "SK401", 8),
    "a rule that is too narrow": (LADDER, "cell: [5, 7-8]", "cell: [5, 7]", "SK401", 17),
    "rules that overlap": (LADDER, "cell: [3, 6]", "cell: [3, 4, 6]", "SK402", 17),
    "a segment behind a wider one": (RULES, "{segment: Rest}", "{segment: Late, when: {r_score: 3, f_split: high}}", "SK403", 17),
    "a rule that nobody fits": (RULES, "{frequency: 1, recency_days: {at_most: 30}}, {r_score: 3, f_split: low}", "{repurchase_rate: {above: 1}}", "SK404", 16),
    "a digit above the scale": (ELEVEN, '"555"', '"666"', "SK405", 10),
    "a code that is too short": (CODED, '"222"', '"22"', "SK405", 9),
    "a rule on a code that cannot be": (CODED, 'codes: ["112", "111"]', 'when: {code: ["112", "333"]}', "SK405", 12),
    "a code in two segments": (ELEVEN, '"555"', '"555", "111"', "SK406", 30),
    "a rule on a score that is not given": (RULES, "r_score: 2-3", "r_score: 4-5", "SK407", 15),
    "a rule on a cell beyond the grid": (LADDER, "cell: 9", "cell: [9, 10]", "SK407", 21),
    "a rule on a rate above 1": (RULES, "{gross: {below: 10}}", "{repurchase_rate: {above: 1}}", "SK407", 9),
    "high for a score that is no split": (RULES, "r_score: 2-3", "r_score: high", "SK408", 15),
    "a rest that nobody needs": (CODED, '["112", "111"]}', '["112", "111"]}\n  - {segment: Others}', "SK410", 13),
    # Bands.
    "a gap of one day": (LADDER, "{at_least: 91, score: 1}", "{at_least: 92, score: 1}", "SK501", 15),
    "a gap of one ten-thousandth": (SCORECARD, "{at_least: 5000, score: 50}", "{above: 5000, score: 50}", "SK501", 15),
    "a gap at the end": (LADDER, "{at_most: 1, score: 1}", "{below: 1, score: 1}", "SK501", None),
    "bands that overlap in one value": (LADDER, "{above: 30, at_most: 90, score: 2}", "{at_least: 30, at_most: 90, score: 2}", "SK502", 14),
    "two bands for the rest": (SCORECARD, "{below: 1000, score: 10}", "{score: 10}\n      - {score: 0}", "SK502", 14),
    "a band outside the metric": (LADDER, "{at_most: 1, score: 1}", "{at_most: 1, score: 1}\n      - {below: 0, score: 0}", "SK503", 10),
    "a band between two whole numbers": (LADDER, "{at_most: 1, score: 1}", "{at_most: 1, score: 1}\n      - {above: 4, below: 5, score: 9}", "SK504", 10),
    # Better customers rated lower.
    "bands turned round": (SCORECARD, "{at_least: 5000, score: 50}", "{at_least: 5000, score: 5}", "SK601", 12),
    "a rank turned round": (WEIGHTED, "metric: recency_days, quantiles: 5", "metric: recency_days, best: high, quantiles: 5", "SK601", 5),
    "rank bands out of order": (SCORECARD, "[0.2, 80], [0.4, 50]", "[0.2, 50], [0.4, 80]", "SK601", 17),
    "points taken away": (SCORECARD, "{metric: stability_6m, points: 1}", "{metric: stability_6m, points: -1}", "SK601", 9),
    "a weight below nothing": (WEIGHTED, "{r_score: 0.3, f_score: 0.3, m_score: 0.4}", "{r_score: 0.8, f_score: 0.6, m_score: -0.4}", "SK601", 9),
    "better cells in a lower tier": (LADDER, "{tier: B, when: {cell: [3, 5, 7]}}", "{tier: B, when: {cell: [3, 8]}}", "SK602", None),
    # Judgements.
    "judgements that contradict their reverse": (JUDGED, '["3", "2", "1"]', '["4", "2", "1"]', "SK701", 10),
    "a score that is more than itself": (JUDGED, '["2", "1", "1/2"]', '["2", "2", "1/2"]', "SK701", 10),
    "judgements that contradict one another": (JUDGED, '["1", "1/2", "1/3"], ["2", "1", "1/2"], ["3", "2", "1"]', '["1", "1/2", "9"], ["2", "1", "1/2"], ["1/9", "2", "1"]', "SK702", 10),
    # What is asked of the data.
    "an interaction table that is needed": (WEIGHTED, "metric: monetary", "metric: complaints", "SK801", 7),
    "a customer table that is needed": (RULES, "sector: {attribute: sector}", "sector: {attribute: branch}", "SK802", 4),
    "a line column that is needed": (RULES, "{of: gross, period: 12 months}", "{of: gross, where: {channel: web}}", "SK803", 5),
    "all history that is needed": (WEIGHTED, "metric: monetary", "metric: tenure_days", "SK804", 7),
}
# fmt: on


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_by_its_code_at_its_line(name: str) -> None:
    text, old, new, code, line = FAULTS[name]
    found = findings(changed(text, old, new))
    assert code in [one.code for one in found]
    if line is not None:
        assert (code, line) in [(one.code, one.where.line) for one in found]


@pytest.mark.parametrize("name", FAULTS)
def test_a_finding_is_told_in_full_in_both_languages(name: str) -> None:
    text, old, new, _, _ = FAULTS[name]
    for one in findings(changed(text, old, new)):
        told = {lang: one.render(lang) for lang in LANGUAGES}
        assert told["en"] != told["zh"]
        assert all(words.startswith("mine.yaml · ") and one.code in words for words in told.values())
        assert all(1 <= len(words.splitlines()) <= 3 for words in told.values())
        assert all("Phrase(" not in words and "Decimal(" not in words for words in told.values())
        assert one.where.line is not None
        assert one.where.position is not None


@pytest.mark.promise("B7")
def test_every_fault_is_found(figure: Callable[[str], None]) -> None:
    found = [name for name, (text, old, new, code, _) in FAULTS.items() if code in _codes(changed(text, old, new))]
    figure(f"{len(found)} of {len(FAULTS)} schemes with one fault each found by its code")
    assert len(found) == len(FAULTS) >= 60


def _codes(text: str) -> set[str]:
    return {one.code for one in findings(text)}


@pytest.mark.parametrize(("name", "lang"), [("lint.md", "en"), ("lint.zh.md", "zh")])
def test_the_reference_names_every_code_and_quotes_what_is_told(name: str, lang: str) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / name).read_text(encoding="utf-8")
    weights = {catalogue("lint", lang)[f"severity.{weight}"]: weight for weight in ("error", "warning", "note")}
    named = [(code, weights.get(word)) for code, word in re.findall(r"(?m)^### (SK\d+) · (\w+)$", page)]
    assert named == sorted(set(CODES.values()))
    told = {one.render(lang) for text, old, new, *_ in FAULTS.values() for one in findings(changed(text, old, new))}
    assert [block for block in re.findall(r"(?s)```text\n(.*?)\n```", page) if block not in told] == []
