"""A prediction as a workbook: the customers and the months, with words for heads; formulas never come alive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xlsxwriter import Workbook

from shuke.locale import text
from shuke.predicted.documents import month
from shuke.predicted.ground import Ground
from shuke.predicted.words import sentences
from shuke.prediction.groups import WINDOWS
from shuke.prediction.make import COLUMNS, PREDICTED

BATCH, WIDTH = 10_000, 15
SHARES = frozenset({"p_alive", "p_no_purchase", "p_buy_year", *WINDOWS})
ENDS = frozenset(f"{name}_{end}" for name in ("amount", "revenue", "value") for end in ("low", "high"))
MONEY = frozenset({"expected_amount", "expected_revenue", "value", "revenue", "revenue_as_last_time"}) | ENDS
KINDS = {"share": "0.0%", "money": "#,##0.00", "number": "#,##0.##", "date": "yyyy-mm-dd", "text": "@"}


def write_workbook(told: Ground, path: Path, lang: str) -> None:
    """Write the workbook; the same prediction gives the same bytes."""
    with TemporaryDirectory(prefix="shuke-", ignore_cleanup_errors=True) as spill:
        book = Workbook(str(path), {"constant_memory": True, "tmpdir": spill})
        book.use_zip64()
        book.set_properties({"created": datetime.combine(told.made.as_of, time())})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#EEF2F7"})
        formats = {name: book.add_format({"num_format": shown}) for name, shown in KINDS.items()}
        sheet = book.add_worksheet(text("predict.sheet.customers", lang))
        heads = [text(f"predict.column.{name}", lang) for name in (*COLUMNS, "told")]
        _heads(sheet, heads, bold)
        query = f"SELECT {', '.join(COLUMNS)} FROM {PREDICTED} ORDER BY customer_id"
        for number, row in enumerate(told.rating.engine.stream(query, BATCH), 1):
            cells = dict(zip(COLUMNS, row, strict=True))
            said = " · ".join(sentences(cells, told.made.wish.horizon, told.rating.currency, lang))
            for place, (name, cell) in enumerate([*cells.items(), ("told", said)]):
                _cell(sheet, (number, place), name, cell, formats, lang)
        months = book.add_worksheet(text("predict.sheet.months", lang))
        rows = [month(one) for one in told.made.months]
        _heads(months, [text(f"predict.column.{name}", lang) for name in rows[0]], bold)
        for number, one in enumerate(rows, 1):
            for place, (name, cell) in enumerate(one.items()):
                value = date.fromisoformat(cell) if name in {"first", "last"} else cell and Decimal(cell)
                _cell(months, (number, place), name, value, formats, lang)
        book.close()


def _heads(sheet: Any, heads: Sequence[str], bold: Any) -> None:
    sheet.set_column(0, len(heads) - 1, WIDTH)
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, bold)
    sheet.freeze_panes(1, 1)


def _cell(sheet: Any, at: tuple[int, int], name: str, value: Any, formats: dict[str, Any], lang: str) -> None:
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(*at, datetime.combine(value, time()), formats["date"])
    elif isinstance(value, str):
        shown = text(f"predict.direction.{value}", lang) if name in {"frequency_trend", "basket_trend"} else value
        sheet.write_string(*at, shown, formats["text"])
    else:
        kind = "share" if name in SHARES else "money" if name in MONEY else "number"
        sheet.write_number(*at, float(value), formats[kind])
