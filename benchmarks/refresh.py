"""Print what a new day costs in a workspace, as ratios to a full run from the file and to the floor, in the same run.

    python benchmarks/refresh.py [ROWS ...] [--runs N] [--share 0.001]

The lines of ``bench.py`` are cut in two by time: the history, and the last ``share`` of the lines as the new day. The
workspace has loaded and rated the history. Measured are the load of the day, the refresh that publishes the whole
table, the one that publishes what changed, and a rating of everybody from the orders. Whole processes, medians.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
from pathlib import Path

import duckdb
from bench import DATA, HERE, Figures, measure
from generate import generate

SHUKE = [sys.executable, "-m", "shuke"]


def cut(path: Path, share: float) -> tuple[Path, Path]:
    """Return the history and the new day as files: the last share of the lines by time is the day."""
    old, new = (path.with_name(f"{path.stem}-{name}-{share}.parquet") for name in ("history", "day"))
    if not new.exists():
        with duckdb.connect() as connection:
            rows = connection.execute(f"SELECT COUNT(*) FROM '{path}'").fetchone()
            skip = int((rows or (0,))[0] * (1 - share))
            at = connection.execute(
                f"SELECT ordered_at FROM '{path}' ORDER BY ordered_at OFFSET {skip} LIMIT 1"
            ).fetchone()
            when = (at or ("",))[0]
            for target, held in ((old, "<"), (new, ">=")):
                connection.execute(
                    f"COPY (SELECT * FROM '{path}' WHERE ordered_at {held} TIMESTAMP '{when}') TO '{target}' "
                    "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
                )
    return old, new


def command(name: str, home: Path, *more: str) -> list[str]:
    """Return a command on a workspace."""
    return [*SHUKE, name, *more, "--workspace", str(home)]


def report(rows: int, runs: int, share: float) -> None:
    """Measure one size and print it."""
    path = DATA / f"lines-{rows}.parquet"
    if not path.exists():
        generate(rows, path)
    old, new = cut(path, share)
    out, home, again = DATA / "refresh-out", DATA / "workspace", DATA / "workspace-again"
    beside = DATA / "workspace-changes"
    for folder in (out, home, again):
        shutil.rmtree(folder, ignore_errors=True)
    whole = [*SHUKE, "score", str(path), "--as-of", "2024-12-31", "--format", "parquet", "--out", str(out)]
    floor = [sys.executable, str(HERE / "floor.py"), str(path), str(DATA / "floor-out.parquet")]
    refresh = ("--as-of", "2024-12-31", "--format", "parquet")
    found: dict[str, list[Figures]] = {}

    def take(name: str, words: list[str]) -> None:
        found.setdefault(name, []).append(measure(words))

    measure([*SHUKE, "init", str(home)])
    take("load of the history", command("load", home, str(old)))
    measure(command("refresh", home, "--as-of", "2024-12-30", "--format", "parquet"))
    for number in range(runs):
        take("floor, rating alone", floor)
        take("shuke score from the file", whole)
        shutil.rmtree(again, ignore_errors=True)
        shutil.copytree(home, again)
        take("load of the day", command("load", again, str(new)))
        shutil.rmtree(beside, ignore_errors=True)
        shutil.copytree(again, beside)
        take("refresh, whole table", command("refresh", again, *refresh))
        take(
            "refresh, what changed",
            command("refresh", beside, *refresh, "--publish", "changes"),
        )
        take("everybody again from the orders", command("refresh", again, *refresh, "--afresh"))
        print(f"  run {number + 1} of {runs} done", file=sys.stderr)
    middle = {name: [statistics.median(values) for values in zip(*each, strict=True)] for name, each in found.items()}
    print(f"\n{rows:,} lines, of which {share:.2%} are the new day: {runs} runs, medians")
    print(f"  {'':34}{'wall s':>9}{'cpu s':>9}{'MB':>8}   wall, cpu as parts of a full run · of the floor")
    full, alone = middle["shuke score from the file"], middle["floor, rating alone"]
    for name, (wall, cpu, memory) in middle.items():
        parts = f"{wall / full[0]:7.3f}{cpu / full[1]:7.3f}  · {wall / alone[0]:7.2f}{cpu / alone[1]:7.2f}"
        print(f"  {name:34}{wall:9.2f}{cpu:9.2f}{memory:8.0f}   {parts}")
    for folder in (out, home, again, beside):
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Read the command line and print a table per size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, nargs="*", default=[1_000_000, 10_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--share", type=float, default=0.001)
    arguments = parser.parse_args()
    for rows in arguments.rows:
        report(rows, arguments.runs, arguments.share)


if __name__ == "__main__":
    main()
