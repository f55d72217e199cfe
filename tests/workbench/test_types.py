"""The types that the pages use are those of the interface as it is."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from shuke.locale import LANGUAGES, catalogue
from shuke.server.jobs.table import KINDS
from shuke.server.openapi import document

TYPES = Path(__file__).resolve().parents[2] / "web/src/workbench/api/schema.d.ts"


def test_the_types_of_the_pages_are_made_of_the_interface_as_it_is() -> None:
    lasting = re.sub(r'"version": "[^"]*"', "", document(), count=1)
    made_of = TYPES.read_text(encoding="utf-8").splitlines()[0]
    assert made_of == f"// of {hashlib.sha256(lasting.encode()).hexdigest()}", "run make types"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_job_has_a_name_on_the_pages(lang: str) -> None:
    known = {key.removeprefix("jobs.kind.") for key in catalogue("workbench", lang) if key.startswith("jobs.kind.")}
    assert known == set(KINDS)
