"""The schemes that a workspace can be rated by: the built-in ones and its own, each with what it is for."""

from __future__ import annotations

from functools import cache
from typing import Any

from shuke.browse.linted import linted
from shuke.errors import SchemeError
from shuke.locale import knows, text
from shuke.scheme.model import Scheme
from shuke.scheme.needs import tables
from shuke.scheme.parse import fingerprint, library_ids, parse, scheme_text, self_contained
from shuke.scheme.spoken.names import column, worded
from shuke.stages.own import line_columns
from shuke.workspace import Workspace
from shuke.workspace.schemes import CHOSEN, own_ids, text_of


def gallery(space: Workspace, lang: str) -> list[dict[str, Any]]:
    """Return every scheme there is, the workspace's own first; ``chosen`` marks the one that it is rated by.

    A document of one's own that cannot be read is listed too, without what it would say. Where the workspace is rated
    by a text that is none of them, that text is listed first, with ``changed``.
    """
    found = [_own(space, name, lang) for name in own_ids(space)]
    found += [{**_told(_built_in(name)[0], lang), "own": False, "readable": True} for name in library_ids()]
    chosen = _chosen(space)
    for one in found:
        one["changed"] = False
        one["chosen"] = chosen is not None and one["readable"] and _mark(space, one["id"]) == fingerprint(chosen[1])
    if chosen is None or any(one["chosen"] for one in found):
        return found
    told = {"own": True, "readable": True, "chosen": True, "changed": True}
    return [{**_told(chosen[0], lang), "id": CHOSEN, **told}, *found]


def scheme(space: Workspace, name: str, lang: str) -> dict[str, Any]:
    """Return one scheme with its text, and everything that its text says.

    Raises:
        SchemeError: there is none of this id.
    """
    content, shown = text_of(space, name)
    own = name == CHOSEN or name in own_ids(space)
    return {"id": name, "own": own, "text": content, **linted(content, shown, lang)}


def _chosen(space: Workspace) -> tuple[Scheme, str] | None:
    """Return the scheme that a workspace is rated by, and its text; None where that cannot be read."""
    try:
        content, name = text_of(space, CHOSEN)
        return parse(content, name)[0], self_contained(content, name)
    except SchemeError:
        return None


def _mark(space: Workspace, name: str) -> str:
    """Return the fingerprint of all that a scheme stands on."""
    own = name in own_ids(space)
    return fingerprint(self_contained(*text_of(space, name))) if own else _built_in(name)[1]


def _own(space: Workspace, name: str, lang: str) -> dict[str, Any]:
    try:
        found = parse(*text_of(space, name))[0]
    except SchemeError:
        nothing = dict.fromkeys(("purpose", "extends", "source"))
        lists: dict[str, list[str]] = {key: [] for key in ("results", "metrics", "groups", "needs")}
        return {"id": name, "title": name, **nothing, **lists, "own": True, "readable": False}
    return {**_told(found, lang), "id": name, "own": True, "readable": True}


def _told(found: Scheme, lang: str) -> dict[str, Any]:
    groups = found.groups.get(found.main, ())
    purpose = f"gallery.purpose.{found.scheme}"
    base = f"gallery.purpose.{found.extends}"
    return {
        "id": found.scheme,
        "title": worded(found.title, lang),
        "purpose": next((text(one, lang) for one in (purpose, base) if knows(one)), None),
        "extends": found.extends,
        "source": found.source,
        "results": [{"name": name, "title": column(name, lang, found)} for name in found.results],
        "metrics": [{"name": name, "title": column(name, lang, found)} for name in found.metrics],
        "groups": [worded(one.title, lang) if one.title else one.name for one in groups],
        "needs": sorted({*tables(found, found.metrics).values(), *(f"lines.{one}" for one in line_columns(found))}),
    }


def warm() -> None:
    """Read every built-in scheme, so that whoever asks for the gallery first does not wait for that."""
    for name in library_ids():
        _built_in(name)


@cache
def _built_in(name: str) -> tuple[Scheme, str]:
    given = scheme_text(name)
    return parse(*given)[0], fingerprint(self_contained(*given))
