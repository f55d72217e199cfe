"""All sources of one run become one relation of accepted lines, and an account of every row and cent.

Law: rows read = rows used + rows merged + rows rejected, and the same for the amounts that could be read;
asserted here, whatever the sources hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, UsageError, Where
from shuke.ingest.beside import check_said
from shuke.ingest.decisions import check_decisions
from shuke.ingest.files import Found, SourceFile, find_files
from shuke.ingest.load import final, load
from shuke.ingest.loaded import Loaded
from shuke.ingest.opening import open_tables
from shuke.ingest.policies import amended, duplicates, registry
from shuke.ingest.policies.ground import Ground
from shuke.ingest.profile.match import for_table
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.readers.typed import read_frame
from shuke.ingest.repairs import Repairs, gathered, is_repair, is_repaired_table, read_repair, read_table, repair
from shuke.stages.orders import Lines

ACCEPTED = "accepted_lines"
PLAIN = "plain_accepted_lines"
EVERYTHING = "all_lines"


@dataclass(frozen=True)
class Intake:
    """What came in: the sources, their lines in the engine, and the files that were left out as repeated."""

    loaded: tuple[Loaded, ...]
    files: tuple[SourceFile, ...]
    repeated: tuple[tuple[str, str], ...]
    lines: Lines
    reading: Reading
    # Orders whose lines stand in several sources and count together.
    split_orders: int = 0
    # What is to be told of the taking in, beside what each source has to tell.
    notes: tuple[tuple[str, dict[str, object]], ...] = ()

    @property
    def columns(self) -> frozenset[str]:
        """The canonical columns that at least one source has."""
        return frozenset[str]().union(*(loaded.columns for loaded in self.loaded))


def take_in(engine: DuckDB, sources: object, reading: Reading, *, in_place: bool = True) -> Intake:
    """Return the lines of all sources, converted, in the engine.

    ``sources`` is a path, several paths, a folder, or a table that lives in Python.

    Raises:
        UsageError: nothing to read, or the settings do not fit the sources.
        DataError: a source cannot be used.
    """
    reading = registry.agreed(reading)
    check_reading(engine, reading)
    raws, found = open_sources(engine, sources, reading)
    raws, repairs = _corrected(engine, raws, found, reading)
    # Lines of several sources are compared by their product too.
    beside = ("product",) if len(raws) > 1 and "product" not in reading.carried else ()
    carrying = replace(reading, carried=(*reading.carried, *beside))
    loaded = tuple(
        load(engine, raw, carrying, number, in_place=in_place and len(raws) == 1 and not repairs.files)
        for number, raw in enumerate(raws)
    )
    notes = repair(engine, loaded, repairs, reading)
    ground = Ground(engine, loaded, reading)
    registry.apply(ground)
    loaded = duplicates.told(ground)
    _unite(engine, loaded)
    guard = final("customer_id") if any(one.in_place for one in loaded) else "customer_id"
    lines = Lines(ACCEPTED, PLAIN, guard, has_order_id=any("order_id" in one.columns for one in loaded))
    split = amended.split_orders(ground) if lines.has_order_id else 0
    intake = Intake(loaded, found.files, found.repeated, lines, reading, split, tuple(notes))
    if lines.has_order_id and not all(one.in_place for one in loaded):
        blank = engine.run(f"SELECT COUNT(*) FROM {ACCEPTED} WHERE order_id IS NULL")[0][0] > 0
        intake = replace(intake, lines=replace(lines, blank_order_ids=blank))
    _one_currency(engine, intake)
    return intake


def check_reading(engine: DuckDB, reading: Reading) -> None:
    """Pass settings that the engine understands.

    Raises:
        UsageError: the time zone, the date format, a column that was said, or the answer to a question is not known.
    """
    check_decisions(reading.decisions)
    check_said(reading.mapping)
    if reading.timezone is not None and not engine.knows_timezone(reading.timezone):
        raise UsageError("timezone_unknown", value=reading.timezone)
    if reading.date_format is not None and not engine.understands(reading.date_format):
        raise UsageError("date_format_malformed", value=reading.date_format)


def open_sources(engine: DuckDB, sources: object, reading: Reading) -> tuple[list[Raw], Found]:
    """Return the raw table of each source, before any meaning is given to it."""
    if isinstance(sources, str | Path):
        sources = [sources]
    if isinstance(sources, Sequence) and all(isinstance(source, str | Path) for source in sources):
        found = find_files(sources, reading.limits)
        raws = [
            replace(raw, sha256=file.sha256)
            for file in found.files
            if not is_repair(file)
            for raw in open_tables(engine, file, reading)
        ]
        return raws, found
    if isinstance(sources, Sequence):
        raise UsageError("source_unknown", kind=type(sources).__name__)
    return [for_table(read_frame(engine, sources, "table"), reading)], Found((), ())


def _corrected(engine: DuckDB, raws: Sequence[Raw], found: Found, reading: Reading) -> tuple[list[Raw], Repairs]:
    """Return the sources without those that are corrected rows of others, and these.

    Raises:
        DataError: there is nothing but corrected rows.
    """
    tables = [(file.name, read_repair(engine, file, reading)) for file in found.files if is_repair(file)]
    tables += [(raw.name, read_table(engine, raw)) for raw in raws if is_repaired_table(raw)]
    others = [raw for raw in raws if not is_repaired_table(raw)]
    if tables and not others:
        raise DataError("repair_alone", Where(file=tables[0][0]))
    return others, gathered(tables)


def lines_of(engine: DuckDB, intake: Intake, customer_id: str) -> list[tuple[date, str | None, Decimal]]:
    """Return one customer's accepted lines: local date, order id, amount; in a fixed order."""
    order = "order_id" if intake.lines.has_order_id else "NULL"
    return engine.run(
        f"SELECT CAST(ordered_at AS DATE), CAST({order} AS VARCHAR), amount FROM {ACCEPTED} "
        "WHERE customer_id = ? ORDER BY ALL",
        [customer_id],
    )


