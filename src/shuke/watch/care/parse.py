"""The text of a care plan becomes frozen data, or the list of everything that is wrong with it, each with its line."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from shuke.errors import SchemeError, SchemeErrors
from shuke.scheme.document import Document, read_document
from shuke.scheme.parse import told
from shuke.watch.care.model import CarePlan
from shuke.watch.care.rhythms import read

FILE = "care.yaml"


def parse(text: str, name: str = FILE) -> tuple[CarePlan, Document]:
    """Return what a care plan says, with the line of each value.

    Raises:
        SchemeError: it is no document.
        SchemeErrors: everything that does not fit, in the order of the lines.
    """
    document = read_document(text, name)
    problems: list[SchemeError] = []
    try:
        plan = CarePlan.model_validate(_listed(document))
    except ValidationError as error:
        problems += told(error.errors(), document)
    problems += _rhythms(document)
    if problems:
        raise SchemeErrors(problems)
    return plan, document


def _listed(document: Document) -> object:
    """Return the values with an owner that is one name as a list of one."""
    values = document.values
    groups = values.get("groups")
    if not isinstance(groups, dict):
        return values
    made = {
        name: {**one, "owner": [one["owner"]]} if isinstance(one, dict) and isinstance(one.get("owner"), str) else one
        for name, one in groups.items()
    }
    return {**values, "groups": {name: {} if one is None else one for name, one in made.items()}}


def _rhythms(document: Document) -> Iterator[SchemeError]:
    groups = document.values.get("groups")
    for name, one in groups.items() if isinstance(groups, dict) else ():
        written = one.get("rhythm") if isinstance(one, dict) else None
        if isinstance(written, str):
            try:
                read(written)
            except ValueError:
                yield SchemeError("care_rhythm_unknown", document.where(("groups", name, "rhythm")), value=written)
