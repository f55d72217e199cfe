"""What is wrong with a scheme is found before anything runs, each problem with its line."""

from __future__ import annotations

import time

import pytest

from shuke import Scheme
from shuke.errors import Problem, SchemeError, SchemeErrors
from shuke.locale import LANGUAGES
from shuke.scheme.parse import parse, scheme_text

pytestmark = pytest.mark.row("Z1")

GOOD = """\
scheme: mine
title: {en: Mine, zh: 我的}
period: 12 months
scores:
  r_score: {metric: recency_days, best: low, quantiles: 5}
  m_score: {metric: monetary, quantiles: 5}
composite:
  name: score
  weights: {r_score: 0.3, m_score: 0.7}
tiers:
  - tier: A
    at_least: 4
  - tier: B
    at_least: 2
  - tier: C
"""
# Name -> (what is changed, into what, the error's key, the line of the place).
FAULTS = {
    "not YAML": ("title: {en", "title: {{en", "scheme_not_yaml", None),
    "a tab as indentation": ("  m_score: {m", "\tm_score: {m", "scheme_tab", 6),
    "an unclosed bracket": ("zh: 我的}", "zh: 我的", "scheme_not_yaml", None),
    "an alias without anchor": ("metric: monetary", "metric: *money", "scheme_not_yaml", 6),
    "a control character": ("Mine", "Mi\x07ne", "scheme_not_yaml", None),
    "a key twice": ("period: 12 months", "period: 12 months\nperiod: all", "scheme_key_twice", 4),
    "a key twice, deeper": ("name: score", "name: score\n  name: other", "scheme_key_twice", 9),
    "a missing key": ("title: {en: Mine, zh: 我的}\n", "", "scheme_key_missing", 1),
    "a missing key of a score": ("{metric: monetary, quantiles: 5}", "{metric: monetary}", "scheme_kind_unknown", 6),
    "a title in one language": ("{en: Mine, zh: 我的}", "{en: Mine}", "scheme_key_missing", 2),
    "an unknown key": ("period: 12 months", "perod: 12 months", "scheme_key_unknown", 3),
    "an unknown key of a score": ("best: low", "bset: low", "scheme_key_unknown", 5),
    "an unknown key of a tier": ("at_least: 4", "at_lest: 4", "scheme_key_unknown", 12),
    "a value not offered": ("best: low", "best: lowest", "scheme_value_not_offered", 5),
    "an id that is no name": ("scheme: mine", "scheme: My Scheme", "scheme_name_malformed", 1),
    "a score that is no name": ("  m_score: {", "  M-score: {", "scheme_name_malformed", 6),
    "a period in words": ("12 months", "a year", "scheme_value_wrong", 3),
    "a period of no months": ("12 months", "0 months", "scheme_value_wrong", 3),
    "quantiles that are no number": ("best: low, quantiles: 5", "best: low, quantiles: five", "scheme_value_wrong", 5),
    "quantiles with a fraction": ("best: low, quantiles: 5", "best: low, quantiles: 2.5", "scheme_value_wrong", 5),
    "one quantile": ("best: low, quantiles: 5", "best: low, quantiles: 1", "scheme_value_wrong", 5),
    "a weight that is no number": ("m_score: 0.7}", "m_score: much}", "scheme_value_wrong", 9),
    "a weight that is not finite": ("m_score: 0.7}", "m_score: .inf}", "scheme_value_wrong", 9),
    "a weight of NaN": ("m_score: 0.7}", "m_score: NaN}", "scheme_value_wrong", 9),
    "tiers that are no list": (
        "tiers:\n  - tier: A\n    at_least: 4\n  - tier: B\n    at_least: 2\n  - tier: C\n",
        "tiers: A\n",
        "scheme_value_wrong",
        10,
    ),
    "an unknown metric": ("metric: monetary", "metric: karma", "metric_unknown", 6),
    "a score named like a metric": ("  m_score: {", "  monetary: {", "name_taken", 6),
    "a composite named like a score": ("name: score", "name: r_score", "name_taken", 8),
    "a composite named like the tier": ("name: score", "name: tier", "name_taken", 8),
    "a weight without a score": (
        "{r_score: 0.3, m_score: 0.7}",
        "{r_score: 0.3, m_score: 0.3, x: 0.4}",
        "score_unknown",
        9,
    ),
    "weights of more than one": ("m_score: 0.7}", "m_score: 0.700001}", "weights_total", 9),
    "weights of less than one": ("m_score: 0.7}", "m_score: 0.699999}", "weights_total", 9),
    "a tier twice": ("- tier: B", "- tier: A", "group_twice", 13),
    "no tier for the rest": ("  - tier: C\n", "", "tiers_open", 13),
    "a tier that swallows": ("    at_least: 2\n", "", "rest_swallows", 13),
    "tiers in the wrong order": ("at_least: 2", "at_least: 4.5", "floors_not_falling", 14),
    "tiers with one floor": ("at_least: 2", "at_least: 4", "floors_not_falling", 14),
    "a tier too high": ("at_least: 4", "at_least: 5.000001", "tier_too_high", 12),
    "a tier too low": ("at_least: 2", "at_least: 1", "tier_too_low", 15),
}


# What is told of weights without being wrong.
NOTES = {"float_edges", "weight_zero"}


