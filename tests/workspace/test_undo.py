"""Whatever was done to a workspace, going back gives what was there, byte for byte; tidying costs what was left."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from effort import times
from shuke.rating import Options
from shuke.workspace import Workspace, refresh, rollback
from workspace.books import book, loaded, made, write
from workspace.whole import without_leftovers

SEQUENCES = times(50, 8)


@pytest.mark.slow
@pytest.mark.row("X3")
@pytest.mark.promise("A10")
def test_going_back_gives_the_former_content_byte_for_byte(tmp_path: Path, figure: Callable[[str], None]) -> None:
    chance, rated = random.Random(20240505), 0
    for sequence in range(SEQUENCES):
        home, lines = tmp_path / f"{sequence}", book(sequence, 60)
        space = made(home)
        # The hash of the content after each state, and the table that was rated from a content.
        contents, tables = [space.head()[0].content_sha256], dict[str, bytes]()
        cut = 0
        for number in range(5):
            action = chance.choice(("load", "refresh", "back", "back")) if number else "load"
            if action == "load" and cut < 48:
                loaded(space, write(tmp_path / f"{sequence}-{number}.csv", lines[cut : cut + 12]))
                cut += 12
            elif action == "refresh" and space.head()[1].days is not None:
                before = data_of(space)
                done = refresh(space, Options(threads=1), formats=["parquet"])
                table = (space.run_folder(done.run) / "customers.parquet").read_bytes()
                done.result.close()
                assert tables.setdefault(before, table) == table
                rated += 1
            elif action == "back" and len(contents) > 1:
                to = chance.randrange(len(contents) - 1)
                rollback(space, to)
                assert space.head()[0].content_sha256 == contents[to]
            else:
                continue
            contents.append(space.head()[0].content_sha256)
        for to in chance.sample(range(len(contents)), min(2, len(contents))):
            if to < space.head()[0].number:
                rollback(space, to)
                assert Workspace(home).head()[0].content_sha256 == contents[to]
        without_leftovers(home)
    assert rated >= SEQUENCES * 3 // 10
    figure(f"{SEQUENCES} of {SEQUENCES} sequences undone byte for byte")


def data_of(space: Workspace) -> str:
    """What a rating is made from: the segments in their order."""
    return " ".join(one.sha256 for one in space.head()[1].segments())


# Files opened while somebody counts, by the folder they lie in.
OPENED: list[str] = []


def _opened(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str | Path) and Path(arguments[0]).suffix == ".json":
        OPENED.append(Path(arguments[0]).parent.name)


sys.addaudithook(_opened)


def test_a_change_reads_the_last_state_alone_however_many_there_are(tmp_path: Path) -> None:
    space = made(tmp_path / "space")
    loaded(space, write(tmp_path / "a.csv", book(1, 20)))
    for _ in range(30):
        rollback(space, 0)
        rollback(space, 1)
    OPENED.clear()
    loaded(space, write(tmp_path / "b.csv", book(2, 20)))
    assert OPENED.count("states") <= 3
    assert OPENED.count("states-second") <= 1


def test_after_a_kill_states_are_read_until_every_file_is_known(tmp_path: Path) -> None:
    space = made(tmp_path / "space")
    loaded(space, write(tmp_path / "a.csv", book(1, 20)))
    for _ in range(30):
        rollback(space, 0)
        rollback(space, 1)
    (space.home / "lock").write_text("somebody")
    OPENED.clear()
    with space.changing("look"):
        pass
    assert OPENED.count("states") <= 3
    # A file that no state names is one only after all of them were asked.
    (space.home / "lock").write_text("somebody")
    (space.home / "segments" / ("0" * 64 + ".parquet")).touch()
    with space.changing("look"):
        pass
    without_leftovers(space.home)


def test_a_load_that_fails_leaves_nothing_to_be_looked_for(tmp_path: Path) -> None:
    from shuke.errors import Undecided
    from shuke.ingest.raw import Reading
    from shuke.workspace import load

    head = ("customer_id", "ordered_at", "amount")
    space = made(tmp_path / "space")
    path = write(tmp_path / "a.csv", [("C1", "2024-01-05", "10.00")], head)
    load(space, [path], Reading())
    more = write(tmp_path / "b.csv", [("C1", "2024-01-05", "10.00"), ("C2", "2024-01-06", "1.00")], head)
    with pytest.raises(Undecided):
        load(space, [more], Reading())
    assert (space.home / "lock").read_bytes() == b""
    without_leftovers(space.home)
