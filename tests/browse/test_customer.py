"""One customer: orders add up to the figures, the explanation is the one of the terminal, history that of the runs."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from browse.kept import AS_OF, BEFORE, SCHEME, lines, table
from browse.test_pages import plain
from cli.terminal import shuke
from shuke.browse import Comparisons, Filter, Runs, Scope, Shelf, page
from shuke.browse.bought import Bought
from shuke.browse.customer import customer, customer_orders
from shuke.browse.overview import overview
from shuke.browse.scope import mask_id, reference
from shuke.errors import DataError, NotFound, UsageError
from shuke.movement import compare
from shuke.rating import Options
from shuke.scheme.parse import scheme_text
from shuke.workspace import Workspace, load, refresh
from shuke.workspace.forget import forget
from workspace.books import UNION, made, write

EVERYBODY = Scope()


def everybody(shelf: Shelf) -> list[dict[str, Any]]:
    return list(page(shelf.table(), Filter(), EVERYBODY, size=200).rows)


@pytest.mark.row("B7")
def test_orders_inside_the_period_add_up_to_the_figures_of_every_customer(shelf: Shelf) -> None:
    for row in everybody(shelf):
        found = customer_orders(shelf, shelf.table(), EVERYBODY, str(row["_ref"]))
        inside = [one for one in found if one.in_period]
        assert sum(one.amount for one in inside) == Decimal(row["monetary"])
        assert sum(one.kind == "purchase" for one in inside) == row["frequency"]
        last = max(one.on for one in inside if one.kind == "purchase")
        assert (AS_OF - last).days == row["recency_days"]


def test_orders_and_months_are_those_of_the_file(shelf: Shelf) -> None:
    mine = [line for line in lines() if line[0] == "C001"]
    found = customer_orders(shelf, shelf.table(), EVERYBODY, "C001")
    assert sum(one.lines for one in found) == len(mine)
    assert sum(one.amount for one in found) == sum(Decimal(line[3]) for line in mine)
    assert {one.order_id for one in found} == {line[1] for line in mine}
    months = customer(shelf, shelf.table(), EVERYBODY, "C001", "en").months
    assert sum(one.amount for one in months) == sum(one.amount for one in found)
    assert [one.month for one in months] == sorted({f"{one.on:%Y-%m}" for one in found})


def test_an_earlier_run_shows_the_orders_and_months_that_it_knew(shelf: Shelf) -> None:
    early = shelf.runs.all()[1]
    found = customer_orders(shelf, shelf.of(early), EVERYBODY, "C001")
    assert max(one.on for one in found) <= BEFORE


@pytest.mark.row("X4")
@pytest.mark.parametrize("one", ["C001", "a/b", "=1+1"])
def test_the_explanation_is_the_one_of_the_terminal(one: str, shelf: Shelf, space: Workspace) -> None:
    folder = space.run_folder(shelf.runs.get().run)
    asked = customer(shelf, shelf.table(), EVERYBODY, reference(one), "en")
    told = shuke("explain", str(folder), "--json", "--", one).out
    assert asked.explanation == json.loads(told)
    assert "\n".join(asked.sentences) == shuke("explain", str(folder), "--lang", "en", "--", one).out.rstrip("\n")


def test_the_strategy_is_that_of_the_customers_tier(shelf: Shelf) -> None:
    told = customer(shelf, shelf.table(), EVERYBODY, "C001", "zh")
    (found,) = told.strategy
    report = overview(shelf.runs, shelf.runs.get())
    group = next(one for one in report["groups"] if one["name"] == told.row["tier"])
    assert found.place == told.row["tier"]
    assert {name: group[name] for name in found.texts} == found.texts


@pytest.mark.row("D6")
def test_history_tells_where_a_customer_stood_in_the_runs_of_the_scheme(shelf: Shelf, space: Workspace) -> None:
    stood = {
        day: {plain(row["customer_id"] or ""): (row["tier"], row["score"]) for row in table(space, day)}
        for day in (AS_OF, BEFORE)
    }
    for row in everybody(shelf)[::5]:
        told = customer(shelf, shelf.table(), EVERYBODY, str(row["_ref"]), "en").history
        expected = [
            (day.isoformat(), *stood[day][str(row["customer_id"])])
            for day in (AS_OF, BEFORE)
            if row["customer_id"] in stood[day]
        ]
        assert [(one.as_of, one.place, one.score) for one in told] == expected


def test_runs_are_listed_the_latest_first_and_say_which_counts(shelf: Shelf) -> None:
    found = shelf.runs.all()
    assert [(one.run.as_of, one.current, one.newest) for one in found] == [
        (AS_OF.isoformat(), True, True),
        (BEFORE.isoformat(), False, False),
    ]
    assert found[0].title == {"en": "RFM quintiles, weighted", "zh": "RFM 五分位加权评级"}
    assert shelf.runs.summary(found[0])["customers"]["rated"] == found[0].run.rated
    for number in (0, 1, 99, -1):
        with pytest.raises(NotFound):
            shelf.runs.get(number)


def test_two_runs_are_compared_as_the_terminal_does(shelf: Shelf, space: Workspace) -> None:
    new, old = shelf.runs.all()
    told = Comparisons(shelf.runs).between(old, new)
    found = compare(space.run_folder(old.run), space.run_folder(new.run))
    assert told == found.summary["compare"]
    found.close()


def test_a_run_that_came_since_is_seen_and_one_of_the_forgotten_is_gone(tmp_path: Path) -> None:
    space = made(tmp_path / "space")
    load(space, [write(tmp_path / "sales.csv", lines())], UNION)
    refresh(space, Options(reading=UNION), formats=["parquet"]).result.close()
    runs = Runs(space.home)
    shelf = Shelf(runs)
    first = runs.newest
    assert customer(shelf, shelf.table(), EVERYBODY, "C001", "en").lines_known
    refresh(space, Options(reading=UNION), formats=["csv"]).result.close()
    assert runs.newest == (first or 0) + 1
    assert customer(shelf, shelf.table(), EVERYBODY, "C001", "en").lines_known
    forget(space, ["C001"])
    assert runs.all() == []
    with pytest.raises(NotFound):
        shelf.table(first)


def test_a_run_of_another_scheme_stays_when_nobody_of_it_is_forgotten(tmp_path: Path) -> None:
    space = made(tmp_path / "space")
    load(space, [write(tmp_path / "sales.csv", [one for one in lines() if one[2] > "2024"])], UNION)
    refresh(space, Options(reading=UNION), formats=["parquet"]).result.close()
    shelf = Shelf(Runs(space.home))
    forget(space, ["KD-999-000"])
    (one,) = shelf.runs.all()
    told = customer(shelf, shelf.of(one), EVERYBODY, "C001", "en")
    assert not told.lines_known
    assert told.months == []
    assert told.explanation["trial"] == "no_lines"


def test_a_run_of_changes_alone_is_told_as_one(tmp_path: Path) -> None:
    space = made(tmp_path / "space")
    load(space, [write(tmp_path / "sales.csv", lines())], UNION)
    refresh(space, Options(reading=UNION), formats=["parquet"]).result.close()
    refresh(space, Options(reading=UNION), changes=True).result.close()
    shelf = Shelf(Runs(space.home))
    with pytest.raises(UsageError) as caught:
        shelf.table()
    assert caught.value.key == "run_of_changes"
    assert shelf.table(shelf.runs.all()[1].number).rated > 0


def test_a_file_that_was_changed_is_not_shown(tmp_path: Path) -> None:
    space = made(tmp_path / "space")
    load(space, [write(tmp_path / "sales.csv", lines())], UNION)
    refresh(space, Options(reading=UNION), formats=["parquet"]).result.close()
    folder = space.run_folder(space.head()[1].runs[SCHEME])
    for name in ("report.html", "customers.parquet"):
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[:-9] + b"x" + data[-8:])
    shelf = Shelf(Runs(space.home))
    with pytest.raises(DataError):
        overview(shelf.runs, shelf.runs.get())
    with pytest.raises(DataError):
        shelf.table()


def test_everybody_of_a_scheme_without_tiers_can_be_opened(tmp_path: Path) -> None:
    space = made(tmp_path / "space")
    load(space, [write(tmp_path / "sales.csv", lines())], UNION)
    for scheme in ("ladder-25", "octants-mean", "nested-125", "lifecycle-stages"):
        done = refresh(space, Options(reading=UNION), scheme=(scheme_text(scheme)[0], scheme), formats=["parquet"])
        done.result.close()
    shelf = Shelf(Runs(space.home))
    for one in shelf.runs.all():
        found = shelf.of(one)
        first = page(found, Filter(), EVERYBODY, size=1, sort=[found.saved.scheme.main]).rows[0]
        told = customer(shelf, found, EVERYBODY, str(first["_ref"]), "en")
        assert told.row == first
        assert [stood.scheme for stood in told.history] == [one.scheme]


@pytest.mark.row("D6")
@pytest.mark.parametrize("direction", [None, "promoted", "demoted", "entered", "left"])
def test_who_moved_is_listed_as_the_comparison_says(direction: str | None, shelf: Shelf, space: Workspace) -> None:
    new, old = shelf.runs.all()
    comparisons = Comparisons(shelf.runs)
    found, total = comparisons.moved(shelf, old, new, EVERYBODY, direction=direction, size=200)
    with_all = compare(space.run_folder(old.run), space.run_folder(new.run))
    rows = [row for row in with_all.moved.rows() if direction in {None, row["direction"]}]
    counted = with_all.summary["compare"]["directions"]
    with_all.close()
    assert {one.customer_id for one in found} == {row["customer_id"] for row in rows}
    assert len(found) == total == len(rows)
    assert total == sum(
        one["customers"] for name, one in counted.items() if name != "unchanged" and direction in {None, name}
    )
    for one in found:
        row = next(row for row in rows if row["customer_id"] == one.customer_id)
        assert (one.before, one.after, one.direction) == (row["before"], row["after"], row["direction"])
        assert one.figures["frequency"] == (row["frequency_before"], row["frequency_after"])
        listed = shelf.runs.get(one.run)
        assert customer(shelf, shelf.of(listed), EVERYBODY, one.ref, "en").row["customer_id"] == one.customer_id


def test_who_moved_from_one_place_to_another_is_a_cell_of_the_matrix_and_masked_for_viewers(shelf: Shelf) -> None:
    new, old = shelf.runs.all()
    comparisons = Comparisons(shelf.runs)
    cells = [one for one in comparisons.between(old, new)["cells"] if one["before"] != one["after"]]
    assert cells
    scope = Scope(masked=True, secret=b"s" * 32)
    for cell in cells:
        before, after = ("-" if cell[end] is None else cell[end] for end in ("before", "after"))
        found, total = comparisons.moved(shelf, old, new, EVERYBODY, before=before, after=after, size=200)
        assert total == cell["customers"]
        hidden, _ = comparisons.moved(shelf, old, new, scope, before=before, after=after, size=200)
        assert [one.customer_id for one in hidden] == [mask_id(one.customer_id) for one in found]
        for one, clear in list(zip(hidden, found, strict=True))[:2]:
            told = customer(shelf, shelf.of(shelf.runs.get(one.run)), scope, one.ref, "en")
            assert told.row["customer_id"] == mask_id(clear.customer_id)
    with pytest.raises(UsageError):
        comparisons.moved(shelf, old, new, EVERYBODY, direction="sideways; --")


def test_lines_are_the_same_from_memory_and_from_the_files(shelf: Shelf) -> None:
    listed = shelf.table().listed
    content, segments = shelf.runs.content(listed), shelf.runs.space.segments
    assert content is not None
    in_memory, in_files = Bought(segments, content), Bought(segments, content, most=0)
    assert (in_memory.fits, in_files.fits) == (True, False)
    with shelf.table().cursor() as engine:
        for wanted in (["C001"], ["C002", "a/b"], ["nobody"]):
            found = in_memory.of(wanted, engine)
            assert found == in_files.of(wanted, engine)
            assert len(found) == sum(line[0] in wanted for line in lines())
