"""The Chinese edition has every page of the documentation, in the same parts as the English one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docs_pages import blocks, headings, name, pages

PARTS = ("docs/tutorials/*.md", "docs/how-to/*.md", "docs/explanation/*.md", "docs/reference/*.md")
# Pages of the reference that have no Chinese sibling, and why.
ALONE = {
    "promises.md": "both languages stand in it side by side",
    "requirements.md": "both languages stand in it side by side",
    "dependencies.md": "a list of names, its head in both languages",
}
ENGLISH = [page for page in pages(*PARTS) if not page.name.endswith(".zh.md") and page.name not in ALONE]


def sibling(page: Path) -> Path:
    """Return the Chinese page of an English one."""
    return page.with_name(f"{page.stem}.zh.md")


def levels(page: Path) -> list[int]:
    """Return the levels of the headings outside of blocks."""
    return [len(heading.split()[0]) for heading in headings(page)]


@pytest.mark.parametrize("page", ENGLISH, ids=name)
def test_a_page_has_its_chinese_sibling_with_the_same_headings_and_blocks(page: Path) -> None:
    assert sibling(page).is_file(), f"{name(page)} has no Chinese page"
    assert levels(sibling(page)) == levels(page)
    assert [block.language for block in blocks(sibling(page))] == [block.language for block in blocks(page)]


@pytest.mark.parametrize("page", ENGLISH, ids=name)
def test_both_languages_run_the_same_programs(page: Path) -> None:
    programs = [
        ["\n".join(block.lines) for block in blocks(one) if block.language == "python"] for one in (page, sibling(page))
    ]
    assert [without_words(text) for text in programs[0]] == [without_words(text) for text in programs[1]]


@pytest.mark.parametrize("page", pages("docs/**/*.zh.md", "README.zh.md"), ids=name)
def test_a_chinese_page_leads_to_chinese_pages(page: Path) -> None:
    links = re.findall(r"\[([^\]]*)\]\(([^)\s#:]+\.md)(?:#[^)\s]+)?\)", page.read_text(encoding="utf-8"))
    targets = [(words, (page.parent / path).resolve()) for words, path in links if not path.endswith(".zh.md")]
    assert [target.name for words, target in targets if words != "English" and sibling(target).is_file()] == []


def without_words(program: str) -> str:
    """Return a program without comments and what it prints in a language."""
    return re.sub(r"\s*#.*$", "", program, flags=re.MULTILINE)
