"""A list of which a share is held out: the limits hold for those who are contacted, as their number is rounded.

Of ``s`` customers chosen for an option, ``floor((1 - share) * s)`` are contacted. For one option it is known how many
are chosen for the most contacts that fit, so the list stays provably optimal: worth the most before anybody is held
out. For several the limits are widened by the share, which leaves room for less than one contact of each option; that
room is filled, and the bound allows for it.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from shuke.campaign.allocate import NEAR, Allocation, Limits, allocate, grouped
from shuke.campaign.prices import bound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

# More than any list needs, and no more than a whole number of the limits can hold.
LARGEST = 2**62


def allocate_held(values: Floats, limits: Limits, held_out: Fraction) -> Allocation:
    """Return the best list of which at least a share of each option is held out; ``values`` as for ``allocate``."""
    import numpy as np

    kept = 1 - held_out
    if kept == 1 or not len(values):
        return allocate(values, limits)
    if values.shape[1] == 1:
        return allocate(values, Limits(limits.uses, _widest(limits, kept)))
    scaled = limits.scaled(kept.numerator, kept.denominator)
    found = allocate(values, scaled)
    option = _filled(values, limits, kept, found.option)
    chosen = np.flatnonzero(option >= 0)
    value = float(values[chosen, option[chosen]].sum())
    groups = grouped(np.where(values > 0, values, -np.inf))
    wider = scaled.more(limits.uses.sum(axis=1) * kept.denominator // kept.numerator + 1)
    most = bound(groups.values, groups.sizes, wider.uses, wider.most, found.prices)
    proved = most <= value + NEAR * max(abs(value), 1)
    return replace(found, option=option, value=value, bound=max(most, value), proved=proved)


def _widest(limits: Limits, kept: Fraction) -> Whole:
    """Return the limits of one option by how many are chosen for the most contacts that fit."""
    import numpy as np

    most = limits.most.copy()
    for place, (use, whole) in enumerate(zip(limits.uses[:, 0].tolist(), limits.most.tolist(), strict=True)):
        if use > 0:
            most[place] = min(use * fewest_chosen(whole // use, kept), LARGEST)
    return np.asarray(most, dtype=np.int64)


def fewest_chosen(contacts: int, kept: Fraction) -> int:
    """Return the fewest who are chosen so that so many of them are contacted."""
    return -(-contacts * kept.denominator // kept.numerator)


def _filled(values: Floats, limits: Limits, kept: Fraction, option: Whole) -> Whole:
    """Return the list with the contacts that still fit because their number is rounded, the most valuable first."""
    import numpy as np

    option = option.copy()
    counts = np.bincount(option[option >= 0], minlength=values.shape[1])
    # Nobody who is worth nothing, and nobody twice.
    free = np.where((option < 0)[:, None] & (values > 0), values, -np.inf)
    while True:
        found = [(float(free[:, place].max()), -place, step) for place, step in _steps(limits, kept, counts)]
        worth, place, step = max(found, default=(-np.inf, 0, 0))
        if int(np.isfinite(free[:, -place]).sum()) < step or worth == -np.inf:
            return option
        who = np.argsort(-free[:, -place], kind="stable")[:step]
        option[who], free[who] = -place, -np.inf
        counts[-place] += step


def _steps(limits: Limits, kept: Fraction, counts: Whole) -> list[tuple[int, int]]:
    """Return the options of which one more contact fits, each with how many are chosen for it."""
    found = []
    for place, count in enumerate(counts.tolist()):
        contacts = counts * kept.numerator // kept.denominator
        contacts[place] += 1
        if (limits.uses @ contacts <= limits.most).all():
            found.append((place, fewest_chosen(int(contacts[place]), kept) - count))
    return found
