"""Headers, sheets and values that are words of SQL: from the import to the export they are names and no more."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from shuke.rating import Options
from shuke.scheme.parse import scheme_text
from shuke.workspace import Settings, Workspace, load, refresh
from shuke.workspace.beside import Beside
from workspace.books import UNION, write

from .shop import data
from .workbench import API, Workbench, workbench

ENDS = (
    "'",
    '"',
    "`",
    ";",
    "--",
    "/*",
    "*/",
    ")",
    "\\",
    "%s",
    "?",
    "$1",
    ":x",
    "{0}",
    "{{x}}",
    "${x}",
    "#",
    "|",
    "^",
    "~",
)
WORDS = (
    "x'; DROP TABLE rated_customers; --", '"; DROP TABLE rated_customers; --', "a) FROM t; DELETE FROM t; --",
    "1; COPY (SELECT 1) TO '/tmp/injected'", "'||(SELECT 1)||'",
    '" OR ""="', "x\" AS y, (SELECT 1) AS \"z", "SELECT", "FROM",
    "WHERE 1=1", "NULL", "TRUE", "rowid", "rated_customers", "information_schema.tables", "pg_catalog", "*", "COUNT(*)",
    "a.b.c", '"a"."b"', "x UNION SELECT * FROM read_csv('/etc/passwd')", "read_text('/etc/passwd')", "current_user",
    "sleep(5)", "x\u2019; DROP", "ｘ＇；ＤＲＯＰ", "客户'; 删除", "<script>alert(1)</script>", "=cmd|' /C calc'!A0",
    "../../etc/passwd", "C:\\x", "\u202egnp", "a\u0000b", "x" * 120, "İI", "ﬀ", "e\u0301", " spaced ", "tab\tbed",
)  # fmt: skip
HEADERS = tuple(dict.fromkeys((*(f"c{number} {one}" for number, one in enumerate(ENDS)), *WORDS)))
KNOWN = {header.replace("\u0000", "").strip() for header in HEADERS}


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workbench, list[str]]]:
    """A workbench whose customers have a column for each of these headers, and these words as its values."""
    folder = tmp_path_factory.mktemp("hostile")
    space = Workspace.init(folder / "shop", scheme_text("rfm-quintile-weighted")[0], Settings())
    sales = [(f"C{n:03}", f"O{n}", f"2024-0{1 + n % 9}-11", f"{10 + n}.50") for n in range(len(HEADERS))]
    size = range(len(HEADERS))
    values = [[HEADERS[(row + place) % len(HEADERS)] for place in size] for row in size]
    people = folder / "x'; DROP TABLE t; --.xlsx"
    rows = [("customer_id", *HEADERS), *((f"C{n:03}", *cells) for n, cells in enumerate(values))]
    with Workbook(str(people)) as book:
        sheet = book.add_worksheet("x'' DROP TABLE t--")
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                sheet.write_string(y, x, cell.replace("\u0000", ""))
    load(space, [write(folder / "'; DROP TABLE lines; --.csv", sales)], UNION, beside=Beside((), (people,)))
    read = next(one for one in space.head()[1].loads)
    assert read is not None
    carry = tuple(header.replace("\u0000", "").strip() for header in HEADERS)
    options = Options(reading=UNION, carry=carry, as_of=date(2024, 12, 31), currency="CNY")
    refresh(space, options, formats=["parquet", "csv"], lang="en").result.close()
    with workbench(folder / "shop") as bench:
        rows = data(bench.client("analyst").get(f"{API}/runs/newest/customers", params={"size": 200}))
        texts = [name for name in rows[0] if all(row[name] in KNOWN for row in rows)]
        yield bench, texts


@pytest.mark.promise("E3")
def test_names_that_are_words_of_sql_are_names_from_the_import_to_the_export(
    named: tuple[Workbench, list[str]], figure: Callable[[str], None]
) -> None:
    bench, columns = named
    client, wrong, asked = bench.client("analyst"), {}, 0
    assert len(columns) >= len(HEADERS) - 2
    everybody = f"{API}/runs/newest/customers"
    canary = data(client.get(everybody, params={"size": 200}))
    for column in columns:
        for params in (
            {"sort": f"-{column}"},
            {"where": f"{column}:in:{column}"},
            {"columns": column},
            {"search": column},
        ):
            answer = client.get(everybody, params={"size": 5, **params})
            asked += 1
            if answer.status_code >= 500:
                wrong[column, str(params)] = answer.status_code
        sorted_ = client.get(everybody, params={"sort": column, "size": 200})
        assert sorted_.status_code == 200, column
        values = [row[column] for row in sorted_.json()["data"]]
        assert values == sorted(values, key=str.encode), column
    wanted = columns[:50]
    job = data_of(
        client.post(f"{API}/runs/newest/exports", json={"format": "csv", "columns": wanted, "sort": wanted[:9]})
    )
    assert bench.finished(job)["status"] == "done"
    text = client.get(f"{API}/exports/{job}").content.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert len(head) == len(wanted)
    assert len(rows) == len(canary)
    assert wrong == {}
    assert data(client.get(everybody, params={"size": 200})) == canary
    assert not Path("/tmp/injected").exists()
    figure(f"{len(columns)} hostile names, {asked + len(columns) + 1} requests: 0 answered with 5xx, 0 rows changed")


def data_of(answer: object) -> str:
    told = answer.json()  # type: ignore[attr-defined]
    assert "data" in told, told
    return str(told["data"]["job"])
