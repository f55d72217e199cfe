"""What a score is once it has met its customers: numbers that can be kept, shown, and used again.

Each kind says the same thing twice, as an expression for an engine and as a value for one customer, in the same
exact arithmetic. Nothing here depends on the order of rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from shuke.stages.relation import number
from shuke.stages.rounding import WIDE, from_float, half_up, rounded, units

Value = Decimal | int
Row = Mapping[str, Value | str | None]
PLACES = 6
# A sum of sums of measured scores has this many decimals; one more level is rounded to it.
MOST_DECIMALS = 18


def kind_of(values: list[Value]) -> str:
    """Return the type that holds all of some scores."""
    return "INTEGER" if all(Decimal(value) == int(value) for value in values) else "DECIMAL(18, 6)"


@dataclass(frozen=True)
class Breaks:
    """A score in steps: break values, from the best end of the metric.

    ``steps`` are pairs of a bound and a score: a customer gets the score of the first bound that the value reaches
    (is at least as good as), else ``last``; a missing value gets ``last``. ``straddling`` is the number of
    customers in tie groups that the tie rule decides about; ``empty`` are the scores that nobody has.
    """

    metric: str
    best: Literal["high", "low"]
    kind: str
    steps: tuple[tuple[Value, Value], ...]
    last: Value
    rated: int = 0
    ties: str = "middle"
    straddling: int = 0
    empty: tuple[Value, ...] = ()
    # How many groups were asked for, where they are counted; fewer were made where ``sparse: fewer`` allowed it.
    asked: int | None = None
    # What a split compares with: the exact centre, as text.
    centre: str | None = None

    @property
    def levels(self) -> tuple[Value, ...]:
        """The scores that can be given, the greatest first."""
        return tuple(sorted({*(score for _, score in self.steps), self.last, *self.empty}, reverse=True))

    @property
    def greatest(self) -> Value:
        """The greatest score that can be given."""
        return self.levels[0]

    def reached(self, score: Value) -> Value | None:
        """Return the least good value that still has a score; None for the last one."""
        return next((bound for bound, given in reversed(self.steps) if given == score), None)

    def reaches(self, value: Value, bound: Value) -> bool:
        """Tell whether a value is at least as good as a bound."""
        return value >= bound if self.best == "high" else value <= bound

    def score(self, value: Value | None) -> Value:
        """Return the score of a value."""
        if value is None:
            return self.last
        return next((score for bound, score in self.steps if self.reaches(value, bound)), self.last)

    def value(self, row: Row) -> Value:
        """Return the score of a customer."""
        return self.score(_number(row[self.metric]))

    def expression(self) -> str:
        """Return the CASE that gives the score on each row."""
        kind = kind_of([*(score for _, score in self.steps), self.last])
        sign = ">=" if self.best == "high" else "<="
        arms = " ".join(
            f"WHEN {self.metric} {sign} {number(bound)} THEN {number(score)}" for bound, score in self.steps
        )
        return f"CAST(CASE {arms} ELSE {number(self.last)} END AS {kind})" if arms else f"CAST({self.last} AS {kind})"


@dataclass(frozen=True)
class Nested:
    """A score learned inside each group of earlier scores: break values per group."""

    metric: str
    best: Literal["high", "low"]
    within: tuple[str, ...]
    parts: Mapping[tuple[Value, ...], Breaks]
    greatest: int
    rated: int = 0

    @property
    def straddling(self) -> int:
        """The number of customers in tie groups that the tie rule decides about."""
        return sum(part.straddling for part in self.parts.values())

    @property
    def levels(self) -> tuple[Value, ...]:
        """The scores that can be given, the greatest first."""
        return tuple(range(self.greatest, 0, -1))

    def part(self, row: Row) -> Breaks | None:
        """Return the break values of a customer's group; None for a group that nobody was in."""
        return self.parts.get(tuple(_given(row, name) for name in self.within))

    def value(self, row: Row) -> Value:
        """Return the score of a customer."""
        part = self.part(row)
        return 1 if part is None else part.value(row)

    def expression(self) -> str:
        """Return the CASE over the groups."""
        arms = []
        for key, part in self.parts.items():
            held = " AND ".join(f"{name} = {number(score)}" for name, score in zip(self.within, key, strict=True))
            arms.append(f"WHEN {held} THEN {part.expression()}")
        return f"CAST(CASE {' '.join(arms)} ELSE 1 END AS INTEGER)"


