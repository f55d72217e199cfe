"""The axis of a composite whose weights are learned: anything between its least and greatest score."""

from __future__ import annotations

from shuke.scheme.lint.axes import Axis, State, Wanted, axes
from shuke.scheme.lint.grid import SCORE_STEP, Domain
from shuke.scheme.lint.known import Known
from shuke.scheme.lint.sums import composite_ends


def all_axes(known: Known, wanted: Wanted) -> tuple[Axis, ...]:
    """Return the axes of the wanted names, the last one that of the composite where nobody knows its weights yet."""
    found, composite = axes(known, wanted), known.composite
    if composite is None or composite not in wanted.names or known.weights is not None:
        return found
    return (*found, _learned(known, composite, wanted))


def _learned(known: Known, composite: str, wanted: Wanted) -> Axis:
    ends = composite_ends(known)
    if ends is None:
        return Axis(composite, (composite,), ())
    pieces = reversed(Domain(*ends, SCORE_STEP).pieces(wanted.ranges.get(composite, ())))
    states = tuple(State({composite: one.points()[0]}, {composite: (one.low, one.high)}) for one in pieces)
    return Axis(composite, (composite,), states)
