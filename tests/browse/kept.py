"""A workspace with two runs, small enough to be checked row by row, with ids that try to be more than ids."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

from shuke.rating import Options
from shuke.scheme.parse import scheme_text
from shuke.workspace import Settings, Workspace, load, refresh
from shuke.workspace.beside import Beside
from workspace.books import UNION, write

AS_OF, BEFORE = date(2024, 12, 31), date(2024, 9, 30)
SCHEME = "rfm-quintile-weighted"
SELLERS = ("S-01", "S-02", "S-03")
# Texts that a spreadsheet would run, on their own or once something is taken away in front of them.
FORMULAS = (
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1+1)", "=HYPERLINK(1)", "=B2", "+B2", "-B2", "@B2",
    "=A1", "=IMPORTXML(1)", "+A1", "-A1", "@A1", "=WEBSERVICE(1)", "=DDE(1)", "=SUM(A1:A9)", "+SUM(A1)", "-SUM(A1)",
    "@cmd", "=NOW()", "=RAND()", "+cmd", "-cmd", "=1", "=0x", "=T(1)", "=+1", "=-1",
)  # fmt: skip
MARKUP = ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>')
AWKWARD = ("a/b", "..", "~x", "100%", "a b", "客户一号", "a?b#c", "x'; DROP TABLE rated_customers; --", "a,b")
REGIONS = ("华东", "华南", "华北", "西,南")


def people() -> list[str]:
    """Everybody who buys."""
    return [*(f"C{number:03}" for number in range(90)), *FORMULAS, *MARKUP, *AWKWARD]


def about() -> list[tuple[str, str, str]]:
    """The customer table: region and the number of the salesperson; some customers have none."""
    chance = random.Random(5)
    return [
        (one, chance.choice(REGIONS), chance.choice(SELLERS)) for place, one in enumerate(people()) if place % 9 != 8
    ]


def lines() -> list[tuple[str, str, str, str]]:
    """Sales of two years, with refunds and a few equal figures."""
    chance = random.Random(6)
    found = []
    for one in people():
        for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
            on = date(2023, 3, 1) + timedelta(days=chance.randrange(671))
            order = f"O{len(found):05}"
            found.append((one, order, on.isoformat(), f"{chance.choice((10, 20, 99.5, 1234.56, 0.0051)):.4f}"))
            if chance.random() < 0.2:
                found.append((one, order, (on + timedelta(days=chance.randrange(40))).isoformat(), "-5.0000"))
    # Whoever has an id that tries to be more than one is rated.
    late = [(one, f"L{place}", "2024-12-01", "50.0000") for place, one in enumerate((*FORMULAS, *MARKUP, *AWKWARD))]
    return sorted([*found, *late], key=lambda line: (line[2], line[1]))


def workspace(home: Path, files: Path) -> Workspace:
    """The workspace, its two runs under one scheme: as of September and as of December."""
    sales = write(files / "sales.csv", lines())
    customers = write(files / "customers.csv", about(), ("customer_id", "region", "owner"))
    space = Workspace.init(home, scheme_text(SCHEME)[0], Settings())
    load(space, [sales], UNION, beside=Beside((), (customers,)))
    for as_of, formats in ((BEFORE, ["csv"]), (AS_OF, ["csv", "parquet"])):
        options = Options(reading=UNION, carry=("region", "owner"), as_of=as_of, currency="CNY")
        refresh(space, options, formats=formats, lang="en").result.close()
    return space


def table(space: Workspace, as_of: date = AS_OF) -> list[dict[str, str | None]]:
    """The rated table of a run from its CSV file, read without the product; an empty cell is None."""
    folder = next(
        path
        for path in sorted((space.home / "runs").iterdir())
        if f'"as_of": "{as_of}"' in (path / "run.json").read_text()
    )
    with (folder / "customers.csv").open(encoding="utf-8-sig", newline="") as stream:
        return [{name: cell or None for name, cell in row.items()} for row in csv.DictReader(stream)]
