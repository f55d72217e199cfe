"""One customer has one open warning; reasons join it, people end it, and a check made twice changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from shuke.desk import Desk
from shuke.errors import NotFound, UsageError
from shuke.watching.warnings.check import Checked, Wish, check
from shuke.watching.warnings.opened import Wanted, by_rule, close, get, history, listed, over_time, owners, snooze
from shuke.workspace import Workspace
from shuke.workspace.backup import backup, restore
from shuke.workspace.forget import forget
from watch.shop import DAYS, RULES, document, owner_of, rate, workspace

EVERYBODY = RULES.replace("overdue: {at_least: 3}", "overdue: {at_least: 0}")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("kept")
    return workspace(folder / "shop", folder)


@pytest.fixture
def space(tmp_path: Path, kept: Workspace) -> Workspace:
    shutil.copytree(kept.home, tmp_path / "shop")
    document(tmp_path / "shop", RULES)
    return Workspace(tmp_path / "shop")


def dump(space: Workspace) -> list[str]:
    with closing(sqlite3.connect(space.home / "desk.sqlite")) as db:
        return list(db.iterdump())


def open_ones(space: Workspace, **wanted: object) -> dict[str, int]:
    with Desk(space.home).reading() as db:
        found, total = listed(db, Wanted(**wanted), size=1000)  # type: ignore[arg-type]
    assert total == len(found)
    return {one.customer_id: one.number for one in found}


@pytest.mark.row("C7")
def test_a_check_made_twice_changes_nothing(space: Workspace) -> None:
    first = check(space, Wish())
    before = dump(space)
    second = check(space, Wish())
    assert dump(space) == before
    assert (first.again, second.again) == (False, True)
    assert second == Checked(**{**vars(first), "again": True, "messages": 0})


@pytest.mark.row("C7")
def test_a_customer_has_one_open_warning_which_further_reasons_join(space: Workspace) -> None:
    check(space, Wish())
    (number,) = [number for customer, number in open_ones(space).items() if customer == "K01"]
    more = "  - {rule: silent, title: {en: Silent, zh: 沉默}, when: {days_since_purchase: {at_least: 20}}}\n"
    document(space.home, RULES + more)
    done = check(space, Wish())
    assert open_ones(space)["K01"] == number
    assert done.joined >= 1
    with Desk(space.home).reading() as db:
        found = get(db, number)
        assert {one.rule for one in found.reasons} == {"rhythm", "fewer", "silent"}
        assert [one.what for one in history(db, number)] == ["joined", "opened"]
        assert found.severity == "high"
        assert found.reasons[0].figures["overdue"] == "5.1"


def test_a_second_open_warning_of_a_customer_is_refused_by_the_file_itself(space: Workspace) -> None:
    check(space, Wish())
    with pytest.raises(sqlite3.IntegrityError), Desk(space.home).changing() as db:
        db.execute(
            "INSERT INTO warnings (customer_id, severity, value, opened_on, opened_by, seen_on) "
            "SELECT customer_id, severity, value, opened_on, opened_by, seen_on FROM warnings LIMIT 1"
        )


@pytest.mark.row("B5")
def test_warnings_belong_to_the_salesperson_whom_the_run_names(space: Workspace) -> None:
    document(space.home, EVERYBODY)
    check(space, Wish())
    with Desk(space.home).reading() as db:
        found, _ = listed(db, Wanted(), size=1000)
        assert {one.customer_id: one.owner for one in found} == {
            one.customer_id: owner_of(one.customer_id) for one in found
        }
        counted = dict(owners(db))
    assert counted == {name: len(open_ones(space, owner=(name,))) for name in counted}
    assert open_ones(space, rule="fewer").keys() <= open_ones(space).keys()


def test_a_warning_at_rest_is_not_listed_until_its_day(space: Workspace) -> None:
    check(space, Wish())
    number = open_ones(space)["K01"]
    desk = Desk(space.home)
    assert snooze(desk, number, "14d", "Li").snoozed_until == "2024-07-14"
    assert "K01" not in open_ones(space)
    assert open_ones(space, status="snoozed") == {"K01": number}
    rate(space, DAYS[1])
    check(space, Wish())
    assert open_ones(space)["K01"] == number
    with desk.reading() as db:
        assert next(one.what for one in history(db, number)) == "woke"


@pytest.mark.parametrize("until", ["2024-06-30", "2024-06-01", "2030-01-01", "soon", "0d"])
def test_a_day_on_which_nobody_can_rest_is_refused(space: Workspace, until: str) -> None:
    check(space, Wish())
    with pytest.raises(UsageError):
        snooze(Desk(space.home), open_ones(space)["K01"], until, "Li")


def test_a_closed_warning_is_left_in_peace_and_stays_closed(space: Workspace) -> None:
    check(space, Wish())
    number, desk = open_ones(space)["K01"], Desk(space.home)
    done = close(desk, number, "false_alarm", "Li", "On holiday.")
    assert (done.outcome, done.closed_on, done.closed_by) == ("false_alarm", "2024-06-30", "Li")
    with pytest.raises(UsageError) as caught:
        close(desk, number, "kept", "Li")
    assert caught.value.key == "warning_closed"
    document(space.home, RULES + "most: 999\n")
    check(space, Wish())
    assert "K01" not in open_ones(space)
    # The quiet days are over.
    rate(space, DAYS[2])
    check(space, Wish())
    assert open_ones(space)["K01"] > number


def test_whoever_is_lost_is_not_warned_of_again_until_they_buy(space: Workspace) -> None:
    check(space, Wish())
    close(Desk(space.home), open_ones(space)["K01"], "lost", "Li")
    rate(space, DAYS[2])
    check(space, Wish())
    assert "K01" not in open_ones(space)


@pytest.mark.row("C7")
def test_whoever_comes_back_ends_their_warning_themselves(space: Workspace, tmp_path: Path) -> None:
    check(space, Wish())
    number = open_ones(space)["K05"]
    later = workspace(tmp_path / "later", tmp_path, (DAYS[0], DAYS[2]))
    document(later.home, RULES)
    (space.home / "desk.sqlite").rename(later.home / "desk.sqlite")
    check(later, Wish())
    with Desk(later.home).reading() as db:
        found = get(db, number)
        days = over_time(db)
    assert (found.outcome, found.closed_by, found.closed_on) == ("returned", "check", "2024-08-31")
    assert days[-1]["closed"] == {"returned": 1}


def test_an_earlier_run_is_not_checked_after_a_later_one(tmp_path: Path) -> None:
    space = workspace(tmp_path / "shop", tmp_path, DAYS[:2])
    check(space, Wish())
    with pytest.raises(UsageError) as caught:
        check(space, Wish(run=2))
    assert caught.value.key == "warnings_run_older"


def test_one_check_opens_so_many_warnings_at_most_the_most_severe_first(space: Workspace) -> None:
    document(space.home, EVERYBODY)
    everybody = check(space, Wish())
    (space.home / "desk.sqlite").unlink()
    document(space.home, EVERYBODY.replace("owner: owner", "owner: owner\nmost: 3"))
    done = check(space, Wish())
    assert (done.opened, done.left_out) == (3, everybody.opened - 3)
    with Desk(space.home).reading() as db:
        found, _ = listed(db, Wanted())
    assert [one.severity for one in found] == ["high"] * 3


def test_nobody_elses_warning_is_found(space: Workspace) -> None:
    check(space, Wish())
    desk = Desk(space.home)
    with pytest.raises(NotFound):
        snooze(desk, open_ones(space)["K01"], "14d", "Zhao", ("Zhao",))
    with desk.reading() as db:
        assert by_rule(db, ("Zhao",)) != by_rule(db)


@pytest.mark.promise("F2")
def test_forgetting_a_customer_takes_their_warnings(space: Workspace) -> None:
    check(space, Wish())
    number = open_ones(space)["K01"]
    assert forget(space, ["K01"]).customers == 1
    with Desk(space.home).reading() as db, pytest.raises(NotFound):
        get(db, number)
    assert not any("'K01'" in line for line in dump(space))


def test_a_backup_keeps_the_warnings_and_the_rules(space: Workspace, tmp_path: Path) -> None:
    check(space, Wish())
    backup(space, tmp_path / "b.tar")
    restore(tmp_path / "b.tar", tmp_path / "again")
    again = Workspace(tmp_path / "again")
    assert open_ones(again) == open_ones(space)
    assert check(again, Wish()).again
