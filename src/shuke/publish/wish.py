"""What a data product is wanted to be, and the saved result that it is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

from shuke.errors import DataError, UsageError, Where
from shuke.scheme.document import Document
from shuke.scheme.model import Scheme
from shuke.scheme.parse import parse
from shuke.store.folder import sha256

TABLE = "customers.parquet"
CYCLES = ("once", "monthly", "quarterly", "yearly")


@dataclass(frozen=True)
class Source:
    """A saved result, as its manifest tells; ``sha256`` is the manifest's own.

    ``without`` are customers of it who want to be in no such table.
    """

    folder: Path
    manifest: Mapping[str, Any]
    scheme: Scheme
    document: Document
    sha256: str
    without: frozenset[str] = frozenset()

    @classmethod
    def of(cls, folder: Path, manifest: Mapping[str, Any], without: frozenset[str] = frozenset()) -> Self:
        """Return the saved result in a folder, whose manifest was read and checked."""
        scheme, document = parse(manifest["scheme"]["text"], f"{manifest['scheme']['id']}.yaml")
        return cls(folder, manifest, scheme, document, sha256(folder / "run.json"), without)

    def table(self) -> Path:
        """Return the file of the rated customers, after comparing it with its hash.

        Raises:
            UsageError: the result has no such table.
            DataError: the result holds personal data as they are, or the table was changed.
        """
        path = self.folder / TABLE
        if self.manifest.get("raw"):
            raise DataError("publish_raw", Where(file=str(self.folder)))
        if not path.is_file():
            raise UsageError("publish_no_table", Where(file=str(self.folder)))
        if self.manifest["files"].get(TABLE) != sha256(path):
            raise DataError("result_damaged", Where(file=str(path)))
        return path


@dataclass(frozen=True)
class Wish:
    """What the product shall hold and promise; ``None`` is for what follows from the result.

    ``most`` is the largest share of rows that may be suppressed, ``purpose`` names what the codes are made for: codes
    of one purpose can be joined, those of two cannot.
    """

    where: Mapping[str, str] = field(default_factory=dict)
    k: int = 5
    least: int | None = None
    quasi: tuple[str, ...] = ()
    sensitive: str | None = None
    leave_out: tuple[str, ...] = ()
    most: Decimal = Decimal("0.1")
    purpose: str | None = None
    title: str | None = None
    scene: str | None = None
    provider: str | None = None
    cycle: str = "yearly"

    def check(self) -> None:
        """Pass a wish that can be meant.

        Raises:
            UsageError: a bound is out of range, or the cycle of updates is not offered.
        """
        if self.k < 2 or (self.least is not None and self.least < 1):
            raise UsageError("publish_bounds", k=self.k, least=self.least if self.least is not None else 2)
        if not 0 <= self.most < 1:
            raise UsageError("publish_most", value=f"{self.most:f}")
        if self.cycle not in CYCLES:
            raise UsageError("publish_cycle", value=self.cycle, known=", ".join(CYCLES))
