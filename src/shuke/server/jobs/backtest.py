"""The job that judges schemes by the workspace's own history, and keeps what came out for the pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from shuke.backtesting import Wish
from shuke.server.jobs.reading import PATIENCE
from shuke.server.jobs.task import Task
from shuke.workspace.backtest import backtest_and_keep

STEPS = ("read", "account", "metrics", "fit", "place", "write")


def run(task: Task) -> dict[str, Any]:
    """Back-test; return the number under which it is kept."""
    asked = task.request
    days = tuple(map(date.fromisoformat, asked["splits"]))
    wish = Wish(tuple(asked["schemes"]), days, asked["horizon_days"], asked["resamples"])
    return {"backtest": backtest_and_keep(task.workspace, wish, task.stepper(STEPS), PATIENCE).number}
