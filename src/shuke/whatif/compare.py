"""Two ratings of the same customers side by side: who is placed elsewhere, and with how much money.

Law: every customer whom either scheme rates is in exactly one cell of the matrix, and so is their money. The money is
that of the first scheme's period; of the second's where only the second rates the customer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from shuke.engines.duckdb import DuckDB
from shuke.errors import ensure
from shuke.placed import Placed
from shuke.rating import PLACED
from shuke.scheme.model import Scheme
from shuke.stages.places import group_names
from shuke.stages.relation import literal
from shuke.whatif.agreement import adjusted_rand, counterparts
from shuke.whatif.documents import Difference, differences
from shuke.whatif.order import is_ordered

COMPARED = "compared_customers"
# A place of its own: the scheme does not rate the customer. No group may have this name, it is no valid one.
NOT_RATED = "\x00"
# Rated, but in no group of the list.
NO_GROUP = ""
MOST_MOVERS = 20
NAMED = {"tier", "stage", "segment"}
Kind = Literal["same", "extended", "ordered", "different"]


@dataclass(frozen=True)
class Side:
    """One of the two ratings: its scheme, the result it is compared by, the names of its places in their order."""

    scheme: Scheme
    result: str
    names: tuple[str, ...]
    rated: int
    score: str | None
    fingerprint: str
    period: tuple[str | None, str]

    @property
    def ordered(self) -> bool:
        """Whether the places go from the best down."""
        return is_ordered(self.scheme, self.result)


@dataclass(frozen=True)
class Cell:
    """The customers who are in one place under the first scheme and in another under the second."""

    before: str
    after: str
    customers: int
    money: Decimal


@dataclass(frozen=True)
class Amount:
    """So many customers with so much money."""

    customers: int
    money: Decimal


@dataclass(frozen=True)
class Mover:
    """A customer who is not where they were expected; ``steps`` up (down: below 0), None without an order."""

    customer_id: str
    before: str
    after: str
    steps: int | None
    score_before: Decimal | None
    score_after: Decimal | None
    money: Decimal


@dataclass(frozen=True)
class Comparison:
    """Two schemes on the same customers.

    ``kind``: ``same`` — the places have the same names, and a customer moved whose name changed; ``extended`` — so
    too, but one scheme has places that the other has not; ``ordered`` — as
    many places, both from the best down, compared by position; ``different`` — a cross-table, in which each place
    of the first scheme is expected to be the place of the second that most of its customers are in. ``expected``
    says for each place of the first what counts as staying. ``up`` and ``down`` are None without an order.
    ``only`` are those whom the first alone rates, and those whom the second alone rates; they are not moved.
    """

    first: Side
    second: Side
    as_of: str
    currency: str | None
    kind: Kind
    cells: tuple[Cell, ...]
    both: Amount
    moved: Amount
    up: Amount | None
    down: Amount | None
    only: tuple[Amount, Amount]
    expected: Mapping[str, str]
    agreeing: Fraction
    adjusted_rand: Fraction
    movers: tuple[Mover, ...]
    differences: tuple[Difference, ...]
    engine: DuckDB = field(repr=False, compare=False)

    @property
    def steps(self) -> bool:
        """Whether up and down mean something."""
        return self.up is not None

    def all_movers(self, batch: int = 10_000) -> Iterator[Mover]:
        """Yield every customer who moved, the largest moves first, as long as the first rating is open."""
        query = _movers(self.expected, ranks_of(self.first, self.second, self.kind))
        yield from (_mover(row) for row in self.engine.stream(query, batch))


def compare(a: Placed, b: Placed) -> Comparison:
    """Return how the customers' places differ between two ratings of the same sources; both stay open.

    Personal ids must have been treated alike in both, else nobody is found in both.
    """
    first, second = side(a), side(b)
    _bring_together(a, b, first, second)
    rows = a.engine.run(f"SELECT before, after, COUNT(*), SUM(money) FROM {COMPARED} GROUP BY 1, 2")
    order = [{name: rank for rank, name in enumerate((*side.names, NO_GROUP, NOT_RATED))} for side in (first, second)]
    cells = tuple(
        sorted(
            (Cell(before, after, heads, Decimal(money)) for before, after, heads, money in rows),
            key=lambda cell: (order[0][cell.before], order[1][cell.after]),
        )
    )
    ensure(sum(cell.customers for cell in cells if cell.before != NOT_RATED) == a.rated, "a customer is lost")
    ensure(sum(cell.customers for cell in cells if cell.after != NOT_RATED) == b.rated, "a customer is lost")
    kind = kind_of(first, second)
    inside = [cell for cell in cells if NOT_RATED not in {cell.before, cell.after}]
    table = {(cell.before, cell.after): cell.customers for cell in inside}
    expected = _expected(first, second, kind, table)
    ranks = ranks_of(first, second, kind)
    moved = [cell for cell in inside if expected[cell.before] != cell.after]
    both, gone = _sum(inside), _sum(moved)
    return Comparison(
        first=first,
        second=second,
        as_of=a.question.as_of.isoformat(),
        currency=a.currency,
        kind=kind,
        cells=cells,
        both=both,
        moved=gone,
        up=_sum([cell for cell in moved if _climbed(cell, ranks) > 0]) if ranks else None,
        down=_sum([cell for cell in moved if _climbed(cell, ranks) < 0]) if ranks else None,
        only=(
            _sum([cell for cell in cells if cell.after == NOT_RATED]),
            _sum([cell for cell in cells if cell.before == NOT_RATED]),
        ),
        expected=expected,
        agreeing=Fraction(both.customers - gone.customers, both.customers) if both.customers else Fraction(1),
        adjusted_rand=adjusted_rand(table),
        movers=tuple(_mover(row) for row in a.engine.run(f"{_movers(expected, ranks)} LIMIT {MOST_MOVERS}")),
        differences=tuple(differences(a.scheme, b.scheme)),
        engine=a.engine,
    )


def side(rating: Placed) -> Side:
    """Return what is compared of a rating."""
    scheme, window = rating.scheme, rating.question.window
    return Side(
        scheme=scheme,
        result=scheme.main,
        names=tuple(map(str, group_names(scheme, rating.fitted, scheme.main))),
        rated=rating.rated,
        score=scheme.composite.name if scheme.composite else None,
        fingerprint=rating.fingerprint,
        period=(window.first.isoformat() if window.first else None, window.last.isoformat()),
    )


def _bring_together(a: Placed, b: Placed, first: Side, second: Side) -> None:
    """Keep, in the first rating's engine, one row per customer with both places, both scores and the money."""
    carried = a.engine.folder / "second_scheme.parquet"
    b.engine.run(f"COPY ({_placed(second)}) TO {literal(str(carried))} (FORMAT parquet)")
    a.engine.run(
        f"CREATE OR REPLACE TEMP TABLE {COMPARED} AS "
        "SELECT COALESCE(one.customer_id, other.customer_id) AS customer_id, "
        f"COALESCE(one.place, {_nul()}) AS before, COALESCE(other.place, {_nul()}) AS after, "
        "one.score AS score_before, other.score AS score_after, COALESCE(one.money, other.money) AS money "
        f"FROM ({_placed(first)}) AS one FULL JOIN read_parquet({literal(str(carried))}) AS other "
        "ON one.customer_id = other.customer_id"
    )
    carried.unlink(missing_ok=True)


