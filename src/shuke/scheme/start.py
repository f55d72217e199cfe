"""A scheme of one's own is started: a copy of another, or a short variant that extends it."""

from __future__ import annotations

import re
from typing import Any

from shuke.scheme.document import read_document
from shuke.scheme.parse import parse
from shuke.scheme.spoken.names import said
from shuke.scheme.written import flow, yaml_text

NAMED = {"tiers": "tier", "stages": "stage", "segments": "segment"}


def identifier(stem: str) -> str:
    """Return an id that the name of a file makes."""
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "my-scheme"


def copy(content: str, name: str) -> str:
    """Return a scheme's text, comments and all, under another id; what it extends is written out."""
    if "extends" in read_document(content, name).values:
        values = dict(parse(content, name)[1].values)
        values.pop("extends")
        head = "".join(re.findall(r"(?m)\A(?:^#.*\n)+", content))
        return head + yaml_text({**values, "scheme": name})
    return re.sub(r"(?m)^scheme: .*$", f"scheme: {name}", content, count=1)


def variant(content: str, base: str, name: str, lang: str) -> str:
    """Return a short document that extends ``base``; what can be changed stands in it as comments, as it is now."""
    values = parse(content, f"{base}.yaml")[1].values
    lines = [f"# {line}" for line in said("start.head", lang, base=base).split("\n")]
    lines += [f"scheme: {name}", f"extends: {base}", f"title: {flow(values['title'])}", ""]
    lines.append(f"# {said('start.hints', lang)}")
    for key, hint in _hints(values):
        lines += ["", f"# {said(f'start.{key}', lang)}", *(f"#{line}" for line in hint)]
    return "\n".join(lines) + "\n"


def _hints(values: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Return what can be changed, by the key of its explanation, as lines of a document."""
    found = [("period", [f"period: {flow(values.get('period', 'all'))}"])]
    if "scores" in values:
        found.append(("scores", ["scores:", *(f"  {name}: {flow(one)}" for name, one in values["scores"].items())]))
    if "weights" in values.get("composite", {}):
        found.append(("weights", ["composite:", f"  weights: {flow(values['composite']['weights'])}"]))
    for key, name in NAMED.items():
        if key in values:
            found.append((key, [f"{key}:", *(f"  - {flow(_entry(group, name))}" for group in values[key])]))
    if "exclude" not in values and "metrics" not in values:
        found.append(
            (
                "exclude",
                [
                    "metrics:",
                    "  overdue: {attribute: overdue, type: number, best: low, missing: 0}",
                    "exclude:",
                    "  - {exclude: debtors, when: {overdue: {above: 0}}}",
                ],
            )
        )
    return found


def _entry(group: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a group's name and condition: the rest is kept from the base."""
    return {key: value for key, value in group.items() if key in {name, "at_least", "when", "codes"}}
