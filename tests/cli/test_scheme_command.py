"""Schemes on the command line: listed, shown, proved, and made one's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.sales import write
from cli.terminal import shuke

pytestmark = pytest.mark.row("Z1")

BUILT_IN = "rfm-quintile-weighted"


@pytest.mark.parametrize(("lang", "title"), [("en", "RFM quintiles, weighted"), ("zh", "RFM 五分位加权评级")])
def test_the_list_gives_id_and_title(lang: str, title: str) -> None:
    said = shuke("scheme", "list", "--lang", lang)
    assert said.code == 0
    assert f"{BUILT_IN}  {title}" in said.out.splitlines()


def test_every_listed_scheme_passes_its_lint() -> None:
    names = [line.split()[0] for line in shuke("scheme", "list").out.splitlines()]
    assert BUILT_IN in names
    assert {name: shuke("scheme", "lint", name).code for name in names} == dict.fromkeys(names, 0)


def test_what_is_shown_is_a_scheme_again(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(shuke("scheme", "show", BUILT_IN).out, encoding="utf-8")
    assert shuke("scheme", "lint", own).code == 0


def test_lint_reads_the_scheme_aloud() -> None:
    said = shuke("scheme", "lint", BUILT_IN, "--lang", "zh")
    assert "0.3 × R 得分 + 0.3 × F 得分 + 0.4 × M 得分" in said.out or "0.3 × R" in said.out


def test_a_new_scheme_with_other_weights_lints_and_rates_by_them(tmp_path: Path) -> None:
    own = tmp_path / "my-own.yaml"
    assert shuke("scheme", "new", own, "--from", BUILT_IN).code == 0
    text = own.read_text(encoding="utf-8")
    weights = "{r_score: 0.3, f_score: 0.3, m_score: 0.4}"
    assert weights in text
    own.write_text(text.replace(weights, "{r_score: 0.1, f_score: 0.2, m_score: 0.7}"), encoding="utf-8")
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


def test_a_new_scheme_leaves_an_existing_file_alone(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("mine")
    assert shuke("scheme", "new", own, "--from", BUILT_IN).code == 2
    assert own.read_text() == "mine"


def test_all_problems_of_a_scheme_are_told_together_in_the_order_of_lines(tmp_path: Path) -> None:
    text = shuke("scheme", "show", BUILT_IN).out
    own = tmp_path / "own.yaml"
    own.write_text(text.replace("m_score: 0.4", "m_score: 0.5").replace("at_least: 3", "at_least: 5"))
    said = shuke("scheme", "lint", own)
    numbers = [int(line.split("line ")[1].split(":")[0]) for line in said.lines if "· line" in line]
    assert said.code == 4
    assert len(numbers) >= 2
    assert numbers == sorted(numbers)
