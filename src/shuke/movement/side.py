"""One of the two results that are compared, and what they have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, Where
from shuke.saved import Saved, open_saved, rated_table
from shuke.scheme.model import Scheme
from shuke.stages.places import group_names
from shuke.store.folder import sha256
from shuke.whatif.order import is_ordered

# ``ladder``: the same places, from the best down. ``list``: the same places in no order. ``different``: other places.
Kind = Literal["ladder", "list", "different"]
# What decides where a customer is placed; the days of the period and all words are left aside.
RULE = ("own", "exclude", "scores", "composite", "cells", "code", "clusters", "grace")


@dataclass(frozen=True)
class Side:
    """A saved result whose table is open under a name in the engine."""

    saved: Saved
    table: str
    columns: tuple[str, ...]
    rated: int
    sha256: str

    @property
    def scheme(self) -> Scheme:
        """The scheme of the result."""
        return self.saved.scheme

    @property
    def document(self) -> dict[str, Any]:
        """The manifest of the result."""
        return self.saved.document

    @property
    def result(self) -> str:
        """The column that the result is compared by."""
        return self.saved.scheme.main

    @property
    def by_score(self) -> str:
        """The column of the place by score: under a scheme with grace it is another."""
        kept = self.result == "tier" and "tier_by_score" in self.columns and self.saved.scheme.grace is not None
        return "tier_by_score" if kept else self.result

    @property
    def score(self) -> str | None:
        """The composite's column, if there is one."""
        composite = self.saved.scheme.composite
        return composite.name if composite is not None else None

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics of the scheme that the table holds, and the money where it does."""
        wanted = dict.fromkeys((*self.saved.scheme.metrics, "monetary"))
        return tuple(name for name in wanted if name in self.columns)


def opened(engine: DuckDB, folder: Path, table: str) -> Side:
    """Return a result with its table open under a name.

    Raises:
        UsageError: the folder holds no result, or none with a table that programs read.
        DataError: the manifest or the table is damaged.
    """
    saved = open_saved(folder)
    engine.name(table, rated_table(engine, saved))
    columns = tuple(engine.columns(table))
    ((rated,),) = engine.run(f"SELECT COUNT(*) FROM {table}")
    return Side(saved, table, columns, rated, sha256(folder / "run.json"))


def check_ids(old: Side, new: Side) -> None:
    """Refuse two results in which one customer has two ids.

    Raises:
        UsageError: personal ids were replaced under different keys, or in one of the results alone.
    """
    keys = [side.document.get("pseudonym_key") for side in (old, new)]
    raws = [bool(side.document.get("raw")) for side in (old, new)]
    if (all(keys) and keys[0] != keys[1]) or (raws[0] != raws[1] and any(keys)):
        raise UsageError("compare_ids", Where(file=str(new.saved.folder)), old=str(old.saved.folder))


def kind(old: Side, new: Side) -> Kind:
    """Return how the places of two results stand to one another."""
    if old.result != new.result or places(old) != places(new):
        return "different"
    return "ladder" if is_ordered(old.scheme, old.result) and is_ordered(new.scheme, new.result) else "list"


def places(side: Side) -> Sequence[str]:
    """Return the places of a result from the document and what it learned; of codes only what they are made of."""
    if side.result == "code" and side.scheme.code is not None:
        return (side.scheme.code.model_dump_json(),)
    return group_names(side.scheme, side.saved.fitted, side.result)


def same_rule(old: Side, new: Side) -> bool:
    """Tell whether both results place by the same rule; break values and words may differ."""
    parts = (old.scheme, new.scheme)
    if any(getattr(parts[0], name) != getattr(parts[1], name) for name in RULE):
        return False
    lists = [
        {
            column: [(one.name, one.at_least, one.when, one.codes) for one in groups]
            for column, groups in part.groups.items()
        }
        for part in parts
    ]
    return lists[0] == lists[1]
