"""Files given again, exports that overlap, orders that a later file amends."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import shuke
from cli.sales import write
from ingest.books import workbook
from shuke.errors import Undecided

pytestmark = [pytest.mark.row("Z1"), pytest.mark.row("B9"), pytest.mark.row("X3")]

HEADERS = ("customer_id", "order_id", "ordered_at", "amount", "product")
Row = tuple[str, str, str, str, str]


def rated(sources: object, **options: Any) -> shuke.Result:
    result = shuke.score(sources, as_of="2024-12-31", **options)
    result.close()
    return result


def year(seed: int = 7) -> list[Row]:
    """A year of lines: some orders of several lines, some lines repeated on purpose."""
    rng = random.Random(seed)
    rows: list[Row] = []
    for number in range(120):
        customer, month = f"C{rng.randint(1, 9)}", number % 12 + 1
        day = f"2024-{month:02d}-{rng.randint(1, 28):02d}"
        for _ in range(rng.choice((1, 1, 2, 3))):
            row = (customer, f"S{number}", day, f"{rng.randint(1, 3)}.00", rng.choice(("tea", "cup")))
            rows += [row] * rng.choice((1, 1, 1, 2))
    return rows


@pytest.mark.promise("B8")
def test_the_same_file_three_times_is_once(tmp_path: Path, figure: Callable[[str], None]) -> None:
    once = write(tmp_path / "a.csv", year(), HEADERS)
    copies = [once, tmp_path / "b.csv", tmp_path / "c.csv"]
    for copy in copies[1:]:
        copy.write_bytes(once.read_bytes())
    alone, thrice = rated(once), rated(copies)
    assert thrice.summary["accounting"] == alone.summary["accounting"]
    changed = Decimal(thrice.summary["accounting"]["amount_used"]) - Decimal(alone.summary["accounting"]["amount_used"])
    figure(f"a file given three times: {changed} more than once")
    assert [note["code"] for note in thrice.summary["notes"] if note.get("code") == "W-SAMEFILE"] == ["W-SAMEFILE"] * 2


@pytest.mark.promise("B8")
@pytest.mark.parametrize("form", ["csv", "gb18030", "xlsx", "other order"])
def test_january_to_june_and_the_whole_year_are_the_whole_year(
    tmp_path: Path, form: str, figure: Callable[[str], None]
) -> None:
    rows = year()
    half = [row for row in rows if row[2] < "2024-07-01"]
    if form == "xlsx":
        first = workbook(tmp_path / "half.xlsx", [HEADERS, *half])
    elif form == "other order":
        turned = [row[::-1] for row in half]
        first = write(tmp_path / "half.csv", turned[::-1], HEADERS[::-1])
    else:
        first = write(tmp_path / "half.csv", half, HEADERS, "gb18030" if form == "gb18030" else "utf-8")
    whole = write(tmp_path / "year.csv", rows, HEADERS)
    alone, both = rated(whole).summary, rated([first, whole]).summary
    for key in ("rows_used", "amount_used", "rows_rejected"):
        assert both["accounting"][key] == alone["accounting"][key], key
    assert both["accounting"]["rows_merged_by"] == {"known": len(half)}
    assert Decimal(both["accounting"]["amount_merged"]) == sum(Decimal(row[3]) for row in half)
    assert both["groups"] == alone["groups"]
    assert rated([whole, first]).summary["accounting"]["rows_used"] == len(rows)
    figure(f"January to June ({form}), then the year: {both['accounting']['rows_used'] - len(rows)} rows too many")


def test_what_one_source_repeats_stays_repeated_and_the_union_has_the_larger_number(tmp_path: Path) -> None:
    line = ("C1", "S1", "2024-03-01", "2.00", "tea")
    other = ("C1", "S1", "2024-03-01", "2.00", "cup")
    first, second = [line] * 3 + [other], [line] * 2 + [other] * 2
    files = [write(tmp_path / f"{n}.csv", rows, HEADERS) for n, rows in enumerate((first, second))]
    wanted = Counter(first) | Counter(second)
    assert rated(files).summary["accounting"]["rows_used"] == wanted.total() == 5
    assert rated(files, policies={"overlap": "add"}).summary["accounting"]["rows_used"] == 8


def test_files_of_different_days_never_lose_a_line(tmp_path: Path) -> None:
    files = [
        write(tmp_path / f"{month}.csv", [("C1", "S1", f"2024-{month:02d}-05", "2.00", "tea")] * 2, HEADERS)
        for month in (1, 2, 3)
    ]
    assert rated(files).summary["accounting"]["rows_used"] == 6


def test_equal_lines_without_order_numbers_are_a_question(tmp_path: Path) -> None:
    headers = ("customer_id", "ordered_at", "amount")
    rows = [("C1", "2024-03-01", "2"), ("C2", "2024-03-02", "3")]
    files = [
        write(tmp_path / "a.csv", rows, headers),
        write(tmp_path / "b.csv", [*rows, ("C3", "2024-03-02", "4")], headers),
    ]
    with pytest.raises(Undecided) as caught:
        rated(files)
    assert (caught.value.code, caught.value.decision, caught.value.figures["rows"]) == ("E-OVERLAP", "overlap", "2")
    assert rated(files, decide={"overlap": "union"}).summary["accounting"]["rows_used"] == 3
    assert rated(files, decide={"overlap": "add"}).summary["accounting"]["rows_used"] == 5
    assert rated(files, policies={"overlap": "union"}).summary["accounting"]["rows_used"] == 3


@pytest.mark.parametrize(
    ("policies", "amount", "by"),
    [({}, "215.00", {"known": 1}), ({"amended": "latest"}, "115.00", {"replaced": 2})],
)
def test_an_amended_order_counts_as_the_policy_says(
    tmp_path: Path, policies: dict[str, str], amount: str, by: dict[str, int]
) -> None:
    before = [("C1", "S1", "2024-03-01", "100.00", "tea"), ("C2", "S2", "2024-03-02", "30.00", "tea")]
    after = [("C1", "S1", "2024-03-01", "80.00", "tea"), before[1], ("C3", "S3", "2024-03-03", "5.00", "tea")]
    files = [write(tmp_path / "1.csv", before, HEADERS), write(tmp_path / "2.csv", after, HEADERS)]
    result = rated(files, policies=policies)
    assert (result.summary["accounting"]["amount_used"], result.summary["accounting"]["rows_merged_by"]) == (amount, by)
    codes = {note.get("code") for note in result.summary["notes"]}
    assert ("W-AMENDED" in codes) == (not policies)
    (told,) = [one for one in result.summary["policies"] if one["policy"] == "amended"]
    assert told["amount_removed"] == ("130.00" if policies else "0.00")


def test_each_source_and_sheet_has_its_account(tmp_path: Path) -> None:
    rows = [HEADERS, ("C1", "S1", "2024-03-01", "2.00", "tea"), ("", "S2", "2024-03-01", "3.00", "tea")]
    book = workbook(tmp_path / "b.xlsx", rows, 二月=[HEADERS, ("C2", "S3", "2024-02-01", "4.00", "tea")])
    text = write(tmp_path / "a.csv", [("C3", "S4", "2024-03-01", "5.00", "cup")], HEADERS)
    told = rated([text, book], sheet="*").summary
    assert [(one["file"], one["sheet"], one["rows_read"], one["amount_read"]) for one in told["accounts"]] == [
        ("a.csv", None, 1, "5.00"),
        ("b.xlsx", "销售明细", 2, "5.00"),
        ("b.xlsx", "二月", 1, "4.00"),
    ]
    assert told["accounts"][1]["rows_rejected"] == {"customer_id_blank": 1}
    assert sum(one["rows_read"] for one in told["accounts"]) == told["accounting"]["rows_read"] == 4
