"""What two schemes say differently, in sentences."""

from __future__ import annotations

from itertools import pairwise

import pytest

from shuke.scheme.model import Scheme
from shuke.scheme.parse import library_ids, parse, scheme_text
from shuke.whatif import differences
from whatif.conftest import BASE, LONGER, MORE, OTHER


def read(scheme: str) -> Scheme:
    text, name = (scheme, "scheme.yaml") if "\n" in scheme else scheme_text(scheme)
    return parse(text, name)[0]


def sentences(first: str, second: str, lang: str = "en") -> list[str]:
    return [one.sentence(lang) for one in differences(read(first), read(second))]


@pytest.mark.row("X1")
def test_changing_a_weight_and_a_floor_is_told_so() -> None:
    assert sentences(BASE, OTHER) == [
        "Weight of R score: 0.3 → 0.2",
        "Weight of F score: 0.3 → 0.5",
        "Weight of M score: 0.4 → 0.3",
        "tier A starts at 4 → 4.2",
    ]
    assert sentences(BASE, OTHER, "zh")[-1] == "等级 A 的起点：4 → 4.2"


@pytest.mark.row("X1")
def test_a_tier_more_is_told_in_its_place_with_what_it_takes_from_the_tier_below() -> None:
    assert sentences(BASE, MORE) == [
        "Only the second (tier S): Composite score ≥ 4.8",
        "tier A\n    first:  Composite score ≥ 4\n    second: 4 ≤ Composite score < 4.8",
        "Only the second (tier C+): 2.5 ≤ Composite score < 3",
        "tier C\n    first:  2 ≤ Composite score < 3\n    second: 2 ≤ Composite score < 2.5",
    ]


def test_a_period_is_told() -> None:
    (one,) = differences(read(BASE), read(LONGER))
    assert (one.part, one.kind) == ("period", "changed")
    assert "12" in one.before.en
    assert "24" in one.after.zh


@pytest.mark.row("X1")
@pytest.mark.parametrize("name", library_ids())
def test_a_scheme_means_the_same_as_itself_whatever_its_layout(name: str) -> None:
    text, _ = scheme_text(name)
    assert differences(read(name), read("# another comment\n" + text)) == []


def test_an_extension_that_changes_nothing_means_the_same() -> None:
    assert differences(read(BASE), read(f"extends: {BASE}\nscheme: mine\n")) == []


def test_groups_that_come_go_and_move() -> None:
    changed = """\
extends: interval-four-groups
scheme: mine
segments:
  - {segment: lost}
"""
    parts = [(one.part, one.kind) for one in differences(read("interval-four-groups"), read(changed))]
    assert ("segment", "removed") in parts


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_any_two_built_in_schemes_can_be_told_apart_in_sentences(lang: str) -> None:
    schemes = {name: read(name) for name in library_ids()}
    for first, second in pairwise([*schemes, *reversed(schemes), *list(schemes)[::3], *list(schemes)[::5]]):
        if first == second:
            continue
        told = differences(schemes[first], schemes[second])
        assert told, (first, second)
        for one in told:
            sentence = one.sentence(lang)
            assert sentence
            assert "None" not in sentence
            assert "{" not in sentence


def test_what_is_added_one_way_is_removed_the_other_way() -> None:
    there = {(one.part, one.kind, one.name) for one in differences(read(BASE), read("octants-mean"))}
    back = {(one.part, one.kind, one.name) for one in differences(read("octants-mean"), read(BASE))}
    turned = {"added": "removed", "removed": "added"}
    assert back == {(part, turned.get(kind, kind), name) for part, kind, name in there}
