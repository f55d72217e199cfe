"""A made-up order book with contacts and customers, rated under any scheme, and rated again by the tests alone.

What a scheme learned is read from the manifest as plain data; figures, conditions and groups are the oracle's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import shuke
from cli.sales import write
from oracle import Book, Interaction, Line, half_up, read_scheme, read_scheme_file, whole_scheme
from oracle.book import metric
from oracle.kinds import logarithm
from oracle.period import days_of
from oracle.rules import holds
from oracle.scheme import add_groups, add_numbers, composite_name, metrics_of
from shuke.explain.explanation import Explanation

LIBRARY = Path(shuke.__file__).parent / "scheme" / "library"
IDS = tuple(sorted(path.stem for path in LIBRARY.glob("*.yaml")))
AS_OF = date(2024, 12, 31)
DAY = timedelta(days=1)
HEADERS = ("customer_id", "order_id", "ordered_at", "amount", "promotion")
HELD = {"consultations", "complaints"}


def order_rows() -> list[tuple[str, str, str, str, str]]:
    """Forty-eight customers of every kind: old and new, frequent and not, with refunds and promotions."""
    rows = []
    for n in range(48):
        who, orders = f"C{n:02}", (n * 7) % 9 + 1
        last = AS_OF - timedelta(days=(n * n * 3 + n) % (420 if n % 4 else 60))
        gap = 9 + (n * 11) % 70
        for k in range(orders):
            day = last - timedelta(days=k * gap)
            amount = Decimal(n * n % 37 + 3) * (Decimal("7.35") if n % 5 else 260) + Decimal(k * 13) / 4
            promotion = "sale" if (n + k) % 3 == 0 else ""
            rows.append((who, f"S{n}-{k}", day.isoformat(), str(amount), promotion))
        if n % 6 == 1:
            rows.append((who, f"R{n}", (last + DAY * 3).isoformat(), f"-{n + 2}.25", ""))
    return rows


def contact_rows() -> list[tuple[str, str, str]]:
    """Consultations and complaints of most customers."""
    return [
        (f"C{n:02}", "complaint" if (n + k) % 4 == 0 else "consultation", (AS_OF - DAY * (k * 40 + n)).isoformat())
        for n in range(48)
        for k in range(n % 6)
    ]


@dataclass
class Made:
    """The book under one scheme, rated, saved and explained."""

    scheme: str
    folder: Path
    result: shuke.Result

    @cached_property
    def table(self) -> dict[str, dict[str, Any]]:
        """The rated table by customer."""
        return {row["customer_id"]: row for row in self.result.customers.rows()}

    @cached_property
    def run(self) -> dict[str, Any]:
        """The manifest."""
        return json.loads((self.folder / "parquet" / "run.json").read_text(encoding="utf-8"))

    @cached_property
    def values(self) -> dict[str, Any]:
        """The whole scheme document as the oracle reads it."""
        path = LIBRARY / f"{self.scheme}.yaml"
        said = read_scheme_file(path) if path.is_file() else read_scheme(self.run["scheme"]["text"])
        return whole_scheme(said, lambda base: read_scheme_file(LIBRARY / f"{base}.yaml"))

    @cached_property
    def _numbered(self) -> dict[str, Any]:
        """What the document says of cells and codes, and of the scores that they look at."""
        cells, code = self.values.get("cells"), self.values.get("code")
        looked_at = {*(cells.values() if cells else ()), *(code["digits"] if code else ())}
        scores = {name: said for name, said in self.values.get("scores", {}).items() if name in looked_at}
        said = {"scores": scores, "cells": cells, "code": code}
        return {name: one for name, one in said.items() if one}

    @cached_property
    def lines(self) -> dict[str, list[Line]]:
        """The order lines by customer."""
        found: dict[str, list[Line]] = {}
        for who, order, day, amount, promotion in order_rows():
            about = (("promotion", promotion),) if promotion else ()
            found.setdefault(who, []).append(Line(who, order, date.fromisoformat(day), Decimal(amount), about))
        return found

    @cached_property
    def told(self) -> dict[str, Explanation]:
        """The explanation of every customer."""
        return {customer: self.result.explain(customer) for customer in self.table}

    def with_orders(self, customer: str, day: date, orders: int, amount: Decimal) -> dict[str, Any] | None:
        """The customer's row by hand, so many orders later: measured on that day, rated by what was learned."""
        added = [Line(customer, f"added {n}", day, amount) for n in range(orders)]
        return self.measured(customer, [*self.lines[customer], *added], day)

    def measured(self, customer: str, lines: list[Line], day: date) -> dict[str, Any] | None:
        """The row of a customer with other lines on another day; None for one who is not rated."""
        contacts = [Interaction(who, kind, date.fromisoformat(on)) for who, kind, on in contact_rows()]
        book = Book(lines, day, contacts, {})
        own, days = self.values.get("metrics") or {}, days_of(self.values.get("period"), day)
        if customer not in book.figures(days):
            return None
        row = {}
        for name in metrics_of(self.values):
            fixed = name in HELD or {"interactions", "attribute"} & set(own.get(name, {}))
            row[name] = self.table[customer][name] if fixed else metric(book, own, days, customer, name)
        return self.placed(row)

    def placed(self, figures: dict[str, Any]) -> dict[str, Any] | None:
        """Figures rated by what was learned, read from the manifest; None for one who is excluded."""
        row = dict(figures)
        if any(holds(one["when"], row) for one in self.values.get("exclude", [])):
            return None
        for name, told in self.run["fitted"]["scores"].items():
            row[name] = scored(told, row)
        if self.run["fitted"]["composite"]:
            row[composite_name(self.values)] = total(self.run["fitted"]["composite"], row)
        add_numbers(self._numbered, {"": row})
        if self.run["fitted"]["centres"]:
            row["cluster"] = nearest(self.run["fitted"]["centres"], row)
        add_groups(self.values, {"": row})
        return row


