"""Every picture is shown by a page, is there, is small, and is in the language of its page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docs_pages import ROOT, every_page, name

from gallery import IMAGES as SCHEMES
from gallery import made
from screenshots import IMAGES, LANGUAGES, PICTURES, file_name
from shuke.sample import write_sample
from shuke.scheme.gallery import drawn
from shuke.scheme.parse import library_ids, parse, scheme_text

SHOWN = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
MOST_BYTES, MOST_TOGETHER = 150_000, 3_000_000
MAGIC = {".webp": b"RIFF", ".svg": b"<svg"}


def pictures(page: Path) -> set[Path]:
    """Return the files that a page shows."""
    return {(page.parent / link).resolve() for link in SHOWN.findall(page.read_text(encoding="utf-8"))}


def there() -> set[Path]:
    """Return the pictures that lie in the documentation."""
    return {path for path in IMAGES.rglob("*") if path.is_file()}


def test_every_picture_that_a_page_shows_is_there_and_none_is_left_over() -> None:
    assert {picture for page in every_page() for picture in pictures(page)} == there()


def test_every_picture_is_small_and_what_its_name_says() -> None:
    for picture in there():
        assert picture.read_bytes().startswith(MAGIC[picture.suffix]), picture.name
        assert picture.stat().st_size < MOST_BYTES, picture.name
    assert sum(picture.stat().st_size for picture in there()) < MOST_TOGETHER


@pytest.mark.parametrize("page", [page for page in every_page() if pictures(page)], ids=name)
def test_a_page_shows_pictures_in_its_own_language(page: Path) -> None:
    other = "en" if page.name.endswith(".zh.md") else "zh"
    assert [one.name for one in pictures(page) if one.stem.endswith(f"-{other}")] == []


def test_the_pictures_of_pages_are_those_that_are_taken() -> None:
    taken = {file_name(picture, lang) for picture in PICTURES for lang in LANGUAGES}
    assert {path.name for path in IMAGES.glob("*.webp")} == taken


def test_every_scheme_has_its_picture_in_both_languages() -> None:
    names = [name for name in library_ids() if drawn(parse(*scheme_text(name))[0])]
    wanted = {f"{name}-{lang}.svg" for name in names for lang in LANGUAGES}
    assert {path.name for path in SCHEMES.iterdir()} == wanted


@pytest.mark.parametrize("name", ["abc-pareto", "quartile-code"])
def test_a_picture_of_a_scheme_shows_what_the_scheme_makes_of_the_sample(name: str, tmp_path: Path) -> None:
    write_sample(tmp_path)
    for lang, picture in made(name, tmp_path).items():
        assert (SCHEMES / f"{name}-{lang}.svg").read_text(encoding="utf-8") == picture


def test_the_pictures_lie_in_the_documentation() -> None:
    assert ROOT / "docs/images" == IMAGES
