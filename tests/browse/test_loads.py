"""What became of what was loaded, for a person to look at: every row and cent, rejected rows, and an undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from shuke.browse.history import history, undo
from shuke.browse.loads import load, loads, rejected
from shuke.errors import NotFound
from shuke.workspace import Workspace, rollback
from workspace.books import loaded, made, write

HEADERS = ("order_id", "customer_id", "amount", "ordered_at", "note")
ROWS = [
    ("O1", "C1", "10.00", "2024-05-01", ""),
    ("O2", "C2", "20.00", "2024-05-02", ""),
    ("O3", "C3", "thirty", "2024-05-03", ""),
    ("O4", "", "40.00", "2024-05-04", ""),
    ("O5", "C5", "50.00", "2024-02-30", ""),
    ("O6", "13800138000", "sixty", "2024-05-06", ""),
    *((f"O{number}", "C7", "1.00", "2024-05-07", "") for number in range(10, 40)),
]


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    found = made(tmp_path / "space")
    loaded(found, write(tmp_path / "may.csv", ROWS, HEADERS))
    return found


def test_the_account_of_a_load_adds_up_in_rows_and_money(space: Workspace, tmp_path: Path) -> None:
    loaded(space, write(tmp_path / "june.csv", [ROWS[0], ("O99", "C1", "5.50", "2024-06-01", "")], HEADERS))
    june, may = loads(space, "en")
    assert may["account"]["read"] == {"rows": 36, "amount": "150.00"}
    assert may["account"]["used"] == {"rows": 32, "amount": "60.00"}
    assert may["account"]["rejected"] == {"rows": 4, "amount": "90.00"}
    by = {one["reason"]: (one["rows"], one["amount"]) for one in may["account"]["rejected_by"]}
    assert by == {
        "amount_not_a_number": (2, "0.00"),
        "customer_id_blank": (1, "40.00"),
        "date_invalid": (1, "50.00"),
    }
    assert june["account"]["merged"] == {"rows": 1, "amount": "10.00"}
    assert june["account"]["merged_by"][0]["reason"] == "known"
    assert (june["state"]["number"], june["state"]["action"]) == (2, "load")


def test_a_load_tells_what_each_column_was_taken_for(space: Workspace) -> None:
    (part,) = load(space, 1, "zh")["parts"]
    assert [(one["header"], one["meaning"], one["title"]) for one in part["columns"]] == [
        ("order_id", "order_id", "订单号"),
        ("customer_id", "customer_id", "客户编号"),
        ("amount", "amount", "金额"),
        ("ordered_at", "ordered_at", "下单日期"),
        ("note", None, None),
    ]


def test_rejected_rows_come_by_page_and_reason_with_nothing_personal(space: Workspace) -> None:
    everything = rejected(space, 1, "en")
    assert everything.total == 4
    assert [one["row"] for one in everything.rows] == [4, 5, 6, 7]
    second = rejected(space, 1, "en", page=2, size=3)
    assert [one["row"] for one in second.rows] == [7]
    (blank,) = rejected(space, 1, "en", reasons=["customer_id_blank"]).rows
    cells = {one["header"]: one["value"] for one in blank["cells"]}
    assert (cells["order_id"], cells["amount"], blank["column"]) == ("O4", "40.00", "customer_id")
    assert "13800138000" not in str(everything.rows)


def test_there_is_no_load_beyond_the_last(space: Workspace) -> None:
    with pytest.raises(NotFound) as told:
        rejected(space, 2, "en")
    assert told.value.key == "load_unknown"


def test_an_undo_takes_back_the_last_change_that_was_not(space: Workspace, tmp_path: Path) -> None:
    loaded(space, write(tmp_path / "june.csv", [("O99", "C1", "5.50", "2024-06-01", "")], HEADERS))
    told = undo(space, "en")
    assert told is not None
    assert (told["to"], told["takes_back"]["what"]) == (1, "load 2: june.csv")
    there, _ = rollback(space)
    assert there.number == told["to"]
    again = undo(space, "en")
    assert again is not None
    assert (again["to"], again["takes_back"]["number"]) == (0, 1)
    assert [one["action"] for one in history(space, "en")] == ["rollback", "load", "load", "init"]
    rollback(space)
    assert undo(space, "en") is None
    assert loads(space, "en") == []
