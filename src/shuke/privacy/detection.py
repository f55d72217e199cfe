"""Whether identifiers are themselves personal: mobile, identity and card numbers, e-mail, people's names.

Shapes alone decide, so a number with a wrong check digit is protected too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

ENOUGH = 0.6
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方"
    "邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛段郝顾龚邵覃武钱戴严莫孔向常汤康易乔赖文施洪季温牛华俞葛詹柳庄"
)
COMPOUND_SURNAMES = (
    "欧阳",
    "司马",
    "诸葛",
    "上官",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "夏侯",
)
SHAPES = {
    "mobile": re.compile(r"(\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}"),
    "identity_number": re.compile(r"[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{14}"),
    "card_number": re.compile(r"[3-6][0-9]{15,18}"),
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}"),
}


def personal_kind(values: Sequence[str]) -> str | None:
    """Return what kind of personal identifier most of the values are, or None for opaque codes."""
    if not values:
        return None
    for kind, shape in SHAPES.items():
        if sum(1 for value in values if shape.fullmatch(value)) >= ENOUGH * len(values):
            return kind
    if sum(1 for value in values if is_person_name(value)) >= ENOUGH * len(values):
        return "person_name"
    return None


def is_person_name(value: str) -> bool:
    """Tell whether a text has the shape of a Chinese person's name."""
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", value):
        return False
    return value[:2] in COMPOUND_SURNAMES or (value[0] in SURNAMES and len(value) <= 3)
