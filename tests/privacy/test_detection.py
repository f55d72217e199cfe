"""Which identifiers, columns and parts of sentences are themselves personal."""

from __future__ import annotations

import pytest

from shuke.privacy.detection import is_person_name, kind_of_column
from shuke.privacy.headers import kind_of_header
from shuke.shapes import scrub, shape_of, shapes_in

KINDS = {
    "13800138000": "mobile",
    "19912345678": "mobile",
    "+8613800138000": "mobile",
    "86 138 0013 8000": "mobile",
    "138-0013-8000": "mobile",
    "11010119900307123X": "identity_number",
    "11010119900307123x": "identity_number",
    "110101199003071": "identity_number",
    "6222021234567890123": "card_number",
    "4111111111111111": "card_number",
    "li.lei@example.com": "email",
    "李雷@公司.中国": "email",
    "张三": "person_name",
    "欧阳娜娜": "person_name",
    "王小明": "person_name",
    "C00042": None,
    "007": None,
    "10001": None,
    "12345678901": None,
    "2024010512345": None,
    "mr0932": None,
    "a@b": None,
    "SO2023849608578": None,
    "杭州心樾科技有限公司": None,
    "郑州": None,
    "0571-88886666": "landline",
    "(0571)88886666-801": "landline",
    "0123456789": None,
    "阿卜杜拉·买买提": "person_name",
    "北京": None,
    "散客": None,
    "": None,
}


@pytest.mark.parametrize("value", KINDS)
def test_kind_of_an_identifier(value: str) -> None:
    named = "person_name" if is_person_name(value) else None
    assert (shape_of(value) or named) == KINDS[value]


COLUMNS = [
    ("手机号", [], "mobile"),
    ("收货人手机号码", ["x"], "mobile"),
    ("Phone Number", [], "mobile"),
    ("身份证号", [], "identity_number"),
    ("银行卡号", [], "card_number"),
    ("E-mail", [], "email"),
    ("电子邮箱", [], "email"),
    ("收货地址", [], "address"),
    ("车牌号", [], "plate"),
    ("微信号", [], "wechat"),
    ("QQ", [], "qq"),
    ("出生日期", [], "birth_date"),
    ("联系人", [], "person_name"),
    ("客户姓名", [], "person_name"),
    ("统一社会信用代码", [], "uscc"),
    ("公司名称", [], "company"),
    ("买家留言", [], "notes"),
    ("c5", ["13800138000", "13900139000", "x"], "mobile"),
    ("c5", ["13800138000", "x", "y"], None),
    ("c5", ["张三", "李四", "王小明", "x"], "person_name"),
    ("c5", ["杭州心樾科技有限公司", "郑州大华贸易有限公司"], "company"),
    ("c5", ["浙江省杭州市西湖区文三路1号", "北京市海淀区中关村大街27号"], "address"),
    ("c5", ["91330106MA2CF5XY1L"], "uscc"),
    ("c5", ["浙A12345", "豫AD12345"], "plate"),
    ("c5", ["John Smith", "Mary Ann Lee"], "person_name"),
    ("区域", ["郑州", "杭州", "温州", "常州"], None),
    ("行业", ["制造", "零售", "餐饮"], None),
    ("规模", ["50-99", "100-499"], None),
    ("金额", ["1.00"], None),
    ("c5", ["", " "], None),
    ("c5", [], None),
]


@pytest.mark.parametrize(("header", "values", "kind"), COLUMNS)
def test_kind_of_a_column(header: str, values: list[str], kind: str | None) -> None:
    assert kind_of_column(header, values) == kind


@pytest.mark.parametrize(("hits", "kind"), [(59, None), (60, "mobile")])
def test_a_column_is_personal_from_sixty_percent_of_its_values_on(hits: int, kind: str | None) -> None:
    values = [f"138{number:08}" for number in range(hits)] + [f"C{number}" for number in range(100 - hits)]
    assert kind_of_column("c5", values) == kind


@pytest.mark.parametrize(
    "header", ["订单号", "客户编号", "金额", "城市", "industry", "business_type", "业务员", "商品名称"]
)
def test_a_column_of_a_business_is_not_personal_by_its_header(header: str) -> None:
    assert kind_of_header(header) is None


SENTENCES = [
    ("打给 13800138000", {"mobile"}),
    ("tel:+86-138-0013-8000", {"mobile"}),
    ("身份证11010119900307123x。", {"identity_number"}),
    ("卡 6222 0212 3456 7890", {"card_number"}),
    ("问 li.lei@example.com", {"email"}),
    ("电 0571-88886666转801", {"landline"}),
    ("110101900307123", {"identity_number"}),
    ("共 -200000000000000 元", set()),
    ("100000000000000", set()),
    ("1,234,567,890,123.45", set()),
    ("20241231123456", set()),
    ("138001380001", set()),
]


@pytest.mark.parametrize(("sentence", "kinds"), SENTENCES)
def test_personal_data_are_found_inside_a_sentence(sentence: str, kinds: set[str]) -> None:
    assert shapes_in(sentence) == kinds
    assert (scrub(sentence) != sentence) == bool(kinds)
