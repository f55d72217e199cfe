"""What a file says of customers or cells under every option of a list, and where file and rating do not meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from shuke.campaign.cells import CELLED
from shuke.campaigns.run import Run
from shuke.campaigns.tables import read_side
from shuke.campaigns.written import ELIGIBLE
from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, Where
from shuke.locale import LANGUAGES, text
from shuke.scheme.spoken.names import column
from shuke.shapes import scrub
from shuke.stages.relation import literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from shuke.campaigns.list_wish import ListWish

    Floats = NDArray[np.float64]

GIVEN = "campaign_expected"
WANTED = ("response", "value", "offer", "channel", "cell")
# So many names are told, and so many letters of each; the rest is a number.
NAMES, LETTERS = 6, 40


@dataclass(frozen=True)
class Meeting:
    """Where a file of expectations and the rating do not meet.

    ``cells`` of the rating and ``customers`` who may be contacted are those of whom the file says nothing; ``unknown``
    is how many cells, or customers, the file names that the rating does not have. ``others`` are offers and channels
    of the file that the list does not have. Cells are named, the first few; customers are never.
    """

    by: Literal["cell", "customer_id"]
    cells: int
    cell_names: tuple[str, ...]
    customers: int
    unknown: int
    unknown_names: tuple[str, ...]
    known: int
    known_names: tuple[str, ...]
    others: tuple[str, ...]

    def document(self) -> dict[str, Any]:
        """Return the same for a manifest."""
        return asdict(self)

    def sentences(self, lang: str) -> list[str]:
        """Return what a person should know; nothing where file and rating meet."""
        found = []
        if self.by == "cell" and self.cells:
            names = _listed(self.cells, self.cell_names, lang)
            figures = {"cells": f"{self.cells:,}", "known": f"{self.known:,}", "customers": f"{self.customers:,}"}
            found.append(text("campaign.list.meeting.cells", lang, names=names, **figures))
        elif self.customers:
            found.append(text("campaign.list.meeting.customers", lang, customers=f"{self.customers:,}"))
        if self.unknown and self.by == "cell":
            names, known = (
                _listed(count, some, lang)
                for count, some in ((self.unknown, self.unknown_names), (self.known, self.known_names))
            )
            found.append(
                text("campaign.list.meeting.unknown_cells", lang, cells=f"{self.unknown:,}", names=names, known=known)
            )
        elif self.unknown:
            found.append(text("campaign.list.meeting.unknown_customers", lang, customers=f"{self.unknown:,}"))
        if self.others:
            names = _listed(len(self.others), self.others[:NAMES], lang)
            found.append(text("campaign.list.meeting.others", lang, names=names))
        return found


def given(
    engine: DuckDB, run: Run, wish: ListWish, cells: Sequence[str], net: Floats
) -> tuple[Floats, Floats, Meeting]:
    """Return what a file says of each customer, or of each cell, under each option, and where it does not meet them.

    Raises:
        DataError: the file lacks a column, says something twice, or says nothing of anybody.
    """
    import numpy as np

    path = wish.expected or run.saved.folder
    where = Where(file=path.name)
    key, has = _read(engine, run, cells, wish, where)
    rates, worth = np.full(net.shape, np.nan), net.copy()
    value = "value" if "value" in has else "NULL"
    for place, (offer, channel) in enumerate(wish.options):
        chosen = [
            f"({name} IS NULL OR {name} = {literal(one)})"
            for name, one in (("offer", offer), ("channel", channel))
            if name in has
        ]
        table = f"SELECT {key}, response, {value} AS value FROM {GIVEN} WHERE {' AND '.join(chosen) or 'TRUE'}"
        ((twice,),) = engine.run(f"SELECT COUNT(*) - COUNT(DISTINCT {key}) FROM ({table})")
        if twice:
            raise DataError("campaign_expected_twice", where, rows=f"{twice:,}", name=key)
        rows = engine.run(
            f"SELECT place, CAST(response AS DOUBLE), CAST(value AS DOUBLE) FROM {ELIGIBLE} "
            f"JOIN ({table}) USING ({key})"
        )
        if rows:
            at = np.array([row[0] for row in rows], dtype=np.int64)
            rates[at, place] = [row[1] for row in rows]
            worth[at, place] = [worth[row[0], place] if row[2] is None else row[2] for row in rows]
    met = _meeting(engine, wish, key, has, rates)
    if not np.isfinite(rates).any():
        raise DataError("campaign_expected_nobody", where, cells=", ".join(met.known_names))
    return rates, worth, met


def _read(
    engine: DuckDB, run: Run, cells: Sequence[str], wish: ListWish, where: Where
) -> tuple[Literal["cell", "customer_id"], frozenset[str]]:
    """Keep the file in the engine; return by what its rows are known, and which columns it has.

    A column of cells may be called as the column that makes them.
    """
    scheme = run.saved.scheme
    own = [cells[0], *(column(cells[0], lang, scheme) for lang in LANGUAGES)] if len(cells) == 1 else []
    has = read_side(
        engine,
        wish.expected or run.saved.folder,
        GIVEN,
        WANTED,
        personal=run.document["personal_ids"],
        by_customer=False,
        named={"cell": own},
    )
    key: Literal["cell", "customer_id"] = "customer_id" if "customer_id" in has else "cell"
    if "response" not in has or key not in has:
        missing = "response" if "response" not in has else "customer_id"
        raise DataError("campaign_expected_columns", where, name=missing, cell=" / ".join(["cell", *own[:1]]))
    ((bad,),) = engine.run(f"SELECT COUNT(*) FROM {GIVEN} WHERE response IS NULL OR response < 0 OR response > 1")
    if bad:
        raise DataError("campaign_expected_range", where, rows=f"{bad:,}")
    return key, has


def _meeting(
    engine: DuckDB, wish: ListWish, key: Literal["cell", "customer_id"], has: frozenset[str], rates: Floats
) -> Meeting:
    import numpy as np

    silent = np.atleast_1d(np.isnan(rates).all(axis=1))
    cells = [str(cell) for (cell,) in engine.run(f"SELECT cell FROM {ELIGIBLE} ORDER BY place")]
    told = {cell for cell, without in zip(cells, silent, strict=True) if not without}
    without = sorted(set(cells) - told)
    known = [str(cell) for (cell,) in engine.run(f"SELECT DISTINCT cell FROM {CELLED} ORDER BY 1")]
    unknown = [
        str(name)
        for (name,) in engine.run(
            f"SELECT DISTINCT COALESCE({key}, '–') FROM {GIVEN} ANTI JOIN {CELLED} USING ({key}) ORDER BY 1"
        )
    ]
    others: list[str] = []
    for name, there in (("offer", list(wish.offers)), ("channel", list(wish.channels))):
        if name in has:
            given_ = (str(one) for (one,) in engine.run(f"SELECT DISTINCT {name} FROM {GIVEN} ORDER BY 1") if one)
            others += [one for one in given_ if one not in there]
    return Meeting(
        by=key,
        cells=len(without),
        cell_names=_few(without),
        customers=int(silent.sum()),
        unknown=len(unknown),
        unknown_names=_few(unknown) if key == "cell" else (),
        known=len(known),
        known_names=_few(known),
        others=_few(others),
    )


def _few(names: Sequence[str]) -> tuple[str, ...]:
    """Return the first names as they may be told: short, and nothing in them that names a person."""
    return tuple(scrub(name)[:LETTERS] for name in names[:NAMES])


def _listed(count: int, names: Sequence[str], lang: str) -> str:
    return text("campaign.list.meeting.comma", lang).join(names) + (" …" if count > len(names) else "")


__all__ = ["Meeting", "given"]
