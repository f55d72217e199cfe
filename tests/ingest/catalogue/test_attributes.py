"""Numbers and dates of the tables beside the order lines: counts with their word, rates, days in every form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import shuke
from shuke.errors import DataError, Undecided
from shuke.locale import LANGUAGES

pytestmark = pytest.mark.row("Z1")

SCHEME = """scheme: by-rate
title: {en: By rate, zh: 按比率}
metrics:
  rate: {attribute: 复购率, type: number}
scores:
  rate_score: {metric: rate, bands: [{below: 0.5, score: 1}, {at_least: 0.5, score: 2}]}
segments:
  - {segment: high, when: {rate_score: 2}}
  - {segment: rest}
"""


def rated(folder: Path, cells: list[str], **settings: Any) -> list[str]:
    """The rate of each customer, in the order of the cells."""
    sales, customers = folder / "s.csv", folder / "c.csv"
    names = [f"C{number:02d}" for number, _ in enumerate(cells)]
    sales.write_text(
        "\n".join(["customer_id,ordered_at,amount", *(f"{name},2024-01-05,1" for name in names)]), encoding="utf-8"
    )
    rows = [f'{name},"{cell}"' for name, cell in zip(names, cells, strict=True)]
    customers.write_text("\n".join(["客户编号,复购率", *rows]), encoding="utf-8")
    (folder / "scheme.yaml").write_text(SCHEME, encoding="utf-8")
    result = shuke.score(sales, scheme=str(folder / "scheme.yaml"), customers=customers, **settings)
    found = {row["customer_id"]: row["rate"] for row in result.customers.rows()}
    result.close()
    return [f"{found[name].normalize():f}" for name in names]


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (["35%", "100 %", "0%", "１２．５％"], ["0.35", "1", "0", "0.125"]),
        (["0.35", "1", "0.5"], ["0.35", "1", "0.5"]),
        (["1,234.5", "¥12", "0.5"], ["1234.5", "12", "0.5"]),
        (["12,5", "1.234"], ["12.5", "1234"]),
    ],
    ids=["210-percentages", "210-shares", "210-other-numbers", "210-decimal-commas"],
)
def test_a_number_of_a_customer_is_read_however_it_is_written(
    cells: list[str], wanted: list[str], tmp_path: Path
) -> None:
    assert rated(tmp_path, cells) == wanted


def test_210_percentages_beside_plain_numbers_are_a_question(tmp_path: Path) -> None:
    with pytest.raises(Undecided) as asked:
        rated(tmp_path, ["35%", "0.4"])
    assert (asked.value.code, asked.value.decision) == ("E-RATE-SCALE", "rate-scale")
    assert all("35%" in asked.value.render(lang) for lang in LANGUAGES)
    assert rated(tmp_path, ["35%", "0.4"], decide={"rate-scale": "share"}) == ["0.35", "0.4"]
    assert rated(tmp_path, ["35%", "40"], decide={"rate-scale": "percent"}) == ["0.35", "0.4"]


@pytest.mark.parametrize("cell", ["120%", "-5%"])
def test_210_a_percentage_beyond_the_whole_is_refused(cell: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        rated(tmp_path, ["35%", cell])
    assert (refused.value.code, refused.value.where.row, refused.value.where.column) == ("E-RATE", 3, "复购率")


def counted(folder: Path, rows: list[str]) -> dict[str, int]:
    """How many consultations each customer has, and how many rows were rejected for which reason."""
    sales, contacts = folder / "s.csv", folder / "i.csv"
    sales.write_text("customer_id,ordered_at,amount\nC1,2024-01-31,1\nC2,2024-01-05,1\n", encoding="utf-8")
    contacts.write_text("\n".join(["客户编号,类型,发生时间,次数", *rows]), encoding="utf-8")
    result = shuke.score(sales, interactions=contacts, metrics=["consultations"])
    found = {row["customer_id"]: row["consultations"] for row in result.customers.rows()}
    found |= result.summary["interaction_table"]["rows_rejected"]
    result.close()
    return found


def test_209_a_count_may_have_its_word_and_must_be_a_count(tmp_path: Path) -> None:
    rows = ["C1,咨询,2024-01-05,5次", "C1,咨询,2024年1月6日,2", "C2,咨询,45297,-1", "C2,咨询,2024-01-08,2.5"]
    assert counted(tmp_path, rows) == {"C1": 7, "C2": 0, "times_not_a_count": 2}


def test_209_days_of_interactions_are_read_in_every_form(tmp_path: Path) -> None:
    rows = [
        "C1,咨询,2024年1月5日,1",
        "C1,咨询,45297,1",
        'C1,咨询,"Jan 7, 2024",1',
        "C1,咨询,13/01/2024,1",
        "C1,咨询,2024-02-30,1",
    ]
    assert counted(tmp_path, rows) == {"C1": 4, "C2": 0, "date_invalid": 1}
