"""A prediction from what a workspace holds: the same figures as from the files it was loaded from."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from shuke.days import a_date
from shuke.errors import UsageError
from shuke.ingest.raw import Reading
from shuke.predicted.files import save
from shuke.predicted.kept import TABLE
from shuke.predicted.prediction import EVERYBODY, Prediction
from shuke.predicted.told import months_behind
from shuke.prediction.extra import require_scipy
from shuke.prediction.make import Wish
from shuke.rating import Options
from shuke.version import __version__
from shuke.workspace.content import Content, Run
from shuke.workspace.home import Workspace
from shuke.workspace.kept import Kept, Kind, all_kept, basis, keep
from shuke.workspace.rate import asked_of, rate

Step = Callable[[str], None]
KIND: Kind = "predictions"
# What was bought in the months before a prediction, the latest last.
BEHIND, MOST_MONTHS = "behind.json", 60


def predict(
    space: Workspace, options: Options, wish: Wish, step: Step | None = None, *, content: Content | None = None
) -> Prediction:
    """Return what the customers of a workspace will do next; nothing of the workspace changes.

    ``content``: of an earlier state, by default of the one that counts.

    Raises:
        UsageError: NumPy and SciPy are not installed, or something cannot be meant.
        DataError: a file of the workspace is damaged, or the data are those of contracts, or too few.
    """
    require_scipy()
    wish.check()
    content = content or space.head()[1]
    # How lines are read was said when they were loaded.
    reading = Reading(zero_orders=content.zero_orders)  # type: ignore[arg-type]
    options = replace(options, reading=reading, raw_ids=space.settings.raw)
    rating = rate(space, content, asked_of(EVERYBODY, "everybody", options), options, step, afresh=True).rating
    try:
        return Prediction(rating, wish, protected=True)
    except BaseException:
        rating.engine.close()
        raise


def predict_and_keep(
    space: Workspace,
    options: Options,
    wish: Wish,
    step: Step,
    *,
    run: Run | None = None,
    lang: str = "en",
    wait: float = 0.0,
) -> Kept:
    """Predict and keep it; ``run``: as of its day and of what was known when it was made. The same is made once.

    Raises:
        UsageError: NumPy and SciPy are not installed, something cannot be meant, or somebody else is writing.
        DataError: a file of the workspace is damaged, or the data are those of contracts, or too few.
    """
    head = space.head()[1]
    content = head if run is None else _content(space, run, head)
    if run is not None:
        options = replace(options, as_of=a_date(run.as_of))
    day = None if options.as_of is None else options.as_of.isoformat()
    asked = {"wish": asdict(wish), "basis": basis(content), "version": __version__}
    only = run.number if run is not None and content is head else None
    known = next((one for one in all_kept(space, KIND) if _is_of(one, asked, day, only)), None)
    if known is not None:
        return known
    told = predict(space, options, wish, step, content=content)
    try:
        step("write")
        about = {**asked, "as_of": told.made.as_of.isoformat(), "run": None if run is None else run.number}
        about |= {"asked_as_of": day, "model": told.made.chosen.key, "customers": told.made.customers}
        return keep(space, KIND, about, partial(_write, told, lang=lang), since=head.since, wait=wait)
    finally:
        told.close()


def of_run(kept: Sequence[Kept], run: Run, content: Callable[[], Content | None]) -> Kept | None:
    """Return the first of some predictions as of a run's day and of the lines that it knew; None where none is."""
    same_day = [one for one in kept if one.about["as_of"] == run.as_of and TABLE in one.files]
    for one in same_day:
        if one.about["run"] == run.number:
            return one
    known = content() if same_day else None
    lines = None if known is None else basis(known)
    return next((one for one in same_day if one.about["basis"] == lines), None)


def _write(told: Prediction, made: Path, lang: str) -> None:
    """Write the files of a prediction with the months before it; what was rejected is told with the ratings."""
    save(told, made, ("parquet",), lang, rejected=False)
    behind = months_behind(told.rating.engine, MOST_MONTHS)
    (made / BEHIND).write_text(json.dumps({"months": behind}, indent=2) + "\n", encoding="utf-8")


def _content(space: Workspace, run: Run, head: Content) -> Content:
    """Return what was known when a run was made; what there is now, where that was forgotten."""
    try:
        return space.state(run.number)[1]
    except UsageError as error:
        if error.key != "state_pruned":
            raise
        return head


def _is_of(one: Kept, asked: Mapping[str, Any], day: str | None, run: int | None) -> bool:
    """Tell whether a kept prediction is the one asked for, and of that very run where its lines were forgotten."""
    same = all(one.about[name] == value for name, value in asked.items())
    dated = one.about["asked_as_of"] is None if day is None else one.about["as_of"] == day
    return same and dated and run in {None, one.about["run"]}


__all__ = ["BEHIND", "KIND", "of_run", "predict", "predict_and_keep"]
