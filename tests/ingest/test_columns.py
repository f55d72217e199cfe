"""What each column means: told by its header in two languages, asked when two could be meant, always correctable."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from cli.sales import write
from ingest.reading import taken
from shuke.errors import DataError, Undecided, UsageError, Where
from shuke.ingest.columns import decide
from shuke.locale import LANGUAGES

pytestmark = pytest.mark.row("Z1")

HEADERS = [
    ("customer_id", "order_id", "ordered_at", "amount"),
    ("Customer ID", "Order No.", "Order Date", "Total Amount"),
    ("CustomerID", "InvoiceNo", "InvoiceDate", "Sales"),
    ("CUST_ID", "ORDER_NUMBER", "PURCHASE DATE", "REVENUE"),
    ("客户编号", "订单号", "下单时间", "金额"),
    ("会员卡号", "小票号", "消费时间", "实收金额"),
    ("买家会员名", "订单编号", "订单付款时间", "买家实际支付金额"),
    ("客 户 编 号", "单据编号", "日期", "金额（元）"),
    ("客戶編號", "訂單編號", "訂單日期", "金額"),
]


def meaning(*headers: str, **wanted: str) -> dict[str, str]:
    found = decide(headers, wanted, Where(file="sales.csv"))
    return {name: headers[index] for name, index in found.columns.items()}


@pytest.mark.parametrize("headers", HEADERS, ids=" ".join)
def test_headers_of_common_systems_are_understood(headers: tuple[str, ...]) -> None:
    assert meaning(*headers) == dict(zip(("customer_id", "order_id", "ordered_at", "amount"), headers, strict=True))


def test_a_telling_name_goes_before_a_generic_one() -> None:
    assert meaning("手机号", "客户编号", "日期", "total", "实付金额") == {
        "customer_id": "客户编号",
        "ordered_at": "日期",
        "amount": "实付金额",
    }


@pytest.mark.parametrize(
    ("headers", "asked"),
    [
        (("客户编号", "日期", "应收金额", "实付金额"), "amount"),
        (("客户编号", "下单时间", "付款时间", "金额"), "ordered_at"),
        (("会员编号", "客户编号", "日期", "金额"), "customer_id"),
    ],
)
def test_two_telling_names_are_a_question_answered_by_naming_the_column(headers: tuple[str, ...], asked: str) -> None:
    with pytest.raises(Undecided) as caught:
        meaning(*headers)
    question = caught.value
    assert (question.decision, question.option, len(question.choices)) == (asked, "map", 2)
    for choice in question.choices:
        assert meaning(*headers, **{asked: choice})[asked] == choice


def test_parts_of_a_key_are_joined_so_that_different_parts_stay_different(tmp_path: Path) -> None:
    rows = [("A", "1|B", "2024-01-05", "1"), ("A|1", "B", "2024-01-05", "2"), ("", "B", "2024-01-05", "3")]
    source = write(tmp_path / "s.csv", rows, ("门店", "会员号", "日期", "金额"))
    read = taken(source, mapping={"customer_id": "门店+会员号"})
    assert len(set(read.customers)) == 2
    assert [(row[0], row[3]) for row in read.rejected] == [(4, "customer_id_blank")]


def test_quantity_and_unit_price_stand_for_the_amount() -> None:
    assert set(meaning("客户编号", "日期", "数量", "单价")) == {"customer_id", "ordered_at", "quantity", "unit_price"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_missing_column_is_named_with_the_headers_and_the_option_to_say_it(lang: str) -> None:
    with pytest.raises(DataError) as caught:
        meaning("客户编号", "日期", "备注")
    told = caught.value.render(lang)
    assert caught.value.key == "columns_missing"
    assert ("金额 (amount)" if lang == "zh" else "(amount)") in told
    assert "客户编号, 日期, 备注" in told
    assert "--map amount=" in told


def test_all_missing_columns_are_named_at_once() -> None:
    with pytest.raises(DataError) as caught:
        meaning("a", "b", "c")
    assert caught.value.figures["missing"] == ["customer_id", "ordered_at", "amount"]


def test_two_equally_likely_columns_are_a_question() -> None:
    with pytest.raises(DataError) as caught:
        meaning("客户编号", "日期", "金额", "金额")
    assert (caught.value.key, caught.value.figures["name"]) == ("columns_ambiguous", "amount")


def test_two_equally_likely_order_numbers_are_a_question_because_frequency_hangs_on_them() -> None:
    with pytest.raises(DataError) as caught:
        meaning("customer_id", "order_id", "Order ID", "date", "amount")
    assert (caught.value.key, caught.value.figures["name"]) == ("columns_ambiguous", "order_id")


def test_two_equally_likely_columns_that_no_figure_needs_are_no_question() -> None:
    assert set(meaning("客户编号", "日期", "金额", "渠道", "渠道")) == {"customer_id", "ordered_at", "amount"}


def test_the_users_word_goes_before_the_names() -> None:
    assert meaning("客户编号", "日期", "金额", "折后", amount="折后")["amount"] == "折后"


def test_the_users_word_settles_a_question() -> None:
    assert meaning("客户编号", "日期", "付款", "折后", amount="付款")["amount"] == "付款"


@pytest.mark.parametrize("wanted", ["Amount", "amount (元)"])
def test_the_header_that_is_written_exactly_as_the_user_says_is_taken(wanted: str) -> None:
    assert meaning("customer", "date", "amount (元)", "Amount", amount=wanted)["amount"] == wanted


def test_a_header_that_stands_twice_cannot_be_chosen_by_its_name() -> None:
    with pytest.raises(DataError) as caught:
        meaning("客户编号", "日期", "金额", "金额", amount="金额")
    assert caught.value.key == "columns_same_name"


def test_a_map_to_a_header_that_is_not_there_lists_the_headers() -> None:
    with pytest.raises(UsageError) as caught:
        meaning("客户编号", "日期", "金额", amount="实付")
    assert caught.value.key == "map_unknown_header"
    assert "客户编号, 日期, 金额" in caught.value.render("zh")


def test_a_map_of_an_unknown_name_lists_the_names() -> None:
    with pytest.raises(UsageError) as caught:
        meaning("客户编号", "日期", "金额", money="金额")
    assert caught.value.key == "map_unknown_name"
    assert "customer_id" in caught.value.render("en")


def test_a_mapped_column_is_read(tmp_path: Path) -> None:
    source = write(tmp_path / "sales.csv", [("C1", "2024-01-05", "3", "8")], ("who", "when", "a", "b"))
    read = taken(source, mapping={"customer_id": "who", "ordered_at": "when", "amount": "b"})
    assert read.amounts == [Decimal(8)]


def test_the_amount_column_goes_before_quantity_times_price(tmp_path: Path) -> None:
    source = write(
        tmp_path / "sales.csv", [("C1", "2024-01-05", "2", "10", "19")], ("客户", "日期", "数量", "单价", "金额")
    )
    assert taken(source).amounts == [Decimal(19)]


def test_quantity_times_unit_price_is_read_exactly(tmp_path: Path) -> None:
    source = write(tmp_path / "s.csv", [("C1", "2024-01-05", "0.335", "12.70")], ("客户", "日期", "数量", "单价"))
    assert taken(source).amounts == [Decimal("4.2545")]
