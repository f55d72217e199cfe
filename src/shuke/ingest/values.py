"""What columns could be by their cells, where their headers do not tell: proposed, never taken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from shuke.engines.duckdb import DuckDB, Unreadable
from shuke.ingest.columns import Candidate
from shuke.ingest.layout.kinds import clean, kind_of
from shuke.ingest.raw import Raw

SAMPLE = 1000
MOSTLY = 0.8
MOST_PROPOSED = 4
PHONE = re.compile(r"(\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}")
COMPACT_DATE = re.compile(r"(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
LONGEST_NAME = 60
# Headers that say that a column is something else, whatever its cells look like.
OTHERS: Mapping[str, re.Pattern[str]] = {
    "customer_id": re.compile(
        "门店|店铺|店号|商店|商品|产品|物料|仓|类|品|型号|规格|单号|流水|部门|公司代码|省|市|区|渠道|状态|备注|说明|业务|销售员|员工|"
        "店員|門店|store|shop|product|item|sku|warehouse|categor|status|remark|note|comment|region|city|channel|staff|"
        "sales_?person|employee|depart|invoice|order|type"
    ),
    "ordered_at": re.compile(
        "生日|出生|注册|开户|入会|有效|到期|截止|退款|birth|register|joined|expir|due|refund|updated"
    ),
    "amount": re.compile(
        "优惠|折扣|减免|运费|税|积分|数量|件|库存|年龄|成本|进价|毛利|余额|序号|行号|门店|类|店|编号|id$|discount|tax|shipping|"
        "freight|point|age$|cost|balance|stock|store|categor|rate|percent|率"
    ),
}


def candidates(
    engine: DuckDB, raw: Raw, missing: Sequence[str], taken: Sequence[int]
) -> Mapping[str, Sequence[Candidate]]:
    """Return for each missing column the columns that could be it by their first cells, the likeliest first."""
    texts = ", ".join(f"{cell.text} AS t{index}" for index, cell in enumerate(raw.cells))
    try:
        rows = engine.run(f"SELECT {texts} FROM {raw.source} LIMIT {SAMPLE}")
    except Unreadable:
        return candidates(engine, raw.otherwise(), missing, taken) if raw.otherwise is not None else {}
    looks: dict[int, Candidate] = {}
    for index in range(len(raw.cells)):
        cells = [text for row in rows if (text := clean(row[index]))]
        if cells and index not in taken and (found := _looks(index, cells)) is not None:
            looks[index] = found
    wanted = {"ordered_at": ("dates",), "amount": ("amounts",), "customer_id": ("phones", "ids", "names")}
    return {name: _ordered(raw, name, looks, wanted[name]) for name in missing if name in wanted}


def _ordered(raw: Raw, name: str, looks: Mapping[int, Candidate], kinds: Sequence[str]) -> list[Candidate]:
    there = [
        one
        for one in looks.values()
        if one.looks in kinds and not OTHERS[name].search(raw.headers[one.index].casefold())
    ]
    return sorted(there, key=lambda one: (kinds.index(one.looks), -one.share, one.index))[:MOST_PROPOSED]


def _looks(index: int, cells: Sequence[str]) -> Candidate | None:
    """Return what most cells of a column look like, or None where they have nothing in common."""
    phones = sum(bool(PHONE.fullmatch(cell)) for cell in cells) / len(cells)
    if phones >= MOSTLY:
        return Candidate(index, "phones", phones)
    dates = sum(kind_of(cell) == "date" or bool(COMPACT_DATE.fullmatch(cell)) for cell in cells) / len(cells)
    if dates >= MOSTLY:
        return Candidate(index, "dates", dates)
    different = len(set(cells))
    again = 1 - (different - 1) / len(cells)
    numbers = sum(kind_of(cell) == "number" for cell in cells) / len(cells)
    if numbers >= MOSTLY:
        whole = [cell for cell in cells if cell.isdigit()]
        counts_up = len(whole) == len(cells) and len(cells) > 2 and _counts_up(whole)
        coded = len(whole) == len(cells) and (any(cell[0] == "0" for cell in whole if len(cell) > 1) or _long(whole))
        if counts_up:
            return None
        return Candidate(index, "ids", numbers) if coded else Candidate(index, "amounts", numbers)
    if max(map(len, cells)) > LONGEST_NAME or (different < 2 and len(cells) > 2):
        return None
    codes = sum(kind_of(cell) in {"code", "number"} for cell in cells) / len(cells)
    return Candidate(index, "ids", codes) if codes >= MOSTLY else Candidate(index, "names", min(again, 1.0))


def _counts_up(cells: Sequence[str]) -> bool:
    """Tell whether the cells are the numbers of the rows."""
    numbers = list(map(int, cells))
    return all(later == earlier + 1 for earlier, later in pairwise(numbers))


def _long(cells: Sequence[str]) -> bool:
    """Tell whether all numbers have the same many digits, as codes have."""
    return len({len(cell) for cell in cells}) == 1 and len(cells[0]) >= 5
