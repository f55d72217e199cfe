"""What a page shows of a finished product: the report on de-identification, the dictionary, the sample, the hashes."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from shuke.locale import LANGUAGES
from shuke.publish.dictionary import HEADS, rows
from shuke.publish.files import SAMPLE
from shuke.publish.product import Product
from shuke.publish.words import figures, protection, rules, title
from shuke.store.folder import sha256

# Rows of the sample that a page shows; the file has all of them.
MOST_ROWS = 20
BOTH = ("title", "class", "treatment")


def shown(product: Product, folder: Path) -> dict[str, Any]:
    """Return all that a page shows of a product whose files are in a folder; texts in every language."""
    told, wish = product.source.manifest, product.wish
    return {
        "title": {lang: title(product, lang) for lang in LANGUAGES},
        "scheme": told["scheme"]["id"],
        "as_of": told["as_of"],
        "where": dict(wish.where),
        "provider": wish.provider,
        "records": product.rows,
        "report": figures(product),
        "sentences": {lang: list(protection(product, lang)) for lang in LANGUAGES},
        "rules": {lang: rules(product, lang) for lang in LANGUAGES},
        "dictionary": [_field(dict(zip(HEADS, row, strict=True))) for row in rows(product)],
        "sample": _sample(folder / SAMPLE),
        "files": [
            {"name": path.name, "size": path.stat().st_size, "sha256": sha256(path)}
            for path in sorted(folder.iterdir())
        ],
    }


def _field(row: dict[str, str | int]) -> dict[str, Any]:
    """Return a row of the dictionary with the texts of both languages put together."""
    plain = {name: cell for name, cell in row.items() if not name.endswith(("_en", "_zh"))}
    return {**plain, **{name: {lang: row[f"{name}_{lang}"] for lang in LANGUAGES} for name in BOTH}}


def _sample(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head, *cells = csv.reader(stream)
    return {"columns": head, "rows": cells[:MOST_ROWS], "total": len(cells)}
