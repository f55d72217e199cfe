"""Small tables that people give beside a run: who responded, what is expected, who must not be contacted.

They are read like any other source: file kinds, encodings and forms of numbers are recognised, and personal ids
become the pseudonyms of the run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, Where
from shuke.ingest.beside import decide_beside, settings_beside
from shuke.ingest.columns import meant, simplify
from shuke.ingest.convert import Cell, identifier
from shuke.ingest.intake import check_reading, open_sources
from shuke.ingest.load import fold, settled
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.settling.single import numbers
from shuke.ingest.synonyms import SYNONYMS
from shuke.privacy.replace import replace_personal_ids

# Columns by the names they have in the tables that people keep, in both languages; money is known as in sales.
HEADERS: dict[str, tuple[str, ...]] = {
    "amount": (
        "amount",
        "revenue",
        "spend",
        "spent",
        "金额",
        "消费金额",
        "订单金额",
        "收入",
        "销售额",
        *SYNONYMS["amount"],
    ),
    "responses": ("responses", "orders", "purchases", "conversion", "响应", "响应数", "订单数", "购买次数"),
    "response": ("response", "rate", "probability", "response_rate", "p", "响应率", "预期响应率", "概率"),
    "value": ("value", "net", "net_value", "价值", "净值", "每单净收益"),
    "offer": ("offer", "优惠", "方案", "活动方案"),
    "channel": ("channel", "渠道", "触达渠道"),
    "cell": ("cell", "code", "格", "单元格", "单元", "代码"),
}
TEXT = frozenset({"offer", "channel", "cell"})
NUMBER = "DECIMAL(18, 6)"
NO_MORE: Mapping[str, Sequence[str]] = MappingProxyType({})


def read_side(
    engine: DuckDB,
    source: Path,
    relation: str,
    wanted: Sequence[str],
    *,
    personal: Mapping[str, Any],
    by_customer: bool = True,
    named: Mapping[str, Sequence[str]] = NO_MORE,
    orders: bool = True,
) -> frozenset[str]:
    """Keep a table under a name with ``customer_id`` and the wanted columns that it has; return which those are.

    ``personal`` are the kinds of personal ids of the run. Without ``by_customer`` the table needs no customers, and
    has them only where a header says so. ``named`` are further headers of a wanted column, after the usual ones.
    Without ``orders`` the table must not be an export of orders, each with its number and its day.

    Raises:
        UsageError: there is no such file.
        DataError: there is no column of customers, a customer is missing, a cell is no number where one is wanted, or
            the table holds orders and must not.
    """
    reading = Reading()
    check_reading(engine, reading)
    raws = [settled(engine, raw) for raw in open_sources(engine, source, settings_beside(reading, "customers"))[0]]
    found: frozenset[str] = frozenset()
    for number, raw in enumerate(raws):
        if not orders and {"order_id", "ordered_at"} <= meant(raw.headers).keys():
            raise DataError("campaign_orders_given", Where(file=raw.name, sheet=raw.sheet))
        places = {name: _find(raw.headers, (*HEADERS[name], *named.get(name, ()))) for name in wanted}
        query, has = _part(engine, raw, reading, places, by_customer=by_customer)
        if number and has != found:
            raise DataError("campaign_tables_differ", Where(file=raw.name, sheet=raw.sheet))
        found = has
        engine.run(
            f"{'INSERT INTO' if number else 'CREATE OR REPLACE TEMP TABLE'} {relation} {'' if number else 'AS '}{query}"
        )
    if "customer_id" in found:
        _check(engine, relation, raws)
        fold(engine, relation, "customer_id")
        header = [raw.headers[index] for raw in raws for index in _places(raw, reading)]
        replace_personal_ids(engine, relation, header, list(personal)) if personal else None
    return found


def _check(engine: DuckDB, relation: str, raws: Sequence[Raw]) -> None:
    """Refuse rows without a customer: whoever they mean would be left out in silence."""
    missing = engine.run(f"SELECT COUNT(*) FROM {relation} WHERE customer_id IS NULL OR customer_id = ''")[0][0]
    if missing:
        raise DataError("campaign_without_id", Where(file=raws[0].name, sheet=raws[0].sheet), rows=f"{missing:,}")


def _places(raw: Raw, reading: Reading) -> list[int]:
    meaning = decide_beside(raw.headers, reading, "customers", Where(file=raw.name, sheet=raw.sheet))
    return [meaning.columns["customer_id"]]


def _part(
    engine: DuckDB, raw: Raw, reading: Reading, places: Mapping[str, int | None], *, by_customer: bool
) -> tuple[str, frozenset[str]]:
    columns, has = [], set()
    try:
        (place,) = _places(raw, reading)
        columns.append(f"{identifier(raw.cells[place])} AS customer_id")
        has.add("customer_id")
    except DataError:
        if by_customer:
            raise
    for name, found in places.items():
        if found is None:
            continue
        cell = raw.cells[found]
        columns.append(
            f"{cell.trimmed} AS {name}" if name in TEXT else _number(engine, raw, cell, found, name, reading)
        )
        has.add(name)
    return f"SELECT {', '.join(columns) or 'NULL AS nothing'} FROM {raw.source}", frozenset(has)


def _number(engine: DuckDB, raw: Raw, cell: Cell, place: int, name: str, reading: Reading) -> str:
    """Return a column as exact numbers after checking that every cell is one.

    Raises:
        DataError: a cell holds something else.
    """
    number = f"CAST({numbers(engine, raw, place, f'campaign_{name}', reading).value} AS {NUMBER})"
    row = "source_row" if raw.numbered else f"ROW_NUMBER() OVER () + {raw.first_row - 1}"
    broken = f"{number} IS NULL AND {cell.trimmed} IS NOT NULL"
    found = engine.run(
        f"SELECT row FROM (SELECT {row} AS row, {broken} AS broken FROM {raw.source}) WHERE broken ORDER BY 1 LIMIT 1"
    )
    if found:
        where = Where(file=raw.name, sheet=raw.sheet, row=int(found[0][0]), column=raw.headers[place])
        raise DataError("campaign_not_a_number", where)
    return f"{number} AS {name}"


def _find(headers: Sequence[str], names: Sequence[str]) -> int | None:
    """Return the place of a wanted column: the first of its names that is a header, as headers are compared."""
    plain = [simplify(header) for header in headers]
    return next((plain.index(word) for name in names if (word := simplify(name)) in plain), None)
