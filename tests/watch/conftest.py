"""A workspace with two runs, made once for all tests that only read it."""

from __future__ import annotations

import pytest

from browse.kept import workspace
from shuke.workspace import Workspace


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("watched")
    return workspace(folder / "shop", folder)
