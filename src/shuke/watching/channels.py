"""The channels of a workspace, from its document; none where it has no such document."""

from __future__ import annotations

from shuke.notify.channels import FILE, Channels, parse
from shuke.watching.own import keep, own_text
from shuke.workspace import Workspace


def text_of(space: Workspace) -> str | None:
    """Return the text of the document; None where there is none.

    Raises:
        SchemeError: its file is no text.
    """
    return own_text(space, FILE)


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
    keep(space, FILE, text)
    return found
