"""Who was forgotten: keyed hashes of ids, by which later lines of the same customers are refused.

A hash says nothing without the key of the pseudonyms. Every way in which a customer was or could be written in the
workspace is kept: as it was asked, and as the codes that stood for it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from shuke.engines.duckdb import DuckDB
from shuke.ingest.intake import Intake
from shuke.ingest.policies.ground import Ground
from shuke.ingest.raw import Reading
from shuke.privacy.keys import key_ring
from shuke.store.segments import Segment, Segments
from shuke.workspace.content import Content
from shuke.workspace.people import PEOPLE
from shuke.workspace.relations import copy, files

VERDICT = "excluded_forgotten"
KIND = "forgotten"
PURPOSE = "forgotten"
IDS = "forgotten_ids"
BATCH = 50_000


def hashes(ids: Iterable[str], *, create: bool = True) -> list[list[str]]:
    """Return the hashes of each id, one under every key there is, the current key first."""
    coders = [key.coder(PURPOSE) for key in key_ring(create=create).keys]
    return [[coder.exact(KIND, unicodedata.normalize("NFKC", one).strip()) for coder in coders] for one in ids]


def keep_forgotten(engine: DuckDB, segments: Segments, known: Iterable[str]) -> tuple[Segment, ...]:
    """Keep hashes as a segment; none where there are none."""
    found = sorted(set(known))
    if not found:
        return ()
    listed = table(engine, "hashes_to_keep", found)
    return (segments.keep(lambda path: copy(engine, f"SELECT id AS hash FROM {listed} ORDER BY id", path)),)


def known_hashes(engine: DuckDB, segments: Segments, content: Content) -> set[str]:
    """Return the hashes of everybody who was forgotten."""
    if not content.forgotten:
        return set()
    segments.check(content.forgotten)
    return {row[0] for row in engine.run(f"SELECT hash FROM {files(segments, content.forgotten)}")}


def table(engine: DuckDB, name: str, ids: Sequence[str]) -> str:
    """Keep ids as a relation with one column ``id``; return its name."""
    engine.run(f"CREATE OR REPLACE TEMP TABLE {name} (id VARCHAR)")
    for start in range(0, len(ids), BATCH):
        engine.run(f"INSERT INTO {name} SELECT UNNEST(?)", [list(ids[start : start + BATCH])])
    return name


def refuse_forgotten(
    engine: DuckDB, segments: Segments, content: Content, intake: Intake, reading: Reading, *, remember: bool
) -> tuple[Segment, ...] | None:
    """Refuse the lines of customers who were forgotten; ``remember``: take them in, and forget them no longer.

    Return the segments of those who are still forgotten, None where nobody of them is in the load.

    Raises:
        Untidy: a source was read in place, and somebody in it was forgotten.
    """
    known = known_hashes(engine, segments, content)
    if not known:
        return None
    people = engine.run(f"SELECT original, customer_id FROM {PEOPLE}")
    found: dict[str, set[str]] = {}
    for (original, code), first, second in zip(
        people, hashes(one for one, _ in people), hashes(one for _, one in people), strict=True
    ):
        met = known & {*first, *second}
        if met:
            found.setdefault(original, set()).update(met)
            found[original] |= known & {*hashes([code])[0]}
    if not found:
        return None
    if remember:
        return keep_forgotten(engine, segments, known - set().union(*found.values()))
    from shuke.engines.duckdb import Untidy

    if any(one.in_place for one in intake.loaded):
        raise Untidy
    table(engine, IDS, sorted(found))
    Ground(engine, intake.loaded, reading).mark(f"customer_id IN (SELECT id FROM {IDS})", VERDICT)
    engine.run(f"DELETE FROM {PEOPLE} WHERE original IN (SELECT id FROM {IDS})")
    return content.forgotten


__all__ = ["IDS", "VERDICT", "hashes", "keep_forgotten", "known_hashes", "refuse_forgotten", "table"]
