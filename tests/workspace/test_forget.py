"""A customer who is forgotten is nowhere any more, and what is left is what the others alone would have made."""

from __future__ import annotations

import csv
import random
import shutil
from pathlib import Path

import duckdb
import pytest

from cli.terminal import shuke
from shuke.errors import UsageError
from shuke.ingest.raw import Reading
from shuke.rating import Options
from shuke.workspace import Workspace, load, refresh, rollback
from shuke.workspace.backup import backup, restore
from shuke.workspace.forget import forget
from shuke.workspace.verify import verify
from workspace.books import UNION, Line, book, loaded, made, rated, write
from workspace.test_equal import run, same
from workspace.victims import Victims
from workspace.whole import head, without_leftovers

SCHEME = "rfm-quintile-weighted"
PHONES = {f"C{n:03}": f"1390013{n:04}" for n in range(24)}


def found_in(home: Path, words: list[str]) -> list[str]:
    """Where words stand in a folder: as bytes, and in the cells of Parquet files, which are packed."""
    found = []
    for path in sorted(one for one in home.rglob("*") if one.is_file()):
        data = path.read_bytes()
        text = data.decode("utf-8", "replace") + data.decode("utf-16-le", "replace") + data.decode("gb18030", "replace")
        if path.suffix == ".parquet":
            with duckdb.connect() as engine:
                text += str(engine.execute(f"SELECT * FROM read_parquet('{path}')").fetchall())
        found += [f"{path.relative_to(home)}: {word}" for word in words if word in text]
    return found


def named(lines: list[Line]) -> list[Line]:
    """The book with ids that are not in a file by chance."""
    return [(f"KD-77310-{line[0]}", *line[1:]) for line in lines]


def of_phones(lines: list[Line]) -> list[Line]:
    return [(PHONES[line[0]], *line[1:]) for line in lines]


def pieces(lines: list[Line], tmp_path: Path, without: set[str], name: str) -> list[Path]:
    """The book in three files, once whole and once without some customers."""
    cuts = [lines[:60], lines[60:110], lines[110:]]
    return [
        write(tmp_path / f"{name}-{number}.csv", [line for line in cut if line[0] not in without])
        for number, cut in enumerate(cuts)
    ]


@pytest.mark.row("X3")
def test_what_is_left_is_what_the_others_alone_would_have_made(tmp_path: Path) -> None:
    gone = {"KD-77310-C003", "KD-77310-C011", "KD-77310-C017"}
    lines = named(book(21))
    space = made(tmp_path / "space", SCHEME)
    for number, path in enumerate(pieces(lines, tmp_path, set(), "all")):
        loaded(space, path)
        if number == 1:
            refresh(space, Options(), formats=["csv", "xlsx", "parquet"]).result.close()
    others = pieces(lines, tmp_path, gone, "others")
    erased = sum(line[0] in gone for line in lines)
    assert found_in(space.home, sorted(gone)) != []
    done = forget(space, sorted(gone))
    assert (done.customers, done.rows, done.runs) == (3, erased, 1)
    assert found_in(space.home, sorted(gone)) == []
    without_leftovers(space.home)
    assert verify(Workspace(space.home)).damaged == ()
    same(run(space, SCHEME, None), rated(others, tmp_path / "whole", SCHEME))
    content = space.head()[1]
    assert content.seen == len({line[0] for line in lines} - gone)
    # Every row and cent that is left is accounted for.
    done2 = refresh(space, Options())
    assert done2.result.summary["accounting"]["rows_read"] == len(lines) - erased
    done2.result.close()


