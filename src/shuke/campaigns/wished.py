"""Wishes from a document of plain words and texts, such as a page sends: money and shares are texts, and exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from shuke.campaign.costs import Costs
from shuke.campaigns.list_wish import ListWish
from shuke.campaigns.plan import TestWish
from shuke.days import a_date
from shuke.errors import UsageError


def money(value: str, what: str) -> Decimal:
    """Return an exact number.

    Raises:
        UsageError: it is none.
    """
    try:
        amount = Decimal(value.strip())
    except InvalidOperation:
        raise UsageError("campaign_number", option=what, value=value) from None
    if not amount.is_finite():
        raise UsageError("campaign_number", option=what, value=value)
    return amount


def share(value: str, what: str) -> Decimal:
    """Return a share, which may be written as a percentage.

    Raises:
        UsageError: it is no number.
    """
    plain = value.strip()
    found = money(plain.removesuffix("%"), what)
    return found / 100 if plain.endswith("%") else found


def costs_of(given: Mapping[str, Any], *, with_contact: bool = True) -> Costs:
    """Return the costs of a document.

    Raises:
        UsageError: they cannot be meant.
    """
    return Costs(
        contact=_lines(given["contact"], "cost") if with_contact else {},
        sale=money(given["sale"], "sale"),
        margin=share(given["margin"], "margin"),
        returns=share(given["returns"], "returns"),
        per_sale=_lines(given["per_sale"], "sale-cost"),
        fixed=_lines(given["fixed"], "fixed"),
    )


def wish_of_test(given: Mapping[str, Any], opt_out: tuple[Path, ...] = ()) -> TestWish:
    """Return the wish of a cell test.

    Raises:
        UsageError: it cannot be meant.
    """
    expected = given["expected"]
    wish = TestWish(
        name=given["name"],
        sample=given["sample"],
        costs=costs_of(given["costs"]),
        cells=tuple(given["cells"]),
        offers=tuple(given["offers"]) or ("A",),
        held_out=Fraction(share(given["held_out"], "held-out")),
        channel=given["channel"],
        seed=given["seed"],
        looks=given["looks"],
        expected=None if expected is None else float(share(expected, "expect")),
        opt_out=opt_out,
    )
    wish.check()
    return wish


def wish_of_list(given: Mapping[str, Any], expected: Path | None = None, opt_out: tuple[Path, ...] = ()) -> ListWish:
    """Return the wish of a list.

    Raises:
        UsageError: it cannot be meant.
    """
    offers = {name: None if net is None else money(net, "offer") for name, net in given["offers"].items()}
    wish = ListWish(
        name=given["name"],
        costs=costs_of(given["costs"], with_contact=False),
        channels=_lines(given["channels"], "channel"),
        budget=None if given["budget"] is None else money(given["budget"], "budget"),
        most=given["most"],
        objective=given["objective"],
        expected=expected,
        cells=tuple(given["cells"]),
        opt_out=opt_out,
        rest_days=given["rest_days"],
        on=a_date(given["on"]),
        held_out=Fraction(share(given["held_out"], "held-out")),
        seed=given["seed"],
        most_per_offer=dict(given["most_per_offer"]),
    )
    wish = replace(wish, offers=offers) if offers else wish
    wish.check()
    return wish


def _lines(given: Mapping[str, str], what: str) -> dict[str, Decimal]:
    return {name: money(value, what) for name, value in given.items()}
