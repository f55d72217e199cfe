"""The text of a document of warnings becomes frozen data, or the list of everything that is wrong with it."""

from __future__ import annotations

from importlib.resources import files

from pydantic import ValidationError

from shuke.errors import SchemeError, SchemeErrors
from shuke.scheme.document import Document, read_document
from shuke.scheme.parse import told
from shuke.watch.warnings.model import Warnings

FILE = "warnings.yaml"


def parse(text: str, name: str = FILE) -> tuple[Warnings, Document]:
    """Return what a document of warnings says, with the line of each value.

    Raises:
        SchemeError: it is no document.
        SchemeErrors: everything that does not fit, in the order of the lines.
    """
    document = read_document(text, name)
    _each_rule_once(document)
    try:
        return Warnings.model_validate(document.values), document
    except ValidationError as error:
        raise SchemeErrors(told(error.errors(), document)) from None


def built_in() -> str:
    """Return the text of the document that holds where a workspace has none of its own."""
    return (files("shuke.watch.warnings") / "default.yaml").read_text(encoding="utf-8")


def _each_rule_once(document: Document) -> None:
    rules = document.values.get("rules")
    names = [str(one.get("rule")) if isinstance(one, dict) else "" for one in rules] if isinstance(rules, list) else []
    for index, name in enumerate(names):
        if name and names.index(name) < index:
            raise SchemeError("warnings_rule_twice", document.where(("rules", index, "rule")), rule=name)