@dataclass(frozen=True)
class Ordered:
    """A score by place alone (``ties: split``): equal values are told apart by their customer's id."""

    metric: str
    best: Literal["high", "low"]
    quantiles: int
    rated: int
    within: tuple[str, ...] = ()
    # Only values above this are ranked (``one_order: apart``); the others have 1.
    above: int | None = None
    straddling: int = 0

    @property
    def levels(self) -> tuple[Value, ...]:
        """The scores that can be given, the greatest first."""
        return tuple(range(self.quantiles, 0, -1))

    @property
    def greatest(self) -> int:
        """The greatest score."""
        return self.quantiles

    def value(self, row: Row) -> Value:
        """Return nothing: one customer's place cannot be told without the others.

        Raises:
            LookupError: always; the stored score is the only one.
        """
        raise LookupError(self.metric)

    def expression(self) -> str:
        """Return the score from the row's number in the order of value, then customer."""
        held = f"{self.metric} IS NOT NULL" if self.above is None else f"{self.metric} > {self.above}"
        group = f"PARTITION BY {', '.join(self.within)} " if self.within else ""
        ranked = f"CASE WHEN {held} THEN {self.metric} END"
        order = f"{ranked} {'DESC' if self.best == 'high' else 'ASC'} NULLS LAST, customer_id"
        place = f"(ROW_NUMBER() OVER ({group}ORDER BY {order}) - 1)"
        count = f"COUNT({ranked}) OVER ({group.strip()})"
        shares = self.quantiles if self.above is None else self.quantiles - 1
        return f"CAST(CASE WHEN {held} THEN {self.quantiles} - {shares} * {place} // {count} ELSE 1 END AS INTEGER)"


@dataclass(frozen=True)
class Linear:
    """Points per unit, kept between two ends."""

    metric: str
    best: Literal["high", "low"]
    points: Decimal
    at_least: Decimal | None = None
    at_most: Decimal | None = None

    def value(self, row: Row) -> Value:
        """Return the points of a customer."""
        value = _number(row[self.metric])
        points = self.points * Decimal(value if value is not None else 0)
        return rounded(clamped(points, self.at_least, self.at_most), PLACES)

    def expression(self) -> str:
        """Return the points on each row."""
        product = f"CAST(COALESCE({self.metric}, 0) AS DECIMAL(24, 6)) * {number(self.points)}"
        return f"CAST({between(product, self.at_least, self.at_most)} AS DECIMAL(18, 6))"


@dataclass(frozen=True)
class Scale:
    """A metric on a common scale: ``(value - origin) / width``, 6 places, turned round where less is better.

    ``minmax``: from the worst value over the span; ``zscore``: from the mean over the population deviation. A
    missing value gets ``lowest``, the least that anybody has.
    """

    metric: str
    best: Literal["high", "low"]
    method: Literal["minmax", "zscore"]
    log: bool
    origin: Decimal
    width: Decimal
    scale: int
    lowest: Decimal = Decimal(0)
    rated: int = 0

    def position(self) -> str:
        """Return the expression that is put on the scale."""
        return logarithm(self.metric) if self.log else self.metric

    def value(self, row: Row) -> Value:
        """Return the standardised value of a customer.

        Raises:
            LookupError: a logarithm is the engine's business; the stored value is the only one.
        """
        value = _number(row[self.metric])
        if value is None:
            return self.lowest
        if self.log:
            raise LookupError(self.metric)
        if not self.width:
            return Decimal(0)
        distance = Decimal(value) - self.origin if self.best == "high" else self.origin - Decimal(value)
        return rounded(Fraction(distance) / Fraction(self.width), PLACES)

    def expression(self) -> str:
        """Return the standardised value on each row."""
        if not self.width:
            return "CAST(0 AS DECIMAL(18, 6))"
        value, origin = units(self.position(), self.scale), str(int(self.origin.scaleb(self.scale)))
        distance = f"({value} - {origin})" if self.best == "high" else f"({origin} - {value})"
        divisor = f"CAST({int(self.width.scaleb(self.scale))} AS HUGEINT)"
        lowest = f"CAST({number(self.lowest)} AS DECIMAL(18, 6))"
        return f"COALESCE(CAST({half_up(distance, divisor, PLACES)} AS DECIMAL(18, 6)), {lowest})"


