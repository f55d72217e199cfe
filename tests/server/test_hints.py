"""Whoever asks over HTTP is told what to do in their own terms: no option of the terminal, no command."""

from __future__ import annotations

import re

import pytest

from shuke.errors import ShukeError, UsageError
from shuke.locale import LANGUAGES, catalogue
from shuke.server import hints
from shuke.server.errors import problem

OPTION, COMMAND = re.compile(r"(?<![\w-])--[a-z]"), re.compile(r"shuke (?!serve|init)[a-z]")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_hint_of_any_error_names_an_option_or_a_command_of_the_terminal(lang: str) -> None:
    keys = [key.removesuffix(".what") for key in catalogue("errors", lang) if key.endswith(".what")]
    told = [problem(ShukeError(key), lang) for key in keys]
    assert len(told) > 300
    hints_told = [one.hint or "" for one in told]
    assert not [one for one in hints_told if OPTION.search(one) or COMMAND.search(one)]
    assert not [one.message for one in told if OPTION.search(one.message)]


def test_an_error_with_a_sentence_of_its_own_is_told_by_it() -> None:
    error = UsageError("campaign_nothing_expected", cells="tier")
    assert "--expected" in (error.hint("en") or "")
    assert "send in a file" in (hints.hint(error, "en") or "")
    assert "上传" in (hints.hint(error, "zh") or "")


def test_an_option_is_named_as_the_field_of_a_request() -> None:
    assert hints.fields("Choose another day with --as-of.") == "Choose another day with as_of."
    assert hints.fields("a--b --- 2024-01-05--2024-02-01") == "a--b --- 2024-01-05--2024-02-01"


def test_a_sentence_that_needs_a_prompt_is_left_out_and_the_others_stay() -> None:
    assert hints.hint(UsageError("extends_needs_id", known="a, b", name="x"), "en") == "Built in are: a, b."


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_note_names_an_option_of_the_terminal_and_the_tick_of_the_page_is_named(lang: str) -> None:
    notes = [{"key": key, "text": told} for key, told in catalogue("notes", lang).items()]
    hints.in_notes(notes, lang)
    told = {one["key"]: one["text"] for one in notes}
    assert not [one for one in told.values() if OPTION.search(one)]
    tick = catalogue("workbench_import", lang)["load.merge"]
    assert tick in told["copies"]
    assert tick in told["copies_unseen"]
    assert told["walk_ins"].endswith(catalogue("server", lang)["here.policy"])
    assert told["same_file"] == catalogue("notes", lang)["same_file"]


def test_a_note_of_a_report_says_the_same_by_its_code() -> None:
    report = [{"code": "W-COPIES", **{lang: catalogue("notes", lang)["copies"] for lang in LANGUAGES}}]
    hints.in_report(report)
    assert [catalogue("workbench_import", lang)["load.merge"] in report[0][lang] for lang in LANGUAGES] == [True, True]
