"""Teams compared with what luck and their start would have given them.

Law: every customer of either run stands in exactly one team; high-value customers before are those kept and those lost,
high-value customers after those kept, won and entered, each with their money; and over all teams what is expected is
what was seen.

Within a starting place the customers of a team of everybody's skill are a draw from all customers there (indirect
standardisation, the margins held), so the chance of what was seen is exact. All teams and measures are one family, and
Holm's rule bounds the chance that any of them is called better or worse by luck: at most 5 % in all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from shuke.errors import ensure
from shuke.watch.exact import Stratum, two_sided
from shuke.watch.intervals import poisson, rounded, wilson
from shuke.watch.many import holm
from shuke.watch.teams.figures import MEASURES, Cell, Measure, Money, Team, Verdict
from shuke.watch.teams.shrink import precision, shrunk

ALPHA = 0.05
CENT = Decimal("0.01")
Did = Callable[[Cell], bool | None]


@dataclass(frozen=True)
class Report:
    """All teams, in the order of their names, and everybody together; ``measures`` are those that places allow."""

    teams: tuple[Team, ...]
    everybody: Team
    measures: tuple[str, ...]
    high: tuple[str, ...]
    alpha: float = ALPHA


def compare(cells: Sequence[Cell], places: Sequence[str], high: Sequence[str], *, ordered: bool = True) -> Report:
    """Return how teams did between two runs.

    ``places`` are those of both runs, the best first where they are ``ordered``; else nobody is called upgraded.
    ``high`` are the places of high value. Customers of nobody count for what is expected, and are not judged.
    """
    names = sorted({one.team for one in cells if one.team is not None})
    measures = MEASURES if ordered else MEASURES[1:]
    did = _questions(places, high)
    drawn = {name: _strata(cells, did[name]) for name in measures}
    given: list[Team] = []
    ratios = _growth(cells, high)
    for name in [*names, *([None] if any(one.team is None for one in cells) else [])]:
        own = [one for one in cells if one.team == name]
        found = tuple(_measure(one, name, drawn[one]) for one in measures)
        given.append(_team(name, own, found, _money(own, high, ratios)))
    everybody = _team(None, cells, tuple(_whole(one, cells, did[one]) for one in measures), _money(cells, high, ratios))
    ensure(sum(team.customers for team in given) == everybody.customers, "a customer stands in no team or in two")
    ensure(sum(team.money.after for team in given) == everybody.money.after, "a high-value customer is lost")
    ensure(sum((team.money.after_money for team in given), Decimal(0)) == everybody.money.after_money, "money is lost")
    return Report(_judged(_shrunk(given, measures), measures), everybody, measures, tuple(high))


def _questions(places: Sequence[str], high: Sequence[str]) -> dict[str, Did]:
    """Return what tells of a cell whether its customers did something; None where they could not."""
    rank = {name: place for place, name in enumerate(places)}
    best, last = (places[0] if places else None), len(places)

    def upgraded(cell: Cell) -> bool | None:
        if cell.before is None or cell.before == best:
            return None
        return cell.after is not None and rank.get(cell.after, last) < rank.get(cell.before, last)

    def kept(cell: Cell) -> bool | None:
        return cell.after in high if cell.before in high else None

    def won(cell: Cell) -> bool | None:
        return None if cell.before is None or cell.before in high else cell.after in high

    return {"upgraded": upgraded, "kept": kept, "won": won}


def _strata(cells: Iterable[Cell], did: Did) -> dict[str, tuple[int, int, dict[str | None, list[int]]]]:
    """Return of each starting place how many could and did, and the same of each team."""
    whole: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    parts: dict[str, dict[str | None, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for cell in cells:
        found = did(cell)
        if found is None or cell.before is None:
            continue
        for tally in (whole[cell.before], parts[cell.before][cell.team]):
            tally[0] += cell.customers
            tally[1] += cell.customers if found else 0
    return {place: (n, k, parts[place]) for place, (n, k) in sorted(whole.items())}


def _measure(
    name: str, team: str | None, places: Mapping[str, tuple[int, int, Mapping[str | None, Sequence[int]]]]
) -> Measure:
    """Return a measure of one team, not yet judged."""
    strata, seen, at_risk = [], 0, 0
    for everybody, marked, parts in places.values():
        if team in parts:
            mine, did = parts[team]
            strata.append(Stratum(everybody, marked, mine))
            seen, at_risk = seen + did, at_risk + mine
    expected = sum(one.mean for one in strata)
    low, high = wilson(seen, at_risk)
    limits = tuple(rounded(one / expected) for one in poisson(seen)) if expected > 0 else None
    return Measure(
        name=name,
        at_risk=at_risk,
        seen=seen,
        expected=rounded(expected),
        rate=rounded(seen / at_risk) if at_risk else None,
        rate_interval=(rounded(low), rounded(high)),
        ratio=rounded(seen / expected) if expected > 0 else None,
        ratio_interval=None if limits is None else (limits[0], limits[1]),
        shrunk=None,
        p=two_sided(strata, seen) if strata and team is not None else 1.0,
        adjusted=1.0,
        verdict="unknown",
    )


def _whole(name: str, cells: Iterable[Cell], did: Did) -> Measure:
    """Return a measure of everybody, who are their own standard."""
    joined = _strata((replace(one, team="") for one in cells), did)
    return replace(_measure(name, "", joined), p=1.0, ratio_interval=None, shrunk=None)


def _shrunk(teams: Sequence[Team], measures: Sequence[str]) -> list[Team]:
    """Return teams with their ratios drawn towards 1."""
    alphas = {
        name: precision([(one.measure(name).seen, one.measure(name).expected) for one in teams if one.name is not None])
        for name in measures
    }
    return [
        replace(
            team,
            measures=tuple(
                replace(one, shrunk=rounded(shrunk(one.seen, one.expected, alphas[one.name])))
                if one.ratio is not None
                else one
                for one in team.measures
            ),
        )
        for team in teams
    ]


def _judged(teams: Sequence[Team], measures: Sequence[str]) -> tuple[Team, ...]:
    """Return teams with verdicts: every measure of every named team is one question of one family."""
    asked = [(place, name) for place, team in enumerate(teams) if team.name is not None for name in measures]
    values = dict(zip(asked, holm([teams[place].measure(name).p for place, name in asked]), strict=True))
    found = []
    for place, team in enumerate(teams):
        told = tuple(_called(one, values.get((place, one.name), 1.0)) for one in team.measures)
        verdicts = {one.verdict for one in told} - {"unknown"}
        word = next(iter(verdicts)) if len(verdicts) == 1 else "mixed" if verdicts else "unknown"
        found.append(replace(team, measures=told, verdict=word))
    return tuple(found)


def _called(one: Measure, adjusted: float) -> Measure:
    verdict: Verdict = "unknown"
    if adjusted <= ALPHA:
        verdict = "better" if one.seen > one.expected else "worse"
    return replace(one, p=rounded(one.p), adjusted=rounded(adjusted), verdict=verdict)


def _team(name: str | None, cells: Sequence[Cell], measures: tuple[Measure, ...], money: Money) -> Team:
    started = sum(one.customers for one in cells if one.before is not None)
    entered = sum(one.customers for one in cells if one.before is None)
    return Team(name, started, entered, measures, money, "unknown")


def _growth(cells: Iterable[Cell], high: Sequence[str]) -> dict[str, tuple[Decimal, Decimal]]:
    """Return the money before and after of all who stood in each place of high value."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for cell in cells:
        if cell.before in high and cell.before is not None:
            before, after = sums.get(cell.before, (Decimal(0), Decimal(0)))
            sums[cell.before] = before + cell.money_before, after + cell.money_after
    return sums


