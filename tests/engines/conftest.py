"""The engines under test: each started once, with the same tables in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from . import book, servers
from .filled import Filled, filled_chdb, filled_postgres, filled_spark

ENGINES = ("postgres", "clickhouse", "spark")


@pytest.fixture(scope="session")
def tables():
    return book.rows(), book.contacts(), book.attributes()


@pytest.fixture(scope="session")
def files(tables, tmp_path_factory):
    return book.write_files(tmp_path_factory.mktemp("files"), *tables)


@pytest.fixture(scope="session")
def postgres(tables) -> Iterator[Filled]:
    if servers.PG_BIN is None:
        pytest.skip("PostgreSQL is not installed")
    with servers.postgres() as url, filled_postgres(url, tables) as filled:
        yield filled


@pytest.fixture(scope="session")
def clickhouse(tables, tmp_path_factory) -> Iterator[Filled]:
    pytest.importorskip("chdb")
    with filled_chdb(tmp_path_factory.mktemp("chdb") / "data", tables) as filled:
        yield filled


@pytest.fixture(scope="session")
def spark(tables, tmp_path_factory) -> Iterator[Filled]:
    pytest.importorskip("pyspark")
    with filled_spark(tmp_path_factory.mktemp("spark"), tables) as filled:
        yield filled


@pytest.fixture(scope="session")
def engine(request) -> Filled:
    """The engine that a test names by parametrising this fixture."""
    return request.getfixturevalue(request.param)


def every_engine(function):
    return pytest.mark.parametrize("engine", ENGINES, indirect=True, scope="session")(function)
