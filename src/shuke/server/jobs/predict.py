"""The job that predicts what customers will do next, and keeps it for the pages."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from shuke.days import a_date
from shuke.errors import ShukeError
from shuke.prediction.make import Wish
from shuke.rating import Options
from shuke.server.currency import currency_of
from shuke.server.jobs.reading import PATIENCE
from shuke.server.jobs.task import Task
from shuke.server.state.settings import read_settings
from shuke.workspace.kept import all_kept
from shuke.workspace.predict import KIND, predict_and_keep

LOG = logging.getLogger("shuke.server")
STEPS = ("read", "account", "orders", "metrics", "fit", "place", "write")


def run(task: Task) -> dict[str, Any]:
    """Predict as of a day, or as of that of a run and of what it knew; return the number of the prediction."""
    asked = task.request
    with task.here.state.reading() as session:
        currency = currency_of(task.workspace.head()[1], read_settings(session))
    of = None if asked["run"] is None else task.here.library.run(str(asked["run"])).run
    kept = predict_and_keep(
        task.workspace,
        Options(as_of=a_date(asked["as_of"]), currency=currency),
        Wish(horizon=asked["horizon_days"], months=asked["months"], model=asked["model"]),
        task.stepper(STEPS),
        run=of,
        lang=task.lang,
        wait=PATIENCE,
    )
    return {"prediction": kept.number, "as_of": kept.about["as_of"], "run": None if of is None else of.number}


def after_rating(task: Task, number: int) -> int | None:
    """Predict for a new run as was done the last time, where anything was; return the number of the prediction.

    The rating stands whether its customers can be predicted or not.
    """
    last = next(iter(all_kept(task.workspace, KIND)), None)
    if last is None:
        return None
    wish = last.about["wish"]
    asked = {"run": number, "as_of": None, "horizon_days": wish["horizon"]}
    asked |= {"months": wish["months"], "model": wish["model"]}
    try:
        return int(run(replace(task, request=asked))["prediction"])
    except ShukeError as error:
        LOG.warning("job %s rated and could not predict: %s", task.id, error.render("en"))
        return None
