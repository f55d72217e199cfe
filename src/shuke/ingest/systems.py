"""Exports of known programs, recognised by headers that only they write together.

A program's own use of a word goes before the usual one: Shopify's ``Name`` is the number of the order, and
Amazon's ``item-price`` is the price of all pieces of the line, not of one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class System:
    """A program: its name, headers that give it away (as compared), and what its headers mean (None: nothing)."""

    name: str
    signs: frozenset[str]
    columns: Mapping[str, str | None]


SYSTEMS = (
    System(
        "Shopify",
        frozenset({"financialstatus", "fulfillmentstatus", "lineitemquantity"}),
        {
            "name": "order_id",
            "email": "customer_id",
            "lineitemquantity": "quantity",
            "lineitemprice": "unit_price",
            "lineitemname": "product",
            # Written on the first line of an order only, and before refunds: it is no amount of a line.
            "total": None,
            "subtotal": None,
            "id": None,
        },
    ),
    System(
        "Amazon",
        frozenset({"amazonorderid", "purchasedate"}),
        {
            "amazonorderid": "order_id",
            "merchantorderid": None,
            "itemprice": "amount",
            "buyeremail": "customer_id",
            "paymentsdate": None,
        },
    ),
    System(
        "WooCommerce",
        frozenset({"orderstatus", "customeruserid"}),
        {"customeruserid": "customer_id", "ordernumber": "order_id", "ordertotalamount": "amount", "itemcost": None},
    ),
    System(
        "SAP",
        frozenset({"vbeln", "kunnr"}),
        {"vbeln": "order_id", "kunnr": "customer_id", "netwr": "amount", "kwmeng": "quantity", "audat": "ordered_at"},
    ),
    System(
        "淘宝",
        frozenset({"买家会员名", "买家实际支付金额", "宝贝总数量"}),
        {
            "买家会员名": "customer_id",
            "订单编号": "order_id",
            "买家实际支付金额": "amount",
            "总金额": None,
            "买家应付货款": None,
        },
    ),
    System(
        "有赞",
        frozenset({"买家昵称", "订单实付金额"}),
        {"订单实付金额": "amount", "商品总金额": None, "订单号": "order_id"},
    ),
    System(
        "金蝶",
        frozenset({"单据编号", "价税合计", "物料编码"}),
        {"价税合计": "amount", "金额": None, "客户": "customer_id", "单据编号": "order_id"},
    ),
    System(
        "用友",
        frozenset({"存货编码", "价税合计"}),
        {"价税合计": "amount", "无税金额": None, "客户编码": "customer_id"},
    ),
)


def system_of(headers: Sequence[str]) -> System | None:
    """Return the program that writes these headers (as compared), if it is known."""
    there = set(headers)
    return next((system for system in SYSTEMS if system.signs <= there), None)
