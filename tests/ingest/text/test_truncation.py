"""A file that was cut off somewhere: the row that was cut never counts as a good one without a word."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.reading import taken
from shuke.errors import DataError

pytestmark = pytest.mark.row("Z1")

HEAD = "customer_id,order_id,ordered_at,amount\n"
ROWS = [(f"C{n:04d}", f"S{n:05d}", f"2024-{n % 12 + 1:02d}-{n % 28 + 1:02d}", f"{n * 7 % 1000}.50") for n in range(60)]
LINES = [",".join(row) + "\n" for row in ROWS]
WHOLE = (HEAD + "".join(LINES)).encode()
FIRST = len(HEAD) + len(LINES[0])
# From so many rows on, what their last values have in common tells whether the last one is whole.
ENOUGH = 8
# 200 places, spread over the file from behind its first row.
PLACES = [FIRST + n * (len(WHOLE) - FIRST) // 200 for n in range(200)]


def complete(size: int) -> tuple[list[str], bool]:
    """The customers of the rows that are whole in the first bytes, and whether a piece of a row follows."""
    text = WHOLE[:size].decode()
    whole = text[: text.rindex("\n") + 1].count("\n") - 1
    return [row[0] for row in ROWS[:whole]], not text.endswith("\n")


@pytest.mark.promise("C4")
def test_the_last_row_of_a_cut_file_is_rejected_unless_it_is_whole(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    open_ends = 0
    for size in PLACES:
        source = tmp_path / f"sales-{size}.csv"
        source.write_bytes(WHOLE[:size])
        customers, piece = complete(size)
        read = taken(source)
        if piece and WHOLE[size : size + 1] == b"\n":
            # Only the line end is missing: every value is whole.
            assert (read.customers[:-1], read.rejected) == (customers, [])
        elif piece and len(customers) < ENOUGH and "last_line_open" in read.notes:
            # The last value looks whole, and too few stand above it to tell: it is read, and that is said.
            assert (read.customers[:-1], read.rejected) == (customers, [])
            open_ends += 1
        elif piece:
            assert read.customers == customers
            assert [reason for *_, reason in read.rejected] == ["row_cut"]
            assert "last_line_cut" in read.notes
        else:
            assert (read.customers, read.rejected) == (customers, [])
    told = f", {open_ends} of them read with a warning, as too few rows stood above" if open_ends else ""
    figure(f"csv: the last row of {len(PLACES)} of {len(PLACES)} cut files is whole, rejected or told{told}")


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_a_file_cut_inside_a_character_is_cut_not_broken(encoding: str, tmp_path: Path) -> None:
    content = "客户编号,日期,金额,商品\n" + "".join(f"张伟{n},2024-01-05,5.00,茶杯\n" for n in range(5))
    whole = content.encode(encoding)
    end = len(whole) - len("\n".encode(encoding.replace("16", "16-le"))) - 1
    source = tmp_path / "sales.csv"
    source.write_bytes(whole[:end])
    read = taken(source)
    assert (read.customers, [reason for *_, reason in read.rejected]) == ([f"张伟{n}" for n in range(4)], ["row_cut"])


@pytest.mark.promise("C4")
def test_a_gzipped_file_is_refused_wherever_it_was_cut(tmp_path: Path, figure: Callable[[str], None]) -> None:
    packed = gzip.compress(WHOLE)
    source = tmp_path / "sales.csv.gz"
    kept = []
    sizes = sorted({20 + n * (len(packed) - 21) // 200 for n in range(200)})
    for size in sizes:
        source.write_bytes(packed[:size])
        with pytest.raises(DataError) as caught:
            taken(source)
        kept += [caught.value.code] if caught.value.code not in {"E-CORRUPT", "E-FILE-EMPTY"} else []
    assert kept == []
    figure(f"csv.gz: {len(sizes)} of {len(sizes)} cuts refused")
