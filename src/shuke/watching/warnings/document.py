"""The document of warnings of a workspace, or the built-in one where it has none."""

from __future__ import annotations

from pathlib import Path

from shuke.scheme.document import Document
from shuke.watch.warnings.model import Warnings
from shuke.watch.warnings.parse import FILE, built_in, parse
from shuke.watching.own import begin, keep, own_text
from shuke.workspace import Workspace


def text_of(space: Workspace) -> tuple[str, bool]:
    """Return the text of the document that holds, and whether it is the workspace's own.

    Raises:
        SchemeError: its file is no text.
    """
    written = own_text(space, FILE)
    return (built_in(), False) if written is None else (written, True)


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
    return begin(space, FILE, built_in(), "watch_document_there")


def save(space: Workspace, text: str) -> Warnings:
    """Keep a document as the workspace's own, in place of what it had.

    Raises:
        SchemeErrors: it is wrong, and nothing was kept.
    """
    found, _ = parse(text)
    keep(space, FILE, text)
    return found
