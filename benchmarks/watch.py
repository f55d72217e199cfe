"""Warnings judged by what came: a history is replayed month by month, each month checked, and later judged.

    python benchmarks/watch.py [--source online_retail.csv.gz] [--customers 2000] [--rules warnings.yaml]

What each rule said is compared with what the data say came after, beside the plain rule "no purchase for 90 days", for
the earlier and the later half of the judged months.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from replay import replay, source

from shuke.watch.warnings.record import Score
from shuke.watching.warnings.check import Wish, check
from shuke.watching.warnings.document import save
from shuke.watching.warnings.record import Judged, record
from shuke.workspace import Workspace


def main() -> None:
    """Replay, check, judge, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=Path)
    parser.add_argument("--customers", type=int, default=2000)
    parser.add_argument("--rules", type=Path)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = source(wish.source, folder, wish.customers)
        home, spent = folder / "shop", 0.0
        opened = closed = 0
        for month in replay(home, lines):
            space = Workspace(home)
            if wish.rules is not None:
                save(space, wish.rules.read_text(encoding="utf-8"))
            began = time.perf_counter()
            done = check(space, Wish(by="replay"))
            spent += time.perf_counter() - began
            again = check(space, Wish(by="replay"))
            if not again.again:
                raise SystemExit(f"{month.last}: a second check changed something")
            opened, closed = opened + done.opened, closed + done.closed
        found = record(Workspace(home), last=1000)
    print(
        f"{len(found.days) + found.waiting} months, {opened} warnings opened, {closed} closed; "
        f"checks took {spent:.1f} s"
    )
    half = len(found.days) // 2
    for title, days in (("earlier half", found.days[:half]), ("later half", found.days[half:])):
        print(f"\n{title}: {days[0].as_of} to {days[-1].as_of}")
        for came in ("lost", "active", "lower"):
            show(came, days)


def show(came: str, days: Sequence[Judged]) -> None:
    """Print the sums of some days, a line for each rule."""
    sums: dict[str, Score] = {}
    for one in (score for day in days for score in getattr(day, came)):
        sums[one.rule] = sums[one.rule].plus(one) if one.rule in sums else one
    for place, one in enumerate(sums.values()):
        if place == 0:
            print(f"  {came}: {one.came} of {one.rated}, {share(one.came, one.rated)}")
        print(f"    {one.rule:20} {one.named:6}  {share(one.right, one.named):>7}  {share(one.right, one.came):>7}")


def share(part: int, whole: int) -> str:
    """Return a share in per cent; a dash where there is nothing."""
    return f"{100 * part / whole:.1f} %" if whole else "–"


if __name__ == "__main__":
    main()
