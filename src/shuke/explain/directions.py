"""Which way a figure, a score and a place go when an order becomes larger.

A direction is 1 (never falls), -1 (never rises), 0 (stays), or None (cannot be told); scores are looked at whole,
or between two amounts at which a score in steps changes, where all such scores stay.
"""

from __future__ import annotations

from collections.abc import Iterable

from shuke.scheme.builtin import figure
from shuke.scheme.model import Counted, Difference, Group, Ratio, Scaled, Scheme
from shuke.stages.fitted import Breaks, Fit, Fitted, Linear, Nested, Ordered, Total
from shuke.stages.places import holds

Direction = int | None
# Figures that the amount of further purchases moves; all other figures stay.
BUILTIN: dict[str, Direction] = {
    "monetary": 1,
    "gross": 1,
    "average_order": 1,
    "top_order": 1,
    "refund_rate": -1,
    "stability_cv": None,
}
GROWING = frozenset({"monetary", "gross", "top_order"})


def of_metric(scheme: Scheme, name: str) -> Direction:  # noqa: PLR0911 - one line per kind of metric
    """Return the direction of a metric of the scheme, its own or built-in."""
    own = scheme.own.get(name)
    if own is None:
        return BUILTIN.get(name, 0)
    if isinstance(own, Counted):
        return int(own.of in GROWING)
    if isinstance(own, Scaled):
        return _times(of_metric(scheme, own.scaled), (own.by > 0) - (own.by < 0))
    if isinstance(own, Difference):
        first, second = (of_metric(scheme, part) for part in own.difference)
        return _together((first, _times(second, -1)))
    if isinstance(own, Ratio):
        over, under = (of_metric(scheme, part) for part in own.ratio)
        known = figure(scheme, own.ratio[1])
        if under != 0 or known is None or known.least is None or known.least < 0:
            return 0 if over == under == 0 else None
        return over
    return 0


def of_score(scheme: Scheme, fitted: Fitted, name: str, *, whole: bool) -> Direction:
    """Return the direction of a score; not ``whole``: between two amounts at which a score in steps changes."""
    fit = fitted.scores[name]
    if isinstance(fit, Total):
        return of_total(scheme, fitted, fit, whole=whole)
    metric = of_metric(scheme, fit.metric)
    if isinstance(fit, Breaks | Nested) and metric is not None and not whole:
        return 0
    return _of_fit(scheme, fitted, fit, metric)


def of_total(scheme: Scheme, fitted: Fitted, total: Total, *, whole: bool) -> Direction:
    """Return the direction of a weighted sum."""
    return _together(
        _times(of_score(scheme, fitted, name, whole=whole), (weight > 0) - (weight < 0))
        for name, weight in total.weights.items()
    )


def of_name(scheme: Scheme, fitted: Fitted, name: str, *, whole: bool) -> Direction:
    """Return the direction of anything that a condition looks at; a number of a cell or cluster stays or is open."""
    if name in fitted.scores:
        return of_score(scheme, fitted, name, whole=whole)
    if scheme.composite is not None and fitted.composite is not None and name == scheme.composite.name:
        return of_total(scheme, fitted, fitted.composite, whole=whole)
    if name in {"cell", "code", "cluster"}:
        parts = _parts(scheme, name)
        return 0 if all(of_score(scheme, fitted, part, whole=whole) == 0 for part in parts) else None
    return of_metric(scheme, name)


def names_of(scheme: Scheme, group: Group) -> tuple[str, ...]:
    """Return what the condition of a group looks at."""
    if group.at_least is not None and scheme.composite is not None:
        return (scheme.composite.name,)
    if group.when is not None:
        return group.when.names
    return ("code",) if group.codes else ()


