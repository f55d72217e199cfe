"""The order lines of one customer of a run, as the workspace held them when the run was made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from shuke.engines.duckdb import DuckDB
from shuke.explain.customer import Line
from shuke.workspace.content import Content
from shuke.workspace.home import FILE, RUNS, Workspace
from shuke.workspace.relations import all_lines, pieces


def lines_of_run(folder: Path) -> Callable[[DuckDB, Sequence[str]], list[Line]] | None:
    """Return what gives a customer's lines under any of some ids; None where the folder is no run of a workspace."""
    folder = folder.resolve()
    home, number = folder.parent.parent, folder.name.split("-")[0]
    if folder.parent.name != RUNS or not (home / FILE).is_file() or not number.isdigit():
        return None

    def lines(engine: DuckDB, ids: Sequence[str]) -> list[Line]:
        space = Workspace(home)
        content = Content.of(space.states.read(int(number)).content)
        space.segments.check(pieces(content))
        marks = ", ".join("?" for _ in ids)
        rows = engine.run(
            f"SELECT ordered_at::DATE, order_id, amount FROM ({all_lines(space.segments, content)}) "
            f"WHERE customer_id IN ({marks}) ORDER BY ALL",
            list(ids),
        )
        return [Line(*row) for row in rows]

    return lines
