"""The JSON Schema takes every document that the model takes, in all the short forms, and refuses what is misspelt."""

from __future__ import annotations

import copy
from datetime import date
from functools import cache
from typing import Any

import pytest
from ruamel.yaml import YAML

from shuke.errors import SchemeError
from shuke.locale import LANGUAGES
from shuke.scheme.document import read_document
from shuke.scheme.json_schema import json_schema
from shuke.scheme.parse import library_ids, parse, scheme_text

pytestmark = pytest.mark.row("X1")

SCHEMA = json_schema()


@cache
def validator() -> Any:
    import jsonschema

    return jsonschema.Draft202012Validator(SCHEMA)


def as_an_editor(text: str) -> Any:
    """Read YAML as editors do: numbers are numbers; a day is a text in JSON."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): plain(part) for key, part in value.items()}
        if isinstance(value, list):
            return [plain(part) for part in value]
        return value.isoformat() if isinstance(value, date) else value

    return plain(YAML(typ="safe", pure=True).load(text))


def problems(text: str) -> list[str]:
    return [error.message for error in validator().iter_errors(as_an_editor(text))]


def parses(text: str) -> bool:
    try:
        parse(text, "mine.yaml")
    except SchemeError:
        return False
    return True


def test_the_schema_is_a_schema() -> None:
    validator().check_schema(SCHEMA)


@pytest.mark.parametrize("name", library_ids())
def test_every_built_in_scheme_is_valid_with_numbers_as_numbers(name: str) -> None:
    assert problems(scheme_text(name)[0]) == []


@pytest.mark.parametrize("name", library_ids())
def test_every_built_in_scheme_is_valid_with_numbers_as_texts(name: str) -> None:
    values = read_document(scheme_text(name)[0], name).values
    assert [error.message for error in validator().iter_errors(values)] == []


HEAD = "scheme: mine\ntitle: {en: Mine, zh: 我的}\n"
SCORES = "scores:\n  s: {metric: monetary, quantiles: 5}\n"
TIERS = "composite:\n  weights: {s: 1}\ntiers:\n  - {tier: A, at_least: 3}\n  - {tier: B}\n"

GOOD = {
    "months": HEAD + "period: 12 months\n" + SCORES + TIERS,
    "days": HEAD + "period: 90 days\n" + SCORES + TIERS,
    "all": HEAD + "period: all\n" + SCORES + TIERS,
    "dates": HEAD + "period: {first: 2024-01-01, last: 2024-06-30}\n" + SCORES + TIERS,
    "a mapping of months": HEAD + "period: {months: 3}\n" + SCORES + TIERS,
    "numbers in quotes": HEAD + SCORES.replace("5", '"5"') + TIERS.replace("3", '"3"'),
    "a tier called 1": HEAD + SCORES + TIERS.replace("tier: A", "tier: 1"),
    "a span": HEAD + SCORES + "segments:\n  - {segment: top, when: {s: 4-5}}\n  - {segment: rest}\n",
    "a list": HEAD + SCORES + "segments:\n  - {segment: top, when: {s: [1, 3]}}\n",
    "ends": HEAD + SCORES + "segments:\n  - {segment: top, when: {monetary: {at_least: 30, below: 90}}}\n",
    "any": HEAD + SCORES + "segments:\n  - {segment: top, when: {any: [{s: 5}, {frequency: 3}]}}\n",
    "codes": HEAD + SCORES + "code: {digits: [s]}\nsegments:\n  - {segment: top, codes: [5, 4]}\n",
    "rest": HEAD + "scores:\n  s: {metric: monetary, rank_bands: [[0.1, 3], [0.5, 2], [rest, 1]]}\n" + TIERS,
    "pareto": HEAD + "scores:\n  s: {metric: monetary, pareto_bands: [[0.8, 3], [rest, 1]]}\n" + TIERS,
    "a centre": HEAD + "scores:\n  s: {metric: monetary, split: {pareto: 0.8}}\n" + TIERS,
    "log": HEAD + "scores:\n  s: {metric: monetary, standardise: minmax, log: true}\n" + TIERS,
    "ahp": HEAD
    + SCORES
    + "  t: {metric: frequency, quantiles: 5}\n"
    + "composite:\n  ahp: {of: [s, t], matrix: [[1, 3], [1/3, 1]]}\ntiers: [{tier: A}]\n",
    "clusters": HEAD + SCORES + "clusters: {of: [s], k: {from: 2, to: 5}, order_by: s}\n",
    "a variant": "scheme: mine\nextends: rfm-quintile-weighted\ncomposite:\n  weights: {r_score: 1}\n",
    "a variant that takes away": "scheme: mine\nextends: rfm-quintile-weighted\nscores: {r_score: null}\ncomposite: "
    "{weights: {f_score: 0.5, m_score: 0.5}}\n",
    "attributes": HEAD
    + "metrics:\n  overdue: {attribute: 逾期, type: number, missing: 0}\n  kind: {attribute: kind}\n"
    + "exclude:\n  - {exclude: debtors, when: {overdue: {above: 0}}}\n"
    + SCORES
    + TIERS,
    "own metrics": HEAD
    + "metrics:\n  tea: {of: gross, period: 24 months, where: {category: [tea, cups]}}\n"
    + "  visits: {interactions: visit, missing: 0}\n  rate: {ratio: [tea, gross]}\n  loss: {difference: [gross, tea]}\n"
    + "  profit: {scaled: gross, by: 0.35}\n"
    + SCORES
    + TIERS,
}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_every_short_form_is_valid_and_parses(text: str) -> None:
    assert problems(text) == []
    assert parses(text)


BAD = {
    "no title": "scheme: mine\n" + SCORES + TIERS,
    "an unknown key": HEAD + "perod: 12 months\n" + SCORES + TIERS,
    "an unknown option of a score": HEAD + SCORES.replace("quantiles: 5", "quantiles: 5, tie: best") + TIERS,
    "a kind that there is not": HEAD + SCORES.replace("quantiles: 5", "quintiles: 5") + TIERS,
    "a tie law that there is not": HEAD + SCORES.replace("quantiles: 5", "quantiles: 5, ties: luck") + TIERS,
    "too many shares": HEAD + SCORES.replace("5", "101") + TIERS,
    "a period of weeks": HEAD + "period: 3 weeks\n" + SCORES + TIERS,
    "a weight that is no number": HEAD + SCORES + TIERS.replace("s: 1", "s: much"),
    "a weight of a name that cannot be": HEAD + SCORES + TIERS.replace("s: 1", "S: 1"),
    "a tier without a name": HEAD + SCORES + TIERS.replace("tier: A, ", ""),
    "a title in one language": HEAD.replace(", zh: 我的", "") + SCORES + TIERS,
    "an id with a space": HEAD.replace("mine", "my own") + SCORES + TIERS,
    "a null score without a base": HEAD + "scores: {s: null}\n" + TIERS,
    "a base that is not built in": "scheme: mine\nextends: nothing\n",
    "an exclusion without a rule": HEAD + "exclude: [{exclude: debtors}]\n" + SCORES + TIERS,
    "an empty rule": HEAD + SCORES + "segments:\n  - {segment: top, when: {}}\n",
    "a metric of no kind": HEAD + "metrics: {x: {title: {en: a, zh: b}}}\n" + SCORES + TIERS,
    "a clustering without an order": HEAD + SCORES + "clusters: {of: [s], k: 3}\n",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_what_is_misspelt_is_refused_by_the_schema_and_by_the_model(text: str) -> None:
    assert problems(text) != []
    assert not parses(text)


def parts(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [part for one in schema for part in parts(one)]
    return [schema, *parts(list(schema.values()))] if isinstance(schema, dict) else []


def test_every_mapping_of_known_keys_refuses_others() -> None:
    known = [part for part in parts(SCHEMA) if part.get("type") == "object" and "properties" in part]
    assert len(known) > 20
    assert all(part["additionalProperties"] is False for part in known)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_is_described_in_both_languages(lang: str) -> None:
    schema = json_schema(lang)
    known = [part for part in parts(schema) if part.get("type") == "object" and "properties" in part]
    for part in known:
        for key, value in part["properties"].items():
            assert len(value["description"]) > 1, key
            assert value["description"] != key
    assert schema["description"] != json_schema("zh" if lang == "en" else "en")["description"]


def test_the_schema_is_made_anew_each_time() -> None:
    before = copy.deepcopy(json_schema())
    json_schema()["properties"].clear()
    assert json_schema() == before
