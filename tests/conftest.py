"""What holds for the whole suite: which tests count as slow, and where the figures of kept promises are noted."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from effort import FULL

HERE = Path(__file__).parent
SLOW = {"cli", "docs", "explain", "store", "whatif", "workbook"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(HERE).parts[0] in SLOW:
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Note what a test measured for the promises it is marked with: a line of the file that SHUKE_FIGURES names."""
    promises = [one for mark in request.node.iter_markers("promise") for one in mark.args]
    assert promises, "a figure belongs to a promise: mark the test with it"

    def note(text: str) -> None:
        file = os.environ.get("SHUKE_FIGURES")
        if not file:
            return
        line = {"promises": promises, "test": request.node.nodeid, "figure": text, "full": FULL}
        # One write of a file opened for appending: test processes side by side do not mix their lines.
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            os.write(handle, (json.dumps(line, ensure_ascii=False) + "\n").encode())
        finally:
            os.close(handle)

    return note
