"""An explanation for programs: plain data, every number as text without trailing zeros."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shuke.explain.customer import Given
from shuke.explain.explanation import Explanation
from shuke.explain.numbers import plain
from shuke.explain.reasons import Ordinal, Pointed, Reason, Scaled, Steps, Summed


def document(told: Explanation) -> dict[str, Any]:
    """Return the explanation for programs; what a scheme does not have is left out."""
    found: dict[str, Any] = {
        "customer_id": told.customer_id,
        "scheme": told.scheme.scheme,
        "as_of": told.as_of.isoformat(),
        "results": {name: value(one) for name, one in told.results.items()},
    }
    if told.scheme.grace is not None:
        by_score = told.row["tier"] if told.by_score is None else told.by_score or None
        found["grace"] = {"tier_by_score": by_score, "held": told.by_score is not None, "below": told.ratings_below}
    found["reasons"] = [{"score": one.name, "points": value(one.score), **_reason(one)} for one in told.reasons]
    found["figures"] = {name: value(one) for name, one in told.others.items()}
    if told.total is not None:
        found["composite"] = {"name": told.total.name, "value": value(told.total.score), **_reason(told.total)}
    if told.clusters:
        found["distances"] = [
            {
                "cluster": one.cluster,
                "distance": value(one.distance),
                "centre": {name: value(part) for name, part in one.centre.items()},
            }
            for one in told.clusters
        ]
    return {**found, **_ahead(told)}


def value(one: Given) -> str | None:
    """Return a figure as text; None for none."""
    return one if one is None or isinstance(one, str) else plain(one)


def _ahead(told: Explanation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ways_status": told.ways_status,
        "trial": told.trial,
        "ladder": told.ladder,
        "most": value(told.most),
        "ways_up": [
            {
                "group": way.group,
                "orders": way.orders,
                "amount_each": str(way.amount_each),
                "at_most": None if way.at_most is None else str(way.at_most),
                "until": way.until.isoformat() if way.until else None,
                "score": value(way.score),
            }
            for way in told.ways
        ],
    }
    if told.not_tried:
        found["not_tried"] = list(told.not_tried)
    if told.next_order is not None:
        found["next_order"] = {
            "amount": None if told.next_order.amount is None else str(told.next_order.amount),
            "results": {name: value(one) for name, one in told.next_order.results.items()},
            "score": value(told.next_order.score),
        }
    if told.raises:
        found["raises"] = [
            {
                "column": one.column,
                "group": one.group,
                "needs": [
                    {"score": need.score, "metric": need.metric, "value": value(need.value), "bound": value(need.bound)}
                    for need in one.needs
                ],
            }
            for one in told.raises
        ]
    if told.held:
        found["held"] = list(told.held)
    return found


def _reason(reason: Reason) -> dict[str, Any]:
    return WRITERS[type(reason)](reason)


def _steps(one: Steps) -> dict[str, Any]:
    found = {
        "kind": one.kind,
        "metric": one.metric,
        "value": value(one.value),
        "best": one.best,
        "of": value(one.greatest),
        "reached": value(one.reached),
        "next": value(one.next_bound),
        "next_points": value(one.next_score),
    }
    if not one.rising:
        found |= {"from": value(one.span.low), "to": value(one.span.high)}
    if one.centre is not None:
        found["centre"] = one.centre
    return found | ({"within": _within(one.within)} if one.within else {})


def _pointed(one: Pointed) -> dict[str, Any]:
    found = {"metric": one.metric, "value": value(one.value), "times": value(one.points), "product": value(one.product)}
    return {"kind": "points", **found, "at_least": value(one.at_least), "at_most": value(one.at_most)}


def _scaled(one: Scaled) -> dict[str, Any]:
    found = {"metric": one.metric, "value": value(one.value), "best": one.best, "log": value(one.log)}
    return {"kind": one.method, **found, "origin": value(one.origin), "width": value(one.width)}


def _summed(one: Summed) -> dict[str, Any]:
    terms = [
        {"score": term.name, "weight": value(term.weight), "points": value(term.score), "part": value(term.part)}
        for term in one.terms
    ]
    ends = {"at_least": value(one.at_least), "at_most": value(one.at_most)}
    return {"kind": "sum", "terms": terms, "total": value(one.total), **(ends if one.kept else {})}


def _ordinal(one: Ordinal) -> dict[str, Any]:
    found = {"metric": one.metric, "value": value(one.value), "of": value(one.greatest), "rated": one.rated}
    return {"kind": "ordered", **found, **({"within": _within(one.within)} if one.within else {})}


def _within(within: Mapping[str, Given]) -> dict[str, str | None]:
    return {name: value(score) for name, score in within.items()}


WRITERS: Mapping[type[Reason], Callable[[Any], dict[str, Any]]] = {
    Steps: _steps,
    Pointed: _pointed,
    Scaled: _scaled,
    Summed: _summed,
    Ordinal: _ordinal,
}
