"""One side's file: a code and a tier for every customer who can be compared, in the order of the codes, and no more.

The order follows from the key alone, so it tells nothing of the customers. To each tier codes of nobody are added until
its number is a round one, so that the file does not tell how many customers are in it; they meet nothing on the other
side.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, UsageError, Where
from shuke.overlap.ids import Table, identifiers
from shuke.overlap.secret import SharedKey
from shuke.privacy.keys import load_key
from shuke.stages.relation import identifier, literal
from shuke.store.folder import sha256

HEADER = "code,tier"
KIND = "customer"
CUSTOMERS = "customers.parquet"
# Fewer customers than this on one side, or in common, are not compared.
LEAST = 20
NO_TIER = "-"


@dataclass(frozen=True)
class Exported:
    """What was written: customers with a code, those of the result without one, and codes of nobody."""

    customers: int
    without: int
    padding: int
    key: str
    purpose: str


def export(
    engine: DuckDB,
    folder: Path,
    manifest: Mapping[str, Any],
    result: tuple[str, Sequence[str]],
    key: SharedKey,
    out: Path,
    table: Table | None = None,
    pad: int = 100,
) -> Exported:
    """Write the codes of a result's customers; ``result`` is the column of the tier and its groups, the best first.

    Raises:
        UsageError: the result has no table, or the file cannot be written.
        DataError: too few customers can be compared, or the result was changed.
    """
    if pad < 0:
        raise UsageError("overlap_pad", value=pad)
    column, order = result
    tiers = _tiers(engine, folder, manifest, column)
    pairs = identifiers(engine, folder, manifest, tiers, table)
    rank = {name: place for place, name in enumerate(order)}
    found: dict[str, str] = {}
    for value, owner in pairs:
        tier = tiers[owner]
        # One identifier of two customers stands for the better of them.
        if value not in found or rank.get(tier, len(rank)) < rank.get(found[value], len(rank)):
            found[value] = tier
    if len(found) < LEAST:
        raise DataError("overlap_side_too_small", Where(file=str(folder)), least=LEAST)
    coder = key.coder
    codes = {coder.exact(KIND, value): tier for value, tier in found.items()}
    padding = _padding(key, Counter(codes.values()), pad)
    lines = sorted(f"{code},{tier}" for code, tier in {**padding, **codes}.items())
    _write(out, "\n".join([HEADER, *lines, ""]))
    return Exported(len(found), len(tiers) - len({owner for _, owner in pairs}), len(padding), key.name, key.purpose)


def _tiers(engine: DuckDB, folder: Path, manifest: Mapping[str, Any], column: str) -> dict[str, str]:
    path = folder / CUSTOMERS
    if not path.is_file():
        raise UsageError("publish_no_table", Where(file=str(folder)))
    if manifest["files"].get(CUSTOMERS) != sha256(path):
        raise DataError("result_damaged", Where(file=str(path)))
    told = f"COALESCE(CAST({identifier(column)} AS VARCHAR), '{NO_TIER}')"
    return dict(engine.run(f"SELECT customer_id, {told} FROM read_parquet({literal(str(path))})"))


def _padding(key: SharedKey, counts: Mapping[str, int], pad: int) -> dict[str, str]:
    """Return codes of nobody for each tier; the same ones every time, so that two files do not tell them apart."""
    if not pad:
        return {}
    own = load_key().coder(f"overlap padding {key.name}")
    coder = key.coder
    return {
        coder.exact("nobody", own.exact(tier, str(number))): tier
        for tier, count in counts.items()
        for number in range(-count % pad)
    }


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise UsageError("file_not_written", Where(file=str(path)), problem=error.strerror or "") from None
