"""The table of requirements names commands, pages and tests that are there."""

from __future__ import annotations

import ast
import re

import typer.main

from rows import PAGE, ROOT, Row, marked_tests, page, rows
from shuke.cli.main import app

ROUTES = ROOT / "web/src/workbench/routes.tsx"
IDS = [
    f"{letter}{number}"
    for letter, last in zip("ZCDTBX", (8, 12, 21, 8, 9, 9), strict=True)
    for number in range(1, last + 1)
]


def commands() -> set[str]:
    """Every command of the terminal, those of groups with the name of their group."""
    found: set[str] = set()
    waiting = [("", typer.main.get_command(app))]
    while waiting:
        name, command = waiting.pop()
        inner = getattr(command, "commands", None)
        if inner is None:
            found.add(name)
        else:
            waiting += [(f"{name} {one}".strip(), below) for one, below in inner.items()]
    return found


def paths() -> set[str]:
    """The addresses of the workbench's pages."""
    return set(re.findall(r'path: "([^"]+)"', ROUTES.read_text(encoding="utf-8")))


def test_every_mark_names_a_requirement() -> None:
    assert set(marked_tests("row")) <= set(IDS)


def test_the_page_is_made_from_the_document_and_the_tests() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_requirement_has_its_row_once() -> None:
    assert [one.id for one in rows()] == IDS


def test_every_command_is_there() -> None:
    there = commands()
    assert {one.id: set(one.commands) - there for one in rows() if set(one.commands) - there} == {}


def test_every_page_is_there() -> None:
    there = paths()
    assert {one.id: set(one.pages) - there for one in rows() if set(one.pages) - there} == {}


def test_every_requirement_has_a_command_a_page_and_a_test() -> None:
    assert [one.id for one in rows() if not one.complete] == []


def walked() -> set[str]:
    """The pages whose addresses, or beginnings of these, stand in a test that walks the workbench in a browser."""
    found: set[str] = set()
    for path in sorted((ROOT / "tests/workbench").glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("/"):
                found.add(node.value.split("?")[0])
    return {page for page in paths() if any(leads(address, page) for address in found)}


def leads(address: str, page: str) -> bool:
    """Tell whether an address is one of a page, whose parts after a colon are anything."""
    parts = ("[^/]*" if one.startswith(":") else re.escape(one) for one in page.removesuffix("?").split("/"))
    return re.fullmatch("/".join(parts), address) is not None


def test_every_page_that_meets_a_requirement_is_walked_in_a_browser() -> None:
    there = walked()
    assert sorted({page for one in rows() for page in one.pages} - there) == []


def test_a_row_without_a_test_is_not_complete() -> None:
    assert Row("Z1", "a", "b", ("score",), ("/",), ("rating/test_a.py",)).complete
    assert not Row("Z1", "a", "b", ("score",), ("/",), ()).complete
