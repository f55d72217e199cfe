"""The manifest of a run: everything needed to know what was done, to check it, and to explain it later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from shuke.ingest.databases import origin
from shuke.privacy.cells import shown_header
from shuke.stages.frozen import freeze

if TYPE_CHECKING:
    from shuke.rating import Rating

FORMAT = 2


def manifest(
    rating: Rating, told: Mapping[str, Any], hashes: Mapping[str, str], versions: Mapping[str, str]
) -> dict[str, Any]:
    """Return the manifest of a rating; ``told`` is its summary, ``hashes`` are those of the files beside it."""
    reading = asdict(rating.intake.reading)
    # What reading may cost is a matter of the machine, not of the result.
    del reading["limits"], reading["expected"]
    found: dict[str, Any] = {
        "format": FORMAT,
        "scheme": {"id": rating.scheme.scheme, "sha256": rating.fingerprint, "text": rating.scheme_text},
        "as_of": told["as_of"],
        "period": told["period"],
        "engine": _engine(rating),
        "versions": dict(versions),
        "currency": rating.currency,
        "personal_ids": dict(rating.personal),
        "pseudonym_key": rating.replaced.key,
        "raw": rating.options.raw_ids,
        "carried": {one.column: shown_header(one.header) for one in rating.carried},
        "masked": dict(rating.masked),
        "sources": [
            {"path": origin(file.path), "name": file.name, "size": file.size, "sha256": file.sha256}
            for file in rating.intake.files
        ],
        "reading": reading,
        "changes": [[asdict(change) for change in loaded.settled.changes] for loaded in rating.intake.loaded],
        "columns": [
            {name: loaded.meaning.header(name) for name in sorted(loaded.meaning.columns)}
            for loaded in rating.intake.loaded
        ],
        "fitted": freeze(rating.fitted),
        "breaks_from": rating.options.kept.sha256 if rating.options.kept else None,
        "accounting": told["accounting"],
        "accounts": told["accounts"],
        "policies": told["policies"],
        "notes": told["notes"],
        "customers": told["customers"],
        "interaction_table": told["interaction_table"],
        "customer_table": told["customer_table"],
        "identities": [
            "rows read = rows used + rows merged + rows rejected",
            "amount read = amount used + amount merged + amount rejected",
            "amount of the period = sum of monetary over all customers seen",
            "customers seen = customers rated + customers not rated",
        ],
        "files": dict(hashes),
    }
    if rating.foretold is not None:
        shown, types = rating.foretold.shown, rating.foretold.types
        columns = {column: {"column": name, "type": types[column]} for column, name in shown.items()}
        found["predicted"] = {"horizon_days": rating.foretold.horizon, "columns": columns}
    if rating.scheme.grace is not None:
        found["earlier"] = told["grace"]["earlier"]
    return found


def written(document: Any) -> str:
    """Return a document as its file holds it."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def signed(document: dict[str, Any]) -> str:
    """Return a manifest as its file holds it, with the hash of all the rest of it as the last entry."""
    return written({**document, "sha256": hashlib.sha256(written(document).encode()).hexdigest()})


def is_intact(text: str, document: Mapping[str, Any]) -> bool:
    """Tell whether a manifest is the one that was written; one without its own hash tells nothing about that."""
    if "sha256" not in document:
        return True
    return text == signed({key: value for key, value in document.items() if key != "sha256"})


def _engine(rating: Rating) -> dict[str, Any]:
    """Return what computed the rating; of another engine also where it is and which tables it read."""
    there = rating.computed
    if there is None:
        return {"name": rating.engine.dialect, "version": rating.engine.version}
    return {
        "name": there.engine,
        "version": there.version,
        "address": there.address.shown,
        "tables": list(there.tables),
    }
