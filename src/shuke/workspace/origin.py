"""The workspace that a backup was made of: named by somebody, or found beside the backup or what is restored.

Two workspaces are one and the same where a state has the same number, was made in the same moment, and did the same;
that stays when a customer is forgotten and a state loses its content.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from shuke.errors import ShukeError, UsageError, Where
from shuke.workspace.home import FILE, Workspace


def named_origin(path: Path) -> Workspace:
    """Return the workspace that somebody names.

    Raises:
        UsageError: there is none.
    """
    if not (path / FILE).is_file():
        raise UsageError("restore_origin_missing", Where(file=str(path)))
    return Workspace(path)


def found_origin(space: Workspace, source: Path) -> Workspace | None:
    """Return the workspace that a restored one was backed up from, where it lies around the backup or beside it."""
    for path in _around(space.home.absolute(), source.absolute()):
        if path == space.home.absolute() or not (path / FILE).is_file():
            continue
        try:
            other = Workspace(path)
            if same(space, other):
                return other
        except (ShukeError, OSError):
            # A damaged or foreign folder is not the one that is looked for.
            continue
    return None


def same(space: Workspace, other: Workspace) -> bool:
    """Tell whether another workspace has the last state of this one."""
    last = space.states.numbers()[-1]
    if last not in other.states.numbers():
        return False
    mine, theirs = space.states.read(last), other.states.read(last)
    first, before = space.states.read(0), other.states.read(0)
    return (mine.at, mine.did, first.at) == (theirs.at, theirs.did, before.at)


def _around(home: Path, source: Path) -> Iterator[Path]:
    """Yield the folders in which a backup lies, and those beside it and beside what is restored."""
    yield from source.parents
    for place in dict.fromkeys((source.parent, home.parent)):
        yield from sorted(path for path in place.iterdir() if path.is_dir())
