"""What was read of the state, kept for as long as nothing in the state changes, whoever changes it.

SQLite tells a connection by one number whether others have committed anything since: that costs some microseconds,
and a change that was committed by any process is noticed by the next request. A database of others tells nothing of
the kind, so there everything is read each time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, cast

V = TypeVar("V")
# So many answers; who asks with ever new keys makes the rest be read anew.
MOST = 4_096
Mark = tuple[int, int]


class Remembered:
    """Values by key, of one file of the state; ``path`` None: of a database of others, nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._values: dict[Hashable, Any] = {}
        # The content of the file in which they were read: the count of connections, and what this one is told.
        self._opened = 0
        self._mark: Mark | None = None

    def recall(self, key: Hashable) -> Any:
        """Return a value that still holds; None where it must be read."""
        if self._path is None:
            return None
        with self._lock:
            return self._values.get(key) if self._look() is not None else None

    def get(self, key: Hashable, read: Callable[[], V]) -> V:
        """Return a value, read if it is not known or may have changed; None is a value that is not kept."""
        if self._path is None:
            return read()
        with self._lock:
            # What is read after this look is at least as new as the mark says.
            mark = self._look()
            if mark is not None and key in self._values:
                return cast("V", self._values[key])
        value = read()
        with self._lock:
            if mark is not None and value is not None and mark == self._mark:
                if len(self._values) >= MOST:
                    self._values.clear()
                self._values[key] = value
        return value

    def close(self) -> None:
        """Forget everything, and hold the file no longer."""
        with self._lock:
            self._forget()

    def _look(self) -> Mark | None:
        """Return what stands for the present content, and drop what was read of an earlier one."""
        try:
            if self._connection is None:
                self._connection = self._connected()
                self._opened += 1
            mark = self._opened, int(self._connection.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.Error:
            # Whoever reads it is told what is wrong.
            self._forget()
            return None
        if mark != self._mark:
            self._values.clear()
            self._mark = mark
        return mark

    def _connected(self) -> sqlite3.Connection:
        # A connection that changes nothing itself, and waits for nobody.
        path = f"{cast('Path', self._path).as_uri()}?mode=rw"
        return sqlite3.connect(path, uri=True, timeout=0, isolation_level=None, check_same_thread=False)

    def _forget(self) -> None:
        self._values.clear()
        self._mark = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None
