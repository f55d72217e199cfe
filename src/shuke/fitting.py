"""A scheme meets the rated customers: everything that it learns from them, in as few passes as there are.

Law: what is learned is frozen numbers; applied to the same customers they give the same scores, applied to others
they give what those customers would have had.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from shuke.engines.duckdb import DuckDB
from shuke.engines.duckdb.values import HEADS, Values
from shuke.engines.engine import Engine
from shuke.errors import ensure
from shuke.learn.clusters import clusters
from shuke.learn.entropy import entropy_weights
from shuke.learn.extra import require_scikit_learn
from shuke.learn.natural import natural
from shuke.scheme.ahp import weigh
from shuke.scheme.builtin import Figure, figure
from shuke.scheme.model import (
    Bands,
    Natural,
    ParetoBands,
    Points,
    Quantiles,
    RankBands,
    Scheme,
    Score,
    Split,
    Standardised,
    Sum,
)
from shuke.stages import fit, learned
from shuke.stages.fitted import Breaks, Centres, Fit, Fitted, Linear, Nested, Ordered, Scale, Total, Value, decimals_of
from shuke.stages.relation import Select
from shuke.stages.scores import scores
from shuke.stages.spread import MOST_VALUES, Spread

BEST = Literal["high", "low"]
# Where k-means along one metric starts; up to 2,000 different values it finds the optimum whatever the start.
SEED = 0


@dataclass
class Fitting:
    """The rated customers of one run under one scheme, and what has been learned of them so far."""

    engine: Engine
    scheme: Scheme
    relation: str
    rated: int
    found: dict[str, Fit] = field(default_factory=dict)
    # How often each value occurs, of the metrics for which that was asked; None where there are too many values.
    spreads: dict[str, Spread | None] = field(default_factory=dict)
    # The different values of the metrics that have too many for that, where they are kept in the engine.
    values: dict[str, Values] = field(default_factory=dict)
    # The embedded engine, where the customers are there and such values may be kept.
    desk: DuckDB | None = None

    def go(self) -> Fitted:
        """Return everything that the scheme learns."""
        self._by_place()
        for name, score in self.scheme.scores.items():
            if name not in self.found:
                self.found[name] = self._fit(name, score)
        ordered = {name: self.found[name] for name in self.scheme.scores}
        return Fitted(ordered, self._composite(), self._centres())

    def figure(self, metric: str) -> Figure:
        """Return what is known of a metric."""
        known = figure(self.scheme, metric)
        ensure(known is not None, f"metric {metric} has no figure")
        return known  # type: ignore[return-value]

    def _by_place(self) -> None:
        """Learn all scores by place over everybody: two passes for all of them together."""
        asked: dict[str, fit.Places] = {}
        for name, score in self.scheme.scores.items():
            if isinstance(score, RankBands):
                asked[name] = fit.places(score, self.scheme)
            elif isinstance(score, Quantiles) and not score.within and score.ties != "split":
                groups = self._groups(score) if score.sparse == "fewer" else None
                asked[name] = fit.places(score, self.scheme, groups)
        self._by_spread(asked)
        if self.desk is not None:
            self._by_values(asked, self.desk)
        if not asked:
            return
        counts = self._ranked(asked)
        for name in [name for name, count in counts.items() if not count or not asked[name].limits]:
            self.found[name] = fit.nobody(asked.pop(name))
        statistics = [fit.order_statistics(one, counts[name]) for name, one in asked.items()]
        if not statistics:
            return
        candidates = dict(zip(asked, self.engine.values_at(statistics, self.relation), strict=True))
        around = {name: fit.surroundings(one, candidates[name]) for name, one in asked.items()}
        answers = iter(self._ask([expression for one in around.values() for expression in one]))
        for name, one in asked.items():
            own = [next(answers) for _ in around[name]]
            self.found[name] = fit.breaks(one, counts[name], candidates[name], own)

    def _by_spread(self, asked: dict[str, fit.Places]) -> None:
        """Learn the scores of whole numbers from how often each value occurs; take them from what is asked."""
        for name, one in list(asked.items()):
            spread = self._spread(one.metric)
            if spread is None:
                continue
            ranked = spread.above(one.above)
            if not ranked.count or not one.limits:
                self.found[name] = fit.nobody(one)
            else:
                self.found[name] = fit.from_spread(one, ranked, spread.worst(one.best))
            del asked[name]

    def _by_values(self, asked: dict[str, fit.Places], desk: DuckDB) -> None:
        """Learn the scores of other metrics from their different values; take them from what is asked."""
        for name, one in [(name, one) for name, one in asked.items() if one.above is None and one.limits]:
            if one.metric not in self.values:
                self.values[one.metric] = Values.keep(desk, one.metric, self.relation)
            values = self.values[one.metric]
            if values.count:
                candidates = values.at(fit.order_statistics(one, values.count).positions)
                answers = values.ask(fit.surroundings(one, candidates, HEADS))
                self.found[name] = fit.breaks(one, values.count, candidates, answers)
                del asked[name]

    def _spread(self, metric: str) -> Spread | None:
        """Return how often each value of a metric of days or pieces occurs; None for another, or for too many."""
        if self.figure(metric).kind not in {"days", "count"}:
            return None
        if metric not in self.spreads:
            rows = self.engine.rows(self._values(metric, MOST_VALUES + 1))
            whole = len(rows) <= MOST_VALUES and all(isinstance(value, int) for value, _ in rows)
            self.spreads[metric] = Spread(tuple(v for v, _ in rows), tuple(n for _, n in rows)) if whole else None
        return self.spreads[metric]

    def _ranked(self, asked: Mapping[str, fit.Places]) -> dict[str, int]:
        """Return how many customers each score ranks: all, but for empty values and those set apart."""
        some = [name for name, one in asked.items() if one.above is not None or self.figure(one.metric).empty]
        counts = dict.fromkeys(asked, self.rated)
        if some:
            counts.update(zip(some, self._ask([f"COUNT({asked[name].ranked})" for name in some]), strict=True))
        return counts

    def _groups(self, score: Quantiles) -> int:
        """Return the greatest number of groups, no more than asked for, of which each would hold somebody."""
        found = list(self.engine.row(fit.groups_that_fill(score, self.scheme, self.relation)).values())
        sizes = range(score.quantiles, 1, -1)
        return next((k for k, filled in zip(sizes, found, strict=True) if filled == k), 1)

    def _fit(self, name: str, score: Score) -> Fit:  # noqa: PLR0911 - one line per kind of score
        """Learn one score that is not by place over everybody."""
        if isinstance(score, Sum):
            return self._total(score.sum, score.at_least, score.at_most)
        best = fit.orientation(score, self.scheme)
        if isinstance(score, Quantiles):
            if score.ties == "split":
                above = 1 if score.one_order == "apart" else None
                return Ordered(score.metric, best, score.quantiles, self.rated, score.within, above)
            return self._nested(score, best)
        if isinstance(score, Points):
            return Linear(score.metric, best, score.points, score.at_least, score.at_most)
        step = self.figure(score.metric).step
        if isinstance(score, Bands):
            return learned.bands(score.metric, best, step, score, self.rated)
        if isinstance(score, Split):
            return self._split(score, best, step)
        if isinstance(score, ParetoBands):
            return self._shares(score, best)
        if isinstance(score, Standardised):
            return self._scale(score, best, step)
        ensure(isinstance(score, Natural), f"score {name} is of no known kind")
        return self._natural(score, best)  # type: ignore[arg-type]

    def _split(self, score: Split, best: BEST, step: Decimal) -> Breaks:
        metric = score.metric
        if score.split == "mean":
            count, total = self._ask([f"COUNT({metric})", f"SUM({metric})"])
            centre = Fraction(total) / count if count else Fraction(0)
            return learned.split(metric, best, step, centre, self.rated)
        if score.split == "median":
            (count,) = self._ask([f"COUNT({metric})"])
            values = self.engine.values_at([learned.middle(metric, count)], self.relation)[0] if count else [0, 0]
            return learned.split(metric, best, step, (Fraction(values[0]) + Fraction(values[1])) / 2, self.rated)
        if score.split.value is not None:
            return learned.split(metric, best, step, Fraction(score.split.value), self.rated)
        share = score.split.pareto
        ensure(share is not None, "a split has no centre")
        (bound,) = self.engine.row(learned.shares(metric, [share], self.relation)).values()  # type: ignore[list-item]
        steps = () if bound is None else ((bound, 1),)
        empty = () if steps else (1,)
        return Breaks(metric, best, "split", steps, 0, self.rated, empty=empty, centre=str(share))

    def _shares(self, score: ParetoBands, best: BEST) -> Breaks:
        limits = [limit for limit, _ in score.pareto_bands if limit is not None]
        bounds = list(self.engine.row(learned.shares(score.metric, limits, self.relation)).values())
        steps: list[tuple[Value, Value]] = []
        for bound, (_, given) in zip(bounds, score.pareto_bands, strict=False):
            if bound is not None and not (steps and steps[-1][0] == bound):
                steps.append((bound, _whole(given)))
        last = _whole(score.pareto_bands[-1][1])
        had = {last, *(told for _, told in steps)}
        empty = tuple(told for _, band in score.pareto_bands if (told := _whole(band)) not in had)
        return Breaks(score.metric, best, "pareto_bands", tuple(steps), last, self.rated, empty=empty)

    def _scale(self, score: Standardised, best: BEST, step: Decimal) -> Scale:
        places = learned.NINE if score.log or score.standardise == "zscore" else max(0, -int(step.as_tuple().exponent))
        answers = self._ask(learned.moments(score, places))
        return learned.scale(score, best, places, answers, self.rated)

    def _natural(self, score: Natural, best: BEST) -> Breaks:
        """Learn levels along one metric: k-means over its values, each as often as it occurs."""
        rows = self.engine.rows(self._values(score.metric))
        if not rows:
            return Breaks(score.metric, best, "kmeans", (), 1, self.rated, asked=score.kmeans)
        counted = [(Decimal(value), int(heads)) for value, heads in rows]
        least = [_typed(start, rows[0][0]) for start in natural(counted, score.kmeans, SEED, log=score.log)]
        levels = range(len(least), 0, -1)
        if best == "high":
            steps = tuple(zip(reversed(least[1:]), levels, strict=False))
        else:
            ends = [max(row[0] for row in rows if row[0] < bound) for bound in least[1:]]
            steps = tuple(zip(ends, levels, strict=False))
        return Breaks(score.metric, best, "kmeans", steps, 1, self.rated, asked=score.kmeans)

    def _nested(self, score: Quantiles, best: BEST) -> Nested:
        """Learn a score inside the groups that earlier scores make: break values per group."""
        asked, k = fit.places(score, self.scheme), score.quantiles
        source = self._scored([name for name in self.scheme.scores if name in self.found], (score.metric,))
        rows = self.engine.rows(fit.nested(asked, k, source, score.within))
        width = len(score.within)
        groups: dict[tuple[Value, ...], list[Any]] = {}
        for row in rows:
            groups.setdefault(tuple(_whole(Decimal(part)) for part in row[:width]), []).append(row[width:])
        parts = {}
        for key, found in groups.items():
            steps = tuple((bound, given) for given, bound, _, _ in found if given > 1)
            empty = tuple(set(range(1, k + 1)) - {given for given, *_ in found})
            straddling = sum(tied for *_, tied in found)
            heads = max(heads for _, _, heads, _ in found)
            parts[key] = Breaks(score.metric, best, "quantiles", steps, 1, heads, score.ties, straddling, empty, k)
        return Nested(score.metric, best, score.within, parts, k, self.rated)

    def _composite(self) -> Total | None:
        composite = self.scheme.composite
        if composite is None:
            return None
        weights: Mapping[str, Decimal] = composite.weights
        if composite.ahp is not None:
            weights = weigh(composite.ahp).weights
        elif composite.entropy:
            names = composite.entropy
            answers = self._ask(learned.dispersion(names), self._scored(names))
            sums = {name: Decimal(answers[2 * i] or 0) for i, name in enumerate(names)}
            products = {name: Decimal(answers[2 * i + 1] or 0) for i, name in enumerate(names)}
            weights = entropy_weights(self.rated, sums, products)
        return self._total(weights)

    def _total(
        self, weights: Mapping[str, Decimal], at_least: Decimal | None = None, at_most: Decimal | None = None
    ) -> Total:
        return Total(weights, {name: decimals_of(self.found[name]) for name in weights}, at_least, at_most)

    def _centres(self) -> Centres | None:
        """Learn the clusters; they are numbered by the mean of what the scheme orders them by, the greatest first."""
        asked = self.scheme.clusters
        if asked is None:
            return None
        require_scikit_learn()
        columns = {name: f"CAST({name} AS DOUBLE)" for name in asked.of}
        by = asked.order_by if asked.order_by in self.scheme.made else None
        metric = () if by else (asked.order_by,)
        wanted = tuple(dict.fromkeys((*asked.of, *((by,) if by in self.found else ()))))
        source = self._scored(wanted, metric)
        self.engine.keep("clustered_customers", Select({**source.columns}, source, order_by=("customer_id",)))
        span = asked.k if isinstance(asked.k, int) else (asked.k.from_, asked.k.to)
        matrix = self.engine.matrix(Select(columns, "clustered_customers", order_by=("customer_id",)))
        made = clusters(matrix, span, asked.seed)
        plain = Centres(asked.of, made.centres, made.sizes, asked.seed, asked.order_by, made.silhouettes)
        ranked = Select({"_rank": plain.nearest(plain.distances()), "_by": asked.order_by}, "clustered_customers")
        sums = {"_rank": "_rank", "_total": "SUM(_by)", "_heads": "COUNT(*)"}
        values = self.engine.rows(Select(sums, ranked, group_by=("_rank",)))
        means = {rank: Fraction(total) / heads for rank, total, heads in values}
        order = sorted(range(len(made.centres)), key=lambda i: (-means.get(i + 1, Fraction(0)), made.centres[i]))
        return Centres(
            asked.of,
            tuple(made.centres[i] for i in order),
            tuple(made.sizes[i] for i in order),
            asked.seed,
            asked.order_by,
            made.silhouettes,
        )

    def _scored(self, names: Sequence[str], metrics: Sequence[str] = ()) -> Select:
        """Return the rated customers with some scores that are learned already, and with those they look at."""
        needed = dict(self.found)
        carried = tuple(dict.fromkeys(("customer_id", *metrics, *self._metrics())))
        table = scores(self.relation, carried, needed)
        kept = dict.fromkeys(("customer_id", *metrics, *names))
        return Select({name: name for name in kept}, table)

    def _values(self, metric: str, most: int | None = None) -> Select:
        """Return how often each value of a metric occurs, ascending."""
        columns = {metric: metric, "_heads": "COUNT(*)"}
        given = (f"{metric} IS NOT NULL",)
        return Select(columns, self.relation, given, (metric,), order_by=(metric,), limit=most)

    def _metrics(self) -> tuple[str, ...]:
        return tuple(one.metric for one in self.found.values() if not isinstance(one, Total))

    def _ask(self, expressions: Sequence[str], source: str | Select | None = None) -> list[Any]:
        return list(self.engine.row(fit.question(expressions, source or self.relation)).values())


def _whole(value: Decimal) -> Value:
    return int(value) if value == int(value) else value


def _typed(value: Decimal, like: Value) -> Value:
    """Return a value of the metric's own type."""
    return int(value) if isinstance(like, int) else value
