"""The form of a scheme as a JSON Schema (draft 2020-12), made from the model: an editor completes and checks with it.

It is the form alone. What a scheme means is proved by the linter; whatever the model takes, the schema takes.
"""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from shuke.locale import knows, text
from shuke.scheme.model import ParetoBands, RankBands, Scheme
from shuke.scheme.model.metrics import KINDS as METRIC_KINDS
from shuke.scheme.model.scores import KINDS as SCORE_KINDS
from shuke.scheme.parse import library_ids

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NUMBER = r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"
WHOLE = r"^[0-9]{1,9}$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
BOUNDS = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}
# Kinds that other models share their keys from: where a key's sentence is looked up, in this order.
PARENTS = ("OfMetric", "Named", "Group", "Test")
KINDS: list[tuple[str, Any]] = [*METRIC_KINDS.items(), *SCORE_KINDS.items()]


class _Generator(GenerateJsonSchema):
    """Pydantic's schema in the terms of YAML, where a number may be written with or without quotes."""

    def decimal_schema(self, schema: Any) -> dict[str, Any]:
        """Return a number, or the text of one."""
        bounds = {name: float(schema[key]) for key, name in BOUNDS.items() if schema.get(key) is not None}
        return {"anyOf": [{"type": "number", **bounds}, {"type": "string", "pattern": NUMBER}]}

    def int_schema(self, schema: Any) -> dict[str, Any]:
        """Return a whole number, or the text of one."""
        bounds = {name: schema[key] for key, name in BOUNDS.items() if schema.get(key) is not None}
        return {"anyOf": [{"type": "integer", **bounds}, {"type": "string", "pattern": WHOLE}]}

    def bool_schema(self, schema: Any) -> dict[str, Any]:
        """Return yes or no."""
        del schema
        return {"enum": [True, False, "true", "false"]}

    def str_schema(self, schema: Any) -> dict[str, Any]:
        """Return a text; a number without quotes is the text of it, as in ``tier: 1``."""
        found = {
            name: schema[key]
            for key, name in (("pattern", "pattern"), ("min_length", "minLength"), ("max_length", "maxLength"))
            if schema.get(key) is not None
        }
        worded = {"type": "string", **found}
        pattern = str(found.get("pattern", ""))
        return worded if pattern.startswith(("^[a-z]", "^[a-z0-9]")) else {"anyOf": [worded, {"type": "number"}]}

    def date_schema(self, schema: Any) -> dict[str, Any]:
        """Return a day."""
        del schema
        return {"type": "string", "pattern": DAY}


def json_schema(lang: str = "en") -> dict[str, Any]:
    """Return the JSON Schema of scheme documents, its descriptions in one language."""
    made = Scheme.model_json_schema(by_alias=True, schema_generator=_Generator)
    parts = made.pop("$defs")
    for name, part in parts.items():
        parts[name] = _described(part, name, lang)
    parts["Period"] = _either(parts["Period"], {"type": "string", "pattern": r"^(all|[0-9]+ (month|day)s?)$"})
    parts["Test"] = _test(parts["Test"])
    parts["Rule"] = _rule(parts["Rule"])
    for key, kind in KINDS:
        # The one key that tells the kind is what a document must have, even where the model has a default.
        parts[kind.__name__]["required"] = sorted({*parts[kind.__name__].get("required", ()), key})
    for kind in (RankBands, ParetoBands):
        _pairs(parts[kind.__name__]["properties"])
    whole = _described(made, "Scheme", lang)
    whole["properties"]["extends"] = {**whole["properties"]["extends"], "anyOf": [{"enum": library_ids()}]}
    return _with_variants({"$schema": DIALECT, "title": "Shuke scheme", **whole, "$defs": parts})


