"""One rated result for all tests of campaigns."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaign.bases import rated


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rated(tmp_path_factory.mktemp("base"))
