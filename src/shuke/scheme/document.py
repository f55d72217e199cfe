"""The text of a scheme becomes plain values that remember their line: YAML in, nested dicts of text out.

Scalars stay text, as they stand in the document; what they mean is decided by the model. Only mappings,
sequences and scalars are read: no tags, no constructors, and anchors count against a size limit, so a
document cannot run code or grow without bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from shuke.errors import SchemeError, Where

MOST_NODES = 20_000
# Signs that a Chinese keyboard writes where YAML wants its own, and what to look past for them.
WIDE_SIGNS = re.compile("[：，｛｝［］（）“”‘’、]")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|#.*")
Path = tuple[str | int, ...]


@dataclass
class Document:
    """The values of a document and the place (line, position, both from 1) of each, by path.

    ``bases`` are the values of the documents that follow it in the same text: what the first one extends.
    """

    name: str
    values: Any = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    bases: list[Any] = field(default_factory=list)

    def where(self, path: Path) -> Where:
        """Return the place of ``path``, or of its nearest parent that the document holds."""
        while path and path not in self.places:
            path = path[:-1]
        line, position = self.places.get(path, (None, None))
        return Where(file=self.name, line=line, position=position)


def read_document(text: str, name: str) -> Document:
    """Return the document's values with their lines.

    Raises:
        SchemeError: the text is not YAML, repeats a key, or is larger than a scheme can be.
    """
    # Whoever gets it may change it.
    return deepcopy(_read(text, name))


@lru_cache(maxsize=64)
def _read(text: str, name: str) -> Document:
    # One rating reads its scheme several times, and reading YAML costs as much as rating a few thousand rows.
    document = Document(name)
    try:
        nodes = list(YAML(typ="rt", pure=True).compose_all(text))
        if not nodes or not all(isinstance(node, MappingNode) for node in nodes):
            raise SchemeError("scheme_not_mapping", Where(file=name, line=1))
        root, *bases = nodes
        budget = iter(range(MOST_NODES))
        document.values = _value(root, (), document, budget)
        document.bases = [_value(base, (), Document(name), budget) for base in bases]
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        slip = _slip(text, line or 1)
        if slip is not None:
            raise SchemeError(slip[0], Where(file=name, line=slip[1], position=slip[2]), sign=slip[3]) from None
        raise SchemeError("scheme_not_yaml", Where(file=name, line=line), problem=str(error.problem)) from None
    except ReaderError:
        raise SchemeError("scheme_not_yaml", Where(file=name), problem="control character") from None
    except RecursionError:
        # Brackets in brackets by the hundred, or an alias that holds itself: no scheme looks like that.
        raise SchemeError("scheme_too_large", Where(file=name), most=MOST_NODES) from None
    return document


def _slip(text: str, line: int) -> tuple[str, int, int, str] | None:
    """Return the likeliest slip on a line that YAML stumbles over, or just before it: its key, place and sign.

    Signs inside quotes and comments are what they should be; YAML often stumbles only on the line after.
    """
    lines = text.splitlines()
    for number in (line, line - 1, line - 2):
        if not 1 <= number <= len(lines):
            continue
        bare = QUOTED.sub(lambda match: " " * len(match[0]), lines[number - 1])
        if "\t" in bare[: len(bare) - len(bare.lstrip())]:
            return "scheme_tab", number, bare.index("\t") + 1, "\\t"
        found = WIDE_SIGNS.search(bare)
        if found is not None:
            return "scheme_wide_sign", number, found.start() + 1, found[0]
    return None


def _value(node: Node, path: Path, document: Document, budget: Iterator[int]) -> Any:
    if next(budget, None) is None:
        raise SchemeError("scheme_too_large", Where(file=document.name), most=MOST_NODES)
    document.places.setdefault(path, _place(node))
    if isinstance(node, ScalarNode):
        return None if node.style is None and node.value in {"", "null", "~"} else node.value
    if isinstance(node, SequenceNode):
        return [_value(item, (*path, index), document, budget) for index, item in enumerate(node.value)]
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        wide = WIDE_SIGNS.search(key) if isinstance(key_node, ScalarNode) and key_node.style is None else None
        if wide is not None:
            line, position = _place(key_node)
            place = Where(file=document.name, line=line, position=position + wide.start())
            raise SchemeError("scheme_wide_sign", place, sign=wide[0])
        if key in values:
            line, position = _place(key_node)
            raise SchemeError("scheme_key_twice", Where(file=document.name, line=line, position=position), key=key)
        document.places[*path, key] = _place(key_node)
        values[key] = _value(value_node, (*path, key), document, budget)
    return values


def _place(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1
