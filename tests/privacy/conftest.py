from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The key of each test lies in a folder of its own."""
    path = tmp_path / "keys" / "pseudonym.key"
    monkeypatch.setenv("SHUKE_KEY_FILE", str(path))
    return path
