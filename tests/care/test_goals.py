"""Goals against plain Python: values, ranges, ways, verdicts; a document that is wrong is refused with its line."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import stdev

import pytest

from browse.kept import AS_OF, BEFORE, lines, table, workspace
from cli import terminal
from shuke.errors import SchemeErrors, ShukeError
from shuke.watch.goals.parse import parse
from shuke.watch.goals.values import Value, mean, share, total
from shuke.watch.goals.way import linear, on_way, stations, verdict
from shuke.watching.goals.goals import measure
from shuke.watching.goals.measured import Stands
from shuke.workspace import Workspace

GOALS = f"""
goals:
  - {{goal: spend, measure: spend, groups: [A, B], baseline: {BEFORE}, by: 2025-09-30, change: +20 %}}
  - {{goal: season, measure: spend, groups: [A, B], baseline: {BEFORE}, by: 2025-09-30, change: +20 %, path: season}}
  - {{goal: each, measure: spend_per_customer, members: current, groups: [A], baseline: {BEFORE}, by: 2025-09-30,
     at_least: 3000}}
  - {{goal: churn, measure: churn, groups: [B, C], days: 92, baseline: {BEFORE}, by: 2025-09-30, change: -15 %}}
  - {{goal: heads, measure: customers, groups: [A], baseline: {BEFORE}, by: 2025-09-30, change: +10 %}}
  - {{goal: early, measure: spend, baseline: 2023-06-30, by: 2025-09-30, change: +10 %}}