def _placed(side: Side) -> str:
    score = side.score or "CAST(NULL AS DECIMAL(18, 6))"
    return (
        f"SELECT customer_id, COALESCE(CAST({side.result} AS VARCHAR), '') AS place, "
        f"CAST({score} AS DECIMAL(18, 6)) AS score, monetary AS money FROM {PLACED}"
    )


def _nul() -> str:
    return "CHR(0)"


def kind_of(first: Side, second: Side) -> Kind:
    """Return by what the places of two ratings are compared: see ``Comparison``."""
    if first.result == second.result and set(first.names) == set(second.names):
        return "same"
    # The numbers of cells, codes and clusters are no names: of more of them, each is another thing.
    if first.result == second.result in NAMED and shared(first.names, second.names):
        return "extended"
    # A cluster has as many customers as are alike; its number is no step of a ladder.
    ladders = first.ordered and second.ordered and "cluster" not in {first.result, second.result}
    if ladders and len(first.names) == len(second.names):
        return "ordered"
    return "different"


def shared(first: Sequence[str], second: Sequence[str]) -> bool:
    """Tell whether one list of names has all that the other has, two or more, and further ones."""
    small, great = sorted((set(first), set(second)), key=len)
    return len(small) > 1 and small < great


def _expected(first: Side, second: Side, kind: Kind, table: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """Return, for each place of the first scheme, the place of the second that counts as staying."""
    if kind == "different":
        # Places that nobody is in have no counterpart and need none.
        return counterparts(table)
    pairs = zip(first.names, second.names if kind == "ordered" else first.names, strict=True)
    return {**dict(pairs), NO_GROUP: NO_GROUP}


def ranks_of(first: Side, second: Side, kind: Kind) -> tuple[dict[str, int], dict[str, int]] | None:
    """Return the places' positions from the best down; None where the results have no common order."""
    if not (first.ordered and second.ordered):
        return None
    if kind == "extended":
        # The one ladder is the other with further rungs between; it has a place for every name of both.
        longer = max(first.names, second.names, key=len)
        shorter = min(first.names, second.names, key=len)
        if [name for name in longer if name in shorter] != list(shorter):
            return None
        rungs = {name: rank for rank, name in enumerate((*longer, NO_GROUP))}
        return rungs, rungs
    if kind != "ordered" and not (kind == "same" and first.names == second.names):
        return None
    # Whoever is in no group of a ladder stands below it.
    return tuple({name: rank for rank, name in enumerate((*side.names, NO_GROUP))} for side in (first, second))  # type: ignore[return-value]


def _climbed(cell: Cell, ranks: tuple[Mapping[str, int], Mapping[str, int]]) -> int:
    return ranks[0][cell.before] - ranks[1][cell.after]


def _sum(cells: list[Cell]) -> Amount:
    return Amount(sum(cell.customers for cell in cells), sum((cell.money for cell in cells), Decimal(0)))


def _movers(expected: Mapping[str, str], ranks: tuple[Mapping[str, int], Mapping[str, int]] | None) -> str:
    """Return the query of the customers who moved: the most steps first, then the most money, then by id."""
    stayed = " ".join(f"WHEN {literal(name)} THEN {literal(other)}" for name, other in expected.items())
    steps = "CAST(NULL AS INTEGER)"
    if ranks:
        before, after = (" ".join(f"WHEN {literal(name)} THEN {rank}" for name, rank in side.items()) for side in ranks)
        steps = f"(CASE before {before} END - CASE after {after} END)"
    return (
        f"SELECT customer_id, before, after, {steps} AS steps, score_before, score_after, money FROM {COMPARED} "
        f"WHERE before <> {_nul()} AND after <> {_nul()} AND after <> CASE before {stayed} ELSE {_nul()} END "
        "ORDER BY ABS(steps) DESC NULLS LAST, money DESC, customer_id"
    )


def _mover(row: tuple[object, ...]) -> Mover:
    return Mover(*row)  # type: ignore[arg-type]
