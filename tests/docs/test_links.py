"""Links inside the documentation lead somewhere, and every page can be reached."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docs_pages import ROOT, every_page, name, pages

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def without_blocks(text: str) -> str:
    """Return a page's text without its fenced blocks and code."""
    return re.sub(r"`[^`\n]*`", "`", re.sub(r"^\s*```.*?^\s*```", "", text, flags=re.MULTILINE | re.DOTALL))


def anchors(page: Path) -> set[str]:
    """Return the anchors that the headings of a page make."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken(page: Path) -> list[str]:
    """Return the relative links of a page that lead nowhere."""
    found = []
    for link in LINK.findall(without_blocks(page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        missing_anchor = bool(anchor) and target.suffix == ".md" and target.is_file() and anchor not in anchors(target)
        if not target.is_file() or missing_anchor:
            found.append(link)
    return found


def targets(page: Path) -> set[Path]:
    """Return the pages that a page links to."""
    links = LINK.findall(without_blocks(page.read_text(encoding="utf-8")))
    return {(page.parent / link.partition("#")[0]).resolve() for link in links if not re.match(r"[a-z]+:|#", link)}


@pytest.mark.parametrize("page", every_page(), ids=name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    assert broken(page) == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    ahead = {ROOT / "README.md"}
    while ahead:
        page = ahead.pop()
        reached.add(page)
        if page.suffix == ".md":
            ahead |= targets(page) - reached
    assert set(every_page()) <= reached


def test_the_index_of_each_language_links_every_page_of_the_documentation() -> None:
    english = {page for page in pages("docs/*/*.md") if not page.name.endswith(".zh.md")}
    assert english <= targets(ROOT / "docs/README.md")
    assert english <= targets(ROOT / "docs/README.zh.md")


@pytest.mark.parametrize("page", pages("docs/**/*.zh.md", "README.zh.md"), ids=name)
def test_a_chinese_page_and_its_english_one_link_each_other(page: Path) -> None:
    english = page.with_name(page.name.replace(".zh.md", ".md"))
    assert english in targets(page)
    assert page in targets(english)


def test_decisions_are_numbered_without_gaps_and_have_three_parts() -> None:
    decisions = pages("decisions/[0-9]*.md")
    assert [page.name[:4] for page in decisions] == [f"{number:04d}" for number in range(1, len(decisions) + 1)]
    for page in decisions:
        text = page.read_text(encoding="utf-8")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Choice", "Cost"], page.name
        assert text.startswith(f"# {page.name[:4]} ")


def test_the_licence_is_the_whole_apache_licence() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License\n                           Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert all(f"\n   {number}. " in text for number in range(1, 10))


# The rules by which links are checked can fail.


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# One two\n[a](gone.md) [b](#one-two) [c](#three) [d](https://x.y) `[e](f)` [g](page.md#no)\n", "utf-8"
    )
    assert broken(page) == ["gone.md", "#three", "page.md#no"]