def problems(text: str) -> list[Problem]:
    """Everything that is said against a scheme: the faults of its form, else what the linter finds."""
    try:
        return [*Scheme(text, "mine.yaml").lint()]
    except SchemeErrors as several:
        return several.problems
    except SchemeError as one:
        return [one]


def test_the_good_scheme_has_no_problem() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_line(name: str) -> None:
    old, new, key, line = FAULTS[name]
    assert GOOD.count(old) == 1
    told = problems(GOOD.replace(old, new))
    assert key in [problem.key for problem in told]
    if line is not None:
        assert (key, line) in [(problem.key, problem.where.line) for problem in told]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_in_both_languages(name: str) -> None:
    old, new, _, _ = FAULTS[name]
    for problem in problems(GOOD.replace(old, new)):
        told = {lang: problem.render(lang) for lang in LANGUAGES}
        assert told["en"] != told["zh"]
        assert all(told[lang].startswith("mine.yaml") for lang in LANGUAGES)
        assert all("{" not in sentence.replace("{en", "") for sentence in told.values())


@pytest.mark.parametrize("text", ["", "   \n", "# only a comment\n", "- a\n- b\n", "just words", "42"])
def test_a_document_that_is_no_mapping_is_told_so(text: str) -> None:
    assert [problem.key for problem in problems(text)] == ["scheme_not_mapping"]


def test_several_problems_are_told_together() -> None:
    text = GOOD.replace("metric: monetary", "metric: karma").replace("m_score: 0.7}", "m_score: 0.8}")
    assert {problem.key for problem in problems(text)} == {"metric_unknown", "weights_total"}


@pytest.mark.parametrize(
    "weights", [("0.1", "0.2", "0.7"), ("0.333333", "0.333333", "0.333334"), ("0.7", "0.1", "0.2"), ("1.0", "0", "0")]
)
def test_weights_that_add_up_to_one_on_paper_add_up_to_one(weights: tuple[str, str, str]) -> None:
    given = dict(zip(("r_score", "f_score", "m_score"), weights, strict=True))
    text = GOOD.replace("scores:\n", "scores:\n  f_score: {metric: frequency, quantiles: 5}\n").replace(
        "{r_score: 0.3, m_score: 0.7}", "{" + ", ".join(f"{name}: {weight}" for name, weight in given.items()) + "}"
    )
    scheme = Scheme(text, "mine.yaml")
    assert [problem.key for problem in problems(text) if problem.key not in NOTES] == []
    assert {name: str(weight) for name, weight in scheme.model.composite.weights.items()} == given


def test_weights_may_be_free() -> None:
    text = GOOD.replace(
        "  weights: {r_score: 0.3, m_score: 0.7}", "  total: free\n  weights: {r_score: 0.5, m_score: 1}"
    )
    assert problems(text) == []


def test_a_document_that_grows_by_aliases_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    started = time.perf_counter()
    told = problems("\n".join(lines))
    assert [problem.key for problem in told] == ["scheme_too_large"]
    assert time.perf_counter() - started < 2


def test_an_alias_of_itself_is_refused() -> None:
    assert problems("scheme: &s [*s]\n") != []


@pytest.mark.parametrize("depth", [100, 700])
def test_a_document_nested_without_end_is_refused(depth: int) -> None:
    assert problems("scheme: " + "[" * depth + "]" * depth) != []


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!python/name:os.system", "!mine"])
def test_a_tag_makes_nothing_but_text(tag: str) -> None:
    scheme = Scheme(GOOD.replace("en: Mine", f"en: {tag} Mine"), "mine.yaml")
    assert scheme.model.title.en == "Mine"


@pytest.mark.parametrize("written", ["yes", "on", "null", "1e3", "0x10", "2024-01-01", "1_000"])
def test_a_tier_may_be_called_what_yaml_takes_for_something_else(written: str) -> None:
    scheme = Scheme(GOOD.replace("- tier: A", f'- tier: "{written}"'), "mine.yaml")
    assert scheme.model.tiers[0].name == written


@pytest.mark.parametrize(
    ("old", "new", "key", "line"),
    [
        ("f_score: 0.3", "f_score: 0,3", "scheme_decimal_comma", 14),
        ("at_least: 4\n", "at_least: 1,5\n", "scheme_decimal_comma", 18),
        ("at_least: 4\n", "at_least: 30%\n", "scheme_decimal_comma", 18),
        ("weights: {", "weights：{", "scheme_wide_sign", 14),
        ("period: 12", "period：12", "scheme_wide_sign", 5),
        ("r_score: 0.3,", "r_score：0.3，", "scheme_wide_sign", 14),
        ("  r_score: {", "\tr_score: {", "scheme_tab", 8),
        ("    title: {en: High value, zh: 高价值客户}", "    title: 高价值客户", "scheme_words", 19),
    ],
)
def test_the_likeliest_slips_of_the_keyboard_are_named(old: str, new: str, key: str, line: int) -> None:
    text, name = scheme_text("rfm-quintile-weighted")
    assert old in text
    with pytest.raises(SchemeError) as caught:
        parse(text.replace(old, new, 1), name)
    told = caught.value.problems if isinstance(caught.value, SchemeErrors) else [caught.value]
    assert [(problem.key, problem.where.line) for problem in told] == [(key, line)]
