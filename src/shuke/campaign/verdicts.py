"""Which cells are called profitable: among those called so, the expected share of wrong ones is bounded.

Cells are taken from the surest down while the mean of what each may be wrong by stays at or below the rate; the same
from the other end for those called unprofitable. Of everything between, there is not enough data to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Verdict = Literal["profitable", "unprofitable", "not_enough_data"]
FALSE_RATE = 0.05


def verdicts(above: NDArray[np.float64], rate: float = FALSE_RATE) -> list[Verdict]:
    """Return the verdict of each cell from how likely it is above break-even."""
    profitable, unprofitable = _surest(1 - above, rate), _surest(above, rate)
    return [
        "profitable" if yes else "unprofitable" if no else "not_enough_data"
        for yes, no in zip(profitable, unprofitable, strict=True)
    ]


def _surest(wrong: NDArray[np.float64], rate: float) -> list[bool]:
    """Return which cells can be named together with a mean chance of being wrong of at most ``rate``."""
    import numpy as np

    order = np.argsort(wrong, kind="stable")
    means = np.cumsum(wrong[order]) / np.arange(1, len(wrong) + 1)
    named = int(np.count_nonzero(means <= rate))
    chosen = np.zeros(len(wrong), dtype=bool)
    chosen[order[:named]] = True
    return [bool(one) for one in chosen]
