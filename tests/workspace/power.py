"""A disk that loses its power: what was synced is there, what was not may be there, in part, or not at all.

The model knows nothing of the product. It listens to ``os.fsync``: a synced file keeps its bytes, a synced folder its
names. At every sync the disk as the system shows it, and the disk as it surely is, differ by what is not synced yet.
"""

from __future__ import annotations

import os
import random
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

BLOCK = 512
MODES = ("all", "half", "torn")


class Disk:
    """What is surely on the disk of the folders below a root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.bytes: dict[int, bytes] = {}
        self.names: dict[int, dict[str, int]] = {}
        # Held open, so that no number of a file is given to another one.
        self._open: list[int] = []
        for path in (root, *root.rglob("*")):
            self._sync(os.open(path, os.O_RDONLY))

    def close(self) -> None:
        for descriptor in self._open:
            os.close(descriptor)

    def synced(self, descriptor: int) -> None:
        """Keep what a file or folder holds now."""
        self._sync(os.dup(descriptor))

    def _sync(self, descriptor: int) -> None:
        self._open.append(descriptor)
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            self.names[status.st_ino] = {one.name: one.inode() for one in os.scandir(descriptor)}
        else:
            self.bytes[status.st_ino] = os.pread(descriptor, status.st_size, 0)

    def after(self, mode: str, chance: random.Random) -> dict[str, bytes | None]:
        """Return the files, and folders as None, by path, that are there when the power comes back."""
        found: dict[str, bytes | None] = {}
        self._folder(self.root, "", mode, chance, found)
        return found

    def _folder(self, path: Path, shown: str, mode: str, chance: random.Random, found: dict[str, bytes | None]) -> None:
        sure = self.names.get(path.stat().st_ino, {})
        now = {one.name: one.inode() for one in os.scandir(path)}
        for name in sorted(sure.keys() | now.keys()):
            # A name that came, went, or stands for another file since the last sync is there or not.
            kept = sure.get(name) == now.get(name) or (mode == "half" and chance.random() < 0.5) or mode == "torn"
            inode = now.get(name) if kept else sure.get(name)
            if inode is None:
                continue
            place = path / name
            if place.is_dir() and now.get(name) == inode:
                found[f"{shown}{name}"] = None
                self._folder(place, f"{shown}{name}/", mode, chance, found)
            elif inode in self.names:
                self._gone(inode, f"{shown}{name}", found)
            else:
                current = place.read_bytes() if now.get(name) == inode else None
                found[f"{shown}{name}"] = self._file(inode, current, mode, chance)

    def _gone(self, inode: int, shown: str, found: dict[str, bytes | None]) -> None:
        """A folder that was removed, and surely is still there: with what it surely held."""
        found[shown] = None
        for name, one in sorted(self.names[inode].items()):
            if one in self.names:
                self._gone(one, f"{shown}/{name}", found)
            else:
                found[f"{shown}/{name}"] = self.bytes.get(one, b"")

    def _file(self, inode: int, current: bytes | None, mode: str, chance: random.Random) -> bytes:
        sure = self.bytes.get(inode, b"")
        if current is None or current == sure or mode == "all" or (mode == "half" and chance.random() < 0.5):
            return sure
        if mode == "torn":
            cut = max(0, len(current) - chance.randrange(1, BLOCK))
            return current[:cut] + bytes(len(current) - cut)
        return current


def put(image: dict[str, bytes | None], folder: Path) -> Path:
    """Write a disk's files into a folder."""
    folder.mkdir()
    for name, data in image.items():
        if data is None:
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(data)
    return folder


@contextmanager
def losing_power(root: Path, at: Callable[[Disk], None]) -> Iterator[None]:
    """Call ``at`` with the disk before every sync, and when the block is over."""
    disk, fsync = Disk(root), os.fsync

    def synced(descriptor: int) -> None:
        # Whoever looks at the disk may write on a copy of it, and is not listened to.
        os.fsync = fsync
        at(disk)
        os.fsync = synced
        fsync(descriptor)
        disk.synced(descriptor)

    os.fsync = synced
    try:
        yield
        os.fsync = fsync
        at(disk)
    finally:
        os.fsync = fsync
        disk.close()
