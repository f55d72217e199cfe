"""A prediction as it is sent: figures as text where they are exact, and the sentences about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shuke.browse.ahead import Foreseen as Found
from shuke.predicted.told import ends, said
from shuke.predicted.words import sentences, title
from shuke.server.answers import Told
from shuke.server.routes.seen import Words
from shuke.workspace.kept import Kept
from shuke.workspace.predict import BEHIND

# Keys of ``model.json`` that are told under names of their own.
PARAMETERS = ("r", "alpha", "a", "b", "s", "beta", "k", "p", "q", "gamma")


class KeptPrediction(Told):
    """One prediction: of which day and run, how far ahead, by which model."""

    number: int
    at: str
    as_of: str
    run: int | None
    horizon_days: int
    months: int
    model: str
    customers: int


class ModelParameter(Told):
    """A parameter of the model under its name in the literature, with its 90 % interval where it is known."""

    name: str
    value: float
    low: float | None
    high: float | None


class JudgedModel(Told):
    """How one model or rule did on the customers' own past: what it expected, and what came."""

    model: str
    title: str
    log_loss: float
    expected_purchases: float
    actual_purchases: int
    mean_absolute_error: float


class MonthAhead(Told):
    """A month: what is expected as the model says, and if it errs as it did in the past.

    ``low`` and ``high`` are the least and the most of all that is told of the month.
    """

    first: str
    last: str
    purchases: str
    purchases_low: str
    purchases_high: str
    revenue: str
    revenue_low: str
    revenue_high: str
    purchases_as_last_time: str | None
    revenue_as_last_time: str | None


class MonthBehind(Told):
    """A month that is over: purchase days, and what they brought."""

    month: str
    purchases: int
    revenue: str


class CustomersByTrend(Told):
    """How many customers buy more, the same and less than they did."""

    rising: int
    steady: int
    falling: int


class ExpectedOfAll(Told):
    """What is expected of all customers together over the horizon."""

    purchases: str
    revenue: str
    value: str
    customers_without_purchase: str


class ShownPrediction(KeptPrediction):
    """A prediction of everybody together; ``said`` holds the sentences about the model and the totals."""

    title: str
    reason: str
    currency: str | None
    customers_seen: int
    repeat_customers: int
    said: list[str]
    notes: list[Words]
    parameters: list[ModelParameter]
    compared: list[JudgedModel]
    past: str | None
    expected: ExpectedOfAll
    frequency: CustomersByTrend
    basket: CustomersByTrend
    ahead: list[MonthAhead]
    behind: list[MonthBehind]


class ForeseenCustomer(Told):
    """What is predicted of one customer; ``figures`` are those of the table of predictions."""

    number: int
    as_of: str
    horizon_days: int
    model: str
    title: str
    sentences: list[str]
    figures: dict[str, str | int | None]


def entry(kept: Kept) -> KeptPrediction:
    """Return a prediction as a list tells it."""
    return KeptPrediction(**_entry(kept))


def shown(kept: Kept, lang: str) -> ShownPrediction:
    """Return a prediction with everything that is told of all customers together.

    Raises:
        DataError: a file was changed or damaged.
    """
    summary, model = kept.document("summary.json"), kept.document("model.json")
    return ShownPrediction(
        **_entry(kept),
        title=title(model["model"], lang),
        reason=model["reason"],
        currency=summary["currency"],
        customers_seen=summary["customers"]["seen"],
        repeat_customers=summary["customers"]["repeat"],
        said=said(summary["expected"], summary["horizon_days"], summary["customers"]["predicted"], model, lang),
        notes=[Words(en=one["en"], zh=one["zh"]) for one in summary["notes"]],
        parameters=_parameters(model),
        compared=[_judged(one, lang) for one in model["compared"]],
        past=model["past"],
        expected=ExpectedOfAll(**summary["expected"]),
        frequency=CustomersByTrend(**summary["trend"]["frequency"]),
        basket=CustomersByTrend(**summary["trend"]["basket"]),
        ahead=[_month(one) for one in summary["forecast"]],
        behind=[MonthBehind(**one) for one in kept.document(BEHIND)["months"]],
    )


def shown_customer(found: Found, lang: str) -> ForeseenCustomer:
    """Return what is predicted of one customer; the id is told with their row, and not again."""
    about, ahead = found.kept.about, found.ahead
    horizon = about["wish"]["horizon"]
    return ForeseenCustomer(
        number=found.kept.number,
        as_of=about["as_of"],
        horizon_days=horizon,
        model=about["model"],
        title=title(about["model"], lang),
        sentences=sentences(ahead.row, horizon, ahead.summary["currency"], lang),
        figures={name: cell for name, cell in ahead.figures.items() if name != "customer_id"},
    )


def _entry(kept: Kept) -> dict[str, Any]:
    about, wish = kept.about, kept.about["wish"]
    told = {name: about[name] for name in ("as_of", "run", "model", "customers")}
    return {"number": kept.number, "at": kept.at, "horizon_days": wish["horizon"], "months": wish["months"], **told}


def _parameters(model: Mapping[str, Any]) -> list[ModelParameter]:
    ranges = model.get("intervals_90") or {}
    return [
        ModelParameter(name=name, value=model[name], low=ends[0], high=ends[1])
        for name in PARAMETERS
        if isinstance(model.get(name), float)
        for ends in [ranges.get(name) or (None, None)]
    ]


def _judged(one: Mapping[str, Any], lang: str) -> JudgedModel:
    names = ("model", "log_loss", "expected_purchases", "actual_purchases", "mean_absolute_error")
    return JudgedModel(title=title(one["model"], lang), **{name: one[name] for name in names})


def _month(one: Mapping[str, Any]) -> MonthAhead:
    kept = ("first", "last", "purchases", "revenue", "purchases_as_last_time", "revenue_as_last_time")
    return MonthAhead(**{name: one[name] for name in kept}, **ends(one))
