"""Files of real shops, read without editing. They are looked for beside the repository; absent, the tests skip."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import shuke
from cli.terminal import shuke as run

pytestmark = pytest.mark.row("Z1")

SHARED = Path(os.environ.get("SHUKE_SHARED", Path(__file__).resolve().parents[3] / "shared"))


def real(name: str) -> Path:
    path = SHARED / "data" / name
    if not path.is_file():
        pytest.skip(f"{name} is not here")
    return path


def test_the_cd_shops_log_is_rated_without_any_option() -> None:
    result = shuke.score(real("cdnow_master.txt"))
    told = result.summary
    result.close()
    assert told["as_of"] == "1998-06-30"
    assert told["accounting"]["rows_read"] == told["accounting"]["rows_used"] == 69_659
    assert told["accounting"]["amount_used"] == "2500315.63"
    assert told["customers"]["seen"] == 23_570


def test_the_booksellers_chinese_workbook_is_rated_without_editing() -> None:
    result = shuke.score(real("zh_taobao_bookshop_orders.xlsx"))
    told = result.summary["accounting"]
    last = result.summary["as_of"]
    ids = {row["customer_id"][:2] for row in result.customers.rows()}
    result.close()
    assert last == "2019-12-31"
    assert ids <= {"mr", "mi", "my"}, "masked names of buyers are codes, and stay"
    assert (told["rows_read"], told["rows_used"]) == (3_908, 3_271)
    assert told["rows_rejected"] == {"date_blank": 637}
    assert (told["amount_read"], told["amount_used"]) == ("435463.02", "409911.95")


def test_the_supermarkets_till_lines_without_customers_are_refused_in_chinese(tmp_path: Path) -> None:
    said = run("score", real("zh_supermarket_lines_gbk.csv"), "--out", tmp_path / "out", "--lang", "zh")
    assert (said.code, said.out) == (3, "")
    assert "没有找到这些列：客户编号 (customer_id)" in said.err
    assert "商品ID, 类别ID, 门店编号, 单价, 销量, 成交时间, 订单ID" in said.err


def test_the_supermarkets_encoding_is_told_before_its_columns(tmp_path: Path) -> None:
    said = run("inspect", real("zh_supermarket_lines_gbk.csv"), "--lang", "zh")
    assert said.code == 3
    assert "gb18030" in said.out
