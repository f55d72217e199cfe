"""A scheme that extends another: the base's document with the lines that the variant changes.

Law: what the variant does not name is the base's, word for word. Scores and own metrics are replaced one by one,
whole (a null takes one away); the lists of groups and exclusions take their order from the variant, and an entry
whose name the base knows keeps what the variant does not say about it.
"""

from __future__ import annotations

from typing import Any

# Keys whose entries are replaced one by one, and lists whose entries have a name.
ENTRIES = ("metrics", "scores")
NAMED = {"tiers": "tier", "stages": "stage", "segments": "segment", "exclude": "exclude"}
# Of these, a mapping holds one at a time: naming one takes the base's others away.
EXCLUSIVE = (("weights", "ahp", "entropy"), ("at_least", "when", "codes"))


def extended(base: dict[str, Any], variant: dict[str, Any]) -> dict[str, Any]:
    """Return the values of the whole document that ``variant`` means, keys in the base's order."""
    merged = dict(base)
    for key, value in variant.items():
        known = base.get(key)
        if value is None:
            merged.pop(key, None)
        elif key in ENTRIES and isinstance(known, dict) and isinstance(value, dict):
            both = {**known, **value}
            merged[key] = {name: entry for name, entry in both.items() if entry is not None}
        elif key == "composite" and isinstance(known, dict) and isinstance(value, dict):
            merged[key] = _over(known, value)
        elif key in NAMED and isinstance(known, list) and isinstance(value, list):
            merged[key] = [_entry(known, entry, NAMED[key]) for entry in value]
        else:
            merged[key] = value
    return merged


def _entry(known: list[Any], entry: Any, name: str) -> Any:
    """Return a list's entry, over the base's entry of the same name if there is one."""
    if not isinstance(entry, dict):
        return entry
    for one in known:
        if isinstance(one, dict) and one.get(name) == entry.get(name):
            return _over(one, entry)
    return entry


def _over(base: dict[str, Any], variant: dict[str, Any]) -> dict[str, Any]:
    dropped = {other for group in EXCLUSIVE for key in group if key in variant for other in group}
    kept = {key: value for key, value in base.items() if key not in dropped}
    return {key: value for key, value in {**kept, **variant}.items() if value is not None}
