"""The same arguments give the same bytes; a larger sample only adds."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import shuke.sample
from shuke.sample import SampleFiles, write_sample

SOURCES = str(Path(shuke.sample.__file__).parents[2])
FILES = ("sales.csv", "interactions.csv", "customers.csv")

# SHA-256 of sales, interactions and customers for 60 customers and seed 2024. Every Python version and
# platform must arrive at these; only a deliberate change of the generator changes them.
PINNED = (
    "b49c3683d985b764b3cfdc4ae215559269392c638921ba898491fb0092cbabb2",
    "97ed9da3b1086c61d3a6d7e5ad8cc7298e4f3796b04c53183cd945a113797fba",
    "1741dc58565ed871332296e3ca9984d53651b9d947720b2ee9b634715a77f74d",
)


def digests(folder: Path) -> tuple[str, ...]:
    return tuple(hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES)


def rows_by_customer(path: Path, column: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]:
        found.setdefault(line.split(",")[column], []).append(line)
    return found


def test_two_runs_with_one_seed_write_the_same_bytes(tmp_path: Path) -> None:
    write_sample(tmp_path / "a", 300, 7)
    write_sample(tmp_path / "b", 300, 7)
    assert digests(tmp_path / "a") == digests(tmp_path / "b")


@pytest.mark.parametrize(
    ("hash_seed", "zone", "locale"), [("1", "Asia/Shanghai", "C"), ("77", "America/New_York", "C.UTF-8")]
)
def test_hash_seed_time_zone_and_locale_change_no_byte(tmp_path: Path, hash_seed: str, zone: str, locale: str) -> None:
    write_sample(tmp_path / "here", 300, 7)
    code = "import pathlib, sys, shuke.sample as s; s.write_sample(pathlib.Path(sys.argv[1]), 300, 7)"
    surroundings = {"PYTHONHASHSEED": hash_seed, "TZ": zone, "LC_ALL": locale, "PYTHONPATH": SOURCES}
    command = [sys.executable, "-c", code, str(tmp_path / "there")]
    subprocess.run(command, check=True, env={**os.environ, **surroundings})
    assert digests(tmp_path / "here") == digests(tmp_path / "there")


def test_the_bytes_are_the_ones_written_down_here(tmp_path: Path) -> None:
    write_sample(tmp_path, 60, 2024)
    assert digests(tmp_path) == PINNED


def test_another_seed_gives_other_files(tmp_path: Path) -> None:
    write_sample(tmp_path / "a", 100, 1)
    write_sample(tmp_path / "b", 100, 2)
    assert not set(digests(tmp_path / "a")) & set(digests(tmp_path / "b"))


@pytest.mark.parametrize(("name", "column"), [("sales.csv", 2), ("interactions.csv", 0), ("customers.csv", 0)])
def test_a_customer_keeps_every_row_when_the_sample_grows(tmp_path: Path, name: str, column: int) -> None:
    write_sample(tmp_path / "small", 150, 3)
    write_sample(tmp_path / "large", 400, 3)
    small = rows_by_customer(tmp_path / "small" / name, column)
    large = rows_by_customer(tmp_path / "large" / name, column)
    small.pop("", None)  # rows whose customer was blanked on purpose
    assert small
    assert {customer: large[customer] for customer in small} == small


def test_progress_is_told_and_ends_with_all_customers(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_sample(tmp_path, 250, 1, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (250, 250)
    assert 50 <= len(told) <= 150


def test_one_customer_is_enough(tmp_path: Path) -> None:
    files = write_sample(tmp_path / "new" / "folder", 1, 1)
    assert files.customer_count == 1
    assert files.order_count >= 1
    assert files.sales.exists()


@pytest.mark.parametrize("customers", [0, -1, 1_000_000])
def test_a_number_of_customers_out_of_range_is_refused_and_writes_nothing(tmp_path: Path, customers: int) -> None:
    with pytest.raises(ValueError, match=r"1 to 999999"):
        write_sample(tmp_path / "out", customers)
    assert not (tmp_path / "out").exists()


def test_old_files_are_replaced_and_nothing_else_is_left_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text("old")
    files: SampleFiles = write_sample(tmp_path, 20, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
    assert files.sales.read_bytes().startswith(b"\xef\xbb\xbf")
