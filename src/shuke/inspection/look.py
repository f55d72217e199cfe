"""What would be read of each source, as plain data: a source that cannot be used does not hide the next.

Where the data leaves something open, the question is kept, and what follows is found out as if its first answer
had been given, so that one inspection shows every question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from shuke.engines.duckdb import DuckDB
from shuke.errors import ShukeError, Undecided, Where
from shuke.ingest import ahead
from shuke.ingest.beside import TABLES, decide_beside, said_of, settings_beside
from shuke.ingest.columns import Meaning, recognise
from shuke.ingest.convert import identifier
from shuke.ingest.decisions import Heard, valid, with_answer
from shuke.ingest.files import SourceFile, examine, paths, shown
from shuke.ingest.intake import check_reading
from shuke.ingest.interactions import take_in_interactions
from shuke.ingest.layout.kinds import clean, kind_of
from shuke.ingest.load import load, settled
from shuke.ingest.loaded import Loaded
from shuke.ingest.opening import open_tables
from shuke.ingest.policies import duplicates, registry
from shuke.ingest.policies.ground import Ground
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.roles import Role, roles
from shuke.ingest.verdicts import MERGES, SKIPPED
from shuke.privacy.cells import mask_cell, shown_headers
from shuke.privacy.headers import kind_of_header
from shuke.privacy.scan import Typed, typed_personal_data

MOST_QUESTIONS = 12
SAMPLE = 1000
EXAMPLES = 3
HIDDEN = "…"
NEVER_SHOWN = {"customer_id", "customer_name"}
Ask = Callable[[Undecided], str | None]


@dataclass(frozen=True)
class Column:
    """One column: where it stands, its header, what it means and by what, examples, and what its cells look like."""

    letter: str
    header: str
    meaning: str | None
    by: str | None
    part: bool
    examples: tuple[str, ...]
    types: dict[str, float]


@dataclass
class Table:
    """One table of a file as it would be read; ``error`` says why it cannot be."""

    raw: Raw
    reading: Reading
    loaded: Loaded | None = None
    error: ShukeError | None = None
    columns: list[Column] = field(default_factory=list)
    rows: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    merged: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    typed: list[Typed] = field(default_factory=list)


@dataclass
class Inspected:
    """One file: what it is, its tables, what is open (with the answer, None where nobody gave one), what stops it.

    ``role`` is which of several files it is: order lines, interactions or customers.
    """

    name: str
    role: Role | None = None
    file: SourceFile | None = None
    same_as: str | None = None
    tables: list[Table] = field(default_factory=list)
    questions: list[tuple[Undecided, str | None, str | None]] = field(default_factory=list)
    error: ShukeError | None = None
    heard: frozenset[str] = frozenset()

    @property
    def stopped(self) -> bool:
        """Tell whether something stops the reading of this file."""
        open_ = any(given is None for _, given, _ in self.questions)
        return open_ or self.error is not None or any(table.error is not None for table in self.tables)


def inspected(sources: Sequence[Path], reading: Reading, ask: Ask = lambda _: None) -> Iterator[Inspected]:
    """Yield what would be read of each file; ``ask`` returns a person's answer to a question, or None."""
    seen: dict[str, str] = {}
    with DuckDB() as engine:
        check_reading(engine, reading)
    files = list(paths(sources))
    parted = roles(files, reading) if len(files) > 1 else None
    for path in files:
        found = Inspected(shown(path.name), None if parted is None else parted.role(path))
        try:
            found.file = examine(path, reading.limits)
        except ShukeError as error:
            found.error = error
        if found.file is not None:
            found.same_as = seen.get(found.file.sha256)
            if found.same_as is None:
                seen[found.file.sha256] = found.file.name
                if found.role in TABLES:
                    _inspect_beside(found, found.file, reading, str(found.role))
                else:
                    _inspect(found, found.file, reading, ask)
        yield found


def _inspect_beside(found: Inspected, file: SourceFile, reading: Reading, table: str) -> None:
    """Tell the columns of a table beside the order lines, and how many rows it has."""
    try:
        with DuckDB() as engine:
            for raw in open_tables(engine, file, settings_beside(reading, table)):
                told = Table(settled(engine, raw), reading)
                found.tables.append(told)
                where = Where(file=raw.name, sheet=raw.sheet)
                meaning = decide_beside(raw.headers, reading, table, where)
                told.columns = _columns(
                    engine, told.raw, meaning, partial(_by_said, dict.fromkeys(said_of(reading, table), "map"))
                )
                key = identifier(told.raw.cells[meaning.columns["customer_id"]])
                told.rows, blank = engine.run(f"SELECT COUNT(*), COUNT(*) - COUNT({key}) FROM {told.raw.source}")[0]
                told.rejected = {"customer_id_blank": blank} if blank else {}
            if table == "interactions":
                whole = take_in_interactions(engine, file.path, reading, None)
                found.tables[0].rejected = dict(whole.rejected)
    except ShukeError as error:
        found.error = error


