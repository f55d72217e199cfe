"""Values of another type or size, and words of SQL, in every field: refused or taken as text, never our error."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from shuke.server.app import assembled

from .workbench import API, Workbench

WRONG: tuple[Any, ...] = ({}, {"select": 1}, [], [[]], 1, True)
HUGE = "x" * (1 << 20)
HOSTILE = (
    "x'; DROP TABLE customers; --", '"; DROP TABLE x; --', "1 OR 1=1", "${7*7}", "../../etc/passwd", "\u202e",
    "a\nb", "%", "'" * 200, "\x7f", "null", "-1", "9" * 40, "newest'", "tier:eq:A' OR '1'='1", "monetary:ge:1e400",
)  # fmt: skip
# What would end the administrator's own session, make the one who is there again, or take long by being asked for.
APART = {"DELETE /session", "POST /setup", "PUT /me/password"}


@cache
def openapi() -> dict[str, Any]:
    """Return the description of the interface, which takes its time to be made."""
    return assembled(None).openapi()


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Return method, path and description of every operation."""
    paths = openapi()["paths"].items()
    return [(method.upper(), path.removeprefix(API), one) for path, of in paths for method, one in of.items()]


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = openapi()["components"]["schemas"][name.rpartition("/")[2]]
    return found


def example(one: dict[str, Any]) -> Any:
    """Return a value that a schema allows, as small as it can be."""
    if "$ref" in one:
        return example(schema(one["$ref"]))
    for key in ("anyOf", "oneOf"):
        if key in one:
            return example(one[key][0])
    if "enum" in one or "const" in one:
        return one.get("const", one.get("enum", [None])[0])
    if one.get("type") == "object":
        return {name: example(one["properties"][name]) for name in one.get("required", ())}
    if one.get("type") == "array":
        return [example(one["items"])] * one.get("minItems", 0)
    if one.get("type") in {"integer", "number"}:
        return one.get("minimum", 1)
    return {"boolean": False, "null": None}.get(one.get("type", ""), "2024-01-01")


def texts(one: dict[str, Any], before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the ways to every field that takes a text and neither what it is replaced with, nested ones too."""
    if "$ref" in one:
        yield from texts(schema(one["$ref"]), before)
        return
    for name, field in one.get("properties", {}).items():
        kinds = [found.get("type") for found in field.get("anyOf", [field])]
        if "string" in kinds and not {"object", "array", "integer", "boolean", "number"} & set(kinds):
            yield (*before, name)
        yield from texts(field, (*before, name))


def put(document: Any, way: tuple[str, ...], value: Any) -> Any:
    """Return a document with another value at the end of a way."""
    first, *rest = way
    inner = put(document.get(first) or {}, tuple(rest), value) if rest else value
    return {**document, first: inner}


def place(path: str) -> str:
    return re.sub(r"\{[^}]+\}", "999999", path)


@pytest.mark.promise("E3")
def test_a_text_is_taken_for_nothing_but_a_text(bench: Workbench, figure: Callable[[str], None]) -> None:
    admin, wrong, fields, asked = bench.client("admin"), {}, 0, 0
    for method, path, operation in operations():
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        if body is None or f"{method} {path}" in APART:
            continue
        whole = example(body)
        for way in texts(body):
            fields += 1
            for value in WRONG:
                answer = admin.request(method, f"{API}{place(path)}", json=put(whole, way, value))
                asked += 1
                if not 400 <= answer.status_code < 500:
                    wrong[method, path, way, str(value)] = answer.status_code
        huge = admin.request(method, f"{API}{place(path)}", json=put(whole, next(texts(body), ("x",)), HUGE))
        asked += 1
        if huge.status_code != 413:
            wrong[method, path, "huge"] = huge.status_code
    assert wrong == {}
    assert fields > 80
    figure(f"{fields} fields of text, {asked} requests with another type or a megabyte: 0 answered with 5xx or taken")


@pytest.mark.promise("E3")
def test_words_of_sql_in_an_address_are_words(bench: Workbench, figure: Callable[[str], None]) -> None:
    admin, wrong, asked = bench.client("admin"), {}, 0
    people = len(admin.get(f"{API}/users").json()["data"])
    for method, path, operation in operations():
        if method != "GET":
            continue
        for one in operation.get("parameters", ()):
            for value in HOSTILE[:: 1 if one["name"] in {"where", "sort", "columns", "search"} else 7]:
                params = {one["name"]: value} if one["in"] == "query" else {}
                where = path.replace(f"{{{one['name']}}}", re.sub(r"[/\n\x7f%]", "", value)) if not params else path
                answer = admin.get(f"{API}{place(where)}", params=params)
                asked += 1
                if answer.status_code >= 500:
                    wrong[path, one["name"], value] = answer.status_code
    assert wrong == {}
    assert len(admin.get(f"{API}/users").json()["data"]) == people
    figure(f"{asked} addresses with words of SQL: {len(wrong)} answered with 5xx")
