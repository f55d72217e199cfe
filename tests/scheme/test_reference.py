"""The reference pages are what the code makes, their examples are schemes without a fault; they explain every key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shuke.locale import LANGUAGES
from shuke.scheme import model
from shuke.scheme.json_schema import describe
from shuke.scheme.lint import lint
from shuke.scheme.model.base import Part
from shuke.scheme.model.metrics import KINDS as METRICS
from shuke.scheme.model.scores import KINDS as SCORES
from shuke.scheme.parse import parse
from shuke.scheme.reference import examples, page

pytestmark = pytest.mark.row("X1")

PAGES = {
    lang: Path(__file__).resolve().parents[2] / "docs/reference" / name
    for lang, name in (("en", "scheme.md"), ("zh", "scheme.zh.md"))
}
EXAMPLES = examples()
PARTS = [one for name in model.__all__ if isinstance(one := getattr(model, name), type) and issubclass(one, Part)]
NOT_TOLD = {model.Ends, model.Group, model.Test, model.Rule}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_what_the_code_makes(lang: str) -> None:
    assert PAGES[lang].read_text(encoding="utf-8") == page(lang), "run: make reference"


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_a_scheme_without_errors_and_warnings(name: str) -> None:
    found = lint(*parse(EXAMPLES[name], f"{name}.yaml"))
    assert [one.render("en") for one in found if one.severity != "note"] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_example_stands_on_the_page(lang: str) -> None:
    whole = page(lang)
    assert [name for name, text in EXAMPLES.items() if text.strip() not in whole] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_has_a_section_and_is_used_by_an_example(lang: str) -> None:
    headings = re.findall(r"^### (.+)$", page(lang), re.MULTILINE)
    assert headings == [*METRICS, *SCORES]
    schemes = [parse(text, name)[0] for name, text in EXAMPLES.items()]
    used = {type(one) for scheme in schemes for one in (*scheme.own.values(), *scheme.scores.values())}
    assert used == {*METRICS.values(), *SCORES.values()}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_is_explained_in_both_languages(part: type[Part], lang: str) -> None:
    keys = [info.alias or name for name, info in part.model_fields.items() if part is not model.Group or name != "name"]
    assert [key for key in keys if describe(part.__name__, key, lang) == key] == []


@pytest.mark.parametrize("part", [one for one in PARTS if one not in NOT_TOLD], ids=lambda part: part.__name__)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_stands_on_the_page(part: type[Part], lang: str) -> None:
    text = page(lang)
    keys = [info.alias or name for name, info in part.model_fields.items()]
    assert [key for key in keys if f"| `{key}` |" not in text] == [] or part in {model.Stage, model.Segment}
