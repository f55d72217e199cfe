"""A shop of a few customers whose days are written down, rated month by month, and what plain Python says of it."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from shuke.rating import Options
from shuke.scheme.parse import scheme_text
from shuke.workspace import Settings, Workspace, load, refresh
from shuke.workspace.beside import Beside
from workspace.books import UNION, write

SCHEME = "rfm-quintile-weighted"
START = date(2024, 1, 1)
OWNERS = ("Li", "Wang", "Zhao")
DAYS = (date(2024, 6, 30), date(2024, 7, 31), date(2024, 8, 31), date(2024, 12, 31))


def bought() -> dict[str, list[int]]:
    """The days from the start on which each customer bought."""
    shop = {
        # Every ten days, and then no more: silent for 50 days at the end of June.
        "K01": [10 * n for n in range(14)],
        # Every ten days to the end.
        "K02": [10 * n for n in range(36)],
        # Rarely, but by their own rhythm.
        "K03": [0, 60, 120, 180, 240, 300],
        # Twice only: no rhythm.
        "K04": [5, 100],
        # Silent since March, back in August.
        "K05": [0, 20, 40, 60, 220],
    }
    return {**shop, **{f"N{n:02}": [n, n + 40 + n, 150 + 3 * n] for n in range(25)}}


def owner_of(customer: str) -> str:
    """The salesperson of a customer."""
    return OWNERS[int(customer[1:]) % len(OWNERS)]


def amount(customer: str, place: int) -> str:
    """What a purchase cost."""
    return f"{100 + 7 * int(customer[1:]) + place}.00"


def lines(last: date) -> list[tuple[str, str, str, str]]:
    """The sales up to a day."""
    found = []
    for customer, days in bought().items():
        for place, day in enumerate(days):
            on = START + timedelta(days=day)
            if on <= last:
                found.append((customer, f"{customer}-{place}", on.isoformat(), amount(customer, place)))
    return found


def figures(customer: str, as_of: date, recent: int = 90) -> dict[str, object]:
    """The figures of a customer's own rhythm, by plain counting."""
    days = [START + timedelta(days=day) for day in bought()[customer]]
    known = [one for one in days if one <= as_of]
    gaps = [(b - a).days for a, b in itertools.pairwise(known)]
    since = (as_of - known[-1]).days
    began = as_of - timedelta(days=recent - 1)
    return {
        "days_since_purchase": since,
        "own_gaps": len(gaps),
        "own_gap": median(gaps) if gaps else None,
        "overdue": since / median(gaps) if gaps else None,
        "purchases_recent": sum(one >= began for one in known),
        "purchases_earlier": sum(began - timedelta(days=recent) <= one < began for one in known),
    }


def workspace(home: Path, files: Path, days: tuple[date, ...] = DAYS[:1]) -> Workspace:
    """The workspace with a run as of each day, made of what was sold by then."""
    space = Workspace.init(home, scheme_text(SCHEME)[0], Settings())
    known: set[tuple[str, ...]] = set()
    people = write(files / "customers.csv", [(one, owner_of(one)) for one in bought()], ("customer_id", "owner"))
    for day in days:
        fresh = [one for one in lines(day) if one not in known]
        known |= set(fresh)
        sales = write(files / f"sales-{day}.csv", fresh)
        load(space, [sales], UNION, beside=Beside((), (people,) if day == days[0] else ()))
        rate(space, day)
    return space


def rate(space: Workspace, day: date) -> int:
    """Rate as of a day; return the number of the run."""
    options = Options(reading=UNION, carry=("owner",), as_of=day, currency="CNY")
    done = refresh(space, options, formats=["parquet"], lang="en")
    done.result.close()
    return done.run.number


def document(home: Path, text: str) -> None:
    """Give a workspace its own rules."""
    (home / "watch").mkdir(exist_ok=True)
    (home / "watch" / "warnings.yaml").write_text(text, encoding="utf-8")


RULES = """\
warnings: mine
owner: owner
horizon_days: 60
quiet_days: 30
rules:
  - rule: rhythm
    title: {en: Silent beyond their rhythm, zh: 超出自己的节奏}
    severity: high
    when: {own_gaps: {at_least: 3}, overdue: {at_least: 3}}
  - rule: fewer
    title: {en: Buys less often, zh: 购买变少}
    when: {purchases_earlier: {at_least: 3}, purchases_trend: {at_most: -0.5}}
"""
