"""Goals written by clicks, from none to one that is measured, with a mistake marked at its line on the way."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from server.shop import data
from server.workbench import API, Workbench

from .conftest import Seen

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EDITOR = ".editor .cm-content"
GOAL = """goals:
  - {goal: more, measure: spend, groups: [], baseline: 2024-09-30, by: 2025-09-30, change: +20 %}
"""


@pytest.fixture
def unwritten(bench: Workbench) -> Workbench:
    """The workbench without documents that other tests wrote."""
    shutil.rmtree(bench.home / "watch", ignore_errors=True)
    return bench


@pytest.mark.row("T1")
@pytest.mark.parametrize(("lang", "width"), [("en", 1280)])
def test_goals_are_written_in_the_browser_from_none_to_one_that_is_shown(
    lang: str, width: int, browser: Any, unwritten: Workbench, shots: Path
) -> None:
    admin = unwritten.client("admin")
    seen = Seen(browser, unwritten, admin, lang, width)
    words, page, save = seen.words("workbench_goals"), seen.page, seen.words("workbench")["form"]["save"]
    seen.open("/goals")
    seen.button(words["write_first"]).click()
    editor = page.locator(EDITOR)
    editor.get_by_text("high-value-spend").wait_for()
    write(seen, GOAL.replace("+20 %", "20"))
    page.locator(".findings .finding").filter(has_text="line 2").wait_for()
    assert seen.button(save).is_disabled()
    seen.assert_sound(shots, "goals-wrong")
    write(seen, GOAL)
    page.locator(".findings-none").wait_for()
    seen.button(save).click()
    page.locator("#goal-more .goal-figures").wait_for()
    assert page.locator(EDITOR).count() == 0
    assert [one["goal"] for one in data(admin.get(f"{API}/goals"))] == ["more"]
    seen.button(words["edit"]).click()
    editor.get_by_text("goal: more").wait_for()
    seen.settle()
    seen.assert_sound(shots, "goals-edited")
    seen.context.close()


def write(seen: Seen, text: str) -> None:
    """Write a text in place of the one in the editor."""
    seen.page.locator(EDITOR).press("ControlOrMeta+a")
    # Over a selection the browser itself would set styles, which the page's policy blocks and tells of.
    seen.page.keyboard.press("Delete")
    seen.page.keyboard.insert_text(text)
