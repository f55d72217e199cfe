"""Whatever is laid around a table, its accepted lines are the same, and every row and cent is accounted for."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ingest.catalogue.sheets import read, sheet
from shuke.engines.duckdb import DuckDB
from shuke.ingest.intake import take_in
from shuke.ingest.raw import Reading

pytestmark = pytest.mark.row("Z1")

HEADS = [
    ("客户编号", "订单号", "日期", "金额", "备注"),
    ("customer_id", "order_id", "date", "amount", "note"),
    ("会员卡号", "小票号", "消费时间", "实收金额(元)", "商品"),
]
TITLES = ["2024年销售报表", "单位：元", "Sales report", "制表人：张三", "华东大区", "2024-01-01 至 2024-12-31"]
FOOTERS = ["制表人：李四", "审核: 王五", "第 1 页 共 3 页", "Printed by: system", "备注：以上数据仅供参考"]


def table(chance: random.Random) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """A header and rows of a random table: good rows, and some that are rejected."""
    rows = []
    for number in range(chance.randint(2, 30)):
        day = f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        amount = f"{Decimal(chance.randint(-5_000, 90_000)) / 100:.2f}"
        who = f"C{chance.randint(1, 9)}"
        rows.append((who, f"S{number}", day, amount, chance.choice(["", "a", "满减", "客户自提"])))
    for _ in range(chance.randint(0, 2)):
        rows.insert(chance.randint(0, len(rows) - 1), ("C1", "S0", "没有日期", "3.00", ""))
    return chance.choice(HEADS), rows


def dressed(chance: random.Random, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The same table as a report: titles, headers on every page, subtotals, a total, blank rows, footers."""
    blank = ("",) * len(head)
    made = [(title, *blank[1:]) for title in chance.sample(TITLES, chance.randint(0, 3))]
    made.append(head)
    since, whole = Decimal(0), Decimal(0)
    for number, row in enumerate(rows):
        made.append(row)
        since, whole = since + Decimal(row[3]), whole + Decimal(row[3])
        if chance.random() < 0.15:
            made.append((chance.choice(["小计", "本页小计", f"{row[0]} 小计"]), "", "", f"{since:.2f}", ""))
            since = Decimal(0)
        if chance.random() < 0.1 and number + 1 < len(rows):
            made.append(head)
        if chance.random() < 0.1:
            made.append(blank)
    if chance.random() < 0.7:
        made.append((chance.choice(["合计", "总计：", "Total"]), "", "", f"{whole:.2f}", ""))
    made += [(footer, *blank[1:]) for footer in chance.sample(FOOTERS, chance.randint(0, 3))]
    return made


@pytest.mark.parametrize("seed", range(40))
def test_what_is_laid_around_a_table_never_changes_its_lines(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    head, rows = table(chance)
    made = dressed(chance, head, rows)
    decided = {"many-rejected": "go-on"}
    plain = read(sheet(tmp_path, [head, *rows], name="plain"), decisions=decided)
    kind = chance.choice(["csv", "xlsx"])
    found = read(sheet(tmp_path, made, kind, name="dressed"), decisions=decided)
    assert found.lines == plain.lines
    assert [reason for _, reason in found.rejected] == [reason for _, reason in plain.rejected]
    assert sum(found.skipped.values()) == len(made) - len(rows) - 1


class Counting(DuckDB):
    """An engine that keeps the statements that read all of a text file."""

    def __init__(self) -> None:
        self.passes: list[str] = []
        super().__init__()

    def run(self, statement: str, parameters: Sequence[object] | None = None) -> list[tuple[Any, ...]]:
        if "read_csv" in statement and "LIMIT" not in statement:
            self.passes.append(statement)
        return super().run(statement, parameters)


def test_a_clean_table_is_read_by_the_engine_once(tmp_path: Path) -> None:
    source = sheet(tmp_path, [HEADS[0], *((f"C{n}", f"S{n}", "2024-01-05", "1.50", "") for n in range(50))])
    with Counting() as engine:
        take_in(engine, [source], Reading())
    assert len(engine.passes) == 1
