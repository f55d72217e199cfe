"""A product as files: the data, its dictionary and description, a sample, and the hashes of all of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shuke.errors import UsageError, Where
from shuke.locale import LANGUAGES
from shuke.publish.dictionary import write_csv, write_xlsx
from shuke.publish.product import PRODUCT, Product
from shuke.publish.words import description, figures, rules, title
from shuke.stages.relation import identifier, literal
from shuke.store.folder import ResultFolder
from shuke.version import __version__

DATA, SAMPLE, SUMS, MANIFEST = "data", "sample.csv", "SHA256SUMS", "product.json"
FILES = frozenset(
    {
        "data.csv",
        "data.parquet",
        SAMPLE,
        "dictionary.csv",
        "dictionary.xlsx",
        *(f"description.{lang}.md" for lang in LANGUAGES),
        *(f"rules.{lang}.md" for lang in LANGUAGES),
        "deidentification.json",
        MANIFEST,
        SUMS,
    }
)
FORMAT = 1
BOM = "\ufeff"


def save(product: Product, folder: Path) -> list[Path]:
    """Write the product's files into a folder, each whole or not at all; return their paths.

    Raises:
        UsageError: the folder cannot be written, or holds a result.
    """
    if (folder / "run.json").exists():
        raise UsageError("publish_into_result", Where(file=str(folder)))
    with ResultFolder(folder) as out:
        order = "ORDER BY customer_id"
        product.engine.run(
            f"COPY (SELECT * FROM {PRODUCT} {order}) TO {literal(str(out.file(f'{DATA}.parquet')))} "
            "(FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
        )
        _csv(product, f"{order}", out.file(f"{DATA}.csv"))
        _csv(product, f"{order} LIMIT {product.sample}", out.file(SAMPLE))
        write_csv(product, out.file("dictionary.csv"))
        write_xlsx(product, out.file("dictionary.xlsx"))
        for lang in LANGUAGES:
            out.text(f"description.{lang}.md", description(product, lang))
            out.text(f"rules.{lang}.md", "\n".join([f"# {title(product, lang)}", "", *rules(product, lang), ""]))
        out.text("deidentification.json", _json(figures(product)))
        out.text(MANIFEST, _json(manifest(product, out.hashes())))
        out.text(SUMS, "".join(f"{digest}  {name}\n" for name, digest in out.hashes().items()))
        names = sorted(out.hashes())
        out.commit(FILES)
    return [folder / name for name in names]


def manifest(product: Product, hashes: dict[str, str]) -> dict[str, Any]:
    """Return what the product is, what it was made from, and the hashes of its files."""
    told, wish = product.source.manifest, product.wish
    return {
        "format": FORMAT,
        "title": {lang: title(product, lang) for lang in LANGUAGES},
        "scheme": {"id": told["scheme"]["id"], "sha256": told["scheme"]["sha256"]},
        "result": {"manifest_sha256": product.source.sha256},
        "as_of": told["as_of"],
        "period": told["period"],
        "currency": told["currency"],
        "where": dict(wish.where),
        "update_cycle": wish.cycle,
        "provider": wish.provider,
        "records": product.rows,
        "fields": len(product.fields),
        "sample": product.sample,
        "versions": {"shuke": __version__},
        "files": hashes,
    }


def _csv(product: Product, rest: str, path: Path) -> None:
    types = dict(product.engine.run(f"SELECT column_name, column_type FROM (DESCRIBE {PRODUCT})"))
    cells, heads = [], []
    for number, name in enumerate(product.columns):
        cells.append(f"{_cell(identifier(name), types[name])} AS c{number}")
        heads.append(identifier(f"{BOM if number == 0 else ''}{name}"))
    ordered = f"SELECT * FROM {PRODUCT} {rest}"
    query = f"SELECT * FROM (SELECT {', '.join(cells)} FROM ({ordered})) AS rows({', '.join(heads)})"
    product.engine.run(f"COPY ({query}) TO {literal(str(path))} (FORMAT csv, HEADER, DELIMITER ',')")


def _cell(name: str, kind: str) -> str:
    """Return a cell: decimals without trailing zeros, and no text that a spreadsheet would run."""
    if kind.startswith("DECIMAL"):
        written = f"CAST({name} AS VARCHAR)"
        return f"CASE WHEN CONTAINS({written}, '.') THEN RTRIM(RTRIM({written}, '0'), '.') ELSE {written} END"
    if kind == "VARCHAR":
        return f"CASE WHEN REGEXP_MATCHES({name}, '^[=+\\-@\\t\\r＝＋－＠]') THEN '''' || {name} ELSE {name} END"
    return name


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
