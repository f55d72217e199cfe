"""The order lines of one customer of a run, as the workspace held them when the run was made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from shuke.engines.duckdb import DuckDB
from shuke.explain.customer import Line
from shuke.store.segments import Segments
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
        state = space.states.read(int(number))
        # A state loses its content when somebody is forgotten.
        return lines_of(engine, space.segments, Content.of(state.content), ids) if state.content else []

    return lines


def lines_of(engine: DuckDB, segments: Segments, content: Content, ids: Sequence[str]) -> list[Line]:
    """Return the accepted lines of a content that stand under any of some ids, the earliest first.

    Raises:
        DataError: a file of the workspace is damaged.
    """
    segments.check(pieces(content))
    marks = ", ".join("?" for _ in ids)
    rows = engine.run(
        f"SELECT ordered_at::DATE, order_id, amount FROM ({all_lines(segments, content)}) "
        f"WHERE customer_id IN ({marks}) ORDER BY ALL",
        list(ids),
    )
    return [Line(*row) for row in rows]
