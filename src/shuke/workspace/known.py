"""Lines that an earlier load has already: an export that overlaps another adds only what is new.

As within one reading (``ingest.policies.overlap``), the k-th copy of a line here is the k-th copy there; without order
ids equal lines may be two sales, and it is a question.
"""

from __future__ import annotations

from shuke.engines.duckdb import DuckDB
from shuke.errors import Where
from shuke.ingest.decisions import ask
from shuke.ingest.intake import Intake
from shuke.ingest.policies import amended
from shuke.ingest.policies.ground import Ground
from shuke.ingest.policies.overlap import value_of
from shuke.ingest.policies.policy import chosen
from shuke.ingest.raw import Reading
from shuke.ingest.verdicts import KNOWN
from shuke.stages.relation import day, literal
from shuke.store.segments import Segments
from shuke.workspace.content import Content
from shuke.workspace.people import Codes
from shuke.workspace.relations import all_lines, pieces

KEY = ("customer_id", "order_id", "ordered_at", "amount", "product")
CANDIDATES = "lines_of_shared_days"


def mark_known(
    engine: DuckDB, segments: Segments, content: Content, intake: Intake, codes: Codes, reading: Reading
) -> int:
    """Give the lines that earlier loads have the verdict that they are known; return how many.

    Raises:
        Undecided: lines without order ids are equal, and nobody has said what that means.
    """
    value = value_of(reading)
    if value.choice == "add" or content.days is None:
        return 0
    ground = Ground(engine, intake.loaded, reading)
    if not _shared(engine, ground, content, codes):
        return 0
    first, last = engine.run(f"SELECT MIN(ordered_at)::DATE, MAX(ordered_at)::DATE FROM {CANDIDATES}")[0]
    span = (first.isoformat(), last.isoformat())
    near = [load for load in content.loads if load.days and load.days[0] <= span[1] and load.days[1] >= span[0]]
    segments.check(pieces(content, *span))
    inside = f"ordered_at >= {day(first)} AND ordered_at < {day(last)} + 1"
    described = all("product" in load.columns for load in near) and "product" in intake.columns
    key = KEY if described else KEY[:-1]
    before = all_lines(segments, content, *span)
    there = f"SELECT {', '.join(key)}, COUNT(*) AS copies FROM ({before}) WHERE {inside} GROUP BY ALL"
    here = f"SELECT *, ROW_NUMBER() OVER (PARTITION BY {', '.join(key)} ORDER BY source, row) AS copy FROM {CANDIDATES}"
    same = " AND ".join(f"here.{name} IS NOT DISTINCT FROM there.{name}" for name in key)
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE known_before AS SELECT source, row, here.order_id FROM ({here}) AS here "
        f"JOIN ({there}) AS there ON {same} WHERE copy <= copies"
    )
    count, doubtful, source = engine.run(
        "SELECT COUNT(*), COUNT(*) FILTER (order_id IS NULL), MIN(source) FILTER (order_id IS NULL) FROM known_before"
    )[0]
    if value.choice == "ask" and doubtful:
        one = intake.loaded[source].raw
        ask("overlap", "overlap_open", Where(file=one.name, sheet=one.sheet), rows=f"{doubtful:,}")
    ground.mark_rows("SELECT source, row FROM known_before", KNOWN)
    return int(count)


def _shared(engine: DuckDB, ground: Ground, content: Content, codes: Codes) -> bool:
    """Keep the lines of the load on days of earlier loads, their ids as they are kept; tell whether there are any."""
    spans = " OR ".join(
        f"lines.ordered_at BETWEEN DATE {literal(load.days[0])} AND DATE {literal(load.days[1])} + 1"
        for load in content.loads
        if load.days
    )
    # Where an order is replaced by its latest lines, only lines that are in no order are compared.
    latest = chosen(ground.reading, amended.POLICY).choice == "latest"
    parts = []
    for number, one in ground.tables():
        alone = " AND lines.order_id IS NULL" if latest and "order_id" in one.columns else ""
        product = "lines.product" if "product" in one.columns else "CAST(NULL AS VARCHAR)"
        if "product" in codes.masked and "product" in one.columns:
            product = "COALESCE(product_shown.shown, lines.product)"
        columns = codes.columns(has_order_id="order_id" in one.columns)
        parts.append(
            f"SELECT {number} AS source, lines.rowid AS row, {', '.join(columns)}, {product} AS product "
            f"FROM {codes.joined(f'lines_{number}')} WHERE lines.verdict IS NULL AND ({spans}){alone}"
        )
    if not parts or not spans:
        return False
    engine.run(f"CREATE OR REPLACE TEMP TABLE {CANDIDATES} AS {' UNION ALL '.join(parts)}")
    return bool(engine.run(f"SELECT COUNT(*) FROM {CANDIDATES}")[0][0])
