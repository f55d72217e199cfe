"""A file of a binary kind that was cut short is refused by name, wherever it was cut."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from effort import times
from ingest.made.compound import OldSheet, old_workbook
from ingest.test_fuzz import ROWS, SLOWEST, Reader, parquet, reader, workbook

__all__ = ["reader"]

pytestmark = [pytest.mark.slow, pytest.mark.promise("C3", "C4")]

WHOLE: dict[str, Callable[[Path], bytes]] = {
    "xlsx": workbook,
    "xls": lambda _: old_workbook(OldSheet("销售", ROWS)),
    "parquet": parquet,
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_cut_file_is_refused(kind: str, reader: Reader, tmp_path: Path, figure: Callable[[str], None]) -> None:
    whole, cuts = WHOLE[kind](tmp_path), times(200, 40)
    read, harmless = list[int](), 0
    for place in range(cuts):
        size = 1 + place * (len(whole) - 2) // cuts
        path = tmp_path / f"cut.{kind}"
        path.write_bytes(whole[:size])
        answer = reader.read(path)
        assert "fault" not in answer, f"cut at {size}: {answer['fault']}"
        assert answer["seconds"] < SLOWEST
        # Where only the zeros that fill the last sector are gone, nothing is lost.
        if "result" in answer and whole[size:].strip(b"\0"):
            read.append(size)
        harmless += "result" in answer and size not in read
    figure(f"{kind}: {cuts - len(read) - harmless} of {cuts} cuts refused, {harmless} lost nothing but filling")
    assert read == []
