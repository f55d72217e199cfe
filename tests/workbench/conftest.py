"""The workbench in a real browser, on a real server over a small workspace with customers whose ids are markup."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from browse.kept import AS_OF
from effort import FULL
from server.shop import shop
from server.workbench import API, ROLES, Workbench
from shuke.rating import Options
from shuke.scheme.parse import scheme_text
from shuke.workspace import Workspace, refresh
from workspace.books import UNION

PAGES = Path(__file__).resolve().parents[2] / "src/shuke/pages/workbench/index.html"
AXE = Path(__file__).resolve().parents[2] / "web/node_modules/axe-core/axe.min.js"
LANGUAGES = ("en", "zh")
WIDTHS = (1280, 375)
# Milliseconds for which a page may keep people waiting before a test gives up.
PATIENCE = 30_000
DIAGONAL = [("en", 1280), ("zh", 375)]
# Every language at every width where everything is tried; in every run each language and each width once.
LOOKS = [(lang, width) for lang in LANGUAGES for width in WIDTHS] if FULL else DIAGONAL
# Pages are looked at in all of these; a way through several of them is gone once in every run, at one or the other.
AT_THE_DESK, ON_THE_PHONE = (LOOKS, LOOKS) if FULL else (DIAGONAL[:1], DIAGONAL[1:])
# The runs of the workspace by their schemes; the one with letters is the newest but one.
LETTERS, LADDER, OCTANTS = 3, 4, 5


@pytest.fixture(scope="session")
def browser(browser: Any) -> Any:
    """The browser, where the pages are built."""
    if not PAGES.is_file():
        pytest.skip("the pages are not built")
    return browser


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A workspace with four runs under three schemes, and a worker for what takes long."""
    with shop(tmp_path_factory.mktemp("walked")) as made:
        rate_again(made.home)
        made.start_worker()
        yield made


def rate_again(home: Path) -> None:
    """Rate by two more schemes, which have other pictures."""
    for name in ("ladder-25", "octants-mean"):
        options = Options(reading=UNION, carry=("region", "owner"), as_of=AS_OF, currency="CNY")
        refresh(Workspace(home), options, scheme=scheme_text(name), formats=["parquet"], lang="en").result.close()


class Seen:
    """A browser of somebody signed in (None: of nobody), with everything it complained about and asked for."""

    def __init__(self, browser: Any, bench: Workbench, who: Any, lang: str, width: int) -> None:
        """``who`` is a role, or the client of somebody signed in, or None."""
        client: httpx.Client | None = bench.client(who) if who in ROLES else who
        self.bench, self.lang, self.width = bench, lang, width
        self.context = browser.new_context(
            viewport={"width": width, "height": 800}, locale="zh-CN" if lang == "zh" else "en-GB"
        )
        if client is not None:
            client.put("/api/v1/me", json={"language": lang})
            self.context.add_cookies(
                [{"name": one.name, "value": one.value or "", "url": bench.url} for one in client.cookies.jar]
            )
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        self.page.on("console", lambda told: told.type in {"error", "warning"} and self.complaints.append(told.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        self.page.on("request", lambda asked: self._ours(asked.url) or self.foreign.append(asked.url))

    def _ours(self, url: str) -> bool:
        return url.startswith((self.bench.url, "data:", "blob:"))

    def open(self, path: str) -> None:
        """Open an address and wait until nothing is on its way any more."""
        self.page.goto(self.bench.url + path)
        self.page.wait_for_selector("h1")
        self.settle()

    def settle(self) -> None:
        """Wait until the page has all that it asked for."""
        self.page.wait_for_load_state("networkidle")
        self.page.locator(".state .ant-spin").first.wait_for(state="hidden")

    def words(self, topic: str) -> dict[str, Any]:
        """The catalogue of a page in the language of this browser."""
        path = Path(__file__).resolve().parents[2] / f"src/shuke/locale/{self.lang}/{topic}.json"
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found

    def button(self, name: str) -> Any:
        """The first button, visible, of that name."""
        return self.page.get_by_role("button", name=name, exact=True).first

    def assert_sound(self, shots: Path, name: str) -> None:
        """Look at what is shown: no complaint, nothing from elsewhere, nothing wider than the screen, no barrier."""
        if FULL:
            # For people to look at; drawing a page once more is a good part of what it costs.
            self.page.screenshot(path=shots / f"{name}-{self.lang}-{self.width}.png", full_page=True)
        assert self.complaints == []
        assert self.foreign == []
        wide, shown = self.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= shown
        # Both widths and both languages are read once each: barriers lie in what a page is made of.
        if (self.lang, self.width) in DIAGONAL:
            assert barriers(self.page) == []


def barriers(page: Any) -> list[str]:
    """What stops somebody who reads with the ears or the keyboard: the serious findings of axe."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run npm ci in web/")
    # Over the browser's own protocol: the page's policy lets no script in.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"][:3]
    ]


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pictures of every page are kept."""
    return tmp_path_factory.mktemp("shots")


@pytest.fixture(scope="module", params=LOOKS, ids=str)
def seen(request: pytest.FixtureRequest, browser: Any, bench: Workbench) -> Iterator[Seen]:
    lang, width = request.param
    opened = Seen(browser, bench, bench.client("admin"), lang, width)
    yield opened
    opened.context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where a page did not become what was waited for, tell what it says instead, and what became of the jobs."""
    report = yield
    if report.when == "call" and report.failed:
        for seen in getattr(item, "funcargs", {}).values():
            if isinstance(seen, Seen):
                report.sections += [("page", told_by(seen)), ("jobs", jobs_of(seen.bench))]
    return report


def told_by(seen: Seen) -> str:
    """What stands on the page."""
    try:
        return f"{seen.page.url}\n{seen.page.inner_text('body', timeout=5000)}"[:6000]
    except Exception as error:  # noqa: BLE001 - whatever keeps it from telling
        return str(error)


def jobs_of(bench: Workbench) -> str:
    """The latest jobs, and how they stand."""
    jobs = bench.client("admin").get(f"{API}/jobs").json().get("data", [])
    return "\n".join(f"{one['kind']} {one['status']} {one.get('error') or ''}" for one in jobs[:8])
