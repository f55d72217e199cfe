"""The engines under test: each started once, with the same tables in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from . import book, servers
from .filled import PASSWORD, Filled, filled_chdb, filled_postgres, filled_spark

ENGINES = ("postgres", "clickhouse", "spark")


@pytest.fixture(scope="session")
def mysql():
    """A MariaDB: its URL, and what runs a statement, with rows to be put in its places."""
    if servers.MARIADB is None:
        pytest.skip("MariaDB is not installed")
    pymysql = pytest.importorskip("pymysql")
    with servers.mariadb() as url:
        port = int(url.rpartition(":")[2].partition("/")[0])
        link = pymysql.connect(
            host="127.0.0.1", port=port, user="rater", password=PASSWORD, database="shop", autocommit=True
        )

        def run(statement, *rows):
            with link.cursor() as cursor:
                cursor.executemany(statement, rows) if rows else cursor.execute(statement)
                return cursor.fetchall()

        yield url, run
        link.close()


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
