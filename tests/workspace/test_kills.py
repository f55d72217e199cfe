"""A command that is killed at any moment leaves the old state or the new one, whole; what was committed stays."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pytest

from effort import times
from shuke.workspace import Workspace, rollback
from workspace.books import book, loaded, made, rated, write
from workspace.test_equal import run, same
from workspace.victims import Victims
from workspace.whole import head, without_leftovers

pytestmark = [pytest.mark.slow, pytest.mark.row("X3"), pytest.mark.promise("A1")]
Figure = Callable[[str], None]


@pytest.fixture
def victims() -> Iterator[Victims]:
    found = Victims()
    yield found
    found.close()


def tidied(home: Path) -> None:
    """The next command of all, one that changes nothing."""
    with Workspace(home).changing("look"):
        pass
    without_leftovers(home)


class Kills:
    """Kills spread over the time that a command takes, to its very end and a little further."""

    def __init__(self, victims: Victims, home: Path, action: str, seed: int) -> None:
        self.victims, self.home, self.action = victims, home, action
        self.chance = random.Random(seed)
        self.old = self.new = self.said = 0
        self.usual = 0.0

    def measure(self, *files: tuple[Path, ...]) -> None:
        done = [self.victims.run(self.home, self.action, None, one) for one in files]
        assert [one["error"] for one in done] == ["" for _ in done]
        self.usual = median(one["seconds"] for one in done)

    def kill(self, *files: Path) -> bool:
        """Kill one; tell whether its state counts."""
        before = head(self.home)
        told = self.victims.run(self.home, self.action, self.chance.uniform(0, 1.4) * self.usual, files)
        assert told["error"] == ""
        after = head(self.home)
        assert after.number in {before.number, before.number + 1}
        changed = after.number > before.number
        if changed:
            assert after.did["action"] == self.action
        else:
            assert after == before
            # Whoever heard that it was done can rely on it.
            assert not told["ended"]
        self.old, self.new, self.said = self.old + (not changed), self.new + changed, self.said + told["ended"]
        return changed

    def told(self, figure: Figure) -> None:
        """Note what was found."""
        tries = self.old + self.new
        figure(f"{self.action}: {tries} of {tries} kills: old {self.old}, new {self.new}, mixed 0, lost 0")


def test_a_refresh_killed_at_any_moment(victims: Victims, tmp_path: Path, figure: Figure) -> None:
    home = tmp_path / "space"
    loaded(made(home), write(tmp_path / "sales.csv", book(1, 2000)))
    kills = Kills(victims, home, "refresh", 20240101)
    kills.measure((), (), ())
    tries = times(200, 25)
    for number in range(tries):
        kills.kill()
        if number % 10 == 9:
            tidied(home)
    print(f"refresh: {kills.old} old, {kills.new} new, {kills.said} heard of, usual {kills.usual:.3f} s")
    assert kills.old + kills.new == tries
    assert kills.old >= tries // 10
    assert kills.new >= tries // 40
    kills.told(figure)


def test_a_load_killed_at_any_moment(victims: Victims, tmp_path: Path, figure: Figure) -> None:
    home, lines = tmp_path / "space", book(2, 3000)
    made(home)
    pieces = [write(tmp_path / f"{n}.csv", lines[n * 55 : (n + 1) * 55]) for n in range(53)]
    kills = Kills(victims, home, "load", 20240202)
    kills.measure(*((one,) for one in pieces[:3]))
    there = pieces[:3]
    for number, piece in enumerate(pieces[3:]):
        there += [piece] if kills.kill(piece) else []
        if number % 10 == 9:
            tidied(home)
    print(f"load: {kills.old} old, {kills.new} new, {kills.said} heard of, usual {kills.usual:.3f} s")
    assert kills.old + kills.new == 50
    assert kills.old >= 5
    # What was committed, all of it and nothing else, is what is rated.
    same(run(Workspace(home), "rfm-quintile-weighted", None), rated(there, tmp_path / "whole", "rfm-quintile-weighted"))
    kills.told(figure)


def test_a_rollback_killed_at_any_moment(victims: Victims, tmp_path: Path, figure: Figure) -> None:
    home, lines = tmp_path / "space", book(3, 200)
    space = made(home)
    for number in range(3):
        loaded(space, write(tmp_path / f"{number}.csv", lines[number * 60 : (number + 1) * 60]))
    wanted = [state.content_sha256 for state, _ in space.contents()]
    kills = Kills(victims, home, "rollback", 20240303)
    kills.measure((), ())
    rollback(Workspace(home), 3)
    for _ in range(20):
        if kills.kill():
            assert head(home).content_sha256 in wanted
            # Forward again, so that there is something to go back to.
            rollback(Workspace(home), 3)
    tidied(home)
    print(f"rollback: {kills.old} old, {kills.new} new, {kills.said} heard of")
    assert kills.old + kills.new == 20
    kills.told(figure)
