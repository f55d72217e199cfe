from __future__ import annotations

import pytest
from sample_reading import Sale, clean, read

from shuke.sample import SampleFiles, write_sample


@pytest.fixture(scope="session")
def default_files(tmp_path_factory: pytest.TempPathFactory) -> SampleFiles:
    return write_sample(tmp_path_factory.mktemp("default"))


@pytest.fixture(scope="session")
def raw_sales(default_files: SampleFiles) -> list[dict[str, str]]:
    return read(default_files.sales)


@pytest.fixture(scope="session")
def sales(raw_sales: list[dict[str, str]]) -> list[Sale]:
    return [sale for sale in map(clean, raw_sales) if sale is not None]


@pytest.fixture(scope="session")
def interactions(default_files: SampleFiles) -> list[dict[str, str]]:
    return read(default_files.interactions)


@pytest.fixture(scope="session")
def customers(default_files: SampleFiles) -> list[dict[str, str]]:
    return read(default_files.customers)
