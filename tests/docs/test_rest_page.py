"""The pages about the interface name every address with its right, and every code of runs and customers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from shuke.browse import __file__ as browse
from shuke.locale import code
from shuke.server.openapi import document

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"
PAGE, CHINESE = REFERENCE / "rest.md", REFERENCE / "rest.zh.md"
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


def test_the_chinese_page_has_the_same_addresses_in_the_same_order_each_in_chinese() -> None:
    told = [ROW.findall(page.read_text(encoding="utf-8")) for page in (PAGE, CHINESE)]
    assert [row[:3] for row in told[0]] == [row[:3] for row in told[1]]
    assert [row[:2] for row in told[1] if not re.search(r"[\u4e00-\u9fff].*。$", row[3])] == []


def test_both_languages_send_the_same_requests() -> None:
    blocks = [re.findall(r"(?s)```.*?```", page.read_text(encoding="utf-8")) for page in (PAGE, CHINESE)]
    assert blocks[0] == blocks[1]


@pytest.mark.parametrize("page", [PAGE, CHINESE], ids=["en", "zh"])
def test_every_code_of_runs_and_customers_is_in_the_reference(page: Path) -> None:
    package = Path(browse).parent
    routes = package.parent / "server" / "routes"
    files = [package / f"{name}.py" for name in BROWSE] + [routes / f"{name}.py" for name in ROUTES]
    files.append(package.parent / "server" / "library.py")
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    keys = set(
        re.findall(r"(?:Usage|Data)Error\(\s*\"([a-z_]+)\"|(?:NotFound|Missing|Conflict)\(\s*\"([a-z_]+)\"", text)
    )
    codes = {code("errors", one or other) for one, other in keys} - {None}
    told = page.read_text(encoding="utf-8")
    assert {one for one in codes if f"`{one}`" not in told} == set()
    assert len(codes) >= 14
