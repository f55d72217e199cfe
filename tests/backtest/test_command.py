"""The command as a user runs it, in both languages, and the function in Python."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import shuke
from backtest.history import SPLIT, shop
from cli.terminal import shuke as run

pytestmark = [pytest.mark.row("X6"), pytest.mark.slow]


def test_it_tells_the_verdict_and_the_league_and_writes_the_figures(tmp_path: Path) -> None:
    source, out = shop(tmp_path / "sales.csv", 120), tmp_path / "out"
    asked = ("backtest", source, "--scheme", "rfm-quintile-weighted", "--scheme", "octants-mean", "--split", SPLIT)
    said = run(*asked, "--resamples", "50", "--out", out, "--lang", "en")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("As known on 2024-06-30: 120 customers, of whom ")
    assert "Of the best customers of the next 184 days, the first tenth by “" in said.out
    assert "may be chance" in said.out or "is real" in said.out
    assert said.out.count("█") > 0
    told = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert {one["contestant"] for one in told["league"]} >= {"rfm-quintile-weighted", "octants-mean", "monetary"}
    assert told["verdict"]["zh"][0].startswith("在其后 184 天的最佳客户中")
    chinese = run(*asked, "--resamples", "0", "--lang", "zh")
    assert chinese.code == 0
    assert "未检验差异有多少出于偶然" in chinese.out


def test_json_is_the_document(tmp_path: Path) -> None:
    source = shop(tmp_path / "sales.csv")
    said = run("backtest", source, "--scheme", "abc-pareto", "--resamples", "0", "--horizon-days", "100", "--json")
    assert json.loads(said.out)["horizon_days"] == 100


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--split", "2030-01-01"), 2, {"en": "nothing comes after 2030-01-01", "zh": "2030-01-01 之后没有数据"}),
        (("--scheme", "no-such"), 4, {"en": "no-such", "zh": "no-such"}),
        (("--split", "June"), 2, {"en": "June", "zh": "June"}),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_wrong_is_told_in_both_languages(
    tmp_path: Path, arguments: tuple[str, ...], code: int, told: dict[str, str], lang: str
) -> None:
    said = run("backtest", shop(tmp_path / "sales.csv"), *arguments, "--lang", lang)
    assert (said.code, said.out) == (code, "")
    assert told[lang] in said.err
    assert len(said.lines) <= 3


def test_python_gives_the_same_figures(tmp_path: Path) -> None:
    source = shop(tmp_path / "sales.csv")
    found = shuke.backtest(source, ["octants-mean"], splits=[SPLIT], resamples=0)
    said = run("backtest", source, "--scheme", "octants-mean", "--split", SPLIT, "--resamples", "0", "--json")
    league = json.loads(said.out)["league"]
    assert [one["contestant"] for one in league] == [one.name for one in found.entries]
    assert league[0]["measures"]["gini"] == round(found.entries[0].mean["gini"] or 0, 6)
