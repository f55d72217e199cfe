"""What is to come, schemes that compete and groups that are proved, by clicks, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from prediction.shop import lines, written
from server.workbench import Workbench, workbench
from shuke.ingest.raw import Reading
from shuke.rating import Options
from shuke.scheme.parse import scheme_text
from shuke.workspace import Settings, Workspace, load, refresh

from .conftest import ON_THE_PHONE, Seen

pytestmark = [pytest.mark.browser, pytest.mark.slow]
pytest.importorskip("scipy")

# Of the two runs the earlier one is followed by sales.
EARLIER, MIDDLE = 2, date(2024, 1, 1)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    home = tmp_path_factory.mktemp("ahead") / "shop"
    space = Workspace.init(home, scheme_text("rfm-quintile-weighted")[0], Settings())
    load(space, [written(tmp_path_factory.mktemp("sales") / "sales.csv", lines(260, 500))], Reading())
    for day in (MIDDLE, None):
        options = Options(as_of=day, metrics=("recency_days", "frequency", "monetary"), currency="CNY")
        refresh(Workspace(home), options, formats=["parquet"], lang="en").result.close()
    with workbench(home) as made:
        made.client("admin")
        made.start_worker()
        yield made


@pytest.fixture(scope="module", params=ON_THE_PHONE, ids=str)
def seen(request: pytest.FixtureRequest, browser: Any, bench: Workbench) -> Iterator[Seen]:
    opened = Seen(browser, bench, bench.client("admin"), *request.param)
    yield opened
    opened.context.close()


@pytest.mark.row("D17", "D6", "D14", "B7")
def test_the_months_ahead_are_predicted_by_a_click_and_told_of_everybody_and_of_one(seen: Seen, shots: Path) -> None:
    page, words = seen.page, seen.words("workbench_ahead")
    seen.open("/")
    if seen.button(words["predict"]).is_visible():
        seen.button(words["predict"]).click()
    page.locator("#forecast .chart svg").wait_for()
    seen.button(words["side"]["revenue"]).click()
    seen.assert_sound(shots, "ahead")
    page.locator("#forecast").get_by_role("link", name=words["trend"]["steady"]).first.click()
    page.locator("a[href*='customers/K']").first.wait_for()
    title = seen.words("predict")["column"]["p_buy_8_weeks"]
    assert page.get_by_text(title, exact=True).first.is_visible()
    page.locator("a[href*='customers/K']").first.click()
    page.locator("#ahead .ahead-first").wait_for()
    assert "8" in page.locator("#ahead .ahead-first").inner_text()
    seen.settle()
    seen.assert_sound(shots, "customer-ahead")


@pytest.mark.row("X6")
def test_schemes_compete_on_the_past_by_a_click(seen: Seen, shots: Path) -> None:
    page, words = seen.page, seen.words("workbench_backtest")
    seen.open("/backtests")
    if page.locator("#league").count() == 0:
        page.get_by_label(words["form"]["schemes"], exact=True).click()
        page.locator(".ant-select-item-option").first.click()
        page.keyboard.press("Escape")
        page.get_by_label(words["form"]["split"].replace("{number}", "1"), exact=True).fill(MIDDLE.isoformat())
        seen.button(words["form"]["begin"]).click()
    page.locator("#league table").wait_for()
    assert page.locator("#verdict li").count() >= 2
    seen.settle()
    seen.assert_sound(shots, "backtest")


@pytest.mark.row("T6")
def test_the_groups_of_a_run_are_proved_by_a_click(seen: Seen, shots: Path) -> None:
    page, words = seen.page, seen.words("workbench_validation")
    seen.open(f"/validations?run={EARLIER}")
    if page.locator("#groups").count() == 0:
        seen.button(words["form"]["begin"]).click()
    page.locator("#groups table").wait_for()
    assert page.locator("#figures").get_by_text(words["origin"]["later"], exact=True).first.is_visible()
    seen.settle()
    seen.assert_sound(shots, "validation")
