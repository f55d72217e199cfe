"""A mapping profile as plain data, read from its document and checked to the last line.

A document holds several shapes; a shape is the headers of one kind of export, which of them mean what, and what
was decided where its data left something open. ::

    profile: 1
    shapes:
      - name: 门店导出.xlsx
        headers: [客户编号, 下单时间, 金额(万元)]
        columns: {customer_id: 客户编号, ordered_at: 下单时间, amount: 金额(万元)}
        decisions: {amount-unit: ten-thousand}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from shuke.errors import SchemeError, UsageError, UsageErrors, Where
from shuke.ingest.columns import KEYS, ORDER_COLUMNS, REQUIRED, simplify
from shuke.ingest.decisions import check_decisions
from shuke.ingest.layout.months import month_of
from shuke.ingest.policies.registry import agreed
from shuke.ingest.raw import Reading
from shuke.scheme.document import Document, read_document

VERSION = "1"
NAME = "profile.yaml"
TOP = ("profile", "shapes", "policies")
OF_SHAPE = ("name", "headers", "columns", "reading", "decisions")
OF_READING = ("encoding", "sheet", "timezone", "date_format")


@dataclass(frozen=True)
class Shape:
    """One kind of export: its headers, what they mean, how it is read, what was decided of it."""

    name: str
    headers: tuple[str, ...]
    columns: Mapping[str, str]
    reading: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    decisions: Mapping[str, str] = field(default_factory=dict)

    @property
    def needed(self) -> Mapping[str, tuple[str, ...]]:
        """The headers that each canonical column is made of."""
        return {name: self.parts(header) for name, header in self.columns.items()}

    def parts(self, header: str) -> tuple[str, ...]:
        """Return the headers that a column names: one, or those that are joined by plus signs."""
        if header in self.headers or "+" not in header:
            return (header,)
        return tuple(part.strip() for part in header.split("+"))


@dataclass(frozen=True)
class Profile:
    """The shapes of a document, and the policies that go for all of them."""

    shapes: tuple[Shape, ...]
    policies: Mapping[str, str] = field(default_factory=dict)


def load_profile(path: Path) -> str:
    """Return the text of a profile after checking it.

    Raises:
        UsageError: there is no such file, or something in it is wrong: all of it, with the lines.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UsageError("profile_not_readable", Where(file=str(path))) from None
    parse_profile(text, path.name)
    return text


@lru_cache(maxsize=8)
def parse_profile(text: str, name: str = NAME) -> Profile:
    """Return the profile that a text says.

    Raises:
        UsageError: something in it is wrong: all of it, with the lines.
    """
    try:
        document = read_document(text, name)
    except SchemeError as error:
        key = "profile_not_mapping" if error.key == "scheme_not_mapping" else error.key
        raise UsageError(key, error.where, **error.figures) from None
    problems = list(_problems(document))
    if problems:
        raise UsageErrors(problems)
    values = document.values
    return Profile(tuple(map(_shape, values["shapes"])), values.get("policies") or {})


def _shape(values: Mapping[str, Any]) -> Shape:
    reading = dict(values.get("reading") or {})
    if isinstance(reading.get("sheet"), list):
        reading["sheet"] = tuple(reading["sheet"])
    return Shape(
        values.get("name") or "", tuple(values["headers"]), values["columns"], reading, values.get("decisions") or {}
    )


def _problems(document: Document) -> Iterator[UsageError]:
    """Yield everything that is wrong with a document."""
    values = document.values
    yield from _unknown(document, (), values, TOP)
    if values.get("profile") != VERSION:
        yield UsageError("profile_version", document.where(("profile",)), known=VERSION)
    shapes = values.get("shapes")
    if not isinstance(shapes, list) or not shapes or not all(isinstance(shape, dict) for shape in shapes):
        yield UsageError("profile_shapes", document.where(("shapes",)))
        return
    for name, value in _mapping(document, ("policies",), values.get("policies")):
        try:
            agreed(Reading(policies={name: str(value)}))
        except UsageError as error:
            yield UsageError(error.key, document.where(("policies", name)), **error.figures)
    seen: dict[tuple[str, ...], int] = {}
    for number, shape in enumerate(shapes):
        yield from _problems_of_shape(document, number, shape)
        headers = shape.get("headers")
        if isinstance(headers, list):
            key = tuple(sorted(simplify(str(header)) for header in headers))
            if key in seen:
                yield UsageError("profile_shape_twice", document.where(("shapes", number)), first=seen[key] + 1)
            seen.setdefault(key, number)


