"""Secrets of channels: read from the environment or a file when a message is sent, never from a document.

Only variables that begin with ``SHUKE_SECRET_`` and files in the workspace's folder ``watch/secrets`` can be named, so
that a document cannot reach for anything else that the process knows.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from shuke.errors import UsageError, Where
from shuke.scheme.model.base import Part

PREFIX, FOLDER = "SHUKE_SECRET_", "secrets"
LARGEST = 8_192


class Secret(Part):
    """Where a secret stands: ``{env: SHUKE_SECRET_…}`` or ``{file: NAME}``."""

    env: Annotated[str, Field(pattern=rf"^{PREFIX}[A-Z0-9_]{{1,80}}$")] | None = None
    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")] | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        """Refuse none, and two."""
        if (self.env is None) == (self.file is None):
            raise ValueError("secret")
        return self

    def read(self, folder: Path) -> str:
        """Return the secret; ``folder`` is that of the documents.

        Raises:
            UsageError: it is not there; the message names the place, never the value.
        """
        if self.env is not None:
            found = os.environ.get(self.env, "").strip()
            if not found:
                raise UsageError("channel_secret_missing", name=self.env)
            return found
        path = folder / FOLDER / str(self.file)
        try:
            if path.is_symlink() or path.stat().st_size > LARGEST:
                raise UsageError("channel_secret_missing", Where(file=str(path)), name=self.file)
            found = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise UsageError("channel_secret_missing", Where(file=str(path)), name=self.file) from None
        if not found:
            raise UsageError("channel_secret_missing", Where(file=str(path)), name=self.file)
        return found

    def there(self, folder: Path) -> bool:
        """Tell whether the secret is there, without telling it."""
        try:
            return bool(self.read(folder))
        except UsageError:
            return False
