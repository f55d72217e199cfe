"""The channels of a workspace, from its document; none where it has no such document."""

from __future__ import annotations

from pathlib import Path

from shuke.errors import SchemeError, Where
from shuke.notify.channels import FILE, Channels, parse
from shuke.store.durable import folder, replace, writing
from shuke.workspace import Workspace

FOLDER = "watch"


def folder_of(space: Workspace) -> Path:
    """Return the folder of the documents of a workspace."""
    return space.home / FOLDER


def text_of(space: Workspace) -> str | None:
    """Return the text of the document; None where there is none.

    Raises:
        SchemeError: its file is no text.
    """
    path = folder_of(space) / FILE
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except (UnicodeDecodeError, OSError):
        raise SchemeError("scheme_not_readable", Where(file=path.name)) from None


def channels_of(space: Workspace) -> Channels:
    """Return the channels of a workspace.

    Raises:
        SchemeErrors: the document is wrong.
    """
    text = text_of(space)
    return Channels(channels=()) if text is None else parse(text)[0]


def save(space: Workspace, text: str) -> Channels:
    """Keep a document of channels in place of what there was.

    Raises:
        SchemeErrors: it is wrong, and nothing was kept.
    """
    found, _ = parse(text)
    with writing(space.home):
        folder(folder_of(space), 0o700)
    replace(folder_of(space) / FILE, text.encode())
    return found
