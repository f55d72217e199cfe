"""What a finding is, how a document is refused, and the figures that others take from the linter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest

from scheme.lint_documents import CODED, JUDGED, LADDER, RULES, SCORECARD, WEIGHTED, changed, findings
from shuke.errors import SchemeError, SchemeErrors
from shuke.locale import LANGUAGES, catalogue
from shuke.scheme.lint import Interval, composite_range, lint, needs, require_sound, score_values
from shuke.scheme.lint.codes import CODES
from shuke.scheme.parse import parse, scheme_text

pytestmark = pytest.mark.row("X2")


def one(text: str, code: str) -> object:
    """The only finding of a code."""
    (found,) = (each for each in findings(text) if each.code == code)
    return found


def test_a_finding_says_place_code_and_weight_then_what_to_do() -> None:
    found = one(changed(WEIGHTED, "m_score: 0.4}", "m_score: 0.41}"), "SK201")
    assert found.render("en") == (
        "mine.yaml · line 9:3 · SK201 error: the weights add up to 0.3 + 0.3 + 0.41 = 1.01, not 1: 0.01 too much\n"
        "Change them, or write “total: free” if that is meant."
    )
    assert found.render("zh") == (
        "mine.yaml · 第 9:3 行 · SK201 错误：权重之和 0.3 + 0.3 + 0.41 = 1.01，不等于 1：多了 0.01\n"
        "请修改；若确实如此，请写“total: free”。"
    )


def test_a_finding_is_a_document_for_programs() -> None:
    found = one(changed(WEIGHTED, "{tier: B,", "{tier: A,"), "SK118")
    assert found.document() == {
        "code": "SK118",
        "severity": "error",
        "key": "group_twice",
        "line": 12,
        "column": 5,
        "message": {"en": "the name “A” stands here twice", "zh": "名称“A”出现了两次"},
        "fix": {"en": "Rename one.", "zh": "请改名。"},
    }


def test_a_finding_cannot_be_changed() -> None:
    found = one(changed(WEIGHTED, "{tier: B,", "{tier: A,"), "SK118")
    with pytest.raises(FrozenInstanceError):
        found.code = "SK000"


def test_findings_come_in_the_order_of_the_document() -> None:
    text = changed(changed(WEIGHTED, "metric: monetary", "metric: karma"), "{tier: B, at_least: 3}", "{tier: A}")
    assert [(each.code, each.where.line) for each in findings(text)] == [("SK101", 7), ("SK118", 12), ("SK302", 12)]


def test_a_document_with_an_error_is_refused_with_all_its_errors() -> None:
    text = changed(changed(WEIGHTED, "metric: monetary", "metric: karma"), "f_score: 0.3,", "f_score: 0.2,")
    with pytest.raises(SchemeErrors) as caught:
        require_sound(*parse(text, "mine.yaml"))
    assert (caught.value.exit_code, [each.code for each in caught.value.problems]) == (4, ["SK101", "SK201"])
    assert isinstance(caught.value, SchemeError)
    assert caught.value.render("en").startswith("mine.yaml · line 7:13 · SK101 error: there is no metric “karma”")


def test_a_document_with_warnings_runs_and_hands_them_on() -> None:
    text = changed(WEIGHTED, "at_least: 4}", "at_least: 5.1}")
    assert [each.code for each in require_sound(*parse(text, "mine.yaml"))] == ["SK304"]


@pytest.mark.promise("B7")
def test_the_published_scorecard_cannot_reach_its_two_best_tiers(figure: Callable[[str], None]) -> None:
    scheme, document = parse(*scheme_text("activity-contribution-rank"))
    assert composite_range(scheme)[1] == 72
    found = [each for each in lint(scheme, document) if each.code == "SK304"]
    assert [each.figures["name"] for each in found] == ["S", "A"]
    figure(f"the published scorecard: at most {composite_range(scheme)[1]:.0f}, tiers out of reach: S, A")
    assert all("(0.3 × 100 + 0.5 × 50 + 0.2 × 85 = 72)" in each.message("en") for each in found)


def test_two_scores_of_one_rank_are_not_at_their_best_apart() -> None:
    turned = "metric: monetary, rank_bands: [[0.5, 1], [rest, 5]]"
    text = changed(WEIGHTED, "metric: frequency, quantiles: 5", turned)
    scheme, _ = parse(text, "mine.yaml")
    # The best fifth of the money has 5 and 1, the worst 1 and 5: 0.3 × 5 + max(0.3 + 2, 1.5 + 0.4 × 3).
    assert composite_range(scheme) == (
        Decimal("0.3") + Decimal("0.3") + Decimal("1.2"),
        Decimal("1.5") + Decimal("2.7"),
    )


def test_a_combination_on_a_boundary_is_named_with_its_floor() -> None:
    weights = "{r_score: 0.3, f_score: 0.3, m_score: 0.4}"
    found = one(changed(WEIGHTED, weights, "{r_score: 0.10, f_score: 0.20, m_score: 0.70}"), "SK305")
    assert (found.figures["on_edge"], found.figures["wrong"]) == (11, 2)
    assert "(1, 4, 3) at 3" in found.message("en")


def test_a_better_customer_with_a_lower_score_is_shown_beside_the_worse_one() -> None:
    found = one(changed(SCORECARD, "{at_least: 5000, score: 50}", "{at_least: 5000, score: 5}"), "SK601")
    assert "5000 gives" in found.message("en")
    assert "4999.9999 gives" in found.message("en")


def test_the_judgement_to_change_is_named_with_what_comes_of_it() -> None:
    matrix = '["1", "1/2", "1/3"], ["2", "1", "1/2"], ["3", "2", "1"]'
    found = one(changed(JUDGED, matrix, '["1", "1/2", "9"], ["2", "1", "1/2"], ["1/9", "2", "1"]'), "SK702")
    assert Decimal(str(found.figures["better"])) < Decimal("0.1") < Decimal(str(found.figures["cr"]))


def test_what_a_score_can_be_is_told_exactly() -> None:
    scheme, _ = parse(SCORECARD, "mine.yaml")
    assert score_values(scheme, "amount") == (10, 30, 50)
    assert score_values(scheme, "consulted") == (0, 10, 20, 30, 40, 50)
    assert score_values(scheme, "activity") == tuple(range(0, 101, 5))
    assert score_values(scheme, "value_rank") == tuple(
        Decimal(text) for text in ("0", "9", "15", "35", "44", "50", "56", "65", "70", "71", "79", "85")
    )
    assert score_values(scheme, "nothing") == ()


def test_a_score_of_too_many_values_is_an_interval_with_its_grid() -> None:
    text = changed(WEIGHTED, "metric: monetary, quantiles: 5", "metric: gross, points: 0.01, at_most: 5")
    scheme, _ = parse(text, "mine.yaml")
    assert score_values(scheme, "m_score") == Interval(Decimal(0), Decimal(5), Decimal("0.000001"))
    assert composite_range(scheme) == (Decimal("0.6"), Decimal(5))


def test_a_composite_that_nothing_bounds_is_infinite() -> None:
    text = changed(WEIGHTED, "metric: monetary, quantiles: 5", "metric: monetary, points: 1")
    assert composite_range(parse(text, "mine.yaml")[0]) == (Decimal("-Infinity"), Decimal("Infinity"))


def test_two_scores_that_cancel_along_one_metric_add_up_to_nothing() -> None:
    scores = """  up: {metric: gross, points: 0.01, at_most: 50}
  down: {metric: gross, points: -0.01, at_least: -50}
