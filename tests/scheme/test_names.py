"""Sets of segment names are data, and going from one vendor's names to another's shows what is lost."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product

import pytest
import typer
from typer.testing import CliRunner

from shuke.cli.scheme_names import names
from shuke.errors import UsageError
from shuke.locale import LANGUAGES
from shuke.scheme.names import CUBES, common, conflicts, name_set, name_set_ids, translate

SETS = [name_set(one) for one in name_set_ids()]
# id -> names, cells without a name, cells that several names claim, names that nobody can get; counted by hand and
# by other programs from the published maps.
COUNTED = {
    "segments-11": (11, 0, 0, set()),
    "segments-10": (10, 0, 0, set()),
    "r-rfm-0-2": (10, 36, 39, {"new_customers", "promising", "cant_lose_them"}),
    "r-rfm-0-3": (10, 10, 58, set()),
    "pypi-rfm": (10, 0, 44, set()),
    "pymc-marketing": (5, 18, 0, set()),
    "octants": (8, 0, 0, set()),
    "octants-ecommerce": (8, 0, 0, set()),
    "octants-volcengine": (8, 0, 0, set()),
    "octants-aliyun": (8, 0, 0, set()),
    "octants-shopline": (8, 0, 0, set()),
}
CONTRACT = {
    "111": "important_value",
    "101": "important_develop",
    "011": "important_keep",
    "001": "important_retain",
    "110": "general_value",
    "100": "general_develop",
    "010": "general_keep",
    "000": "general_retain",
}
COMMAND = typer.Typer()
COMMAND.command()(names)


def run(*arguments: str) -> str:
    done = CliRunner().invoke(COMMAND, arguments)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.row("X1")
@pytest.mark.parametrize(("name", "counted"), COUNTED.items(), ids=COUNTED)
def test_a_published_map_has_the_holes_and_overlaps_that_were_counted(name, counted) -> None:
    one = name_set(name)
    shadowed = {key for key, cells in one.cells.items() if not cells}
    assert (len(one.segments), len(one.unnamed), len(one.overlapping), shadowed) == counted


@pytest.mark.parametrize("one", SETS, ids=lambda one: one.id)
def test_every_cell_of_a_set_is_one_of_its_cube(one) -> None:
    cells = set(one.shape.cells)
    assert len(cells) == one.shape.levels ** len(one.shape.axes)
    for segment in one.segments:
        claims = segment.claims(one.shape)
        assert set(claims) <= cells
        assert len(set(claims)) == len(claims)


@pytest.mark.parametrize("one", SETS, ids=lambda one: one.id)
def test_a_set_says_its_source_and_how_its_cells_are_known(one) -> None:
    assert one.source
    for segment in one.segments:
        assert one.mark_of(segment.name) in {"read", "inferred", "secondary"}


def test_what_was_inferred_or_secondary_is_marked() -> None:
    assert {one.id for one in SETS if one.mark == "inferred"} == {"octants-volcengine", "octants-aliyun"}
    octants = name_set("octants")
    general = {segment.name for segment in octants.segments if octants.mark_of(segment.name) == "inferred"}
    assert general == {"general_value", "general_keep", "general_develop", "general_retain"}
    assert name_set("klaviyo").mark_of("loyal") == "secondary"


@pytest.mark.row("D1")
def test_the_octants_have_the_keys_that_the_contract_names() -> None:
    assert dict(name_set("octants").named) == CONTRACT


def test_cells_that_could_not_be_read_are_not_guessed() -> None:
    klaviyo = name_set("klaviyo")
    assert [name for name, cells in klaviyo.cells.items() if cells] == ["loyal"]


def test_braze_leaves_one_cell_without_a_name() -> None:
    assert name_set("braze").unnamed == ("030",)


def test_the_best_quartile_code_but_one_has_no_name_in_pymc_marketing() -> None:
    assert "442" in name_set("pymc-marketing").unnamed


@pytest.mark.parametrize("one", SETS, ids=lambda one: one.id)
def test_a_set_in_its_own_words_loses_nothing(one) -> None:
    found = translate(one, one)
    assert found.loss == 0
    assert {row.kind for row in found.rows} <= {"same", "unread", "part"}
    for row in found.rows:
        if row.cells:
            assert [(share.name, share.share) for share in row.to] == [(row.name, Fraction(1))]


@pytest.mark.parametrize(("of", "to"), list(product(SETS, SETS)), ids=lambda one: one.id)
def test_the_shares_of_a_name_are_what_brute_force_counts(of, to) -> None:
    halved = of.shape.levels != to.shape.levels
    axes = [axis for axis in "RFM" if axis in of.shape.axes and axis in to.shape.axes]

    def place(cell, shape):
        scores = {axis: int(digit) for axis, digit in zip(shape.axes, cell, strict=True)}
        middle = (shape.least + shape.greatest) / 2
        return tuple(scores[axis] > middle if halved else scores[axis] - shape.least for axis in axes)

    names_of, names_to = of.named, to.named
    found = translate(of, to)
    for row in found.rows:
        expected: dict[str | None, Fraction] = {}
        mine = [cell for cell in of.shape.cells if names_of.get(cell) == row.name]
        for cell in mine:
            met = [other for other in to.shape.cells if place(other, to.shape) == place(cell, of.shape)]
            for other in met:
                name = names_to.get(other)
                expected[name] = expected.get(name, Fraction(0)) + Fraction(1, len(met))
        assert {share.name: share.cells for share in row.to} == expected
        assert sum((share.cells for share in row.to), Fraction(0)) == row.cells == len(mine)
    assert 0 <= found.unclear <= found.loss <= 1


def test_customers_follow_the_cells() -> None:
    counts = {"555": 10, "455": 1, "544": 4}
    found = translate(name_set("segments-11"), name_set("octants"), counts)
    champions = next(row for row in found.rows if row.name == "champions")
    assert [(share.name, share.customers) for share in champions.to] == [("important_value", 15)]


def test_customers_of_a_coarse_cell_are_shared_evenly() -> None:
    found = translate(name_set("octants"), name_set("segments-10"), {"111": 8})
    value = next(row for row in found.rows if row.name == "important_value")
    assert {share.name: share.customers for share in value.to} == {"champions": 4, "loyal": 4}


@pytest.mark.row("D1")
def test_the_champions_of_125_codes_are_a_part_of_the_best_octant_and_loyal_is_ambiguous() -> None:
    found = translate(name_set("segments-11"), name_set("octants"))
    rows = {row.name: row for row in found.rows}
    assert rows["champions"].kind == "part"
    assert [share.name for share in rows["champions"].to] == ["important_value"]
    assert rows["loyal"].kind == "split"
    assert "loyal" in found.ambiguous
    assert found.loss == 1


def test_two_names_for_one_octant_translate_one_to_one() -> None:
    found = translate(name_set("octants"), name_set("octants-shopline"))
    assert (found.loss, found.unclear, found.unreached) == (0, 0, ())


def test_a_name_whose_cells_have_none_elsewhere_has_no_counterpart() -> None:
    found = translate(name_set("r-rfm-0-2"), name_set("klaviyo"))
    assert set(found.without) >= {"new_customers", "promising", "cant_lose_them"}
    assert found.unreached[0] == "champions"


def test_the_ground_keeps_equal_scales_halves_others_and_ignores_what_one_has_not() -> None:
    kept, halved, ignored = (
        common(CUBES[one], CUBES[other])
        for one, other in (("quartiles", "scores0to3"), ("codes5", "octants"), ("codes5", "cells5"))
    )
    assert (kept.halved, kept.ignored) == (False, "")
    assert kept.of(CUBES["scores0to3"], "030") == kept.of(CUBES["quartiles"], "141")
    assert [halved.of(CUBES["codes5"], code) for code in ("444", "333", "345")] == ["111", "000", "011"]
    assert (ignored.axes, ignored.halved, ignored.ignored) == ("RF", False, "M")


def test_the_same_word_for_other_cells_is_told() -> None:
    found = conflicts((name_set("octants-ecommerce"), name_set("octants-volcengine")))
    assert [(one.word, one.cells, one.apart) for one in found] == [("潜力客户", (("010",), ("110",)), True)]


def test_an_unknown_set_is_told_with_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        name_set("no-such-set")
    for lang in LANGUAGES:
        assert "segments-11" in caught.value.render(lang)


def test_the_command_lists_the_sets_and_the_words_that_conflict() -> None:
    for lang in LANGUAGES:
        output = run("--lang", lang)
        assert all(one.id in output for one in SETS)
        assert "潜力客户" in output


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("one", SETS, ids=lambda one: one.id)
def test_the_command_shows_a_set_and_translates_it(one, lang) -> None:
    shown = run(one.id, "--lang", lang)
    assert one.source in shown
    assert all(one.title_of(segment.name, lang) in shown for segment in one.segments)
    assert "→" in run(one.id, "--to", "octants", "--lang", lang)


def test_the_command_speaks_json_with_exact_shares() -> None:
    assert {one["id"] for one in json.loads(run("--json"))} == set(name_set_ids())
    shown = json.loads(run("braze", "--json"))
    assert shown["unnamed"] == ["030"]
    told = json.loads(run("segments-11", "--to", "octants", "--json"))
    rows = {row["name"]: row for row in told["names"]}
    assert rows["new_customers"]["to"][0] == {"name": "general_develop", "cells": "6", "share": "6/7"}
