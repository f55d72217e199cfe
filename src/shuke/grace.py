"""Grace: whoever stood in a higher tier at the earlier rating may keep it, as the scheme says.

Law: nobody is lower than by score, nobody higher than both by score and at the earlier rating; without an earlier
rating the tier is that by score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, Where, ensure
from shuke.privacy.replace import Replaced
from shuke.scheme.model import Scheme
from shuke.stages.places import WITHIN_MARGIN
from shuke.stages.relation import literal


@dataclass(frozen=True)
class Stood:
    """Where customers stood at the earlier rating.

    ``query`` gives ``customer_id``, ``tier`` and ``ratings_below``; ``tiers`` are its tiers from the best down.
    """

    folder: str
    query: str
    tiers: tuple[str, ...]
    as_of: date
    sha256: str
    key: str | None
    raw: bool


def check_stood(scheme: Scheme, stood: Stood | None) -> None:
    """Refuse an earlier rating that the scheme does not ask for, or whose tiers are others.

    Raises:
        UsageError: it is so.
    """
    if stood is None:
        return
    if scheme.grace is None:
        raise UsageError("earlier_without_grace", scheme=scheme.scheme)
    if stood.tiers != tuple(tier.name for tier in scheme.tiers):
        raise UsageError("earlier_of_other_tiers", Where(file=stood.folder), scheme=scheme.scheme)


def give_grace(
    engine: DuckDB, table: str, scheme: Scheme, stood: Stood | None, as_of: date, replaced: Replaced, raw: bool
) -> None:
    """Let the customers of the rated table keep their earlier tiers, as far as the scheme says.

    Raises:
        UsageError: the earlier rating is of the same day or a later one, or its customers have other ids.
    """
    grace = scheme.grace
    if grace is None:
        return
    hidden = f" EXCLUDE ({WITHIN_MARGIN})" if grace.margin is not None else ""
    if stood is None:
        if hidden:
            engine.run(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT *{hidden} FROM {table}")
        return
    if stood.as_of >= as_of:
        days = {"earlier": stood.as_of.isoformat(), "now": as_of.isoformat()}
        raise UsageError("earlier_not_before", Where(file=stood.folder), **days)
    keys = (stood.key, replaced.key)
    if (all(keys) and keys[0] != keys[1]) or (stood.raw != raw and any(keys)):
        raise UsageError("compare_ids", old=stood.folder)
    ((before,),) = engine.run(f"SELECT COUNT(*) FROM {table}")
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT p.*{hidden} REPLACE ({_kept(scheme)}) FROM {table} AS p "
        f"LEFT JOIN ({stood.query}) AS stood ON stood.customer_id = p.customer_id"
    )
    ((after,),) = engine.run(f"SELECT COUNT(*) FROM {table}")
    ensure(before == after, "grace changed the number of customers")


def _kept(scheme: Scheme) -> str:
    """Return the columns that grace changes."""
    grace = scheme.grace
    ensure(grace is not None, "a scheme without grace was given some")
    names = [tier.name for tier in scheme.tiers]
    then, now = _rank("stood.tier", names), _rank("p.tier", names)
    # Whoever stood nowhere has nothing to keep.
    below = f"stood.tier IS NOT NULL AND {then} < {now}"
    near = f"{below} AND {_rank(f'p.{WITHIN_MARGIN}', names)} <= {then}" if grace.margin is not None else "FALSE"  # type: ignore[union-attr]
    if grace.ratings is None:  # type: ignore[union-attr]
        return f"CASE WHEN {near} THEN stood.tier ELSE p.tier END AS tier"
    count = "COALESCE(stood.ratings_below, 0) + 1"
    waits = f"{below} AND NOT ({near}) AND {count} < {grace.ratings}"  # type: ignore[union-attr]
    return (
        f"CASE WHEN ({near}) OR ({waits}) THEN stood.tier ELSE p.tier END AS tier, "
        f"CAST(CASE WHEN {waits} THEN {count} ELSE 0 END AS INTEGER) AS ratings_below"
    )


def _rank(column: str, names: Sequence[str]) -> str:
    """Return a tier's place from the best, 0 first; no tier is below all."""
    arms = " ".join(f"WHEN {literal(name)} THEN {rank}" for rank, name in enumerate(names))
    return f"CASE {column} {arms} ELSE {len(names)} END"
