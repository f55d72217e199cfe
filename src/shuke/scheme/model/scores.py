"""The kinds of score: each is told by the one key that only it has."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from shuke.scheme.model.base import Identifier, Number, Part, Words
from shuke.scheme.model.rules import Ends

REST = "rest"
Limit = Annotated[Decimal, Field(gt=0, lt=1, max_digits=7, decimal_places=6)]


class OfMetric(Part):
    """What every score of one metric may say."""

    metric: Identifier
    title: Words | None = None


class Quantiles(OfMetric):
    """Scores k … 1 by equal shares of the rated customers; the best share gets k.

    ``within`` ranks inside the groups that earlier scores make. ``one_order: apart`` gives 1 to a single order and
    ranks those who came back into the other k - 1. ``sparse: fewer`` takes fewer groups where k cannot all be filled.
    """

    quantiles: Annotated[int, Field(ge=2, le=100)]
    best: Literal["high", "low"] | None = None
    ties: Literal["middle", "best", "worst", "split"] = "middle"
    within: tuple[Identifier, ...] = ()
    one_order: Literal["apart"] | None = None
    sparse: Literal["say", "fewer"] = "say"

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Refuse to set single orders apart at the bottom of an order in which fewer is better."""
        if self.one_order is not None and self.best == "low":
            raise ValueError("one_order")
        return self

    @property
    def greatest(self) -> int:
        """The best score."""
        return self.quantiles


class Limits(OfMetric):
    """What the scores by a position have in common: pairs of a limit and a score, the last limit being ``rest``."""

    best: Literal["high", "low"] | None = None

    @staticmethod
    def read(value: Any) -> Any:
        """Return pairs whose last limit is None in place of the word for the rest."""
        if not isinstance(value, list | tuple):
            return value
        return [
            (None if pair[0] == REST else pair[0], pair[1])
            if isinstance(pair, list | tuple) and len(pair) == 2
            else pair
            for pair in value
        ]

    @staticmethod
    def check(pairs: tuple[tuple[Decimal | None, Decimal], ...]) -> None:
        """Refuse limits that do not rise, and a list whose last limit is not ``rest``."""
        limits = [limit for limit, _ in pairs]
        inner = [limit for limit in limits[:-1] if limit is not None]
        if limits[-1] is not None or len(inner) != len(limits) - 1 or sorted(set(inner)) != inner:
            raise ValueError("limits")


class RankBands(Limits):
    """The score of the first band whose limit the rank position (0 best … 1) stays below."""

    rank_bands: Annotated[tuple[tuple[Limit | None, Number], ...], Field(min_length=2)]
    ties: Literal["middle", "best", "worst"] = "middle"

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if isinstance(value, dict) and "rank_bands" in value:
            return {**value, "rank_bands": cls.read(value["rank_bands"])}
        return value

    @model_validator(mode="after")
    def _check(self) -> Self:
        self.check(self.rank_bands)
        return self


class ParetoBands(Limits):
    """The score of the first band whose limit the share of the strictly greater stays below.

    From the largest down: a customer is in the band of limit 0.8 while those strictly larger make less than 80 % of
    the positive total. A value of 0 or less is in the last band.
    """

    pareto_bands: Annotated[tuple[tuple[Limit | None, Number], ...], Field(min_length=2)]

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if isinstance(value, dict) and "pareto_bands" in value:
            return {**value, "pareto_bands": cls.read(value["pareto_bands"])}
        return value

    @model_validator(mode="after")
    def _check(self) -> Self:
        self.check(self.pareto_bands)
        return self


class Band(Ends):
    """One interval of values and its score; no end at all is the rest."""

    score: Number
    title: Words | None = None


class Bands(OfMetric):
    """The score of the interval that holds the value; the intervals must cover every value once."""

    bands: Annotated[tuple[Band, ...], Field(min_length=1)]
    best: Literal["high", "low"] | None = None


class Centre(Part):
    """A centre that is not a word: a value, or the share that the largest make together."""

    value: Number | None = None
    pareto: Limit | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.value is None) == (self.pareto is None):
            raise ValueError("centre")
        return self


class Split(OfMetric):
    """1 (high) or 0 (low): high is strictly better than the centre, equal is low."""

    split: Literal["mean", "median"] | Centre
    best: Literal["high", "low"] | None = None


class Points(OfMetric):
    """So many points per unit, no fewer than ``at_least`` and no more than ``at_most``."""

    points: Number = Decimal(1)
    at_least: Number | None = None
    at_most: Number | None = None


