"""A saved result: its manifest read back and checked, and its customers explained from it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, SchemeError, ShukeError, UsageError, Where
from shuke.explain.customer import Line
from shuke.explain.reasons import Explanation, explain
from shuke.ingest.intake import lines_of, take_in
from shuke.ingest.raw import Reading
from shuke.privacy.pseudonyms import load_key
from shuke.report.manifest import FORMAT, thaw
from shuke.scheme.model import Scheme
from shuke.scheme.parse import fingerprint, parse
from shuke.stages.relation import literal
from shuke.store.folder import sha256

# What an explanation needs of a manifest.
PARTS = {"format", "scheme", "as_of", "currency", "personal_ids", "sources", "reading", "breaks", "files"}


@dataclass(frozen=True)
class Saved:
    """A result folder, as its manifest tells."""

    folder: Path
    document: dict[str, Any]
    scheme: Scheme


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
        document = json.loads(path.read_text(encoding="utf-8"))
        text = document["scheme"]["text"]
        intact = (
            document["format"] == FORMAT
            and fingerprint(text) == document["scheme"]["sha256"]
            and document.keys() >= PARTS
            and document["breaks"].keys() >= parse(text, "scheme")[0].scores.keys()
        )
    except (ValueError, KeyError, TypeError, AttributeError, SchemeError):
        intact = False
    if not intact:
        raise DataError("result_damaged", Where(file=str(path)))
    scheme, _ = parse(text, f"{document['scheme']['id']}.yaml")
    return Saved(folder, document, scheme)


def explain_saved(saved: Saved, customer_id: str) -> Explanation:
    """Return why a customer of a saved result has this tier and what would lift them.

    Raises:
        DataError: no rated customer has this id, or a file of the result was changed.
    """
    document = saved.document
    wanted = [customer_id]
    if document["personal_ids"]:
        wanted.append(load_key(create=False).pseudonym("customer_id", customer_id))
    with DuckDB() as engine:
        customer = _customer(engine, saved, wanted)
        lines = _lines(engine, document, customer_id)
    breaks = {name: thaw(frozen) for name, frozen in document["breaks"].items()}
    return explain(
        customer,
        saved.scheme,
        breaks,
        date.fromisoformat(document["as_of"]),
        lines,
        document["currency"],
        document["reading"]["zero_orders"],
    )


def _customer(engine: DuckDB, saved: Saved, wanted: list[str]) -> dict[str, Any]:
    for name, reader in (
        ("customers.parquet", "read_parquet({})"),
        ("customers.csv", "read_csv({}, all_varchar = true)"),
    ):
        path = saved.folder / name
        if not path.is_file():
            continue
        if saved.document["files"].get(name) != sha256(path):
            raise DataError("result_damaged", Where(file=str(path)))
        source = reader.format(literal(str(path)))
        columns = engine.columns(f"SELECT * FROM {source}")
        marks = ", ".join("?" for _ in wanted)
        rows = engine.run(f"SELECT * FROM {source} WHERE customer_id IN ({marks})", wanted)
        if not rows:
            raise DataError("customer_not_rated")
        return _typed(saved, dict(zip(columns, rows[0], strict=True)))
    raise UsageError("no_table_here", Where(file=str(saved.folder)))


def _typed(saved: Saved, customer: dict[str, Any]) -> dict[str, Any]:
    """Return the row with numbers as numbers: a CSV gives text."""
    keep = {"customer_id", "tier"}
    return {
        name: value if name in keep or not isinstance(value, str) else Decimal(value)
        for name, value in customer.items()
    }


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
