"""Messages carry codes: one table, known keys, one form."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import shuke
from shuke.errors import DataError, Where
from shuke.ingest.verdicts import REASONS
from shuke.locale import LANGUAGES, catalogue

PACKAGE = Path(shuke.__file__).parent
PAGES = {"en": "errors.md", "zh": "errors.zh.md"}
CODES = json.loads((PACKAGE / "locale" / "codes.json").read_text(encoding="utf-8"))


def data_errors() -> set[str]:
    """The keys of the errors about data that the code raises by name."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    return set(re.findall(r"DataError\(\s*\"([a-z_]+)\"", text))


def test_every_code_has_the_form_of_a_code() -> None:
    wrong = {
        key: code
        for family, codes in CODES.items()
        for key, code in codes.items()
        if not re.fullmatch(rf"{'W' if family == 'notes' else 'E'}-[A-Z0-9]+(-[A-Z0-9]+)*", code)
    }
    assert wrong == {}


def test_every_code_belongs_to_a_message_that_exists() -> None:
    errors = {key.split(".")[0] for key in catalogue("errors", "en")}
    assert CODES["errors"].keys() - errors == set()
    assert CODES["reasons"].keys() - REASONS.keys() == set()
    assert CODES["notes"].keys() - catalogue("notes", "en").keys() == set()


def test_every_reason_to_reject_a_row_has_a_code() -> None:
    assert REASONS.keys() - CODES["reasons"].keys() == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_message_starts_with_its_code_and_its_place(lang: str) -> None:
    error = DataError("file_empty", Where(file="a.xlsx", sheet="S", row=37, column="金额", letter="D"))
    place = {"en": "a.xlsx · sheet S · row 37 · column “金额” (D)", "zh": "a.xlsx · 工作表 S · 第 37 行 · 列“金额” (D)"}
    assert error.code == "E-FILE-EMPTY"
    assert error.render(lang).startswith(f"E-FILE-EMPTY · {place[lang]}: ")


def test_errors_about_files_and_rows_have_codes() -> None:
    beside_the_files = {"customer_not_rated", "result_not_found", "result_damaged", "result_of_other_version"}
    ingest = "\n".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "ingest").rglob("*.py"))
    raised = {key for key in data_errors() if f'"{key}"' in ingest} - beside_the_files
    assert raised - CODES["errors"].keys() == set()


def test_every_error_of_publishing_and_of_overlaps_has_a_code_of_its_own() -> None:
    keys = {key.split(".")[0] for key in catalogue("errors", "en")}
    ours = {key for key in keys if key.startswith(("publish_", "overlap_"))} - {"overlap_open"}
    codes = {key: CODES["errors"].get(key) for key in ours}
    assert None not in codes.values()
    assert len({*codes.values()}) == len(ours) > 20


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_reference_of_each_language_has_every_code_in_the_words_that_are_told_and_no_other(lang: str) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "reference" / PAGES[lang]).read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([EW]-[A-Z0-9-]+)` \| (.+) \|$", page, re.MULTILINE)
    errors, notes = catalogue("errors", lang), catalogue("notes", lang)
    told = {(code, words_of(errors[f"{key}.what"])) for key, code in CODES["errors"].items()}
    told |= {(code, words_of(notes[key])) for key, code in CODES["notes"].items()}
    assert "\n".join(f"| `{code}` | {words} |" for code, words in sorted(told - set(listed))) == ""
    assert sorted(listed) == sorted(told)


def words_of(message: str) -> str:
    """Return a message as the reference has it: ``…`` for every value, words that follow a number for many."""
    for_many = re.sub(r"\{[^{}|]*\|[^{}|]*\|([^{}]*)\}", r"\1", message)
    return re.sub(r"\{\w+\}", "…", for_many)