def test_codes_and_rejected_rows_of_the_forgotten_go_too(tmp_path: Path) -> None:
    lines = of_phones(book(22))
    phone = PHONES["C005"]
    path = write(
        tmp_path / "sales.csv", [*lines, (phone, "O99998", "no day", "1"), ("C9-bad", "O99999", "no day", "1")]
    )
    space = made(tmp_path / "space", SCHEME)
    loaded(space, path)
    with duckdb.connect() as engine:
        codes = {
            row[0]
            for one in space.head()[1].customers
            for row in engine.execute(f"SELECT customer_id FROM '{space.segments.path(one)}'").fetchall()
        }
    assert phone not in codes
    said = shuke("forget", phone, "C9-bad", "--workspace", space.home, "--yes")
    assert (said.code, "1 customer " in said.out) == (0, True)
    with duckdb.connect() as engine:
        left = {
            row[0]
            for one in Workspace(space.home).head()[1].customers
            for row in engine.execute(f"SELECT customer_id FROM '{space.segments.path(one)}'").fetchall()
        }
    (code,) = codes - left
    assert found_in(space.home, [phone, code, "C9-bad"]) == []
    for lang in ("en", "zh"):
        told = shuke("history", "--workspace", space.home, "--lang", lang)
        assert (told.code, phone in told.out, code in told.out) == (0, False, False)
    # In another export they come again, and are refused; as often as it takes.
    more = write(
        tmp_path / "more.csv", [*lines, (phone, "O88888", "2024-12-30", "7.00"), ("Z1", "O1", "2024-12-30", "8")]
    )
    taken = load(Workspace(space.home), [more], UNION)
    assert taken.load is not None
    refused = sum(line[0] == phone for line in lines) + 1
    assert taken.load.parts[0].rejected["excluded_forgotten"][0] == refused
    assert found_in(space.home, [phone, code]) == []
    refresh(Workspace(space.home), Options(), formats=["csv"]).result.close()
    assert found_in(space.home, [phone, code]) == []
    # Unless somebody says that they are remembered; then they stay so.
    again = write(tmp_path / "again.csv", [(phone, "O77777", "2024-12-30", "9.00")])
    taken = load(Workspace(space.home), [again], UNION, remember=True)
    assert taken.load is not None
    assert taken.load.parts[0].rejected == {}
    assert found_in(space.home, [code]) != []
    last = write(tmp_path / "last.csv", [(phone, "O66666", "2024-12-31", "9.00")])
    assert load(Workspace(space.home), [last], UNION).load.parts[0].rejected == {}  # type: ignore[union-attr]


def test_nothing_can_be_rolled_back_to_the_time_before(tmp_path: Path) -> None:
    space = made(tmp_path / "space", SCHEME)
    loaded(space, write(tmp_path / "a.csv", book(23, 40)))
    loaded(space, write(tmp_path / "b.csv", book(24, 40)))
    rollback(space)
    forget(space, ["C001"])
    for to in (None, 0, 1, 2, 3):
        with pytest.raises(UsageError) as caught:
            rollback(space, to)
        assert caught.value.key == "state_pruned"
    assert shuke("history", "--workspace", space.home).out.count("\n") == 5
    # From then on it goes on as ever.
    loaded(space, write(tmp_path / "c.csv", book(25, 40)))
    before = space.head()[0]
    rollback(space)
    assert space.head()[0].content_sha256 == space.states.read(4).content_sha256
    rollback(space, before.number)
    assert space.head()[0].content_sha256 == before.content_sha256


def test_a_backup_holds_nobody_who_was_forgotten_before(tmp_path: Path) -> None:
    lines = named(book(28, 60))
    gone = lines[5][0]
    space = made(tmp_path / "space", SCHEME)
    loaded(space, write(tmp_path / "a.csv", lines))
    forget(space, [gone])
    backup(space, tmp_path / "b.tar")
    restore(tmp_path / "b.tar", tmp_path / "again")
    assert found_in(tmp_path / "again", [gone]) == []
    assert gone.encode() not in (tmp_path / "b.tar").read_bytes()
    # Who was forgotten stays so, and a damaged copy of a state without content is noticed too.
    again = Workspace(tmp_path / "again")
    taken = load(
        again,
        [write(tmp_path / "more.csv", [(gone, "O1", "2024-12-31", "5"), ("KD-1", "O2", "2024-12-31", "5")])],
        UNION,
    )
    assert taken.load is not None
    assert taken.load.parts[0].rejected["excluded_forgotten"][0] == 1
    assert verify(again).damaged == ()
    again.states.paths(1)[1].write_bytes(b"{}")
    assert verify(Workspace(again.home)).damaged == (again.states.paths(1)[1],)


