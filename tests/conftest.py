"""What holds for the whole suite: which tests are slow, which come first, and where figures of promises are noted."""

from __future__ import annotations

import gc
import json
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.remote import Producer

from effort import FULL, times
from spread import rank, scheduler

HERE = Path(__file__).parent
SLOW = {"cli", "docs", "explain", "store", "whatif", "workbook"}
# How long an example takes is a matter of what else the machine does.
settings.register_profile("shuke", deadline=None, max_examples=times(100, 50))
settings.load_profile("shuke")
# What is imported and collected stays to the end: to look through it again and again for garbage is time lost.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(HERE).parts[0] in SLOW:
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: rank(item.nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> object:
    return scheduler(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note how a test of a promise ended, beside the figures it measured."""
    report = yield
    promises = promises_of(item)
    if promises and (report.when == "call" or report.outcome != "passed"):
        note({"promises": promises, "test": item.nodeid, "outcome": report.outcome, "full": FULL})
    return report


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Note what a test measured for the promises it is marked with: a line of the file that SHUKE_FIGURES names."""
    promises = promises_of(request.node)
    assert promises, "a figure belongs to a promise: mark the test with it"
    return lambda text: note({"promises": promises, "test": request.node.nodeid, "figure": text, "full": FULL})


def promises_of(item: pytest.Item) -> list[str]:
    """The promises that a test is marked with."""
    return list(dict.fromkeys(one for mark in item.iter_markers("promise") for one in mark.args))


def note(line: dict[str, Any]) -> None:
    """Add a line to the file that SHUKE_FIGURES names, if it names one."""
    file = os.environ.get("SHUKE_FIGURES")
    if not file:
        return
    # One write of a file opened for appending: test processes side by side do not mix their lines.
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(handle, (json.dumps(line, ensure_ascii=False) + "\n").encode())
    finally:
        os.close(handle)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The one browser of a test process: two of them cannot be driven side by side in it."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()
