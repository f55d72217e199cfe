"""Files become data over the interface: looked at, questions answered, loaded, accounted for, taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from .workbench import API, Workbench

HEADERS = ("订单号", "客户编号", "下单时间", "实付金额", "备注")


def lines(count: int, start: int = 0) -> list[tuple[str, str, str, str, str]]:
    return [
        (f"D{start + n:04}", f"K{n % 17:03}", f"2024-{1 + n % 12:02}-{1 + n % 27:02}", f"{10 + n}.50", "")
        for n in range(count)
    ]


def csv_of(rows: list[tuple[str, ...]], encoding: str = "utf-8", headers: tuple[str, ...] = HEADERS) -> bytes:
    return "\n".join(",".join(row) for row in [headers, *rows]).encode(encoding)


def sent(bench: Workbench, name: str, data: bytes) -> str:
    done = bench.client().post(f"{API}/uploads", params={"name": name}, content=data)
    assert done.status_code == 201, done.text
    return str(done.json()["data"]["id"])


def started(bench: Workbench, path: str, body: dict[str, Any]) -> dict[str, Any]:
    done = bench.client().post(f"{API}/{path}", json=body)
    assert done.status_code == 202, done.text
    return bench.finished(done.json()["data"]["job"])


def told(bench: Workbench, path: str, **query: Any) -> Any:
    done = bench.client().get(f"{API}/{path}", params={"lang": "zh", **query})
    assert done.status_code == 200, done.text
    return done.json()


def test_a_text_in_gbk_is_looked_at_loaded_accounted_for_and_taken_back(bench: Workbench) -> None:
    rows = [*lines(40), ("D9001", "", "2024-03-01", "5.00", ""), ("D9002", "K001", "2024-02-30", "7.00", "")]
    upload = sent(bench, "一月.csv", csv_of(rows, "gb18030"))

    seen = started(bench, "imports/inspections", {"uploads": [upload]})["result"]
    (file,) = seen["files"]["zh"]
    (table,) = file["tables"]
    assert (file["file"], table["encoding"], table["rows"]) == ("一月.csv", "gb18030", 42)
    assert {one["header"]: one["meaning"] for one in table["columns"]} == {
        "订单号": "order_id",
        "客户编号": "customer_id",
        "下单时间": "ordered_at",
        "实付金额": "amount",
        "备注": None,
    }
    assert not any("K0" in example for one in table["columns"] for example in one["examples"])
    assert told(bench, "imports")["data"]["loads"] == []

    done = started(bench, "imports", {"uploads": [upload]})
    assert done["result"]["load"] == 1, done
    loads = told(bench, "imports")["data"]
    account = loads["loads"][0]["account"]
    assert (account["read"]["rows"], account["used"]["rows"], account["rejected"]["rows"]) == (42, 40, 2)
    assert account["rejected"]["amount"] == "12.00"
    assert bench.client().get(f"{API}/uploads").json()["data"] == []

    page = told(bench, "imports/1/rejected", reason="date_invalid")
    assert page["page"]["total"] == 1
    assert (page["data"][0]["row"], page["data"][0]["column"]) == (43, "下单时间")
    assert told(bench, "imports/1")["data"]["parts"][0]["columns"][3]["title"] == "金额"

    assert loads["undo"]["takes_back"]["action"] == "load"
    assert started(bench, "imports/undo", {"to": None})["status"] == "done"
    assert told(bench, "imports")["data"]["loads"] == []
    assert [one["action"] for one in told(bench, "history")["data"]] == ["rollback", "load", "init"]


def test_rows_exactly_like_another_are_told_before_and_after_loading_and_merged_where_wanted(bench: Workbench) -> None:
    upload = sent(bench, "双份.csv", csv_of([*lines(20), *lines(3)]))
    (file,) = started(bench, "imports/inspections", {"uploads": [upload]})["result"]["files"]["zh"]
    (note,) = [one["text"] for one in file["tables"][0]["notes"] if one["code"] == "W-COPIES"]
    assert "3 行" in note
    started(bench, "imports", {"uploads": [upload]})
    assert note in [one["text"] for one in told(bench, "imports/1")["data"]["parts"][0]["notes"]]
    started(bench, "imports/undo", {"to": None})
    again = sent(bench, "双份.csv", csv_of([*lines(20), *lines(3)]))
    started(bench, "imports", {"uploads": [again], "reading": {"policy": {"duplicates": "merge"}}})
    (load,) = told(bench, "imports")["data"]["loads"]
    assert (load["account"]["used"]["rows"], load["account"]["merged"]["rows"]) == (20, 3)
    started(bench, "imports/undo", {"to": None})


def test_a_workbook_is_loaded_and_the_same_file_never_twice(bench: Workbench, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [HEADERS, *lines(30, 100)]:
        sheet.append(row)
    book.save(tmp_path / "二月.xlsx")
    data = (tmp_path / "二月.xlsx").read_bytes()
    first = started(bench, "imports", {"uploads": [sent(bench, "二月.xlsx", data)]})["result"]
    assert (first["load"], first["new_customers"]) == (1, 17)
    again = started(bench, "imports", {"uploads": [sent(bench, "copy.xlsx", data)]})["result"]
    assert (again["load"], again["repeated"]) == (None, [{"name": "copy.xlsx", "first": "二月.xlsx"}])
    assert len(told(bench, "imports")["data"]["loads"]) == 1


def test_what_the_data_leaves_open_comes_back_as_a_question_and_its_answer_is_taken(bench: Workbench) -> None:
    headers = ("订单号", "客户编号", "下单时间", "应收金额", "实收金额")
    rows = [(f"Q{n}", f"K{n:03}", "2024-05-01", "10.00", "9.00") for n in range(20)]
    upload = sent(bench, "三月.csv", csv_of(rows, headers=headers))
    done = started(bench, "imports", {"uploads": [upload]})
    assert done["status"] == "done"
    asked = done["result"]["question"]["zh"]
    assert (asked["option"], asked["decision"]) == ("map", "amount")
    assert [one["value"] for one in asked["choices"]] == ["应收金额", "实收金额"]
    assert "--map" not in asked["message"]
    answered = {"map": {asked["decision"]: "实收金额"}}
    taken = started(bench, "imports", {"uploads": [upload], "reading": answered})["result"]
    assert taken["load"] is not None
    (load, *_) = told(bench, "imports")["data"]["loads"]
    assert load["account"]["used"] == {"rows": 20, "amount": "180.00"}


def test_a_file_without_the_columns_is_told_so_and_shows_its_headers(bench: Workbench) -> None:
    upload = sent(bench, "notes.csv", b"who,what\nA,B\nC,D\n")
    seen = started(bench, "imports/inspections", {"uploads": [upload]})["result"]
    (table,) = seen["files"]["en"][0]["tables"]
    assert table["error"]["code"] == "E-NOCOLS"
    assert [one["header"] for one in table["columns"]] == ["who", "what"]
    assert seen["stopped"]


@pytest.mark.parametrize("path", ["imports/99", "imports/99/rejected"])
def test_there_is_no_load_beyond_the_last(path: str, bench: Workbench) -> None:
    done = bench.client().get(f"{API}/{path}")
    assert (done.status_code, done.json()["error"]["code"]) == (404, "E-LOAD-UNKNOWN")


def test_files_of_others_and_unknown_settings_are_refused(bench: Workbench) -> None:
    mine = sent(bench, "mine.csv", csv_of(lines(3)))
    theirs = bench.client("analyst").post(f"{API}/imports", json={"uploads": [mine]})
    assert theirs.status_code == 404
    odd = bench.client().post(f"{API}/imports", json={"uploads": [mine], "reading": {"limits": {}}})
    assert odd.status_code == 422
    viewer = bench.client("viewer").post(f"{API}/imports", json={"uploads": [mine]})
    assert viewer.status_code == 403
