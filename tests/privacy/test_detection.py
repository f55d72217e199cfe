"""Which identifiers are themselves personal, and how names are masked."""

from __future__ import annotations

import pytest

from shuke.privacy.detection import is_person_name, shape_of
from shuke.privacy.masks import mask_name

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
    "北京": None,
    "散客": None,
    "": None,
}
MASKS = {
    "张三": "张**",
    "张三丰": "张**",
    "欧阳娜娜": "欧阳**",
    "杭州心樾科技有限公司": "杭州**有限公司",
    "上海某某股份有限公司": "上海**股份有限公司",
    "John Smith": "J***",
    "A": "A***",
    "𠮷野": "𠮷***",
}


@pytest.mark.parametrize("value", KINDS)
def test_kind_of_an_identifier(value: str) -> None:
    named = "person_name" if is_person_name(value) else None
    assert (shape_of(value) or named) == KINDS[value]


@pytest.mark.parametrize("name", MASKS)
def test_mask_of_a_name(name: str) -> None:
    assert mask_name(name) == MASKS[name]


@pytest.mark.parametrize("name", ["李四", "李小龙", "李三四五"])
def test_a_mask_does_not_tell_how_long_a_name_is(name: str) -> None:
    assert mask_name(name) == "李**"


@pytest.mark.parametrize("name", ["公司", "", "有限公司", "店"])
def test_a_name_of_a_form_alone_can_be_masked(name: str) -> None:
    assert mask_name(name) != name
