"""The manifest of a run: everything needed to know what was done, to check it, and to explain it later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from shuke.report.text import plain
from shuke.stages.fit import Breaks, Value

if TYPE_CHECKING:
    from shuke.rating import Rating

FORMAT = 1


def manifest(
    rating: Rating, told: Mapping[str, Any], hashes: Mapping[str, str], versions: Mapping[str, str]
) -> dict[str, Any]:
    """Return the manifest of a rating; ``told`` is its summary, ``hashes`` are those of the files beside it."""
    reading = asdict(rating.intake.reading)
    return {
        "format": FORMAT,
        "scheme": {"id": rating.scheme.scheme, "sha256": rating.fingerprint, "text": rating.scheme_text},
        "as_of": told["as_of"],
        "period": told["period"],
        "engine": {"name": "duckdb", "version": rating.engine.version},
        "versions": dict(versions),
        "currency": rating.currency,
        "personal_ids": dict(rating.personal),
        "sources": [
            {"path": str(file.path.resolve()), "name": file.name, "size": file.size, "sha256": file.sha256}
            for file in rating.intake.files
        ],
        "reading": reading,
        "columns": [
            {name: loaded.meaning.header(name) for name in sorted(loaded.meaning.columns)}
            for loaded in rating.intake.loaded
        ],
        "breaks": {name: freeze(fitted) for name, fitted in rating.breaks.items()},
        "accounting": told["accounting"],
        "customers": told["customers"],
        "identities": [
            "rows read = rows used + rows merged + rows rejected",
            "amount read = amount used + amount merged + amount rejected",
            "amount of the period = sum of monetary over all customers seen",
            "customers seen = customers rated + customers not rated",
        ],
        "files": dict(hashes),
    }


def freeze(fitted: Breaks) -> dict[str, Any]:
    """Return break values as plain data; numbers are text, so that they stay exact."""
    return {
        "metric": fitted.metric,
        "best": fitted.best,
        "quantiles": fitted.quantiles,
        "ties": fitted.ties,
        "rated": fitted.rated,
        "bounds": {str(score): plain(bound) for score, bound in fitted.bounds.items()},
        "straddling": fitted.straddling,
    }


def thaw(frozen: Mapping[str, Any]) -> Breaks:
    """Return the break values that ``freeze`` wrote down."""
    bounds: dict[int, Value | None] = {
        int(score): None if bound is None else Decimal(bound) for score, bound in frozen["bounds"].items()
    }
    return Breaks(
        frozen["metric"],
        frozen["best"],
        frozen["quantiles"],
        frozen["ties"],
        frozen["rated"],
        bounds,
        frozen["straddling"],
    )
