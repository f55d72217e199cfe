"""The exact integer program for few groups, solved by HiGHS."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

# The search ends by what was searched, not by the clock, so that the same list comes out on every machine.
NODES = 300


def solve_integer(
    values: Floats, sizes: Whole, uses: Whole, most: Whole, enough: float = 0.0
) -> tuple[Whole | None, bool]:
    """Return how many of each group take which option, and whether that is the optimum; None where nothing fits.

    Groups are rows, options columns; an option worth -inf is not offered. Where the search ends early, or the best
    that was found is within ``enough`` of the optimum, it is returned with the word that it is not proved.
    """
    import numpy as np
    from highspy import HighsModelStatus

    if bool((most < 0).any()):
        return None, False
    rows, options = np.nonzero(np.isfinite(values) & (values > 0))
    counts = np.zeros(values.shape, dtype=np.int64)
    if not len(rows):
        return counts, True
    scale = float(values[rows, options].max())
    solver = _quiet()()
    settings = {"threads": 1, "mip_rel_gap": 0.0, "mip_abs_gap": enough / scale, "mip_max_nodes": NODES}
    for name, value in settings.items():
        solver.setOptionValue(name, value)
    solver.passModel(_model(values[rows, options] / scale, sizes, uses, most, rows, options))
    solver.run()
    solution = solver.getSolution().col_value
    if len(solution) != len(rows):
        return None, False
    counts[rows, options] = np.rint(np.asarray(solution)).astype(np.int64)
    fits = (uses @ counts.sum(axis=0) <= most).all() and (counts.sum(axis=1) <= sizes).all() and (counts >= 0).all()
    if not bool(fits):
        return None, False
    return counts, solver.getModelStatus() == HighsModelStatus.kOptimal and enough == 0


@cache
def _quiet() -> Any:
    """Return the solver's class, which prints a banner at once unless it is told not to before anything else."""
    from highspy import Highs

    class Quiet(Highs):
        def enableCallbacks(self) -> None:  # noqa: N802 - the name is the solver's
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()  # type: ignore[no-untyped-call]  # the solver's method has no types

    return Quiet


def _model(worth: Floats, sizes: Whole, uses: Whole, most: Whole, rows: Whole, options: Whole) -> Any:
    """Return the program: a column per group and option, a row per group, then a row per constraint."""
    import highspy
    import numpy as np

    columns = len(rows)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, len(sizes) + len(most)
    model.col_cost_ = -worth
    model.col_lower_, model.col_upper_ = np.zeros(columns), sizes[rows].astype(np.float64)
    model.row_lower_ = np.full(model.num_row_, -highspy.kHighsInf)
    model.row_upper_ = np.concatenate([sizes, most]).astype(np.float64)
    model.integrality_ = [highspy.HighsVarType.kInteger] * columns
    used = uses[:, options].T
    entry, limit = np.nonzero(used)
    index = np.concatenate([rows, limit + len(sizes)])
    column = np.concatenate([np.arange(columns), entry])
    value = np.concatenate([np.ones(columns), used[entry, limit].astype(np.float64)])
    order = np.lexsort((index, column))
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(np.bincount(column, minlength=columns))])
    model.a_matrix_.index_, model.a_matrix_.value_ = index[order], value[order]
    return model
