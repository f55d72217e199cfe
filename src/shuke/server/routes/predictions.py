"""Predictions of the workspace: what customers will do next, as of which day, by which model, and how good it was."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path as InPath
from fastapi import Request, Response
from pydantic import Field

from shuke.browse.ahead import foreseen
from shuke.days import a_date
from shuke.errors import UsageError
from shuke.prediction.contest import NAMES
from shuke.prediction.extra import require_scipy
from shuke.prediction.make import Wish
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Listed, Paged, Started, Told
from shuke.server.context import Here
from shuke.server.language import Lang
from shuke.server.library import NEWEST, RunNumber, unchanged
from shuke.server.routes.predictions_shown import (
    ForeseenCustomer,
    KeptPrediction,
    ShownPrediction,
    entry,
    shown,
    shown_customer,
)
from shuke.server.routes.router import Router
from shuke.server.routes.seen import CustomerWord, scope_of
from shuke.workspace.kept import all_kept, get_kept
from shuke.workspace.predict import KIND

routes = Router("predictions")
Number = Annotated[
    str, InPath(pattern="^(newest|[0-9]{1,9})$", max_length=9, description="The number of a prediction, or `newest`.")
]


class Prediction(Body):
    """What is to be predicted: as of a run's day and of what it knew; or as of a day, by default the latest order's.

    ``model`` is ``auto``, the best on the customers' own past, or one by its name.
    """

    run: Annotated[int, Field(ge=0, le=999_999_999)] | None = None
    as_of: Annotated[str, Field(max_length=10)] | None = None
    horizon_days: Annotated[int, Field(ge=7, le=1826)] = 182
    months: Annotated[int, Field(ge=1, le=60)] = 12
    model: Annotated[str, Field(max_length=20)] = "auto"


class RunPrediction(Told):
    """The latest prediction of a run; null before the first one."""

    prediction: ShownPrediction | None


class CustomerPrediction(Told):
    """What is predicted of a customer; null where nothing is."""

    prediction: ForeseenCustomer | None


@routes.get("/predictions", response_model=Listed[KeptPrediction])
def list_predictions(here: Here, page: Paged, _: Annotated[Person, needs("overview.read")]) -> Listed[KeptPrediction]:
    """List the predictions that are kept, the latest first."""
    found = all_kept(here.workspace, KIND)
    return Listed(data=[entry(one) for one in found[page.offset : page.offset + page.size]], page=page.of(len(found)))


@routes.post("/predictions", response_model=Answer[Started], status_code=202)
def start_prediction(here: Here, wish: Prediction, person: Annotated[Person, needs("runs.write")]) -> Answer[Started]:
    """Predict what every customer will do next, and keep it; the job tells the number of the prediction."""
    day = a_date(wish.as_of)
    if day is not None and wish.run is not None:
        raise UsageError("prediction_run_or_day")
    require_scipy()
    if wish.model not in NAMES:
        raise UsageError("predict_model_unknown", value=wish.model, known=", ".join(NAMES))
    Wish(horizon=wish.horizon_days, months=wish.months).check()
    if wish.run is not None:
        here.library.run(str(wish.run))
    here.note(person, "prediction.start", "-" if wish.run is None else f"run {wish.run}")
    return Answer(data=Started(job=here.jobs.start(person, "predict", wish.model_dump())))


@routes.get("/predictions/{number}", response_model=Answer[ShownPrediction])
def show_prediction(
    here: Here, number: Number, lang: Lang, _: Annotated[Person, needs("overview.read")]
) -> Answer[ShownPrediction]:
    """Tell of one prediction: the model and why, its parameters, how it did on the past, the months ahead."""
    kept = get_kept(here.workspace, KIND, None if number == NEWEST else int(number))
    return Answer(data=shown(kept, lang))


@routes.get("/runs/{run}/prediction", response_model=Answer[RunPrediction])
def show_run_prediction(
    here: Here,
    request: Request,
    response: Response,
    run: RunNumber,
    lang: Lang,
    _: Annotated[Person, needs("overview.read")],
) -> Any:
    """Tell of the latest prediction as of a run's day, made of the lines that the run knew."""
    found = here.library.run(run)
    kept = here.library.shelf.ahead(found)
    known = unchanged(request, response, found.run.manifest, "-" if kept is None else kept.mark, lang)
    return known or Answer(data=RunPrediction(prediction=None if kept is None else shown(kept, lang)))


@routes.get("/runs/{run}/customers/{ref}/prediction", response_model=Answer[CustomerPrediction])
def show_customer_prediction(
    here: Here, run: RunNumber, ref: CustomerWord, lang: Lang, person: Annotated[Person, needs("customers.read")]
) -> Answer[CustomerPrediction]:
    """Tell what is predicted of one customer of a run, in figures and in sentences."""
    scope, _ = scope_of(here, person)
    found = foreseen(here.library.table(run), scope, ref)
    told = None if found is None else shown_customer(found, lang)
    return Answer(data=CustomerPrediction(prediction=told))
