"""The reference pages of the scheme language, made from the model: every key with its form, default and meaning.

``python -m shuke.scheme.reference [en|zh]`` prints one. The text between the tables and the examples, which are whole
schemes, stand in ``examples/``; tests parse and prove each of them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from importlib.resources import files
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
    "en": {
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
    },
    "zh": {
        "extends": "内置方案的编号",
        "metrics": "名称: [指标](#metrics-of-your-own)",
        "scores": "名称: [得分](#scores)",
        "ratio": "[名称, 名称]",
        "difference": "[名称, 名称]",
        "rank_bands": "[界线, 得分] 的列表",
        "pareto_bands": "[界线, 得分] 的列表",
        "matrix": "各行的列表",
        "first": "日期",
        "last": "日期",
        "log": "`true`、`false`",
    },
}
# The words of a form, and of the table; what a part is called is its own word in English.
SAID: Mapping[str, Mapping[str, str]] = {
    "en": {
        "head": "| key | form | default | meaning |",
        "needed": "needed",
        "list": "list of {one}",
        "named": "name: {one}",
        "number": "number",
        "whole": "whole number",
        "text": "text",
        "span": "{low} to {high}",
        "or": " or ",
        "and": ", ",
        "elsewhere": "An example stands under [{name}](#{name}).",
    },
    "zh": {
        "head": "| 键 | 形式 | 默认 | 含义 |",
        "needed": "必填",
        "list": "{one}的列表",
        "named": "名称: {one}",
        "number": "数字",
        "whole": "整数",
        "text": "文本",
        "span": "{low} 至 {high}",
        "or": " 或 ",
        "and": "、",
        "elsewhere": "例子见 [{name}](#{name})。",
        "Period": "期间",
        "Rule": "条件",
        "Test": "取值条件",
        "Composite": "综合得分",
        "Judgements": "两两比较",
        "Cells": "格",
        "Code": "编码",
        "Clusters": "聚类",
        "Span": "范围",
        "Exclusion": "排除项",
        "Tier": "等级",
        "Grace": "宽限",
        "Stage": "阶段",
        "Segment": "客群",
        "Words": "文字",
        "Band": "分数段",
        "Centre": "中心值",
    },
}
NAMES = {"en": "scheme.md", "zh": "scheme.zh.md"}


def page(lang: str = "en") -> str:
    """Return the whole page in a language."""
    schema = json_schema(lang)
    makers = {"table": _table, "part": _part, "kinds": _kinds}

    def made(mark: re.Match[str]) -> str:
        name = mark[2]
        return _example(name) if mark[1] == "example" else makers[mark[1]](schema, name, lang)

    whole = MARK.sub(made, _template(lang))
    anchors = _anchors(lang)
    # Forms lead to sections by their English anchors.
    return re.sub(r"\]\(#([\w-]+)\)", lambda link: f"](#{anchors.get(link[1], link[1])})", whole)


def examples() -> dict[str, str]:
    """Return the text of every example by its name."""
    names = sorted(entry.name for entry in EXAMPLES.iterdir() if entry.name.endswith(".yaml"))
    return {name.removesuffix(".yaml"): (EXAMPLES / name).read_text(encoding="utf-8") for name in names}


def _template(lang: str) -> str:
    return (EXAMPLES / NAMES[lang]).read_text(encoding="utf-8")


def _anchors(lang: str) -> dict[str, str]:
    """Return the anchor of each section in a language by the English one: the pages have the same sections."""
    both = [re.findall(r"^## (.+)$", _template(one), re.MULTILINE) for one in ("en", lang)]
    slugs = [[re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles] for titles in both]
    return dict(zip(*slugs, strict=True))


def _example(name: str) -> str:
    return f"<!-- file: {name}.yaml -->\n```yaml\n{examples()[name].strip()}\n```"


def _kinds(schema: dict[str, Any], which: str, lang: str) -> str:
    """Return a section for each kind."""
    sections = []
    for key, kind in KINDS[which].items():
        parts = [f"### {key}", _part(schema, kind.__name__, lang)]
        if key in WITH:
            parts.append(_part(schema, WITH[key].__name__, lang))
        if key in SHOWN:
            parts.append(_example(SHOWN[key]))
        else:
            parts.append(SAID[lang]["elsewhere"].format(name=ELSEWHERE[key]))
        sections.append("\n\n".join(parts))
    return "\n\n".join(sections)


def _part(schema: dict[str, Any], name: str, lang: str) -> str:
    """Return what a part is, and the table of its keys."""
    about = describe("Group" if name in {"Tier", "Stage", "Segment"} else name, "about", lang)
    return f"{about}\n\n{_table(schema, name, lang)}"


def _table(schema: dict[str, Any], name: str, lang: str) -> str:
    """Return the table of the keys of a part."""
    part: type[BaseModel] = getattr(model, name)
    properties = _properties(schema, name)
    telling = {key for kinds in KINDS.values() for key, kind in kinds.items() if kind is part}
    lines = [SAID[lang]["head"], "|---|---|---|---|"]
    for field, info in part.model_fields.items():
        key = info.alias or field
        default = SAID[lang]["needed"] if info.is_required() or key in telling else _default(info.default)
        form = FORMS[lang].get(key) or _form(properties[key], lang)
        lines.append(f"| `{key}` | {form} | {default} | {describe(name, key, lang)} |")
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


def _form(value: dict[str, Any], lang: str) -> str:
    """Return what a value may look like, in a few words."""
    said = SAID[lang]
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[{said.get(name) or WORDS.get(name, name.lower())}](#{SECTIONS[name]})"
    if "anyOf" in value:
        return _either([one for one in value["anyOf"] if one.get("type") != "null"], lang)
    if "enum" in value or "const" in value:
        return said["and"].join(f"`{one}`" for one in value.get("enum", [value.get("const")]))
    if value.get("type") == "array":
        return said["list"].format(one=_form(value["items"], lang))
    if value.get("type") == "object":
        return said["named"].format(one=_form(value["additionalProperties"], lang))
    return said["number" if value.get("type") == "number" else "text"]


def _either(parts: list[dict[str, Any]], lang: str) -> str:
    """Return one of several forms; a number that may stand in quotes is a number."""
    said = SAID[lang]
    whole = next((part for part in parts if part.get("type") == "integer"), None)
    if whole is not None:
        low, high = whole.get("minimum"), whole.get("maximum")
        span = said["span"].format(low=low, high=high) if low is not None and high is not None else said["whole"]
        return said["or"].join([span, *(_form(part, lang) for part in parts if "$ref" in part)])
    if any(str(part.get("pattern", "")).startswith("^-?") for part in parts):
        return said["number"]
    if any(part.get("type") == "string" and not {"enum", "const"} & part.keys() for part in parts):
        return said["text"]
    return said["or"].join(dict.fromkeys(_form(part, lang) for part in parts))


if __name__ == "__main__":
    sys.stdout.write(page(*sys.argv[1:2]))
