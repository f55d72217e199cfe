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
    fits = len(repeats) == 0 or (repeats.min() >= 0 and heads.min() > 0 and not (last > end).any())
    # Each repeat is on a day of its own, and without one there is no time between the first day and the last.
    fits = bool(fits) and not ((last < repeats) | ((repeats == 0) & (last > 0))).any()
    ensure(fits, "a purchase history that cannot be")
    return made


def compressed(given: Histories) -> tuple[Histories, Ints]:
    """Return each different history once, in a fixed order, with how many share it; and the place of each given one."""
    import numpy as np

    key, spans = _keys(given)
    different, place = np.unique(key, return_inverse=True)
    count = np.bincount(place, weights=given.count, minlength=len(different)).astype(np.int64)
    return _of_keys(different, spans, count), place.astype(np.int64)


def counted_once(given: Histories) -> Histories:
    """Return each different history once, in a fixed order, with how many share it.

    A fit starts from this, so neither the order of the rows nor how they were counted before can change its bytes.
    """
    import numpy as np

    if not len(given) or (given.count != 1).any():
        return compressed(given)[0]
    # Sorting keys alone is several times faster than sorting them with their places.
    key, spans = _keys(given)
    key.sort()
    starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    return _of_keys(key[starts], spans, np.diff(starts, append=len(key)))


def _keys(given: Histories) -> tuple[Ints, tuple[int, int]]:
    """Return one number for each history, the same for equal ones, in the order of x, t_x and T."""
    import numpy as np

    span_t, span_l = int(given.T.max(initial=0)) + 1, int(given.t_x.max(initial=0)) + 1
    key = (given.x * span_l + given.t_x) * span_t + given.T
    if int(key.max(initial=0)) < 2**32:
        key = key.astype(np.uint32)
    return key, (span_t, span_l)


def _of_keys(key: Ints, spans: tuple[int, int], count: Ints) -> Histories:
    import numpy as np

    span_t, span_l = (key.dtype.type(span) for span in spans)
    rest = key // span_t
    x = rest // span_l
    parts = (x, rest - x * span_l, key - rest * span_t, count)
    return Histories(*(np.asarray(part, dtype=np.int64) for part in parts))


def coarse(given: Histories, cells: int) -> Histories:
    """Return fewer, similar histories, so that at most about so many differ: to start from.

    Those whose times fall into the same steps become one, at the mean of their times.
    """
    import numpy as np

    longest, most = int(given.T.max(initial=0)) + 1, int(given.x.max(initial=0)) + 1
    parts = max(int((2 * cells / most) ** 0.5), 8)
    step = max(-(-longest // parts), 1)
    size = longest // step + 1
    # Looking steps up is quicker than dividing so many times.
    place = np.arange(longest) // step
    key = (given.x * size + place[given.t_x]) * size + place[given.T]
    count = given.count.astype(np.float64)
    heads = np.bincount(key, weights=count)
    there = np.flatnonzero(heads)
    # The mean of those who are taken together, which lies as near to each of them as one day can.
    t_x, end = (
        np.rint(np.bincount(key, weights=count * days)[there] / heads[there]).astype(np.int64)
        for days in (given.t_x, given.T)
    )
    return Histories(there // size**2, t_x, end, np.rint(heads[there]).astype(np.int64))