def _money(cells: Sequence[Cell], high: Sequence[str], growth: Mapping[str, tuple[Decimal, Decimal]]) -> Money:
    """Return high-value customers and their money, exact."""
    had = [one for one in cells if one.before in high]
    has = [one for one in cells if one.after in high]
    kept = [one for one in had if one.after in high]
    lost = [one for one in had if one.after not in high]
    won = [one for one in has if one.before not in high and one.before is not None]
    entered = [one for one in has if one.before is None]
    ensure(_heads(had) == _heads(kept) + _heads(lost), "a high-value customer is neither kept nor lost")
    ensure(_heads(has) == _heads(kept) + _heads(won) + _heads(entered), "a high-value customer came from nowhere")
    return Money(
        before=_heads(had),
        before_money=_before(had),
        kept=_heads(kept),
        kept_before=_before(kept),
        kept_after=_after(kept),
        lost=_heads(lost),
        lost_money=_before(lost),
        won=_heads(won),
        won_money=_after(won),
        entered=_heads(entered),
        entered_money=_after(entered),
        after=_heads(has),
        after_money=_after(has),
        same_after=_after(had),
        expected_after=_expected(had, growth),
    )


def _expected(had: Sequence[Cell], growth: Mapping[str, tuple[Decimal, Decimal]]) -> Decimal | None:
    """Return what customers would have brought had their money changed as everybody's in their places."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for cell in had:
        if cell.before is not None:
            sums[cell.before] += cell.money_before
    if any(growth[place][0] <= 0 for place in sums):
        return None
    return sum((money * growth[place][1] / growth[place][0] for place, money in sums.items()), Decimal(0)).quantize(
        CENT
    )


def _heads(cells: Iterable[Cell]) -> int:
    return sum(one.customers for one in cells)


def _before(cells: Iterable[Cell]) -> Decimal:
    return sum((one.money_before for one in cells), Decimal(0))


def _after(cells: Iterable[Cell]) -> Decimal:
    return sum((one.money_after for one in cells), Decimal(0))


__all__ = ["Report", "compare"]
