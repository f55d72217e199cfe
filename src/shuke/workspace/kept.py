"""What was found out of a workspace beside its ratings, in numbered folders: predictions, back-tests, validations.

::

    predictions/00000001/   the files of one prediction, and kept.json, which says what it is of and names their hashes
    backtests/00000001/     the same of one back-test
    validations/00000001/   the same of one validation
    movements/00000001/     the same of a movement between two runs; these can be made again, and are in no backup

Law: a folder appears whole or not at all and never changes; one that holds a customer goes when they are forgotten.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from shuke.errors import DataError, NotFound, UsageError, Where
from shuke.store.durable import folder, sync, writing
from shuke.store.folder import sha256
from shuke.workspace.content import Content
from shuke.workspace.home import Workspace

Kind = Literal["predictions", "backtests", "validations", "movements"]
# What belongs into a backup.
KINDS: tuple[Kind, ...] = ("predictions", "backtests", "validations")
FILE = "kept.json"
UNFINISHED = ".unfinished-"


@dataclass(frozen=True)
class Kept:
    """One folder: its number, when it was made, what it is of, and the hashes of its files.

    ``mark`` is the hash of all that, so that it stands for the folder.
    """

    number: int
    folder: Path
    at: str
    about: Mapping[str, Any]
    files: Mapping[str, str]
    mark: str

    def file(self, name: str) -> Path:
        """Return a file after comparing it with its hash.

        Raises:
            DataError: it is missing or was changed.
        """
        path = self.folder / name
        if not path.is_file() or self.files.get(name) != sha256(path):
            raise DataError("result_damaged", Where(file=str(path)))
        return path

    def document(self, name: str) -> dict[str, Any]:
        """Return a file of JSON after comparing it with its hash.

        Raises:
            DataError: it is missing or was changed.
        """
        found: dict[str, Any] = json.loads(self.file(name).read_text(encoding="utf-8"))
        return found


def all_kept(space: Workspace, kind: Kind) -> list[Kept]:
    """Return everything of a kind, the latest first; what is damaged is left out."""
    found = [_kept(path) for path in sorted((space.home / kind).glob("[0-9]*"), reverse=True)]
    return [one for one in found if one is not None]


def get_kept(space: Workspace, kind: Kind, number: int | None = None) -> Kept:
    """Return one by its number, by default the latest.

    Raises:
        NotFound: there is none.
    """
    found = next(iter(all_kept(space, kind)), None) if number is None else _kept(space.home / kind / f"{number:08}")
    if found is None:
        raise NotFound("kept_unknown", number="-" if number is None else number)
    return found


def keep(
    space: Workspace,
    kind: Kind,
    about: Mapping[str, Any],
    write: Callable[[Path], object],
    *,
    since: int,
    wait: float = 0.0,
) -> Kept:
    """Keep what ``write`` puts into a folder; ``since`` is that of the content it was made of.

    Raises:
        UsageError: somebody else is writing, or somebody was forgotten since it was begun.
    """
    with space.changing(f"keep {kind}", wait) as (_, content), writing(space.home):
        if content.since != since:
            raise UsageError("forgotten_meanwhile", Where(file=str(space.home)))
        place = space.home / kind
        folder(place, 0o700)
        for left in place.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left)
        made = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=place))
        write(made)
        hashes = {path.name: sha256(path) for path in sorted(made.iterdir())}
        told = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "about": dict(about), "files": hashes}
        (made / FILE).write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        for path in (*made.iterdir(), made):
            sync(path)
        number = max((int(path.name) for path in place.glob("[0-9]*")), default=0) + 1
        made.rename(place / f"{number:08}")
        sync(place)
    return get_kept(space, kind, number)


def forget_kept(space: Workspace, holds: Callable[[Path], bool]) -> None:
    """Remove every folder with a table in which somebody stands; only tables name customers. The workspace is held."""
    with writing(space.home):
        for kind in (*KINDS, "movements"):
            for path in sorted((space.home / kind).glob("*")):
                if path.name.startswith(UNFINISHED) or any(map(holds, sorted(path.glob("*.parquet")))):
                    shutil.rmtree(path)


def basis(content: Content) -> str:
    """Return the hash of the lines that a content holds: equal for contents of which the same would be found out."""
    lines = [one.lines.sha256 for load in content.loads for one in load.lines]
    settled = [one.orders.sha256 for one in content.settled]
    open_ = [[one.sha256 for one in some] for some in (content.opened, content.open_lines)]
    return hashlib.sha256(json.dumps([lines, settled, open_, content.zero_orders]).encode()).hexdigest()


def _kept(path: Path) -> Kept | None:
    try:
        data = (path / FILE).read_bytes()
        told = json.loads(data)
        return Kept(int(path.name), path, told["at"], told["about"], told["files"], hashlib.sha256(data).hexdigest())
    except (OSError, ValueError, KeyError, TypeError):
        return None


__all__ = ["FILE", "KINDS", "Kept", "Kind", "all_kept", "basis", "forget_kept", "get_kept", "keep"]
