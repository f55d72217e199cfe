"""The document of warnings of a workspace, or the built-in one where it has none."""

from __future__ import annotations

from pathlib import Path

from shuke.errors import SchemeError, UsageError, Where
from shuke.scheme.document import Document
from shuke.store.durable import create, folder, replace, writing
from shuke.watch.warnings.model import Warnings
from shuke.watch.warnings.parse import FILE, built_in, parse
from shuke.workspace import Workspace

FOLDER = "watch"


def path_of(space: Workspace) -> Path:
    """Return where the document of a workspace lies, or would lie."""
    return space.home / FOLDER / FILE


def text_of(space: Workspace) -> tuple[str, bool]:
    """Return the text of the document that holds, and whether it is the workspace's own.

    Raises:
        SchemeError: its file is no text.
    """
    path = path_of(space)
    try:
        return path.read_text(encoding="utf-8-sig"), True
    except FileNotFoundError:
        return built_in(), False
    except (UnicodeDecodeError, OSError):
        raise SchemeError("scheme_not_readable", Where(file=path.name)) from None


def document_of(space: Workspace) -> tuple[str, Warnings, Document]:
    """Return the document that holds: its text, what it says, and the lines.

    Raises:
        SchemeErrors: it is wrong.
    """
    text, _ = text_of(space)
    return text, *parse(text)


def start(space: Workspace) -> Path:
    """Write the built-in document out as the workspace's own, to be changed; return its path.

    Raises:
        UsageError: it has one.
    """
    path = path_of(space)
    with writing(space.home):
        folder(path.parent, 0o700)
    if not create(path, built_in().encode()):
        raise UsageError("watch_document_there", Where(file=str(path)))
    return path


def save(space: Workspace, text: str) -> Warnings:
    """Keep a document as the workspace's own, in place of what it had.

    Raises:
        SchemeErrors: it is wrong, and nothing was kept.
    """
    found, _ = parse(text)
    path = path_of(space)
    with writing(space.home):
        folder(path.parent, 0o700)
    replace(path, text.encode())
    return found
