"""A changed byte is noticed before any figure comes of it, or mended from the second copy and told."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from effort import times
from shuke.cli.workspace_shown import mended, standing, verified
from shuke.errors import ShukeError
from shuke.explain.explanation import Explanation
from shuke.rating import Options
from shuke.saved import explain_saved, open_saved
from shuke.workspace import Workspace, refresh, rollback
from shuke.workspace.verify import verify
from workspace.books import book, loaded, made, write

FLIPS = times(1000, 150)
RATED = 40
NOTICED = {"segment_damaged", "result_damaged", "workspace_damaged", "workspace_of_other_version"}


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("flips")
    lines, space = book(4, 400), made(folder / "space")
    for number in range(2):
        loaded(space, write(folder / f"{number}.csv", lines[number * 200 : (number + 1) * 200]))
        refresh(space, Options(), formats=["csv", "parquet"]).result.close()
    return space


def kept(home: Path) -> list[Path]:
    """The files of a workspace that nobody may edit."""
    found = sorted(path for path in home.rglob("*") if path.is_file())
    return [path for path in found if path.name not in {"scheme.yaml", "lock"}]


class Flipped:
    """One byte of a file, changed while the block runs."""

    def __init__(self, path: Path, chance: random.Random) -> None:
        self.path, self.data = path, path.read_bytes()
        changed = bytearray(self.data)
        changed[chance.randrange(len(changed))] ^= chance.randrange(1, 256)
        self.changed = bytes(changed)

    def __enter__(self) -> None:
        self.path.write_bytes(self.changed)

    def __exit__(self, *error: object) -> None:
        self.path.write_bytes(self.data)


def table(home: Path) -> bytes | ShukeError:
    """The table that a refresh gives, or why it gives none."""
    try:
        space = Workspace(home)
        done = refresh(space, Options(), formats=["csv"])
    except ShukeError as error:
        return error
    done.result.close()
    return (space.run_folder(done.run) / "customers.csv").read_bytes()


@pytest.mark.row("X3")
@pytest.mark.promise("A4")
def test_every_changed_byte_is_noticed(space: Workspace, figure: Callable[[str], None]) -> None:
    chance, home = random.Random(20240404), space.home
    files, outcomes = kept(home), {"error": 0, "copy": 0}
    # Each kind of file as often as the others, whatever its size.
    kinds = sorted({path.relative_to(home).parts[0] for path in files})
    by_kind = {kind: [path for path in files if path.relative_to(home).parts[0] == kind] for kind in kinds}
    assert set(kinds) == {"runs", "segments", "states", "states-second", "workspace.json"}
    for number in range(FLIPS):
        kind = kinds[number % len(kinds)]
        path = chance.choice(by_kind[kind])
        with Flipped(path, chance):
            if kind not in {"states", "states-second"}:
                with pytest.raises(ShukeError) as caught:
                    verify(Workspace(home))
                assert caught.value.key in NOTICED
                outcomes["error"] += 1
            else:
                found = verify(Workspace(home))
                assert found.damaged == (path,)
                assert str(path) in verified(found, "en")
                assert str(path) in verified(found, "zh")
                outcomes["copy"] += 1
    assert verify(Workspace(home)).damaged == ()
    assert outcomes == {"error": FLIPS * 3 // 5, "copy": FLIPS * 2 // 5}
    noticed = sum(outcomes.values())
    figure(f"{noticed} of {FLIPS} changed bytes noticed: refused {outcomes['error']}, mended {outcomes['copy']}")


@pytest.mark.slow
@pytest.mark.promise("A4")
def test_no_figure_comes_of_a_changed_byte(space: Workspace, figure: Callable[[str], None]) -> None:
    chance, home = random.Random(20240405), space.home
    run = space.head()[1].runs["rfm-quintile-weighted"]
    expected = (space.run_folder(run) / "customers.csv").read_bytes()
    refused = 0
    for _ in range(RATED):
        path = chance.choice([one for one in kept(home) if "runs" not in one.parts])
        with Flipped(path, chance):
            found = table(home)
        if isinstance(found, bytes):
            # A copy of a state, or a segment that this rating does not stand on.
            assert found == expected
            rollback(Workspace(home))
        else:
            assert found.key in NOTICED
            refused += 1
    assert refused > 0
    figure(f"{RATED} ratings over a changed byte: refused {refused}, right {RATED - refused}, wrong 0")


def test_a_damaged_copy_of_the_state_is_told_and_mended(tmp_path: Path) -> None:
    space = made(tmp_path / "space")
    lines = book(6, 60)
    loaded(space, write(tmp_path / "a.csv", lines[:30]))
    path = space.states.paths(1)[0]
    sound = path.read_bytes()
    path.write_bytes(sound.replace(b"load", b"loan", 1))
    assert str(path) in standing(Workspace(space.home), "en")
    again = Workspace(space.home)
    loaded(again, write(tmp_path / "b.csv", lines[30:]))
    assert path.read_bytes() == sound
    assert again.mended == [path]
    assert str(path) in mended(again, "zh")


def test_a_changed_result_explains_nobody(space: Workspace) -> None:
    chance = random.Random(20240406)
    folder = space.run_folder(space.head()[1].runs["rfm-quintile-weighted"])
    customer = (folder / "customers.csv").read_text(encoding="utf-8-sig").splitlines()[1].split(",")[0]
    expected = explain_saved(open_saved(folder), customer)
    for name in ("run.json", "customers.parquet"):
        for _ in range(30):
            with Flipped(folder / name, chance):
                found: Explanation | str
                try:
                    found = explain_saved(open_saved(folder), customer)
                except ShukeError as error:
                    found = error.key
            assert found in (expected, "result_damaged")
