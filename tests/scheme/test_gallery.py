"""The page about the built-in schemes is the one that their documents make."""

from __future__ import annotations

from pathlib import Path

import pytest

from shuke.scheme.gallery import drawn, page
from shuke.scheme.parse import library_ids, parse, scheme_text

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.row("X1")
@pytest.mark.parametrize(("lang", "name"), [("en", "built-in-schemes.md"), ("zh", "built-in-schemes.zh.md")])
def test_the_page_is_made_from_the_documents(lang: str, name: str) -> None:
    assert (ROOT / "docs/reference" / name).read_text(encoding="utf-8") == page(lang)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_built_in_scheme_has_a_section_with_its_picture_and_command(lang: str) -> None:
    sections = page(lang).split("\n## ")[1:]
    assert [section.splitlines()[0] for section in sections] == list(library_ids())
    for name, section in zip(library_ids(), sections, strict=True):
        assert (f"schemes/{name}-{lang}.svg" in section) is drawn(parse(*scheme_text(name))[0])
        assert f"--scheme {name} " in section
