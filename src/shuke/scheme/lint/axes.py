"""What varies from customer to customer, as independent axes of finitely many states.

Scores of one metric vary together where they look at the same thing: bands and points at the value, quantiles and
rank bands at the rank position. Such scores share an axis. An axis is exact; two axes of one metric (its value and
its rank, say) are taken as independent, which can only add combinations, and is told where it matters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product
from math import lcm

from shuke.scheme.lint.grid import INFINITY, SCORE_STEP, Domain, Piece, clamped, down, rounded, up
from shuke.scheme.lint.known import Known
from shuke.scheme.model import (
    Band,
    Bands,
    Clusters,
    Natural,
    ParetoBands,
    Points,
    Quantiles,
    Range,
    RankBands,
    Score,
    Span,
    Split,
    Standardised,
)

# A piece of a metric with no more values than this is taken apart where a score grows along it.
MOST_SINGLE_VALUES = 1000
# Combinations of value and rank of one metric that may be missing, beyond which they are taken as independent.
MOST_JOINED = 4000
OTHER = "\0other"
Ends = tuple[Decimal, Decimal]
Value = Decimal | str | None
Starts = tuple[list[Decimal], list[Band], Decimal | None]


@dataclass(frozen=True)
class State:
    """One thing that a customer can be along an axis.

    ``values`` are what tests see: every test on a name holds or fails for the whole state as for this value.
    ``ends`` are each score at the low and at the high end of the state; ``piece`` is where on the metric it is,
    ``share`` where in the ranks (from, to, of how many parts; 0 the best).
    """

    values: Mapping[str, Value]
    ends: Mapping[str, Ends] = field(default_factory=dict)
    piece: Piece | None = None
    share: tuple[int, int, int] | None = None
    missing: bool = False


@dataclass(frozen=True)
class Axis:
    """States of which a customer is in exactly one, the best first as the scores on it see it."""

    metric: str
    names: tuple[str, ...]
    states: tuple[State, ...]


@dataclass(frozen=True)
class Wanted:
    """The names that are looked at, and the intervals and texts they are compared with."""

    names: frozenset[str]
    ranges: Mapping[str, Sequence[Range]] = field(default_factory=dict)
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)


def axes(known: Known, wanted: Wanted) -> tuple[Axis, ...]:
    """Return the axes along which the wanted metrics and scores vary, in the order of the scheme's scores."""
    if wanted.ranges or wanted.texts:
        return _axes(known, wanted)
    there: tuple[Axis, ...] = known.once(("axes", wanted.names), lambda: _axes(known, wanted))
    return there


def _axes(known: Known, wanted: Wanted) -> tuple[Axis, ...]:
    scores = [name for name in known.sound if name in wanted.names]
    metrics = [known.scheme.scores[name].metric for name in scores if hasattr(known.sound[name], "metric")]  # type: ignore[union-attr]
    metrics += [name for name in known.metrics if name in wanted.names]
    found: list[Axis] = []
    for metric in dict.fromkeys(metrics):
        found += _of_metric(known, metric, [name for name in scores if _metric(known, name) == metric], wanted)
    clusters = known.scheme.clusters
    if "cluster" in wanted.names and clusters is not None:
        found.append(_clusters(clusters))
    order = {name: index for index, name in enumerate((*known.scheme.scores, *known.metrics))}
    return tuple(sorted(found, key=lambda axis: min(order.get(name, len(order)) for name in axis.names)))


def _metric(known: Known, name: str) -> str | None:
    return getattr(known.scheme.scores[name], "metric", None)


