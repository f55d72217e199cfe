"""Rows that are equal in every column of their source: kept, because many systems repeat a line, or merged into one."""

from __future__ import annotations

from shuke.ingest.policies.ground import Ground
from shuke.ingest.policies.policy import Policy, chosen
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.verdicts import MERGED

POLICY = Policy("duplicates", ("keep", "merge"), "keep", (MERGED,))


def columns(raw: Raw, reading: Reading) -> dict[str, str]:
    """Return the column ``whole_row`` of a source, where rows are to be compared."""
    if chosen(reading, POLICY).choice == "keep":
        return {}
    texts = ", ".join(f"COALESCE({cell.text}, '')" for cell in raw.cells)
    return {"whole_row": f"CAST(TO_JSON(LIST_VALUE({texts})) AS VARCHAR)"}


def apply(ground: Ground) -> None:
    """Give all but the first of equal rows the verdict that they were merged."""
    if chosen(ground.reading, POLICY).choice == "keep":
        return
    parts = [
        f"SELECT {number} AS source, rowid AS row, whole_row, {len(one.raw.headers)} AS width FROM lines_{number} "
        "WHERE verdict IS NULL"
        for number, one in ground.tables()
    ]
    ground.mark_rows(
        "SELECT source, row FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY width, whole_row ORDER BY source, row) "
        f"AS copy FROM ({' UNION ALL '.join(parts)})) WHERE copy > 1",
        MERGED,
    )
