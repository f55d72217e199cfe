"""Files that jobs make for people to fetch, each beside a document that says what it is.

::

    server/publications/ID.zip, ID.json    a data product
    server/overlaps/ID.csv, ID.json        one side's codes for a comparison with another company
    server/ratings/ID.zip, ID.json         a rating that another engine computed

A file is there whole or not at all, for nobody but the server to read; the document comes last, so what has one has its
file. What was made of customers goes when somebody is forgotten.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from shuke.errors import UsageError, Where
from shuke.server.access.roles import Person
from shuke.server.context import Context
from shuke.server.errors import Missing
from shuke.server.state.types import now
from shuke.store.durable import coming, folder, place, replace, writing

Kind = Literal["publications", "overlaps", "ratings"]
ENDINGS: Mapping[Kind, str] = {"publications": "zip", "overlaps": "csv", "ratings": "zip"}


@dataclass(frozen=True)
class Made:
    """One file, and what is told of it: ``id``, ``at`` and ``by`` are always there."""

    path: Path
    about: Mapping[str, Any]


def keep(here: Context, kind: Kind, person: Person, id_: str, file: Path, about: Mapping[str, Any], since: int) -> Made:
    """Keep a file that a job made, and what it is; ``since`` is that of the runs when the job began.

    Raises:
        UsageError: somebody was forgotten meanwhile, who may be in it; or the disk is full.
    """
    if here.library.runs.since != since:
        raise UsageError("forgotten_meanwhile", Where(file=str(here.home)))
    home = here.folder / kind
    target = home / f"{id_}.{ENDINGS[kind]}"
    told = {"id": id_, "at": now().isoformat(timespec="seconds"), "by": person.user, **about}
    with writing(home):
        folder(home, 0o700)
        final = coming(home)
        shutil.copyfile(file, final)
        place(final, target)
    replace(home / f"{id_}.json", json.dumps(told, ensure_ascii=False).encode())
    return Made(target, told)


def all_made(here: Context, kind: Kind) -> list[Made]:
    """Return everything of a kind, the latest first."""
    found = [_read(path) for path in (here.folder / kind).glob("*.json")]
    there = [one for one in found if one is not None]
    return sorted(there, key=lambda one: (one.about["at"], one.about["id"]), reverse=True)


def get(here: Context, kind: Kind, id_: str) -> Made:
    """Return one by its id.

    Raises:
        Missing: there is none.
    """
    found = _read(here.folder / kind / f"{id_}.json")
    if found is None:
        raise Missing("made_unknown")
    return found


def remove(here: Context, kind: Kind, id_: str) -> None:
    """Remove one.

    Raises:
        Missing: there is none.
    """
    found = get(here, kind, id_)
    found.path.with_suffix(".json").unlink(missing_ok=True)
    found.path.unlink(missing_ok=True)


def clear(here: Context) -> None:
    """Remove everything that was made of customers."""
    for kind in ENDINGS:
        shutil.rmtree(here.folder / kind, ignore_errors=True)


def _read(path: Path) -> Made | None:
    """Return what a document tells; None where it or its file is not there any more."""
    file = path.with_suffix(f".{ENDINGS[path.parent.name]}")  # type: ignore[index]
    try:
        return Made(file, json.loads(path.read_text(encoding="utf-8"))) if file.is_file() else None
    except (OSError, ValueError):
        return None