def _of_metric(known: Known, metric: str, scores: list[str], wanted: Wanted) -> list[Axis]:
    """Return the axes of one metric: its value, its ranks, and scores that have limits of their own."""
    figure = known.figure(metric)
    if figure is None:
        return []
    if figure.kind == "text":
        texts = [*dict.fromkeys(wanted.texts.get(metric, ())), OTHER, *([None] if figure.empty else [])]
        return [Axis(metric, (metric,), tuple(State({metric: value}, missing=value is None) for value in texts))]
    by_value = [name for name in scores if _looks_at_value(known, name)]
    ranked: dict[tuple[str, str], list[str]] = {}
    own: list[str] = []
    for name in scores:
        score = known.sound[name]
        if name in by_value:
            continue
        if isinstance(score, RankBands) or (isinstance(score, Quantiles) and _is_by_place(score)):
            ranked.setdefault((known.best(name), score.ties), []).append(name)
        else:
            own.append(name)
    found: list[Axis] = []
    apart = [name for name in own if getattr(known.sound[name], "one_order", None)]
    if by_value or metric in wanted.names:
        found.append(_by_value(known, metric, by_value, wanted, cut_at_one=bool(apart)))
    found += [_by_rank(known, metric, names) for names in ranked.values()]
    found += [_by_itself(known, name, wanted) for name in own]
    joined = len(found) > 1 and (figure.empty or bool(apart))
    if joined:
        found = _joined(metric, found, apart)
    if figure.empty:
        found = [_with_missing(known, axis, metric) for axis in found]
    return found


def _looks_at_value(known: Known, name: str) -> bool:
    score = known.sound[name]
    return isinstance(score, Bands | Points) or (
        isinstance(score, Split) and not isinstance(score.split, str) and score.split.value is not None
    )


def _is_by_place(score: Quantiles) -> bool:
    return not score.within and score.one_order is None and score.sparse == "say"


def _by_value(known: Known, metric: str, scores: list[str], wanted: Wanted, *, cut_at_one: bool) -> Axis:
    domain = known.domain(metric)
    if domain is None:
        return Axis(metric, (metric,), ())
    ranges = list(wanted.ranges.get(metric, ()))
    starts: list[Decimal] = [Decimal(2)] if cut_at_one else []
    for name in scores:
        score = known.sound[name]
        if isinstance(score, Bands):
            ranges += [band.range for band in score.bands]
        elif isinstance(score, Points):
            starts += _bends(score, domain, wanted.ranges.get(name, ()))
        elif isinstance(score, Split) and not isinstance(score.split, str):
            ranges += [Range(score.split.value), Range(score.split.value, low_closed=False)]
    pieces = [
        piece
        for whole in domain.pieces(ranges, starts)
        for piece in (_taken_apart(known, scores, domain, whole) or [whole])
    ]
    if known.better(metric) == "high":
        pieces.reverse()
    lookup = {name: _starts(score) for name in scores if isinstance(score := known.sound[name], Bands)}
    states = [_value_state(known, metric, scores, piece, lookup) for piece in pieces]
    return Axis(metric, (*scores, metric), tuple(state for state in states if state is not None))


def _taken_apart(known: Known, scores: list[str], domain: Domain, piece: Piece) -> list[Piece]:
    """Return the single values of a piece along which some score grows, if they are not too many."""
    growing = any(
        isinstance(score := known.sound[name], Points) and _points(score, piece.low) != _points(score, piece.high)
        for name in scores
    )
    if not growing or domain.count(piece, MOST_SINGLE_VALUES) > MOST_SINGLE_VALUES:
        return []
    return [Piece(value, value) for value in domain.values(piece)]


def _value_state(
    known: Known, metric: str, scores: list[str], piece: Piece, lookup: Mapping[str, Starts]
) -> State | None:
    """Return the state of a piece; None where a score of bands says nothing about it."""
    seen = piece.points()[0]
    values: dict[str, Value] = {metric: seen}
    ends: dict[str, Ends] = {}
    for name in scores:
        score = known.sound[name]
        if isinstance(score, Bands):
            given = banded(lookup[name], seen)
            if given is None:
                return None
            ends[name] = (given, given)
        elif isinstance(score, Points):
            ends[name] = (_points(score, piece.low), _points(score, piece.high))
            values[name] = _points(score, seen)
        elif isinstance(score, Split) and not isinstance(score.split, str) and score.split.value is not None:
            centre = score.split.value
            better = seen > centre if known.best(name) == "high" else seen < centre
            ends[name] = (Decimal(better), Decimal(better))
        values.setdefault(name, ends[name][0])
    return State(values, ends, piece)