def only_rises(scheme: Scheme, fitted: Fitted, column: str) -> bool:
    """Tell whether a larger order never lowers a place in a list of groups."""
    groups = scheme.groups[column]
    if any(of_metric(scheme, name) != 0 for one in scheme.exclude for name in one.when.names):
        return False
    names = {name for group in groups for name in names_of(scheme, group)}
    if all(of_name(scheme, fitted, name, whole=True) == 0 for name in names):
        return True
    if len(names) == 1 and _rises_by_steps(scheme, fitted, column, next(iter(names))):
        return True
    floors = [group.at_least for group in groups if group.at_least is not None]
    ladder = all(group.at_least is not None or group.rest for group in groups)
    total = fitted.composite
    return (
        ladder
        and floors == sorted(floors, reverse=True)
        and total is not None
        and of_total(scheme, fitted, total, whole=True) in {0, 1}
    )


def _rises_by_steps(scheme: Scheme, fitted: Fitted, column: str, name: str) -> bool:
    """Tell whether a list over one score in steps never falls with it, and that score never with an order's amount."""
    fit = fitted.scores.get(name)
    if not isinstance(fit, Breaks) or of_score(scheme, fitted, name, whole=True) != 1:
        return False
    groups = scheme.groups[column]
    ranks = [
        next((rank for rank, group in enumerate(groups) if holds(group, scheme, {name: level})), len(groups))
        for level in fit.levels
    ]
    return ranks == sorted(ranks)


def stays(scheme: Scheme, fitted: Fitted, columns: Iterable[str]) -> bool:
    """Tell whether no result column depends on the amount of an order."""
    names: set[str] = set()
    for column in columns:
        groups = scheme.groups.get(column)
        names.update([column] if groups is None else (name for one in groups for name in names_of(scheme, one)))
    return all(of_name(scheme, fitted, name, whole=True) == 0 for name in names)


def is_told(scheme: Scheme, fitted: Fitted, column: str) -> bool:
    """Tell whether between two amounts at which something steps, a place in a list goes one way at most.

    Conditions may then look at what stays, and at the composite through its floors, if that goes one way.
    """
    if any(of_metric(scheme, name) is None for one in scheme.exclude for name in one.when.names):
        return False
    for group in scheme.groups[column]:
        for name in names_of(scheme, group):
            floor = group.at_least is not None
            direction = of_name(scheme, fitted, name, whole=False)
            # A condition on a metric that moves steps at its own ends, which are among the amounts.
            metric = name in scheme.metrics and direction is not None
            if not (direction == 0 or metric or (floor and direction is not None)):
                return False
    return True


def _of_fit(scheme: Scheme, fitted: Fitted, fit: Fit, metric: Direction) -> Direction:
    if isinstance(fit, Ordered) or metric is None:
        return None
    if isinstance(fit, Linear):
        return _times(metric, (fit.points > 0) - (fit.points < 0))
    better = 1 if isinstance(fit, Total) or fit.best == "high" else -1
    if isinstance(fit, Breaks):
        return _times(metric, None if (way := _way(fit)) is None else way * better)
    if isinstance(fit, Nested) and any(of_score(scheme, fitted, name, whole=True) != 0 for name in fit.within):
        return None
    return _times(metric, better)


def _way(fit: Breaks) -> Direction:
    """Return whether scores rise (1) or fall (-1) towards the better end of the metric."""
    scores = [score for _, score in fit.steps] + [fit.last]
    if len(set(scores)) == 1:
        return 0
    if scores == sorted(scores, reverse=True):
        return 1
    return -1 if scores == sorted(scores) else None


def _parts(scheme: Scheme, name: str) -> tuple[str, ...]:
    if name == "cell" and scheme.cells is not None:
        return (scheme.cells.rows, scheme.cells.columns)
    if name == "code" and scheme.code is not None:
        return scheme.code.digits
    return scheme.clusters.of if scheme.clusters is not None else ()


def _times(direction: Direction, sign: Direction) -> Direction:
    if direction == 0 or sign == 0:
        return 0
    return None if direction is None or sign is None else direction * sign


def _together(directions: Iterable[Direction]) -> Direction:
    found = set(directions) - {0}
    if not found:
        return 0
    return found.pop() if len(found) == 1 else None
