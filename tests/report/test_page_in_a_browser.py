"""The report as people see it: opened from the disk, in both languages, on a desk and on a phone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.row("X3"), pytest.mark.slow]

WIDTHS = (1280, 375)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


class Seen:
    """An opened page with everything it complained about and asked for."""

    def __init__(self, browser: Any, path: Path, width: int) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 800})
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda told: told.type in {"error", "warning"} and self.complaints.append(told.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("h1")

    @property
    def text(self) -> str:
        """Everything that is visible, without white space."""
        return "".join(self.page.inner_text("body").split())


@pytest.fixture(params=[(lang, width) for lang in ("en", "zh") for width in WIDTHS], ids=str)
def seen(request: pytest.FixtureRequest, browser: Any, saved: dict[str, Path]) -> Iterator[Seen]:
    lang, width = request.param
    opened = Seen(browser, saved[lang] / "report.html", width)
    opened.lang = lang  # type: ignore[attr-defined]
    yield opened
    opened.context.close()


def test_the_page_opens_without_a_complaint_and_asks_for_nothing(seen: Seen) -> None:
    assert seen.complaints == []
    assert [url for url in seen.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert len([url for url in seen.requests if url.startswith("file:")]) == 1


def test_the_page_needs_no_scrolling_to_the_side(seen: Seen) -> None:
    wide, shown = seen.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= shown


def test_customers_of_every_tier_are_shown(seen: Seen, saved: dict[str, Path]) -> None:
    for group in json.loads((saved["en"] / "summary.json").read_text(encoding="utf-8"))["groups"]:
        assert f"{group['customers']:,}" in seen.text


def test_the_page_is_drawn_by_its_script(seen: Seen) -> None:
    assert seen.page.locator("svg").count() >= 3


def test_another_language_is_a_click_away(seen: Seen) -> None:
    chinese = "RFM五分位加权评级"
    assert (chinese in seen.text) is (seen.lang == "zh")  # type: ignore[attr-defined]
    wanted = "EN" if seen.lang == "zh" else "中文"  # type: ignore[attr-defined]
    seen.page.get_by_text(wanted, exact=True).first.click()
    seen.page.wait_for_timeout(300)
    assert (chinese in seen.text) is (seen.lang == "en")  # type: ignore[attr-defined]
    assert seen.complaints == []