def currency(engine: DuckDB, intake: Intake) -> str | None:
    """Return the one currency that the sources name, else None."""
    if "currency" not in intake.columns:
        return None
    rows = engine.run(f"SELECT DISTINCT currency FROM {ACCEPTED} WHERE currency IS NOT NULL ORDER BY 1 LIMIT 2")
    return str(rows[0][0]) if len(rows) == 1 else None


def _unite(engine: DuckDB, loaded: Iterable[Loaded]) -> None:
    together = sorted(frozenset[str]().union(*(one.columns for one in loaded)))
    for name, prefix in ((EVERYTHING, ""), (f"plain_{EVERYTHING}", "plain_")):
        parts = []
        for number, one in enumerate(loaded):
            columns = [name if name in one.columns else f"NULL AS {name}" for name in together]
            columns += ["verdict", f"{number} AS source_number"]
            parts.append(f"SELECT {', '.join(columns)} FROM {prefix}lines_{number}")
        engine.name(name, " UNION ALL ".join(parts))
    accepted = f"SELECT {', '.join(together)} FROM %s WHERE verdict IS NULL"
    engine.name(ACCEPTED, accepted % EVERYTHING)
    engine.name(PLAIN, accepted % f"plain_{EVERYTHING}")


def _one_currency(engine: DuckDB, intake: Intake) -> None:
    if "currency" not in intake.columns:
        return
    found = engine.run(f"SELECT DISTINCT currency FROM {ACCEPTED} WHERE currency IS NOT NULL ORDER BY 1 LIMIT 6")
    if len(found) > 1:
        names = ", ".join(str(row[0]) for row in found)
        raise DataError("currencies_mixed", Where(file=intake.loaded[0].raw.name), currencies=names)
