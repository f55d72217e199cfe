"""A workspace's own schemes, one document each in the folder ``schemes``, and the one that it is rated by.

Law: what is kept is a scheme that can be rated by; a document is written whole or not at all, under the id that it has.
"""

from __future__ import annotations

import re
from pathlib import Path

from shuke.errors import SchemeError, UsageError
from shuke.scheme.lint import require_sound
from shuke.scheme.parse import library_ids, parse, scheme_text, self_contained
from shuke.store.durable import folder, replace, sync, writing
from shuke.workspace.home import SCHEME, Workspace

FOLDER, SUFFIX = "schemes", ".yaml"
# The id under which the text that the workspace is rated by can be had, whatever it calls itself.
CHOSEN = "_workspace"
# What an id may look like, so that it is a safe name of a file.
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def own_ids(space: Workspace) -> list[str]:
    """Return the ids of the workspace's own schemes, sorted."""
    found = (path.name.removesuffix(SUFFIX) for path in (space.home / FOLDER).glob(f"*{SUFFIX}"))
    return sorted(name for name in found if NAME.fullmatch(name))


def text_of(space: Workspace, name: str) -> tuple[str, str]:
    """Return the text of a scheme, the workspace's own, a built-in or the chosen one, and the name to show for it.

    Raises:
        SchemeError: there is none of this id, or its file is no text.
    """
    if name == CHOSEN:
        return scheme_text(str(space.home / SCHEME))
    if name in own_ids(space):
        return scheme_text(str(_path(space, name)))
    if name in library_ids():
        return scheme_text(name)
    raise SchemeError("scheme_not_found", name=name, known=", ".join([*own_ids(space), *library_ids()]))


def save(space: Workspace, name: str, text: str) -> None:
    """Keep a scheme of one's own under its id, in place of what had it.

    Raises:
        UsageError: the id is that of a built-in scheme, cannot be one, or is not the one that the text says.
        SchemeError: the scheme is wrong.
    """
    if not NAME.fullmatch(name) or name in library_ids():
        raise UsageError("scheme_id_taken" if name in library_ids() else "scheme_id_malformed", value=name)
    scheme, document = parse(text, f"{name}{SUFFIX}")
    if scheme.scheme != name:
        raise UsageError("scheme_id_differs", document.where(("scheme",)), value=name, said=scheme.scheme)
    require_sound(scheme, document)
    with writing(space.home):
        folder(space.home / FOLDER, 0o700)
    replace(_path(space, name), text.encode())


def delete(space: Workspace, name: str) -> None:
    """Remove a scheme of one's own; ratings that were made by it stay.

    Raises:
        SchemeError: there is none of this id among the workspace's own.
    """
    if name not in own_ids(space):
        raise SchemeError("scheme_not_found", name=name, known=", ".join(own_ids(space)) or "–")
    path = _path(space, name)
    with writing(path.parent):
        path.unlink()
        sync(path.parent)


def choose(space: Workspace, name: str) -> None:
    """Make a scheme the one that the workspace is rated by.

    Raises:
        SchemeError: there is none of this id, or it is wrong.
    """
    text, shown = text_of(space, name)
    require_sound(*parse(text, shown))
    replace(space.home / SCHEME, self_contained(text, shown).encode())


def _path(space: Workspace, name: str) -> Path:
    return space.home / FOLDER / f"{name}{SUFFIX}"


__all__ = ["CHOSEN", "FOLDER", "NAME", "choose", "delete", "own_ids", "save", "text_of"]
