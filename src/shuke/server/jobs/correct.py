"""The job that puts right what is said of a customer."""

from __future__ import annotations

from typing import Any

from shuke.server.jobs.reading import PATIENCE
from shuke.server.jobs.task import Task
from shuke.workspace.correct import correct


def run(task: Task) -> dict[str, Any]:
    """Put the cells right; return how many, and the state that has them."""
    task.step("correct")
    asked = task.request
    done = correct(task.workspace, asked["id"], asked["values"], PATIENCE)
    task.here.note(task.person, "privacy.correct", f"{len(asked['values'])}")
    return {"cells": len(asked["values"]), "state": done.state.number}