composite:
  total: free
  weights: {up: 1, down: 1}
tiers:
  - {tier: A, at_least: 0}
"""
    text = WEIGHTED[: WEIGHTED.index("  r_score")] + scores
    assert composite_range(parse(text, "mine.yaml")[0]) == (0, 0)
    assert [each.code for each in findings(text)] == []


def test_more_combinations_than_can_be_looked_at_are_told_and_not_guessed() -> None:
    metrics = ("recency_days", "frequency", "monetary", "gross", "top_order", "average_order")
    scores = "".join(f"  s{n}: {{metric: {metric}, quantiles: 100}}\n" for n, metric in enumerate(metrics))
    weights = ", ".join(f"s{n}: 0.{13579 * (n + 3)}" for n in range(6))
    tests = [
        ", ".join(f"s{(n + place) % 6}: {{at_least: {n + 9 * place + 1}}}" for place in range(3)) for n in range(60)
    ]
    segments = "".join(f"  - {{segment: g{n}, when: {{{asked}}}}}\n" for n, asked in enumerate(tests))
    text = (
        f"scheme: large\ntitle: {{en: Large, zh: 大}}\nscores:\n{scores}"
        f"composite:\n  total: free\n  weights: {{{weights}}}\n"
        f"tiers: [{{tier: A, at_least: 90}}, {{tier: B, at_least: 50}}, {{tier: C}}]\nsegments:\n{segments}"
    )
    assert [(each.key, each.code) for each in findings(text)] == [
        ("ladder_not_analysed", "SK409"),
        ("not_analysed", "SK409"),
    ]


def test_a_scheme_without_a_composite_has_none() -> None:
    assert composite_range(parse(CODED, "mine.yaml")[0]) == (0, 0)


def test_what_a_scheme_needs_is_told() -> None:
    asked = needs(parse(SCORECARD, "mine.yaml")[0])
    assert (asked.interactions, asked.customers, asked.columns, asked.history) == (
        ("consultation", "deal"),
        (),
        (),
        False,
    )
    assert needs(parse(RULES, "mine.yaml")[0]).customers == ("sector",)


def test_a_cell_is_named_in_the_convention_of_the_code() -> None:
    text = changed(CODED, "m_score]}\n", "m_score], best: lowest}\n")
    found = one(changed(text, '["222", "221"]', '["222"]'), "SK401")
    assert found.message("en").endswith("in no segment: 221")


def test_cells_of_a_grid_are_named_by_their_scores() -> None:
    found = one(changed(LADDER, "{stage: Lost, when: {cell: 9}}", "{stage: Lost, when: {cell: 8}}"), "SK401")
    assert found.message("en") == "1 of 9 combinations is in no stage: 11"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_has_its_sentences(lang: str) -> None:
    sentences = catalogue("lint", lang)
    assert [key for key in CODES if f"{key}.what" not in sentences or f"{key}.do" not in sentences] == []
    assert sorted({key.split(".")[0] for key in sentences if key.endswith(".what")}) == sorted(CODES)
