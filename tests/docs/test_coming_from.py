"""The schemes of the page about other tools give what those tools give, customer by customer."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from docs_pages import ROOT, blocks
from openpyxl import Workbook, load_workbook
from other_tools import (
    AS_OF,
    KLAVIYO_LOYAL,
    Customer,
    excel,
    excel_rank,
    percentile_scores,
    r_scores,
    r_segment,
    r_thresholds,
    spss,
    spss_nested,
)

import shuke
from shuke.sample import write_sample

PAGE = ROOT / "docs/how-to/coming-from.md"
Rows = list[dict[str, Any]]
Rated = Callable[[str], Rows]


def drawn(seed: int, number: int) -> list[Customer]:
    """Return customers with many equal counts of orders."""
    rng = Random(seed)
    found = []
    for index in range(number):
        orders = rng.choice([1] * 10 + [2] * 4 + [3] * 2 + [4, 5, 6, 9])
        cents = sum(rng.randrange(500, 30_000) for _ in range(orders))
        found.append(Customer(f"C{index:03}", rng.randrange(300), orders, cents))
    return found


def even(shares: int) -> list[Customer]:
    """Return customers whose figures are all different, so that they nest without a rest, in a mixed order."""
    number = shares**3
    places = [list(range(number)) for _ in range(3)]
    for seed, order in enumerate(places):
        Random(seed).shuffle(order)
    return [Customer(f"C{i:03}", d, 1 + f, 100_000 + 37 * m) for i, (d, f, m) in enumerate(zip(*places, strict=True))]


def lines(customers: list[Customer]) -> str:
    """Return the sales table of these customers: the first order takes what does not divide evenly."""
    found = ["customer_id,order_id,ordered_at,amount"]
    for one in customers:
        part = one.cents // one.orders
        for index in range(one.orders):
            cents = one.cents - part * (one.orders - 1) if index == 0 else part
            day = AS_OF - timedelta(days=one.days if index == 0 else one.days + 7 * index)
            found.append(f"{one.id},{one.id}-{index},{day},{cents // 100}.{cents % 100:02}")
    return "\n".join(found) + "\n"


@pytest.fixture(scope="module")
def schemes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The schemes of the page as files."""
    folder = tmp_path_factory.mktemp("schemes")
    for block in blocks(PAGE):
        if "file" in block.said:
            (folder / block.said["file"]).write_text("\n".join(block.lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def sample(schemes: Path, tmp_path_factory: pytest.TempPathFactory) -> Rated:
    """The sample rated under a scheme of the page."""
    write_sample(tmp_path_factory.mktemp("sample"))
    source = next(tmp_path_factory.getbasetemp().glob("sample*/sales.csv"))
    return lambda name: rate(source, schemes / f"{name}.yaml")


def rate(source: Path, scheme: Path) -> Rows:
    """Return the rated customers."""
    result = shuke.score(source, scheme=scheme, as_of=AS_OF)
    rows: Rows = result.customers.rows()
    result.close()
    return rows


def codes_of(customers: list[Customer], scheme: Path, folder: Path) -> list[str]:
    """Return the codes of customers, in their order, as the scheme gives them."""
    source = folder / "sales.csv"
    source.write_text(lines(customers), encoding="utf-8")
    found = {row["customer_id"]: row["code"] for row in rate(source, scheme)}
    return [found[one.id] for one in customers]


def figures(rows: Rows) -> list[Customer]:
    """Return the figures that a result's rows give every tool."""
    return [
        Customer(row["customer_id"], int(row["recency_days"]), int(row["frequency"]), int(row["monetary"] * 100))
        for row in rows
    ]


def days(customers: list[Customer]) -> list[int]:
    return [one.days for one in customers]


def orders(customers: list[Customer]) -> list[int]:
    return [one.orders for one in customers]


def cents(customers: list[Customer]) -> list[int]:
    return [one.cents for one in customers]


def by_excel(customers: list[Customer]) -> list[str]:
    """Return the codes of nested IFs over percentiles."""
    parts = excel(days(customers), 5, low=True), excel(orders(customers), 5), excel(cents(customers), 5)
    return [f"{r}{f}{m}" for r, f, m in zip(*parts, strict=True)]


def by_spss(customers: list[Customer]) -> list[str]:
    """Return the codes of independent bins."""
    parts = spss(days(customers), 5, low=True), spss(orders(customers), 5), spss(cents(customers), 5)
    return [f"{r}{f}{m}" for r, f, m in zip(*parts, strict=True)]


@pytest.mark.parametrize("seed", [1, 2])
def test_excel_percentiles_and_ours_agree_where_the_number_divides(seed: int, schemes: Path, tmp_path: Path) -> None:
    customers = drawn(seed, 100)
    assert codes_of(customers, schemes / "from-excel.yaml", tmp_path) == by_excel(customers)


def test_the_formulas_of_a_spreadsheet_give_the_same_codes(schemes: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    customers = drawn(3, 100)
    with_formulas(customers).save(tmp_path / "rfm.xlsx")
    out, profile = tmp_path / "out", (tmp_path / "profile").as_uri()
    words = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
    subprocess.run([*words, str(tmp_path / "rfm.xlsx")], check=True, capture_output=True, timeout=240)
    sheet = load_workbook(out / "rfm.xlsx", data_only=True).worksheets[0]
    computed = [[str(value) for value in row] for row in sheet.iter_rows(min_row=2, min_col=5, values_only=True)]
    ours = codes_of(customers, schemes / "from-excel.yaml", tmp_path)
    assert ["".join(row[:3]) for row in computed] == ours
    assert [row[3] for row in computed] == [code[2] for code in ours], "the same by PERCENTRANK.INC"


def with_formulas(customers: list[Customer]) -> Workbook:
    """Return a workbook that scores by formulas as people write them."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["customer", "days", "orders", "money", "R", "F", "M", "M by rank"])
    last = len(customers) + 1

    def by_percentile(column: str, row: int, scores: str) -> str:
        whole = f"${column}$2:${column}${last}"
        tests = "".join(
            f"IF({column}{row}<=_xlfn.PERCENTILE.INC({whole},0.{2 * place}),{score},"
            for place, score in enumerate(scores[:-1], 1)
        )
        return f"={tests}{scores[-1]}{')' * (len(scores) - 1)}"

    for row, one in enumerate(customers, 2):
        rank = f"_xlfn.PERCENTRANK.INC($D$2:$D${last},D{row})"
        formulas = [by_percentile(*found) for found in (("B", row, "54321"), ("C", row, "12345"), ("D", row, "12345"))]
        sheet.append([one.id, one.days, one.orders, one.cents / 100, *formulas, f"=MAX(1,ROUNDUP({rank}*5,0))"])
    return workbook


def test_of_the_sample_as_many_differ_from_excel_as_the_page_says(sample: Rated) -> None:
    rows = sample("from-excel")
    customers = figures(rows)
    other = sum(row["code"] != code for row, code in zip(rows, by_excel(customers), strict=True))
    cut = sum(int(row["m_score"]) != score for row, score in zip(rows, excel_rank(cents(customers), 5), strict=True))
    text = PAGE.read_text(encoding="utf-8")
    assert f"the {len(rows):,} customers of the sample" in text
    assert f"with `ties: worst`, for recency `best` | {other};" in text
    assert f"fall below it: {cut} in the sample's money" in text


def test_independent_bins_of_spss_give_the_whole_sample_the_same_codes(sample: Rated) -> None:
    rows = sample("spss-independent")
    assert [row["code"] for row in rows] == by_spss(figures(rows))


def test_nested_bins_of_spss_that_fill_evenly_give_the_same_codes(schemes: Path, tmp_path: Path) -> None:
    customers = even(5)
    assert codes_of(customers, schemes / "spss-nested.yaml", tmp_path) == spss_nested(customers, 5)


def test_of_the_sample_as_many_differ_from_nested_bins_as_the_page_says(sample: Rated) -> None:
    rows = sample("spss-nested")
    nested = spss_nested(figures(rows), 5)
    others = [(row["code"], code) for row, code in zip(rows, nested, strict=True) if row["code"] != code]
    assert f"| SPSS, nested | `quantiles` with `within` | {len(others)} |" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [97, 125])
def test_only_groups_within_half_a_place_of_a_limit_differ_from_spss(
    number: int, schemes: Path, tmp_path: Path
) -> None:
    customers = drawn(number, number)
    ours = codes_of(customers, schemes / "spss-independent.yaml", tmp_path)
    values = days(customers), orders(customers), cents(customers)
    for part, (figure, low) in enumerate(zip(values, (True, False, False), strict=True)):
        theirs = spss(figure, 5, low=low)
        other = {value for value, code, score in zip(figure, ours, theirs, strict=True) if int(code[part]) != score}
        assert other <= set(near_a_limit(figure, low=low))


def near_a_limit(values: list[int], *, low: bool) -> Iterator[int]:
    """Find the values whose middle place lies within half a place of a limit between two fifths."""
    for value in set(values):
        better = sum((other < value) if low else (other > value) for other in values)
        middle = Fraction(2 * better + values.count(value), 2)
        if any(abs(middle - Fraction(len(values) * share, 5)) <= Fraction(1, 2) for share in range(1, 5)):
            yield value


def test_the_thresholds_of_r_on_the_page_are_those_of_the_sample_and_all_are_placed_alike(sample: Rated) -> None:
    rows = sample("r-rfm")
    customers = figures(rows)
    limits = {
        "r_score": r_thresholds(days(customers), 5),
        "f_score": r_thresholds(orders(customers), 5),
        "m_score": r_thresholds(cents(customers), 5, one=100),
    }
    scores = [
        r_scores(days(customers), limits["r_score"], low=True),
        r_scores(orders(customers), limits["f_score"]),
        r_scores(cents(customers), limits["m_score"]),
    ]
    for row, r, f, m in zip(rows, *scores, strict=True):
        assert (row["r_score"], row["f_score"], row["m_score"], row["segment"]) == (r, f, m, r_segment(r, f, m))


def test_every_customer_stands_in_the_klaviyo_group_of_the_code(sample: Rated) -> None:
    rows = sample("klaviyo")
    customers = figures(rows)
    limits = [Fraction(33, 100), Fraction(67, 100)]
    parts = (
        percentile_scores(days(customers), limits, low=True),
        percentile_scores(orders(customers), limits),
        percentile_scores(cents(customers), limits),
    )
    groups = klaviyo_groups()
    assert {code for code, group in groups.items() if group == "loyal"} == KLAVIYO_LOYAL
    assert len(groups) == 27
    assert (groups["333"], groups["111"]) == ("champions", "inactive")
    for row, r, f, m in zip(rows, *parts, strict=True):
        assert (row["code"], row["segment"]) == (f"{r}{f}{m}", groups[f"{r}{f}{m}"])


def klaviyo_groups() -> dict[str, str]:
    """Read the page's map, line by line."""
    (block,) = [one for one in blocks(PAGE) if one.said.get("file") == "klaviyo.yaml"]
    found, group = {}, ""
    for line in block.lines:
        word, _, rest = line.strip(" -").partition(": ")
        if word == "segment":
            group = rest
        elif word == "codes":
            found.update(dict.fromkeys(rest.strip("[]").split(", "), group))
    return found


def test_both_pages_have_the_same_schemes() -> None:
    chinese = PAGE.with_name("coming-from.zh.md")
    assert [one.lines for one in blocks(PAGE) if one.language == "yaml"] == [
        one.lines for one in blocks(chinese) if one.language == "yaml"
    ]
