"""Rejected rows that are corrected and given back: totals complete, each row counts once, nothing is guessed."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import shuke
from cli.sales import write
from cli.terminal import shuke as run
from effort import times
from ingest.books import workbook
from ingest.messy import Maker, Truth
from shuke.errors import DataError, UsageError
from shuke.ingest.rejected_form import FIXED, MASK

pytestmark = [pytest.mark.row("Z1"), pytest.mark.row("X3")]

POLICIES = {"statuses": "exclude", "duplicates": "merge", "overlap": "add"}
DECIDED = {"many-rejected": "go-on", "amount-unit": "yuan", "total-rows": "keep", "tables": "all"}
HEADERS = ("客户编号", "客户名称", "订单号", "日期", "金额", "商品")
ROWS = [
    ("C1", "张三", "S1", "2024-03-01", "100.00", "茶"),
    ("C1", "张三", "S2", "2024-02-30", "40.00", "茶"),
    ("", "李四", "S3", "2024-03-02", "50.00", "茶"),
    ("C2", "李四", "S4", "2024-03-03", "6O.00", "茶"),
    ("C2", "李四", "S5", "2024-03-04", "70.00", "茶", "多"),
    ("C3", "王五", "S6", "2024-03-05", "80.00", "茶"),
]


def rejects(folder: Path) -> list[dict[str, str]]:
    with (folder / "rejected.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def keep(path: Path, rows: list[dict[str, str]], form: str = "plain") -> Path:
    """Write a corrected file as people save it."""
    heads = list(rows[0])
    if form == "xlsx":
        return workbook(path.with_suffix(".xlsx"), [heads, *([row[head] for head in heads] for row in rows)])
    encoding, delimiter = ("gb18030", ";") if form == "semicolon" else ("utf-8-sig", ",")
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, heads, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def scored(source: object, **options: Any) -> shuke.Result:
    result = shuke.score(source, **options)
    result.close()
    return result


@pytest.fixture
def first(tmp_path: Path) -> tuple[Path, list[dict[str, str]]]:
    source = write(tmp_path / "sales.csv", ROWS, HEADERS)
    result = shuke.score(source)
    result.save(tmp_path / "out", ["csv"])
    result.close()
    return source, rejects(tmp_path / "out")


def corrected(rows: list[dict[str, str]], **changes: dict[str, str]) -> list[dict[str, str]]:
    return [row | changes.get(row["订单号"], {}) for row in rows]


ALL = {
    "S2": {"日期": "2024-02-29"},
    "S3": {"客户编号": "C2"},
    "S4": {"金额": "60.00"},
    "S5": {"reason": ""},
}


def test_rejected_rows_carry_their_cells_and_mask_what_is_personal(first: tuple[Path, list[dict[str, str]]]) -> None:
    _, rows = first
    assert tuple(rows[0])[: len(FIXED)] == FIXED
    assert tuple(rows[0])[len(FIXED) :] == HEADERS
    assert [(row["row"], row["code"], row["客户编号"], row["客户名称"], row["日期"], row["金额"]) for row in rows] == [
        ("3", "E-DATE-INVALID", MASK, MASK, "2024-02-30", "40.00"),
        ("4", "E-KEY-BLANK", "", MASK, "2024-03-02", "50.00"),
        ("5", "E-AMT-01", MASK, MASK, "2024-03-03", "6O.00"),
        ("6", "E-CSV-COLS", MASK, MASK, "2024-03-04", "70.00"),
    ]


def test_with_raw_the_cells_stand_as_they_are(tmp_path: Path, first: tuple[Path, list[dict[str, str]]]) -> None:
    result = shuke.score(first[0], raw=True)
    result.save(tmp_path / "raw", ["csv"])
    result.close()
    assert [row["客户名称"] for row in rejects(tmp_path / "raw")] == ["张三", "李四", "李四", "李四"]


@pytest.mark.parametrize("form", ["plain", "semicolon", "xlsx"])
def test_corrected_rows_complete_the_totals(
    tmp_path: Path, first: tuple[Path, list[dict[str, str]]], form: str
) -> None:
    source, rows = first
    file = keep(tmp_path / "fixed.csv", corrected(rows, **ALL), form)
    result = shuke.score(source, repaired=file)
    told = result.summary["accounting"]
    assert (told["rows_read"], told["rows_used"], told["amount_used"], told["rows_rejected"]) == (6, 6, "400.00", {})
    assert {row["customer_id"]: row["monetary"] for row in result.customers.rows()} == {
        "C1": Decimal(140),
        "C2": Decimal(180),
        "C3": Decimal(80),
    }
    result.close()
    (note,) = [note for note in result.summary["notes"] if note.get("code") == "W-REPAIRED"]
    assert "4 rejected rows were corrected" in note["en"]


def test_a_corrected_file_among_the_sources_is_known_by_its_columns(
    tmp_path: Path, first: tuple[Path, list[dict[str, str]]]
) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    first[0].rename(folder / "sales.csv")
    keep(folder / "fixed.csv", corrected(first[1], **ALL))
    assert scored(folder).summary["accounting"]["amount_used"] == "400.00"


def test_rows_without_a_change_and_rows_that_are_missing_stay_rejected(
    tmp_path: Path, first: tuple[Path, list[dict[str, str]]]
) -> None:
    source, rows = first
    file = keep(tmp_path / "fixed.csv", corrected(rows[:2], S2=ALL["S2"]))
    told = scored(source, repaired=file).summary["accounting"]
    assert told["rows_used"] == 3
    assert told["rows_rejected"] == {
        "amount_not_a_number": 1,
        "customer_id_blank": 1,
        "wrong_number_of_columns": 1,
    }


def test_a_row_that_is_still_wrong_is_rejected_for_what_is_wrong_now(
    tmp_path: Path, first: tuple[Path, list[dict[str, str]]]
) -> None:
    source, rows = first
    file = keep(tmp_path / "fixed.csv", corrected(rows, S2={"日期": "2024-02-29", "金额": "4O"}))
    result = shuke.score(source, repaired=file)
    result.save(tmp_path / "again", ["csv"])
    result.close()
    again = {row["订单号"]: row for row in rejects(tmp_path / "again")}
    assert (again["S2"]["reason"], again["S2"]["row"]) == ("amount_not_a_number", "3")


def test_of_two_files_the_later_counts_and_a_row_counts_once(
    tmp_path: Path, first: tuple[Path, list[dict[str, str]]]
) -> None:
    source, rows = first
    one = keep(tmp_path / "one.csv", corrected(rows, **{**ALL, "S4": {"金额": "999"}}))
    two = keep(tmp_path / "two.csv", corrected(rows[2:3], S4=ALL["S4"]))
    assert scored(source, repaired=[one, two]).summary["accounting"]["amount_used"] == "400.00"
    assert scored(source, repaired=[one, one, two]).summary["accounting"]["amount_used"] == "400.00"


def test_a_row_that_the_source_has_right_is_not_taken_twice(
    tmp_path: Path, first: tuple[Path, list[dict[str, str]]]
) -> None:
    source, rows = first
    needless = rows[0] | {"row": "2", "金额": "1"}
    file = keep(tmp_path / "fixed.csv", [*corrected(rows, **ALL), needless])
    assert scored(source, repaired=file).summary["accounting"]["amount_used"] == "400.00"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"source": "s0000000000000000"}, "repair_of_other_file"),
        ({"row": "99"}, "repair_of_other_row"),
        ({"row": "x"}, "repair_without_place"),
        ({"row": "4"}, "repair_twice"),
    ],
)
def test_a_row_without_its_place_is_refused(
    tmp_path: Path, first: tuple[Path, list[dict[str, str]]], change: dict[str, str], key: str
) -> None:
    rows = corrected(first[1], **ALL)
    file = keep(tmp_path / "fixed.csv", [rows[0] | change, *rows[1:]])
    with pytest.raises(DataError) as caught:
        scored(first[0], repaired=file)
    assert (caught.value.key, caught.value.code, caught.value.where.file) == (key, "E-REPAIR", "fixed.csv")


def test_a_corrected_file_needs_its_source(tmp_path: Path, first: tuple[Path, list[dict[str, str]]]) -> None:
    file = keep(tmp_path / "fixed.csv", first[1])
    with pytest.raises(DataError) as caught:
        scored(file)
    assert caught.value.key == "repair_alone"


def test_a_file_that_holds_no_rejected_rows_is_wrong_usage(tmp_path: Path) -> None:
    source = write(tmp_path / "sales.csv")
    with pytest.raises(UsageError) as caught:
        scored(source, repaired=source)
    assert caught.value.key == "repair_unknown"
    said = run("score", source, "--repaired", tmp_path / "none.csv", "--out", tmp_path / "out")
    assert said.code == 2


def case(folder: Path, seed: int) -> dict[str, tuple[object, object]]:
    """Make a messy file, correct its rejected rows in two goes, and return what differs from the truth."""
    rng = random.Random(seed)
    truth = Maker(seed, xlsx=seed % 10 == 0, faulty=0.3).write(folder, f"c{seed}")
    result = shuke.score(truth.path, policies=POLICIES, decide=DECIDED)
    result.save(folder / "out", ["csv"])
    result.close()
    rows = [row for row in rejects(folder / "out") if not row["reason"].startswith("excluded_")]
    if not rows:
        return {} if not truth.faults else {"rejected": (len(truth.faults), 0)}
    for row in rows:
        _correct(row, truth)
    part = [row for row in rows if rng.random() < 0.5]
    rest = [row for row in rows if row not in part]
    forms = ("plain", "semicolon", "xlsx")
    goes = [keep(folder / f"{n}.csv", some, rng.choice(forms)) for n, some in enumerate((part, rest)) if some]
    wrong: dict[str, tuple[object, object]] = {}
    fixed = part or rest
    half = scored(truth.path, policies=POLICIES, decide=DECIDED, repaired=goes[:1]).summary["accounting"]
    money = truth.amount_used + sum(Decimal(truth.faults[int(row["row"])]["amount"]) for row in fixed)
    wrong["half"] = ((truth.used + len(fixed), money), (half["rows_used"], Decimal(half["amount_used"])))
    whole = scored(truth.path, policies=POLICIES, decide=DECIDED, repaired=goes)
    told = whole.summary["accounting"]
    total = truth.amount_used + sum(Decimal(fault["amount"]) for fault in truth.faults.values())
    wrong["whole"] = ((truth.used + len(truth.faults), total), (told["rows_used"], Decimal(told["amount_used"])))
    wrong["left"] = ({"excluded_status"} & set(truth.rejected), set(told["rows_rejected"]))
    wrong["read"] = (half["rows_read"], told["rows_read"])
    return {name: pair for name, pair in wrong.items() if pair[0] != pair[1]}


def _correct(row: dict[str, str], truth: Truth) -> None:
    """Write the right cells into a rejected row, where a person can see that they are wrong."""
    right = truth.faults[int(row["row"])]
    for head, cell in row.items():
        if head in FIXED or cell == MASK:
            continue
        if head in right:
            row[head] = right[head]
    if row["reason"] == "wrong_number_of_columns":
        # The cell too many stands at the end; the others are right.
        row["reason"] = ""
    if row["reason"] == "customer_id_blank":
        (key,) = [head for head in row if head in right and right[head].strip() == right[""]]
        row[key] = right[""]


def cases(folder: Path, seeds: range) -> dict[int, object]:
    found: dict[int, object] = {}
    for seed in seeds:
        place = folder / str(seed)
        place.mkdir()
        if wrong := case(place, seed):
            found[seed] = wrong
    return found


def test_random_files_are_completed_by_their_corrected_rows(tmp_path: Path) -> None:
    assert cases(tmp_path, range(1, 9)) == {}


@pytest.mark.slow
@pytest.mark.promise("C7")
def test_many_random_files_are_completed_by_their_corrected_rows(tmp_path: Path, figure: Callable[[str], None]) -> None:
    count = times(100, 8)
    wrong = cases(tmp_path, range(100, 100 + count))
    figure(f"{count - len(wrong)} of {count} random files are completed by their corrected rows")
    assert wrong == {}
