"""The job that rates everybody by two schemes, keeps neither result, and compares them."""

from __future__ import annotations

from typing import Any

from shuke.browse.side_by_side import rated_side_by_side
from shuke.days import a_date
from shuke.ingest.raw import Reading
from shuke.rating import Options
from shuke.server.jobs.reading import in_every_language
from shuke.server.jobs.task import Task
from shuke.workspace.beside import with_tables
from shuke.workspace.rate import asked_of, rate

STEPS = ("read", "account", "orders", "metrics", "fit", "place")


def run(task: Task) -> dict[str, Any]:
    """Return both schemes side by side on what the workspace holds."""
    space = task.workspace
    content = space.head()[1]
    options = Options(
        as_of=a_date(task.request.get("as_of")),
        reading=Reading(zero_orders=content.zero_orders),  # type: ignore[arg-type]
        raw_ids=space.settings.raw,
    )
    options = with_tables(content, options)
    made = []
    try:
        for one in (task.request["a"], task.request["b"]):
            scheme = asked_of(one["text"], one["name"], options)
            made.append(rate(space, content, scheme, options, task.stepper(STEPS)).rating)
        first, second = made
        return {"comparison": in_every_language(lambda lang: rated_side_by_side(first, second, lang))}
    finally:
        for rating in made:
            rating.engine.close()
