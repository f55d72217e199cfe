"""What the pages tell people to type works, and prints what the pages say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docs_pages import Block, Folder, all_commands, blocks, commands, name, pages, shows

from effort import FULL

FOLLOWED = pages(
    "README*.md", "docs/tutorials/*.md", "docs/how-to/*.md", "docs/reference/*.md", "docs/explanation/*.md"
)
MUST_RUN = ["README.md", "README.zh.md", "docs/tutorials/first-rating.md", "docs/how-to/python.md"]
LANGUAGE = re.compile(r" --lang (en|zh)")


def says_the_same(page: Path) -> bool:
    """Whether a Chinese page has the commands of the English one, which is followed in every run."""
    english = page.with_name(page.name.replace(".zh.md", ".md"))
    if english == page or not english.is_file() or name(page) in MUST_RUN:
        return False
    first, second = ([LANGUAGE.sub("", one) for one in all_commands(one)] for one in (page, english))
    return first == second


WITH_CODE = [page for page in FOLLOWED if {block.language for block in blocks(page)} & {"sh", "console", "python"}]
# Where everything is tried, every page in both languages.
RUN = [page for page in WITH_CODE if FULL or not says_the_same(page)]


@pytest.mark.slow
@pytest.mark.parametrize("page", RUN, ids=name)
def test_a_page_can_be_followed_from_top_to_bottom(page: Path, tmp_path: Path) -> None:
    assert Folder(tmp_path, page).follow() > 0


@pytest.mark.parametrize("page", MUST_RUN)
def test_the_pages_that_people_start_with_have_commands_or_programs_to_follow(page: str) -> None:
    assert page in {name(one) for one in WITH_CODE}


def test_both_readmes_have_the_same_commands_in_the_same_order() -> None:
    english, chinese = (all_commands(page) for page in pages("README*.md"))
    assert english
    assert english == chinese


def test_both_readmes_have_the_same_programs() -> None:
    english, chinese = (
        [block.lines for block in blocks(page) if block.language == "python"] for page in pages("README*.md")
    )
    assert english
    assert english == chinese


def test_both_tutorials_have_the_same_commands_in_the_same_order() -> None:
    english, chinese = (all_commands(page) for page in pages("docs/tutorials/first-rating*.md"))
    assert english
    assert english == chinese


@pytest.mark.parametrize("page", pages("README*.md"), ids=name)
def test_the_readme_names_the_two_set_up_commands(page: Path) -> None:
    assert all_commands(page)[:2] == ["make demo", "make test"]


# The rules by which the pages are checked can fail.


def test_a_wrong_printed_line_is_found() -> None:
    assert shows(("a", "…", "d"), ["a", "b", "c", "d"])
    assert shows(("a", "…"), ["a"])
    assert not shows(("a", "…", "d"), ["a", "b", "c"])
    assert not shows(("a",), ["a", "b"])
    assert shows(("a; …",), ["a; b"])
    assert not shows(("a; …",), ["b", "a; b"])
    assert not shows(("a ¥1.00",), ["a ¥1x00"])


def test_a_command_that_ends_with_another_code_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```sh\nshuke score no-such-file.csv\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="ended with 2"):
        _follow(page, tmp_path)


def test_a_program_that_fails_or_prints_something_else_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text('```python\nprint("x")  # y\n```\n', encoding="utf-8")
    with pytest.raises(AssertionError, match="did not print"):
        _follow(page, tmp_path)
    page.write_text("```python\nraise ValueError\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="ended with 1"):
        _follow(page, tmp_path)


def test_a_command_that_is_not_ours_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```sh\nrm something\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="rm is not a command"):
        _follow(page, tmp_path)


def test_the_exit_code_of_a_block_belongs_to_its_last_command() -> None:
    block = Block("sh", ("shuke one", "# a comment", "shuke two"), 1, {"exit": "4"})
    assert [command.code for command in commands(block)] == [0, 4]


def _follow(page: Path, folder: Path) -> None:
    Folder(folder, page).follow()
