"""A document becomes a scheme, or the list of everything that is wrong with it, each with its line."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from shuke.errors import SchemeError, SchemeErrors, Where
from shuke.scheme.document import Document, read_document
from shuke.scheme.model import Scheme

LIBRARY = files("shuke.scheme") / "library"
# What pydantic calls a problem -> our sentence.
SENTENCES = {
    "missing": "scheme_key_missing",
    "extra_forbidden": "scheme_key_unknown",
    "literal_error": "scheme_value_not_offered",
    "string_pattern_mismatch": "scheme_name_malformed",
}


def parse(text: str, name: str) -> tuple[Scheme, Document]:
    """Return the scheme that ``text`` says, and the document with the line of each value.

    Raises:
        SchemeErrors: every structural problem, in the order of the lines.
    """
    document = read_document(text, name)
    try:
        return Scheme.model_validate(document.values), document
    except ValidationError as error:
        raise SchemeErrors([_problem(detail, document) for detail in error.errors()]) from None


def _problem(detail: Any, document: Document) -> SchemeError:
    # Keys of a dict are reported with a trailing marker that stands for no place in the document.
    path = tuple(part for part in detail["loc"] if part != "[key]")
    key = SENTENCES.get(detail["type"], "scheme_value_wrong")
    offered = str(detail.get("ctx", {}).get("expected", ""))
    value = detail.get("input") if not isinstance(detail.get("input"), dict | list) else "…"
    return SchemeError(key, document.where(path), path=".".join(map(str, path)), value=value, offered=offered)


def library_ids() -> list[str]:
    """Return the ids of the built-in schemes, sorted."""
    return sorted(entry.name.removesuffix(".yaml") for entry in LIBRARY.iterdir() if entry.name.endswith(".yaml"))


def scheme_text(reference: str) -> tuple[str, str]:
    """Return the text of a built-in scheme (by id) or of a file (by path), and the name to show for it.

    Raises:
        SchemeError: there is neither such a built-in nor such a file, or the file is not UTF-8 text.
    """
    if reference in library_ids():
        return (LIBRARY / f"{reference}.yaml").read_text(encoding="utf-8"), f"{reference}.yaml"
    path = Path(reference)
    try:
        return path.read_text(encoding="utf-8-sig"), path.name
    except FileNotFoundError:
        raise SchemeError("scheme_not_found", name=reference, known=", ".join(library_ids())) from None
    except IsADirectoryError:
        raise SchemeError("scheme_not_found", name=reference, known=", ".join(library_ids())) from None
    except (UnicodeDecodeError, PermissionError):
        raise SchemeError("scheme_not_readable", Where(file=path.name)) from None


def fingerprint(text: str) -> str:
    """Return the SHA-256 of a scheme's text, as hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
