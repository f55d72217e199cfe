"""Tables of interactions and customers in a workspace rate as they do beside the files, byte for byte."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from cli.terminal import shuke
from shuke.errors import SchemeError
from shuke.rating import Options, rate
from shuke.result import Result
from shuke.scheme.parse import scheme_text
from shuke.workspace import Workspace, load, refresh
from shuke.workspace.beside import Beside
from shuke.workspace.forget import forget
from workspace.books import UNION, book, made, write
from workspace.test_equal import same
from workspace.test_forget import PHONES, found_in, named, of_phones

CONTACTS = ("customer_id", "kind", "occurred_at", "value")
ABOUT = ("customer_id", "region", "overdue", "email")
HEADERS = ("customer_id", "order_id", "ordered_at", "amount", "region")
Row = tuple[str, ...]


def contacts(ids: list[str], seed: int, rows: int = 200) -> list[Row]:
    chance = random.Random(seed)
    kinds = ("咨询", "投诉", "visit", "satisfaction")
    found = []
    for _ in range(rows):
        on = date(2024, 1, 1) + timedelta(days=chance.randrange(366))
        found.append((chance.choice(ids), chance.choice(kinds), on.isoformat(), f"{chance.randrange(50) / 10}"))
    return sorted(found, key=lambda row: (row[2], row))


def about(ids: list[str], seed: int) -> list[Row]:
    chance = random.Random(seed)
    places = ("杭州", "杭州市", "宁波", "舟山")
    return [(one, chance.choice(places), str(chance.choice((0, 0, 0, 1))), f"{one.lower()}@example.com") for one in ids]


def asked(scheme: str, **more: object) -> Options:
    options = Options(reading=UNION, carry=("region",), metrics=("consultations", "complaints"))
    return replace(options, **more)  # type: ignore[arg-type]


def outside(sales: list[Path], out: Path, scheme: str, interactions: list[Path], customers: list[Path]) -> Path:
    options = asked(scheme, interactions=interactions, customers=customers)
    result = Result(rate(sales, scheme_text(scheme)[0], options))
    result.save(out, ["csv", "parquet"], "en")
    result.close()
    return out


def inside(space: Workspace, scheme: str) -> tuple[Path, dict[str, object]]:
    done = refresh(space, asked(scheme), scheme=(scheme_text(scheme)[0], scheme), formats=["csv", "parquet"])
    done.result.close()
    return space.run_folder(done.run), done.result.summary


@pytest.mark.row("X8")
@pytest.mark.parametrize("scheme", ["activity-contribution-rank", "loan-binary"])
@pytest.mark.parametrize("personal", [False, True])
def test_a_rating_equals_that_of_the_files_together(scheme: str, personal: bool, tmp_path: Path) -> None:
    lines = (of_phones if personal else named)(book(31, 240))
    ids = sorted({line[0] for line in lines})
    sales = [
        write(tmp_path / f"sales-{n}.csv", [(*line, "舟山") for line in lines[n * 120 : n * 120 + 120]], HEADERS)
        for n in range(2)
    ]
    # A column named value could be money, and then tells nothing by itself.
    rows = [row[:3] for row in contacts([*ids, "13800138000" if personal else "KD-0"], 1)]
    pieces = [write(tmp_path / f"contacts-{n}.csv", rows[n * 100 : n * 100 + 100], CONTACTS[:3]) for n in range(2)]
    table = write(tmp_path / "customers.csv", about(ids[:-2], 2), ABOUT)
    space = made(tmp_path / "space")
    # Found by what they are, or named; together, or one after the other.
    load(space, [sales[0], pieces[0], table], UNION)
    load(space, [sales[1]], UNION, beside=Beside((pieces[1],)))
    found, told = inside(space, scheme)
    whole = outside(sales, tmp_path / "whole", scheme, pieces, [table])
    same(found, whole)
    assert told["interaction_table"]["rows_read"] == 200  # type: ignore[index]
    assert "region" in (found / "customers.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    if personal:
        assert found_in(space.home, [*ids, "13800138000"]) == []


def test_the_same_row_of_an_overlapping_export_counts_once(tmp_path: Path) -> None:
    lines = named(book(32))
    rows = contacts(sorted({line[0] for line in lines}), 3, 60)
    rows = [rows[0], *rows]
    space = made(tmp_path / "space")
    load(space, [write(tmp_path / "sales.csv", lines)], UNION)
    first = write(tmp_path / "a.csv", rows[:40], CONTACTS)
    taken = load(space, [], UNION, beside=Beside((first,)))
    assert [one.known for one in taken.tables] == [0]
    assert load(space, [], UNION, beside=Beside((first,))).tables == ()
    taken = load(space, [], UNION, beside=Beside((write(tmp_path / "b.csv", rows, CONTACTS),)))
    assert [(one.read, one.known) for one in taken.tables] == [(61, 40)]
    done = refresh(space, asked("", carry=()), formats=["csv"])
    assert done.result.summary["interaction_table"]["rows_used"] == 61
    done.result.close()


def test_a_newer_table_of_customers_replaces_those_it_names(tmp_path: Path) -> None:
    ids = ["KD-1", "KD-2", "KD-3"]
    sales = [(one, f"O{n}", "2024-03-01", "10") for n, one in enumerate(ids)]
    space = made(tmp_path / "space")
    load(space, [write(tmp_path / "sales.csv", sales)], UNION)
    head = ("customer_id", "region", "size")
    old = write(tmp_path / "old.csv", [("KD-1", "杭州", "5"), ("KD-2", "宁波", "6")], head)
    new = write(tmp_path / "new.csv", [("KD-2", "舟山"), ("KD-3", "温州")], head[:2])
    for path in (old, new):
        load(space, [], UNION, beside=Beside((), (path,)))
    done = refresh(space, Options(carry=("region", "size")), formats=["csv"])
    found = {row["customer_id"]: (row["region"], row["size"]) for row in done.result.customers.rows()}
    done.result.close()
    assert found == {"KD-1": ("杭州", "5"), "KD-2": ("舟山", None), "KD-3": ("温州", None)}


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    space = made(tmp_path / "space")
    load(space, [write(tmp_path / "sales.csv", named(book(33, 30)))], UNION)
    with pytest.raises(SchemeError) as caught:
        inside(space, "activity-contribution-rank")
    assert caught.value.key == "table_missing"
    said = shuke("load", "--workspace", space.home)
    assert (said.code, "Traceback" in said.err) == (2, False)
    said = shuke("refresh", "--workspace", space.home, "--carry", "nothing")
    assert (said.code, "Traceback" in said.err) == (2, False)


def test_the_command_takes_tables_and_tells_of_them(tmp_path: Path) -> None:
    lines = named(book(34, 60))
    ids = sorted({line[0] for line in lines})
    space = made(tmp_path / "space")
    sales = write(tmp_path / "sales.csv", lines)
    rows = write(tmp_path / "contacts.csv", contacts(ids, 4, 30), CONTACTS)
    table = write(tmp_path / "about.csv", about(ids, 5), ABOUT)
    said = shuke("load", sales, "--interactions", rows, "--customers", table, "--workspace", space.home)
    assert (said.code, "contacts.csv" in said.out, "about.csv" in said.out) == (0, True, True)
    said = shuke("load", "--interactions", rows, "--workspace", space.home, "--lang", "zh")
    assert said.code == 0
    words = ("--carry", "region", "--metrics", "consultations", "--format", "csv")
    assert shuke("refresh", "--workspace", space.home, *words).code == 0
    assert shuke("history", "--workspace", space.home).code == 0


def test_the_forgotten_go_from_the_tables_too(tmp_path: Path) -> None:
    lines = of_phones(book(35, 80))
    phone = PHONES["C005"]
    ids = sorted({*(line[0] for line in lines), phone})
    space = made(tmp_path / "space")
    tables = Beside(
        (write(tmp_path / "contacts.csv", contacts(ids, 6, 120), CONTACTS),),
        (write(tmp_path / "about.csv", about(ids, 7), ABOUT),),
    )
    load(space, [write(tmp_path / "sales.csv", lines)], UNION, beside=tables)
    forget(space, [phone])
    left = space.head()[1].tables
    assert [one.rows.rows for one in left if one.rows] == [
        sum(row[0] != phone for row in contacts(ids, 6, 120)),
        len(ids) - 1,
    ]
    more = write(
        tmp_path / "more.csv", [(phone, "visit", "2024-12-31", "1"), (ids[0], "visit", "2024-12-31", "1")], CONTACTS
    )
    taken = load(space, [], UNION, beside=Beside((more,)))
    assert [one.forgotten for one in taken.tables] == [1]
    assert found_in(space.home, [phone]) == []
