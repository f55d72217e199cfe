"""Text files damaged at random end as a result that adds up, or as an error that says what and where."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from effort import times
from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError
from shuke.ingest.account import account
from shuke.ingest.intake import take_in
from shuke.ingest.raw import Reading
from shuke.locale import LANGUAGES
from shuke.stages.period import Window

pytestmark = pytest.mark.row("Z1")

Damage = Callable[[random.Random, bytes], bytes]


def table(draw: random.Random) -> bytes:
    delimiter = draw.choice([",", "\t", ";", "|"])
    encoding = draw.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    end = draw.choice(["\n", "\r\n"])
    rows = [("客户编号", "订单号", "下单时间", "金额", "商品")]
    for n in range(draw.randrange(3, 60)):
        product = draw.choice(["茶杯", "书", '"红 ""大"" 号"', '"两\n行"', ""])
        rows.append((f"张伟{n % 7}", f"S{n}", "2024-01-05", f"{draw.randrange(10_000) / 100:.2f}", product))
    return (end.join(map(delimiter.join, rows)) + end).encode(encoding)


def flipped(draw: random.Random, content: bytes) -> bytes:
    damaged = bytearray(content)
    for _ in range(draw.randrange(1, 6)):
        damaged[draw.randrange(len(damaged))] = draw.randrange(256)
    return bytes(damaged)


def inserted(draw: random.Random, content: bytes) -> bytes:
    place = draw.randrange(len(content))
    piece = draw.choice(
        [b'"', b"\n", b"\r", b",", b"\x00", b"\xff", b"\x1a", b'""', b"\n\n", b";", b"\\", b"\xef\xbf\xbd"]
    )
    return content[:place] + piece * draw.randrange(1, 4) + content[place:]


def removed(draw: random.Random, content: bytes) -> bytes:
    place = draw.randrange(len(content))
    return content[:place] + content[place + draw.randrange(1, 20) :]


def cut(draw: random.Random, content: bytes) -> bytes:
    return content[: draw.randrange(1, len(content))]


def doubled(draw: random.Random, content: bytes) -> bytes:
    place = draw.randrange(len(content))
    return content[:place] + content[place // 2 :]


@pytest.mark.parametrize("part", range(6))
def test_a_damaged_file_is_read_and_accounted_for_or_refused_by_name(part: int, tmp_path: Path) -> None:
    source = tmp_path / "sales.csv"
    accounted: list[bool] = []
    refused: list[tuple[int, DataError]] = []
    for seed in range(part * 50, part * 50 + times(50, 20)):
        draw = random.Random(seed)
        content = table(draw)
        for _ in range(draw.randrange(1, 4)):
            content = draw.choice([flipped, inserted, removed, cut, doubled])(draw, content) or b"x"
        source.write_bytes(content)
        with DuckDB(threads=1) as engine:
            try:
                intake = take_in(engine, source, Reading())
                total, _ = account(engine, intake, Window(None, date(2024, 12, 31)))
            except DataError as error:
                refused.append((seed, error))
            else:
                accounted.append(total.read.rows == total.used.rows + total.merged.rows + total.refused.rows)
    assert accounted
    assert all(accounted)
    assert [(seed, error.key) for seed, error in refused if error.code is None] == []
    assert all(error.render(lang) for _, error in refused for lang in LANGUAGES)
