"""A change between two ratings falls into parts that add up exactly: each is the step from one standing to the next.

Between what stood in the earlier run and what stands in the later one lie standings that never were: everybody rated
once more with one thing changed at a time, in a fixed order.

====  =================  ==========================================================================================
0     as rated           the earlier run
1     ``corrected``      the days of the earlier run, as they are known now: late, corrected and forgotten lines
2     ``time``           the same lines, as of the later day: days pass, purchases leave the period
3     ``own``            and the customer's lines of the days since
4     ``others``         and the break values of the later run: what the others moved
5     ``scheme``         and the scheme of the later run
====  =================  ==========================================================================================

``grace`` is what a scheme's grace holds a customer above their place by score, in the later run less in the earlier.

Law: for every customer of either run and every figure, before + the parts = after, as exact decimals; whoever is not
rated counts 0 in each figure and stands one step below the last place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from shuke.stages.relation import literal

# In the order in which they are taken, which is part of their meaning.
PARTS = ("corrected", "time", "own", "others", "scheme", "grace")
# The standing after each part that has one; 0 is the earlier run.
STANDINGS = (None, *PARTS[:-1])
LAST = len(STANDINGS) - 1
DIRECTIONS = ("promoted", "demoted", "sideways", "changed", "unchanged", "entered", "left")
FIGURE, STEPS = "DECIMAL(24, 6)", "INTEGER"


@dataclass(frozen=True)
class Standing:
    """One standing: its number, the relation that holds it, and the column of the place by score in it.

    ``order`` are the places from the best down; ``figures`` says under which name it has each figure. ``kept`` is the
    column of the place that grace left a customer in, where it can be another.
    """

    number: int
    relation: str
    place: str
    order: Sequence[str]
    figures: Mapping[str, str]
    kept: str | None = None

    @property
    def nowhere(self) -> int:
        """The rank of whoever is not rated: below whoever is in no group, who stand below the last place."""
        return len(self.order) + 1

    def rank(self, column: str) -> str:
        """Return the expression of the rank of a place, 0 the best."""
        arms = " ".join(f"WHEN {literal(name)} THEN {rank}" for rank, name in enumerate(self.order))
        # Codes are so many that only those that occur are named; whoever is in no group stands last.
        return f"CASE COALESCE(CAST({column} AS VARCHAR), '') {arms} ELSE {len(self.order)} END"

    def rows(self) -> str:
        """Return the query of its customers, each with place, rank and figures."""
        cells = [f"CAST({name} AS {FIGURE}) AS figure_{figure}" for figure, name in self.figures.items()]
        kept = self.kept or self.place
        told = [
            "customer_id",
            f"CAST({self.number} AS INTEGER) AS standing",
            f"COALESCE(CAST({self.place} AS VARCHAR), '') AS place",
            f"{self.rank(self.place)} AS rank",
            f"COALESCE(CAST({kept} AS VARCHAR), '') AS kept",
            f"{self.rank(kept)} AS kept_rank",
            *cells,
        ]
        return f"SELECT {', '.join(told)} FROM {self.relation}"


def path(standings: Sequence[Standing]) -> str:
    """Return the query of one row per customer of any standing, with what each standing says of them.

    ``place_k`` and ``kept_k`` are empty for no group and NULL for not rated; ``rank_k`` and the figures are never
    NULL.
    """
    rows = " UNION ALL ".join(one.rows() for one in standings)
    cells = []
    for one in standings:
        held = f"CASE WHEN standing = {one.number} THEN"
        cells.append(f"MAX({held} place END) AS place_{one.number}")
        cells.append(f"COALESCE(MAX({held} rank END), {one.nowhere}) AS rank_{one.number}")
        if one.number in {0, LAST}:
            cells.append(f"MAX({held} kept END) AS kept_{one.number}")
            cells.append(f"COALESCE(MAX({held} kept_rank END), {one.nowhere}) AS kept_rank_{one.number}")
        cells += [
            f"CAST(COALESCE(MAX({held} figure_{name} END), 0) AS {FIGURE}) AS {name}_{one.number}"
            for name in one.figures
        ]
    return f"SELECT customer_id, {', '.join(cells)} FROM ({rows}) GROUP BY customer_id"


def columns(figures: Sequence[str], *, ladder: bool, elsewhere: str = "sideways") -> dict[str, str]:
    """Return the columns of the table of parts over the path, by name.

    ``ladder``: the places of all standings are the same and go from the best down, so that places are steps apart.
    ``elsewhere`` is what a move is called where they are not.
    """
    found = {
        "customer_id": "customer_id",
        "before": "kept_0",
        "after": f"kept_{LAST}",
        "direction": direction(elsewhere, ladder=ladder),
        "because": because(ladder=ladder),
    }
    if ladder:
        found["steps"] = f"CAST(kept_rank_0 - kept_rank_{LAST} AS {STEPS})"
        found |= {f"steps_{name}": f"CAST({steps} AS {STEPS})" for name, steps in _steps().items()}
    found |= {f"place_{name}": f"place_{number}" for number, name in enumerate(STANDINGS) if name and number < LAST}
    for figure in figures:
        found[f"{figure}_before"] = f"CASE WHEN place_0 IS NOT NULL THEN {figure}_0 END"
        found[f"{figure}_after"] = f"CASE WHEN place_{LAST} IS NOT NULL THEN {figure}_{LAST} END"
        found |= {
            f"{figure}_{name}": f"CAST({figure}_{number} - {figure}_{number - 1} AS {FIGURE})"
            for number, name in enumerate(STANDINGS)
            if name
        }
    return found


# Whoever is rated only in a standing that never was is in neither run.
THERE = f"kept_0 IS NOT NULL OR kept_{LAST} IS NOT NULL"


def _steps() -> dict[str, str]:
    """Return the steps up of each part: one place better is one step."""
    found = {name: f"(rank_{number - 1} - rank_{number})" for number, name in enumerate(STANDINGS) if name}
    found["grace"] = f"((rank_{LAST} - kept_rank_{LAST}) - (rank_0 - kept_rank_0))"
    return found


def direction(elsewhere: str, *, ladder: bool) -> str:
    """Return the expression of what became of a customer."""
    moved = (
        f"WHEN kept_rank_{LAST} < kept_rank_0 THEN 'promoted' WHEN kept_rank_{LAST} > kept_rank_0 THEN 'demoted'"
        if ladder
        else f"WHEN kept_{LAST} <> kept_0 THEN {literal(elsewhere)}"
    )
    return f"CASE WHEN kept_0 IS NULL THEN 'entered' WHEN kept_{LAST} IS NULL THEN 'left' {moved} ELSE 'unchanged' END"


def because(*, ladder: bool) -> str:
    """Return the expression of the part that counts as the cause of a move; NULL for whoever is where they were.

    Whoever came or went: the last part at which they began or ceased to be rated. On a ladder: the part with the most
    steps in the direction of the move, of equal ones the earlier; elsewhere the last part that changed the place.
    """
    came = _last(lambda number: f"(place_{number - 1} IS NULL) <> (place_{number} IS NULL)")
    if ladder:
        sign = f"SIGN(kept_rank_0 - kept_rank_{LAST})"
        pulls = {name: f"{steps} * {sign}" for name, steps in _steps().items()}
        most = f"GREATEST({', '.join(pulls.values())})"
        arms = " ".join(f"WHEN {pull} = {most} THEN {literal(name)}" for name, pull in pulls.items())
        moved = f"CASE {arms} END"
    else:
        moved = _last(lambda number: f"place_{number - 1} IS DISTINCT FROM place_{number}")
        moved = f"COALESCE({moved}, 'grace')"
    return (
        f"CASE WHEN (kept_0 IS NULL) <> (kept_{LAST} IS NULL) THEN {came} "
        f"WHEN kept_0 IS NOT DISTINCT FROM kept_{LAST} THEN NULL ELSE {moved} END"
    )


def _last(held: Callable[[int], str]) -> str:
    """Return the name of the last part for which a condition holds."""
    arms = " ".join(f"WHEN {held(number)} THEN '{STANDINGS[number]}'" for number in range(LAST, 0, -1))
    return f"CASE {arms} END"


def broken(figures: Sequence[str], *, ladder: bool) -> str:
    """Return the condition that the parts of a customer do not add up; it never holds."""
    added = {name: " + ".join(f"{name}_{part}" for part in PARTS[:-1]) for name in figures}
    sums = [f"COALESCE({name}_before, 0) + {parts} <> COALESCE({name}_after, 0)" for name, parts in added.items()]
    if ladder:
        sums.append(f"{' + '.join(f'steps_{part}' for part in PARTS)} <> steps")
    return " OR ".join(f"({one})" for one in sums) or "FALSE"