@dataclass(frozen=True)
class Total:
    """The weighted sum of other scores, exact to its last decimal; ``decimals`` are those of each score summed."""

    weights: Mapping[str, Decimal]
    decimals: Mapping[str, int]
    at_least: Decimal | None = None
    at_most: Decimal | None = None

    @property
    def scale(self) -> int:
        """How many decimals the sum can have."""
        return min(MOST_DECIMALS, max(decimals(w) + self.decimals[name] for name, w in self.weights.items()))

    def value(self, row: Row) -> Value:
        """Return the sum for a customer."""
        total = Decimal(0)
        for name, weight in self.weights.items():
            total = WIDE.add(total, WIDE.multiply(weight, _given(row, name)))
        return clamped(rounded(total, self.scale), self.at_least, self.at_most)

    def expression(self) -> str:
        """Return the sum on each row, exact."""
        terms = [
            f"{number(weight)} * CAST({name} AS DECIMAL({12 + self.decimals[name]}, {self.decimals[name]}))"
            for name, weight in self.weights.items()
        ]
        kind = "DECIMAL(18, 6)" if self.scale <= PLACES else f"DECIMAL(38, {self.scale})"
        return f"CAST({between(' + '.join(terms), self.at_least, self.at_most)} AS {kind})"


@dataclass(frozen=True)
class Centres:
    """The centres of clusters over some scores, in the order of their numbers, 1 first."""

    of: tuple[str, ...]
    centres: tuple[tuple[Decimal, ...], ...]
    sizes: tuple[int, ...]
    seed: int
    order_by: str
    # The mean silhouette for each number of clusters that was tried, where the number was chosen.
    silhouettes: Mapping[int, Decimal] = field(default_factory=dict)

    def value(self, row: Row) -> int:
        """Return the number of the nearest centre, the first of equally near ones."""
        position = [_given(row, name) for name in self.of]
        distances = [
            sum(((value - part) ** 2 for value, part in zip(position, centre, strict=True)), Decimal(0))
            for centre in self.centres
        ]
        return distances.index(min(distances)) + 1

    def distances(self) -> list[str]:
        """Return the expressions of the squared distances to each centre."""
        found = []
        for centre in self.centres:
            gaps = [
                f"CAST({name} - {number(part)} AS DECIMAL(18, 9))" for name, part in zip(self.of, centre, strict=True)
            ]
            found.append(" + ".join(f"{gap} * {gap}" for gap in gaps))
        return found

    def nearest(self, distances: list[str]) -> str:
        """Return the number of the least of some distances, the first of equal ones."""
        least = f"LEAST({', '.join(distances)})"
        arms = " ".join(f"WHEN {name} = {least} THEN {rank}" for rank, name in enumerate(distances, 1))
        return f"CAST(CASE {arms} END AS INTEGER)"


Fit = Breaks | Nested | Ordered | Linear | Scale | Total


@dataclass(frozen=True)
class Fitted:
    """Everything that a scheme learned: its scores by name, the composite's weights, the clusters' centres."""

    scores: Mapping[str, Fit]
    composite: Total | None = None
    centres: Centres | None = None

    @property
    def weights(self) -> Mapping[str, Decimal]:
        """The weights of the composite; none without one."""
        return self.composite.weights if self.composite else {}


def decimals(value: Decimal) -> int:
    """Return how many decimals a number is written with, trailing zeros left out."""
    return max(0, -int(value.normalize(WIDE).as_tuple().exponent))


def decimals_of(fit: Fit) -> int:
    """Return how many decimals the values of a score can have."""
    if isinstance(fit, Breaks):
        return 0 if kind_of([*(score for _, score in fit.steps), fit.last]) == "INTEGER" else PLACES
    if isinstance(fit, Total):
        return max(fit.scale, PLACES)
    return PLACES if isinstance(fit, Linear | Scale) else 0


def logarithm(metric: str) -> str:
    """Return ln(1 + the metric), a value below 0 counting as 0, to 9 places.

    It is the one figure that passes through the engine's floating point; rounding makes it a decimal again.
    """
    positive = f"CASE WHEN {metric} < 0 THEN 0 ELSE {metric} END"
    return f"CAST({from_float(f'LN(1 + CAST({positive} AS DOUBLE))', 9)} AS DECIMAL(18, 9))"


def between(expression: str, at_least: Decimal | None, at_most: Decimal | None) -> str:
    """Return an expression kept between two ends, where there are any."""
    if at_least is not None:
        expression = f"GREATEST({expression}, {number(at_least)})"
    return expression if at_most is None else f"LEAST({expression}, {number(at_most)})"


def clamped(value: Decimal, at_least: Decimal | None, at_most: Decimal | None) -> Decimal:
    """Return a value kept between two ends, where there are any."""
    if at_least is not None:
        value = max(value, at_least)
    return value if at_most is None else min(value, at_most)


def _number(value: Value | str | None) -> Value | None:
    return Decimal(value) if isinstance(value, str) else value


def _given(row: Row, name: str) -> Decimal:
    value = _number(row[name])
    return Decimal(value if value is not None else 0)
