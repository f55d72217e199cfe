"""A thousand damaged files: each is read or refused by name, with no traceback, no dead program, in bounded time."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from cli.terminal import shuke
from effort import times
from ingest.made.compound import OldSheet, old_workbook
from ingest.made.mutations import deep, shallow

pytestmark = [pytest.mark.slow, pytest.mark.promise("C3")]

TESTS = Path(__file__).parents[1]
ROWS = [
    ["客户编号", "订单号", "日期", "金额", "备注"],
    *[[f"C{n % 17}", f"S{n}", f"2024-01-{n % 28 + 1:02}", n * 1.37, "x" * (n % 5)] for n in range(120)],
]
SLOWEST = 30.0


def text() -> bytes:
    return "".join(",".join(map(str, row)) + "\r\n" for row in ROWS).encode()


def workbook(folder: Path) -> bytes:
    with xlsxwriter.Workbook(folder / "base.xlsx") as book:
        sheet = book.add_worksheet("销售")
        zeros = book.add_format({"num_format": "00000"})
        for number, row in enumerate(ROWS):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
        sheet.write_formula(5, 3, "=1/0", None, "#DIV/0!")
        sheet.write_number(6, 0, 7, zeros)
        sheet.merge_range(8, 0, 12, 0, "C1")
        book.add_worksheet("空").hide()
    return (folder / "base.xlsx").read_bytes()


def parquet(folder: Path) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {name: [row[place] for row in ROWS[1:]] for place, name in enumerate(ROWS[0])}
    pq.write_table(pa.table(columns), folder / "base.parquet", row_group_size=50, compression="zstd")
    return (folder / "base.parquet").read_bytes()


@dataclass(frozen=True)
class Family:
    """One kind of damaged file: how many, and how a whole one of them and a damaged one are made."""

    count: int
    whole: Callable[[Path], bytes]
    change: Callable[[int, bytes], bytes] = shallow


FAMILIES = {
    "xlsx": Family(150, workbook),
    "parts.xlsx": Family(200, workbook, deep),
    "xls": Family(150, lambda _: old_workbook(OldSheet("销售", ROWS, merged=[(8, 12, 0, 0)]))),
    "csv": Family(200, lambda _: text()),
    "parquet": Family(200, parquet),
    "csv.gz": Family(100, lambda _: gzip.compress(text())),
}


class Reader:
    """The bounded process that reads one file after another; it is started again when it dies."""

    def __init__(self) -> None:
        self.deaths: list[Path] = []
        self._process: subprocess.Popen[str] | None = None

    def read(self, path: Path) -> dict[str, Any]:
        """Return how the reading of a file ended."""
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ingest.fuzzed"],
                cwd=TESTS,
                env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join([*sys.path, str(TESTS)])},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            self._process.wait()
            self.close()
            self.deaths.append(path)
            return {"died": True, "seconds": 0.0}
        found: dict[str, Any] = json.loads(answer)
        return found

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    stream.close()
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    one = Reader()
    yield one
    one.close()


@pytest.mark.promise("C1")
@pytest.mark.parametrize("kind", FAMILIES)
def test_a_damaged_file_is_read_or_refused_by_its_name(
    kind: str, reader: Reader, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    family = FAMILIES[kind]
    whole = family.whole(tmp_path)
    ended: Counter[str] = Counter()
    slowest = 0.0
    count = times(family.count, family.count // 4)
    for seed in range(count):
        path = tmp_path / f"damaged.{kind}"
        path.write_bytes(family.change(seed, whole))
        answer = reader.read(path)
        assert "fault" not in answer, f"seed {seed}: {answer['fault']}"
        slowest = max(slowest, answer["seconds"])
        assert answer["seconds"] < SLOWEST
        if "error" in answer:
            assert answer["told"]
        if answer.get("died"):
            # Only what the product reads in a process of its own may die, and then that is told.
            assert kind in {"xlsx", "parts.xlsx", "xls"}, f"seed {seed}"
            said = shuke("inspect", path, "--lang", "en")
            assert (said.code, "Traceback" in said.err) == (3, False)
        ended[answer.get("error", "died" if answer.get("died") else "read")] += 1
    assert ended["read"] < count
    assert sum(ended.values()) == count
    figure(
        f"{kind}: {ended['read']} read, {count - ended['read']} refused by name, of {count}; slowest {slowest:.2f} s"
    )


@pytest.mark.parametrize("kind", FAMILIES)
def test_the_command_ends_with_its_exit_code_on_a_damaged_file(kind: str, tmp_path: Path) -> None:
    family = FAMILIES[kind]
    whole = family.whole(tmp_path)
    for seed in range(1000, 1003):
        path = tmp_path / f"damaged.{kind}"
        path.write_bytes(family.change(seed, whole))
        started = time.perf_counter()
        said = shuke("score", path, "--out", tmp_path / "out", "--lang", "zh")
        assert said.code in {0, 3}, said.err
        assert "Traceback" not in said.err
        assert said.code == 0 or said.err.strip()
        assert time.perf_counter() - started < SLOWEST
