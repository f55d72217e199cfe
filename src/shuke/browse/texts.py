"""Texts of schemes as they are read and proved, the latest kept: an editor asks of the same text several times."""

from __future__ import annotations

from functools import lru_cache

from shuke.errors import SchemeErrors
from shuke.scheme.document import Document
from shuke.scheme.lint import lint
from shuke.scheme.lint.finding import Finding
from shuke.scheme.model import Scheme
from shuke.scheme.parse import parse

MOST_TEXTS = 64


@lru_cache(MOST_TEXTS)
def examined(text: str, name: str) -> tuple[Scheme, Document, tuple[Finding, ...]]:
    """Return what a text says, where, and everything that is found in it.

    Raises:
        SchemeError: it cannot be read.
    """
    scheme, document = parse(text, name)
    return scheme, document, lint(scheme, document)


def sound(text: str, name: str) -> Scheme:
    """Return the scheme of a text that can be rated by.

    Raises:
        SchemeError: it cannot be read, or something in it is an error; all its errors are told.
    """
    scheme, _, findings = examined(text, name)
    errors = [one for one in findings if one.severity == "error"]
    if errors:
        raise SchemeErrors(errors)
    return scheme
