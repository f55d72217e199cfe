"""A campaign of a workspace is measured by the orders that were loaded into it since, with no file of answers."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cli.terminal import shuke as run_command
from shuke import campaigns
from shuke.campaign_kept.folder import AUDIENCE
from shuke.campaigns.kept import KeptCampaigns
from shuke.campaigns.look import look_again
from shuke.errors import UsageError
from shuke.rating import Options
from shuke.workspace import Workspace, refresh
from workspace.books import Line, loaded, made, write

# Sixty customers who bought in December; a rating as of its end.
BEFORE = [(f"C{one:03}", f"A{one}", f"2024-12-{one % 28 + 1:02}", f"{10 + one}.00") for one in range(60)]
COSTS = campaigns.Costs({"contact": Decimal("0.62")}, Decimal(35))


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    """A workspace with one rating and the campaign c0001 of it, half of forty held out."""
    found = made(tmp_path / "shop")
    loaded(found, write(tmp_path / "december.csv", BEFORE))
    refresh(found, Options(as_of=date(2024, 12, 31)), formats=["parquet"], lang="en").result.close()
    with campaigns.plan(found.home, campaigns.TestWish("c", 40, COSTS, held_out=Fraction(1, 2), seed=3)) as planned:
        planned.save(KeptCampaigns(found.home).next_folder())
    return found


def january(space: Workspace) -> tuple[list[Line], dict[str, str]]:
    """Orders of January of some customers of the campaign, contacted or held out, and of a stranger; the arms."""
    rows = pq.read_table(space.home / "campaigns/c0001" / AUDIENCE).to_pylist()
    arms = {row["customer_id"]: row["arm"] for row in rows}
    some = sorted(arms)
    lines = [(one, f"N{place}", "2025-01-10", "20.01") for place, one in enumerate(some[:16])]
    # An order of two lines, one that is given back, one before the campaign, lines without numbers, a late refund.
    lines += [(some[20], "N20", "2025-01-11", "5.00"), (some[20], "N20", "2025-01-12", "6.00")]
    lines += [(some[21], "N21", "2025-01-11", "5.00"), (some[21], "N21", "2025-01-11", "-5.00")]
    lines += [(some[22], "N22", "2024-12-31", "99.00"), (some[23], "", "2025-01-20", "1.00")]
    lines += [
        (some[23], "", "2025-01-21", "2.00"),
        (some[24], "A0", "2025-01-22", "-7.00"),
        ("stranger", "X", "2025-01-05", "1"),
    ]
    return [*lines, (some[25], "N25", "2025-02-03", "44.00")], arms


def by_hand(lines: list[Line], arms: dict[str, str], arm: str, first: str, last: str) -> tuple[int, Decimal]:
    """How many of an arm responded, and the money of the arm, added up in plain Python."""
    orders: dict[tuple[str, str], Decimal] = {}
    for place, (who, order, day, amount) in enumerate(lines):
        if first <= day <= last and arms.get(who) == arm:
            key = (who, order or f"line {place}")
            orders[key] = orders.get(key, Decimal(0)) + Decimal(amount)
    return len({who for (who, _), amount in orders.items() if amount > 0}), sum(orders.values(), Decimal(0))


@pytest.mark.row("D5", "X7")
def test_orders_that_were_loaded_since_measure_a_campaign_and_a_file_of_them_says_the_same(
    space: Workspace, tmp_path: Path
) -> None:
    lines, arms = january(space)
    source = write(tmp_path / "january.csv", lines)
    loaded(space, source)
    found = look_again(space, "c0001")
    assert found.days == (date(2025, 1, 1), date(2025, 2, 3))
    (arm,) = found.arms
    assert (arm.responses, arm.revenue) == by_hand(lines, arms, "A", "2025-01-01", "2025-02-03")
    held, _ = by_hand(lines, arms, "held_out", "2025-01-01", "2025-02-03")
    assert (arm.held_responses, found.unknown) == (held, 1)
    within = look_again(space, "c0001", last=date(2025, 1, 31))
    assert within.arms[0].revenue == by_hand(lines, arms, "A", "2025-01-01", "2025-01-31")[1]
    by_file = campaigns.measure(
        space.home / "campaigns/c0001", [source], first=date(2025, 1, 1), last=date(2025, 1, 31), look=1
    )
    first = campaigns.measure(space.home / "campaigns/c0001", first=date(2025, 1, 1), last=date(2025, 1, 31), look=1)
    assert first.told() == by_file.told()
    kept = KeptCampaigns(space.home)
    assert [one["look"] for one in kept.results("c0001")] == [1, 2]
    assert [entry.did for entry in kept.ledger.entries()] == ["test", "measure", "measure"]


def test_before_the_new_export_is_loaded_it_says_what_to_do(space: Workspace) -> None:
    with pytest.raises(UsageError) as told:
        look_again(space, "c0001")
    assert told.value.key == "campaign_no_orders_yet"
    assert "2024-12-28" in told.value.render("en")
    assert KeptCampaigns(space.home).ledger.of("c")[-1].did == "test"


@pytest.mark.row("D5")
def test_the_terminal_plans_and_measures_in_a_workspace_without_naming_a_file(space: Workspace, tmp_path: Path) -> None:
    home = space.home
    planned = run_command(
        "campaign", "plan", home, "--sample", "30", "--cost", "0.62", "--sale", "70", "--margin", "50%", "--name", "d"
    )
    assert planned.code == 0, planned.err
    assert (home / "campaigns/c0002/campaign.json").is_file()
    loaded(space, write(tmp_path / "january.csv", january(space)[0]))
    measured = run_command("campaign", "measure", home / "campaigns/c0002", "--json")
    assert measured.code == 0, measured.err
    told = json.loads(measured.out)
    assert told["days"] == ["2025-01-01", "2025-02-03"]
    assert KeptCampaigns(home).results("c0002") == [told]
    nowhere = run_command("campaign", "plan", tmp_path, "--sample", "3", "--cost", "1", "--sale", "7")
    assert (nowhere.code, "E-CMP-NO-PLACE" in nowhere.err) == (2, True)
