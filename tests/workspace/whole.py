"""What must hold of a workspace at every moment, checked from outside: hashes, not the product's own word."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from shuke.store.states import State
from shuke.workspace import Workspace
from shuke.workspace.content import Content


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def segments(home: Path, content: Content) -> set[str]:
    """The names of the segments of a content, each of which holds what its name says."""
    found = {f"{one.sha256}.parquet" for one in content.segments()}
    for name in found:
        assert sha256(home / "segments" / name) == name.removesuffix(".parquet")
    return found


def runs(home: Path, content: Content) -> set[str]:
    """The folders of the last ratings of a content, each of which is one whole result."""
    for run in content.runs.values():
        folder = home / "runs" / run.folder
        assert sha256(folder / "run.json") == run.manifest
        told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        assert {name: sha256(folder / name) for name in told["files"]} == told["files"]
        assert {path.name for path in folder.iterdir()} == {*told["files"], "run.json"}
    return {run.folder for run in content.runs.values()}


def head(home: Path) -> State:
    """The state that counts, after everything that it stands on was checked."""
    state, content = Workspace(home).head()
    segments(home, content)
    runs(home, content)
    return state


def without_leftovers(home: Path) -> None:
    """Nothing lies in a workspace but what its states name."""
    space = Workspace(home)
    contents = [content for _, content in space.contents()]
    named = {f"{one.sha256}.parquet" for content in contents for one in content.segments()}
    there = {path.name for path in (home / "segments").iterdir()}
    assert there - named == set()
    assert named - there == set()
    folders = {run.folder for content in contents for run in content.runs.values()}
    assert {path.name for path in (home / "runs").iterdir()} == folders
    states = {f"{number:08}.json" for number in space.states.numbers()}
    for folder in ("states", "states-second"):
        assert {path.name for path in (home / folder).iterdir()} == states
    assert {path.name for path in home.iterdir()} == {
        "workspace.json",
        "scheme.yaml",
        "states",
        "states-second",
        "segments",
        "runs",
        "lock",
    }
