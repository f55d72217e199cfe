"""Under a scheme with grace a workspace gives the same as the files together."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import shuke
from shuke.rating import Options
from shuke.workspace import refresh
from workspace.books import book, loaded, made, write

GRACE = """\
extends: rfm-quintile-weighted
scheme: with-grace
title: {en: With grace, zh: 宽限}
grace: {margin: 0.3, ratings: 2}
"""


@pytest.mark.row("B4")
def test_a_run_gives_the_grace_that_the_files_give(tmp_path: Path) -> None:
    source, space = write(tmp_path / "sales.csv", book(3)), made(tmp_path / "space")
    loaded(space, source)
    (tmp_path / "grace.yaml").write_text(GRACE, encoding="utf-8")
    runs: list[Path] = []
    files: list[Path] = []
    for day in (date(2024, 8, 31), date(2024, 12, 31)):
        done = refresh(space, Options(as_of=day), scheme=(GRACE, "grace.yaml"), formats=["parquet"])
        done.result.close()
        runs.append(space.run_folder(done.run))
        result = shuke.score(source, tmp_path / "grace.yaml", day, earlier=files[-1] if files else None)
        result.save(tmp_path / f"out{day}", ["parquet"])
        result.close()
        files.append(tmp_path / f"out{day}")
    for run, file in zip(runs, files, strict=True):
        assert (run / "customers.parquet").read_bytes() == (file / "customers.parquet").read_bytes()
    assert done.result.summary["grace"]["held"] == result.summary["grace"]["held"] > 0
