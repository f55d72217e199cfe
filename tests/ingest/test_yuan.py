"""Amounts in yuan are read while their source is read, and counted by shape: as if each text were taken apart."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from effort import times
from shuke.engines.duckdb import DuckDB
from shuke.ingest.convert import MONEY
from shuke.ingest.forms import amounts, yuan
from shuke.ingest.forms.changes import Change
from shuke.ingest.forms.places import Place
from shuke.ingest.forms.styles import Evidence
from shuke.ingest.intake import ACCEPTED, take_in
from shuke.ingest.raw import Reading

pytestmark = pytest.mark.row("Z1", "T3")

PLACE = Place("cells", "row", "卖.csv", None, {"amount": "金额"}, {"amount": "C"})
BEFORE = (
    "",
    "",
    "",
    "¥",
    "￥",
    "-",
    "+",
    "(",
    "-￥",
    "(¥",
    "（",
    "￥-",
    "−",
    "RMB",
    "$",
    "¥ ",
    "x",
    "'",
    "１",
    "，",
    ".",
)
BEHIND = ("", "", "", "元", ")", "元)", "）", "-", "万", "万元", "块", " 元", "%", "．", "５", "e5", "元整", ",", "'")
DIGITS = ("7", "0", "88.00", "1,234.50", "1,234", "1234", "12,345,678.9", "12,345,678", "0,123.45", "1.234", "1.2345",
          "12.34567", "01.50", "1,23.4", "1,2345", "1.234.567", "1.234,5", "99999999999999.9999", "123456789012345",
          "999,999,999,999,999.99", "1..2", "12.", ".5", "1 234.5", "2024.01.02", "12,5", "000.10")  # fmt: skip


def read(written: list[str], *, by_shape: bool) -> tuple[list[tuple[Any, ...]], Evidence, tuple[Change, ...]]:
    """Each cell's amount, reason and currency, what the cells prove, and what was changed."""
    with DuckDB(threads=1) as engine:
        text, amount = "text", f"CAST(NULL AS {MONEY})"
        if by_shape:
            amount = f"TRY_CAST({yuan.digits(text)} AS {MONEY})"
        shaped = f"CASE WHEN amount IS NULL THEN text ELSE {yuan.shape(text)} END"
        engine.run(
            f"CREATE TEMP TABLE cells AS SELECT row, text, amount, {shaped} AS odd, "
            f"CASE WHEN amount IS NOT NULL THEN text END AS written FROM (SELECT *, {amount} AS amount FROM "
            "(SELECT UNNEST(?) AS text, UNNEST(RANGE(1, ? + 1)) AS row))",
            [written, len(written)],
        )
        forms, evidence = amounts.gather(engine, "forms", "odd", "amount", PLACE, "written" if by_shape else None)
        changes = amounts.read(engine, forms, "point", Reading())
        rows = engine.run(
            f"SELECT cells.text, COALESCE(amount, TRY_CAST(forms.value AS {MONEY})), reason, currency, shared "
            "FROM cells JOIN forms ON odd = key ORDER BY row"
        )
        return rows, evidence, changes


def test_cells_read_by_their_shape_are_read_as_each_by_itself() -> None:
    """Values, reasons, currencies, proofs of the number style and the log of changes are the same, with examples."""
    rng = random.Random(4)
    every = [before + digits + behind for before in BEFORE for digits in DIGITS for behind in BEHIND]
    for _ in range(times(50, 2)):
        some = rng.sample(every, 3_000)
        one, other = read(some, by_shape=False), read(some, by_shape=True)
        assert one[0] == other[0]
        assert one[1] == other[1]
        assert one[2] == other[2]


@pytest.mark.parametrize("behind", ["", "元"])
@pytest.mark.parametrize("before", ["", "¥", "￥", "-", "-￥", "+¥"])
def test_random_amounts_in_yuan_keep_every_digit(before: str, behind: str) -> None:
    """What is read while the source is read is the number that was written, to the last place."""
    rng = random.Random(before + behind)
    values = [Decimal(rng.randrange(10 ** rng.randrange(1, 17))).scaleb(-2) for _ in range(200)]
    rows, _, _ = read([f"{before}{value:,.2f}{behind}" for value in values], by_shape=True)
    assert [row[1] for row in rows] == [-value if "-" in before else value for value in values]


def test_few_shapes_are_taken_apart_for_many_texts() -> None:
    """A column of one way of writing is one shape for each of its marks, however many texts it has."""
    with DuckDB(threads=1) as engine:
        texts = [f"￥{cents / 100:,.2f}" for cents in range(5_000_00, 5_050_00)]
        shapes = engine.run(f"SELECT DISTINCT {yuan.shape('text')} FROM (SELECT UNNEST(?) AS text)", [texts])
    assert shapes == [(" ￥,.",)]


@pytest.mark.parametrize("signed", [3, 30])
def test_a_row_has_the_currency_that_stands_beside_its_amount(tmp_path: Path, signed: int) -> None:
    """Whether most rows have a sign or few do; a plain amount says nothing of a currency."""
    rows = [f"C{n},O{n},2024-01-05,{'¥' if n < signed else ''}{n + 1}.50" for n in range(33)]
    path = tmp_path / "sales.csv"
    path.write_text("\n".join(["customer_id,order_id,ordered_at,amount", *rows]) + "\n", encoding="utf-8")
    with DuckDB(threads=1) as engine:
        take_in(engine, [path], Reading())
        found = engine.run(f"SELECT currency FROM {ACCEPTED} ORDER BY CAST(SUBSTR(order_id, 2) AS INTEGER)")
    assert found == [("CNY",)] * signed + [(None,)] * (33 - signed)