class Standardised(OfMetric):
    """The metric on a common scale, 6 places: ``minmax`` 0 … 1, or ``zscore``; better is greater.

    ``log`` takes the natural logarithm of 1 + the value first (of a value below 0: of 1).
    """

    standardise: Literal["minmax", "zscore"]
    log: bool = False
    best: Literal["high", "low"] | None = None


class Natural(OfMetric):
    """Levels k … 1 whose boundaries k-means finds along one metric; the best level gets k."""

    kmeans: Annotated[int, Field(ge=2, le=20)]
    log: bool = False
    best: Literal["high", "low"] | None = None

    @property
    def greatest(self) -> int:
        """The best score."""
        return self.kmeans


class Sum(Part):
    """The weighted sum of other scores in exact decimals, kept between ``at_least`` and ``at_most``."""

    sum: Annotated[dict[Identifier, Number], Field(min_length=1)]
    total: Literal["one", "free"] = "one"
    at_least: Number | None = None
    at_most: Number | None = None
    title: Words | None = None


KINDS: dict[str, type[Part]] = {
    "quantiles": Quantiles,
    "rank_bands": RankBands,
    "pareto_bands": ParetoBands,
    "bands": Bands,
    "split": Split,
    "standardise": Standardised,
    "kmeans": Natural,
    "sum": Sum,
    "points": Points,
}


def _kind(value: Any) -> str | None:
    """Return the tag of a score from the key that only its kind has."""
    if isinstance(value, dict):
        return next((f"<{key}>" for key in KINDS if key in value), None)
    return next((f"<{key}>" for key, kind in KINDS.items() if isinstance(value, kind)), None)


Score = Annotated[
    Annotated[Quantiles, Tag("<quantiles>")]
    | Annotated[RankBands, Tag("<rank_bands>")]
    | Annotated[ParetoBands, Tag("<pareto_bands>")]
    | Annotated[Bands, Tag("<bands>")]
    | Annotated[Split, Tag("<split>")]
    | Annotated[Standardised, Tag("<standardise>")]
    | Annotated[Natural, Tag("<kmeans>")]
    | Annotated[Sum, Tag("<sum>")]
    | Annotated[Points, Tag("<points>")],
    Discriminator(_kind),
]


Entry = Annotated[str, Field(pattern=r"^[0-9]{1,4}(\.[0-9]{1,6})?(/[0-9]{1,4}(\.[0-9]{1,6})?)?$")]


class Judgements(Part):
    """A reciprocal matrix of pairwise judgements, entries written ``3`` or ``1/3``, and how weights come of it."""

    of: Annotated[tuple[Identifier, ...], Field(min_length=2, max_length=9)]
    matrix: tuple[
        tuple[Annotated[str, Field(pattern=r"^[0-9]{1,4}(\.[0-9]{1,6})?(/[0-9]{1,4}(\.[0-9]{1,6})?)?$")], ...], ...
    ]
    method: Literal["columns", "eigenvector"] = "columns"

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Refuse a matrix that is not square or holds a zero."""
        size = len(self.of)
        if len(self.matrix) != size or any(len(row) != size for row in self.matrix):
            raise ValueError("matrix")
        for row in self.matrix:
            for entry in row:
                parts = entry.split("/")
                if any(Decimal(part) == 0 for part in parts):
                    raise ValueError("matrix")
        return self

    @property
    def entries(self) -> tuple[tuple[Fraction, ...], ...]:
        """The matrix as exact fractions."""
        return tuple(tuple(_fraction(entry) for entry in row) for row in self.matrix)


class Composite(Part):
    """The weighted sum that places a customer: weights that are given, judged (AHP) or learned (entropy)."""

    name: Identifier = "score"
    weights: dict[Identifier, Number] = Field(default_factory=dict)
    ahp: Judgements | None = None
    entropy: tuple[Identifier, ...] = ()
    total: Literal["one", "free"] = "one"
    title: Words | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Refuse no weights, and two sources of weights."""
        if sum(map(bool, (self.weights, self.ahp, self.entropy))) != 1:
            raise ValueError("composite")
        return self

    @property
    def of(self) -> tuple[str, ...]:
        """The scores that are summed."""
        return self.ahp.of if self.ahp else (self.entropy or tuple(self.weights))


def _fraction(entry: str) -> Fraction:
    over, _, under = entry.partition("/")
    return Fraction(over) / Fraction(under or "1")
