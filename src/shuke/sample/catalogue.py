"""The goods: every list price is a whole number of cents, and the list is sorted by price."""

from __future__ import annotations

from dataclasses import dataclass

CATEGORIES = ("茶叶", "茶具", "家居", "文具")


@dataclass(frozen=True, slots=True)
class Product:
    """One article with its list price in cents."""

    name: str
    category: str
    cents: int


_GOODS = {
    "茶叶": {
        "茉莉花茶 50g": 2800,
        "桂花乌龙 100g": 5900,
        "正山小种 125g": 9800,
        "祁门红茶 150g": 12800,
        "碧螺春 100g": 16800,
        "白毫银针 100g": 23800,
        "明前龙井 100g": 29800,
        "明前龙井礼盒 250g": 68800,
        "老班章普洱饼 357g": 128000,
    },
    "茶具": {
        "竹制茶匙": 1990,
        "玻璃公道杯": 3900,
        "白瓷盖碗": 7900,
        "品茗杯四只装": 11800,
        "手绘青花盖碗": 18800,
        "旅行茶具套装": 26800,
        "紫砂壶 清水泥": 45800,
        "黑胡桃茶盘": 59800,
        "紫砂壶 手工段泥": 168000,
    },
    "家居": {
        "棉麻杯垫两片装": 1590,
        "线香 檀木": 3600,
        "亚麻茶席": 6900,
        "手工陶花瓶": 9900,
        "香薰蜡烛 山茶": 13900,
        "羊毛搭毯": 25900,
        "落地纸灯": 39800,
        "榆木边几": 79800,
    },
    "文具": {
        "中性笔 0.5": 690,
        "便签本 竹浆纸": 1290,
        "A5 布面笔记本": 3200,
        "和纸胶带六卷": 4500,
        "水彩明信片套装": 5200,
        "手账礼盒": 15800,
        "黄铜钢笔": 21800,
        "文房四宝礼盒": 36800,
        "真皮文件夹": 49800,
    },
}
PRODUCTS = tuple(
    sorted(
        (Product(name, category, cents) for category, goods in _GOODS.items() for name, cents in goods.items()),
        key=lambda product: (product.cents, product.name),
    )
)
PRICES = tuple(product.cents for product in PRODUCTS)
GIFT = Product("茶样试饮装", "茶叶", 0)


def discounted(cents: int, percent_off: int) -> int:
    """Return the price after the discount, in whole cents, half a cent rounded up.

    >>> discounted(690, 15)
    587
    """
    return (cents * (100 - percent_off) + 50) // 100
