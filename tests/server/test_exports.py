"""Files of customers: the rows of the pages, nothing that a spreadsheet would run, and only for who asked."""

from __future__ import annotations

import csv
import html
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import polars
import pytest

from browse.kept import FORMULAS, MARKUP
from shuke.browse import Filter, Runs, Scope, Shelf, condition
from shuke.browse.export import write
from shuke.browse.scope import mask_id

from .shop import data, seller, shop
from .workbench import API, Workbench

RUN = f"{API}/runs/newest"
WOULD_RUN = re.compile(r"^[=+\-@\t\r＝＋－＠]")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with shop(tmp_path_factory.mktemp("shop")) as made:
        yield made


def fetched(bench: Workbench, client: httpx.Client, **wish: Any) -> tuple[str, bytes]:
    started = client.post(f"{RUN}/exports", json=wish)
    assert started.status_code == 202, started.text
    job = started.json()["data"]["job"]
    done = bench.finished(job)
    assert done["status"] == "done", done
    answer = client.get(f"{API}/exports/{job}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    return job, answer.content


def listed(client: httpx.Client, **asked: Any) -> list[dict[str, Any]]:
    return list(data(client.get(f"{RUN}/customers", params={"size": 200, **asked})))


def of_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.promise("E9")
def test_a_csv_file_has_the_rows_of_the_page_and_no_cell_that_a_spreadsheet_would_run(bench: Workbench) -> None:
    client = bench.client("analyst")
    asked = {"where": ["monetary:ge:40"], "sort": ["-monetary", "customer_id"]}
    _, content = fetched(bench, client, format="csv", **asked)
    head, *rows = of_csv(content)
    expected = listed(client, **asked)
    assert head == [name for name in expected[0] if name != "_ref"]
    assert [Decimal(row[3]) for row in rows] == [Decimal(row["monetary"]) for row in expected]
    for row, there in zip(rows, expected, strict=True):
        assert row[0] == ("'" if there["customer_id"] in FORMULAS else "") + there["customer_id"]
    texts = [cell for row in rows for cell in row if not re.fullmatch(r"-?[0-9.,]*", cell)]
    assert [cell for cell in texts if WOULD_RUN.match(cell)] == []
    assert {f"'{one}" for one in FORMULAS} <= {row[0] for row in rows}


@pytest.mark.promise("E9")
def test_a_workbook_has_texts_where_the_page_has_and_not_one_formula(bench: Workbench, tmp_path: Path) -> None:
    columns = ["customer_id", "monetary", "tier", "region"]
    write(tmp_path / "out.xlsx", Shelf(Runs(bench.home)).table(), Filter(), Scope(), "xlsx", "en", columns=columns)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    head, *rows = sheet.iter_rows()
    expected = listed(bench.client("analyst"))
    assert [cell.value for cell in head] == ["Customer", "Net amount", "Tier", "region"]
    assert [row[0].value for row in rows] == [row["customer_id"] for row in expected]
    assert {*FORMULAS, *MARKUP} <= {row[0].value for row in rows}
    assert {row[0].data_type for row in rows} == {"s"}
    assert [Decimal(str(row[1].value)) for row in rows] == [Decimal(row["monetary"]) for row in expected]
    assert [row[2].value for row in rows] == [row["tier"] for row in expected]
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in sheet.iter_rows() for cell in row)


def test_a_parquet_file_has_the_exact_figures(bench: Workbench, tmp_path: Path) -> None:
    asked = Filter((condition("tier:eq:A"),))
    write(tmp_path / "out.parquet", Shelf(Runs(bench.home)).table(), asked, Scope(), "parquet", "en")
    table = polars.read_parquet(tmp_path / "out.parquet")
    expected = listed(bench.client("analyst"), where=["tier:eq:A"])
    assert table["customer_id"].to_list() == [row["customer_id"] for row in expected]
    assert table["monetary"].to_list() == [Decimal(row["monetary"]) for row in expected]


