"""Resources of a workspace split among the places of a run: the document, the split, JSON and a workbook."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, Where
from shuke.locale import text
from shuke.movement.side import Side
from shuke.store.durable import coming, create, folder, place, replace, writing
from shuke.watch.resources import FILE, Need, Plan, Share, Split, parse, split, text_for
from shuke.watch.resources.document import check_places
from shuke.watching.kept import NEW, high_of, newest, places_of, side
from shuke.watching.kept import place as place_expression
from shuke.workspace.home import Workspace

WATCH = "watch"
HUNDREDTH = Decimal("0.01")
NOBODY = (0, Decimal(0))
BOOK, FIGURES = "resources.xlsx", "resources.json"
COLUMNS = ("resource", "place", "customers", "least", "most", "given", "each", "worth", "value")


@dataclass(frozen=True)
class Told:
    """The split of every resource; ``own``: the workspace has a document, else the built-in example holds."""

    run: int
    as_of: str
    plan: Plan
    splits: Mapping[str, Split]
    own: bool
    by_money: Mapping[str, bool]
    currency: str | None

    def document(self) -> dict[str, Any]:
        """Return everything as data for JSON; hours and worths are decimals as text."""
        return {
            "run": self.run,
            "as_of": self.as_of,
            "document": FILE if self.own else None,
            "rule": "greedy",
            "currency": self.currency,
            "resources": [self._resource(name, found) for name, found in self.splits.items()],
        }

    def _resource(self, name: str, found: Split) -> dict[str, Any]:
        said = self.plan.resources[name]
        hours = hundredths([one.given for one in found.shares], found.capacity - found.left)
        return {
            "name": name,
            "title": said.title or name,
            "unit": said.unit,
            "by_money": self.by_money[name],
            "capacity": decimal(found.capacity),
            "left": decimal(found.left),
            "missing": decimal(found.missing),
            "value": decimal(found.value),
            "next_worth": decimal(found.next_worth),
            "next_place": found.next_place,
            "last_worth": decimal(found.last_worth),
            "shares": [_share(one, given) for one, given in zip(found.shares, hours, strict=True)],
        }


def resources(home: Path, number: int | None = None) -> Told:
    """Return how the resources of a workspace are split among the places of a run, by default the newest.

    Raises:
        UsageError: there is no such run, or its places have no order and nothing is written down.
        SchemeError: the document is wrong.
        DataError: a file of the workspace is damaged.
    """
    space = Workspace(home)
    with DuckDB() as engine:
        found = newest(space, number)
        made = side(engine, space, found, NEW)
        path = home / WATCH / FILE
        own = path.is_file()
        if not own:
            # The example goes from the best place down, so places need an order.
            high_of(made, None)
        places = places_of(made)
        there = _customers(engine, made)
        heads = {one: there.get(one, NOBODY)[0] for one in places}
        written = path.read_text(encoding="utf-8") if own else text_for(heads, words("en"))
        plan, document = parse(written)
        check_places(plan, document, places)
        splits = {
            name: split(
                Fraction(one.capacity), [_need(place, plan, name, there) for place in places if place in one.tiers]
            )
            for name, one in plan.resources.items()
        }
        by_money = {
            name: all(tier.worth is None for tier in one.tiers.values()) for name, one in plan.resources.items()
        }
        return Told(found.number, found.run.as_of, plan, splits, own, by_money, made.document["currency"])


def new(home: Path, lang: str) -> Path:
    """Write the example for the newest run of a workspace, to be changed by hand; return its path.

    Raises:
        UsageError: it is there already, there is no run, or the folder cannot be written.
    """
    path = home / WATCH / FILE
    written, own = text_of(home, None, lang)
    with writing(path.parent):
        folder(path.parent)
        if own or not create(path, written.encode()):
            raise UsageError("resource_document_there", Where(file=str(path)))
    return path


def text_of(home: Path, number: int | None = None, lang: str = "en") -> tuple[str, bool]:
    """Return the text of the document, or the built-in example for a run; and whether the workspace has one.

    Raises:
        UsageError: there is no such run.
        DataError: a file of the workspace is damaged.
    """
    path = home / WATCH / FILE
    if path.is_file():
        return path.read_text(encoding="utf-8"), True
    space = Workspace(home)
    with DuckDB() as engine:
        made = side(engine, space, newest(space, number), NEW)
        there = _customers(engine, made)
        return text_for({one: there.get(one, NOBODY)[0] for one in places_of(made)}, words(lang)), False


def write_document(home: Path, written: str, number: int | None = None) -> None:
    """Keep a document of resources in place of the one that is there, after checking it against a run's places.

    Raises:
        SchemeError: it is wrong.
        UsageError: the folder cannot be written, or there is no such run.
        DataError: a file of the workspace is damaged.
    """
    plan, document = parse(written)
    space = Workspace(home)
    with DuckDB() as engine:
        check_places(plan, document, places_of(side(engine, space, newest(space, number), NEW)))
    path = home / WATCH / FILE
    with writing(path.parent):
        folder(path.parent)
        replace(path, written.encode())


def save(told: Told, target: Path, lang: str) -> list[Path]:
    """Write the split as JSON and as a workbook into a folder; return the paths.

    Raises:
        UsageError: the folder cannot be written.
    """
    paths = [target / FIGURES, target / BOOK]
    with writing(target):
        folder(target)
        made = coming(target)
        try:
            _book(told, made, lang)
            place(made, paths[1])
        finally:
            made.unlink(missing_ok=True)
        replace(paths[0], (json.dumps(told.document(), ensure_ascii=False, indent=2) + "\n").encode())
    return paths


def decimal(value: Fraction) -> str:
    """Return a figure with two decimals, half up."""
    return str((Decimal(value.numerator) / Decimal(value.denominator)).quantize(HUNDREDTH, ROUND_HALF_UP))


def hundredths(parts: list[Fraction], whole: Fraction) -> list[str]:
    """Return parts in hundredths that add up to the whole in hundredths: the largest rests are rounded up."""
    floors = [part * 100 // 1 for part in parts]
    rests = [part * 100 - floor for part, floor in zip(parts, floors, strict=True)]
    more = round(whole * 100) - sum(floors)
    for index in sorted(range(len(parts)), key=lambda index: (-rests[index], index))[: max(0, more)]:
        floors[index] += 1
    return [str((Decimal(int(one)) / 100).quantize(HUNDREDTH)) for one in floors]


def words(lang: str) -> dict[str, str]:
    """Return what the comments of the example say."""
    return {name: text(f"resources.example.{name}", lang) for name in ("head", "worth")}


def _customers(engine: DuckDB, made: Side) -> dict[str, tuple[int, Decimal]]:
    """Return how many customers each place has, and their net amount."""
    money = "SUM(monetary)" if "monetary" in made.columns else "0"
    rows = engine.run(f"SELECT {place_expression('t', made)}, COUNT(*), {money} FROM {NEW} AS t GROUP BY 1")
    return {name: (int(heads), Decimal(amount or 0)) for name, heads, amount in rows}


def _need(name: str, plan: Plan, resource: str, there: Mapping[str, tuple[int, Decimal]]) -> Need:
    tier = plan.resources[resource].tiers[name]
    customers, money = there.get(name, NOBODY)
    average = Fraction(money) / customers if customers else Fraction(0)
    worth = Fraction(tier.worth) if tier.worth is not None else max(Fraction(0), average)
    return Need(name, customers, Fraction(tier.least), Fraction(tier.most), worth)


def _share(one: Share, given: str) -> dict[str, Any]:
    return {
        "place": one.need.place,
        "customers": one.need.customers,
        "least": decimal(one.least),
        "most": decimal(one.most),
        "given": given,
        "each": None if one.each is None else decimal(one.each),
        "worth": decimal(one.need.worth),
        "value": decimal(one.value),
    }


def _book(told: Told, path: Path, lang: str) -> None:
    from xlsxwriter import Workbook

    from shuke.report.workbook.formats import Formats
    from shuke.report.workbook.grid import Grid

    workbook = Workbook(str(path), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"created": datetime.combine(date.fromisoformat(told.as_of), time())})
    sheet = workbook.add_worksheet(text("resources.sheet", lang))
    sheet.freeze_panes(3, 2)
    grid = Grid(sheet, Formats(workbook), (22, 18, *(14,) * 7))
    grid.put(0, 0, text("resources.head", lang, run=told.run, as_of=told.as_of), "title")
    kinds = ("text", "text", "count", *("money",) * 6)
    grid.heads(2, [text(f"resources.column.{name}", lang) for name in COLUMNS], kinds)
    row = 3
    for found in told.document()["resources"]:
        for one in found["shares"]:
            cells = [found["title"], one["place"], one["customers"]]
            cells += [None if one[name] is None else Decimal(one[name]) for name in COLUMNS[3:]]
            grid.line(row, cells, kinds)
            row += 1
    grid.write()
    workbook.close()


__all__ = ["Told", "new", "resources", "save", "text_of", "write_document"]
