"""One workbench for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .workbench import Workbench, workbench


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with workbench(tmp_path_factory.mktemp("served") / "shop") as made:
        yield made
