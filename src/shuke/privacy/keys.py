"""The files that hold keys: made once, for their owner only; a key that is retired is kept to read older results.

Beside ``pseudonym.key`` lie the retired ones, ``pseudonym.key.retired-KID``. Whoever destroys a key makes the codes
under it unreadable for ever.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from shuke.errors import UsageError, Where
from shuke.privacy.pseudonyms import Key
from shuke.store.durable import sync

KEY_BYTES = 32
KEY_FILE_VARIABLE = "SHUKE_KEY_FILE"
RETIRED = ".retired-"
OWNER_ONLY, READ_ONLY = 0o600, 0o400
# Thirty-two random bytes are about thirty different ones.
FEWEST = 16


def key_path(environ: dict[str, str] | None = None) -> Path:
    """Return where the key lives: ``SHUKE_KEY_FILE``, else the user's configuration folder."""
    environ = dict(os.environ) if environ is None else environ
    if environ.get(KEY_FILE_VARIABLE):
        return Path(environ[KEY_FILE_VARIABLE])
    base = environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "shuke" / "pseudonym.key"


def load_key(path: Path | None = None, *, create: bool = True) -> Key:
    """Return the key, made on first use with permissions for its owner only, unless ``create`` is denied.

    Raises:
        UsageError: the key file cannot be read or written, or does not hold a key, or one that somebody could guess.
    """
    path = path or key_path()
    try:
        if create and not path.exists():
            _make(path)
        text = path.read_text(encoding="ascii").strip()
        secret = bytes.fromhex(text)
    except OSError as error:
        raise UsageError("key_not_readable", Where(file=str(path)), problem=error.strerror or "") from None
    except ValueError:
        raise UsageError("key_malformed", Where(file=str(path))) from None
    if len(secret) < KEY_BYTES:
        raise UsageError("key_malformed", Where(file=str(path)))
    if guessable(secret):
        raise UsageError("key_guessable", Where(file=str(path)))
    return Key(secret)


def guessable(key: bytes) -> bool:
    """Tell whether a key is no random one: written with the letters of a keyboard, or of few different bytes.

    Of random keys not one in a billion is of these.

    >>> [guessable(key) for key in (b"thisismysecretkeychangemeplease!", bytes(32), bytes(range(32)))]
    [True, True, True]
    """
    steps = {after - before for before, after in pairwise(key)}
    return all(32 <= one < 127 or one in b"\r\n\t" for one in key) or len(set(key)) < FEWEST or len(steps) < FEWEST


def _make(path: Path) -> None:
    """Make a key in one step: of two runs that start at once, one makes it and both use it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    coming = path.with_name(f"{path.name}.new-{os.getpid()}")
    coming.unlink(missing_ok=True)
    write_secret(coming, secrets.token_hex(KEY_BYTES))
    try:
        os.link(coming, path)
    except FileExistsError:
        pass
    finally:
        coming.unlink()


def write_secret(path: Path, text: str, mode: int = OWNER_ONLY) -> None:
    """Write a secret to a file that does not exist yet, for its owner only from its first byte on."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(text + "\n")
        out.flush()
        os.fsync(out.fileno())


@dataclass(frozen=True)
class KeyRing:
    """The key that new results are made with, and the retired ones by which older results are read."""

    path: Path
    current: Key
    retired: tuple[Key, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        """All keys, the current one first."""
        return (self.current, *self.retired)

    @property
    def private(self) -> bool:
        """Whether nobody but the owner can read the key files."""
        files = (self.path, *(file for file, _ in _retired(self.path)))
        return not any(stat.S_IMODE(file.stat().st_mode) & 0o077 for file in files)


def key_ring(path: Path | None = None, *, create: bool = True) -> KeyRing:
    """Return the current key and the retired ones beside it.

    Raises:
        UsageError: a key file cannot be read, or does not hold a key.
    """
    path = path or key_path()
    current = load_key(path, create=create)
    retired = [key for _, key in _retired(path) if key != current]
    return KeyRing(path, current, tuple(retired))


def rotate(path: Path | None = None) -> KeyRing:
    """Retire the current key and make a new one with a name of its own; return the ring.

    Killed at any moment, the file holds the old key or the new one, and the old one is kept.

    Raises:
        UsageError: there is no key yet, or the files cannot be written.
    """
    path = path or key_path()
    ring = key_ring(path, create=False)
    taken = {key.name for key in ring.keys}
    if len(taken) >= 200:
        raise UsageError("key_names_used_up", Where(file=str(path)))
    new = Key(secrets.token_bytes(KEY_BYTES))
    while new.name in taken:
        new = Key(secrets.token_bytes(KEY_BYTES))
    old = path.with_name(f"{path.name}{RETIRED}{ring.current.name}")
    coming = path.with_name(f"{path.name}.new-{os.getpid()}")
    try:
        if not old.exists():
            write_secret(old, ring.current.secret.hex(), READ_ONLY)
        write_secret(coming, new.secret.hex())
        coming.replace(path)
        sync(path.parent)
    except OSError as error:
        raise UsageError("key_not_readable", Where(file=str(path)), problem=error.strerror or "") from None
    return key_ring(path, create=False)


def destroy(name: str, path: Path | None = None) -> None:
    """Overwrite and remove a retired key; the codes under it can never be led back to anybody again.

    Raises:
        UsageError: there is no such retired key, or its file cannot be removed.
    """
    path = path or key_path()
    ring = key_ring(path, create=False)
    files = [file for file, key in _retired(path) if key.name == name]
    if not files or name == ring.current.name:
        known = ", ".join(key.name for key in ring.retired) or "-"
        raise UsageError("key_not_retired", Where(file=str(path)), value=name, known=known)
    try:
        for file in files:
            file.chmod(OWNER_ONLY)
            with file.open("r+b") as out:
                out.write(secrets.token_hex(KEY_BYTES).encode("ascii"))
                out.flush()
                os.fsync(out.fileno())
            file.unlink()
        sync(path.parent)
    except OSError as error:
        raise UsageError("key_not_readable", Where(file=str(path)), problem=error.strerror or "") from None


def _retired(path: Path) -> Iterator[tuple[Path, Key]]:
    names = (file for file in path.parent.iterdir() if file.name.startswith(f"{path.name}{RETIRED}"))
    for file in sorted(names):
        yield file, load_key(file, create=False)
