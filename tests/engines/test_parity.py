"""One scheme on any engine, the same answer: every built-in scheme, cell by cell, beside DuckDB and the oracle."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import shuke
from effort import FULL
from rating.library import DEFAULT, IDS, by_the_oracle, covering, differences
from shuke.report.tables import write_parquet
from shuke.stages.fitted import Fitted

from . import book
from .conftest import ENGINES

pytestmark = [pytest.mark.row("X5"), pytest.mark.slow]
# The statements of every scheme as they are sent; SHUKE_UPDATE_SQL=1 writes them anew.
REVIEWED = Path(__file__).parents[1] / "compile" / "sql"
TABLES = {"interactions": "contacts", "customers": "people"}


# Planning a question costs Spark more than everything else costs the others: where not everything is tried, it rates
# by schemes that have every part of the language together.
RATED = [(name, one) for name in ENGINES for one in (IDS if FULL or name != "spark" else covering(IDS))]
rated = pytest.mark.parametrize(("engine", "scheme"), RATED)


@pytest.fixture(scope="session")
def whole_book(tables):
    return book.oracle_book(*tables)


@pytest.fixture(scope="session")
def embedded(files, tmp_path_factory):
    """What the embedded engine says of a scheme: the bytes of the table, the summary, what was learned; asked once."""
    folder, tables = (
        tmp_path_factory.mktemp("embedded"),
        {"interactions": files["contacts"], "customers": files["people"]},
    )
    return asked_once(folder, files["orders"], **tables)


@pytest.fixture(scope="session")
def there(request, tmp_path_factory):
    """What an engine says of a scheme; an engine is started when it is asked for the first time."""
    asked = {}

    def ask(engine, scheme):
        if engine not in asked:
            one = request.getfixturevalue(engine)
            asked[engine] = asked_once(
                tmp_path_factory.mktemp(engine), "orders", engine=one.url, **TABLES, **one.options
            )
        return asked[engine](scheme)

    return ask


@dataclass(frozen=True)
class Answer:
    """What an engine says of a scheme: the rated table, as rows and as a file, figures, what was learned, the SQL."""

    rows: dict[str, dict[str, Any]]
    written: bytes
    figures: dict[str, Any]
    fitted: Fitted
    statements: tuple[str, ...]


def asked_once(folder, source, **options):
    known = {}

    def ask(scheme):
        if scheme not in known:
            result = shuke.score(source, scheme=scheme, as_of=book.AS_OF, raw=True, **options)
            path = folder / f"{scheme}.parquet"
            write_parquet(result.rating, path)
            rows = {row.pop("customer_id"): row for row in result.customers.rows()}
            # What policies notice beside what they do is looked for in files alone.
            figures = {name: told for name, told in result.summary.items() if name not in {"policies", "notes"}}
            known[scheme] = Answer(rows, path.read_bytes(), figures, result.rating.fitted, result.statements)
            result.close()
        return known[scheme]

    return ask


@pytest.mark.promise("B4")
@rated
def test_an_engine_rates_as_the_oracle_and_writes_the_bytes_of_the_embedded_engine(
    engine, scheme, there, embedded, whole_book, figure
):
    found, wanted, here = there(engine, scheme), by_the_oracle(scheme, whole_book), embedded(scheme)
    differing = differences(found.rows, wanted.rows)
    figure(f"{engine}, {scheme}: {len(differing)} differences in {len(found.rows)} customers")
    assert differing[:20] == []
    assert len(found.rows) > 100
    assert found.fitted == here.fitted
    assert found.figures == here.figures
    assert found.written == here.written


@rated
def test_the_sql_of_a_scheme_is_the_one_that_was_reviewed(engine, scheme, there):
    statements = there(engine, scheme).statements
    own = next(place for place, one in enumerate(statements) if "customers_seen" in one)
    texts = {scheme: statements[own:]}
    if scheme == DEFAULT:
        texts["lines"] = statements[:own]
    for name, told in texts.items():
        path = REVIEWED / engine / f"{name}.sql"
        text = ";\n\n".join(told) + ";\n"
        if os.environ.get("SHUKE_UPDATE_SQL"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text
