"""A rating as its caller holds it: the table, the summary, explanations, and the folder it is saved to."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, UsageError
from shuke.ingest.intake import lines_of
from shuke.language import language
from shuke.privacy.keys import key_ring
from shuke.privacy.replace import wanted_ids
from shuke.rating import LEFT_OUT, PLACED, Rating
from shuke.report.drift import since_kept
from shuke.report.figures import figures
from shuke.report.manifest import manifest, signed, written
from shuke.report.notes import notes
from shuke.report.page import report_page
from shuke.report.policies import policies
from shuke.report.summary import held, summary
from shuke.report.tables import (
    stream,
    write_csv,
    write_excluded,
    write_parquet,
    write_rejected,
    write_suggestions,
    write_xlsx,
)
from shuke.store.folder import ResultFolder
from shuke.version import __version__

if TYPE_CHECKING:
    from shuke.explain.customer import Line
    from shuke.explain.explanation import Explanation

FORMATS = ("csv", "xlsx", "parquet")
# Beyond this many customers a workbook takes minutes and opens slowly; it is then written only when asked for.
MOST_IN_WORKBOOK = 200_000
FILES = frozenset(
    {
        "customers.parquet",
        "customers.csv",
        "customers.xlsx",
        "changes.parquet",
        "rejected.csv",
        "suggestions.csv",
        "excluded.csv",
        "summary.json",
        "report.html",
        "run.json",
    }
)


def known_formats(formats: Sequence[str]) -> tuple[str, ...]:
    """Return the formats, each once.

    Raises:
        UsageError: one of them is not offered.
    """
    for name in formats:
        if name not in FORMATS:
            raise UsageError("format_unknown", value=name, known=", ".join(FORMATS))
    return tuple(dict.fromkeys(formats))


@dataclass(frozen=True)
class Instead:
    """What is written instead of the whole rated table: a file's name, how it is written, what the manifest says."""

    name: str
    write: Callable[[Path], object]
    told: Mapping[str, Mapping[str, object]]


