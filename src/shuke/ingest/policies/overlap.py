"""Exports that overlap, such as January to June and then January to December: their union, line by line.

The k-th copy of a line in one source is the k-th copy in the other, so what one source repeats stays repeated. With
order ids that is certain; where lines have none, equal lines of two files may be two sales, and it is a question.
"""

from __future__ import annotations

from shuke.errors import Where
from shuke.ingest.decisions import ask, decided
from shuke.ingest.policies.ground import Ground
from shuke.ingest.policies.policy import Chosen, Policy, chosen
from shuke.ingest.raw import Reading
from shuke.ingest.verdicts import KNOWN
from shuke.stages.relation import day

POLICY = Policy("overlap", ("ask", "union", "add"), "ask", (KNOWN,))
KEY = "customer_id, order_id, ordered_at, amount, product"


def value_of(reading: Reading) -> Chosen:
    """Return what is to be done, as far as it was said: by the policy, else as the answer to the question."""
    value = chosen(reading, POLICY)
    answer = decided(reading, "overlap")
    return Chosen(answer) if value.choice == "ask" and answer is not None else value


def apply(ground: Ground) -> None:
    """Give every line that an earlier source holds already the verdict that it was known.

    Raises:
        Undecided: lines without order ids are equal in two sources, and nobody has said what that means.
    """
    value = value_of(ground.reading)
    candidates = shared_days(ground)
    if value.choice == "add" or not candidates:
        return
    rows = (
        "SELECT source, row, order_id FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY copy, "
        f"{KEY} ORDER BY source) AS time FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY source, {KEY} ORDER BY row) "
        f"AS copy FROM ({candidates}))) WHERE time > 1"
    )
    ground.engine.run(f"CREATE OR REPLACE TEMP TABLE known_lines AS {rows}")
    doubtful = ground.engine.run("SELECT COUNT(*), MIN(source) FROM known_lines WHERE order_id IS NULL")[0]
    if value.choice == "ask" and doubtful[0]:
        one = ground.loaded[doubtful[1]].raw
        ask("overlap", "overlap_open", Where(file=one.name, sheet=one.sheet), rows=f"{doubtful[0]:,}")
    ground.mark_rows("SELECT source, row FROM known_lines", KNOWN)


def shared_days(ground: Ground) -> str:
    """Return the lines on days that another source has too; nothing where no two sources share a day."""
    spans = {
        number: ground.engine.run(f"SELECT MIN(ordered_at), MAX(ordered_at) FROM lines_{number} WHERE verdict IS NULL")[
            0
        ]
        for number, _ in ground.tables()
    }
    described = all("product" in one.columns for _, one in ground.tables())
    parts = []
    for number, one in ground.tables():
        others = [
            f"ordered_at BETWEEN {day(first)} AND {day(last)}"
            for other, (first, last) in spans.items()
            if other != number
            and first is not None
            and spans[number][0] is not None
            and first <= spans[number][1]
            and spans[number][0] <= last
        ]
        if others:
            order = "order_id" if "order_id" in one.columns else "CAST(NULL AS VARCHAR)"
            product = "product" if described else "CAST(NULL AS VARCHAR)"
            parts.append(
                f"SELECT {number} AS source, rowid AS row, customer_id, {order} AS order_id, ordered_at, amount, "
                f"{product} AS product FROM lines_{number} WHERE verdict IS NULL AND ({' OR '.join(others)})"
            )
    return " UNION ALL ".join(parts) if len(parts) > 1 else ""
