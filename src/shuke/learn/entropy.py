"""Entropy weights: the more unevenly a score is spread over the customers, the more it weighs.

With the share p = x / S of each customer in a score's sum S, the entropy is e = -(sum of p ln p) / ln n, between 0
(one customer has everything) and 1 (all have the same); a weight is w = (1 - e) / (sum of all 1 - e). The sum of
p ln p needs no shares: it equals (sum of x ln x) / S - ln S, so two sums per score are enough.

The weights tell dispersion, not worth, and change when a score is put on another scale.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal, localcontext

from shuke.errors import ensure
from shuke.learn.shares import shares

DIGITS = Context(prec=50)
# Sums of logarithms come rounded, so a divergence this small is that of equal values.
NOTHING = Decimal("1e-9")


def entropy_weights(count: int, sums: Mapping[str, Decimal], sums_of_xlnx: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return a weight per score, 6 places, adding up to exactly 1; the same for the same sums on every machine.

    A score whose sum is 0 or whose values are all equal tells nobody apart and weighs 0; where that is true of all
    of them, or of a single customer, they weigh the same. Values must not be negative; 0 ln 0 counts as 0.

    Args:
        count: how many customers.
        sums: the sum of each score over the customers.
        sums_of_xlnx: the sum of x ln x of each score; an engine adds it up in decimals, so that the order in which
            its threads work does not show.
    """
    ensure(count >= 1 and sums.keys() == sums_of_xlnx.keys(), "entropy weights of sums that do not belong together")
    with localcontext(DIGITS):
        return shares({name: _divergence(count, sums[name], sums_of_xlnx[name]) for name in sums})


def _divergence(count: int, total: Decimal, of_logarithms: Decimal) -> Decimal:
    """Return 1 - e of one score."""
    ensure(total >= 0, "entropy of negative values")
    if total == 0 or count == 1:
        return Decimal(0)
    entropy = (total.ln() - of_logarithms / total) / Decimal(count).ln()
    told = 1 - entropy
    return told if told > NOTHING else Decimal(0)
