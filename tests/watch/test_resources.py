"""Resources: small cases beside every split there is, and the document with its faults."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random

import openpyxl
import pytest
from typer.testing import CliRunner

from browse.kept import table
from shuke.cli.main import app
from shuke.errors import SchemeErrors, UsageError
from shuke.watch.resources import Need, parse, split, text_for
from shuke.watching.resources import hundredths, new, resources, save
from shuke.workspace import Workspace

SAID = """
resources:
  service:
    capacity: 100
    unit: hours
    tiers:
      A: {least: 1, most: 4, worth: 10}
      B: {least: 0.5, most: 2, worth: 5}
      C: {most: 1, worth: 1}
"""


def best(capacity: int, needs: list[Need]) -> Fraction | None:
    """The greatest worth of all splits into whole hours; None where the least cannot be met."""
    ranges = [range(int(one.customers * one.least), int(one.customers * one.most) + 1) for one in needs]
    sums = [
        sum((hours * one.worth for hours, one in zip(found, needs, strict=True)), Fraction(0))
        for found in product(*ranges)
        if sum(found) <= capacity
    ]
    return max(sums, default=None)


@pytest.mark.row("C10")
def test_no_split_of_whole_hours_is_worth_more_and_one_more_hour_is_worth_what_is_told() -> None:
    random = Random(3)
    met = 0
    for _ in range(120):
        needs = []
        for place in "ABC":
            least = random.randint(0, 2)
            needs.append(
                Need(place, random.randint(0, 3), Fraction(least), Fraction(least + random.randint(0, 3)),
                     Fraction(random.randint(0, 4)))
            )  # fmt: skip
        capacity = random.randint(0, 20)
        found, want = split(Fraction(capacity), needs), best(capacity, needs)
        if want is None:
            assert found.missing > 0
            continue
        met += 1
        assert (found.missing, found.value) == (0, want)
        more = best(capacity + 1, needs)
        assert more is not None
        assert more - want == found.next_worth
    assert met > 60


@pytest.mark.row("C10")
def test_the_least_comes_first_and_then_value() -> None:
    needs = [
        Need("A", 10, Fraction(1), Fraction(4), Fraction(10)),
        Need("B", 40, Fraction(1, 2), Fraction(2), Fraction(5)),
        Need("C", 200, Fraction(0), Fraction(1), Fraction(1)),
    ]
    found = split(Fraction(100), needs)
    assert [one.given for one in found.shares] == [40, 60, 0]
    assert (found.value, found.next_worth, found.next_place, found.last_worth) == (700, 5, "B", 5)
    assert [one.each for one in found.shares] == [4, Fraction(3, 2), 0]
    plenty = split(Fraction(1_000), needs)
    assert (plenty.left, plenty.next_worth, plenty.next_place) == (680, 0, None)
    short = split(Fraction(20), needs)
    assert [one.given for one in short.shares] == [10, 10, 0]
    assert (short.missing, short.next_place) == (10, "B")


def test_places_that_are_worth_the_same_share_in_the_measure_of_what_they_take() -> None:
    needs = [Need("A", 1, Fraction(0), Fraction(3), Fraction(2)), Need("B", 1, Fraction(0), Fraction(6), Fraction(2))]
    assert [one.given for one in split(Fraction(3), needs).shares] == [1, 2]
    assert [one.given for one in split(Fraction(1), needs).shares] == [Fraction(1, 3), Fraction(2, 3)]


@pytest.mark.row("C10")
def test_a_document_says_what_it_says() -> None:
    plan, _ = parse(SAID)
    service = plan.resources["service"]
    assert (str(service.capacity), str(service.tiers["B"].least), str(service.tiers["C"].least)) == ("100", "0.5", "0")
    again, _ = parse(text_for({"A": 10, "很好": 20, "n": 0}, {"head": "x", "worth": "y"}))
    assert list(again.resources["support"].tiers) == ["A", "很好", "n"]
    # 10 × (1 + 3/3) + 20 × (0.5 + 1.5/3) = 40 hours.
    assert [int(one.capacity) for one in again.resources.values()] == [40, 20, 10]


@pytest.mark.parametrize(
    ("old", "new", "line", "key"),
    [
        ("capacity: 100", "capacity: many", 4, "many"),
        ("capacity: 100", "capacity: -1", 4, "-1"),
        ("most: 4", "most: 4, mots: 3", 7, "mots"),
        ("least: 1, most: 4", "least: 5, most: 4", 7, "5"),
        (", worth: 5", "", 8, "B"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, line: int, key: str) -> None:
    with pytest.raises(SchemeErrors) as raised:
        parse(SAID.replace(old, new, 1))
    told = raised.value.render("en")
    assert f"line {line}" in told
    assert key in told


@pytest.mark.row("C10")
def test_a_workspace_is_split_by_the_customers_and_the_money_of_its_run(kept: Workspace, tmp_path: Path) -> None:
    home = tmp_path / "shop"
    shutil.copytree(kept.home, home)
    example = resources(home)
    assert not example.own
    path = new(home, "en")
    path.write_text(
        "resources: {service: {capacity: 60, tiers: {A: {least: 1, most: 2}, B: {most: 1}, D: {most: 3}}}}", "utf-8"
    )
    rows = table(kept)
    heads = Counter(row["tier"] for row in rows)
    found = resources(home)
    (told,) = found.document()["resources"]
    by_place = {one["place"]: one for one in told["shares"]}
    assert found.own
    assert {name: one["customers"] for name, one in by_place.items()} == {name: heads[name] for name in "ABD"}
    average = sum(Decimal(row["monetary"] or 0) for row in rows if row["tier"] == "A") / heads["A"]
    assert by_place["A"]["worth"] == str(average.quantize(Decimal("0.01"), "ROUND_HALF_UP"))
    assert sum(Decimal(one["given"]) for one in told["shares"]) + Decimal(told["left"]) == 60
    written = save(found, tmp_path / "out", "zh")
    assert json.loads(written[0].read_text("utf-8"))["resources"] == [told]
    sheet = openpyxl.load_workbook(written[1]).active
    assert [cell.value for cell in sheet[4]][:3] == ["service", "A", heads["A"]]
    with pytest.raises(UsageError, match="already"):
        new(home, "en")
    path.write_text("resources: {service: {capacity: 60, tiers: {Z: {most: 1}}}}", "utf-8")
    with pytest.raises(SchemeErrors, match="Z"):
        resources(home)


def test_parts_in_hundredths_add_up_to_the_whole() -> None:
    third = Fraction(1, 3)
    assert hundredths([third, third, third], Fraction(1)) == ["0.34", "0.33", "0.33"]


@pytest.mark.parametrize(("lang", "word"), [("en", "would go to"), ("zh", "再多一个单位")])
def test_the_terminal_tells_the_split(kept: Workspace, lang: str, word: str) -> None:
    words = ["resources", "split", "--workspace", str(kept.home)]
    done = CliRunner().invoke(app, [*words, "--lang", lang])
    assert done.exit_code == 0, done.output
    assert word in done.output
    assert json.loads(CliRunner().invoke(app, [*words, "--json"]).output)["rule"] == "greedy"