class Table:
    """A sorted table in the engine, not computed into Python until a format is asked for."""

    def __init__(self, engine: DuckDB, relation: str, columns: tuple[str, ...], count: int) -> None:
        self._engine, self._relation, self._count = engine, relation, count
        self.columns = columns

    def __len__(self) -> int:
        return self._count

    def to_pyarrow(self) -> Any:
        """Return a pyarrow Table (needs pyarrow)."""
        return self._engine.arrow(self._query())

    def to_pandas(self) -> Any:
        """Return a pandas DataFrame; exact decimals as ``decimal.Decimal`` (needs pandas and pyarrow)."""
        return self.to_pyarrow().to_pandas()

    def to_polars(self) -> Any:
        """Return a Polars DataFrame (needs polars)."""
        import polars

        return polars.from_arrow(self.to_pyarrow())

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries of plain Python values."""
        return [dict(zip(self.columns, row, strict=True)) for row in self._engine.run(self._query())]

    def _query(self) -> str:
        return f"SELECT {', '.join(self.columns)} FROM {self._relation} ORDER BY customer_id"


class Customers(Table):
    """The rated table, not computed into Python until a format is asked for; sorted by ``customer_id``."""

    def __init__(self, rating: Rating) -> None:
        super().__init__(rating.engine, PLACED, rating.columns, rating.rated)


class Result:
    """A finished rating."""

    def __init__(self, rating: Rating) -> None:
        self.rating = rating
        self.customers = Customers(rating)
        told = {"policies": policies(rating), "notes": notes(rating)}
        self.summary: dict[str, Any] = {**summary(rating), **told}
        if rating.scheme.grace is not None:
            self.summary["grace"] = held(rating)
        if rating.foretold is not None:
            self.summary["prediction"] = dict(rating.foretold.summary)
        if rating.options.kept is not None:
            self.summary["drift"] = since_kept(rating)

    def close(self) -> None:
        """Let go of the engine; the summary stays."""
        self.rating.engine.close()

    def explain(self, customer_id: str) -> Explanation:
        """Return why a customer stands where they stand, and what would lift them.

        Raises:
            DataError: no rated customer has this id.
        """
        from shuke.explain.explanation import explain

        rating = self.rating
        wanted = wanted_ids(customer_id, key_ring(create=False) if rating.personal else None)
        marks = ", ".join("?" for _ in wanted)
        rows = rating.engine.run(
            f"SELECT {', '.join(rating.columns)} FROM {PLACED} WHERE customer_id IN ({marks})", wanted
        )
        if not rows:
            raise self._without_place(customer_id, wanted)
        row = min(rows, key=lambda row: wanted.index(row[0]))
        beside = {one.column for one in rating.carried} | (rating.foretold.shown.keys() if rating.foretold else set())
        cells = zip(rating.columns, row, strict=True)
        customer = {column: cell for column, cell in cells if column not in beside}
        pseudonym = bool(rating.personal) and customer_id == customer["customer_id"]
        lines = None if pseudonym else self._own_lines(customer_id) or None
        return explain(
            customer,
            rating.scheme,
            rating.fitted,
            rating.question.as_of,
            lines,
            rating.currency,
            rating.question.zero_orders,
        )

    def _without_place(self, customer_id: str, wanted: list[str]) -> DataError:
        from shuke.explain.left_out import excluded, without_place

        rating, scheme = self.rating, self.rating.scheme
        if scheme.exclude:
            marks = ", ".join("?" for _ in wanted)
            for (name,) in rating.engine.run(
                f"SELECT exclusion FROM {LEFT_OUT} WHERE customer_id IN ({marks})", wanted
            ):
                return excluded(scheme, name)
        days = rating.question.window
        return without_place(self._own_lines(customer_id), days.first, days.last)

    def save(
        self,
        folder: str | Path,
        formats: Sequence[str] | None = None,
        lang: str | None = None,
        step: Callable[[str], None] | None = None,
        *,
        instead: Instead | None = None,
    ) -> list[Path]:
        """Write the result's files into a folder, each whole or not at all; return their paths.

        ``instead``: what to write instead of the rated table, if not that.

        Raises:
            UsageError: a format is not known, or the folder cannot be written.
        """
        lang = language(lang)
        report = step or (lambda key: None)
        wanted = self.formats(formats)
        started = time.perf_counter()
        with ResultFolder(Path(folder)) as out:
            report("write")
            if instead is not None:
                instead.write(out.file(instead.name))
            self._write_tables(out, wanted if instead is None else (), lang)
            out.text("summary.json", written(self.summary))
            report("report")
            out.text("report.html", report_page(figures(self.rating, self.summary, lang), lang))
            document = manifest(
                self.rating, self.summary, out.hashes(), {"shuke": __version__, "python": platform.python_version()}
            )
            document.update(instead.told if instead is not None else {})
            document["timings"] = {**self.rating.timings, "save": round(time.perf_counter() - started, 3)}
            out.text("run.json", signed(document))
            names = out.names()
            out.commit(FILES)
        return [Path(folder) / name for name in names]

    def formats(self, formats: Sequence[str] | None) -> tuple[str, ...]:
        """Return the formats to write: what is asked for, else Parquet and, for lists that open, Excel."""
        if isinstance(formats, str):
            formats = (formats,)
        if not formats:
            return ("parquet", "xlsx") if self.rating.rated <= MOST_IN_WORKBOOK else ("parquet",)
        return known_formats(formats)

    def _write_tables(self, out: ResultFolder, wanted: Sequence[str], lang: str) -> None:
        if "parquet" in wanted:
            write_parquet(self.rating, out.file("customers.parquet"))
        if "csv" in wanted:
            write_csv(self.rating, out.file("customers.csv"))
        if "xlsx" in wanted:
            write_xlsx(self.rating, out.file("customers.xlsx"), self.summary, lang)
        write_rejected(self.rating, out.file("rejected.csv"))
        if any(key == "alike_customers" for key, _ in self.rating.found.notes):
            write_suggestions(self.rating, out.file("suggestions.csv"))
        if self.rating.scheme.exclude:
            write_excluded(self.rating, out.file("excluded.csv"))

    @property
    def statements(self) -> tuple[str, ...]:
        """Everything that was asked of the engine that holds the tables, in its own SQL; empty for the embedded one."""
        return () if self.rating.computed is None else self.rating.computed.statements

    def write_table(self, name: str) -> int:
        """Write the rated table into the database that it was computed in, whole or not at all; return its rows.

        A table that an earlier call wrote is replaced; any other table is left alone.

        Raises:
            UsageError: the rating was computed by the embedded engine, the name is none or taken, or writing is not
                allowed.
        """
        from shuke.engines.connect import connect

        there = self.rating.computed
        if there is None:
            raise UsageError("write_table_without_engine")
        described = self.rating.engine.run(f"DESCRIBE SELECT {', '.join(self.customers.columns)} FROM {PLACED}")
        engine = connect(there.address)
        try:
            rows = stream(self.rating, list(self.customers.columns))
            engine.write_table(name, {row[0]: row[1] for row in described}, rows)
        finally:
            engine.close()
        return self.rating.rated

    def _own_lines(self, customer_id: str) -> list[Line] | None:
        from shuke.explain.customer import Line

        # Where the lines lie elsewhere they stay there.
        if self.rating.computed is not None:
            return None
        return [Line(*line) for line in lines_of(self.rating.engine, self.rating.intake, customer_id)]
