"""What stands in the engine of one source that was read."""

from __future__ import annotations

from dataclasses import dataclass, field

from shuke.ingest.columns import Meaning
from shuke.ingest.raw import Raw
from shuke.ingest.settling.table import Settled

OUTPUT = ("customer_id", "order_id", "ordered_at", "amount", "customer_name", "currency")


@dataclass(frozen=True)
class Loaded:
    """One source in the engine: its relation, whether it is read in place, and what its columns mean.

    A source read in place has no rejected rows; whether its identifiers are in their final form is only known
    while they are read (``final``).
    """

    raw: Raw
    meaning: Meaning
    relation: str
    in_place: bool
    carried: tuple[str, ...] = ()
    # Columns that policies look at.
    looked_at: frozenset[str] = frozenset()
    settled: Settled = field(default_factory=Settled)

    @property
    def columns(self) -> frozenset[str]:
        """The canonical columns that the relation holds, and those that policies look at."""
        held = set(self.meaning.columns) & {*OUTPUT, *self.carried}
        return frozenset(held | {"customer_id", "ordered_at", "amount"} | self.looked_at | self.settled.columns)
