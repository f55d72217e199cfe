"""An inspection as lines for people and as a document for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from shuke.cli.inspection import HIDDEN, Column, Inspected, Table
from shuke.errors import ShukeError, Undecided
from shuke.ingest.forms.changes import weightiest
from shuke.ingest.raw import Raw
from shuke.locale import code, text
from shuke.privacy.cells import mask_cell
from shuke.privacy.detection import is_person_name
from shuke.privacy.scan import note
from shuke.shapes import shapes_in

DELIMITERS = {"\t": "TAB", " ": "␠"}


def lines(found: Inspected, lang: str) -> Iterator[str]:
    """Yield the lines of one file."""
    yield found.name
    if found.role is not None:
        yield "  " + text(f"terminal.inspect.role.{found.role}", lang)
    if found.same_as is not None:
        yield "  " + text("notes.same_file", lang, name=found.name, first=found.same_as)
        return
    if found.file is not None and not found.tables and found.questions:
        yield "  " + text("terminal.inspect.kind", lang, kind=found.file.kind.upper(), size=f"{found.file.size:,}")
    for question, given, assumed in found.questions:
        yield from ("  " + line for line in _question(question, given, assumed, lang))
    for table in found.tables:
        yield from ("  " + line for line in _table(found, table, lang))
    if found.error is not None:
        yield "  " + found.error.render(lang).replace("\n", "\n  ")


def document(found: Inspected, lang: str) -> dict[str, Any]:
    """Return one file for programs; sentences are in the language, everything else is not."""
    file = found.file
    return {
        "file": found.name,
        "role": found.role,
        "kind": file.kind if file else None,
        "size": file.size if file else None,
        "same_as": found.same_as,
        "stopped": found.stopped,
        "error": _error(found.error, lang),
        "questions": [
            {
                **(_error(question, lang) or {}),
                "decision": question.decision,
                "option": question.option,
                "choices": [
                    {"value": value, "meaning": question.choice(number, lang)}
                    for number, value in enumerate(question.choices)
                ],
                "answer": given,
                "assumed": assumed,
            }
            for question, given, assumed in found.questions
        ],
        "tables": [_document_of_table(table, lang) for table in found.tables],
    }


def _document_of_table(table: Table, lang: str) -> dict[str, Any]:
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
            {"reason": reason, "code": code("reasons", reason), "rows": count}
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
        "error": _error(table.error, lang),
    }


def _error(error: ShukeError | None, lang: str) -> dict[str, Any] | None:
    return None if error is None else {"key": error.key, "code": error.code, "text": error.render(lang)}


def _question(question: Undecided, given: str | None, assumed: str | None, lang: str) -> Iterator[str]:
    if given is not None:
        return
    yield text("terminal.inspect.question", lang, told=question.render(lang).splitlines()[0])
    for number, value in enumerate(question.choices):
        option = f"--{question.option} {question.decision}={value}"
        yield text("terminal.inspect.choice", lang, option=option, meaning=question.choice(number, lang))
    if assumed is not None:
        yield text("terminal.inspect.assumed", lang, answer=assumed)


def _table(found: Inspected, table: Table, lang: str) -> Iterator[str]:
    raw = table.loaded.raw if table.loaded else table.raw
    size = found.file.size if found.file else 0
    yield text("terminal.inspect.kind", lang, kind=raw.kind.upper(), size=f"{size:,}")
    if raw.encoding:
        delimiter = DELIMITERS.get(raw.delimiter or "", raw.delimiter)
        yield text("terminal.inspect.text", lang, encoding=raw.encoding, delimiter=delimiter)
    if raw.sheet:
        yield text("terminal.inspect.sheet", lang, sheet=raw.sheet)
    yield _headers(table.raw, lang)
    for row, title in raw.titles.items():
        yield text("terminal.inspect.title", lang, row=row, title=shown_title(title))
    if table.loaded and table.loaded.meaning.system:
        yield text("terminal.inspect.system", lang, system=table.loaded.meaning.system)
    for key, figures in raw.notes:
        yield _with_code(code("notes", key), text(f"notes.{key}", lang, file=raw.name, **figures))
    if table.error is not None:
        yield table.error.render(lang).replace("\n", "\n  ")
        return
    yield from (_column(column, lang) for column in table.columns)
    yield from (note(one, lang) for one in table.typed)
    yield from _forms(table, lang)
    rejected = sum(table.rejected.values())
    yield text("terminal.inspect.rows", lang, rows=f"{table.rows:,}", rejected=f"{rejected:,}")
    for reason, count in table.rejected.items():
        yield "  " + _with_code(code("reasons", reason), f"{text(f'words.reason.{reason}', lang)}: {count:,}")
    for kind, count in table.merged.items():
        yield f"  {text(f'words.merged.{kind}', lang)}: {count:,}"
    if table.skipped:
        counts = (f"{text(f'words.reason.{kind}', lang)} {count:,}" for kind, count in table.skipped.items())
        yield text("terminal.inspect.skipped", lang, counts=text("notes.comma", lang).join(counts))


def _forms(table: Table, lang: str) -> Iterator[str]:
    """Yield what was made of cells that are written in a way of their own, and what is odd about them."""
    if table.loaded is None:
        return
    for change in weightiest(table.loaded.settled.changes):
        yield text(
            f"terminal.inspect.{'change_one' if change.cells == 1 else 'change'}",
            lang,
            header=change.header,
            form=text(f"notes.form.{change.form}", lang),
            cells=f"{change.cells:,}",
            before=change.before,
            after=change.after or "–",
        )
    for key, figures in table.loaded.settled.notes:
        yield _with_code(code("notes", key), text(f"notes.{key}", lang, file=table.loaded.raw.name, **figures))


def _headers(raw: Raw, lang: str) -> str:
    count, row = len(raw.headers), raw.first_row - 1
    if raw.kind not in {"parquet", "table"} and not raw.header_rows:
        return text("terminal.inspect.no_header", lang, count=count)
    if len(raw.header_rows) > 1:
        return text("terminal.inspect.headers", lang, first=row - 1, row=row, count=count)
    return text("terminal.inspect.header", lang, row=max(row, 1), count=count)


def _column(column: Column, lang: str) -> str:
    kinds = [(kind, share) for kind, share in column.types.items() if share >= 0.005]
    types = text("notes.comma", lang).join(
        f"{text(f'terminal.inspect.types.{kind}', lang)} {share:.0%}" for kind, share in kinds
    )
    figures = {
        "letter": column.letter,
        "header": column.header,
        "value": next(iter(column.examples), HIDDEN),
        "types": types or text("terminal.inspect.nothing", lang),
    }
    if column.meaning is None:
        return text("terminal.inspect.unused_column", lang, **figures)
    meaning, by = text(f"words.canonical.{column.meaning}", lang), text(f"terminal.inspect.by.{column.by}", lang)
    key = "part" if column.part else "column"
    return text(f"terminal.inspect.{key}", lang, meaning=meaning, name=column.meaning, by=by, **figures)


def shown_title(title: str) -> str:
    """Return a title as it may be shown: masked where somebody may be named in it."""
    named = any(sign in title for sign in ":：") or shapes_in(title) or any(map(is_person_name, title.split()))
    return mask_cell(title) if named else title


def _with_code(code_: str | None, told: str) -> str:
    return f"{code_} {told}" if code_ else told
