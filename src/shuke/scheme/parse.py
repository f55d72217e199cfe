"""A document becomes a scheme, or the list of everything that is wrong with it, each with its line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from shuke.errors import SchemeError, SchemeErrors, Where
from shuke.scheme.document import Document, read_document
from shuke.scheme.document import Path as Place
from shuke.scheme.extend import extended
from shuke.scheme.model import Scheme

MOST_BASES = 8
# Numbers as some write them, and the texts that are given in two languages.
COMMA = re.compile(r"-?[0-9]+([.,，][0-9]+)?%|-?[0-9]+[,，][0-9]+")
WORDS = frozenset({"title", "meaning", "direction", "measures", "department", "success", "rhythm"})
# What a text has that extends another document, or holds several: the key, an escape in its place, or a line between.
COULD_EXTEND = re.compile(r"extends|\\|^(---|\.\.\.)", re.MULTILINE)
LIBRARY = files("shuke.scheme") / "library"
# What pydantic calls a problem -> our sentence.
SENTENCES = {
    "missing": "scheme_key_missing",
    "extra_forbidden": "scheme_key_unknown",
    "literal_error": "scheme_value_not_offered",
    "string_pattern_mismatch": "scheme_name_malformed",
    "union_tag_not_found": "scheme_kind_unknown",
}


def parse(text: str, name: str) -> tuple[Scheme, Document]:
    """Return the scheme that ``text`` says, and the document with the line of each value.

    Raises:
        SchemeErrors: every structural problem, in the order of the lines.
    """
    document = read_document(text, name)
    document.values = _whole(document, document.values, document.bases)
    try:
        return Scheme.model_validate(document.values), document
    except ValidationError as error:
        raise SchemeErrors(told(error.errors(), document)) from None


def self_contained(text: str, name: str) -> str:
    """Return a scheme's text with the documents it extends behind it, so that it means the same anywhere, ever."""
    if not COULD_EXTEND.search(text):
        return text.rstrip("\n") + "\n"
    document = read_document(text, name)
    values, parts = document.values, [text.rstrip("\n")]
    if document.bases:
        return text
    for _ in range(MOST_BASES):
        base = values.get("extends")
        if base is None:
            break
        parts.append(_library_text(str(base), document).rstrip("\n"))
        values = read_document(parts[-1], str(base)).values
    return "\n---\n".join(parts) + "\n"


def _whole(document: Document, values: Any, bases: list[Any], depth: int = 0) -> Any:
    """Return the values with those of the scheme they extend, if any, and of the one that extends."""
    name = values.get("extends")
    if name is None:
        return values
    if depth == MOST_BASES:
        raise SchemeError("scheme_extends_too_deep", document.where(("extends",)), name=name)
    base = next((one for one in bases if one.get("scheme") == name), None)
    if base is None:
        base = read_document(_library_text(str(name), document), f"{name}.yaml").values
    return extended(_whole(document, base, bases, depth + 1), values)


def _library_text(name: str, document: Document) -> str:
    if name not in library_ids():
        place = document.where(("extends",))
        raise SchemeError("scheme_base_unknown", place, name=name, known=", ".join(library_ids()))
    return (LIBRARY / f"{name}.yaml").read_text(encoding="utf-8")


def told(details: Sequence[Any], document: Document) -> list[SchemeError]:
    """Return what pydantic found in our words, each place told once, a slip of the keyboard before all else."""
    found: dict[Place, SchemeError] = {}
    for detail in details:
        path = _path(detail["loc"], document)
        problem = _problem(detail, path, document)
        if path not in found or problem.key == "scheme_decimal_comma":
            found[path] = problem
    return list(found.values())


def _path(location: Sequence[str | int], document: Document) -> Place:
    """Return the path of a problem as it stands in the document, without what the short forms leave out."""
    # Markers of keys and of kinds are no places in the document.
    path: Place = ()
    parts = [part for part in location if part != "[key]" and not str(part).startswith("<")]
    while parts:
        part = parts.pop(0)
        if part in {"any", "is"} and (*path, part) not in document.places:
            if parts and isinstance(parts[0], int):
                parts.pop(0)
            continue
        path = (*path, part)
    return path


def _problem(detail: Any, path: Place, document: Document) -> SchemeError:
    given = detail.get("input")
    value = given if not isinstance(given, dict | list) else "…"
    # A person counts the entries of a list from 1.
    shown = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
    key = SENTENCES.get(detail["type"], "scheme_value_wrong")
    if isinstance(given, str) and COMMA.fullmatch(given):
        key = "scheme_decimal_comma"
    elif path and isinstance(path[-1], str) and path[-1].isdigit() and given in (path[-1], None):
        # In a mapping on one line, 0,3 is read as 0 and then a key 3.
        key, value = "scheme_decimal_comma", f"…,{path[-1]}"
    elif detail["type"] == "model_type" and path and path[-1] in WORDS:
        key = "scheme_words"
    offered = str(detail.get("ctx", {}).get("expected", ""))
    return SchemeError(key, document.where(path), path=shown, value=value, offered=offered)


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
        if (near := path.with_name(f"{path.name}.yaml")).is_file():
            raise SchemeError("scheme_file_near", name=reference, file=near) from None
        raise SchemeError("scheme_not_found", name=reference, known=", ".join(library_ids())) from None
    except IsADirectoryError:
        raise SchemeError("scheme_not_found", name=reference, known=", ".join(library_ids())) from None
    except (UnicodeDecodeError, PermissionError):
        raise SchemeError("scheme_not_readable", Where(file=path.name)) from None


def fingerprint(text: str) -> str:
    """Return the SHA-256 of a scheme's text, as hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
