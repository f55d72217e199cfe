"""Campaigns by clicks: planned, listed, taken away, measured, and in the ledger the beginning of the next one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from effort import FULL
from server.workbench import API, Workbench, workbench

from .conftest import WIDTHS, Seen

pytestmark = [pytest.mark.browser, pytest.mark.row("D5", "T6", "X7", "D8", "D9", "D4", "B5")]
LONG = 60_000


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """The sample, rated in nested cells."""
    with workbench(tmp_path_factory.mktemp("campaigns") / "shop") as made:
        admin = made.client("admin")
        for path, body in (("imports/sample", {}), ("runs", {"scheme": "nested-125", "as_of": "2024-12-31"})):
            job = admin.post(f"{API}/{path}", json=body).json()["data"]["job"]
            assert made.finished(job)["status"] == "done"
        yield made


class Walk:
    """Somebody who makes campaigns, in one language, at a desk and on a phone."""

    def __init__(self, seen: Seen, shots: Path) -> None:
        self.seen, self.page, self.shots = seen, seen.page, shots
        self.words = seen.words("workbench_campaigns")

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(label, exact=True).first.fill(value)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def line(self, title: str, place: int, name: str, amount: str) -> None:
        form = self.words["form"]
        self.fill(form["line_name"].replace("{title}", title).replace("{number}", str(place)), name)
        self.fill(form["line_amount"].replace("{title}", title).replace("{number}", str(place)), amount)

    def tab(self, name: str) -> None:
        self.page.get_by_role("link", name=self.words["tabs"][name], exact=True).click()
        self.seen.settle()

    def look(self, name: str) -> None:
        """Look at the page at both widths."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            self.seen.width = width
            self.page.wait_for_timeout(250)
            self.seen.assert_sound(self.shots, name)
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 800})

    def plan(self, name: str) -> None:
        form, new = self.words["form"], self.words["new"]
        self.press(new["test"])
        self.fill(form["name"], name)
        assert self.page.url.split("?")[0].endswith("/campaigns/new")
        self.fill(form["sample"], "600")
        self.fill(form["held_out"], "20")
        self.line(form["contact"], 1, "print", "0.30")
        self.page.get_by_role("button", name=form["line_add"]).first.click()
        self.line(form["contact"], 2, "postage", "0.32")
        self.fill(form["sale"], "70")
        self.fill(form["margin"], "50")
        told = self.page.locator("#told")
        told.get_by_text("1.77").first.wait_for()
        assert "480" in told.inner_text()
        self.look(f"campaign-new-test-{name}")
        self.press(new["begin_test"])
        self.page.get_by_role("heading", name=name, exact=True).wait_for(timeout=LONG)
        self.page.locator("#faithful").wait_for()
        self.look(f"campaign-plan-{name}")

    def take_away(self, path: Path) -> list[str]:
        """Look at the list, take it away as a file, and return who is on it."""
        self.tab("list")
        self.look("campaign-list")
        with self.page.expect_download(timeout=LONG) as coming:
            self.press(self.words["list"]["csv"])
        coming.value.save_as(path)
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        assert "key_code" in lines[0]
        return [line.split(",")[0] for line in lines[1:]]

    def measure(self, answers: Path) -> None:
        self.tab("results")
        words = self.words["measure"]
        self.page.get_by_text(words["by_file"], exact=True).click()
        with self.page.expect_file_chooser() as chooser:
            self.press(words["file"])
        chooser.value.set_files(answers)
        self.page.get_by_role("button", name=answers.name, exact=True).wait_for()
        self.press(words["begin"])
        self.page.locator("#profit svg").wait_for(timeout=LONG)
        for part in ("arms", "cells", "lift", "segments"):
            assert self.page.locator(f"#{part}").is_visible()
        self.look("campaign-results")

    def next_list(self, name: str) -> None:
        form, new = self.words["form"], self.words["new"]
        self.page.goto(self.seen.bench.url + "/campaigns/ledger")
        self.seen.settle()
        self.look("campaign-ledger")
        self.press(self.words["start_next"])
        self.fill(form["name"], name)
        self.fill(form["budget"], "150")
        self.page.locator("#told").get_by_text("241").first.wait_for()
        self.look(f"campaign-new-list-{name}")
        self.press(new["begin_list"])
        self.page.get_by_role("heading", name=name, exact=True).wait_for(timeout=LONG)
        self.page.locator("#estimate").wait_for()
        self.look(f"campaign-estimate-{name}")

    def list_of_own_expectations(self, name: str, expectations: Path) -> None:
        """Choose a list by what a file says of the cells, which nothing was learned of."""
        self.page.goto(self.seen.bench.url + "/campaigns/new?kind=list")
        form = self.words["form"]
        self.fill(form["name"], name)
        self.line(form["channels"], 1, "mail", "0.62")
        self.fill(form["sale"], "70")
        self.fill(form["budget"], "62")
        with self.page.expect_file_chooser() as chooser:
            self.press(self.words["measure"]["file"])
        chooser.value.set_files(expectations)
        self.page.get_by_text(form["expected_told"].replace("{name}", expectations.name)).wait_for()
        self.look("campaign-new-list-file")
        self.press(self.words["new"]["begin_list"])
        self.page.get_by_role("heading", name=name, exact=True).wait_for(timeout=LONG)
        self.page.locator("#estimate").wait_for()


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"] if FULL else ["en"])
def test_a_pilot_becomes_a_roll_out_by_clicks(
    browser: Any, bench: Workbench, tmp_path: Path, shots: Path, lang: str
) -> None:
    seen = Seen(browser, bench, "analyst", lang, WIDTHS[0])
    walk = Walk(seen, shots)
    seen.open("/campaigns")
    walk.plan(f"pilot-{lang}")
    contacts = walk.take_away(tmp_path / "list.csv")
    assert len(contacts) == 480
    answers = tmp_path / "answers.csv"
    answers.write_text("customer_id,amount\n" + "".join(f"{one},70.00\n" for one in contacts[::9]), encoding="utf-8")
    walk.measure(answers)
    walk.next_list(f"spring-{lang}")
    expectations = tmp_path / "expectations.csv"
    expectations.write_text("customer_id,response\n" + "".join(f"{one},0.4\n" for one in contacts), encoding="utf-8")
    walk.list_of_own_expectations(f"known-{lang}", expectations)
    seen.open("/campaigns")
    assert seen.page.get_by_role("link", name=f"spring-{lang}", exact=True).is_visible()
    walk.look("campaigns")
    seen.context.close()
