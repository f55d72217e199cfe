"""Money of campaigns as people read it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from shuke.campaigns.told import money


def test_a_net_of_half_a_cent_is_rounded_as_money() -> None:
    # 7 at a margin of 0.345 leaves 2.415, which no binary number is.
    assert money(Fraction("2.415")) == "2.42"
    assert money(Fraction("1.005")) == "1.01"
    assert money(Decimal("0.6250")) == "0.625"