"""
Z = 1.959963984540054


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("goals")
    space = workspace(folder / "shop", folder)
    (space.home / "watch").mkdir()
    (space.home / "watch" / "goals.yaml").write_text(GOALS, encoding="utf-8")
    return space


@pytest.fixture(scope="module")
def found(kept: Workspace) -> dict[str, Stands]:
    day, goals = measure(kept)
    assert day == AS_OF
    return {one.goal.goal: one for one in goals}


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHUKE_LANG", "en")


def orders() -> list[tuple[str, date, Decimal]]:
    """Every order with the day of its first line and its amount, from the rows as they were written."""
    sums: dict[tuple[str, str], tuple[date, Decimal]] = {}
    for customer, order, on, amount in lines():
        day, value = date.fromisoformat(on), Decimal(amount)
        first, so_far = sums.get((customer, order), (day, Decimal(0)))
        sums[customer, order] = (min(first, day), so_far + value)
    return [(customer, day, value) for (customer, _), (day, value) in sums.items()]


def spent(day: date, days: int) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for customer, on, amount in orders():
        if day - timedelta(days) < on <= day:
            found[customer] = found.get(customer, Decimal(0)) + amount
    return found


def group(kept: Workspace, day: date, *places: str) -> list[str]:
    return [str(row["customer_id"]).removeprefix("'") for row in table(kept, day) if row["tier"] in places]


@pytest.mark.row("T1")
def test_the_spend_of_the_same_customers_then_and_now_is_that_of_their_orders(
    kept: Workspace, found: dict[str, Stands]
) -> None:
    people = group(kept, BEFORE, "A", "B")
    then, now = spent(BEFORE, 365), spent(AS_OF, 365)
    one = found["spend"]
    assert one.now is not None
    assert one.baseline == sum(then.get(customer, Decimal(0)) for customer in people)
    assert one.now.value == sum(now.get(customer, Decimal(0)) for customer in people)
    assert one.target == one.baseline * Decimal("1.2")
    gone = Decimal((AS_OF - BEFORE).days) / 365
    assert one.path == one.baseline + (one.target - one.baseline) * gone
    factor = 1 + (one.target / one.baseline - 1) * gone
    apart = [float(now.get(one, Decimal(0)) - factor * then.get(one, Decimal(0))) for one in people]
    half = Z * stdev(apart) * math.sqrt(len(people))
    assert float(one.now.high - one.now.value) == pytest.approx(half)
    assert sum(after or 0 for _, after in one.people.values()) == one.now.value


def test_the_way_by_season_goes_as_last_years_money_came(kept: Workspace, found: dict[str, Stands]) -> None:
    people = set(group(kept, BEFORE, "A", "B"))
    year = [(on, amount) for customer, on, amount in orders() if customer in people and BEFORE - timedelta(365) < on]
    whole = sum(amount for on, amount in year if on <= BEFORE)
    part = sum(amount for on, amount in year if on <= AS_OF - timedelta(365))
    one = found["season"]
    assert one.baseline is not None
    assert one.path == one.baseline + one.baseline * Decimal("0.2") * (part / whole)
    assert one.points[0].path == one.baseline
    assert one.points[-1].path == one.target


def test_who_left_is_who_bought_nothing_since_they_were_in_the_group(kept: Workspace, found: dict[str, Stands]) -> None:
    people = group(kept, BEFORE, "B", "C")
    bought = {customer for customer, on, amount in orders() if BEFORE < on <= AS_OF and amount > 0}
    left = [customer for customer in people if customer not in bought]
    one = found["churn"]
    assert one.now is not None
    assert one.now.value == Decimal(len(left)) / len(people)
    assert {customer for customer, (_, now) in one.people.items() if now == 1} == set(left)


def test_whoever_is_in_the_group_on_a_day_counts_where_members_are_the_current_ones(
    kept: Workspace, found: dict[str, Stands]
) -> None:
    now, people = spent(AS_OF, 365), group(kept, AS_OF, "A")
    one = found["each"]
    assert one.now is not None
    assert one.now.value == sum(now.get(customer, Decimal(0)) for customer in people) / len(people)
    heads = found["heads"]
    assert heads.now is not None
    assert (heads.baseline, heads.now.value) == (len(group(kept, BEFORE, "A")), len(people))


def test_a_goal_without_a_whole_window_before_its_baseline_is_told_and_the_others_are_measured(
    found: dict[str, Stands],
) -> None:
    assert found["early"].problem is not None
    assert found["early"].problem.key == "goal_without_baseline"
    assert found["early"].problem.where.line == 9
    assert all(one.problem is None for name, one in found.items() if name != "early")


@pytest.mark.parametrize(
    ("value", "high", "path", "day", "said"),
    [
        (100, 110, 100, "2026-01-01", "not_begun"),
        (121, 130, 110, "2026-07-01", "reached"),
        (111, 130, 110, "2026-07-01", "on_track"),
        (105, 112, 110, "2026-07-01", "unsure"),
        (105, 109, 110, "2026-07-01", "behind"),
        (119, 130, 120, "2026-12-31", "missed"),
    ],
)
def test_the_verdict_says_whether_a_goal_is_on_its_way_beyond_chance(
    value: int, high: int, path: int, day: str, said: str
) -> None:
    begin, end = date(2026, 1, 1), date(2026, 12, 31)
    found = Value(Decimal(value), Decimal(2 * value - high), Decimal(high), 10)
    on = date.fromisoformat(day)
    assert verdict(found, Decimal(path), Decimal(120), on, begin, end, more=True) == said
    less = Value(-found.value, -found.high, -found.low, 10)
    assert verdict(less, Decimal(-path), Decimal(-120), on, begin, end, more=False) == said


def test_ranges_hold_what_is_true_as_often_as_they_say() -> None:
    chance, held = random.Random(4), [0, 0, 0]
    for _ in range(400):
        amounts = [Decimal(chance.randrange(1, 200)) for _ in range(200)]
        found = total(amounts, None, Decimal(1), each=True)
        held[0] += found.low <= 100 <= found.high
        hits = sum(chance.random() < 0.3 for _ in range(150))
        held[1] += share(hits, 150).low <= Decimal("0.3") <= share(hits, 150).high
        waited = mean([chance.randrange(61) for _ in range(100)])
        held[2] += waited is not None and waited.low <= 30 <= waited.high
    assert all(370 <= count <= 392 for count in held), held


def test_a_way_has_a_station_each_month_and_at_both_ends() -> None:
    begin, end = date(2026, 1, 31), date(2026, 4, 15)
    assert stations(begin, end) == [begin, date(2026, 2, 28), date(2026, 3, 31), end]
    assert on_way(Decimal(100), Decimal(120), linear(begin, end)(date(2026, 3, 9))) == 110


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("goal: a, measure: spend, baseline: 2026-01-01, by: 2026-12-31", "goal_target"),
        ("goal: a, measure: spend, baseline: 2026-01-01, by: 2025-12-31, change: +1 %", "goal_by"),
        ("goal: a, measure: churn, baseline: 2026-01-01, by: 2026-12-31, change: -1 %, path: season", "goal_season"),
        ("goal: a, measure: first_purchase_days, baseline: 2026-01-01, by: 2026-12-31, at_most: 30", "goal_since"),
        ("goal: a, measure: profit, baseline: 2026-01-01, by: 2026-12-31, at_most: 30", "scheme_value_not_offered"),
        ("goal: a, measure: spend, baseline: 2026-01-01, by: 2026-12-31, change: much", "goal_change"),
    ],
)
def test_a_goal_that_does_not_fit_is_told_with_its_line(line: str, key: str) -> None:
    with pytest.raises(SchemeErrors) as caught:
        parse(f"goals:\n  - {{{line}}}\n")
    assert [(one.where.line, one.key) for one in caught.value.problems] == [(2, key)]


@pytest.mark.row("T1")
def test_the_terminal_writes_a_first_document_and_tells_the_way_and_the_customers(kept: Workspace) -> None:
    path = kept.home / "watch" / "goals.yaml"
    path.unlink()
    home = ("--workspace", str(kept.home), "--lang", "en")
    with pytest.raises(ShukeError, match="no goals yet"):
        measure(kept)
    assert terminal.shuke("goals", "new", *home).code == 0
    listed = terminal.shuke("goals", "list", *home)
    assert "High-value customers spend 20 % more a year: begins today" in listed.out
    path.write_text(Path(path).read_text(encoding="utf-8").replace(str(AS_OF), str(BEFORE)), encoding="utf-8")
    shown = terminal.shuke("goals", "show", "high-value-spend", "--most", "3", *home)
    assert "2025-01-30" in shown.out
    assert len([line for line in shown.out.splitlines() if "→" in line]) == 3
    with pytest.raises(ShukeError, match="no goal “nothing”"):
        measure(kept, only="nothing")
    path.write_text(GOALS, encoding="utf-8")
