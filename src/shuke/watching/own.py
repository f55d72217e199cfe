"""The documents of a workspace's own: care plan, goals, warnings, channels, each a file of one folder."""

from __future__ import annotations

from pathlib import Path

from shuke.errors import SchemeError, UsageError, Where
from shuke.store.durable import create, folder, replace, writing
from shuke.workspace.home import Workspace

FOLDER = "watch"


def folder_of(space: Workspace) -> Path:
    """Return the folder of the documents of a workspace."""
    return space.home / FOLDER


def path_of(space: Workspace, file: str) -> Path:
    """Return where a document of a workspace lies, or would lie."""
    return folder_of(space) / file


def own_text(space: Workspace, file: str) -> str | None:
    """Return the text of a workspace's own document; None where it has none.

    Raises:
        SchemeError: its file is no text.
    """
    path = path_of(space, file)
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except (UnicodeDecodeError, OSError):
        raise SchemeError("scheme_not_readable", Where(file=str(path))) from None


def keep(space: Workspace, file: str, text: str) -> None:
    """Keep a text as the workspace's own document, in place of what it had.

    Raises:
        UsageError: the folder cannot be written.
    """
    path = path_of(space, file)
    with writing(space.home):
        folder(path.parent, 0o700)
        replace(path, text.encode())


def begin(space: Workspace, file: str, text: str, key: str) -> Path:
    """Write a workspace's first own document, to be changed; return its path.

    Raises:
        UsageError: it has one (this error's ``key``), or the folder cannot be written.
    """
    path = path_of(space, file)
    with writing(space.home):
        folder(path.parent, 0o700)
    if not create(path, text.encode()):
        raise UsageError(key, Where(file=str(path)))
    return path
