"""The job that sends the messages in the outbox, or a trial message."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from shuke.errors import DataError, NotFound
from shuke.server.jobs.task import Task
from shuke.watching.channels import channels_of
from shuke.watching.send import probe, send, told

# Seconds for which a job waits for what a service could not take yet; the next job goes on.
PATIENCE = 900.0


def run(task: Task) -> dict[str, Any]:
    """Send what waits; return how many messages were sent, wait still, and failed."""
    task.step("send-warnings")
    trial = task.request.get("trial")
    if trial is None:
        return asdict(send(task.workspace, PATIENCE))
    channel = channels_of(task.workspace).get(trial)
    if channel is None:
        raise NotFound("channel_unknown", value=trial, known="-")
    answer = probe(task.workspace, channel)
    if answer.verdict != "accepted":
        raise DataError("channel_refused", channel=trial, problem=told(answer, task.lang))
    return {"tried": trial}
