"""``python -m shuke.server.openapi``: the description of the interface as JSON, the same at every run."""

from __future__ import annotations

import json
import sys

from shuke.server.app import assembled


def document() -> str:
    """Return the description as text."""
    return json.dumps(assembled(None).openapi(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
