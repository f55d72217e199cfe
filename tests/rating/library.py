"""The schemes of the product as documents, and the product's rows beside the oracle's."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from oracle import Book, Rating, half_up, rate_scheme, read_scheme, read_scheme_file, whole_scheme

LIBRARY = Path(__file__).resolve().parents[2] / "src" / "shuke" / "scheme" / "library"
IDS = tuple(sorted(path.stem for path in LIBRARY.glob("*.yaml")))
DEFAULT = "rfm-quintile-weighted"
# What names a figure of a scheme and says nothing of how it is made.
NAMES = {"metric", "title", "of", "attribute", "interactions"}


def values_of(scheme: str) -> dict[str, Any]:
    """The whole document of a built-in scheme, as the oracle reads it."""
    return whole(read_scheme_file(LIBRARY / f"{scheme}.yaml"))


def values_in(text: str) -> dict[str, Any]:
    """The whole document that a text means."""
    return whole(read_scheme(text))


def whole(values: dict[str, Any]) -> dict[str, Any]:
    return whole_scheme(values, lambda base: read_scheme_file(LIBRARY / f"{base}.yaml"))


def by_the_oracle(scheme: str, book: Book, more: tuple[str, ...] = ()) -> Rating:
    return rate_scheme(values_of(scheme), book, more)


def cell(value: Any) -> Any:
    """A value as the rated table holds it: a number rounded to 6 places, a text, or nothing."""
    if isinstance(value, Fraction | Decimal):
        return Fraction(half_up(value, 6))
    return value


def cells(row: dict[str, Any]) -> dict[str, Any]:
    return {name: cell(value) for name, value in row.items()}


def differences(found: dict[str, dict[str, Any]], wanted: dict[str, dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Every customer and column in which two rated tables differ: what was found, what was wanted."""
    told: list[tuple[Any, ...]] = [(who, "rated", who in found, who in wanted) for who in found.keys() ^ wanted.keys()]
    for who in found.keys() & wanted.keys():
        one, other = cells(found[who]), cells(wanted[who])
        told += [
            (who, name, one.get(name, "no column"), other.get(name, "no column"))
            for name in {**other, **one}
            if one.get(name, "no column") != other.get(name, "no column")
        ]
    return sorted(told, key=str)


def parts(scheme: str) -> set[tuple[str, str, str]]:
    """What a scheme is made of: its sections, and what its scores, its own metrics and its composite say."""
    values = values_of(scheme)
    said = [(name, one) for name in ("scores", "metrics") for one in (values.get(name) or {}).values()]
    said.append(("composite", values.get("composite") or {}))
    keys = {(section, key, word(value)) for section, one in said for key, value in one.items() if key not in NAMES}
    return {("section", name, "") for name in values if name != "extends"} | keys


def word(value: Any) -> str:
    """A word of the language; a number says how much and not what."""
    return value if isinstance(value, str) and value.isalpha() else ""


def covering(schemes: Sequence[str]) -> list[str]:
    """Some of the schemes that have together all the parts that any of them has, the default one among them."""
    chosen, left = [DEFAULT], set[tuple[str, str, str]]().union(*map(parts, schemes)) - parts(DEFAULT)
    while left:
        chosen.append(max(schemes, key=lambda one: (len(parts(one) & left), one)))
        left -= parts(chosen[-1])
    return sorted(chosen)