def _inspect(found: Inspected, file: SourceFile, reading: Reading, ask: Ask) -> None:
    said = dict.fromkeys(reading.mapping, "map")
    for _ in range(MOST_QUESTIONS):
        heard = Heard(reading.decisions)
        reading = replace(reading, decisions=heard)
        try:
            # Each answer is tried from the start, in an engine that knows nothing of the answers before.
            with DuckDB() as engine:
                found.tables = _tables(engine, file, reading, said)
            break
        except Undecided as question:
            given = ask(question)
            assumed = given or next((choice for choice in question.choices if valid(question, choice)), None)
            found.questions.append((question, given, assumed))
            if assumed is None:
                break
            if question.option == "map":
                guessed = "values" if question.key == "columns_by_values" else "assumed"
                said[question.decision] = guessed if given is None else "map"
            reading = with_answer(reading, question, assumed)
        except ShukeError as error:
            found.error = error
            break
    found.heard = frozenset(heard.names)


def _tables(engine: DuckDB, file: SourceFile, reading: Reading, said: Mapping[str, str]) -> list[Table]:
    tables = []
    for number, raw in enumerate(open_tables(engine, file, reading)):
        table = Table(raw, raw.reading or reading)
        tables.append(table)
        try:
            table.loaded = load(engine, raw, reading, number, in_place=False)
        except Undecided:
            raise
        except ShukeError as error:
            table.error = error
            table.columns = _as_they_stand(engine, raw, said)
            continue
        ground = Ground(engine, (table.loaded,), registry.agreed(table.reading), first=number)
        registry.apply(ground)
        ahead.reject(ground)
        (loaded,) = (table.loaded,) = duplicates.told(ground)
        table.columns = _columns(engine, loaded.raw, loaded.meaning, partial(_by, loaded, said))
        table.typed = list(typed_personal_data(engine, table.loaded.raw, table.loaded.meaning.columns))
        for verdict, count in engine.run(f"SELECT verdict, COUNT(*) FROM lines_{number} GROUP BY 1 ORDER BY 2 DESC, 1"):
            if verdict in SKIPPED or verdict in MERGES:
                kept = table.skipped if verdict in SKIPPED else table.merged
                kept[verdict] = count
                continue
            table.rows += count
            if verdict is not None:
                table.rejected[verdict] = count
        for kind, count in raw.skipped.items():
            table.skipped[kind] = table.skipped.get(kind, 0) + count
    return tables


def _as_they_stand(engine: DuckDB, raw: Raw, said: Mapping[str, str]) -> list[Column]:
    """Return the columns of a table that cannot be used, so that a person can say what they are."""
    try:
        return _columns(engine, settled(engine, raw), recognise(raw.headers), partial(_by_said, said))
    except ShukeError:
        return []


def _columns(engine: DuckDB, raw: Raw, meaning: Meaning, by_what: Callable[[str], str]) -> list[Column]:
    width = len(raw.cells) - len(meaning.parts)
    texts = ", ".join(f"{cell.text} AS t{index}" for index, cell in enumerate(raw.cells[:width]))
    rows = engine.run(f"SELECT {texts} FROM {raw.source} LIMIT {SAMPLE}")
    of_column = {index: name for name, index in meaning.columns.items()}
    of_part = {index: name for name, parts in meaning.parts.items() for index in parts}
    headers = shown_headers(raw.headers[:width])
    columns = []
    for index in range(width):
        name = of_column.get(index) or of_part.get(index)
        cells = [clean(row[index]) for row in rows]
        filled = list(dict.fromkeys(filter(None, cells)))
        hidden = name in NEVER_SHOWN or kind_of_header(raw.headers[index]) is not None
        examples = tuple(HIDDEN if hidden else mask_cell(cell)[:40] for cell in filled[:EXAMPLES])
        kinds = Counter(kind_of(cell) for cell in cells)
        types = {str(kind): count / len(cells) for kind, count in kinds.most_common()}
        by = None if name is None else by_what(name)
        part = index not in of_column and name is not None
        columns.append(
            Column(raw.letter(index), headers[index], name, by, part, examples[: 1 if hidden else EXAMPLES], types)
        )
    return columns


def _by_said(said: Mapping[str, str], name: str) -> str:
    return said.get(name, "name")


def _by(loaded: Loaded, said: Mapping[str, str], name: str) -> str:
    """Return by what a column has its meaning; ``said`` tells it of those that somebody named, or that were guessed."""
    if name in loaded.raw.known:
        return "layout"
    if name in said:
        return said[name]
    return "profile" if loaded.raw.reading is not None else "name"
