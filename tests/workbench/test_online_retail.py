"""A year of a real shop, from its file to two schemes side by side, by clicks alone; clicks and seconds are told."""

from __future__ import annotations

import gzip
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from rating.books import SHARED
from server.workbench import Workbench, workbench

from .conftest import LANGUAGES, Seen
from .test_tasks import by_pointer, says

FILE = SHARED / "data" / "online_retail.csv.gz"
LATE = 240_000
RATED, SEEN, USED, REJECTED = 4_264, "541,909", "406,829", "135,080"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not FILE.exists(), reason="the real data set is not on this machine"),
]


class Walk:
    """A walk by clicks: how many there were, and how long each part took."""

    def __init__(self, seen: Seen) -> None:
        self.seen, self.page, self.clicks = seen, seen.page, 0
        self.parts: list[tuple[str, int, float]] = []

    def click(self, what: Any) -> None:
        """Click once."""
        what.click()
        self.clicks += 1

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Tell how many clicks and seconds a part takes."""
        before, started = self.clicks, time.perf_counter()
        yield
        self.parts.append((name, self.clicks - before, time.perf_counter() - started))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("retail") / "online_retail.csv"
    with gzip.open(FILE, "rb") as packed, path.open("wb") as out:
        shutil.copyfileobj(packed, out)
    return path


@pytest.fixture(scope="module", params=LANGUAGES)
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Workbench]]:
    with workbench(tmp_path_factory.mktemp(f"shop-{request.param}") / "shop") as made:
        made.client("admin")
        made.start_worker()
        yield request.param, made


@pytest.mark.row("T8", "B7", "B8", "D2")
def test_a_real_shop_is_rated_looked_at_and_rated_otherwise(
    shop: tuple[str, Workbench], browser: Any, shots: Path, book: Path, tmp_path: Path
) -> None:
    lang, bench = shop
    walk = Walk(Seen(browser, bench, bench.client("admin"), lang, 1280))
    page, seen = walk.page, walk.seen
    page.set_default_timeout(LATE)
    frame, told = seen.words("workbench"), seen.words("workbench_schemes")
    words = seen.words("workbench_import")
    page.goto(bench.url)
    with walk.part("import"):
        walk.click(page.get_by_role("link", name=frame["menu"]["import"]).first)
        page.set_input_files("input[type=file]", str(book))
        load = page.locator(".intake-actions .ant-btn-primary:enabled")
        walk.click(load)
        # A quarter of the rows has no customer: whether the rest is to be used is asked.
        walk.click(page.get_by_role("radio").first)
        walk.click(load)
        page.locator(".account-parts").first.wait_for()
        assert page.locator(".account-parts dd").all_inner_texts()[:3] == [USED, "0", REJECTED]
        assert SEEN in page.locator("main").inner_text()
    with walk.part("rate"):
        walk.click(page.get_by_role("link", name=words["done"]["rate"]))
        walk.click(page.locator(".scheme-card").first)
        walk.click(page.locator(".page-actions .ant-btn-primary"))
        walk.click(page.get_by_role("button", name=told["rate"]["begin"]))
        walk.click(page.get_by_role("link", name=told["rate"]["open"]))
        page.locator("#grid .chart svg").wait_for()
        seen.assert_sound(shots, "retail-overview")
    with walk.part("cell, customers, customer"):
        by_pointer(seen)
        walk.clicks += 1
        page.wait_for_url("**/customers?**")
        says(seen, 430)
        seen.assert_sound(shots, "retail-cell")
        walk.click(page.locator("tbody a").first)
        page.locator("#scores .score").first.wait_for()
        seen.assert_sound(shots, "retail-customer")
    with walk.part("export"):
        walk.click(page.get_by_role("link", name=frame["menu"]["customers"]).first)
        says(seen, RATED)
        export = seen.words("workbench_customers")["export"]
        walk.click(seen.button(export["title"]))
        walk.click(page.get_by_role("radio", name="CSV"))
        walk.click(seen.button(export["begin"]))
        with page.expect_download() as caught:
            walk.click(page.get_by_role("link", name=export["download"]).first)
        caught.value.save_as(tmp_path / "customers.csv")
        assert len((tmp_path / "customers.csv").read_text(encoding="utf-8-sig").splitlines()) == RATED + 1
    with walk.part("second scheme, compare"):
        page.keyboard.press("Escape")
        walk.click(page.get_by_role("link", name=frame["menu"]["schemes"]).first)
        walk.click(page.locator(".scheme-card").nth(1))
        walk.click(page.locator(".page-actions .ant-btn-primary"))
        walk.click(page.get_by_role("button", name=told["rate"]["begin"]))
        page.get_by_role("link", name=told["rate"]["open"]).wait_for()
        page.keyboard.press("Escape")
        walk.click(page.get_by_role("link", name=told["compare"]["button"]))
        page.locator("table.heat").wait_for()
        seen.assert_sound(shots, "retail-compared")
    for name, clicks, seconds in walk.parts:
        print(f"{lang} {name}: {clicks} clicks, {seconds:.1f} s")
    print(f"{lang} in all: {walk.clicks} clicks")
    seen.context.close()
