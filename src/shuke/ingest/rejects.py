"""``rejected.csv``: every rejected row with its place, what is wrong, and its cells, so that it can be corrected.

The fixed columns come first, then one column for each header of the sources that has a meaning. A cell that may not be
shown stands there as a mask; whoever corrects the row leaves it, and the source's own cell counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from shuke.engines.duckdb import DuckDB
from shuke.ingest.account import rejected_rows
from shuke.ingest.intake import Intake
from shuke.ingest.loaded import Loaded
from shuke.ingest.rejected_form import labels, mark_of
from shuke.ingest.verdicts import REASONS
from shuke.locale import code
from shuke.stages.relation import literal


def spread_cells(engine: DuckDB, intake: Intake) -> None:
    """Keep the cells of each source's rejected rows as a table ``rejected_cells_N``: ``line``, ``k0``, ``k1``, ….

    The customer's own columns are left for the caller to mask.
    """
    for number, loaded in enumerate(intake.loaded):
        if not loaded.in_place:
            cells = "".join(f", cells ->> '$[{place}]' AS k{place}" for place, _ in enumerate(loaded.meaning.columns))
            engine.run(
                f"CREATE OR REPLACE TEMP TABLE rejected_cells_{number} AS SELECT rowid AS line{cells} "
                f"FROM lines_{number} WHERE cells IS NOT NULL"
            )


def all_labels(sources: Sequence[Loaded]) -> tuple[str, ...]:
    """Return the headers of all sources, each once in whatever letters."""
    found: dict[str, str] = {}
    for one in sources:
        if not one.in_place:
            for label in labels(one):
                found.setdefault(label.casefold(), label)
    return tuple(found.values())


def rejected_with_cells(engine: DuckDB, intake: Intake, beside: str | None = None) -> str:
    """Return the query for every rejected row with its code, its source's mark and its cells.

    ``beside`` is a query for rejected rows of another table, which have no cells. The cells are those that
    ``spread_cells`` kept, under ``cell_0``, ``cell_1``, … in the order of ``all_labels``.
    """
    heads = all_labels(intake.loaded)
    parts = []
    for number, loaded in enumerate(intake.loaded):
        if loaded.in_place:
            continue
        own = {label.casefold(): f"k{place}" for place, label in enumerate(labels(loaded))}
        cells = "".join(
            f", {own.get(label.casefold(), 'CAST(NULL AS VARCHAR)')} AS cell_{place}"
            for place, label in enumerate(heads)
        )
        parts.append(
            f"SELECT r.*, {literal(mark_of(loaded))} AS source{cells} FROM "
            f"({rejected_rows(engine, intake, only=number)}) AS r LEFT JOIN rejected_cells_{number} USING (line)"
        )
    if beside is not None:
        blank = "".join(f", CAST(NULL AS VARCHAR) AS cell_{place}" for place, _ in enumerate(heads))
        parts.append(
            f'SELECT {len(intake.loaded)} AS source_number, file, sheet, row, 0 AS line, "column", value, reason, '
            f"'' AS source{blank} FROM ({beside})"
        )
    nothing = f"SELECT *, '' AS source FROM ({rejected_rows(engine, intake)}) WHERE FALSE"
    arms = " ".join(f"WHEN {literal(reason)} THEN {literal(code('reasons', reason) or '')}" for reason in REASONS)
    return f"SELECT *, CASE reason {arms} END AS code FROM ({' UNION ALL '.join(parts) or nothing})"
