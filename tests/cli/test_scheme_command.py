"""Schemes on the command line: listed, shown, proved, and made one's own."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cli.sales import write
from cli.terminal import shuke

pytestmark = [pytest.mark.row("X1"), pytest.mark.row("X2"), pytest.mark.row("Z1")]

BUILT_IN = "rfm-quintile-weighted"
WEIGHTS = "{r_score: 0.3, f_score: 0.3, m_score: 0.4}"
WARNED = (
    "scheme: high\ntitle: {en: High, zh: 高}\nscores:\n  f_score: {metric: frequency, quantiles: 5}\n"
    "composite:\n  weights: {f_score: 1}\ntiers:\n  - {tier: A, at_least: 6}\n  - {tier: B}\n"
)


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def document(*arguments: str | Path) -> str:
    return shuke("scheme", "show", *arguments, "--as", "document").out


@cache
def built_in(name: str) -> Any:
    """A built-in scheme, read once."""
    from shuke.scheme.parse import parse, scheme_text

    return parse(*scheme_text(name))[0]


# List.


@pytest.mark.parametrize(("lang", "title"), [("en", "RFM quintiles, weighted"), ("zh", "RFM 五分位加权评级")])
def test_the_list_gives_id_title_result_and_what_is_looked_at(lang: str, title: str) -> None:
    said = shuke("scheme", "list", "--lang", lang)
    assert said.code == 0
    (line,) = [line for line in said.out.splitlines() if line.startswith(f"{BUILT_IN} ")]
    name, told, result, looked_at = re.split(r" {2,}", line)
    assert (name, told, result) == (BUILT_IN, title, "tier")
    assert looked_at.startswith({"en": "Days since last purchase, ", "zh": "距上次消费天数、"}[lang])


def test_the_columns_of_the_list_are_aligned_in_chinese() -> None:
    lines = shuke("scheme", "list", "--lang", "zh").out.splitlines()
    starts = {
        cells(line[: re.search(r"\S+ {2,}\S.* {2,}(?=(tier|stage|segment|cell|code|cluster))", line).end()])
        for line in lines
    }
    assert len(lines) > 10
    assert len(starts) == 1


def test_every_listed_scheme_passes_its_lint_in_process() -> None:
    from shuke.scheme.lint import lint
    from shuke.scheme.parse import parse, scheme_text

    names = [line.split()[0] for line in shuke("scheme", "list").out.splitlines()]
    assert BUILT_IN in names
    faulty = {name: [one.code for one in lint(*parse(*scheme_text(name))) if one.severity == "error"] for name in names}
    assert [name for name, codes in faulty.items() if codes] == []


# Show.


def test_a_scheme_is_shown_in_sentences_and_as_a_formula() -> None:
    said = shuke("scheme", "show", BUILT_IN, "--lang", "zh")
    assert said.code == 0
    assert said.out.startswith("RFM 五分位加权评级 (rfm-quintile-weighted)\n")
    assert "综合得分 = 0.3 × R 得分 + 0.3 × F 得分 + 0.4 × M 得分。" in said.out.splitlines()
    assert "score = 0.3 × r_score + 0.3 × f_score + 0.4 × m_score" in said.out.splitlines()


def test_one_form_alone_is_shown_on_demand() -> None:
    sentences = shuke("scheme", "show", BUILT_IN, "--as", "sentences", "--lang", "en").out
    formula = shuke("scheme", "show", BUILT_IN, "--as", "formula", "--lang", "en").out
    both = shuke("scheme", "show", BUILT_IN, "--lang", "en").out
    assert both.endswith(f"\n\n{sentences}\n{formula}")


def test_the_document_that_is_shown_is_a_scheme_again(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(document(BUILT_IN), encoding="utf-8")
    assert shuke("scheme", "lint", own).code == 0


def test_the_resolved_document_holds_what_the_scheme_extends() -> None:
    from shuke.scheme.parse import library_ids, parse, scheme_text
    from shuke.scheme.written import yaml_text

    for name in library_ids():
        scheme, read = parse(*scheme_text(name))
        values = {key: value for key, value in read.values.items() if key != "extends"}
        again, _ = parse(yaml_text(values), name)
        assert again == scheme.model_copy(update={"extends": None}), name
    shown = document("activity-contribution-rank-rescaled", "--resolved")
    assert "extends" not in shown
    assert "tier: S" in shown


@pytest.mark.row("D16")
def test_the_tree_is_shown_in_words_and_for_programs() -> None:
    said = shuke("scheme", "show", "octants-mean", "--as", "tree", "--lang", "en")
    assert said.out.splitlines()[:4] == [
        "Segment (segment)",
        "if R high:",
        "  if F high:",
        "    if M high → important_value (Important - value)",
    ]
    told = json.loads(shuke("scheme", "show", "octants-mean", "--json").out)
    assert told["trees"]["segment"]["ask"] == {"name": "r_high", "at_least": "1"}
    assert told["results"] == ["segment"]
    assert "no tree" in shuke("scheme", "show", "nested-125", "--as", "tree", "--lang", "en").out


def test_the_schema_is_printed_by_both_ways() -> None:
    schema = shuke("scheme", "schema", "--lang", "en")
    assert json.loads(schema.out)["properties"]["scheme"]["description"].startswith("The id")
    assert shuke("scheme", "show", BUILT_IN, "--as", "schema", "--lang", "en").out == schema.out


def test_a_form_that_there_is_not_is_told() -> None:
    said = shuke("scheme", "show", BUILT_IN, "--as", "poem", "--lang", "en")
    assert said.code == 2
    assert said.lines == [
        "--as poem is not offered",
        "Choose from: document, sentences, formula, tree, schema.",
    ]


# Lint.


def test_lint_reads_a_sound_scheme_aloud() -> None:
    said = shuke("scheme", "lint", BUILT_IN, "--lang", "zh")
    assert said.code == 0
    assert "  综合得分 = 0.3 × R 得分 + 0.3 × F 得分 + 0.4 × M 得分。" in said.out.splitlines()


def test_lint_tells_a_warning_with_its_line_and_ends_well_unless_strict(tmp_path: Path) -> None:
    own = tmp_path / "high.yaml"
    own.write_text(WARNED, encoding="utf-8")
    said = shuke("scheme", "lint", own, "--lang", "en")
    assert said.code == 0
    assert re.match(r"high\.yaml · line 8(:\d+)? · SK\d+ warning: ", said.out)
    assert said.out.splitlines()[-1] == "Errors: 0, warnings: 1, notes: 0."
    assert shuke("scheme", "lint", own, "--strict").code == 4


def test_lint_for_programs_tells_the_same(tmp_path: Path) -> None:
    own = tmp_path / "high.yaml"
    own.write_text(WARNED, encoding="utf-8")
    told = json.loads(shuke("scheme", "lint", own, "--json").out)
    assert told["counts"] == {"error": 0, "warning": 1, "note": 0}
    assert told["findings"][0]["line"] == 8
    own.write_text(WARNED.replace("quantiles: 5", "quintiles: 5"), encoding="utf-8")
    said = shuke("scheme", "lint", own, "--json")
    assert said.code == 4
    assert json.loads(said.out)["scheme"] is None
    assert json.loads(said.out)["findings"][0]["line"] == 4


def test_all_problems_of_a_scheme_are_told_together_in_the_order_of_lines(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        document(BUILT_IN).replace("m_score: 0.4", "m_score: 0.5").replace("at_least: 3", "at_least: 5"), "utf-8"
    )
    said = shuke("scheme", "lint", own, "--lang", "en")
    numbers = [int(found) for found in re.findall(r"· line (\d+)", said.out)]
    assert said.code == 4
    assert len(numbers) >= 2
    assert numbers == sorted(numbers)


# New.


def test_a_new_scheme_with_other_weights_lints_and_rates_by_them(tmp_path: Path) -> None:
    own = tmp_path / "my-own.yaml"
    assert shuke("scheme", "new", own, "--from", BUILT_IN).code == 0
    text = own.read_text(encoding="utf-8")
    assert WEIGHTS in text
    own.write_text(text.replace(WEIGHTS, "{r_score: 0.1, f_score: 0.2, m_score: 0.7}"), encoding="utf-8")
    assert shuke("scheme", "lint", own).code == 0
    said = shuke("score", write(tmp_path / "s.csv"), "--scheme", own, "--out", tmp_path / "out", "--format", "csv")
    assert said.code == 0, said.err
    assert json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))["scheme"] == "my-own"
    header, *rows = (tmp_path / "out" / "customers.csv").read_text(encoding="utf-8-sig").splitlines()
    names = header.split(",")
    for row in rows:
        told = dict(zip(names, row.split(","), strict=True))
        tenths = int(told["r_score"]) + 2 * int(told["f_score"]) + 7 * int(told["m_score"])
        assert round(float(told["score"]) * 10) == tenths


@pytest.mark.parametrize("name", ["我的方案.yaml", "My Scheme.yaml", "own_scheme.yaml", "2025 weights.yml"])
def test_a_new_scheme_passes_its_lint_whatever_its_file_is_called(name: str, tmp_path: Path) -> None:
    assert shuke("scheme", "new", tmp_path / name, "--from", BUILT_IN).code == 0
    said = shuke("scheme", "lint", tmp_path / name)
    assert said.code == 0, said.err


def test_a_copy_keeps_the_comments() -> None:
    from shuke.scheme.parse import library_ids, scheme_text
    from shuke.scheme.start import copy

    for name in library_ids():
        text = scheme_text(name)[0]
        comments = re.findall(r"(?m)^#.*$", text)
        head = comments if "extends:" not in text else re.match(r"(?:#.*\n)*", text)[0].splitlines()  # type: ignore[index]
        assert [line for line in head if line not in copy(text, "mine")] == []


def test_a_copy_of_a_variant_is_a_whole_scheme(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    assert shuke("scheme", "new", own, "--from", "activity-contribution-rank-rescaled").code == 0
    assert "extends" not in own.read_text(encoding="utf-8")
    assert shuke("scheme", "lint", own).code == 0


def test_a_variant_is_short_and_means_its_base(tmp_path: Path) -> None:
    from shuke.scheme.parse import parse, scheme_text

    own = tmp_path / "own.yaml"
    assert shuke("scheme", "new", own, "--from", BUILT_IN, "--extends", "--lang", "zh").code == 0
    text = own.read_text(encoding="utf-8")
    assert len([line for line in text.splitlines() if line and not line.startswith("#")]) == 3
    mine, base = parse(text, "own.yaml")[0], parse(*scheme_text(BUILT_IN))[0]
    assert mine.model_copy(update={"scheme": BUILT_IN, "extends": None}) == base


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_hints_of_a_variant_are_what_the_base_says(lang: str) -> None:
    from shuke.scheme.parse import library_ids, parse, scheme_text
    from shuke.scheme.start import variant

    for name in library_ids():
        base = built_in(name)
        text = re.sub(r"(?m)^#(?! )|^#(?=  )", "", variant(scheme_text(name)[0], name, "mine", lang))
        mine = parse(text, "mine.yaml")[0]
        assert mine.groups == base.groups, name
        assert mine.scores == base.scores, name
        assert mine.composite == base.composite, name
        assert mine.period == base.period, name


def test_only_a_built_in_scheme_can_be_extended(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(WARNED, encoding="utf-8")
    said = shuke("scheme", "new", tmp_path / "b.yaml", "--from", own, "--extends", "--lang", "en")
    assert said.code == 2
    assert not (tmp_path / "b.yaml").exists()


def test_a_new_scheme_leaves_an_existing_file_alone(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("mine")
    assert shuke("scheme", "new", own, "--from", BUILT_IN).code == 2
    assert own.read_text() == "mine"


def test_a_copy_says_that_it_is_one_and_of_which_scheme() -> None:
    from shuke.scheme.parse import library_ids, parse, scheme_text
    from shuke.scheme.start import copy

    for name in library_ids():
        mine, base = parse(copy(scheme_text(name)[0], "mine"), "mine.yaml")[0], built_in(name)
        assert (mine.title.en, mine.title.zh) == (f"{base.title.en} (copy)", f"{base.title.zh}（副本）")
        assert mine.source == f"Copy of {name}; its source: {base.source}"
        same = {"scheme": name, "title": base.title, "source": base.source, "extends": base.extends}
        assert mine.model_copy(update=same) == base


def test_a_title_of_its_own_stays_and_what_it_extends_is_left_alone() -> None:
    from shuke.scheme.parse import scheme_text
    from shuke.scheme.start import as_copy

    original = scheme_text(BUILT_IN)[0]
    text = (
        re.sub(r"(?m)^title:.*$", "title: {en: Ours, zh: 我们的}", original)
        + "---\nscheme: other\ntitle: {en: a, zh: b}\n"
    )
    made = as_copy(text, "ours", original)
    assert made.startswith(text.split("scheme:")[0] + "scheme: ours\ntitle: {en: Ours, zh: 我们的}\nsource: ")
    assert made.endswith("---\nscheme: other\ntitle: {en: a, zh: b}\n")


def test_copies_of_copies_are_numbered(tmp_path: Path) -> None:
    from shuke.scheme.parse import parse, scheme_text
    from shuke.scheme.start import copy

    text, titles = scheme_text(BUILT_IN)[0], []
    for name in ("one", "two", "three"):
        text = copy(text, name)
        titles.append(parse(text, name)[0].title)
    english, chinese = built_in(BUILT_IN).title.en, built_in(BUILT_IN).title.zh
    assert [one.en for one in titles] == [f"{english} (copy)", f"{english} (copy 2)", f"{english} (copy 3)"]
    assert [one.zh for one in titles] == [f"{chinese}（副本）", f"{chinese}（副本 2）", f"{chinese}（副本 3）"]


def test_a_scheme_that_lies_in_a_file_is_asked_for_by_its_path(tmp_path: Path) -> None:
    assert shuke("scheme", "new", tmp_path / "tea.yaml", "--from", BUILT_IN).code == 0
    said = shuke("scheme", "lint", tmp_path / "tea", "--lang", "en")
    assert (said.code, "but there is a file" in said.err, "tea.yaml" in said.err) == (4, True, True)
