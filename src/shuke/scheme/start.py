"""A scheme of one's own is started: a copy of another, or a short variant that extends it."""

from __future__ import annotations

import re
from typing import Any

from shuke.scheme.document import read_document
from shuke.scheme.parse import parse
from shuke.scheme.spoken.names import said
from shuke.scheme.written import flow, yaml_text

# A title that says that it is a copy's, in either language.
COPIED = re.compile(r"(.+?) ?[(（](?:copy|副本)(?: ([0-9]{1,4}))?[)）]")
NAMED = {"tiers": "tier", "stages": "stage", "segments": "segment"}


def identifier(stem: str) -> str:
    """Return an id that the name of a file makes."""
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "my-scheme"


def copy(content: str, name: str) -> str:
    """Return a scheme's text, comments and all, as a copy under another id; what it extends is written out."""
    values, text = read_document(content, name).values, content
    if "extends" in values:
        values = dict(parse(content, name)[1].values)
        values.pop("extends")
        head = "".join(re.findall(r"(?m)\A(?:^#.*\n)+", content))
        text = head + yaml_text(values)
    return as_copy(text, name, content)


def as_copy(text: str, name: str, original: str) -> str:
    """Return a text under another id, titled as a copy of the original, and saying so as its source.

    A title or a source that is another one than the original's by now stays.
    """
    mine, before = (dict(read_document(one, name).values) for one in (text, original))
    told = _set(text, "scheme", name)
    title, source = (mine.get(key, before.get(key)) for key in ("title", "source"))
    if title == before.get("title") and title:
        told = _set(told, "title", flow(_titled(title)), after="scheme")
    if source == before.get("source"):
        further = f"; its source: {source}" if source else ""
        told = _set(told, "source", flow(f"Copy of {before.get('scheme', name)}{further}"), after="title")
    return told


def _titled(title: Any) -> Any:
    """Return a title that says that it is a copy's, and of a copy that it is a further one."""
    if isinstance(title, dict):
        return {lang: _copied(str(word), "zh" if lang == "zh" else "en") for lang, word in title.items()}
    return _copied(str(title), "en")


def _copied(title: str, lang: str) -> str:
    found = COPIED.fullmatch(title)
    if found is None:
        return said("start.copy", lang, title=title)
    return said("start.copies", lang, title=found[1], number=int(found[2] or 1) + 1)


def _set(text: str, key: str, value: str, after: str = "") -> str:
    """Return a document with a value on one line in place of a key's, or behind another key where it has none."""
    # Behind a line of hyphens stands what the document extends.
    first = re.search(r"(?m)(?!\A)^---", text)
    head, rest = (text[: first.start()], text[first.start() :]) if first else (text, "")
    block = r"(?m)^%s:.*(?:\n[ \t]+.*)*$"
    for at, kept in ((block % key, False), (block % after, True)):
        if found := re.search(at, head):
            line = f"{found[0]}\n{key}: {value}" if kept else f"{key}: {value}"
            return head[: found.start()] + line + head[found.end() :] + rest
    return f"{key}: {value}\n{text}"


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
