"""Small order books, written as files in pieces, and workspaces made of them."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from shuke.ingest.raw import Reading
from shuke.rating import Options, rate
from shuke.result import Result
from shuke.scheme.parse import scheme_text
from shuke.workspace import Settings, Taken, Workspace, load

HEADERS = ("customer_id", "order_id", "ordered_at", "amount")
Line = tuple[str, str, str, str]
# Equal lines without an order number, in two exports of the same days, are the same lines.
UNION = Reading(decisions={"overlap": "union"})


def write(path: Path, lines: Iterable[Sequence[str]], headers: Sequence[str] = HEADERS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(headers)
        writer.writerows(lines)
    return path


def made(home: Path, scheme: str = "rfm-quintile-weighted", *, raw: bool = False) -> Workspace:
    return Workspace.init(home, scheme_text(scheme)[0], Settings(raw))


def loaded(space: Workspace, *paths: Path) -> Taken:
    return load(space, paths, UNION)


def rated(paths: Sequence[Path], out: Path, scheme: str, as_of: date | None = None) -> Path:
    """The folder of the rating of some files together, in one run from the beginning."""
    result = Result(rate(paths, scheme_text(scheme)[0], Options(as_of=as_of, reading=UNION)))
    result.save(out, ["csv", "parquet"], "en")
    result.close()
    return out


def book(seed: int, lines: int = 160) -> list[Line]:
    """Sales of 14 months: orders of several lines, refunds on later days under their number, gifts, blank numbers."""
    chance = random.Random(seed)
    found: list[Line] = []
    start = date(2023, 11, 1)
    number = 0
    while len(found) < lines:
        number += 1
        customer = f"C{chance.randrange(24):03}"
        on = start + timedelta(days=chance.randrange(425))
        order = "" if chance.random() < 0.05 else f"O{number:05}"
        found += [
            (customer, order, on.isoformat(), f"{chance.randrange(0, 50_000) / 100:.2f}")
            for _ in range(chance.choice((1, 1, 2, 3)))
        ]
        if order and chance.random() < 0.25:
            later = on + timedelta(days=chance.randrange(0, 90))
            back = f"-{chance.randrange(1, 30_000) / 100:.2f}"
            found.append((customer, order, later.isoformat(), back))
    return sorted(found, key=lambda line: (line[2], line[0], line[1], line[3]))