def _described(part: dict[str, Any], name: str, lang: str) -> dict[str, Any]:
    """Return a part with the sentences of the catalogue in place of docstrings, and without noise."""
    found = {**part, "description": text(f"keys.{name}.about", lang)}
    found.pop("title", None)
    for key, value in found.get("properties", {}).items():
        value.pop("title", None)
        value.pop("default", None)
        value["description"] = describe(name, key, lang)
        if "oneOf" in value:
            value["anyOf"] = value.pop("oneOf")
    for value in found.get("properties", {}).values():
        _tell_apart(value)
    return found


def describe(name: str, key: str, lang: str) -> str:
    """Return what a key of a kind means."""
    for owner in (name, *PARENTS):
        if knows(f"keys.{owner}.{key}"):
            return text(f"keys.{owner}.{key}", lang)
    return key


def _tell_apart(value: Any) -> None:
    """Let a union take any of its kinds, which exclude one another already, and say what names may look like."""
    if isinstance(value, dict):
        if "oneOf" in value:
            value["anyOf"] = value.pop("oneOf")
        value.pop("discriminator", None)
        if len(value.get("patternProperties", ())) == 1:
            ((pattern, kinds),) = value.pop("patternProperties").items()
            value["propertyNames"] = {"pattern": pattern, "maxLength": 40}
            value["additionalProperties"] = kinds
        for part in value.values():
            _tell_apart(part)
    elif isinstance(value, list):
        for part in value:
            _tell_apart(part)


def _either(part: dict[str, Any], *short: dict[str, Any]) -> dict[str, Any]:
    """Return a part or one of its short forms."""
    description = part.pop("description")
    return {"description": description, "anyOf": [*short, part]}


def _test(part: dict[str, Any]) -> dict[str, Any]:
    value = {"type": ["string", "number"]}
    listed = {"type": "array", "minItems": 1, "items": value}
    part["properties"]["is"] = {"description": part["properties"]["is"]["description"], **listed}
    return _either({**part, "minProperties": 1, "maxProperties": 2}, value, listed)


def _rule(part: dict[str, Any]) -> dict[str, Any]:
    """Return one mapping of tests, or ``any`` with several."""
    tests = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$", "not": {"const": "any"}},
        "additionalProperties": {"$ref": "#/$defs/Test"},
    }
    part["properties"]["any"] = {
        "description": part["properties"]["any"]["description"],
        "type": "array",
        "minItems": 1,
        "items": tests,
    }
    return _either(part, tests)


def _pairs(properties: dict[str, Any]) -> None:
    """Let the limit of a pair be ``rest``."""
    for value in properties.values():
        if value.get("type") == "array":
            limit = {"anyOf": [{"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}, {"type": "string"}]}
            score = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": NUMBER}]}
            value["items"] = {"type": "array", "prefixItems": [limit, score], "minItems": 2, "maxItems": 2}


def _with_variants(whole: dict[str, Any]) -> dict[str, Any]:
    """Return the schema in which a document that extends another may leave out what that one says.

    There, null takes something away, and an entry of a list needs its name alone.
    """
    properties = whole["properties"]
    needed = [key for key in whole.pop("required") if key != "scheme"]
    full: dict[str, Any] = {"required": needed}
    for key in ("metrics", "scores"):
        kinds = properties[key]["additionalProperties"]
        properties[key] = {**properties[key], "additionalProperties": {"anyOf": [kinds, {"type": "null"}]}}
        full.setdefault("properties", {})[key] = {"additionalProperties": {"not": {"type": "null"}}}
    exclusion = whole["$defs"]["Exclusion"]
    exclusion["required"] = ["exclude"]
    full["properties"]["exclude"] = {"items": {"required": ["exclude", "when"]}}
    for key, value in properties.items():
        if key not in {"scheme", "extends", "title", "metrics", "scores"}:
            description = value.pop("description")
            kinds = value.pop("anyOf", None) or [value]
            kinds = [kind for kind in kinds if kind.get("type") != "null"]
            properties[key] = {"description": description, "anyOf": [*kinds, {"type": "null"}]}
    whole["required"] = ["scheme"]
    return {**whole, "if": {"required": ["extends"]}, "else": full}
