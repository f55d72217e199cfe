"""One workspace for all tests of browsing: they only read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from browse.kept import workspace
from shuke.browse import Runs, Shelf
from shuke.workspace import Workspace


@pytest.fixture(scope="session")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    files = tmp_path_factory.mktemp("files")
    return workspace(files / "space", files)


@pytest.fixture(scope="session")
def shelf(space: Workspace) -> Iterator[Shelf]:
    return Shelf(Runs(space.home))


@pytest.fixture(scope="session")
def home(space: Workspace) -> Path:
    return space.home
