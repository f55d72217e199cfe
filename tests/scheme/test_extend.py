"""A variant says only what it changes."""

from __future__ import annotations

import pytest

from shuke.errors import SchemeError
from shuke.scheme.model import Quantiles
from shuke.scheme.parse import library_ids, parse, scheme_text, self_contained

pytestmark = pytest.mark.row("X1", "B2", "B9")

BASE = "rfm-quintile-weighted"
HEAD = f"scheme: mine\nextends: {BASE}\ntitle: {{en: Mine, zh: 我的}}\n"


def read(lines: str = "") -> object:
    return parse(HEAD + lines, "mine.yaml")[0]


def test_what_a_variant_does_not_say_is_the_bases() -> None:
    base, variant = parse(*scheme_text(BASE))[0], parse(HEAD, "mine.yaml")[0]
    assert variant.scores == base.scores
    assert variant.composite == base.composite
    assert variant.tiers == base.tiers
    assert variant.period == base.period
    assert (variant.scheme, variant.title.en) == ("mine", "Mine")


def test_weights_are_replaced_whole() -> None:
    variant = parse(HEAD + "composite: {weights: {f_score: 0.6, m_score: 0.4}}\n", "mine.yaml")[0]
    assert variant.composite is not None
    assert {name: str(weight) for name, weight in variant.composite.weights.items()} == {
        "f_score": "0.6",
        "m_score": "0.4",
    }
    assert variant.composite.name == "score"


def test_weights_may_be_judged_where_the_base_gives_them() -> None:
    text = HEAD + "composite: {ahp: {of: [f_score, m_score], matrix: [['1', '1/2'], ['2', '1']]}}\n"
    composite = parse(text, "mine.yaml")[0].composite
    assert composite is not None
    assert composite.of == ("f_score", "m_score")


def test_a_score_is_replaced_whole_and_can_be_taken_away() -> None:
    text = HEAD + (
        "scores:\n  r_score: {metric: recency_days, bands: [{at_most: 30, score: 5}, {above: 30, score: 1}]}\n"
        "  m_score: null\n"
    )
    variant = parse(text, "mine.yaml")[0]
    assert list(variant.scores) == ["r_score", "f_score"]
    assert not isinstance(variant.scores["r_score"], Quantiles)


def test_tiers_take_their_order_from_the_variant_and_keep_unsaid_words() -> None:
    text = HEAD + (
        "tiers:\n  - {tier: S, at_least: 4.6}\n  - tier: A\n  - {tier: B, at_least: 3.2}\n"
        "  - {tier: C, when: {r_score: 2-5}}\n  - tier: D\n"
    )
    base, variant = parse(*scheme_text(BASE))[0], parse(text, "mine.yaml")[0]
    assert [tier.name for tier in variant.tiers] == ["S", "A", "B", "C", "D"]
    assert [str(tier.at_least) for tier in variant.tiers] == ["4.6", "4", "3.2", "None", "None"]
    assert variant.tiers[3].when is not None
    assert [tier.title for tier in variant.tiers[1:]] == [tier.title for tier in base.tiers]


def test_a_variant_of_a_variant_and_its_self_contained_text() -> None:
    variants = [name for name in library_ids() if "\nextends:" in scheme_text(name)[0]]
    assert variants
    for name in variants:
        text, shown = scheme_text(name)
        whole = self_contained(text, shown)
        assert whole.count("\n---\n") >= 1
        assert parse(whole, shown)[0] == parse(text, shown)[0]
        assert self_contained(whole, shown) == whole


def test_the_base_behind_the_document_is_the_one_that_counts() -> None:
    base = scheme_text(BASE)[0].replace("at_least: 4\n", "at_least: 4.5\n")
    assert str(parse(HEAD + "---\n" + base, "mine.yaml")[0].tiers[0].at_least) == "4.5"


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        (HEAD.replace(BASE, "nobody"), "scheme_base_unknown", 2),
        ("scheme: mine\nextends: mine\n---\nscheme: mine\nextends: mine\n", "scheme_extends_too_deep", 2),
    ],
)
def test_a_base_that_is_not_there_is_told_with_its_line(text: str, key: str, line: int) -> None:
    with pytest.raises(SchemeError) as caught:
        parse(text, "mine.yaml")
    assert (caught.value.key, caught.value.where.line) == (key, line)
