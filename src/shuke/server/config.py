"""What a server is told when it starts; handed to its processes through their environment."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

VARIABLE = "SHUKE_SERVER"
UPLOAD_LIMIT = 2 << 30
FOLDER = "server"


@dataclass(frozen=True)
class Config:
    """Where the state is, under which path the pages are, and how large an upload may be.

    ``state`` is the URL of a database; None: a file in the workspace. ``base`` begins with a slash and does not end
    with one, or is empty.
    """

    state: str | None = None
    base: str = ""
    upload_limit: int = UPLOAD_LIMIT

    def environment(self, home: Path) -> dict[str, str]:
        """Return the variable by which a process is told all this."""
        return {VARIABLE: json.dumps({"home": str(home), **asdict(self)})}


def told(environment: Mapping[str, str] = os.environ) -> tuple[Path, Config]:
    """Return the workspace and the configuration that a process was told."""
    found = json.loads(environment[VARIABLE])
    return Path(found.pop("home")), Config(**found)
