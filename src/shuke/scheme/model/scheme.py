"""A whole rating scheme: the document, read."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from shuke.scheme.model.base import Identifier, Part, SchemeId, Words
from shuke.scheme.model.groups import Cells, Clusters, Code, Exclusion, Grace, Group, Segment, Stage, Tier
from shuke.scheme.model.metrics import Attribute, Counted, Difference, OwnMetric, Ratio, Scaled
from shuke.scheme.model.period import Period
from shuke.scheme.model.scores import Composite, Score, Sum

RESULTS = ("tier", "stage", "cluster", "cell", "segment", "code")


class Scheme(Part):
    """Period, own metrics, exclusions, scores, composite, and the places that come of them."""

    scheme: SchemeId
    extends: SchemeId | None = None
    title: Words
    source: str | None = None
    period: Period = Period()
    own: dict[Identifier, OwnMetric] = Field(default_factory=dict, alias="metrics")
    exclude: tuple[Exclusion, ...] = ()
    scores: dict[Identifier, Score] = Field(default_factory=dict)
    composite: Composite | None = None
    tiers: tuple[Tier, ...] = ()
    grace: Grace | None = None
    stages: tuple[Stage, ...] = ()
    segments: tuple[Segment, ...] = ()
    cells: Cells | None = None
    code: Code | None = None
    clusters: Clusters | None = None

    @property
    def groups(self) -> Mapping[str, tuple[Group, ...]]:
        """The lists of named groups by result column, those that the scheme has."""
        lists: dict[str, tuple[Group, ...]] = {"tier": self.tiers, "stage": self.stages, "segment": self.segments}
        return {column: groups for column, groups in lists.items() if groups}

    @property
    def results(self) -> tuple[str, ...]:
        """The result columns in their order, the main one first."""
        there = {"cluster": self.clusters, "cell": self.cells, "code": self.code, **self.groups}
        return tuple(column for column in RESULTS if there.get(column))

    @property
    def beside_tier(self) -> tuple[str, ...]:
        """The columns that grace puts beside the tier: the tier by score, and how many ratings in a row are below."""
        if self.grace is None:
            return ()
        return ("tier_by_score", "ratings_below") if self.grace.ratings is not None else ("tier_by_score",)

    @property
    def main(self) -> str:
        """The result column that reports and summaries speak of first."""
        return self.results[0]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name the document looks at, in the order of its scores, composite, groups and exclusions."""
        found: list[str] = []
        for score in self.scores.values():
            found += score.sum if isinstance(score, Sum) else [score.metric]
        for rule in (group.when for groups in self.groups.values() for group in groups):
            found += rule.names if rule else ()
        found += [self.clusters.order_by] if self.clusters else []
        found += [name for exclusion in self.exclude for name in exclusion.when.names]
        return tuple(dict.fromkeys(found))

    @property
    def made(self) -> frozenset[str]:
        """The names that the scheme itself makes beside metrics: scores, composite, cell, code, cluster."""
        names = {*self.scores, *(column for column in ("cell", "code", "cluster") if column in self.results)}
        return frozenset(names | ({self.composite.name} if self.composite else set()))

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics the scheme uses, its own and built-in, each once, in the order of ``names``."""
        return tuple(name for name in self.names if name not in self.made)

    def parts(self, name: str) -> tuple[str, ...]:
        """Return the metrics that an own metric is made of; none for a built-in one."""
        own = self.own.get(name)
        if isinstance(own, Ratio):
            return own.ratio
        if isinstance(own, Difference):
            return own.difference
        if isinstance(own, Scaled):
            return (own.scaled,)
        return (own.of,) if isinstance(own, Counted) else ()

    @property
    def attributes(self) -> Mapping[str, Attribute]:
        """The own metrics that are columns of the customer table."""
        return {name: own for name, own in self.own.items() if isinstance(own, Attribute)}
