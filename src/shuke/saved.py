"""A saved result: its manifest read back and checked, and its customers explained from it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, SchemeError, ShukeError, UsageError, Where
from shuke.explain.customer import Line
from shuke.explain.explanation import Explanation, explain
from shuke.explain.left_out import excluded, without_place
from shuke.grace import Stood
from shuke.ingest.holds import Earlier, earlier
from shuke.ingest.intake import lines_of, take_in
from shuke.ingest.raw import Reading
from shuke.privacy.keys import key_ring
from shuke.privacy.replace import wanted_ids
from shuke.rating import Kept
from shuke.report.drift import bins
from shuke.report.manifest import FORMAT, is_intact
from shuke.report.tables import FORMULA as FORMULA_CELL
from shuke.scheme.builtin import figure
from shuke.scheme.model import Scheme
from shuke.scheme.parse import fingerprint, parse
from shuke.stages.drift import Bins
from shuke.stages.drift import columns as drifting
from shuke.stages.fitted import Fitted, decimals_of
from shuke.stages.frozen import thaw
from shuke.stages.relation import literal
from shuke.store.folder import sha256

CSV = "read_csv({}, all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"')"
# A text that a spreadsheet would take for a formula.
FORMULA = re.compile(FORMULA_CELL)
TEXTS = frozenset({"customer_id", "tier", "tier_by_score", "stage", "segment", "code", "exclusion"})
EXCLUDED = "excluded.csv"
# The tables that programs read, the surest first, and the types that cells of a CSV file had.
TABLES = ("customers.parquet", "customers.csv")
KINDS = {
    "days": "BIGINT",
    "count": "BIGINT",
    "money": "DECIMAL(18, 4)",
    "rate": "DECIMAL(18, 6)",
    "number": "DECIMAL(18, 6)",
}
# What an explanation needs of a manifest.
PARTS = {"format", "scheme", "as_of", "period", "currency", "personal_ids", "sources", "reading", "fitted", "files"}


@dataclass(frozen=True)
class Saved:
    """A result folder, as its manifest tells."""

    folder: Path
    document: dict[str, Any]
    scheme: Scheme
    fitted: Fitted


def open_saved(folder: Path) -> Saved:
    """Return a saved result after checking that its manifest and scheme belong together.

    Raises:
        UsageError: the folder holds no result.
        DataError: the manifest is damaged.
    """
    path = folder / "run.json"
    if not path.is_file():
        raise UsageError("no_result_here", Where(file=str(folder)))
    try:
        manifest = path.read_text(encoding="utf-8")
        document = json.loads(manifest)
        text = document["scheme"]["text"]
        intact = (
            is_intact(manifest, document)
            and document["format"] == FORMAT
            and fingerprint(text) == document["scheme"]["sha256"]
            and document.keys() >= PARTS
        )
        scheme, _ = parse(text, f"{document['scheme']['id']}.yaml")
        fitted = thaw(document["fitted"])
        intact = intact and fitted.scores.keys() == scheme.scores.keys()
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, SchemeError):
        raise DataError("result_damaged", Where(file=str(path))) from None
    if not intact:
        raise DataError("result_damaged", Where(file=str(path)))
    return Saved(folder, document, scheme, fitted)


def kept(folder: Path) -> Kept:
    """Return what a saved result learned, to rate others by it.

    Raises:
        UsageError: the folder holds no result.
        DataError: the manifest or the table is damaged.
    """
    saved = open_saved(folder)
    return Kept(saved.scheme, saved.fitted, sha256(folder / "run.json"), _bins(saved))


def stood(folder: Path) -> Stood:
    """Return where the customers of a saved result stand, so that a later rating can give them grace.

    Raises:
        UsageError: the folder holds no result, or none with a table that programs read.
        DataError: the manifest or the table is damaged.
    """
    saved = open_saved(folder)
    with DuckDB() as engine:
        table = rated_table(engine, saved)
        there = engine.columns(table)
    below = "ratings_below" if "ratings_below" in there else "0 AS ratings_below"
    tier = "tier" if "tier" in there else "CAST(NULL AS VARCHAR) AS tier"
    document = saved.document
    return Stood(
        str(folder),
        f"SELECT customer_id, {tier}, {below} FROM ({table})",
        tuple(one.name for one in saved.scheme.tiers),
        date.fromisoformat(document["as_of"]),
        sha256(folder / "run.json"),
        document.get("pseudonym_key"),
        bool(document.get("raw")),
    )


def _bins(saved: Saved) -> dict[str, Bins] | None:
    """Return the customers of a saved result by score and group; None if it holds no table that programs read."""
    if not any((saved.folder / name).is_file() for name in TABLES):
        return None
    with DuckDB() as engine:
        engine.name("kept_customers", rated_table(engine, saved))
        return bins(engine, "kept_customers", drifting(saved.scheme, saved.fitted))


def used_before(folder: Path) -> Earlier:
    """Return what a saved result used, to compare another load with.

    Raises:
        UsageError: the folder holds no result.
        DataError: the manifest is damaged.
    """
    try:
        return earlier(str(folder), open_saved(folder).document)
    except (KeyError, TypeError, ValueError, ArithmeticError):
        raise DataError("result_damaged", Where(file=str(folder / "run.json"))) from None


def rated_table(engine: DuckDB, saved: Saved) -> str:
    """Return the query of a saved result's rated table, in the types that it was written from.

    Raises:
        UsageError: the result holds no table that programs read.
        DataError: the table is not the one that was written.
    """
    path = next((path for name in TABLES if (path := saved.folder / name).is_file()), None)
    if path is None:
        raise UsageError("no_table_here", Where(file=str(saved.folder)))
    if saved.document["files"].get(path.name) != sha256(path):
        raise DataError("result_damaged", Where(file=str(path)))
    if path.suffix == ".parquet":
        return f"SELECT * FROM read_parquet({literal(str(path))})"
    source = CSV.format(literal(str(path)))
    columns = engine.columns(f"SELECT * FROM {source}")
    return f"SELECT {', '.join(_typed(saved, name) for name in columns)} FROM {source}"


def _typed(saved: Saved, column: str) -> str:
    """Return a column of a CSV file in the type that the table had."""
    known = figure(saved.scheme, column)
    is_text = known.kind == "text" if known is not None else column in TEXTS
    predicted = saved.document.get("predicted", {}).get("columns", {})
    if column in predicted:
        return f"CAST({column} AS {predicted[column]['type']}) AS {column}"
    if is_text or column in saved.document.get("carried", {}):
        inner = f"SUBSTR({column}, 2)"
        guarded = f"LEFT({column}, 1) = '''' AND REGEXP_MATCHES({inner}, {literal(FORMULA_CELL)})"
        return f"CASE WHEN {guarded} THEN {inner} ELSE {column} END AS {column}"
    if known is not None:
        kind = KINDS[known.kind]
    else:
        fit = saved.fitted.scores.get(column)
        whole = column in {"cell", "cluster", "ratings_below"} or (fit is not None and not decimals_of(fit))
        kind = "INTEGER" if whole else "DECIMAL(18, 6)"
    return f"CAST({column} AS {kind}) AS {column}"


def explain_saved(
    saved: Saved, customer_id: str, lines_of: Callable[[DuckDB, Sequence[str]], list[Line]] | None = None
) -> Explanation:
    """Return why a customer of a saved result stands where they stand, and what would lift them.

    ``lines_of`` gives the order lines of a customer under some ids, where they are kept elsewhere than in the sources.

    Raises:
        DataError: no rated customer has this id, or a file of the result was changed.
    """
    document = saved.document
    wanted = wanted_ids(customer_id, key_ring(create=False) if document["personal_ids"] else None)
    with DuckDB() as engine:
        customer = _customer(engine, saved, wanted)
        lines = _lines(engine, document, customer_id) if lines_of is None else lines_of(engine, wanted) or None
        if customer is None:
            raise _excluded(engine, saved, wanted) or without_place(lines, *_period(document))
    return explain(
        customer,
        saved.scheme,
        saved.fitted,
        date.fromisoformat(document["as_of"]),
        lines,
        document["currency"],
        document["reading"]["zero_orders"],
    )


def _customer(engine: DuckDB, saved: Saved, wanted: list[str]) -> dict[str, Any] | None:
    for name, reader, read in (
        ("customers.parquet", "read_parquet({})", _as_it_is),
        ("customers.csv", CSV, _of_text),
    ):
        path = saved.folder / name
        if path.is_file():
            return _row(engine, saved, path, reader, read, wanted)
    raise UsageError("no_table_here", Where(file=str(saved.folder)))


def _excluded(engine: DuckDB, saved: Saved, wanted: list[str]) -> DataError | None:
    """Return what to tell of a customer whom the scheme excludes; None for anybody else."""
    path = saved.folder / EXCLUDED
    if not path.is_file():
        return None
    figures = _row(engine, saved, path, CSV, _of_text, wanted)
    if figures is None:
        return None
    return excluded(saved.scheme, str(figures["exclusion"]))


def _row(
    engine: DuckDB, saved: Saved, path: Path, reader: str, read: Callable[[Scheme, str, Any], Any], wanted: list[str]
) -> dict[str, Any] | None:
    """Return a customer's row of a table of the result, None for none.

    Raises:
        DataError: the file is not the one that was written.
    """
    if saved.document["files"].get(path.name) != sha256(path):
        raise DataError("result_damaged", Where(file=str(path)))
    source = reader.format(literal(str(path)))
    columns = engine.columns(f"SELECT * FROM {source}")
    # An id that a spreadsheet would run stands behind an apostrophe in a CSV file.
    names = wanted if read is _as_it_is else [*wanted, *(f"'{one}" for one in wanted if FORMULA.match(one))]
    marks = ", ".join("?" for _ in names)
    rows = engine.run(f"SELECT * FROM {source} WHERE customer_id IN ({marks})", names)
    if not rows:
        return None
    place = columns.index("customer_id")
    row = min(rows, key=lambda row: names.index(row[place]))
    beside = {*saved.document.get("carried", {}), *saved.document.get("predicted", {}).get("columns", {})}
    return {
        column: read(saved.scheme, column, cell)
        for column, cell in zip(columns, row, strict=True)
        if column not in beside
    }


def _period(document: dict[str, Any]) -> tuple[date | None, date]:
    first, last = document["period"]
    return date.fromisoformat(first) if first else None, date.fromisoformat(last)


def _as_it_is(_scheme: Scheme, _column: str, cell: Any) -> Any:
    return cell


def _of_text(scheme: Scheme, column: str, cell: str | None) -> str | Decimal | None:
    """Return a cell of a CSV file: numbers as numbers, texts as they were before they were kept from running."""
    if cell is None:
        return None
    known = figure(scheme, column)
    is_text = known.kind == "text" if known is not None else column in TEXTS
    if is_text:
        return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell
    return Decimal(cell)


def _lines(engine: DuckDB, document: dict[str, Any], customer_id: str) -> list[Line] | None:
    """Return the customer's own lines from the sources, if those are still where and what they were."""
    paths = [Path(source["path"]) for source in document["sources"]]
    if not paths or not all(path.is_file() for path in paths):
        return None
    try:
        intake = take_in(engine, paths, Reading(**document["reading"]), in_place=False)
    except ShukeError:
        return None
    if [file.sha256 for file in intake.files] != [source["sha256"] for source in document["sources"]]:
        return None
    return [Line(*line) for line in lines_of(engine, intake, customer_id)] or None
