"""An inspection as a document for programs: sentences are in a language, everything else is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from shuke.errors import ShukeError, Undecided
from shuke.ingest.decisions import FREE
from shuke.inspection.look import Inspected, Table
from shuke.locale import code, text
from shuke.privacy.cells import mask_cell
from shuke.privacy.detection import is_person_name
from shuke.privacy.scan import note
from shuke.shapes import shapes_in

Hint = Callable[[ShukeError, str], str | None]


def document(found: Inspected, lang: str, hint: Hint = ShukeError.hint) -> dict[str, Any]:
    """Return one file for programs; sentences are in the language, everything else is not.

    ``hint`` tells what to do about an error, in the terms of who asks.
    """
    file = found.file
    return {
        "file": found.name,
        "role": found.role,
        "kind": file.kind if file else None,
        "size": file.size if file else None,
        "same_as": found.same_as,
        "stopped": found.stopped,
        "error": _error(found.error, lang, hint),
        "questions": [
            {**(_error(one, lang, hint) or {}), **question(one, lang), "answer": given, "assumed": assumed}
            for one, given, assumed in found.questions
        ],
        "tables": [_document_of_table(table, lang, hint) for table in found.tables],
    }


def question(asked: Undecided, lang: str) -> dict[str, Any]:
    """Return a question that the data leaves open: what is asked, where, and the answers with their meaning.

    ``free`` is the form of an answer where the choices are only the likely ones.
    """
    return {
        "decision": asked.decision,
        "option": asked.option,
        "message": asked.what(lang),
        "where": asked.where.render(lang) or None,
        "choices": [
            {"value": value, "meaning": asked.choice(number, lang)} for number, value in enumerate(asked.choices)
        ],
        "free": FREE.get(asked.decision) if asked.option == "decide" else None,
    }


def _document_of_table(table: Table, lang: str, hint: Hint) -> dict[str, Any]:
    raw = table.loaded.raw if table.loaded else table.raw
    last = table.raw.first_row - 1
    return {
        "sheet": raw.sheet,
        "encoding": raw.encoding,
        "delimiter": raw.delimiter,
        "header_rows": list(range(last - len(table.raw.header_rows) + 1, last + 1)) if table.raw.header_rows else [],
        "titles": {str(row): shown_title(title) for row, title in raw.titles.items()},
        "system": table.loaded.meaning.system if table.loaded else None,
        "unit": raw.unit,
        "columns": [
            {
                "letter": one.letter,
                "header": one.header,
                "meaning": one.meaning,
                "part_of_key": one.part,
                "by": one.by,
                "examples": list(one.examples),
                "types": {kind: round(share, 4) for kind, share in one.types.items()},
            }
            for one in table.columns
        ],
        "rows": table.rows,
        "rejected": [
            {
                "reason": reason,
                "code": code("reasons", reason),
                "title": text(f"words.reason.{reason}", lang),
                "rows": count,
            }
            for reason, count in table.rejected.items()
        ],
        "changes": [asdict(change) for change in (table.loaded.settled.changes if table.loaded else ())],
        "merged": dict(table.merged),
        "skipped": dict(table.skipped),
        "notes": [
            {"key": key, "code": code("notes", key), "text": text(f"notes.{key}", lang, file=raw.name, **figures)}
            for key, figures in raw.notes
        ]
        + [
            {"key": key, "code": code("notes", key), "text": text(f"notes.{key}", lang, file=raw.name, **figures)}
            for key, figures in (table.loaded.settled.notes if table.loaded else ())
        ]
        + [{"key": one.key.removeprefix("notes."), "code": None, "text": note(one, lang)} for one in table.typed],
        "error": _error(table.error, lang, hint),
    }


def _error(error: ShukeError | None, lang: str, hint: Hint) -> dict[str, Any] | None:
    if error is None:
        return None
    told = {"key": error.key, "code": error.code, "text": error.render(lang)}
    return {**told, "message": error.what(lang), "hint": hint(error, lang)}


def shown_title(title: str) -> str:
    """Return a title as it may be shown: masked where somebody may be named in it."""
    named = any(sign in title for sign in ":：") or shapes_in(title) or any(map(is_person_name, title.split()))
    return mask_cell(title) if named else title
