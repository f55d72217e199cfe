"""Rejected rows of a workspace stand under the headers of the cells that they were."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from shuke.rating import Options
from shuke.workspace import refresh
from workspace.books import loaded, made, rated, write

HEADERS = ("order_id", "customer_id", "amount", "ordered_at", "channel")
ROWS = [
    ("O1", "C1", "10.00", "2024-05-01", "shop"),
    ("O2", "C2", "20.00", "2024-05-02", "web"),
    ("O3", "C3", "thirty", "2024-05-03", "shop"),
    ("O4", "", "40.00", "2024-05-04", "web"),
    ("O5", "C5", "50.00", "2024-02-30", "shop"),
]


@pytest.mark.row("X8")
def test_the_cells_of_rejected_rows_stand_under_their_own_headers(tmp_path: Path) -> None:
    source = write(tmp_path / "sales.csv", ROWS, HEADERS)
    space = made(tmp_path / "space")
    loaded(space, source)
    done = refresh(space, Options(), formats=["csv"])
    done.result.close()
    found = space.run_folder(done.run) / "rejected.csv"
    assert (
        found.read_bytes()
        == (rated([source], tmp_path / "whole", "rfm-quintile-weighted") / "rejected.csv").read_bytes()
    )
    with found.open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["row"]: row for row in csv.DictReader(stream)}
    assert [(rows[n]["amount"], rows[n]["ordered_at"]) for n in ("4", "5", "6")] == [
        ("thirty", "2024-05-03"),
        ("40.00", "2024-05-04"),
        ("50.00", "2024-02-30"),
    ]
