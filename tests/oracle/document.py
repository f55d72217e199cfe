"""The text of a scheme as plain values: mappings, lists and text; and what a variant that extends another means."""

from collections.abc import Callable
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

Values = dict[str, Any]
NAMES = {"tiers": "tier", "stages": "stage", "segments": "segment", "exclude": "exclude"}
ONE_OF = [{"weights", "ahp", "entropy"}, {"at_least", "when", "codes"}]


def read(text: str) -> Values:
    """The values of the first document of a text; every scalar is its own text, an unquoted nothing is None."""
    return deepcopy(_read(text))


@lru_cache(maxsize=64)
def _read(text: str) -> Values:
    return plain(next(iter(YAML(typ="safe", pure=True).compose_all(text))))


def read_file(path: Path) -> Values:
    """The values of a scheme's file."""
    return read(path.read_text(encoding="utf-8"))


def plain(node: Node) -> Any:
    """A node of YAML as a mapping, a list or a text."""
    if isinstance(node, ScalarNode):
        return None if node.style is None and node.value in ("", "~", "null") else node.value
    if isinstance(node, MappingNode):
        return {key.value: plain(value) for key, value in node.value}
    return [plain(item) for item in node.value]


def whole(values: Values, base_of: Callable[[str], Values]) -> Values:
    """The values with everything that the scheme they extend says and they do not."""
    if values.get("extends") is None:
        return values
    return over(whole(base_of(values["extends"]), base_of), values)


def over(base: Values, variant: Values) -> Values:
    """What the variant does not name is the base's; scores, own metrics and named groups are taken one by one."""
    result = dict(base)
    for key, said in variant.items():
        known = result.get(key)
        if said is None:
            result.pop(key, None)
        elif known is None:
            result[key] = said
        elif key in ("metrics", "scores"):
            result[key] = without_nothing({**known, **said})
        elif key == "composite":
            result[key] = entry_over(known, said)
        elif key in NAMES:
            of_base = {group[NAMES[key]]: group for group in known}
            result[key] = [entry_over(of_base.get(group[NAMES[key]], {}), group) for group in said]
        else:
            result[key] = said
    return result


def entry_over(known: Values, said: Values) -> Values:
    """One entry over the base's: naming one of several ways to say a thing takes the base's way."""
    replaced = set().union(*(ways for ways in ONE_OF if ways & said.keys()))
    return without_nothing({**{key: value for key, value in known.items() if key not in replaced}, **said})


def without_nothing(entries: Values) -> Values:
    """The entries that are not None."""
    return {name: entry for name, entry in entries.items() if entry is not None}
