"""What a caller may say about a rating, beside its sources and its scheme."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from shuke.grace import Stood
from shuke.ingest.holds import Earlier
from shuke.ingest.raw import Reading
from shuke.rating.foretold import Foresee
from shuke.scheme.model import Scheme
from shuke.stages.drift import Bins
from shuke.stages.fitted import Fitted

Step = Callable[[str], None]


@dataclass(frozen=True)
class Kept:
    """What an earlier rating learned, to be used again: its scheme, the frozen numbers, the manifest's hash.

    ``bins`` are its customers by score and group, to tell how far others have drifted; None if it has no table.
    """

    scheme: Scheme
    fitted: Fitted
    sha256: str
    bins: Mapping[str, Bins] | None = None


@dataclass(frozen=True)
class Options:
    """Everything a caller may say about a rating beside the sources and the scheme."""

    as_of: date | None = None
    reading: Reading = field(default_factory=Reading)
    interactions: object | None = None
    customers: object | None = None
    metrics: tuple[str, ...] = ()
    # Attributes of customers, or columns of their lines, that the rated table carries as they stand.
    carry: tuple[str, ...] = ()
    missing: Mapping[str, int | str] = field(default_factory=dict)
    kept: Kept | None = None
    earlier: Earlier | None = None
    stood: Stood | None = None
    # What is predicted of the same lines as of the same day, and joined to the rated table.
    foresee: Foresee | None = None
    raw_ids: bool = False
    # The whole table will be written, so it is kept in the order of its customers as soon as it is placed.
    to_write: bool = False
    currency: str | None = None
    memory_limit: str | None = None
    threads: int | None = None