def _starts(score: Bands) -> Starts:
    """Return the bands in the order of their lower ends, and the score of the rest."""
    ordered = sorted(
        (band for band in score.bands if band.range != Range()),
        key=lambda band: (-INFINITY if band.range.low is None else band.range.low, not band.range.low_closed),
    )
    lows = [-INFINITY if band.range.low is None else band.range.low for band in ordered]
    rest = next((band.score for band in score.bands if band.range == Range()), None)
    return lows, ordered, rest


def banded(starts: Starts, value: Decimal) -> Decimal | None:
    """Return the score of the band that holds a value, or of the rest; None for a value in no band."""
    lows, ordered, rest = starts
    place = bisect_right(lows, value) - 1
    # A band that is open at this very value starts after it.
    while place >= 0 and lows[place] == value and not ordered[place].range.holds(value):
        place -= 1
    return ordered[place].score if place >= 0 and ordered[place].range.holds(value) else rest


def _points(score: Points, value: Decimal) -> Decimal:
    product = score.points * value if score.points else Decimal(0)
    return rounded(clamped(product, score.at_least, score.at_most))


def _bends(score: Points, domain: Domain, tested: Sequence[Range]) -> list[Decimal]:
    """Return the values of the metric at which the points meet an end or an end of a test."""
    if not score.points:
        return []
    targets = [Fraction(end) for end in (score.at_least, score.at_most) if end is not None]
    for one in tested:
        for end in (one.low, one.high):
            # Beside the end itself, the next greater points: an open end lies between the two.
            targets += [Fraction(end), Fraction(end) + Fraction(SCORE_STEP)] if end is not None else []
    half = Fraction(SCORE_STEP) / 2 if _finer_than_stored(score, domain) else Fraction(0)
    factor = Fraction(score.points)
    if factor > 0:
        return [start for target in targets for start in (up((target - half) / factor, domain.step),)]
    return [down((target - half) / factor, domain.step) + domain.step for target in targets]


def _finer_than_stored(score: Points, domain: Domain) -> bool:
    product = (score.points * domain.step).normalize()
    exponent = product.as_tuple().exponent
    return isinstance(exponent, int) and exponent < -6


