"""What a request says of how sources are to be read, as the settings of the intake; and questions as results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from shuke.errors import Undecided
from shuke.ingest.columns import ORDER_COLUMNS
from shuke.ingest.raw import Reading
from shuke.inspection import question
from shuke.locale import LANGUAGES, text

# Seconds for which a job waits while somebody else writes to the workspace.
PATIENCE = 3600.0


def reading_of(said: Mapping[str, Any]) -> Reading:
    """Return the settings that a request says; what cannot be meant is told where it is read."""
    return Reading(
        mapping=said.get("map") or {},
        encoding=said.get("encoding"),
        sheets=tuple(said.get("sheets") or ()),
        timezone=said.get("timezone"),
        date_format=said.get("date_format"),
        deduplicate=bool(said.get("deduplicate")),
        zero_orders=said.get("zero_orders") or "neither",
        decisions=said.get("decide") or {},
        policies=said.get("policy") or {},
    )


def files_of(request: Mapping[str, Any]) -> list[Path]:
    """Return the files that a request names."""
    return [Path(one) for one in request["files"]]


def in_every_language(tell: Callable[[str], Any]) -> dict[str, Any]:
    """Return what is told, by language: who reads a result may change theirs."""
    return {lang: tell(lang) for lang in LANGUAGES}


def asked(found: Undecided) -> dict[str, Any]:
    """Return the result of a job that stopped at a question."""
    return {"question": in_every_language(lambda lang: question(found, lang))}


def meanings() -> dict[str, list[dict[str, str]]]:
    """Return what a column of order lines can mean, in words."""
    return in_every_language(
        lambda lang: [{"name": name, "title": text(f"words.canonical.{name}", lang)} for name in ORDER_COLUMNS]
    )
