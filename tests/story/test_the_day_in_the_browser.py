"""The operator's day by clicks alone, in Chinese and in English, at a desk and on a phone: no step without the next.

Pictures of every page go into the folder that SHUKE_DAY_PICTURES names, else into that of the test.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from server.shop import data
from server.workbench import API, workbench
from story.shop import OWNER, Exports
from story.terminal import NOTE, TEST, Figures, listed
from workbench.conftest import LOOKS, Seen, browser  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.row("B7", "T1", "T6", "Z7", "D5", "X7")]
LONG = 90_000


@pytest.fixture(params=LOOKS, ids=str)
def desk(request: pytest.FixtureRequest, another: Callable[[], Path], browser: Any) -> Iterator[Seen]:  # noqa: F811
    """Somebody before the workspace of the morning, in one language at one width."""
    with workbench(another()) as bench:
        admin = bench.client("admin")
        settings = data(admin.get(f"{API}/settings"))
        assert admin.put(f"{API}/settings", json={**settings, "owner_column": OWNER}).status_code == 200
        bench.start_worker()
        opened = Seen(browser, bench, admin, *request.param)
        opened.page.set_default_timeout(LONG)
        yield opened
        opened.context.close()


class Walk:
    """A walk through the day: what comes next is always on the page."""

    def __init__(self, seen: Seen, told: Figures, folder: Path) -> None:
        self.seen, self.page, self.told, self.folder = seen, seen.page, told, folder
        self.pictures = Path(os.environ.get("SHUKE_DAY_PICTURES", folder))
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.day = seen.words("workbench_day")
        self.step = 0

    def look(self, name: str) -> None:
        """Look at the page, and keep a picture of it."""
        self.seen.settle()
        self.step += 1
        self.seen.assert_sound(self.pictures, f"{self.step:02}-{name}")

    def next(self, name: str) -> None:
        """Take the next step that the page names."""
        self.page.locator(".next-steps").last.get_by_role("link", name=self.day["step"][name], exact=True).click()
        self.seen.settle()

    def says(self, text: str, where: str = "main") -> None:
        """Wait until the page says so."""
        self.page.locator(where).filter(has_text=text).first.wait_for()

    def money(self, amount: str) -> str:
        """Money as pages write it."""
        shown = Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return f"{'-' if shown < 0 else ''}¥{abs(shown):,.2f}"


def test_the_day_is_gone_through_by_clicks_and_tells_what_the_terminal_tells(
    desk: Seen, files: Exports, told: Figures, tmp_path: Path
) -> None:
    walk = Walk(desk, told, tmp_path)
    in_the_morning(walk)
    whom = look_after_a_warning(walk)
    assert whom == told.warned
    do_a_task(walk)
    load_and_rate(walk, files.october)
    see_who_moved(walk)
    plan_a_test(walk)
    take_the_list(walk)
    load_and_rate(walk, files.november)
    read_the_profit(walk)
    check_the_goal_and_take_the_report(walk)


def in_the_morning(walk: Walk) -> None:
    """The first page tells what is new, each figure with the way to it."""
    walk.seen.open("/")
    news = walk.page.locator("#morning .morning-card")
    news.nth(3).wait_for()
    walk.says(str(walk.told.warnings), "#morning")
    walk.look("overview")
    walk.page.locator("#morning .next-steps").get_by_role("link", name=walk.day["step"]["warnings"]).click()
    walk.seen.settle()


def look_after_a_warning(walk: Walk) -> str:
    """Open the first customer who is about to be lost, note the call on their page, close the warning."""
    words, tasks, page = walk.seen.words("workbench_warnings"), walk.seen.words("workbench_tasks"), walk.page
    walk.says(walk.money(walk.told.value), "#list")
    walk.look("warnings")
    customer = page.locator("#list a[href*='/customers/']").first
    name = customer.inner_text().strip()
    customer.click()
    page.locator("#scores .score").first.wait_for()
    page.get_by_label(tasks["notes"]["add"]).first.fill(NOTE)
    walk.seen.button(tasks["notes"]["add"]).click()
    page.locator(".notes li").first.get_by_text(NOTE).wait_for()
    walk.look("customer")
    page.go_back()
    walk.seen.settle()
    page.locator("#list").get_by_role("button", name=words["close"]["button"], exact=True).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(words["close"]["note"]).fill(NOTE)
    dialog.locator("button[type=submit]").click()
    dialog.wait_for(state="hidden")
    walk.next("tasks")
    return name


def do_a_task(walk: Walk) -> None:
    """Do the first task of the week that has any."""
    words, page = walk.seen.words("workbench_tasks"), walk.page
    _, who, on = walk.told.task
    walk.seen.open(f"/tasks?span=day&day={on}")
    first = page.locator(".task").first
    first.wait_for()
    assert who in first.inner_text()
    walk.look("tasks")
    name = str(first.get_attribute("aria-label"))
    first.get_by_role("button", name=words["deed"]["done"], exact=True).click()
    page.locator(f'.task[aria-label="{name}"] .ant-tag-success').wait_for()
    walk.next("load")


def load_and_rate(walk: Walk, export: Path) -> None:
    """Load an export and rate as before, with one button each."""
    page = walk.page
    page.set_input_files("input[type=file]", str(export))
    page.locator(".intake-actions .ant-btn-primary:enabled").click()
    page.get_by_role("button", name=re.compile("^" + walk.day["rate_again"].split("{")[0].strip())).click()
    page.get_by_text(walk.day["rated"]).wait_for()
    walk.look(f"loaded-{export.stem}")


def see_who_moved(walk: Walk) -> None:
    """Follow a figure of the movement to its customers."""
    words, page = walk.seen.words("workbench_movement"), walk.page
    walk.next("movement")
    page.locator("#parts").wait_for()
    for name, (customers, _) in walk.told.directions.items():
        card = page.locator(".figure-cards .card").filter(has_text=words["direction"][name])
        assert card.locator(".card-value").inner_text() == f"{customers:,}"
    walk.says(walk.money(str(walk.told.monetary["after"])), "#parts")
    card = page.locator(".figure-cards .card").filter(has_text=words["direction"]["demoted"])
    card.locator(".card-value").click()
    page.wait_for_url("**direction=demoted**")
    walk.look("movement")
    walk.next("test")


def plan_a_test(walk: Walk) -> None:
    """Plan the cell test."""
    words, page = walk.seen.words("workbench_campaigns"), walk.page
    form = words["form"]
    for label, value in ((form["name"], TEST["name"]), (form["sample"], str(TEST["sample"])), (form["held_out"], "20")):
        page.get_by_label(label, exact=True).first.fill(value)
    line = form["line_amount"].replace("{title}", form["contact"]).replace("{number}", "1")
    title = form["line_name"].replace("{title}", form["contact"]).replace("{number}", "1")
    page.get_by_label(title, exact=True).first.fill("contact")
    page.get_by_label(line, exact=True).first.fill(str(TEST["contact"]))
    page.get_by_label(form["sale"], exact=True).first.fill(str(TEST["sale"]))
    page.get_by_label(form["margin"], exact=True).first.fill("50")
    page.locator("#told").get_by_text("1.77").first.wait_for()
    walk.look("test-planned")
    page.get_by_role("button", name=words["new"]["begin_test"], exact=True).first.click()
    page.locator("#faithful").wait_for()
    walk.says(walk.money(walk.told.cost), ".page-head")
    walk.next("list")


def take_the_list(walk: Walk) -> None:
    """Take the list away as a file."""
    words, page = walk.seen.words("workbench_campaigns"), walk.page
    page.locator("#list tbody tr, #list .card").first.wait_for()
    walk.look("list")
    with page.expect_download() as coming:
        page.get_by_role("button", name=words["list"]["csv"], exact=True).first.click()
    path = walk.folder / "list.csv"
    coming.value.save_as(path)
    assert tuple(sorted(listed(path))) == walk.told.listed
    walk.next("load")


def read_the_profit(walk: Walk) -> None:
    """Measure by the orders that were loaded since, with no file."""
    words, page, told = walk.seen.words("workbench_campaigns"), walk.page, walk.told
    walk.seen.open("/campaigns")
    page.get_by_role("link", name=str(TEST["name"]), exact=True).first.click()
    page.get_by_role("link", name=words["tabs"]["results"], exact=True).click()
    page.get_by_role("button", name=words["measure"]["begin"], exact=True).click()
    page.locator("#arms").wait_for()
    walk.says(walk.money(told.revenue), "#arms")
    shown = page.locator("#arms").inner_text()
    assert walk.money(told.cost) in shown
    assert f"{told.responses:,}" in shown
    # The same profit as at the terminal, in whole money as the page writes estimates.
    (arm,) = data(walk.seen.bench.client("admin").get(f"{API}/campaigns/c0001/results"))[0]["arms"]
    assert arm["incremental"]["profit"] == told.profit
    assert f"{abs(round(told.profit[0])):,}" in shown
    walk.look("results")
    walk.next("goals")


def check_the_goal_and_take_the_report(walk: Walk) -> None:
    """See where the goal stands, and take the report away as one file."""
    words, page = walk.seen.words("workbench_goals"), walk.page
    walk.says(walk.money(walk.told.goal[0]))
    walk.says(words["verdict"][walk.told.goal[1]])
    walk.look("goals")
    with page.expect_download() as coming:
        page.locator(".next-steps").get_by_role("link", name=walk.day["step"]["report"], exact=True).click()
    path = walk.folder / "report.html"
    coming.value.save_as(path)
    assert "2024-11-30" in path.read_text(encoding="utf-8")
    assert walk.seen.complaints == []