def test_a_salesperson_takes_away_their_own_alone_and_nobody_fetches_the_file_of_another(bench: Workbench) -> None:
    client = seller(bench, "Sue", "S-01")
    job, content = fetched(bench, client, format="csv", where=["owner:in:S-01,S-02"], columns=["customer_id", "owner"])
    rows = of_csv(content)[1:]
    assert {row[1] for row in rows} == {"S-01"}
    assert len(rows) == len(listed(client))
    for other in (bench.client("analyst"), bench.client("admin"), seller(bench, "Tom", "S-02")):
        answer = other.get(f"{API}/exports/{job}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "E-EXPORT")
    assert bench.client("viewer").get(f"{API}/exports/{job}").status_code == 403
    told = [(one["what"], one["who"]) for one in data(bench.client("admin").get(f"{API}/audit"))]
    assert ("export.make", "Sue") in told
    assert ("export.fetch", "Sue") in told


def test_more_rows_than_are_allowed_are_not_exported(bench: Workbench) -> None:
    admin = bench.client("admin")
    settings = data(admin.get(f"{API}/settings"))
    assert admin.put(f"{API}/settings", json={**settings, "export_rows": 5}).status_code == 200
    answer = bench.client("analyst").post(f"{RUN}/exports", json={"format": "csv"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "E-EXPORT-ROWS")
    few = {"format": "csv", "where": ["customer_id:eq:C015"]}
    assert bench.client("analyst").post(f"{RUN}/exports", json=few).status_code == 202
    assert admin.put(f"{API}/settings", json=settings).status_code == 200


@pytest.mark.parametrize(
    "wish",
    [
        {"format": "html"},
        {"format": "csv", "where": ["nobody:eq:1"]},
        {"format": "csv", "sort": ["nobody"]},
        {"format": "csv", "columns": ["nobody"]},
        {"format": "csv", "unknown": 1},
        {},
    ],
)
def test_a_wish_that_cannot_be_meant_starts_no_job(wish: dict[str, Any], bench: Workbench) -> None:
    assert bench.client("analyst").post(f"{RUN}/exports", json=wish).status_code in {400, 422}


@pytest.mark.parametrize("format_", ["csv", "xlsx", "parquet"])
def test_what_is_masked_on_a_page_is_masked_in_a_file(format_: Any, bench: Workbench, tmp_path: Path) -> None:
    table = Shelf(Runs(bench.home)).table()
    scope = Scope(masked=True, secret=b"s" * 32)
    path = tmp_path / f"out.{format_}"
    asked = Filter((condition("tier:eq:A"),))
    rows = write(path, table, asked, scope, format_, "en", columns=["customer_id", "tier"])
    if format_ == "csv":
        found = [row[0].removeprefix("'") for row in of_csv(path.read_bytes())[1:]]
    elif format_ == "xlsx":
        found = [row[0].value for row in list(openpyxl.load_workbook(path).worksheets[0].iter_rows())[1:]]
    else:
        found = polars.read_parquet(path)["customer_id"].to_list()
    expected = [mask_id(row["customer_id"]) for row in listed(bench.client("analyst"), where=["tier:eq:A"])]
    assert found == expected
    assert rows == len(expected)


def test_who_wants_no_marketing_is_in_no_file_and_how_many_these_are_is_told(bench: Workbench) -> None:
    client, admin = bench.client("analyst"), bench.client("admin")
    before = {row["customer_id"] for row in listed(client)}
    out = sorted(before)[len(before) // 2]
    assert admin.post(f"{API}/privacy/opt-outs", json={"ids": [out]}).status_code == 201
    job, content = fetched(bench, client, format="csv")
    ids = {row[0].removeprefix("'") for row in of_csv(content)[1:]}
    assert ids == before - {out}
    told = client.get(f"{API}/jobs/{job}").json()["data"]["result"]
    assert (told["rows"], told["left_out"]) == (len(before) - 1, 1)
    kept = admin.get(f"{API}/privacy/opt-outs").json()["data"][0]["customer"]
    assert admin.request("DELETE", f"{API}/privacy/opt-outs/{kept}").status_code == 200


@pytest.mark.promise("E9")
def test_a_spreadsheet_program_computes_nothing_of_what_is_in_the_files(
    bench: Workbench, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    table, columns = Shelf(Runs(bench.home)).table(), ["customer_id", "monetary"]
    for kind in ("csv", "xlsx"):
        write(tmp_path / f"from-{kind}.{kind}", table, Filter(), Scope(), kind, "en", columns=columns)  # type: ignore[arg-type]
    command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "ods"]
    files = [str(tmp_path / f"from-{kind}.{kind}") for kind in ("csv", "xlsx")]
    subprocess.run([*command, "--outdir", str(tmp_path), *files], check=True, capture_output=True, timeout=240)
    expected = listed(bench.client("analyst"))
    for kind, mark in (("csv", "'"), ("xlsx", "")):
        with zipfile.ZipFile(tmp_path / f"from-{kind}.ods") as book:
            content = book.read("content.xml").decode()
        assert "table:formula" not in content
        shown = [html.unescape(re.sub("<[^>]*>", "", one)) for one in re.findall(r"<text:p>(.*?)</text:p>", content)]
        # How the bytes of a CSV file are read is the program's own choice: only plain ids are compared there.
        for row in (one for one in expected if kind == "xlsx" or one["customer_id"].isascii()):
            assert (mark if row["customer_id"] in FORMULAS else "") + row["customer_id"] in shown, (kind, row)
        # Money is a number for the program, not a text.
        numbers = re.findall(r'office:value-type="float" office:value="([^"]*)"', content)
        assert len(numbers) >= len(expected)
    figure(f"{len(FORMULAS)} texts that look like formulas in CSV and Excel, opened by LibreOffice: 0 computed")
