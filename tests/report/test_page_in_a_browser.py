"""The report as people see it: opened from the disk, in both languages, on a desk and on a phone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import shuke
from prediction.shop import lines, written
from report.conftest import Ruled
from shuke.report.figures import figures
from shuke.report.page import report_page

pytestmark = [pytest.mark.browser, pytest.mark.row("X3"), pytest.mark.slow]

WIDTHS = (1280, 375)


# One scheme per kind of picture, with the sections that belong to it.
DRAWN = {
    "octants-mean": {"octants", "tiers", "advice", "strategy"},
    "bank-corporate-four": {"octants", "tiers", "strategy"},
    "ladder-25": {"ladder", "tiers", "strategy"},
    "eleven-segments": {"codes", "tiers", "strategy", "grid"},
    "quartile-code": {"codes", "grid"},
    "purchase-cycle": {"codes", "tiers", "distributions"},
    "abc-pareto": {"tiers", "concentration"},
    "rfmt-kmeans": {"clusters", "tiers", "strategy"},
    "lifecycle-by-days": {"crossed", "tiers", "strategy"},
    "activity-contribution-rank": {"tiers", "method", "notes"},
}


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


@pytest.fixture(scope="module")
def pages(every_scheme: Callable[[str], Ruled], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Write the page of a scheme in a language, once."""
    folder = tmp_path_factory.mktemp("pages")

    def written(scheme: str, lang: str) -> Path:
        path = folder / f"{scheme}.{lang}.html"
        if not path.exists():
            ruled = every_scheme(scheme)
            told = figures(ruled.result.rating, ruled.result.summary, lang)
            path.write_text(report_page(told, lang), encoding="utf-8")
        return path

    return written


@pytest.fixture
def opened(browser: Any, pages: Callable[[str, str], Path]) -> Iterator[Callable[[str, str, int], Seen]]:
    """Open the page of a scheme; it must have had nothing to complain about when the test ends."""
    seen: list[Seen] = []

    def open_page(scheme: str, lang: str, width: int) -> Seen:
        seen.append(Seen(browser, pages(scheme, lang), width))
        return seen[-1]

    yield open_page
    for one in seen:
        assert one.complaints == []
        one.context.close()


@pytest.mark.row("D1", "D2", "D7", "D12", "D19", "T7")
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("scheme", DRAWN)
def test_every_kind_of_scheme_is_drawn(
    opened: Callable[[str, str, int], Seen], scheme: str, lang: str, width: int
) -> None:
    seen = opened(scheme, lang, width)
    shown = {section for section in DRAWN[scheme] if seen.page.locator(f"section#{section}").count() == 1}
    assert shown == DRAWN[scheme]
    for section in shown:
        assert seen.page.locator(f"#{section}").bounding_box()["height"] > 100
    wide, room = seen.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room
    # A key that the catalogue does not know would stand on the page as it is.
    assert not re.findall(r"\b(?:octants|ladder|codes|clusters|strategy|groups|weights|distribution)\.\w+", seen.text)


@pytest.mark.row("D1")
def test_the_cubes_turn_by_key_and_by_button_and_can_be_chosen(opened: Callable[[str, str, int], Seen]) -> None:
    page = opened("octants-mean", "en", 1280).page
    drawing = page.locator("#octants svg.cube-drawing")
    cube = page.locator("#octants .cube-one").last
    before = drawing.inner_html()
    cube.focus()
    page.keyboard.press("ArrowLeft")
    turned = drawing.inner_html()
    assert turned != before
    page.get_by_role("button", name="Turn back").click()
    assert drawing.inner_html() == before
    cube.focus()
    page.keyboard.press("Enter")
    assert page.locator("#octants [aria-live]").inner_text().startswith("1 Important - value (R high, F high, M high)")
    assert page.locator(".octant-card-chosen").count() == 1
    page.locator("#octants").get_by_role("button", name="Amount", exact=True).click()
    assert "¥" in drawing.text_content()


@pytest.mark.row("D2", "D3")
def test_the_ladder_changes_its_measure_and_hides_its_ways(
    opened: Callable[[str, str, int], Seen], every_scheme: Callable[[str], Ruled]
) -> None:
    page = opened("ladder-25", "en", 1280).page
    ladder = page.locator("#ladder")
    cells = {cell["number"]: cell for cell in every_scheme("ladder-25").figures["ladder"]["cells"]}
    moving = sum(cells[number]["customers"] for number in range(21, 26))
    assert f"→ 16: {moving}" in ladder.inner_text()
    assert ladder.locator("marker + path, path[marker-end]").count() == 5
    ladder.get_by_role("button", name="Hide").click()
    assert ladder.locator("path[marker-end]").count() == 0
    for measure in ("Share", "Average per purchase", "Cumulative amount"):
        ladder.get_by_role("button", name=measure, exact=True).first.click()
        assert ladder.locator("svg rect").count() == 25
    assert f"→ 16: {cells[25]['customers']} would move" in ladder.inner_text()


@pytest.mark.row("D12")
def test_the_table_of_codes_sorts(opened: Callable[[str, str, int], Seen]) -> None:
    page = opened("quartile-code", "en", 1280).page
    table = page.locator("#codes table.table")
    table.get_by_role("button", name="Customers").click()
    heads = [int(text.replace(",", "")) for text in table.locator("tbody tr td:nth-child(2)").all_inner_texts()]
    assert heads == sorted(heads, reverse=True)
    assert table.locator("th[aria-sort=descending]").count() == 1
    table.get_by_role("button", name="Customers").click()
    again = [int(text.replace(",", "")) for text in table.locator("tbody tr td:nth-child(2)").all_inner_texts()]
    assert again == sorted(heads)


@pytest.mark.row("D17")
def test_what_is_predicted_with_a_rating_is_drawn_in_both_languages(browser: Any, tmp_path: Path) -> None:
    result = shuke.score(written(tmp_path / "sales.csv", lines()), predict=True)
    everybody = result.summary["prediction"]["customers"]["predicted"]
    for lang, width, title in (("en", 1280, "What is to come"), ("zh", 375, "未来展望")):
        path = tmp_path / f"{lang}.html"
        path.write_text(report_page(figures(result.rating, result.summary, lang), lang), encoding="utf-8")
        seen = Seen(browser, path, width)
        section = seen.page.locator("section#ahead")
        told = section.inner_text()
        assert title in told
        assert f"{everybody:,}" in told
        assert not re.search(r"ahead\.\w+", told)
        assert section.locator("svg path").count() > 24
        section.locator("fieldset button").last.click()
        wide, room = seen.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= room
        assert seen.complaints == []
        seen.context.close()
    result.close()
