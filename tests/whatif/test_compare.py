"""Two schemes on the same customers, against counting by hand."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from shuke.errors import UsageError
from shuke.rating import PLACED, Rating
from shuke.whatif import Comparison, compare
from shuke.whatif.compare import NOT_RATED
from shuke.whatif.files import FILES, comparison_document, save
from whatif.conftest import BASE, LONGER, METALS, MORE, OTHER, Rate


def places(rating: Rating) -> dict[str, tuple[str, Decimal]]:
    rows = rating.engine.run(f"SELECT customer_id, CAST({rating.scheme.main} AS VARCHAR), monetary FROM {PLACED}")
    return {customer: (place or "", money) for customer, place, money in rows}


def by_hand(a: Rating, b: Rating) -> dict[tuple[str, str], tuple[int, Decimal]]:
    first, second = places(a), places(b)
    found: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for customer in first.keys() | second.keys():
        before, after = (side.get(customer, (NOT_RATED, Decimal(0))) for side in (first, second))
        found[before[0], after[0]].append(first[customer][1] if customer in first else after[1])
    return {cell: (len(amounts), sum(amounts, Decimal(0))) for cell, amounts in found.items()}


SCHEMES = [OTHER, METALS, MORE, LONGER, "octants-mean", "quartile-code", "ladder-25", "abc-pareto", "levels-5-4-6"]


@pytest.mark.row("X1")
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_matrix_holds_every_customer_and_their_money_once(rate: Rate, scheme: str) -> None:
    a, b = rate(BASE), rate(scheme)
    found = compare(a, b)
    assert {(one.before, one.after): (one.customers, one.money) for one in found.cells} == by_hand(a, b)
    whole = found.both.customers + found.only[0].customers + found.only[1].customers
    assert whole == len(places(a).keys() | places(b).keys())
    assert len(list(found.all_movers())) == found.moved.customers
    assert sum((mover.money for mover in found.all_movers()), Decimal(0)) == found.moved.money
    assert list(found.all_movers())[: len(found.movers)] == list(found.movers)


@pytest.mark.row("X1")
def test_tiers_of_the_same_names_go_up_and_down(rate: Rate) -> None:
    a, b = rate(BASE), rate(OTHER)
    found = compare(a, b)
    first, second = places(a), places(b)
    moved = {customer for customer in first if first[customer][0] != second[customer][0]}
    up = {customer for customer in moved if second[customer][0] < first[customer][0]}
    assert found.kind == "same"
    assert found.moved.customers == len(moved) > 0
    assert found.up is not None
    assert found.down is not None
    assert (found.up.customers, found.down.customers) == (len(up), len(moved - up))
    assert found.up.money + found.down.money == found.moved.money
    assert {mover.customer_id for mover in found.all_movers()} == moved
    steps = [abs(mover.steps or 0) for mover in found.all_movers()]
    assert steps == sorted(steps, reverse=True)


def test_tiers_of_other_names_are_compared_by_position(rate: Rate) -> None:
    found = compare(rate(BASE), rate(METALS))
    assert found.kind == "ordered"
    assert found.expected["A"] == "platinum"
    # Only the first floor differs, so nobody climbs.
    assert found.up is not None
    assert found.up.customers == 0
    assert found.down is not None
    assert found.down.customers == found.moved.customers > 0


@pytest.mark.row("X1")
def test_a_tier_that_only_one_scheme_has_is_a_step_of_the_same_ladder(rate: Rate) -> None:
    a, b = rate(BASE), rate(MORE)
    found, back = compare(a, b), compare(b, a)
    scores = dict(a.engine.run(f"SELECT customer_id, score FROM {PLACED}"))
    top = {customer for customer, score in scores.items() if score >= Decimal("4.8")}
    middle = {customer for customer, score in scores.items() if Decimal("2.5") <= score < 3}
    assert found.kind == back.kind == "extended"
    assert {mover.customer_id: mover.steps for mover in found.all_movers()} == dict.fromkeys(top | middle, 1)
    assert found.up is not None
    assert found.up.customers == found.moved.customers == len(top) + len(middle) > len(top) > 0
    assert back.down == found.up
    assert found.down is not None
    assert found.down.customers == 0


def test_groups_of_another_kind_are_a_cross_table(rate: Rate) -> None:
    found = compare(rate("octants-mean"), rate(BASE))
    assert found.kind == "different"
    assert (found.up, found.down, found.steps) == (None, None, False)
    assert 0 < found.agreeing < 1
    assert 0 < found.adjusted_rand < 1


@pytest.mark.row("D19")
def test_tiers_and_clusters_are_different_things_and_clusters_of_two_runs_are_not(rate: Rate) -> None:
    assert compare(rate("rfmt-ahp"), rate("rfmt-kmeans")).kind == "different"
    again = compare(rate("rfmt-kmeans"), rate("rfmt-kmeans"))
    assert (again.kind, again.moved.customers, again.steps) == ("same", 0, True)


@pytest.mark.row("T5")
def test_levels_by_share_and_by_k_means_give_the_same_eight_names(rate: Rate) -> None:
    found = compare(rate("three-level-eight"), rate("three-level-eight-kmeans"))
    assert found.kind == "same"
    assert (found.up, found.down) == (None, None)
    assert 0 < found.moved.customers < found.both.customers


def test_a_scheme_and_itself_agree(rate: Rate) -> None:
    found = compare(rate(BASE), rate(BASE))
    assert (found.moved.customers, found.agreeing, found.adjusted_rand) == (0, 1, 1)
    assert found.movers == ()
    assert found.differences == ()


def test_customers_whom_only_one_scheme_rates_have_not_moved(rate: Rate) -> None:
    found = compare(rate(BASE), rate(LONGER))
    assert found.only[0].customers == 0
    assert found.only[1].customers == rate(LONGER).rated - rate(BASE).rated > 0
    back = compare(rate(LONGER), rate(BASE))
    assert back.only[0].customers == found.only[1].customers


def test_turned_round_ups_are_downs(rate: Rate) -> None:
    there, back = compare(rate(BASE), rate(OTHER)), compare(rate(OTHER), rate(BASE))
    assert there.up == back.down
    assert there.down == back.up
    assert there.adjusted_rand == back.adjusted_rand


@pytest.mark.row("X1")
def test_the_files_hold_the_same_figures(rate: Rate, tmp_path: Path) -> None:
    found: Comparison = compare(rate(BASE), rate(OTHER))
    written = save(found, tmp_path / "out")
    assert {path.name for path in written} == set(FILES) == {path.name for path in (tmp_path / "out").iterdir()}
    document = json.loads((tmp_path / "out" / "diff.json").read_text(encoding="utf-8"))
    assert document == json.loads(json.dumps(comparison_document(found)))
    assert document["moved"]["customers"] == found.moved.customers
    raw = (tmp_path / "out" / "movers.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert [row["customer_id"] for row in rows] == [mover.customer_id for mover in found.all_movers()]
    assert sum((Decimal(row["monetary"]) for row in rows), Decimal(0)) == found.moved.money


def test_a_folder_that_cannot_be_written_is_told(rate: Rate, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError):
        save(compare(rate(BASE), rate(OTHER)), tmp_path / "file")
