"""The rules of safe code hold in the whole product, and each of them finds what breaks it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import shuke

from .rules import PAGE_INNOCENT, PAGE_OFFENDERS, PAGES, RULES, Rule, findings, page_findings

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(shuke.__file__).parent


@pytest.mark.promise("E13")
@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_a_rule_finds_what_breaks_it_and_nothing_else(rule: Rule) -> None:
    assert rule.broken(rule.offender) == [1]
    assert rule.broken(rule.innocent) == []


@pytest.mark.promise("E13")
def test_the_rule_of_the_pages_finds_what_breaks_it_and_nothing_else() -> None:
    assert [one for one in PAGE_OFFENDERS if not PAGES.search(one)] == []
    assert not PAGES.search(PAGE_INNOCENT)


@pytest.mark.promise("E13")
def test_no_file_of_the_product_breaks_a_rule(figure: Callable[[str], None]) -> None:
    found, files = findings(PACKAGE)
    on_pages, pages = page_findings(ROOT / "web" / "src")
    assert files > 500
    assert pages > 200
    assert found + on_pages == []
    figure(f"{len(RULES) + 1} own rules over {files} files of Python and {pages} of the pages: {len(found)} findings")
