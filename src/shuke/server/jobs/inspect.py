"""The job that looks at files that were sent in, and changes nothing."""

from __future__ import annotations

from typing import Any

from shuke.inspection import Inspected, document, inspected
from shuke.server import hints
from shuke.server.jobs.reading import files_of, in_every_language, meanings, reading_of
from shuke.server.jobs.task import Task


def run(task: Task) -> dict[str, Any]:
    """Return what would be read of each file, what is open, and what a column can mean."""
    files = files_of(task.request)
    found = []
    task.step("inspect", 0, len(files))
    for one in inspected(files, reading_of(task.request["reading"])):
        found.append(one)
        task.step("inspect", len(found), len(files))
    return {
        "files": in_every_language(lambda lang: [_told(one, lang) for one in found]),
        "meanings": meanings(),
        "stopped": any(one.stopped for one in found),
    }


def _told(found: Inspected, lang: str) -> dict[str, Any]:
    """Return what is told of a file, in the terms of whoever asks over HTTP."""
    told = document(found, lang, hints.hint)
    for table in told["tables"]:
        hints.in_notes(table["notes"], lang)
    return told