def _problems_of_shape(document: Document, number: int, shape: Mapping[str, Any]) -> Iterator[UsageError]:
    path: tuple[str | int, ...] = ("shapes", number)
    yield from _unknown(document, path, shape, OF_SHAPE)
    headers = shape.get("headers")
    if not isinstance(headers, list) or not headers or not all(isinstance(header, str) for header in headers):
        yield UsageError("profile_headers", document.where((*path, "headers")))
        return
    columns = dict(_mapping(document, (*path, "columns"), shape.get("columns")))
    if not columns:
        yield UsageError("profile_columns", document.where((*path, "columns")))
    yield from _problems_of_columns(document, (*path, "columns"), headers, columns)
    needed = [name for name in REQUIRED if name not in columns]
    if {"quantity", "unit_price"} <= columns.keys() and "amount" in needed:
        needed.remove("amount")
    turned = sum(month_of(header) is not None for header in headers) > 1
    needed = [name for name in needed if not (turned and name in {"ordered_at", "amount"})]
    if columns and needed:
        yield UsageError("profile_column_missing", document.where((*path, "columns")), missing=needed)
    for name, value in _mapping(document, (*path, "reading"), shape.get("reading")):
        place = document.where((*path, "reading", name))
        if name not in OF_READING:
            yield UsageError("profile_key_unknown", place, key=name, known=", ".join(OF_READING))
        elif not isinstance(value, str) and not (name == "sheet" and _texts(value)):
            yield UsageError("profile_text", place, key=name)
    for name, value in _mapping(document, (*path, "decisions"), shape.get("decisions")):
        try:
            check_decisions({name: str(value)})
        except UsageError as error:
            yield UsageError(error.key, document.where((*path, "decisions", name)), **error.figures)


def _problems_of_columns(
    document: Document, path: tuple[str | int, ...], headers: list[str], columns: Mapping[str, Any]
) -> Iterator[UsageError]:
    there = {simplify(header) for header in headers} | {header.strip() for header in headers}
    used: dict[str, str] = {}
    for name, header in columns.items():
        place = document.where((*path, name))
        if name not in ORDER_COLUMNS:
            yield UsageError("profile_key_unknown", place, key=name, known=", ".join(ORDER_COLUMNS))
            continue
        if not isinstance(header, str):
            yield UsageError("profile_text", place, key=name)
            continue
        whole = header.strip() in there or simplify(header) in there
        parts = [header] if whole or name not in KEYS else [part.strip() for part in header.split("+")]
        for part in parts:
            if part not in there and simplify(part) not in there:
                yield UsageError("profile_header_unknown", place, header=part, name=name)
        if header in used:
            yield UsageError("profile_header_twice", place, header=header, first=used[header])
        used.setdefault(header, name)


def _unknown(
    document: Document, path: tuple[str | int, ...], values: Mapping[str, Any], known: tuple[str, ...]
) -> Iterator[UsageError]:
    for name in values:
        if name not in known:
            yield UsageError("profile_key_unknown", document.where((*path, name)), key=name, known=", ".join(known))


def _mapping(document: Document, path: tuple[str | int, ...], values: Any) -> list[tuple[str, Any]]:
    """Return the pairs of a mapping that may be left out.

    Raises:
        UsageErrors: it is something else.
    """
    if values is None:
        return []
    if not isinstance(values, dict):
        raise UsageErrors([UsageError("profile_mapping", document.where(path), key=str(path[-1]))])
    return list(values.items())


def _texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)
