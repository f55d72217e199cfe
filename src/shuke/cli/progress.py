"""Progress on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from shuke.locale import text

STEPS = ("read", "orders", "account", "keep", "metrics", "fit", "place", "predict", "done", "write", "report")


@contextmanager
def steps(lang: str) -> Iterator[Callable[[str], None]]:
    """Yield a function to call at the start of each step; a bar is shown while the block runs."""
    if not sys.stderr.isatty():
        yield lambda key: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(text("terminal.step.read", lang), total=len(STEPS))

        def step(key: str) -> None:
            progress.update(task, description=text(f"terminal.step.{key}", lang), completed=STEPS.index(key))

        yield step
