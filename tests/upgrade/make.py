"""Write ``first.tar.gz``: a backup of a small workbench as the version of today makes it, to be opened by later ones.

    PYTHONPATH=src:tests python -m upgrade.make FILE

Run it once for each released version, and keep what it wrote: the tests open every file there is.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from pathlib import Path

from server.workbench import API, Workbench, workbench
from shuke.rating import Options
from shuke.workspace import Workspace, refresh
from workspace.books import book, loaded, made, write
from workspace.victims import note, plan


def fill(bench: Workbench) -> None:
    """Let there be something in every table that people fill."""
    admin = bench.client("admin")
    for role in ("analyst", "sales", "viewer"):
        bench.client(role)  # type: ignore[arg-type]
    for path, wanted in (
        ("tokens", {"label": "program", "role": "viewer"}),
        ("views", {"page": "customers", "name": "best", "query": "where=tier:eq:A", "shared": True}),
        ("schedules", {"every": "week", "at": "03:00", "zone": "Asia/Shanghai"}),
        ("privacy/opt-outs", {"ids": ["C003"]}),
    ):
        admin.post(f"{API}/{path}", json=wanted).raise_for_status()


def main(out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "shop"
        space = made(home)
        for number in range(2):
            loaded(space, write(Path(folder) / f"{number}.csv", book(51, 120)[number * 60 : (number + 1) * 60]))
        refresh(space, Options(threads=1), formats=["csv", "parquet"]).result.close()
        note(home, "C001", "C002")
        plan(home, "pilot")
        with workbench(home) as bench:
            fill(bench)
            told = bench.finished(bench.client("admin").post(f"{API}/backups", json={}).json()["data"]["job"])
            data = (home / "backups" / told["result"]["name"]).read_bytes()
        assert Workspace(home).head()[0].number == told["result"]["state"]
    out.write_bytes(gzip.compress(data, 9, mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
