"""How a value is made more general, step by step: as it is or in fine bands, coarser ones, two halves, not at all.

Each level is one SQL expression over the column of the result; the last level of every ladder says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from shuke.engines.duckdb import DuckDB
from shuke.stages.relation import identifier, literal, number

TOP = "0.99"
DAYS = ((30, 90, 180, 365), (90, 365), (365,))
COUNTS = ((1, 2, 3, 4, 5, 10, 20, 50, 100, 200, 500, 1000), (1, 2, 5, 10), (2,))
DATE = r"(19|20)[0-9]{2}([-/.年])[0-9]{1,2}([-/.月])[0-9]{1,2}.*"
ENOUGH = 0.6
# Amounts below this are one band.
LEAST = 100
ALL = "*"
REST = "other"
# Scores with more steps than this follow the figure too closely to be given as they are.
MOST_STEPS = 10


@dataclass(frozen=True)
class Level:
    """One level: its name, under which the catalogue speaks of it, and its expression."""

    name: str
    expression: str


@dataclass(frozen=True)
class Ladder:
    """The levels of one column, from the finest on."""

    column: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Spread:
    """The ends of a column of numbers, its 99th percentile and its middle; how many different values it has."""

    least: Decimal
    greatest: Decimal
    top: Decimal
    middle: Decimal
    different: int


def spread(engine: DuckDB, relation: str, column: str) -> Spread | None:
    """Return how the numbers of a column are spread; None where there are none."""
    name = identifier(column)
    least, greatest, top, middle, different = engine.run(
        f"SELECT MIN({name}), MAX({name}), QUANTILE_DISC({name}, {TOP}), QUANTILE_DISC({name}, 0.5), "
        f"COUNT(DISTINCT {name}) FROM {relation}"
    )[0]
    if least is None:
        return None
    return Spread(Decimal(least), Decimal(greatest), Decimal(top), Decimal(middle), different)


def text_ladder(engine: DuckDB, relation: str, column: str, k: int) -> Ladder:
    """Return the levels of a column of texts: as it is, rare values together, nothing; dates by month and year."""
    name = identifier(column)
    there, dates = engine.run(
        f"SELECT COUNT({name}), COUNT(*) FILTER (REGEXP_FULL_MATCH({name}, {literal(DATE)})) FROM {relation}"
    )[0]
    if there and dates >= ENOUGH * there:
        year = f"LEFT({name}, 4)"
        month = f"LPAD(REGEXP_EXTRACT({name}, '^[0-9]{{4}}[^0-9]([0-9]{{1,2}})', 1), 2, '0')"
        dated = f"REGEXP_FULL_MATCH({name}, {literal(DATE)})"
        levels = [
            Level("month", f"CASE WHEN {dated} THEN {year} || '-' || {month} WHEN {name} IS NOT NULL THEN '{ALL}' END"),
            Level("year", f"CASE WHEN {dated} THEN {year} WHEN {name} IS NOT NULL THEN '{ALL}' END"),
        ]
    else:
        rare = f"COUNT(*) OVER (PARTITION BY {name}) < {k}"
        levels = [
            Level("as_is", name),
            Level("rare", f"CASE WHEN {name} IS NOT NULL AND {rare} THEN '{REST}' ELSE {name} END"),
        ]
    return Ladder(column, (*levels, _nothing()))


def amount_ladder(column: str, found: Spread | None) -> Ladder:
    """Return the levels of amounts: bands at 1 and 5 times powers of ten, whole powers, two halves, nothing.

    All values from the band of the 99th percentile on are one band, so the few largest cannot be told.
    """
    if found is None:
        return Ladder(column, (_nothing(),))
    fine, coarse = [Decimal(0)], [Decimal(0)]
    step = Decimal(1)
    while step <= max(found.top, -found.least, Decimal(100)):
        coarse.append(step)
        fine += [step, 5 * step]
        step *= 10
    fine, coarse = ([bound for bound in bounds if not 0 < bound < LEAST] for bounds in (fine, coarse))
    half = max((bound for bound in fine if bound <= found.middle), default=Decimal(0))
    return Ladder(
        column,
        (
            Level("band", bands(column, fine, found)),
            Level("wide_band", bands(column, coarse, found)),
            Level("halves", bands(column, [half], found)),
            _nothing(),
        ),
    )


def stepped_ladder(column: str, found: Spread | None, steps: Sequence[Sequence[int]], *, closed: bool) -> Ladder:
    """Return the levels of whole numbers at fixed steps; ``closed``: a step ends with its bound, as 0–30 days do."""
    if found is None:
        return Ladder(column, (_nothing(),))
    names = ("band", "wide_band", "halves")
    levels = [
        Level(name, whole_bands(column, [bound + closed for bound in bounds], found))
        for name, bounds in zip(names, steps, strict=True)
    ]
    return Ladder(column, (*levels, _nothing()))


def even_ladder(column: str, found: Spread | None) -> Ladder:
    """Return the levels of numbers without a natural scale: about ten even bands, about three, nothing."""
    if found is None:
        return Ladder(column, (_nothing(),))
    if found.least == found.greatest:
        return Ladder(column, (Level("as_is", identifier(column)), _nothing()))
    levels = [
        Level(name, bands(column, _even(found, count), found)) for name, count in (("even", 10), ("wide_even", 3))
    ]
    return Ladder(column, (*levels, _nothing()))


def as_it_is(column: str) -> Ladder:
    """Return the levels of a column with few values: as it is, nothing."""
    return Ladder(column, (Level("as_is", identifier(column)), _nothing()))


def bands(column: str, bounds: Sequence[Decimal], found: Spread) -> str:
    """Return the band of a number: from its lower bound, inclusive, up to the next; open at the top."""
    kept = [bound for bound in bounds if bound <= found.top] or [min(bounds)]
    names = [f"<{short(kept[0])}"]
    names += [f"{short(low)}–{short(high)}" for low, high in pairwise(kept)]
    return _case(column, kept, [*names, f"≥{short(kept[-1])}"])


def whole_bands(column: str, bounds: Sequence[int], found: Spread) -> str:
    """Return the band of a whole number, both ends inclusive; open at the top."""
    top = max(int(found.top), bounds[0])
    kept = [bound for bound in bounds if bound <= top]
    low = 0 if found.least >= 0 else None
    first = f"<{kept[0]}" if low is None or kept[0] > 1 else "0"
    first = f"0–{kept[0] - 1}" if low == 0 and kept[0] > 1 else first
    names = [first]
    names += [str(start) if end - start == 1 else f"{start}–{end - 1}" for start, end in pairwise(kept)]
    return _case(column, [Decimal(bound) for bound in kept], [*names, f"≥{kept[-1]}"])


def short(value: Decimal) -> str:
    """Return a bound as it is written in a band: 10k, 2.5M, 0.3."""
    for size, letter in ((Decimal(1_000_000), "M"), (Decimal(1_000), "k")):
        if abs(value) >= size and (value / size * 10) % 1 == 0:
            return f"{(value / size).normalize():f}{letter}"
    return f"{value.normalize():f}" if value else "0"


def _even(found: Spread, count: int) -> list[Decimal]:
    """Return even bounds at round numbers, about so many."""
    width = (found.greatest - found.least) / count
    power = Decimal(10) ** width.adjusted()
    step = next(power * size for size in (1, 2, 5, 10) if power * size >= width)
    first = (found.least / step).to_integral_value(rounding="ROUND_FLOOR") * step
    bounds = []
    while first <= found.greatest:
        bounds.append(first)
        first += step
    return bounds


def _case(column: str, bounds: Sequence[Decimal], names: Sequence[str]) -> str:
    name = identifier(column)
    arms = " ".join(
        f"WHEN {name} < {number(bound)} THEN {literal(label)}" for bound, label in zip(bounds, names, strict=False)
    )
    return f"CASE WHEN {name} IS NULL THEN NULL {arms} ELSE {literal(names[-1])} END"


def _nothing() -> Level:
    return Level("nothing", literal(ALL))
