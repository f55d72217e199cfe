"""The small workspace of the tests of browsing, served: everybody of the four roles, two salespeople."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from browse.kept import workspace
from server.workbench import API, PASSWORD, Workbench, workbench


@contextmanager
def shop(folder: Path) -> Iterator[Workbench]:
    """Yield a workbench over the workspace with two runs; the column ``owner`` says whose customers one's are."""
    workspace(folder / "shop", folder)
    with workbench(folder / "shop") as bench:
        admin = bench.client("admin")
        settings = admin.get(f"{API}/settings").json()["data"]
        done = admin.put(f"{API}/settings", json={**settings, "owner_column": "owner"})
        assert done.status_code == 200, done.text
        yield bench


def seller(bench: Workbench, name: str, owner: str | None) -> httpx.Client:
    """Return the browser of a salesperson who owns the customers of a number."""
    wanted = {"name": name, "role": "sales", "password": PASSWORD, "language": "en", "owner": owner, "active": True}
    made = bench.client("admin").post(f"{API}/users", json=wanted)
    assert made.status_code == 201, made.text
    browser = bench.browser()
    assert browser.post(f"{API}/session", json={"name": name, "password": PASSWORD}).status_code == 201
    return browser


def data(answer: httpx.Response) -> Any:
    """Return what an answer holds."""
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]
