"""The shop in the morning, made once, and a copy of it for each way through the day."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from story.shop import Exports, exports, morning
from story.terminal import Figures, the_day


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    return exports(tmp_path_factory.mktemp("exports"))


@pytest.fixture(scope="session")
def another(tmp_path_factory: pytest.TempPathFactory, files: Exports) -> Callable[[], Path]:
    """What gives a copy of the workspace as it is in the morning."""
    home = morning(tmp_path_factory.mktemp("morning") / "shop", files).home

    def copied() -> Path:
        place = tmp_path_factory.mktemp("day") / "shop"
        shutil.copytree(home, place)
        return place

    return copied


@pytest.fixture(scope="session")
def told(another: Callable[[], Path], files: Exports, tmp_path_factory: pytest.TempPathFactory) -> Figures:
    """What the terminal tells through the day; the page and the interface must tell the same."""
    return the_day(another(), files, tmp_path_factory.mktemp("terminal"))
