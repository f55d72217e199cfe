"""Tasks by clicks: made, done, moved with its day refused and then taken; the strategy and the goals beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from server.shop import data
from server.workbench import API, Workbench

from .conftest import AT_THE_DESK, Seen

pytestmark = [pytest.mark.browser, pytest.mark.slow]
GOAL = "{goal: spend, measure: spend, groups: [A, B], baseline: 2024-09-30, by: 2025-09-30, change: +20 %}"


@pytest.mark.row("Z6", "T1", "T7")
@pytest.mark.parametrize(("lang", "width"), AT_THE_DESK)
def test_tasks_are_made_and_done_by_clicks(lang: str, width: int, browser: Any, bench: Workbench, shots: Path) -> None:
    (bench.home / "watch").mkdir(exist_ok=True)
    (bench.home / "watch" / "goals.yaml").write_text(f"goals:\n  - {GOAL}\n", encoding="utf-8")
    admin = bench.client("admin")
    bench.running()
    seen = Seen(browser, bench, admin, lang, width)
    words, page = seen.words("workbench_tasks"), seen.page
    seen.open("/tasks")
    seen.button(words["plan_first"] if lang == "en" else words["plan_again"]).click()
    page.locator(".month-day").first.wait_for()
    seen.settle()
    seen.assert_sound(shots, "tasks")
    done = data(admin.get(f"{API}/tasks", params={"status": "done"}))
    first = page.locator(".task").first
    name = str(first.get_attribute("aria-label"))
    first.get_by_role("button", name=words["deed"]["done"]).click()
    page.locator(f'.task[aria-label="{name}"]').wait_for(state="detached")
    assert len(data(admin.get(f"{API}/tasks", params={"status": "done"}))) == len(done) + 1
    page.locator(".task").first.locator("button").last.click()
    page.get_by_role("menuitem", name=words["deed"]["move"]).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(words["ask"]["to"]).fill("2025-01-29")
    dialog.locator("button[type=submit]").click()
    dialog.get_by_label(words["ask"]["anyway"]).check()
    # What the server refuses is told in the console of the browser too.
    seen.complaints = [one for one in seen.complaints if "400" not in one]
    dialog.locator("button[type=submit]").click()
    dialog.wait_for(state="hidden")
    assert data(admin.get(f"{API}/tasks", params={"from": "2025-01-29", "to": "2025-01-29"}))
    for path in ("/strategy", "/goals"):
        seen.open(path)
        seen.assert_sound(shots, path[1:])
    note(seen, words, data(admin.get(f"{API}/tasks"))[0]["ref"])
    seen.context.close()


def note(seen: Seen, words: dict[str, Any], ref: str) -> None:
    """Write a note on the page of a customer, where the tasks stand too."""
    seen.open(f"/customers/{ref}")
    text = f"called, {seen.lang}"
    seen.page.get_by_label(words["notes"]["add"]).first.fill(text)
    seen.button(words["notes"]["add"]).click()
    seen.page.locator(".notes li").first.get_by_text(text).wait_for()
    assert seen.page.locator("#tasks .task").count() >= 1
