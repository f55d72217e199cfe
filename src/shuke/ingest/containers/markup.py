"""XML of strangers: start tags and their attributes, with no document type, no entities, nothing fetched."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from xml.parsers import expat

from shuke.errors import DataError, Where


def start_tags(data: bytes, wanted: Collection[str], part: str) -> list[tuple[str, dict[str, str]]]:
    """Return the wanted start tags in order, as local name and attributes (their prefixes kept).

    Raises:
        DataError: the XML is broken, or has a document type.
    """
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local in wanted:
            found.append((local, attributes))

    parser = strict_parser(part)
    parser.StartElementHandler = start
    parse(parser, data, part)
    return found


def strict_parser(part: str) -> Any:
    """Return a parser that stops at a document type: no honest spreadsheet has one, and every XML bomb does."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise DataError("xml_with_dtd", Where(), part=part)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def parse(parser: Any, data: bytes | str, part: str, *, final: bool = True) -> None:
    """Feed a parser.

    Raises:
        DataError: the XML is broken.
    """
    try:
        parser.Parse(data, final)
    except (expat.ExpatError, ValueError, LookupError):
        raise DataError("part_damaged", Where(), part=part) from None
