"""The page about the interface names every address with its right, and every code of runs and customers."""

from __future__ import annotations

import json
import re
from pathlib import Path

from shuke.browse import __file__ as browse
from shuke.locale import code
from shuke.server.openapi import document

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "rest.md"
ROW = re.compile(r"^\| (GET|POST|PUT|PATCH|DELETE) \| `([^`]+)` \| `([^`]+)` \| (.+) \|$", re.MULTILINE)
BROWSE = ("comparison", "customer", "export", "filters", "overview", "pages", "runs", "shelf", "tables")
ROUTES = ("customers", "exports", "overview", "seen")


def test_every_address_is_in_the_reference_with_the_right_it_needs_and_what_it_does() -> None:
    described = {
        (method.upper(), path.removeprefix("/api/v1"), one["x-right"], one["description"].split("\n")[0])
        for path, methods in json.loads(document())["paths"].items()
        for method, one in methods.items()
    }
    told = set(ROW.findall(PAGE.read_text(encoding="utf-8")))
    missing = [
        f"| {method} | `{path}` | `{right}` | {what} |" for method, path, right, what in sorted(described - told)
    ]
    assert "\n".join(missing) == ""
    assert told - described == set()


def test_every_code_of_runs_and_customers_is_in_the_reference() -> None:
    package = Path(browse).parent
    routes = package.parent / "server" / "routes"
    files = [package / f"{name}.py" for name in BROWSE] + [routes / f"{name}.py" for name in ROUTES]
    files.append(package.parent / "server" / "library.py")
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    keys = set(
        re.findall(r"(?:Usage|Data)Error\(\s*\"([a-z_]+)\"|(?:NotFound|Missing|Conflict)\(\s*\"([a-z_]+)\"", text)
    )
    codes = {code("errors", one or other) for one, other in keys} - {None}
    assert {one for one in codes if f"`{one}`" not in PAGE.read_text(encoding="utf-8")} == set()
    assert len(codes) >= 14
