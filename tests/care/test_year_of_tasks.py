"""A year of tasks: every rhythm kept, nobody at work on a free day, no day too full; all of it counted by hand."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import holidays
import pytest

from shuke.scheme.parse import library_ids, scheme_text
from shuke.scheme.parse import parse as parse_scheme
from shuke.watch.care import china
from shuke.watch.care.level import Wish, level
from shuke.watch.care.parse import parse
from shuke.watch.care.plan import Changes, Held, Member, New, Planning
from shuke.watch.care.rhythms import said
from shuke.watch.care.strategy import strategy
from shuke.watch.care.workdays import workdays

CUSTOMERS = 721
TIMES = {"A": 12, "B": 4, "C": 2, "D": 1}
APART = {"A": 1, "B": 3, "C": 6, "D": 12}
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
# With promotions or new goods, and on no date of a calendar.
UNDATED = {"first_lost", "promotion_only", "price_oriented", "quality_oriented"}


def people(count: int = CUSTOMERS) -> list[Member]:
    chance = random.Random(721)
    drawn = chance.choices("ABCD", (15, 25, 35, 25), k=count)
    return [
        Member(f"C{number:04}", place, chance.choice(("Wang", "Li", None)), Decimal(chance.randrange(10_000)))
        for number, place in enumerate(drawn)
    ]


def planning(text: str, start: date = FIRST, scheme: str = "rfm-quintile-weighted") -> Planning:
    plan, document = parse(text)
    told = strategy(plan, document, parse_scheme(*scheme_text(scheme))[0])
    return Planning(plan, told, workdays(plan, start - timedelta(40), start + timedelta(440)), start)


def as_held(found: Changes, settled: frozenset[int] = frozenset()) -> list[Held]:
    return [
        Held(number, one.customer_id, one.place, one.rhythm, one.anchor, one.step, one.due, one.day, one.owner,
             by_hand=False, is_open=number not in settled)
        for number, one in enumerate(found.new)
    ]  # fmt: skip


@pytest.mark.row("Z6")
def test_a_year_of_tasks_keeps_every_rhythm_on_working_days_within_capacity() -> None:
    members = people()
    found = planning("care: test\ncapacity: 6\nwindow: 7\n").make(members, [], {})
    free = holidays.CN(years=2026)
    worked = {
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
        date(2026, 9, 20),
        date(2026, 10, 10),
    }
    assert found.left == 0
    counted = Counter(one.customer_id for one in found.new)
    assert {member.customer_id: TIMES[member.place or ""] for member in members} == counted
    department = {"A": "Customer success", "B": "Sales", "C": "Marketing", "D": "Customer service"}
    load = Counter((one.owner or department[one.place], one.day) for one in found.new)
    assert max(load.values()) <= 6
    for one in found.new:
        assert FIRST <= one.day <= LAST
        assert one.day in worked or (one.day.weekday() < 5 and one.day not in free)
        assert abs((one.day - one.due).days) <= 7
    for member in members:
        dues = sorted(one.due for one in found.new if one.customer_id == member.customer_id)
        months = [(due.year * 12 + due.month) for due in dues]
        assert {later - earlier for earlier, later in pairwise(months)} <= {APART[member.place or ""]}


def test_planning_again_changes_nothing_also_where_some_found_no_day() -> None:
    members = people()
    first = planning("care: test\ncapacity: 3\n").make(members, [], {})
    again = planning("care: test\ncapacity: 3\n").make(members, as_held(first), {})
    assert first.left > 0
    assert (again.new, again.withdrawn, again.missed, again.handed, again.left) == ([], [], [], [], first.left)


def test_tasks_without_a_day_are_told_with_the_days_that_are_full_of_others() -> None:
    found = planning("care: test\ncapacity: 3\n").make(people(), [], {})
    for short in found.short.values():
        assert short.wanted - short.room == short.left
        assert short.room == 3 * short.days


def test_a_customer_with_a_new_tier_has_its_rhythm_from_the_next_run_on_and_what_was_done_stays() -> None:
    before = [Member("X", "B", None, Decimal(1)), Member("Y", "D", None, Decimal(1))]
    first = planning("care: test\n").make(before, [], {})
    done = next(number for number, one in enumerate(first.new) if one.customer_id == "X")
    held = as_held(first, frozenset({done}))
    now = [Member("X", "A", None, Decimal(1)), before[1]]
    later = planning("care: test\n", date(2026, 4, 1)).make(now, held, {"X": first.new[done].day})
    assert [held[number].customer_id for number in later.withdrawn] == ["X"] * 3
    monthly = [one for one in later.new if one.customer_id == "X"]
    assert len(monthly) == 12
    assert {one.rhythm for one in monthly} == {"monthly"}
    assert [one.due.year for one in later.new if one.customer_id == "Y"] == [2027]


def test_tasks_long_past_are_missed_and_those_of_customers_who_are_gone_are_withdrawn() -> None:
    both = [Member("X", "A", None, Decimal(1)), Member("Y", "A", None, Decimal(1))]
    first = planning("care: test\n").make(both, [], {})
    later = planning("care: test\n", date(2026, 3, 20)).make(both[:1], as_held(first), {})
    assert {first.new[number].customer_id for number in later.missed} == {"X"}
    assert all(first.new[number].day < date(2026, 3, 13) for number in later.missed)
    assert {first.new[number].customer_id for number in later.withdrawn} == {"Y"}
    assert len(later.withdrawn) == 12


def test_a_new_owner_takes_over_open_tasks_within_what_they_can_do() -> None:
    hers = [Member(f"C{number}", "A", "Wang", Decimal(number)) for number in range(20)]
    first = planning("care: test\ncapacity: 2\n").make(hers, [], {})
    his = [Member(one.customer_id, "A", "Li", one.value) for one in hers]
    later = planning("care: test\ncapacity: 2\n").make(his, as_held(first), {})
    assert len(later.handed) == len(first.new) == 240
    assert {owner for _, owner, _ in later.handed} == {"Li"}
    assert max(Counter(day for _, _, day in later.handed).values()) <= 2
    assert (later.new, later.withdrawn) == ([], [])


def oracle(days: list[list[int]], room: int) -> int:
    """How many tasks can have a day at all: augmenting paths, task by task, over places on days."""
    seat: dict[tuple[int, int], int] = {}

    def sit(task: int, seen: set[tuple[int, int]]) -> bool:
        for place in [(day, number) for day in days[task] for number in range(room)]:
            if place not in seen:
                seen.add(place)
                if place not in seat or sit(seat[place], seen):
                    seat[place] = task
                    return True
        return False

    return sum(sit(task, set()) for task in range(len(days)))


def test_as_many_tasks_have_a_day_as_can_and_the_best_are_never_given_up() -> None:
    chance, monday = random.Random(9), date(2026, 3, 2)
    for _ in range(150):
        room, count = chance.randint(1, 2), chance.randint(1, 14)
        near = [[chance.randrange(8) + away for away in range(chance.randint(1, 3))] for _ in range(count)]
        ranks = [chance.randrange(3) for _ in range(count)]
        wishes = [
            Wish(
                (str(number), 0), ranks[number], monday + timedelta(days[0]), [monday + timedelta(day) for day in days]
            )
            for number, days in enumerate(near)
        ]
        placed, short = level(wishes, room, {})
        assert max(Counter(day for day in placed if day).values()) <= room
        assert all(day is None or day in wish.days for day, wish in zip(placed, wishes, strict=True))
        for rank in range(3):
            best = [number for number in range(count) if ranks[number] <= rank]
            assert sum(placed[number] is not None for number in best) == oracle([near[number] for number in best], room)
        assert (short.left if short else 0) == placed.count(None)


@pytest.mark.parametrize("year", sorted([*china.ANNOUNCED, *china.BY_LAW]))
def test_the_holidays_of_china_are_those_that_others_know(year: int) -> None:
    known, others = china.year(year), holidays.CN(years=year)
    assert known is not None
    weekend = {day for day in known.closed if day.weekday() >= 5}
    mine = {day for day in known.closed if day.weekday() < 5}
    theirs = {day for day in others if day.weekday() < 5 and day.year == year}
    if known.announced:
        assert mine == theirs
        assert known.open == {day for day in others.weekend_workdays if day.year == year}
        assert all(day.weekday() >= 5 for day in known.open)
    else:
        # Without the notice others guess how days are bridged; what the law says is free with them too.
        assert mine <= theirs
        assert all(day in others for day in weekend)


def test_every_group_of_the_built_in_schemes_has_the_rhythm_that_its_words_say() -> None:
    without = set()
    for name in library_ids():
        scheme = parse_scheme(*scheme_text(name))[0]
        groups = [group for groups in scheme.groups.values() for group in groups]
        without |= {group.name for group in groups if group.rhythm is not None and said(group.rhythm) is None}
    assert without == UNDATED


@pytest.mark.row("C6")
def test_every_tier_from_s_to_d_has_a_policy_of_its_own_and_a_rhythm() -> None:
    told = planning("care: test\n", scheme="activity-contribution-rank").told
    rhythms = {one.place: one.rhythm.written for one in told.rows if one.rhythm is not None}
    yearly = "half-yearly"
    assert rhythms == {"S": "monthly", "A": "quarterly", "B": yearly, "C": yearly, "D": yearly}
    measures = [one.measures.en for one in told.rows if one.measures is not None]
    assert len(set(measures)) == 5


def test_several_people_share_a_group_and_keep_their_customers() -> None:
    text = "care: test\ngroups:\n  A: {owner: [Wang, Li]}\n  B: {owner: Zhao, rhythm: every 45 days}\n"
    found = planning(f"{text}  D: {{rhythm: none}}\n").make(people(200), [], {})
    owners: dict[str, set[str | None]] = {}
    for one in found.new:
        owners.setdefault(one.customer_id, set()).add(one.owner)
    assert all(len(one) == 1 for one in owners.values())
    of = {place: {one.owner for one in found.new if one.place == place} for place in "ABD"}
    assert of == {"A": {"Wang", "Li"}, "B": {"Zhao"}, "D": set()}
    apart = sorted(one.due for one in found.new if one.customer_id == _first(found.new, "B"))
    assert {(later - earlier).days for earlier, later in pairwise(apart)} == {45}


def _first(tasks: list[New], place: str) -> str:
    return next(one.customer_id for one in tasks if one.place == place)
