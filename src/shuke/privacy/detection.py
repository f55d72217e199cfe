"""Whether identifiers are themselves personal: mobile, identity and card numbers, e-mail, people's names.

Shapes alone decide, so a number with a wrong check digit is protected too.
"""

from __future__ import annotations

import re

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


def shape_of(value: str) -> str | None:
    """Return what kind of personal identifier a value has the shape of, or None for an opaque code."""
    return next((kind for kind, shape in SHAPES.items() if shape.fullmatch(value)), None)


def is_person_name(value: str) -> bool:
    """Tell whether a text has the shape of a Chinese person's name."""
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", value):
        return False
    return value[:2] in COMPOUND_SURNAMES or (value[0] in SURNAMES and len(value) <= 3)
