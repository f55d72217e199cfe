"""The league with what chance makes: an interval for every measure, and paired differences between contestants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shuke.backtesting.found import HEADLINE, SPEND, Difference, Entry, Pair, league
from shuke.backtesting.measures import MEASURES

# Draw by draw, contestant by contestant, the measures.
Table = Sequence[Sequence[Mapping[str, float]]]


def compared(
    entries: Sequence[Entry], named: Sequence[str], table: Table | None
) -> tuple[list[Entry], tuple[Pair, ...]]:
    """Return the contestants with intervals and differences, and the pairs that a verdict speaks of.

    Each is put beside past spend and beside the leader; of the schemes that were named, the best beside the others.
    Without draws (``table`` is None) there are no intervals.
    """
    place = {one.name: index for index, one in enumerate(entries)}
    order = league(entries)

    def ahead(one: Entry, other: Entry) -> Difference | None:
        if one.name == other.name:
            return None
        ends = None
        if table is not None:
            from shuke.backtesting.resampled import differences, interval

            ends = interval(differences(table, place[one.name], place[other.name], HEADLINE))
        return Difference(other.name, one.headline - other.headline, ends)

    spend = entries[place[SPEND]]
    done = [
        replace(
            one,
            intervals=_intervals(table, index),
            over_spend=ahead(one, spend),
            over_leader=ahead(one, order[0]),
        )
        for index, one in enumerate(entries)
    ]
    chosen = [one for one in order if one.name in named]
    beside_spend = [entries[place[name]] for name in dict.fromkeys((order[0].name, *named))]
    asked = [*((chosen[0], one) for one in chosen[1:]), *((one, spend) for one in beside_spend)]
    pairs = {(a.name, b.name): found for a, b in asked if (found := ahead(a, b)) is not None}
    return done, tuple(Pair(*names, found) for names, found in pairs.items())


def _intervals(table: Table | None, index: int) -> dict[str, tuple[float, float] | None]:
    """Return the interval of every measure of one contestant; nothing without draws."""
    if table is None:
        return {}
    from shuke.backtesting.resampled import interval

    return {name: interval([draw[index][name] for draw in table]) for name in MEASURES}
