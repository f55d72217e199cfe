"""What a model of repeat purchase looks at of each customer: x, t_x and T, and how many customers share them.

Purchases are counted as days with a purchase. ``x`` is the number of repeats (days after the first one), ``t_x`` the
days from the first to the last, ``T`` the days from the first to the end of what is known. Models count time in
weeks of 7 days, as the literature does, but histories hold whole days: equal ones are then equal exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuke.errors import ensure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

WEEK = 7.0


@dataclass(frozen=True, eq=False)
class Histories:
    """Columns of equal length: x, t_x and T in whole days, and how many customers have this history."""

    x: Ints
    t_x: Ints
    T: Ints
    count: Ints

    def __len__(self) -> int:
        return len(self.x)

    @property
    def customers(self) -> int:
        """How many customers there are in all."""
        return int(self.count.sum())

    @property
    def repeaters(self) -> int:
        """How many customers bought on a second day."""
        return int(self.count[self.x > 0].sum())

    def later(self, days: Ints | int) -> Histories:
        """Return the same histories with so many more days without a purchase."""
        return Histories(self.x, self.t_x, self.T + days, self.count)


def histories(x: object, t_x: object, T: object, count: object = None) -> Histories:  # noqa: N803 - the field's name
    """Return histories of anything that is a column of whole numbers, one row a customer unless counted.

    Raises:
        BrokenPromise: a history cannot be: a last purchase after the end, or repeats without time between.
    """
    import numpy as np

    repeats, last, end = (np.atleast_1d(np.asarray(column, dtype=np.int64)) for column in (x, t_x, T))
    heads = np.ones(len(repeats), np.int64) if count is None else np.atleast_1d(np.asarray(count, dtype=np.int64))
    made = Histories(repeats, last, end, heads)
    fits = (made.x >= 0) & (made.t_x >= made.x) & (made.t_x <= made.T) & ((made.x > 0) | (made.t_x == 0))
    ensure(bool(fits.all()) and bool((heads > 0).all()), "a purchase history that cannot be")
    return made


def compressed(given: Histories) -> tuple[Histories, Ints]:
    """Return each different history once, in a fixed order, with how many share it; and the place of each given one.

    A fit starts from this, so neither the order of the rows nor how they were counted before can change its bytes.
    """
    import numpy as np

    span_t = int(given.T.max(initial=0)) + 1
    span_l = int(given.t_x.max(initial=0)) + 1
    key = (given.x * span_l + given.t_x) * span_t + given.T
    different, place = np.unique(key, return_inverse=True)
    count = np.bincount(place, weights=given.count, minlength=len(different)).astype(np.int64)
    rest, last = np.divmod(different, span_t)
    x, t_x = np.divmod(rest, span_l)
    return Histories(x, t_x, last, count), place.astype(np.int64)


def coarse(given: Histories, step: int) -> Histories:
    """Return fewer, similar histories: times in steps of so many days; a good place to start a fit from."""
    import numpy as np

    observed = given.T // step * step + step // 2
    last = np.where(given.x > 0, np.minimum(np.maximum(given.t_x // step * step + step // 2, given.x), observed), 0)
    observed = np.maximum(observed, last)
    return compressed(Histories(given.x, last, observed, given.count))[0]
