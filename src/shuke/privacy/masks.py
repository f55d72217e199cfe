"""Masks for screens: enough to recognise, not enough to identify; the length of a name is never shown."""

from __future__ import annotations

import re

from shuke.privacy.detection import COMPOUND_SURNAMES, is_person_name

FORMS = ("股份有限公司", "有限责任公司", "有限公司", "公司", "集团", "厂", "店", "中心", "合作社", "工作室")


def mask_name(value: str) -> str:
    """Return a person's or company's name masked: 张**, 杭州**有限公司, J***."""
    for form in FORMS:
        if value.endswith(form) and len(value) > len(form):
            return f"{value[:2]}**{form}"
    if value[:2] in COMPOUND_SURNAMES and re.fullmatch(r"[\u4e00-\u9fff]{3,4}", value):
        return f"{value[:2]}**"
    if is_person_name(value) or re.match(r"[\u4e00-\u9fff]", value):
        return f"{value[0]}**"
    return f"{value[:1]}***"
