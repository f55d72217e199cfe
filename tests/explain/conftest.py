from __future__ import annotations

import pytest

import shuke
from explain.shop import Shop
from shuke.sample import write_sample


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A sample of two years, rated and saved."""
    folder = tmp_path_factory.mktemp("shop")
    sales = write_sample(folder / "sample", 400, 5).sales
    result = shuke.score(sales)
    result.save(folder / "out")
    result.close()
    return Shop(sales, folder / "out").read()
