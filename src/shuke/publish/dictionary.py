"""The data dictionary: every field with its titles in both languages, its class, its treatment and its values."""

from __future__ import annotations

import csv
from datetime import date, datetime, time
from pathlib import Path

from shuke.locale import LANGUAGES, text
from shuke.publish.fields import Field
from shuke.publish.product import PRODUCT, Product
from shuke.publish.words import role, treatment
from shuke.stages.relation import identifier

HEADS = (
    *("field", "title_en", "title_zh", "type", "unit", "class_en", "class_zh", "treatment_en", "treatment_zh"),
    *("values", "empty"),
)
WIDTHS = (18, 26, 22, 10, 8, 30, 24, 40, 40, 60, 12)
MOST_VALUES = 40


def rows(product: Product) -> list[list[str | int]]:
    """Return one row per field, in the order of the table."""
    types = dict(product.engine.run(f"SELECT column_name, column_type FROM (DESCRIBE {PRODUCT})"))
    return [_row(product, field, types[field.column]) for field in product.fields]


def write_csv(product: Product, path: Path) -> None:
    """Write the dictionary as UTF-8 with a byte-order mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADS)
        writer.writerows(rows(product))


def write_xlsx(product: Product, path: Path) -> None:
    """Write the dictionary as a workbook, the heads in both languages; the same bytes for the same product."""
    from xlsxwriter import Workbook

    with Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        as_of = product.source.manifest["as_of"]
        workbook.set_properties({"created": datetime.combine(date.fromisoformat(as_of), time())})
        sheet = workbook.add_worksheet(text("publish.sheet", "zh"))
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#EEF2F7"})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        for column, (name, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, " / ".join(text(f"publish.column.{name}", lang) for lang in LANGUAGES), bold)
        for number, row in enumerate(rows(product), 1):
            for column, cell in enumerate(row):
                write = sheet.write_number if isinstance(cell, int) else sheet.write_string
                write(number, column, cell, wrapped)
        sheet.freeze_panes(1, 1)


def _row(product: Product, field: Field, kind: str) -> list[str | int]:
    name = identifier(field.column)
    empty, different = product.engine.run(f"SELECT COUNT(*) - COUNT({name}), COUNT(DISTINCT {name}) FROM {PRODUCT}")[0]
    if field.role == "identifier":
        values = f"p{product.key}_…"
    elif different <= MOST_VALUES:
        found = product.engine.run(
            f"SELECT CAST({name} AS VARCHAR) FROM {PRODUCT} WHERE {name} IS NOT NULL GROUP BY {name} ORDER BY {name}"
        )
        values = "; ".join(_plain(row[0], kind) for row in found)
    else:
        least, greatest = product.engine.run(
            f"SELECT CAST(MIN({name}) AS VARCHAR), CAST(MAX({name}) AS VARCHAR) FROM {PRODUCT}"
        )[0]
        values = f"{_plain(least, kind)} … {_plain(greatest, kind)} ({different:,})"
    told = [text(f"publish.type.{'text' if kind == 'VARCHAR' else 'number'}", lang) for lang in LANGUAGES]
    return [
        field.column,
        *(field.title[lang] for lang in LANGUAGES),
        " / ".join(told),
        _unit(field),
        *(role(field, lang) for lang in LANGUAGES),
        *(treatment(product, field, lang) for lang in LANGUAGES),
        values,
        int(empty),
    ]


def _plain(value: str, kind: str) -> str:
    return value.rstrip("0").rstrip(".") if kind.startswith("DECIMAL") and "." in value else value


def _unit(field: Field) -> str:
    if field.unit in {"days", "count"}:
        return " / ".join(text(f"publish.unit.{field.unit}", lang) for lang in LANGUAGES)
    return field.unit if field.unit.isupper() else ""
