"""The page about the built-in schemes is the one that their documents make."""

from __future__ import annotations

from pathlib import Path

import pytest

from shuke.scheme.gallery import page
from shuke.scheme.parse import library_ids

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.row("X1")
def test_the_page_is_made_from_the_documents() -> None:
    assert (ROOT / "docs/reference/built-in-schemes.md").read_text(encoding="utf-8") == page()


def test_every_built_in_scheme_has_a_section() -> None:
    made = page()
    assert all(f"\n## {name}\n" in made for name in library_ids())
