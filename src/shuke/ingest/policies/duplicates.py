"""Rows that are equal in every column of their source: kept, because many systems repeat a line, or merged into one.

Those that are kept are told, of as many rows as are looked over unasked (``review``): they would be the ones merged.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from shuke.ingest.loaded import Loaded
from shuke.ingest.policies import review
from shuke.ingest.policies.ground import Ground
from shuke.ingest.policies.policy import Policy, chosen
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.verdicts import MERGED

POLICY = Policy("duplicates", ("keep", "merge"), "keep", (MERGED,))


def columns(raw: Raw, reading: Reading) -> dict[str, str]:
    """Return the column ``whole_row`` of a source, where rows are to be compared."""
    if chosen(reading, POLICY).choice == "keep":
        return {}
    return {"whole_row": f"CAST(TO_JSON({_cells(raw)}) AS VARCHAR)"}


def _cells(raw: Raw) -> str:
    texts = ", ".join(f"COALESCE({cell.text}, '')" for cell in raw.cells)
    return f"LIST_VALUE({texts})"


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


def told(ground: Ground) -> tuple[Loaded, ...]:
    """Return the sources, each with a note of its rows that are equal to an earlier one and are kept."""
    loaded = ground.loaded
    if not loaded or chosen(ground.reading, POLICY).choice != "keep":
        return loaded
    numbers = range(ground.first, ground.first + len(loaded))
    rows = sum(ground.engine.run(f"SELECT COUNT(*) FROM plain_lines_{number}")[0][0] for number in numbers)
    if rows > review.MOST and not review.full(ground.reading):
        return (_noted(loaded[0], "copies_unseen", {"rows": f"{rows:,}"}), *loaded[1:])
    found = {source: (copies, Decimal(amount)) for source, copies, amount in _copies(ground)}
    return tuple(
        _noted(one, "copies", {"rows": f"{found[number][0]:,}", "amount": _money(found[number][1])})
        if number in found
        else one
        for number, one in zip(numbers, loaded, strict=True)
    )


def _noted(one: Loaded, key: str, figures: dict[str, object]) -> Loaded:
    return replace(one, settled=replace(one.settled, notes=[*one.settled.notes, (key, figures)]))


def _money(amount: Decimal) -> str:
    return f"{amount.quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


def _copies(ground: Ground) -> list[tuple[int, int, Decimal]]:
    """Return the sources that have rows equal to an earlier one, with how many and their money.

    Whole rows are read again only where customer, order, day and amount are equal.
    """
    engine, numbered = ground.engine, list(enumerate(ground.loaded, ground.first))
    keys = " UNION ALL ".join(
        f"SELECT {_key(one)} AS key FROM {'plain_' if one.in_place else ''}lines_{number} WHERE verdict IS NULL"
        for number, one in numbered
    )
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE repeated_keys AS SELECT key FROM ({keys}) GROUP BY key HAVING COUNT(*) > 1"
    )
    if not engine.run("SELECT 1 FROM repeated_keys LIMIT 1"):
        return []
    rows = " UNION ALL ".join(_rows(number, one) for number, one in numbered)
    engine.run(f"CREATE OR REPLACE TEMP TABLE possible_copies AS {rows}")
    return engine.run(
        "SELECT source, COUNT(*), SUM(amount) FROM (SELECT source, amount, ROW_NUMBER() OVER "
        "(PARTITION BY cells ORDER BY source, place) AS copy FROM possible_copies WHERE whole IN "
        "(SELECT whole FROM possible_copies GROUP BY whole HAVING COUNT(*) > 1)) WHERE copy > 1 GROUP BY 1 ORDER BY 1"
    )


def _key(one: Loaded) -> str:
    """Return a number that is the same for rows whose customer, order, day and amount are equal."""
    order = "CAST(order_id AS VARCHAR)" if "order_id" in one.columns else "NULL"
    return f"HASH(CAST(customer_id AS VARCHAR), {order}, CAST(ordered_at AS TIMESTAMP), amount)"


def _rows(number: int, one: Loaded) -> str:
    """Return the query of the accepted rows of a source whose key is repeated, each with all of its cells."""
    # A view has no numbers of its own; its rows come in the order of the file.
    lines = f"(SELECT *, ROW_NUMBER() OVER () - 1 AS place FROM plain_lines_{number})"
    if not one.in_place:
        lines = f"(SELECT *, rowid AS place FROM lines_{number})"
    return (
        f"SELECT {number} AS source, place, amount, cells, HASH(cells) AS whole FROM "
        f"(SELECT place, amount FROM {lines} WHERE verdict IS NULL AND {_key(one)} IN (SELECT key FROM repeated_keys)) "
        f"JOIN (SELECT place, {_cells(one.raw)} AS cells FROM {one.raw.in_order}) USING (place)"
    )
