"""The whole of what is told of one customer, checked against what is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shuke.errors import ensure
from shuke.explain.customer import Given, Line, cannot_be_tried, held_by, on_log_scale
from shuke.explain.raises import Raise, raises
from shuke.explain.reasons import Reason, Summed, exact, reasons, summed
from shuke.explain.ways import Case, NextOrder, Way, closed, next_order, ordered_list, ways_up
from shuke.scheme.model import Group, Scheme
from shuke.stages.fitted import Centres, Fitted, Scale, Value
from shuke.stages.places import place
from shuke.stages.rounding import WIDE, rounded

# The last digit of a figure that passes through the engine's floating point.
LAST_DIGIT = Decimal("0.000001")


@dataclass(frozen=True)
class Distance:
    """How far a customer is from the centre of a cluster, 6 places, and the centre's values by score."""

    cluster: int
    distance: Decimal
    centre: Mapping[str, Decimal]


@dataclass(frozen=True)
class Explanation:
    """Everything that made a customer's place, checked against the stored one.

    ``row`` holds every figure, score and result. ``trial`` tells whether orders could be tried out: ``tried``,
    ``no_lines``, ``not_tried`` (``not_tried`` names why), ``closed`` (the period takes no more orders); no order
    larger than ``most`` was tried. ``ladder`` is the result column with groups one above the other, None for none;
    ``ways_status`` what became of the search for ways up it: ``found``, ``at_top``, ``none``, ``no_ladder``, or why
    nothing was tried. ``held`` are figures of other tables, taken to stay as they are.
    """

    customer_id: str
    scheme: Scheme
    fitted: Fitted
    as_of: date
    row: Mapping[str, Given]
    reasons: tuple[Reason, ...]
    total: Summed | None
    clusters: tuple[Distance, ...]
    others: Mapping[str, Given]
    trial: str
    ladder: str | None
    ways: tuple[Way, ...]
    next_order: NextOrder | None
    raises: tuple[Raise, ...]
    most: Decimal | None
    not_tried: tuple[str, ...]
    held: tuple[str, ...]
    currency: str | None
    # The tier by score, of a customer who keeps a higher one by grace; and how many ratings in a row were below it.
    by_score: str | None = None
    ratings_below: int = 0

    @property
    def results(self) -> Mapping[str, Given]:
        """The result columns of the customer, the main one first."""
        return {column: self.row[column] for column in self.scheme.results}

    @property
    def composite(self) -> Value | None:
        """The composite, if the scheme has one."""
        return None if self.total is None else self.total.score

    @property
    def ways_known(self) -> bool:
        """Whether orders could be tried out."""
        return self.trial == "tried"

    @property
    def ways_status(self) -> str:
        """What became of the search for ways up."""
        if self.ladder is None:
            return "no_ladder"
        if not self.ways_known:
            return self.trial
        if self.ways:
            return "found"
        return "at_top" if self.row[self.ladder] == self.scheme.groups[self.ladder][0].name else "none"

    def group(self, column: str) -> Group | None:
        """Return the group of a list that the customer is in."""
        return next((one for one in self.scheme.groups[column] if one.name == self.row[column]), None)


def explain(
    stored: Mapping[str, Given],
    scheme: Scheme,
    fitted: Fitted,
    as_of: date,
    lines: Sequence[Line] | None,
    currency: str | None = None,
    zero_orders: str = "neither",
) -> Explanation:
    """Return why a customer stands where they stand; ``lines`` are their own, None when they are not at hand.

    The place is computed again from what the scheme learned and must be the stored one, in every column.
    """
    row = again = _checked(scheme, fitted, stored)
    if scheme.grace is not None:
        row = {**again, "tier": stored["tier"]}
    total = None
    if scheme.composite is not None and fitted.composite is not None:
        total = summed(scheme.composite.name, fitted.composite, exact(fitted, row))
    told = reasons(scheme, fitted, exact(fitted, row))
    scored = {getattr(reason, "metric", reason.name) for reason in told}
    others = {
        name: value
        for name, value in stored.items()
        if name not in {*scored, *scheme.made, *scheme.results, *scheme.beside_tier}
    }
    others.pop("customer_id", None)
    # What came after the day of the rating was not known then, and no way may count on it.
    past = [line for line in lines or () if line.on <= as_of]
    ladder = ordered_list(scheme)
    case = Case(scheme, fitted, past, as_of, stored, zero_orders, ladder or "")
    not_tried = cannot_be_tried(scheme, fitted, stored)
    trial = _trial(case, not_tried)
    can = trial == "tried"
    if can:
        _check_measured(case, stored)
    ways = ways_up(case, again[ladder]) if can and ladder else []
    return Explanation(
        str(stored["customer_id"]),
        scheme,
        fitted,
        as_of,
        row,
        told,
        total,
        _distances(fitted.centres, row),
        others,
        trial,
        ladder,
        tuple(ways),
        next_order(case, scheme.results) if can else None,
        raises(scheme, fitted, again),
        case.most if can else None,
        not_tried,
        held_by(scheme),
        currency,
        _by_score(row, again),
        int(stored.get("ratings_below") or 0),
    )


def _by_score(row: Mapping[str, Given], again: Mapping[str, Given]) -> str | None:
    """Return the tier by score of a customer who keeps another by grace; ways up are told by score."""
    return None if row.get("tier") == again.get("tier") else str(again["tier"] or "")


def _checked(scheme: Scheme, fitted: Fitted, stored: Mapping[str, Given]) -> Mapping[str, Given]:
    """Return the customer placed again, after checking that every score and result is the stored one."""
    figures = {name: stored[name] for name in scheme.metrics}
    again = place(scheme, fitted, figures, stored)
    for name in (*scheme.scores, *scheme.made, *scheme.results, *scheme.beside_tier[:1]):
        if name == "tier" and scheme.grace is not None:
            continue
        ensure(again[name] == stored[name], f"the stored {name} differs from the one computed again")
    for name, fit in fitted.scores.items():
        if isinstance(fit, Scale) and fit.log:
            gap = on_log_scale(fit, stored[fit.metric]) - Decimal(stored[name] or 0)
            ensure(abs(gap) <= LAST_DIGIT, f"the stored {name} differs from the one computed again")
    return again


def _check_measured(case: Case, stored: Mapping[str, Given]) -> None:
    """Assert that the customer's own lines give the stored figures."""
    figures = case.as_of_day(case.as_of).figures() or {}
    for name in case.scheme.metrics:
        now, then = figures.get(name), stored[name]
        same = now == then
        if not same and name == "stability_cv":
            same = abs(Decimal(now or 0) - Decimal(then or 0)) <= LAST_DIGIT
        ensure(same, f"the stored {name} differs from the one measured again")


def _trial(case: Case, not_tried: Sequence[str]) -> str:
    if not_tried:
        return "not_tried"
    if closed(case.scheme, case.tomorrow):
        return "closed"
    return "tried" if case.lines else "no_lines"


def _distances(centres: Centres | None, row: Mapping[str, Given]) -> tuple[Distance, ...]:
    """Return the distances to the centre of the customer's cluster and to the nearest other, in this order."""
    if centres is None:
        return ()
    found = []
    for number, centre in enumerate(centres.centres, 1):
        gaps = (Decimal(row[name] or 0) - part for name, part in zip(centres.of, centre, strict=True))
        distance = rounded(WIDE.sqrt(sum((gap * gap for gap in gaps), Decimal(0))), 6)
        found.append(Distance(number, distance, dict(zip(centres.of, centre, strict=True))))
    found.sort(key=lambda one: (one.cluster != row["cluster"], one.distance, one.cluster))
    return tuple(found[:2])
