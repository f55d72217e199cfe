"""The page of promises says of every promise what shows it, or what falls short, and is made from what was measured."""

from __future__ import annotations

import json

import pytest

from promises import FIGURES, PAGE, STATES, Promise, fold, page, promises
from rows import marked_tests

IDS = [
    f"{letter}{number}"
    for letter, last in zip("ABCDEF", (10, 11, 8, 7, 14, 9), strict=True)
    for number in range(1, last + 1)
]
NOW = {"date": "2026-01-02", "python": "3.11.1", "duckdb": "2.0.0"}
TEST = "tests/docs/test_promises.py::test_a"
PASSED = {"promises": ["F1"], "test": TEST, "outcome": "passed", "full": True}
FIGURE = {"promises": ["F1"], "test": TEST, "figure": "3 of 3", "full": True}
WORDS = {"en": "a", "zh": "b"}


def test_the_page_is_made_from_the_document_the_marks_and_the_figures() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_promise_is_there_once() -> None:
    assert [one.id for one in promises()] == IDS


def test_every_promise_has_a_test_or_says_what_is_missing() -> None:
    bare = [one.id for one in promises() if not (one.tests or one.measured or one.short or one.untried)]
    assert bare == []


def test_no_promise_with_a_test_says_that_it_has_none() -> None:
    said = [one.id for one in promises() if one.tests and one.untried and one.untried["en"].startswith("no test")]
    assert said == []


def test_every_mark_names_a_promise() -> None:
    assert set(marked_tests("promise")) <= set(IDS)


def test_every_figure_is_of_a_promise() -> None:
    measured = json.loads(FIGURES.read_text(encoding="utf-8"))
    assert {name for one in measured for name in one["promises"]} <= set(IDS)


def test_words_are_there_in_both_languages() -> None:
    for one in promises():
        for words in (one.words, one.gate, one.short, one.untried):
            assert words is None or (set(words) == {"en", "zh"} and all(words.values())), one.id


def test_what_was_tried_anew_takes_the_place_of_its_earlier_figures() -> None:
    earlier = fold([{**FIGURE, "figure": "1 of 3", "full": False}], [], NOW)
    (entry,) = fold([FIGURE, PASSED], [*earlier], {**NOW, "date": "2026-01-03"})
    assert entry == {
        "by": TEST,
        "promises": ["F1"],
        "figures": ["3 of 3"],
        "full": True,
        "outcome": "passed",
        **NOW,
        "date": "2026-01-03",
    }


def test_figures_of_a_command_stay_and_those_of_a_test_that_is_gone_go() -> None:
    command = {"promises": ["D1"], "source": "benchmarks/load.py", "figure": "900 a second", "full": True}
    gone = {**FIGURE, "test": "tests/docs/test_gone.py::test_b"}
    earlier = fold([command, gone], [], NOW)
    assert [one["by"] for one in fold([], earlier, NOW)] == ["benchmarks/load.py"]


@pytest.mark.parametrize(
    ("lines", "short", "untried", "state"),
    [
        ([FIGURE, PASSED], None, None, "kept"),
        ([{**FIGURE, "full": False}], None, None, "kept as far as tried"),
        ([FIGURE], None, WORDS, "kept as far as tried"),
        ([FIGURE, {**PASSED, "outcome": "failed"}], None, None, "falls short"),
        ([FIGURE], WORDS, None, "falls short"),
        ([PASSED], None, None, "not tried"),
        ([], None, WORDS, "not tried"),
    ],
)
def test_the_state_follows_from_what_was_measured(
    lines: list[dict[str, object]],
    short: dict[str, str] | None,
    untried: dict[str, str] | None,
    state: str,
) -> None:
    assert state in STATES
    assert Promise("F1", WORDS, WORDS, short, untried, (), tuple(fold(lines, [], NOW))).state == state
