"""The examples of the page about REST are sent, one after another, and answered as the page says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from server.workbench import API, Workbench, workbench
from shuke.server.routes.setup import secret_for_setup

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "rest.md"
BLOCK = re.compile(r"^```http\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADER = re.compile(r"[A-Z][A-Za-z-]+: ")
NAMED, ANYTHING = re.compile(r"<([a-z_]+)>"), "…"
# What has addresses that people ask for first; each must be shown once.
SHOWN = (
    *(
        "POST /setup",
        "POST /session",
        "POST /tokens",
        "POST /uploads",
        "POST /imports/inspections",
        "POST /imports",
        "POST /runs",
    ),
    *("POST /schemes/lint", "POST /schemes/preview", "PUT /schemes", "POST /campaigns/power", "POST /campaigns/tests"),
    *("POST /campaigns/lists", "GET /campaigns/<campaign>/results", "GET /movement"),
)


class Example(NamedTuple):
    """A request and its answer, as they stand on the page."""

    method: str
    path: str
    headers: dict[str, str]
    body: str
    status: int
    answer: Any


def examples() -> Iterator[Example]:
    for block in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        asked, _, told = block.partition("\n→ ")
        first, *lines = asked.split("\n")
        heads = [line for line in lines if HEADER.match(line)]
        body = "\n".join(line for line in lines if line not in heads).strip()
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in heads)}
        status, _, answer = told.partition("\n")
        yield Example(*first.split(" "), headers, body, int(status), json.loads(answer))


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with workbench(tmp_path_factory.mktemp("examples") / "shop") as made:
        made.start_worker()
        yield made


@pytest.mark.slow
def test_every_example_is_answered_as_the_page_says(bench: Workbench) -> None:
    known = {"secret": secret_for_setup(bench.context) or ""}
    with httpx.Client(base_url=bench.url, timeout=60) as browser:
        for one in examples():
            path, body = (filled(text, known) for text in (one.path, one.body))
            if path.startswith("/jobs/"):
                bench.finished(path.removeprefix("/jobs/"))
            # A program that has a session says where it asks; one of another site says that.
            headers = {"origin": bench.url, **kind_of(body), **one.headers}
            told = browser.request(one.method, f"{API}{path}", content=body.encode(), headers=headers)
            assert told.status_code == one.status, (one.method, path, told.text)
            compare(one.answer, told.json(), known, f"{one.method} {one.path}")


def test_the_addresses_that_are_asked_for_first_have_an_example() -> None:
    told = [f"{one.method} {one.path}" for one in examples()]
    assert not [wanted for wanted in SHOWN if not any(one.startswith(wanted) for one in told)]


def test_an_answer_that_is_another_is_found() -> None:
    compare({"a": ANYTHING, "b": [1, ANYTHING]}, {"a": 5, "b": [1, 2, 3], "c": 0}, {}, "here")
    for wrong in ({"a": 1}, {"b": 2, "d": 0}, {"b": [2, ANYTHING]}):
        with pytest.raises(AssertionError):
            compare(wrong, {"a": 5, "b": [1, 2, 3]}, {}, "here")


def kind_of(body: str) -> dict[str, str]:
    return {"content-type": "application/json" if body.startswith("{") else "application/octet-stream"}


def filled(text: str, known: dict[str, str]) -> str:
    return NAMED.sub(lambda found: known[found[1]], text)


def compare(wanted: Any, found: Any, known: dict[str, str], where: str) -> None:
    """Pass an answer that has everything that is shown; ``<name>`` is remembered, ``…`` stands for anything."""
    if wanted == ANYTHING:
        return
    if isinstance(wanted, dict):
        for key, value in wanted.items():
            if key != ANYTHING:
                assert key in found, (where, key, found)
                compare(value, found[key], known, f"{where} {key}")
    elif isinstance(wanted, list):
        shown = wanted[:-1] if wanted and wanted[-1] == ANYTHING else wanted
        assert len(found) >= len(shown), (where, found)
        assert len(found) == len(shown) or len(shown) < len(wanted), (where, found)
        for one, other in zip(shown, found, strict=False):
            compare(one, other, known, where)
    elif isinstance(wanted, str) and (name := NAMED.fullmatch(wanted)):
        known[name[1]] = str(found)
    elif isinstance(wanted, str) and wanted.endswith(ANYTHING):
        assert str(found).startswith(wanted[:-1]), (where, found)
    else:
        assert wanted == found, (where, wanted, found)
