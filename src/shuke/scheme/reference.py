"""The reference page of the scheme language, made from the model: every key with its form, default and meaning.

``python -m shuke.scheme.reference FILE`` writes it. The text between the tables and the examples, which are whole
schemes, stand in ``examples/``; tests parse and prove each of them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from shuke.scheme import model
from shuke.scheme.json_schema import describe, json_schema
from shuke.scheme.model.metrics import KINDS as METRICS
from shuke.scheme.model.scores import KINDS as SCORES

EXAMPLES = files("shuke.scheme") / "examples"
MARK = re.compile(r"\{\{(\w+) (\w+)\}\}")
# Parts that have a section: where the form of a key leads to.
SECTIONS = {
    "Words": "text-in-both-languages",
    "Period": "period",
    "Rule": "rules-and-tests",
    "Test": "rules-and-tests",
    "Composite": "composite",
    "Judgements": "composite",
    "Cells": "cells-code-clusters",
    "Code": "cells-code-clusters",
    "Clusters": "cells-code-clusters",
    "Span": "cells-code-clusters",
    "Exclusion": "exclusions",
    "Tier": "tiers-stages-segments",
    "Grace": "grace",
    "Stage": "tiers-stages-segments",
    "Segment": "tiers-stages-segments",
    "Band": "bands",
    "Centre": "split",
}
KINDS: Mapping[str, Mapping[str, Any]] = {"metrics": METRICS, "scores": SCORES}
# The example of each kind, and the parts that are told with it.
SHOWN = {
    "of": "counted",
    "interactions": "interactions",
    "attribute": "attribute",
    "ratio": "ratio",
    "quantiles": "quantiles",
    "rank_bands": "rank-bands",
    "pareto_bands": "pareto-bands",
    "bands": "bands",
    "split": "split",
    "points": "points",
    "standardise": "standardise",
    "kmeans": "kmeans",
}
WITH: Mapping[str, type[BaseModel]] = {"bands": model.Band, "split": model.Centre}
ELSEWHERE = {"difference": "ratio", "scaled": "ratio", "sum": "points"}
WORDS = {"Words": "text", "Tier": "tier", "Stage": "stage", "Segment": "segment"}
# Forms that the schema tells by many words.
FORMS = {
    "extends": "the id of a built-in scheme",
    "metrics": "name: [metric](#metrics-of-your-own)",
    "scores": "name: [score](#scores)",
    "ratio": "[name, name]",
    "difference": "[name, name]",
    "rank_bands": "list of [limit, score]",
    "pareto_bands": "list of [limit, score]",
    "matrix": "list of rows",
    "first": "date",
    "last": "date",
    "log": "`true`, `false`",
}


def page() -> str:
    """Return the whole page."""
    schema = json_schema()
    makers = {"table": _table, "part": _part, "kinds": _kinds}

    def made(mark: re.Match[str]) -> str:
        name = mark[2]
        return _example(name) if mark[1] == "example" else makers[mark[1]](schema, name)

    return MARK.sub(made, (EXAMPLES / "scheme.md").read_text(encoding="utf-8"))


def examples() -> dict[str, str]:
    """Return the text of every example by its name."""
    names = sorted(entry.name for entry in EXAMPLES.iterdir() if entry.name.endswith(".yaml"))
    return {name.removesuffix(".yaml"): (EXAMPLES / name).read_text(encoding="utf-8") for name in names}


def _example(name: str) -> str:
    return f"<!-- file: {name}.yaml -->\n```yaml\n{examples()[name].strip()}\n```"


def _kinds(schema: dict[str, Any], which: str) -> str:
    """Return a section for each kind."""
    sections = []
    for key, kind in KINDS[which].items():
        parts = [f"### {key}", _part(schema, kind.__name__)]
        if key in WITH:
            parts.append(_part(schema, WITH[key].__name__))
        if key in SHOWN:
            parts.append(_example(SHOWN[key]))
        else:
            parts.append(f"An example stands under [{ELSEWHERE[key]}](#{ELSEWHERE[key]}).")
        sections.append("\n\n".join(parts))
    return "\n\n".join(sections)


def _part(schema: dict[str, Any], name: str) -> str:
    """Return what a part is, and the table of its keys."""
    about = describe("Group" if name in {"Tier", "Stage", "Segment"} else name, "about", "en")
    return f"{about}\n\n{_table(schema, name)}"


def _table(schema: dict[str, Any], name: str) -> str:
    """Return the table of the keys of a part."""
    part: type[BaseModel] = getattr(model, name)
    properties = _properties(schema, name)
    telling = {key for kinds in KINDS.values() for key, kind in kinds.items() if kind is part}
    lines = ["| key | form | default | meaning |", "|---|---|---|---|"]
    for field, info in part.model_fields.items():
        key = info.alias or field
        default = "needed" if info.is_required() or key in telling else _default(info.default)
        form = FORMS.get(key) or _form(properties[key])
        lines.append(f"| `{key}` | {form} | {default} | {describe(name, key, 'en')} |")
    return "\n".join(lines)


def _properties(schema: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the properties of a part, which may be one of several forms."""
    part = schema if name == "Scheme" else schema["$defs"][name]
    found = part.get("properties") or next(one["properties"] for one in part["anyOf"] if "properties" in one)
    return dict(found)


def _default(value: Any) -> str:
    if value is PydanticUndefined or value is None or (isinstance(value, tuple | dict) and not value):
        return "–"
    if isinstance(value, model.Period):
        return "`all`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _form(value: dict[str, Any]) -> str:
    """Return what a value may look like, in a few words."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[{WORDS.get(name, name.lower())}](#{SECTIONS[name]})"
    if "anyOf" in value:
        return _either([one for one in value["anyOf"] if one.get("type") != "null"])
    if "enum" in value or "const" in value:
        return ", ".join(f"`{one}`" for one in value.get("enum", [value.get("const")]))
    if value.get("type") == "array":
        return f"list of {_form(value['items'])}"
    if value.get("type") == "object":
        return f"name: {_form(value['additionalProperties'])}"
    return "number" if value.get("type") == "number" else "text"


def _either(parts: list[dict[str, Any]]) -> str:
    """Return one of several forms; a number that may stand in quotes is a number."""
    whole = next((part for part in parts if part.get("type") == "integer"), None)
    if whole is not None:
        low, high = whole.get("minimum"), whole.get("maximum")
        span = f"{low} to {high}" if low is not None and high is not None else "whole number"
        return " or ".join([span, *(_form(part) for part in parts if "$ref" in part)])
    if any(str(part.get("pattern", "")).startswith("^-?") for part in parts):
        return "number"
    if any(part.get("type") == "string" and not {"enum", "const"} & part.keys() for part in parts):
        return "text"
    return " or ".join(dict.fromkeys(map(_form, parts)))


def main(arguments: list[str]) -> int:
    """Write the page to the file that is named; return the exit code."""
    if len(arguments) != 1:
        return 2
    Path(arguments[0]).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
