"""Plain values become the text of a scheme again: blocks outside, one line for what is short.

Law: reading the text gives the same values.
"""

from __future__ import annotations

import json
import re
from typing import Any

MOST_LETTERS = 110
PLAIN = re.compile(r"[\w/+.%-](?:[\w ./%+()，。、；（）×≤≥-]*[\w/.%)+，。、；（）-])?")
NULLS = {"", "null", "Null", "NULL", "~"}


def yaml_text(values: dict[str, Any]) -> str:
    """Return the document of some values; what takes several lines is parted by a blank one."""
    blocks = ["\n".join(_lines({key: value}, 0)) for key, value in values.items()]
    text = ""
    for block, before in zip(blocks, ["", *blocks[:-1]], strict=True):
        apart = before and ("\n" in block or "\n" in before)
        text += f"\n{block}\n" if apart else f"{block}\n"
    return text


def flow(value: Any) -> str:
    """Return a value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(key)}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if value is None:
        return "null"
    text = str(value)
    plain = PLAIN.fullmatch(text) and text not in NULLS and not text.startswith(("- ", "---")) and text != "-"
    return text if plain else json.dumps(text, ensure_ascii=False)


def _lines(value: Any, depth: int) -> list[str]:
    """Return a mapping or a list as lines; what is short enough stands in one of them."""
    indent = "  " * depth
    found = []
    if isinstance(value, dict):
        for key, part in value.items():
            head = f"{indent}{flow(key)}:"
            found += [f"{head} {flow(part)}"] if _short(part, head) else [head, *_lines(part, depth + 1)]
        return found
    for part in value:
        if _short(part, indent):
            found.append(f"{indent}- {flow(part)}")
        else:
            first, *rest = _lines(part, depth + 1)
            found += [f"{indent}- {first.lstrip()}", *rest]
    return found


def _short(part: Any, head: str) -> bool:
    if not isinstance(part, dict | list) or not part:
        return True
    deep = isinstance(part, dict) and any(isinstance(value, dict | list) for value in part.values())
    return len(head) + len(flow(part)) <= MOST_LETTERS and not (deep and len(part) > 3)