def _by_rank(known: Known, metric: str, names: list[str]) -> Axis:
    """Return the pieces of the rank position, from the best end, and the scores of each.

    Positions are counted in whole parts of one common fraction.
    """
    scores = {name: known.sound[name] for name in names}
    whole = lcm(*(_parts(score) for score in scores.values()))
    cuts = {0, whole}
    for score in scores.values():
        if isinstance(score, Quantiles):
            cuts |= {step * whole // score.quantiles for step in range(1, score.quantiles)}
        elif isinstance(score, RankBands):
            cuts |= {int(limit * whole) for limit, _ in score.rank_bands if limit is not None}
    states = []
    for low, high in pairwise(sorted(cuts)):
        given = {name: _at_rank(score, low, whole) for name, score in scores.items()}
        states.append(State(dict(given), {name: (one, one) for name, one in given.items()}, share=(low, high, whole)))
    return Axis(metric, tuple(names), tuple(states))


def _parts(score: Score) -> int:
    return score.quantiles if isinstance(score, Quantiles) else 10**6


def _at_rank(score: Score, position: int, whole: int) -> Decimal:
    if isinstance(score, Quantiles):
        return Decimal(score.quantiles - score.quantiles * position // whole)
    if isinstance(score, RankBands):
        return next(given for limit, given in score.rank_bands if limit is None or position < limit * whole)
    return Decimal(0)


def _by_itself(known: Known, name: str, wanted: Wanted) -> Axis:
    """Return the axis of a score whose limits lie where no other score's do."""
    score = known.sound[name]
    metric = _metric(known, name) or name
    if isinstance(score, Standardised):
        low, high = (Decimal(0), Decimal(1)) if score.standardise == "minmax" else (-INFINITY, INFINITY)
        pieces = reversed(Domain(low, high, SCORE_STEP).pieces(wanted.ranges.get(name, ())))
        return Axis(
            metric, (name,), tuple(State({name: one.points()[0]}, {name: (one.low, one.high)}) for one in pieces)
        )
    levels = [Decimal(1), Decimal(0)]
    if isinstance(score, Quantiles | Natural):
        levels = [Decimal(level) for level in range(score.greatest, 0, -1)]
    elif isinstance(score, ParetoBands):
        levels = [given for _, given in score.pareto_bands]
    return Axis(metric, (name,), tuple(State({name: one}, {name: (one, one)}) for one in levels))


def _joined(metric: str, parts: list[Axis], apart: list[str]) -> list[Axis]:
    """Return one axis of all combinations: whoever has one order has no more, whoever lacks the metric lacks it all."""
    size = 1
    for axis in parts:
        size *= len(axis.states)
    if size > MOST_JOINED:
        return parts
    states = []
    for combination in product(*(axis.states for axis in parts)):
        values = {name: value for state in combination for name, value in state.values.items()}
        ends = {name: end for state in combination for name, end in state.ends.items()}
        single = values.get(metric)
        if single is None or all((values[name] == 1) == (single == 1) for name in apart):
            piece = next((state.piece for state in combination if state.piece is not None), None)
            share = next((state.share for state in combination if state.share is not None), None)
            states.append(State(values, ends, piece, share))
    return [Axis(metric, tuple(name for axis in parts for name in axis.names), tuple(states))]


def _with_missing(known: Known, axis: Axis, metric: str) -> Axis:
    """Return the axis with the state of a customer who lacks the metric: the last step of every score."""
    values: dict[str, Value] = {metric: None}
    ends: dict[str, Ends] = {}
    for name in axis.names:
        if name == metric or not axis.states:
            continue
        score = known.sound[name]
        reached = [state.ends[name] for state in axis.states]
        if isinstance(score, Points):
            given = rounded(clamped(Decimal(0), score.at_least, score.at_most))
            ends[name] = (given, given)
        elif isinstance(score, Bands):
            worst = max if known.best(name) == "low" else min
            last = worst(axis.states, key=lambda state: state.piece.low if state.piece else Decimal(0))
            ends[name] = last.ends[name]
        elif isinstance(score, RankBands):
            ends[name] = (score.rank_bands[-1][1],) * 2
        elif isinstance(score, ParetoBands):
            ends[name] = (score.pareto_bands[-1][1],) * 2
        else:
            ends[name] = (min(low for low, _ in reached), max(high for _, high in reached))
            if not isinstance(score, Standardised):
                ends[name] = (ends[name][0],) * 2
        values[name] = ends[name][0] if ends[name][0].is_finite() else Decimal(0)
    return Axis(axis.metric, axis.names, (*axis.states, State(values, ends, missing=True)))


def _clusters(clusters: Clusters) -> Axis:
    greatest = clusters.k.to if isinstance(clusters.k, Span) else clusters.k
    return Axis("cluster", ("cluster",), tuple(State({"cluster": Decimal(one)}) for one in range(1, greatest + 1)))


def narrowed(axis: Axis, names: Iterable[str]) -> Axis:
    """Return the axis with only some names, states that look the same to them being one."""
    kept = [name for name in axis.names if name in set(names)]
    found: dict[object, State] = {}
    for state in axis.states:
        values = {name: state.values[name] for name in kept if name in state.values}
        ends = {name: state.ends[name] for name in kept if name in state.ends}
        piece = state.piece if axis.metric in kept else None
        key = (tuple(values.items()), tuple(ends.items()), piece)
        found.setdefault(key, State(values, ends, state.piece, state.share, state.missing))
    return Axis(axis.metric, tuple(kept), tuple(found.values()))
