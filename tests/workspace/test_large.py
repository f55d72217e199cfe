"""More customers than one part of a file holds: a refresh is the rating of the files, to the byte."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from pyarrow import parquet

from shuke.rating import Options
from shuke.workspace import refresh
from workspace.books import loaded, made, rated
from workspace.test_equal import same

SCHEME = "rfm-quintile-weighted"
# One in nine has only refunds in the period, here and there among the others; a few come on the last day alone.
LINES = """
    SELECT printf('C%07d', c) AS customer_id, printf('O%07d', c) AS order_id,
           DATE '2024-02-01' + CAST(c * 7919 % 300 AS INTEGER) AS ordered_at,
           CAST((CASE WHEN c % 9 = 4 THEN -1 ELSE 1 END) * (c * 104729 % 90001 + 1) AS DECIMAL(18, 2)) / 100 AS amount
    FROM range(140000) AS t(c) WHERE c % 1001 <> 5
"""
DAY = """
    SELECT printf('C%07d', c * 101), printf('P%07d', c), DATE '2024-12-31', CAST(c % 977 AS DECIMAL(18, 2)) + 0.5
    FROM range(1300) AS t(c) UNION ALL
    SELECT printf('C%07d', c), printf('P%07d', 5000 + c), DATE '2024-12-31', CAST(c % 99 AS DECIMAL(18, 2)) + 0.25
    FROM range(140000) AS t(c) WHERE c % 1001 = 5
"""


@pytest.mark.row("X8")
def test_the_file_of_a_refresh_is_that_of_the_rating_of_the_files(tmp_path: Path) -> None:
    paths = [tmp_path / "history.parquet", tmp_path / "day.parquet"]
    with duckdb.connect() as connection:
        for path, query in zip(paths, (LINES, DAY), strict=True):
            named = f"SELECT * FROM ({query}) AS t(customer_id, order_id, ordered_at, amount)"
            connection.execute(f"COPY ({named}) TO '{path}' (FORMAT parquet)")
    space = made(tmp_path / "space", SCHEME)
    folders = []
    for path in paths:
        loaded(space, path)
        done = refresh(space, Options(), formats=["csv", "parquet"])
        done.result.close()
        folders.append(space.run_folder(done.run))
    assert done.changed is not None
    whole = rated(paths, tmp_path / "whole", SCHEME)
    same(folders[1], whole)
    again = refresh(space, Options(), formats=["csv", "parquet"], afresh=True)
    again.result.close()
    same(space.run_folder(again.run), whole)
    assert parquet.ParquetFile(whole / "customers.parquet").metadata.num_row_groups > 1
