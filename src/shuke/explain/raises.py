"""Which of the scores that are low must become high for the next better group of a list."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from shuke.explain.customer import Figures, Given, placed_anew
from shuke.explain.directions import names_of
from shuke.scheme.model import Scheme, Split
from shuke.stages.fitted import Breaks, Fitted, Value


@dataclass(frozen=True)
class Need:
    """A score that must become high: the metric, its value now, and the least good one that is high."""

    score: str
    metric: str
    value: Given
    bound: Value


@dataclass(frozen=True)
class Raise:
    """The next better group of a list, in the list's own order, and all that must rise for it."""

    column: str
    group: str
    needs: tuple[Need, ...]


def raises(scheme: Scheme, fitted: Fitted, row: Figures) -> tuple[Raise, ...]:
    """Return the nearest better group of each list over scores that are high or low.

    Only raising counts: a better group that asks for a score to fall is passed over. Found by placing the customer
    again with the figures at their bounds.
    """
    found = []
    for column, groups in scheme.groups.items():
        names = {name for group in groups for name in names_of(scheme, group)}
        if not names or any(not isinstance(scheme.scores.get(name), Split) for name in names):
            continue
        ranks = {group.name: rank for rank, group in enumerate(groups)}
        best = _nearest(scheme, fitted, row, column, ranks)
        found += [best] if best is not None else []
    return tuple(found)


def _nearest(scheme: Scheme, fitted: Fitted, row: Figures, column: str, ranks: dict[str, int]) -> Raise | None:
    now = row[column]
    rank = ranks[now] if isinstance(now, str) else len(ranks)
    low = [
        Need(name, fit.metric, row[fit.metric], fit.steps[0][0])
        for name, fit in fitted.scores.items()
        if isinstance(scheme.scores[name], Split) and isinstance(fit, Breaks) and fit.steps and row[name] == 0
    ]
    figures = {name: row[name] for name in scheme.metrics}
    tried: list[tuple[int, int, Raise]] = []
    for count in range(1, len(low) + 1):
        for needs in combinations(low, count):
            changed = {**figures, **{need.metric: need.bound for need in needs}}
            placed = placed_anew(scheme, fitted, changed, row)
            name = None if placed is None else placed[column]
            if isinstance(name, str) and ranks[name] < rank:
                tried.append((-ranks[name], count, Raise(column, name, needs)))
    return min(tried, key=lambda one: one[:2])[2] if tried else None
