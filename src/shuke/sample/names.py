"""Every name is put together from common words; none is taken from a real list of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

SURNAMES: tuple[str, ...] = (
    *"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧",
    *"程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎",
    "欧阳",
    "上官",
)
GIVEN_FIRST = tuple("雨子思梓晓文嘉佳志俊宇欣若诗明安静海建国丽秀春慧云书清知景怀")
GIVEN_SECOND: tuple[str, ...] = ("", *"涵轩怡琪杰豪婷琳峰伟敏芳霞强军华宁远舟禾言晴岚溪航瑶")
ENGLISH_GIVEN = (
    *("Alice", "Amelia", "Ben", "Chloe", "Daniel", "Emma", "Felix", "Hannah", "Isla", "Jack", "Julia", "Leo"),
    *("Liam", "Lucy", "Maya", "Nathan", "Noah", "Olivia", "Oscar", "Priya", "Ruth", "Sam", "Sophie", "Tom"),
)
ENGLISH_FAMILY = (
    *("Adams", "Bennett", "Chan", "Clarke", "Cooper", "Evans", "Foster", "Gray", "Harris", "Hughes", "Khoo"),
    *("Lee", "Martin", "Mitchell", "Morgan", "Nguyen", "Parker", "Reid", "Shaw", "Tan", "Turner", "Wong"),
)
FIRM_WORDS = (
    *("听松", "半亩", "拾光", "云栖", "禾木", "青禾", "知序", "墨白", "溪山", "望舒", "南屏", "归园", "星野"),
    *("明远", "和光", "万象", "润泽", "长青", "博雅", "嘉禾", "同舟", "远航", "启明", "汇川", "锦程", "恒信"),
)
ENGLISH_FIRM_WORDS = (
    *("Amber", "Bramble", "Cedar", "Fern", "Harbour", "Juniper", "Larkspur", "Maple", "Northgate", "Orchid"),
    *("Pebble", "Quayside", "Riverside", "Saltmarsh", "Thistle", "Willow"),
)
# Industry: how it stands in the name of a Chinese firm, and of an English one.
INDUSTRIES = {
    "餐饮": ("餐饮管理", "Tea Room"),
    "酒店": ("酒店管理", "Hotel"),
    "教育": ("教育咨询", "Learning"),
    "科技": ("科技", "Software"),
    "设计": ("设计", "Design Studio"),
    "金融": ("投资咨询", "Advisory"),
    "零售": ("商贸", "Trading"),
    "制造": ("精密制造", "Works"),
    "文化": ("文化传媒", "Books"),
}
INDUSTRY_NAMES = tuple(INDUSTRIES)


def person_name(rng: random.Random, english: bool) -> str:
    """Return a made-up person's name, English or Chinese."""
    if english:
        return f"{rng.choice(ENGLISH_GIVEN)} {rng.choice(ENGLISH_FAMILY)}"
    return rng.choice(SURNAMES) + rng.choice(GIVEN_FIRST) + rng.choice(GIVEN_SECOND)


def firm_name(rng: random.Random, city: str, industry: str, english: bool) -> str:
    """Return a made-up firm's name that fits its industry and, for a Chinese one, its city."""
    chinese_part, english_part = INDUSTRIES[industry]
    if english:
        return f"{rng.choice(ENGLISH_FIRM_WORDS)} {english_part} Ltd"
    return f"{city}{rng.choice(FIRM_WORDS)}{chinese_part}有限公司"
