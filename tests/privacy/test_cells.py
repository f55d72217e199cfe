"""A cell that is shown because it is wrong shows what is wrong and nobody."""

from __future__ import annotations

import pytest

from shuke.privacy.cells import mask_cell, shown_headers

pytestmark = pytest.mark.row("Z1")

KEPT = (
    *("12O.5", "??", "@x", "=2+3", "abc", "bad", "n/a", "N/A", "#REF!", "NULL", "None", "待定", "暂无", "1.2万", "3个"),
    *(
        "2024-02-30",
        "2024-01-05T10:00:00Z",
        "2024-01-05 10:00:00",
        "20240105",
        "Jan 5, 2024",
        "5-Jan-24",
        "2024年1月5日",
    ),
    *("二〇二四年一月五日", "昨天", "上周五", "春节", "下午3点", "2024Q1", "100000000000000", "-200000000000000"),
    *("1e400", "1.38E+10", "15%", "(1,234.50)", "1,23,4", "壹仟贰佰叁拾肆元伍角整", "$12.00", "", "8"),
)
MASKED = {
    "13800138000": "138****8000",
    "tel13800138000": "tel138****8000",
    "+86 138-0013-8000": "138****8000",
    "李雷 13800138000": "李** 138****8000",
    "0571-88886666": "0571-****66",
    "11010119900307002X": "1****************X",
    "6222021234567890123": "622202*********0123",
    "a.b@c.com": "a***@c.com",
    "1.10101199003071e17": "1.1***e17",
    "张三丰": "张**",
    "张三丰 5元": "张** 5元",
    "阿卜杜拉·买买提": "阿**",
    "John Smith": "J***",
    "Smith": "S***",
    "浙江省杭州市西湖区文三路1号": "浙江省杭州市***",
    "杭州心樾科技有限公司": "杭州**科技有限公司",
    "91330106MA2CF5XY1L": "91**************1L",
    "浙A12345": "浙A***5",
    "wxid_abc123": "wx***3",
}


@pytest.mark.parametrize("cell", KEPT)
def test_what_is_only_wrong_is_shown_as_it_was_written(cell: str) -> None:
    assert mask_cell(cell) == cell


@pytest.mark.parametrize("cell", MASKED)
def test_what_can_be_somebody_is_masked(cell: str) -> None:
    assert mask_cell(cell) == MASKED[cell]


def test_headers_are_shown_unless_a_row_of_data_stands_in_their_place() -> None:
    assert shown_headers(["客户编号", "金额", "王小明"]) == ["客户编号", "金额", "王小明"]
    assert shown_headers(["王小明", "13800138000", "2024-01-05", "10"]) == ["王**", "138****8000", "2024-01-05", "10"]