def test_somebody_who_is_not_there_yet_can_be_forgotten(tmp_path: Path) -> None:
    space = made(tmp_path / "space", SCHEME)
    (tmp_path / "ids.txt").write_text("\ufeffKD-77310-C002\n\n KD-77310-C004 \n", encoding="utf-8")
    said = shuke("forget", "--file", tmp_path / "ids.txt", "--workspace", space.home, "--yes")
    assert said.code == 0
    days = (("C002", "O1", "2024-01-01", "5"), ("C003", "O2", "2024-01-01", "6"), ("C004", "O3", "2024-01-02", "7"))
    lines = named(list(days))
    # A Parquet file is read in place, until somebody in it was forgotten.
    path = tmp_path / "sales.parquet"
    source = write(tmp_path / "sales.csv", lines)
    with duckdb.connect() as engine:
        engine.execute(f"COPY (SELECT * FROM read_csv('{source}', types={{'amount': 'DECIMAL(18,2)'}})) TO '{path}'")
    taken = load(space, [path], Reading())
    assert taken.load is not None
    assert taken.load.parts[0].rejected == {"excluded_forgotten": (2, "12.0000")}
    assert found_in(space.home, ["KD-77310-C002", "KD-77310-C004"]) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nobody_is_erased_without_being_named_and_meant(lang: str, tmp_path: Path) -> None:
    space = made(tmp_path / "space", SCHEME)
    before = space.head()[0]
    assert shuke("forget", "--workspace", space.home, "--lang", lang).code == 2
    assert shuke("forget", "--file", tmp_path / "none.txt", "--workspace", space.home, "--lang", lang).code == 2
    assert shuke("forget", "C1", "--workspace", space.home, "--lang", lang).code != 0
    assert space.head()[0] == before


@pytest.mark.slow
@pytest.mark.row("X3")
def test_a_kill_leaves_them_there_or_gone_for_good(tmp_path: Path) -> None:
    lines, gone, chance = named(book(26, 300)), named(book(26, 300))[7][0], random.Random(20240808)
    space = made(tmp_path / "space", SCHEME)
    loaded(space, write(tmp_path / "a.csv", lines[:150]))
    loaded(space, write(tmp_path / "b.csv", lines[150:]))
    victims, usual, outcomes = Victims(), 0.0, []
    for number in range(16):
        home = shutil.copytree(space.home, tmp_path / f"{number}")
        # The first two are let be: they tell how long it takes.
        told = victims.run(home, "forget", chance.uniform(0, 1.3) * usual if number > 1 else None, (gone,))
        usual = usual if number > 1 else told["seconds"]
        with Workspace(home).changing("look"):
            pass
        without_leftovers(home)
        there = found_in(home, [gone]) != []
        assert there == (head(home).number == 2)
        assert not (there and told["ended"])
        outcomes.append(there)
        shutil.rmtree(home)
    victims.close()
    print(f"forget: {sum(outcomes)} there, {len(outcomes) - sum(outcomes)} gone")
    assert 0 < sum(outcomes) < 14


def test_whoever_is_there_would_be_found(tmp_path: Path) -> None:
    """What is looked for would be found."""
    space = made(tmp_path / "space", SCHEME)
    loaded(space, write(tmp_path / "a.csv", named(book(27, 40))))
    with (tmp_path / "a.csv").open(encoding="utf-8") as stream:
        ids = {row["customer_id"] for row in csv.DictReader(stream)}
    assert {one.split(": ")[1] for one in found_in(space.home, sorted(ids))} == ids
