"""The lines of an inspection, source by source; a source that cannot be used does not hide the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from shuke.engines.duckdb import DuckDB
from shuke.errors import ShukeError, Undecided
from shuke.ingest.files import SourceFile, examine, paths, shown
from shuke.ingest.intake import check_reading
from shuke.ingest.load import Loaded, load
from shuke.ingest.opening import open_tables
from shuke.ingest.policies import registry
from shuke.ingest.policies.ground import Ground
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.verdicts import MERGES
from shuke.locale import text
from shuke.privacy.cells import mask_cell, shown_headers
from shuke.privacy.scan import note, typed_personal_data


def inspection(sources: list[Path], reading: Reading, lang: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines to print, each with whether it tells of something that stops the reading."""
    seen: dict[str, str] = {}
    with DuckDB() as engine:
        check_reading(engine, reading)
        number = 0
        for path in paths(sources):
            yield shown(path.name), False
            try:
                file = examine(path, reading.limits)
                if file.sha256 in seen:
                    yield "  " + text("notes.same_file", lang, name=file.name, first=seen[file.sha256]), False
                    continue
                seen[file.sha256] = file.name
                for raw in open_tables(engine, file, reading):
                    yield from ((line, False) for line in _shape(file, raw, lang))
                    yield from ((line, False) for line in _meaning(engine, raw, reading, number, lang))
                    number += 1
            except ShukeError as error:
                yield "  " + error.render(lang).replace("\n", "\n  "), True


def _shape(file: SourceFile, raw: Raw, lang: str) -> Iterator[str]:
    yield "  " + text("terminal.inspect.kind", lang, kind=raw.kind.upper(), size=f"{file.size:,}")
    if raw.encoding:
        shown = {"\t": "TAB", " ": "␠"}.get(raw.delimiter or "", raw.delimiter)
        yield "  " + text("terminal.inspect.text", lang, encoding=raw.encoding, delimiter=shown)
    if raw.sheet:
        yield "  " + text("terminal.inspect.sheet", lang, sheet=raw.sheet)
    yield "  " + text("terminal.inspect.header", lang, row=max(raw.first_row - 1, 1), count=len(raw.headers))
    for key, figures in raw.notes:
        yield "  " + text(f"notes.{key}", lang, file=raw.name, **figures)


def _meaning(engine: DuckDB, raw: Raw, reading: Reading, number: int, lang: str) -> Iterator[str]:
    loaded = load(engine, raw, reading, number, in_place=False)
    samples = engine.run(f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM {loaded.raw.source} LIMIT 1")
    personal = {"customer_id", "customer_name"}
    for canonical, index in loaded.meaning.columns.items():
        value = "…" if canonical in personal or not samples else mask_cell(samples[0][index] or "")
        yield "  " + text(
            "terminal.inspect.column",
            lang,
            header=loaded.raw.headers[index],
            meaning=text(f"words.canonical.{canonical}", lang),
            name=canonical,
            value=value,
        )
    unused = loaded.meaning.unused()
    if unused:
        yield "  " + text("terminal.inspect.unused", lang, headers=", ".join(shown_headers(unused)))
    for one in typed_personal_data(engine, loaded.raw, loaded.meaning.columns):
        yield "  " + note(one, lang)
    open_question = _policies(engine, loaded, reading, number)
    rows = engine.run(
        f"SELECT COUNT(*), COUNT(verdict) FROM lines_{number} WHERE verdict IS NULL OR verdict NOT IN {MERGES}"
    )
    yield "  " + text("terminal.inspect.rows", lang, rows=f"{rows[0][0]:,}", rejected=f"{rows[0][1]:,}")
    for reason, count in engine.run(
        f"SELECT verdict, COUNT(*) FROM lines_{number} WHERE verdict IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
    ):
        family = "merged" if reason in MERGES else "reason"
        yield "    " + f"{text(f'words.{family}.{reason}', lang)}: {count:,}"
    if open_question is not None:
        raise open_question


def _policies(engine: DuckDB, loaded: Loaded, reading: Reading, number: int) -> Undecided | None:
    """Apply the policies to one source; return the question that they leave open, if any."""
    try:
        registry.apply(Ground(engine, (loaded,), registry.agreed(reading), first=number))
    except Undecided as question:
        return question
    return None
