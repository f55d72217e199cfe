"""The text of a scheme becomes plain values that remember their line: YAML in, nested dicts of text out.

Scalars stay text, as they stand in the document; what they mean is decided by the model. Only mappings,
sequences and scalars are read: no tags, no constructors, and anchors count against a size limit, so a
document cannot run code or grow without bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from shuke.errors import SchemeError, Where

MOST_NODES = 20_000
Path = tuple[str | int, ...]


@dataclass
class Document:
    """The values of a document and the line of each, by path."""

    name: str
    values: Any = None
    lines: dict[Path, int] = field(default_factory=dict)

    def where(self, path: Path) -> Where:
        """Return the place of ``path``, or of its nearest parent that the document holds."""
        while path and path not in self.lines:
            path = path[:-1]
        return Where(file=self.name, line=self.lines.get(path))


def read_document(text: str, name: str) -> Document:
    """Return the document's values with their lines.

    Raises:
        SchemeError: the text is not YAML, repeats a key, or is larger than a scheme can be.
    """
    document = Document(name)
    try:
        root = YAML(typ="rt", pure=True).compose(text)
        if not isinstance(root, MappingNode):
            raise SchemeError("scheme_not_mapping", Where(file=name, line=1))
        document.values = _value(root, (), document, iter(range(MOST_NODES)))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise SchemeError("scheme_not_yaml", Where(file=name, line=line), problem=str(error.problem)) from None
    except ReaderError:
        raise SchemeError("scheme_not_yaml", Where(file=name), problem="control character") from None
    except RecursionError:
        # Brackets in brackets by the hundred, or an alias that holds itself: no scheme looks like that.
        raise SchemeError("scheme_too_large", Where(file=name), most=MOST_NODES) from None
    return document


def _value(node: Node, path: Path, document: Document, budget: Iterator[int]) -> Any:
    if next(budget, None) is None:
        raise SchemeError("scheme_too_large", Where(file=document.name), most=MOST_NODES)
    line = node.start_mark.line + 1
    document.lines.setdefault(path, line)
    if isinstance(node, ScalarNode):
        return None if node.style is None and node.value in {"", "null", "~"} else node.value
    if isinstance(node, SequenceNode):
        return [_value(item, (*path, index), document, budget) for index, item in enumerate(node.value)]
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in values:
            place = Where(file=document.name, line=key_node.start_mark.line + 1)
            raise SchemeError("scheme_key_twice", place, key=key)
        document.lines[(*path, key)] = key_node.start_mark.line + 1
        values[key] = _value(value_node, (*path, key), document, budget)
    return values
