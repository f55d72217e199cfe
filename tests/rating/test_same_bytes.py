"""The same book gives the same bytes: any order of rows, threads, hash seed, time zone and language of the system."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from effort import times

TESTS = Path(__file__).parents[1]
ZONES = ("UTC", "Asia/Shanghai", "Pacific/Kiritimati", "America/St_Johns")
LANGUAGES = ({}, {"LANG": "zh_CN.UTF-8"}, {"LC_ALL": "C"}, {"LANG": "en_US.UTF-8"})


@pytest.mark.row("Z1", "X3")
@pytest.mark.promise("B5")
def test_nothing_of_the_surroundings_changes_a_byte(tmp_path: Path, figure: Callable[[str], None]) -> None:
    orders, seeds = times(100, 8), times(2, 1)
    running = []
    for place, (zone, language) in enumerate(zip(ZONES, LANGUAGES, strict=True)):
        for seed in range(seeds):
            folder = tmp_path / f"{place}-{seed}"
            folder.mkdir()
            told = {"TZ": zone, "PYTHONHASHSEED": str(place * 1000 + seed), "PYTHONPATH": os.pathsep.join([*sys.path])}
            each = [str(one) for one in range(orders) if full_or_own(one, place, orders)]
            running.append(
                subprocess.Popen(
                    [sys.executable, "-m", "rating.hashed", str(folder), *each],
                    cwd=TESTS,
                    env={**os.environ, **language, **told},
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )
    found: set[str] = set()
    ratings = 0
    for process in running:
        said, complaint = process.communicate()
        assert process.returncode == 0, complaint
        digests = json.loads(said)
        ratings += len(digests)
        found |= set(digests)
    figure(
        f"{ratings} ratings ({orders} orders of rows, 1 and 2 threads, {len(ZONES)} time zones, "
        f"{len(ZONES) * seeds} hash seeds): {len(found)} distinct SHA-256"
    )
    assert len(found) == 1


def full_or_own(order: int, place: int, orders: int) -> bool:
    """Whether an order of rows is tried in a surrounding: all of them in full, else each in one."""
    return orders >= 100 or order % len(ZONES) == place
