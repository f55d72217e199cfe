"""A backup that is restored beside its workspace holds nobody who was forgotten there since, without being told to."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.terminal import shuke
from shuke.workspace import Workspace
from shuke.workspace.backup import backup
from shuke.workspace.forget import forget
from workspace.books import book, loaded, made, write

pytestmark = [pytest.mark.row("X3"), pytest.mark.promise("F5")]


def test_the_workspace_of_a_backup_is_found_beside_it_and_is_named_where_it_is_not(tmp_path: Path) -> None:
    lines = book(3, 60)
    space = made(tmp_path / "here" / "shop")
    loaded(space, write(tmp_path / "lines.csv", lines))
    loaded(made(tmp_path / "here" / "another"), write(tmp_path / "others.csv", book(4, 61)))
    before = space.head()[1].seen
    backup(space, tmp_path / "here" / "b.tar")
    who = str(lines[0][0])
    forget(space, [who])

    said = shuke("restore", tmp_path / "here" / "b.tar", tmp_path / "here" / "again", SHUKE_LANG="en")
    assert f"1 customer who was forgotten since the backup, in {tmp_path / 'here' / 'shop'}, was erased" in said.out
    seen = Workspace(tmp_path / "here" / "again").head()[1].seen
    assert seen == space.head()[1].seen == before - 1

    (tmp_path / "b.tar").write_bytes((tmp_path / "here" / "b.tar").read_bytes())
    far = shuke("restore", tmp_path / "b.tar", tmp_path / "far", SHUKE_LANG="en")
    assert "does not lie beside it" in far.out
    assert "--forgotten-of WORKSPACE" in far.out

    wrong = shuke("restore", tmp_path / "b.tar", tmp_path / "new", "--forgotten-of", tmp_path, SHUKE_LANG="en")
    assert (wrong.code, (tmp_path / "new").exists()) == (2, False)
    assert "the folder of the workspace that the backup was made of" in wrong.err
