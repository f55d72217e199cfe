"""The linter against plain enumeration: every customer that a small scheme can meet, one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from effort import times
from shuke.scheme.lint import composite_range, lint
from shuke.scheme.model import Scheme
from shuke.scheme.parse import parse

pytestmark = pytest.mark.row("X2")

# Values at and beside every end that the schemes below can name, and limits of ranks.
VALUES = {
    "recency_days": [0, 1, 2, 3, 4, 30, 31, 60, 61],
    "frequency": [1, 2, 3, 4, 5, 50],
    "consultations": [0, 1, 2, 3, 4, 5, 6, 99],
}
MOST_CUSTOMERS = 6_000
PLACES = [Fraction(place, 60) for place in (0, 6, 15, 20, 30, 40, 45, 54)]
LOW = {"recency_days"}
FLOORS = ["0", "0.5", "1", "1.7", "2.2", "3", "4.5"]
WEIGHTS = [("1",), ("0.5", "0.5"), ("0.3", "0.7"), ("1.2", "-0.2"), ("0.2", "0.3", "0.5"), ("0.1", "0.2", "0.7")]


def bands(metric: str) -> st.SearchStrategy[dict[str, Any]]:
    ends = {"recency_days": [30, 60], "frequency": [2, 4], "consultations": [1, 5]}[metric]
    return st.lists(st.integers(0, 3), min_size=3, max_size=3).map(
        lambda scores: {
            "metric": metric,
            "bands": [
                {"at_most": str(ends[0]), "score": str(scores[0])},
                {"above": str(ends[0]), "at_most": str(ends[1]), "score": str(scores[1])},
                {"above": str(ends[1]), "score": str(scores[2])},
            ],
        }
    )


def score(metric: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(
        st.sampled_from([2, 3, 4]).map(lambda k: {"metric": metric, "quantiles": str(k)}),
        st.sampled_from([["3", "1", "0"], ["1", "3", "0"]]).map(
            lambda s: {"metric": metric, "rank_bands": [["0.1", s[0]], ["0.5", s[1]], ["rest", s[2]]]}
        ),
        st.just({"metric": metric, "split": "mean"}),
        st.just({"metric": metric, "split": {"value": "3"}}),
        st.just({"metric": metric, "points": "2", "at_most": "6"}),
        bands(metric),
    )


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    metrics = draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=3))
    scores = {f"s{number}": draw(score(metric)) for number, metric in enumerate(metrics)}
    names = list(scores)
    if len(names) > 1 and draw(st.booleans()):
        top = draw(st.sampled_from(["1", "3", None]))
        scores["t0"] = {"sum": dict.fromkeys(names[:2], "1"), "total": "free"} | ({"at_most": top} if top else {})
        names.append("t0")
    kept = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    weights = draw(st.sampled_from([one for one in WEIGHTS if len(one) == len(kept)]))
    floors = sorted(
        draw(st.sets(st.sampled_from(["0", "0.5", "1", "1.7", "2.2", "3", "4.5"]), min_size=1)), reverse=True
    )
    looked_at = [*scores, *sorted(set(metrics)), "mark"]
    rule = st.dictionaries(
        st.sampled_from(looked_at),
        st.sampled_from(["1", "2-3", "0", {"at_least": "2"}, {"above": "30"}, {"below": "4"}, ["1", "3"]]),
        min_size=1,
        max_size=2,
    )
    segments = [
        {"segment": f"g{number}", "when": one if draw(st.booleans()) else {"any": [one, draw(rule)]}}
        for number, one in enumerate(draw(st.lists(rule, min_size=1, max_size=4)))
    ]
    return {
        "scheme": "small",
        "title": {"en": "Small", "zh": "小"},
        "scores": scores,
        "composite": {"name": "mark", "weights": dict(zip(kept, weights, strict=True)), "total": "free"},
        "tiers": [*({"tier": f"T{floor}", "at_least": floor} for floor in floors), {"tier": "rest"}],
        "segments": segments + ([{"segment": "rest"}] if draw(st.booleans()) else []),
    }


def customers(scheme: Scheme) -> Iterator[dict[str, Any]]:
    """Every customer: a value of each metric, a rank in it, and a side of each mean, all free of one another."""
    metrics = list(
        dict.fromkeys([*(s.metric for s in scheme.scores.values() if hasattr(s, "metric")), *scheme.metrics])
    )
    ranked = [
        m
        for m in metrics
        if any(kind(s) in {"quantiles", "rank_bands"} and s.metric == m for s in scheme.scores.values())
    ]
    sides = [name for name, s in scheme.scores.items() if kind(s) == "split" and s.split == "mean"]
    for found in product(*(VALUES[m] for m in metrics)):
        for places in product(PLACES, repeat=len(ranked)):
            for chosen in product((0, 1), repeat=len(sides)):
                values: dict[str, Any] = dict(zip(metrics, map(Decimal, found), strict=True))
                rank, side = dict(zip(ranked, places, strict=True)), dict(zip(sides, chosen, strict=True))
                for name, s in scheme.scores.items():
                    values[name] = Decimal(str(scored(name, s, values, rank, side)))
                values["mark"] = sum(w * values[name] for name, w in scheme.composite.weights.items())
                yield values


def kind(s: Any) -> str:
    return next(key for key in ("quantiles", "rank_bands", "split", "points", "bands", "sum") if hasattr(s, key))


def scored(name: str, s: Any, values: dict[str, Any], rank: dict[str, Fraction], side: dict[str, int]) -> Any:
    match kind(s):
        case "quantiles":
            return s.quantiles - int(s.quantiles * rank[s.metric])
        case "rank_bands":
            return next(points for limit, points in s.rank_bands if limit is None or rank[s.metric] < Fraction(limit))
        case "split":
            if name in side:
                return side[name]
            value = values[s.metric]
            return int(value < s.split.value if s.metric in LOW else value > s.split.value)
        case "points":
            return min(values[s.metric] * s.points, s.at_most)
        case "bands":
            return next(band.score for band in s.bands if band.range.holds(values[s.metric]))
        case _:
            total = sum(weight * values[part] for part, weight in s.sum.items())
            return total if s.at_most is None else min(total, s.at_most)


@settings(
    max_examples=times(60, 30),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    phases=(Phase.explicit, Phase.generate),
)
@given(documents())
def test_what_is_reached_is_what_enumeration_reaches(document: dict[str, Any]) -> None:
    scheme, places = parse(json.dumps(document), "small.yaml")
    assume(size(scheme) <= MOST_CUSTOMERS)
    seen = list(customers(scheme))
    tiers, segments = set(), set()
    unnamed, several = set(), set()
    looked_at = [name for name in scheme.scores if any(g.when and name in g.when.names for g in scheme.segments)]
    only_scores = all(name in scheme.scores for g in scheme.segments if g.when for name in g.when.names)
    for values in seen:
        tiers.add(next(t.name for t in scheme.tiers if t.at_least is None or values["mark"] >= t.at_least))
        held = [g.name for g in scheme.segments if g.when is None or g.when.holds(values)]
        segments.update(held[:1])
        cell = tuple(values[name] for name in looked_at)
        if not held:
            unnamed.add(cell)
        if len([name for name in held if name != "rest"]) > 1:
            several.add(cell)
    found = lint(scheme, places)
    codes = {one.code for one in found}
    assert "SK409" not in codes
    marks = [values["mark"] for values in seen]
    assert composite_range(scheme) == (min(marks), max(marks))
    lost = {str(one.figures["name"]) for one in found if one.code == "SK304"}
    assert lost == {tier.name for tier in scheme.tiers} - tiers
    lost = {str(one.figures["name"]) for one in found if one.code in {"SK403", "SK404", "SK410"}}
    assert lost == {segment.name for segment in scheme.segments} - segments
    told = {one.code: one.figures["count"] for one in found if one.code in {"SK401", "SK402"}}
    assert ("SK401" in told, "SK402" in told) == (bool(unnamed), bool(several))
    if only_scores and not any(kind(scheme.scores[name]) == "sum" for name in looked_at):
        assert told.get("SK401", 0) == len(unnamed)
        assert told.get("SK402", 0) == len(several)


def size(scheme: Scheme) -> int:
    """How many customers there are to look at."""
    metrics = {*(s.metric for s in scheme.scores.values() if hasattr(s, "metric")), *scheme.metrics}
    total = 1
    for metric in metrics:
        total *= len(VALUES[metric])
    for s in scheme.scores.values():
        total *= len(PLACES) if kind(s) in {"quantiles", "rank_bands"} else 1
        total *= 2 if kind(s) == "split" else 1
    return total
