"""An inspection as lines for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from shuke.errors import Undecided
from shuke.ingest.forms.changes import weightiest
from shuke.ingest.raw import Raw
from shuke.inspection.document import shown_title
from shuke.inspection.look import HIDDEN, Column, Inspected, Table
from shuke.locale import code, text
from shuke.privacy.scan import note

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
    comma = text("notes.comma", lang)
    if table.merged:
        counts = (f"{text(f'words.merged.{kind}', lang)} {count:,}" for kind, count in table.merged.items())
        merged = f"{sum(table.merged.values()):,}"
        yield text("terminal.inspect.merged", lang, rows=merged, counts=comma.join(counts))
    if table.skipped:
        counts = (f"{text(f'words.reason.{kind}', lang)} {count:,}" for kind, count in table.skipped.items())
        yield text("terminal.inspect.skipped", lang, counts=comma.join(counts))


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


def _with_code(code_: str | None, told: str) -> str:
    return f"{code_} {told}" if code_ else told
