"""A scheme's text as an editor wants it: what is found with its place, the sentences, and the weights with theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from shuke.browse.texts import examined
from shuke.errors import SchemeError
from shuke.scheme.document import Document
from shuke.scheme.document import Path as Place
from shuke.scheme.lint.finding import Finding, plain
from shuke.scheme.model import Scheme, Sum
from shuke.scheme.sentences import sentences
from shuke.scheme.spoken.names import column, worded

VALUE = re.compile(r"""\s*(["']?)(-?[0-9]+(?:\.[0-9]+)?)\1""")


def linted(content: str, name: str, lang: str) -> dict[str, Any]:
    """Return what is found in a text, and, where it can be read, what it says.

    ``weights`` are the shares of composites and sums; one that stands in the text has the place of its number there,
    so that another can be written in its stead.
    """
    try:
        scheme, document, found = examined(content, name)
    except SchemeError as error:
        problems = [problem(one, lang) for one in getattr(error, "problems", [error])]
        return {"findings": problems, "sentences": [], "weights": [], "scheme": None, "sound": False}
    return {
        "findings": [_finding(one, lang) for one in found],
        "sentences": sentences(scheme, lang),
        "weights": [one for owner in _owners(scheme) for one in _weights(scheme, document, content, *owner, lang)],
        "scheme": {
            "id": scheme.scheme,
            "title": worded(scheme.title, lang),
            "extends": scheme.extends,
            "result": scheme.main,
        },
        "sound": not any(one.severity == "error" for one in found),
    }


def _finding(one: Finding, lang: str) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": one.severity,
        "message": one.message(lang),
        "hint": one.fix(lang),
        "line": one.where.line,
        "column": one.where.position,
    }


def problem(error: Any, lang: str) -> dict[str, Any]:
    """Return an error of a document as a finding with its place."""
    return {
        "code": error.code or f"E-{error.key.upper().replace('_', '-')}",
        "severity": "error",
        "message": error.what(lang),
        "hint": error.hint(lang),
        "line": error.where.line,
        "column": error.where.position,
    }


def _owners(scheme: Scheme) -> Iterator[tuple[str, Place, Mapping[str, Decimal], str]]:
    """Yield everything that adds up scores: its name, where its weights stand, the weights, and what they add up to."""
    for name, score in scheme.scores.items():
        if isinstance(score, Sum):
            yield name, ("scores", name, "sum"), score.sum, score.total
    if scheme.composite is not None and scheme.composite.weights:
        yield scheme.composite.name, ("composite", "weights"), scheme.composite.weights, scheme.composite.total


def _weights(
    scheme: Scheme,
    document: Document,
    content: str,
    owner: str,
    path: Place,
    weights: Mapping[str, Decimal],
    total: str,
    lang: str,
) -> list[dict[str, Any]]:
    return [
        {
            "of": owner,
            "of_title": column(owner, lang, scheme),
            "total": total,
            "name": name,
            "title": column(name, lang, scheme),
            "value": plain(value),
            **_place(document, content, (*path, name)),
        }
        for name, value in weights.items()
    ]


def _place(document: Document, content: str, path: Place) -> dict[str, int | None]:
    """Return the line, the position and the length of a number in the text, all empty where it does not stand there."""
    nowhere: dict[str, int | None] = {"line": None, "column": None, "length": None}
    if path not in document.places:
        return nowhere
    line, position = document.places[path]
    lines = content.split("\n")
    text = lines[line - 1] if line <= len(lines) else ""
    colon = text.find(":", position - 1)
    found = VALUE.match(text, colon + 1) if colon >= 0 else None
    if found is None:
        return nowhere
    return {"line": line, "column": found.start(2) + 1, "length": len(found[2])}