def scored(told: dict[str, Any], row: dict[str, Any]) -> Any:
    """A score by what was learned."""
    if told["is"] == "total":
        return total(told, row)
    value = row[told["metric"]]
    if told["is"] == "breaks":
        return step(told, value)
    if told["is"] == "nested":
        key = [int(row[name]) for name in told["within"]]
        return next((step(part, value) for part in told["parts"] if [int(one) for one in part["group"]] == key), 1)
    if told["is"] == "linear":
        return half_up(clamped(told, Fraction(value or 0) * Fraction(told["points"])), 6)
    if told["is"] == "ordered":
        raise LookupError(told["metric"])
    if value is None:
        return Decimal(told["lowest"])
    if not Fraction(told["width"]):
        return Decimal(0)
    place = logarithm(value) if told["log"] else Fraction(value)
    distance = place - Fraction(told["origin"])
    return half_up((distance if told["best"] == "high" else -distance) / Fraction(told["width"]), 6)


def step(told: dict[str, Any], value: Any) -> Any:
    """The score of the first bound that a value reaches, else the last."""
    for bound, score in told["steps"] if value is not None else ():
        if value >= Decimal(bound) if told["best"] == "high" else value <= Decimal(bound):
            return whole(score)
    return whole(told["last"])


def whole(score: str) -> int | Decimal:
    """A score as a whole number, if it is one."""
    return int(score) if score.lstrip("-").isdigit() else Decimal(score)


def total(told: dict[str, Any], row: dict[str, Any]) -> Fraction:
    """A weighted sum, exact."""
    return clamped(told, sum((Fraction(w) * Fraction(row[name]) for name, w in told["weights"].items()), Fraction(0)))


def clamped(told: dict[str, Any], value: Fraction) -> Fraction:
    """A value kept between two ends."""
    value = value if told["at_least"] is None else max(value, Fraction(told["at_least"]))
    return value if told["at_most"] is None else min(value, Fraction(told["at_most"]))


def nearest(told: dict[str, Any], row: dict[str, Any]) -> int:
    """The number of the nearest centre."""
    found = [
        sum((Fraction(row[name]) - Fraction(part)) ** 2 for name, part in zip(told["of"], centre, strict=True))
        for centre in told["centres"]
    ]
    return found.index(min(found)) + 1


def rated(scheme: str, folder: Path, text: str | None = None) -> Made:
    """The book rated under a scheme, a built-in one or a text, saved as Parquet and as CSV."""
    orders = write(folder / "orders.csv", order_rows(), HEADERS)
    contacts = write(folder / "contacts.csv", contact_rows(), ("customer_id", "kind", "occurred_at"))
    people = [(f"C{n:02}", "1" if n % 11 == 0 else "0", ("retail", "food", "")[n % 3]) for n in range(48)]
    customers = write(folder / "customers.csv", people, ("customer_id", "overdue", "trade"))
    source = scheme
    if text is not None:
        source = str(folder / f"{scheme}.yaml")
        Path(source).write_text(text, encoding="utf-8")
    result = shuke.score(orders, scheme=source, as_of=AS_OF, interactions=contacts, customers=customers, raw=True)
    result.save(folder / "parquet", ["parquet"])
    result.save(folder / "csv", ["csv"])
    return Made(scheme, folder, result)
