"""Data is loaded once: read, cleaned, de-identified, compared with what is there already, and kept.

Law: rows read = rows accepted + rows merged + rows rejected, of which rows that an earlier load has count as merged;
the same file, or the same lines in another export, never count twice.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from shuke.engines.duckdb import DuckDB, Untidy
from shuke.errors import DataError, Where, ensure
from shuke.ingest.account import Account, Tally, account
from shuke.ingest.files import SourceFile, find_files
from shuke.ingest.holds import hold_rejected
from shuke.ingest.intake import EVERYTHING, Intake, currency, take_in
from shuke.ingest.policies import amended, blank_keys, trials
from shuke.ingest.policies.policy import chosen
from shuke.ingest.policies.registry import agreed
from shuke.ingest.raw import Reading
from shuke.privacy.cells import shown_headers
from shuke.stages.period import Window
from shuke.stages.relation import day
from shuke.store.states import State
from shuke.workspace import settle
from shuke.workspace.beside import Beside, Taking, told_apart
from shuke.workspace.content import Content, File, Load, Part, Piece, Table
from shuke.workspace.forgotten import refuse_forgotten
from shuke.workspace.home import Workspace
from shuke.workspace.known import mark_known
from shuke.workspace.people import Codes, protect_lines
from shuke.workspace.refused import keep_refused
from shuke.workspace.relations import BESIDE, copy, files
from shuke.workspace.told import packed

Step = Callable[[str], None]
EVER = Window(None, date.max)
# The accepted lines of the load in the engine, as they are kept.
LINES = "loaded_lines"
# A load of more lines is kept in pieces.
FEW = 1_000_000


@dataclass(frozen=True)
class Taken:
    """What a load did: the state after it, the load, and the files that were there already, each with its first name.

    ``load`` is None where there was nothing new; the state is then the one before.
    """

    state: State
    load: Load | None
    repeated: tuple[tuple[str, str], ...]
    new_customers: int = 0
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Machine:
    """What the engine may use."""

    memory_limit: str | None = None
    threads: int | None = None


def load(
    space: Workspace,
    sources: Sequence[str | Path],
    reading: Reading,
    step: Step | None = None,
    *,
    machine: Machine | None = None,
    wait: float = 0.0,
    remember: bool = False,
    beside: Beside | None = None,
) -> Taken:
    """Load files into a workspace; ``remember``: also the lines of customers who were forgotten.

    ``beside`` names tables of interactions and customers; such tables are also found among the sources.

    Raises:
        UsageError: somebody else is writing, or the options cannot be meant.
        DataError: a file cannot be used.
    """
    told, machine = step or (lambda key: None), machine or Machine()
    with space.changing("load", wait) as (state, content):
        told("read")
        lines, beside = told_apart(sources, reading, beside or Beside())
        found, tables = find_files(lines, reading.limits) if lines else None, beside.files(reading)
        there = {**content.hashes, **{one.file.sha256: one.file.name for one in content.tables}}
        fresh = [file for file in found.files if file.sha256 not in there] if found else []
        fresh_tables = [(role, file) for role, file in tables if file.sha256 not in there]
        given = [*(found.files if found else ()), *(file for _, file in tables)]
        repeated = [(file.name, there[file.sha256]) for file in given if file.sha256 in there]
        repeated += found.repeated if found else ()
        if not fresh and not fresh_tables:
            return Taken(state, None, tuple(repeated))
        reading = agreed(replace(reading, carried=BESIDE))
        after, did = content, dict[str, Any](action="load_tables", files=[file.name for _, file in fresh_tables])
        if fresh:
            after = _taken(space, content, fresh, reading, told, machine, remember=remember)
            names = [*(file.name for file in fresh), *did["files"]]
            did = {"action": "load", "load": after.loads[-1].number, "files": names}
        if fresh_tables:
            with DuckDB(memory_limit=machine.memory_limit, threads=machine.threads) as engine:
                taking = Taking(engine, space.segments, reading, raw=space.settings.raw, remember=remember)
                after = taking.take(after, fresh_tables)
        now, new = space.commit(state, did, after), after.loads[-1] if fresh else None
        added = after.tables[len(content.tables) :]
        return Taken(now, new, tuple(repeated), after.seen - content.seen, added)


def _taken(
    space: Workspace,
    content: Content,
    fresh: list[SourceFile],
    reading: Reading,
    step: Step,
    machine: Machine,
    *,
    remember: bool,
) -> Content:
    """Return the content with a load, read in place where that is enough."""
    apart = content.days is None
    for in_place in (True, False):
        engine = DuckDB(memory_limit=machine.memory_limit, threads=machine.threads)
        try:
            return _Load(space, content, engine, reading, step, remember=remember).go(
                fresh, in_place=in_place and apart
            )
        except Untidy:
            continue
        finally:
            engine.close()
    raise DataError("source_damaged", Where(file=fresh[0].name))


class _Load:
    """The steps of one load."""

    def __init__(
        self, space: Workspace, content: Content, engine: DuckDB, reading: Reading, step: Step, *, remember: bool
    ) -> None:
        self.space, self.segments, self.content = space, space.segments, content
        self.engine, self.reading, self.step = engine, reading, step
        self.number, self.remember = len(content.loads) + 1, remember

    def go(self, fresh: list[SourceFile], *, in_place: bool) -> Content:
        """Run every step; return the content with the load in it."""
        engine = self.engine
        self.segments.check(self.content.customers)
        intake = take_in(engine, [file.path for file in fresh], self.reading, in_place=in_place)
        money = self._currency(intake)
        codes = protect_lines(engine, intake, self.content.personal, raw=self.space.settings.raw)
        self._look_at_keys(intake)
        self._refuse_forgotten(intake)
        known = mark_known(engine, self.segments, self.content, intake, codes, self.reading)
        self.step("account")
        _, parts = account(engine, intake, EVER)
        hold_rejected(parts, self.reading)
        self.step("keep")
        lines = self._lines(intake, codes)
        rejected = keep_refused(engine, self.segments, intake, raw=self.space.settings.raw)
        names = {name for name in BESIDE if name in intake.columns}
        made = Load(
            self.number,
            tuple(File(file.name, file.size, file.sha256) for file in fresh),
            tuple(_part(one, intake, place) for place, one in enumerate(parts)),
            lines,
            rejected,
            tuple(sorted({"order_id", *names} if intake.lines.has_order_id else names)),
            _reading(intake.reading),
            money,
            codes.replaced.kinds,
            codes.replaced.key,
            known,
        )
        after = replace(self.content, loads=(*self.content.loads, made))
        if not lines:
            return after
        self.step("orders")
        latest = chosen(self.reading, amended.POLICY).choice == "latest"
        return settle.with_orders(engine, self.segments, after, LINES, latest=latest)

    def _currency(self, intake: Intake) -> str | None:
        """Return the currency that the sources name.

        Raises:
            DataError: earlier loads are in another one.
        """
        mine = currency(self.engine, intake)
        for load in self.content.loads:
            if mine is not None and load.currency not in {None, mine}:
                names = f"{load.currency}, {mine}"
                raise DataError("currencies_mixed", Where(file=intake.loaded[0].raw.name), currencies=names)
        return mine

    def _refuse_forgotten(self, intake: Intake) -> None:
        """Refuse the lines of customers who were forgotten, or forget them no longer."""
        known = refuse_forgotten(self.engine, self.segments, self.content, intake, self.reading, remember=self.remember)
        if known is not None:
            self.content = replace(self.content, forgotten=known)

    def _look_at_keys(self, intake: Intake) -> None:
        """Pass customers' keys that can be used as they stand.

        Raises:
            Untidy: a source was read in place, and a key says that it is not known, or calls itself a test.
        """
        if any(one.in_place for one in intake.loaded):
            odd = f"{blank_keys.is_blank(self.reading, 'original')} OR {trials.says_test('original')}"
            if self.engine.run(f"SELECT 1 FROM customers_loaded WHERE {odd} LIMIT 1"):
                raise Untidy

    def _lines(self, intake: Intake, codes: Codes) -> tuple[Piece, ...]:
        """Keep the accepted lines as segments, and name them ``LINES`` in the engine."""
        plain = f"plain_{EVERYTHING} WHERE verdict IS NULL"
        rows, first, last = self.engine.run(
            f"SELECT COUNT(*), MIN(ordered_at)::DATE, MAX(ordered_at)::DATE FROM {plain}"
        )[0]
        if not rows:
            return ()
        kept = [name for name in BESIDE if name in intake.columns]
        columns = ["source_number AS part", *codes.columns(has_order_id=intake.lines.has_order_id), *codes.texts(kept)]
        query = f"SELECT {', '.join(columns)} FROM {codes.joined(EVERYTHING)} WHERE verdict IS NULL"
        found = []
        for start, end in _spans(first, last, rows):
            held = f"lines.ordered_at >= {day(start)} AND lines.ordered_at < {day(end)} + 1"
            segment = self.segments.keep(lambda path, held=held: copy(self.engine, f"{query} AND {held}", path))  # type: ignore[misc]
            if segment.rows:
                found.append(Piece(start.isoformat(), end.isoformat(), segment))
        ensure(sum(one.lines.rows for one in found) == rows, "lines were lost on the way to the disk")
        self.engine.name(LINES, f"SELECT * FROM {files(self.segments, [one.lines for one in found])}")
        return tuple(found)


def _spans(first: date, last: date, rows: int) -> list[tuple[date, date]]:
    """Return the days of the pieces: months of the calendar, for a load of few lines all days in one."""
    if rows <= FEW:
        return [(first, last)]
    found, start = [], first
    while start <= last:
        end = min(last, start.replace(day=calendar.monthrange(start.year, start.month)[1]))
        found.append((start, end))
        start = end + timedelta(days=1)
    return found


def _part(found: Account, intake: Intake, place: int) -> Part:
    """Return what is kept of one table of the load."""
    loaded = intake.loaded[place]
    raw = loaded.raw
    return Part(
        found.name,
        found.sheet,
        raw.kind,
        raw.encoding,
        tuple(shown_headers(loaded.meaning.headers)),
        dict(loaded.meaning.columns),
        _pair(found.read),
        {reason: _pair(tally) for reason, tally in sorted(found.rejected.items())},
        {kind: _pair(tally) for kind, tally in sorted(found.merged_by.items())},
        {kind: _pair(tally) for kind, tally in sorted(found.skipped.items())},
        tuple((key, packed(figures)) for key, figures in (*raw.notes, *loaded.settled.notes)),
        raw.sha256,
        tuple(loaded.meaning.columns),
    )


def _pair(tally: Tally) -> tuple[int, str]:
    return tally.rows, f"{tally.amount:f}"


def _reading(reading: Reading) -> dict[str, object]:
    """Return how the sources were read, as far as it says something about the data."""
    told = asdict(reading)
    for name in ("limits", "expected", "carried", "profile"):
        del told[name]
    return {**told, "sheets": list(reading.sheets)}
