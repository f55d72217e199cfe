"""A file of expectations and the rating: what they do not share is told, by a person's words and in the documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from campaign.bases import rated
from cli.sales import write
from cli.terminal import shuke as run_command

pytestmark = pytest.mark.row("D9")


@pytest.fixture(scope="module")
def tiers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rated(tmp_path_factory.mktemp("tiers"), 120, "rfm-quintile-weighted")


def chosen(run: Path, out: Path, expected: Path, lang: str = "en") -> tuple[int, str, str]:
    said = run_command(
        "campaign", "list", run, "--out", out, "--sale", "70", "--channel", "sms=0.62", "--expected", expected,
        "--lang", lang,
    )  # fmt: skip
    return said.code, said.out, said.err


def test_cells_without_an_expectation_and_cells_that_the_rating_does_not_have_are_told(
    tiers: Path, tmp_path: Path
) -> None:
    rows = [("A", "", "8%"), ("B", "", "4%"), ("S", "", "9%"), ("a", "", "9%"), ("C", "Z", "9%")]
    file = write(tmp_path / "e.csv", rows, ("tier", "offer", "response"))
    code, told, _ = chosen(tiers, tmp_path / "list", file)
    assert code == 0
    met = json.loads((tmp_path / "list" / "campaign.json").read_text(encoding="utf-8"))["expected_file"]
    base = {cell: count for cell, count, _ in json.loads((tmp_path / "list" / "campaign.json").read_text())["base"]}
    assert met == {
        "by": "cell", "cells": 2, "cell_names": ["C", "D"], "customers": base["C"] + base["D"],
        "unknown": 2, "unknown_names": ["S", "a"], "known": 4, "known_names": ["A", "B", "C", "D"], "others": ["Z"],
    }  # fmt: skip
    assert f"nothing of 2 of 4 cells (C, D): nobody of them can be on the list (customers: {met['customers']})" in told
    assert "does not have: 2 (S, a). Its cells are called A, B, C, D." in told
    assert "Rows of the file for Z were left aside" in told


def test_a_file_that_meets_the_rating_says_nothing_more(tiers: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "e.csv", [(tier, "0.05") for tier in "ABCD"], ("等级", "response"))
    code, told, _ = chosen(tiers, tmp_path / "list", file)
    assert (code, "The file says" in told, "does not have" in told) == (0, False, False)
    assert "Expectations come from the file." in told


def test_customers_without_an_expectation_are_counted_and_not_named(tiers: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "e.csv", [("K00001", "0.9"), ("13800138000", "0.9")], ("customer_id", "response"))
    code, told, _ = chosen(tiers, tmp_path / "list", file)
    met = json.loads((tmp_path / "list" / "campaign.json").read_text(encoding="utf-8"))["expected_file"]
    assert (code, met["by"], met["unknown"], met["unknown_names"]) == (0, "customer_id", 1, [])
    assert f"(customers: {met['customers']:,})" in told
    assert "who are not in this rating: 1." in told
    assert "13800138000" not in told


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_file_of_other_cells_alone_is_refused_with_the_names_of_the_cells(
    tiers: Path, tmp_path: Path, lang: str
) -> None:
    file = write(tmp_path / "e.csv", [("S", "0.1")], ("cell", "response"))
    code, _, err = chosen(tiers, tmp_path / "list", file, lang)
    assert (code, "E-CMP-EXPECTED-NOBODY" in err, "A, B, C, D" in err) == (3, True, True)
    other = write(tmp_path / "f.csv", [("S", "0.1")], ("grade", "response"))
    code, _, err = chosen(tiers, tmp_path / "list", other, lang)
    assert (code, "E-CMP-EXPECTED-COLUMNS" in err, "cell / tier" in err) == (3, True, True)


def test_a_campaign_is_never_replaced_by_another(tiers: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "e.csv", [(tier, "0.05") for tier in "ABCD"], ("tier", "response"))
    assert chosen(tiers, tmp_path / "list", file)[0] == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "list").iterdir()}
    code, _, err = chosen(tiers, tmp_path / "list", file)
    assert (code, "E-CMP-THERE" in err, "--out" in err) == (2, True, True)
    planned = run_command(
        "campaign", "plan", tiers, "--out", tmp_path / "list", "--sample", 20, "--cost", "1", "--sale", "70"
    )
    assert (planned.code, "E-CMP-THERE" in planned.err) == (2, True)
    assert {path.name: path.read_bytes() for path in (tmp_path / "list").iterdir()} == before


def test_amounts_of_answers_are_known_by_the_headers_that_cash_registers_write(tiers: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "e.csv", [(tier, "0.05") for tier in "ABCD"], ("tier", "response"))
    assert chosen(tiers, tmp_path / "list", file)[0] == 0
    names = [line.split(",")[0] for line in (tmp_path / "list" / "list.csv").read_text("utf-8-sig").splitlines()[1:3]]
    answers = write(tmp_path / "a.csv", [(one, "1,199.50元") for one in names], ("会员卡号", "实收金额(元)"), "gb18030")
    measured = run_command("campaign", "measure", tmp_path / "list", answers, "--lang", "en")
    assert "revenue 2,399.00, cost" in measured.out


def test_orders_are_no_answers_until_somebody_says_which_days_count(tiers: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "e.csv", [(tier, "0.05") for tier in "ABCD"], ("tier", "response"))
    assert chosen(tiers, tmp_path / "list", file)[0] == 0
    orders = write(tmp_path / "o.csv", [("K00001", "S1", "2025-01-05", "10"), ("", "S2", "2025-01-06", "10")])
    refused = run_command("campaign", "measure", tmp_path / "list", orders, "--lang", "en")
    assert (refused.code, "E-CMP-ORDERS-GIVEN" in refused.err, "--from and --to" in refused.err) == (3, True, True)
    days = ("--from", "2025-01-01", "--to", "2025-01-31", "--lang", "en")
    assert run_command("campaign", "measure", tmp_path / "list", orders, *days).code == 0


def test_a_channel_without_its_cost_is_told_by_the_form_that_it_has(tiers: Path, tmp_path: Path) -> None:
    words = ("--out", tmp_path / "list", "--sale", "70", "--channel", "sms", "--lang", "en")
    said = run_command("campaign", "list", tiers, *words)
    assert (said.code, "--channel sms is not of the form NAME=MONEY" in said.err) == (2, True)
