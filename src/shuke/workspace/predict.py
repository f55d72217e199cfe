"""A prediction from what a workspace holds: the same figures as from the files it was loaded from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from shuke.ingest.raw import Reading
from shuke.predicted.prediction import EVERYBODY, Prediction
from shuke.prediction.extra import require_scipy
from shuke.prediction.make import Wish
from shuke.rating import Options
from shuke.workspace.home import Workspace
from shuke.workspace.rate import asked_of, rate


def predict(space: Workspace, options: Options, wish: Wish, step: Callable[[str], None] | None = None) -> Prediction:
    """Return what the customers of a workspace will do next; nothing of the workspace changes.

    Raises:
        UsageError: NumPy and SciPy are not installed, or something cannot be meant.
        DataError: a file of the workspace is damaged, or the data are those of contracts, or too few.
    """
    require_scipy()
    wish.check()
    content = space.head()[1]
    # How lines are read was said when they were loaded.
    reading = Reading(zero_orders=content.zero_orders)  # type: ignore[arg-type]
    options = replace(options, reading=reading, raw_ids=space.settings.raw)
    rating = rate(space, content, asked_of(EVERYBODY, "everybody", options), options, step, afresh=True).rating
    try:
        return Prediction(rating, wish, protected=True)
    except BaseException:
        rating.engine.close()
        raise
