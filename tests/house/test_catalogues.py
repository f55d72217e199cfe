"""The sentences of the product: the same keys and figures in every language, none missing, none left over."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Formatter

import pytest

import shuke
from shuke.errors import DataError, SchemeError, UsageError
from shuke.locale import FORMS, LANGUAGES, catalogue, filled, knows
from shuke.stages.metrics import METRICS

PACKAGE = Path(shuke.__file__).parent
TOPICS = sorted(path.stem for path in (PACKAGE / "locale" / "en").glob("*.json"))
SOURCE = {path: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
ERROR_KEYS = {key.split(".")[0] for key in catalogue("errors", "en")} - {"where"}


# What people count. Limits are never one, and a number with decimals is several.
COUNTED = re.compile(
    r"\{(?!(?:most|least|limit|fewest|shortest|longest|horizon|low|high|k|asked|gain)\})(\w+)\} "
    r"(?:rated |more |other |rejected )?"
    r"(customers|rows|cells|columns|files|tasks|purchases|orders|contacts|responses|groups|sheets|problems)\b"
)


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(FORMS.sub("", template)) if name is not None}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_the_same_catalogues(lang: str) -> None:
    assert sorted(path.stem for path in (PACKAGE / "locale" / lang).glob("*.json")) == TOPICS


@pytest.mark.parametrize("topic", TOPICS)
def test_every_language_has_the_same_keys(topic: str) -> None:
    assert catalogue(topic, "en").keys() == catalogue(topic, "zh").keys()


@pytest.mark.parametrize("topic", TOPICS)
def test_every_sentence_has_the_same_figures_in_both_languages(topic: str) -> None:
    english, chinese = catalogue(topic, "en"), catalogue(topic, "zh")
    differing = [key for key in english if placeholders(english[key]) != placeholders(chinese[key])]
    assert differing == []


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_is_empty_and_no_key_stands_twice(topic: str, lang: str) -> None:
    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        assert len({name for name, _ in pairs}) == len(pairs), pairs
        return dict(pairs)

    path = PACKAGE / "locale" / lang / f"{topic}.json"
    json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)
    assert [key for key, sentence in catalogue(topic, lang).items() if not sentence.strip()] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_what_is_counted_in_english_is_said_of_one_and_of_several(topic: str) -> None:
    assert [key for key, sentence in catalogue(topic, "en").items() if COUNTED.search(sentence)] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_what_depends_on_a_figure_stands_beside_it(topic: str) -> None:
    for key, sentence in catalogue(topic, "en").items():
        names = {name for name, _, _ in FORMS.findall(sentence)}
        assert names <= placeholders(sentence), key


def test_a_figure_of_one_has_the_form_for_one() -> None:
    template = "{rows} {rows|row is|rows are} left of {all}"
    assert [filled(template, {"rows": rows, "all": 9}) for rows in (0, 1, "1", "1,001", "1.0")] == [
        "0 rows are left of 9", "1 row is left of 9", "1 row is left of 9", "1,001 rows are left of 9",
        "1.0 rows are left of 9",
    ]  # fmt: skip


def raised_keys() -> set[str]:
    """The keys of all errors that the code makes: given in the call, or kept in a table that is looked up."""
    text = "\n".join(SOURCE.values())
    direct = set(re.findall(r"(?:ShukeError|UsageError|DataError|SchemeError|BrokenPromise)\(\s*\"([a-z_]+)\"", text))
    return direct | set(re.findall(r"super\(\).__init__\(\"([a-z_]+)\"", text))


def test_every_error_that_is_raised_has_its_sentence() -> None:
    assert sorted(raised_keys() - ERROR_KEYS) == []


def test_every_sentence_for_an_error_is_used() -> None:
    text = "\n".join(SOURCE.values())
    assert sorted(key for key in ERROR_KEYS if f'"{key}"' not in text) == []


@pytest.mark.parametrize("key", sorted(ERROR_KEYS - {"scheme_problems"}))
def test_every_error_says_what_is_wrong_and_what_to_do(key: str) -> None:
    assert knows(f"errors.{key}.what")
    assert knows(f"errors.{key}.do")


def test_every_metric_has_a_name_in_both_languages() -> None:
    missing = [
        f"{lang} {name}" for lang in LANGUAGES for name in METRICS if f"metric.{name}" not in catalogue("words", lang)
    ]
    assert missing == []


def test_every_reason_and_every_column_has_a_name_in_both_languages() -> None:
    from shuke.ingest.columns import ORDER_COLUMNS
    from shuke.ingest.verdicts import REASONS

    wanted = [f"reason.{name}" for name in REASONS] + [f"canonical.{name}" for name in ORDER_COLUMNS]
    assert [(lang, key) for lang in LANGUAGES for key in wanted if key not in catalogue("words", lang)] == []


@pytest.mark.parametrize(("kind", "code"), [(UsageError, 2), (DataError, 3), (SchemeError, 4)])
def test_the_kind_of_an_error_decides_the_exit_code(kind: type[UsageError], code: int) -> None:
    assert kind.exit_code == code
