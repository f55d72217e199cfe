"""Nothing leaves the machine unasked: the main ways of use, without any route to a network, try no connection."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
# What goes to an address of a network; sockets of the machine itself are named otherwise.
CONNECT = re.compile(r"connect\(\d+, \{sa_family=(AF_INET6?), .*?\"([0-9a-fA-F.:]+)\"")
OWN = re.compile(r"^(127\.|::1$|::ffff:127\.)")


def alone() -> list[str] | None:
    """How to start a program that has no network but the machine's own; None where that is not permitted."""
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        return None
    inside = ["unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "-"]
    return inside if subprocess.run([*inside, "true"], capture_output=True, check=False).returncode == 0 else None


def attempts(log: Path) -> tuple[int, list[str]]:
    """How many connections to the machine itself were made, and the addresses elsewhere that were tried."""
    found = CONNECT.findall(log.read_text(encoding="utf-8", errors="replace"))
    return sum(bool(OWN.match(one)) for _, one in found), [one for _, one in found if not OWN.match(one)]


@pytest.mark.slow
@pytest.mark.row("X9")
@pytest.mark.promise("F9")
def test_the_main_ways_of_use_try_no_connection(tmp_path: Path, figure: Callable[[str], None]) -> None:
    inside = alone()
    if inside is None:
        pytest.skip("a network namespace of its own is not permitted here")
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    log = tmp_path / "connections"
    watched = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=connect", "-e", "signal=none", "-o", str(log)]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([*sys.path, str(TESTS)]),
        "SHUKE_KEY_FILE": str(tmp_path / "key"),
        "SHUKE_LANG": "en",
    }
    done = subprocess.run(
        [*inside, *watched, sys.executable, "-m", "privacy.offline", str(tmp_path)],
        cwd=TESTS,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said = re.search(r"codes \[0\] of (\d+) answers (\d+)", done.stderr)
    assert said is not None, done.stderr[-500:]
    own, elsewhere = attempts(log)
    figure(
        f"{len(elsewhere)} attempts to connect elsewhere in {said[1]} commands and {said[2]} pages of the workbench, "
        f"in a network namespace without routes ({own} connections to the machine itself)"
    )
    assert elsewhere == []
    assert int(said[2]) == 3
    # What is watched for would be seen: the pages were asked for over loopback.
    assert own > 0
