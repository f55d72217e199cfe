"""Models and rules on the customers' own past: what each would have said, and what came; the best is named.

At a day as long before the end as the horizon, each model is fitted on what was known then, each rule learned from an
equally long time before, and what they say of everybody is held against who bought. The measure is the mean negative
log-likelihood of having bought at all: it rewards chances that are right, whoever is ranked first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, UsageError
from shuke.prediction.fit import Fit, fit
from shuke.prediction.histories import Histories
from shuke.prediction.models import MODELS, Model, Nbd
from shuke.prediction.purchases import histories_at, outcomes_at, regular_share
from shuke.prediction.rules import Rule, learn, log_loss

if TYPE_CHECKING:
    from shuke.prediction.histories import Ints

RULES = ("hiatus", "own-cycle")
CANDIDATES = ("bg-nbd", "mbg-nbd", "pareto-nbd")
NAMES = ("auto", *MODELS, *RULES)
# With fewer customers, or fewer who came back, parameters say nothing; with fewer still, the past says nothing.
FEWEST, FEWEST_REPEATERS, FEWEST_FOR_RULES = 100, 30, 20
# So many customers with at least three gaps, so large a share of them with gaps that hardly differ: contracts.
MANY_REGULAR, SHARE_REGULAR = 20, 0.5

Reason = Literal["past", "asked", "likelihood", "few"]


@dataclass(frozen=True)
class Judged:
    """How a model or a rule did on the past."""

    key: str
    log_loss: float
    expected: float
    actual: int
    mean_error: float
    root_error: float

    @property
    def ratio(self) -> float:
        """How many times as many purchases came as were expected."""
        return self.actual / self.expected if self.expected > 0 else float("nan")


@dataclass(frozen=True, eq=False)
class Chosen:
    """What is used, why, and how all did on the past (none, where there is too little past)."""

    key: str
    reason: Reason
    fit: Fit | None
    rule: Rule | None
    judged: tuple[Judged, ...]
    past: date | None
    # The model that was asked for or best, where drop-out was none and NBD stands in its place.
    collapsed: str | None = None

    @property
    def best(self) -> Model | Rule:
        """The model or the rule."""
        if self.fit is not None:
            return self.fit.model
        if self.rule is None:
            raise DataError("predict_too_few", customers="0", repeaters="0")
        return self.rule

    @property
    def own(self) -> Judged | None:
        """How what is used did on the past."""
        wanted = self.collapsed or self.key
        return next((one for one in self.judged if one.key in {self.key, wanted}), None)


def choose(engine: DuckDB, given: Histories, as_of: date, horizon: int, wanted: str) -> Chosen:
    """Return the model or the rule to predict with: the one asked for, or the best on the past.

    Raises:
        UsageError: there is none of that name.
        DataError: the data are those of contracts, or too few for a model and for a rule.
    """
    if wanted not in NAMES:
        raise UsageError("predict_model_unknown", value=wanted, known=", ".join(NAMES))
    if wanted not in RULES:
        refuse_contracts(engine)
    past = as_of - timedelta(days=horizon)
    known, later = outcomes_at(engine, past, horizon)
    judged = _judge(engine, known, later, past, horizon)
    enough = given.customers >= FEWEST and given.repeaters >= FEWEST_REPEATERS
    if wanted in RULES or not enough:
        return _by_rule(given, known, later, horizon, wanted, judged, past, enough=enough)
    key, reason = wanted, "asked"
    if wanted == "auto":
        key, reason = (min(judged, key=lambda one: one.log_loss).key, "past") if judged else ("", "likelihood")
    if key in RULES:
        return Chosen(key, "past", None, learn(key, known, later, horizon), judged, past)
    if key:
        found = fit(given, MODELS[key])
    else:
        fits = [fit(given, MODELS[name]) for name in CANDIDATES]
        found = max(fits, key=lambda one: one.log_likelihood)
        key = found.model.key
    collapsed = key if found.collapsed else None
    used = fit(given, Nbd) if collapsed else found
    return Chosen(used.model.key, reason, used, None, judged, past if judged else None, collapsed)  # type: ignore[arg-type]


def refuse_contracts(engine: DuckDB) -> None:
    """Pass customers who buy when they please.

    Raises:
        DataError: most of those who came back often did so at fixed intervals, as under a contract.
    """
    many, share = regular_share(engine)
    if many >= MANY_REGULAR and share >= SHARE_REGULAR:
        raise DataError("predict_contracts", share=f"{share * 100:.0f}", customers=f"{many:,}")


def _by_rule(
    given: Histories,
    known: Histories,
    later: Ints,
    horizon: int,
    wanted: str,
    judged: tuple[Judged, ...],
    past: date,
    *,
    enough: bool,
) -> Chosen:
    if len(known) == 0 or known.customers < FEWEST_FOR_RULES:
        figures = {"customers": f"{given.customers:,}", "repeaters": f"{given.repeaters:,}"}
        if not enough:
            raise DataError("predict_too_few", **figures)
        raise DataError("predict_no_past", customers=f"{known.customers:,}", past=past.isoformat())
    if wanted in RULES:
        return Chosen(wanted, "asked", None, learn(wanted, known, later, horizon), judged, past)
    rules = [learn(key, known, later, horizon) for key in RULES]
    best = min(rules, key=lambda one: log_loss(one.silent(known, horizon), later, known.count))
    return Chosen(best.key, "few", None, best, judged, past)


def _judge(engine: DuckDB, known: Histories, later: Ints, past: date, horizon: int) -> tuple[Judged, ...]:
    """Return how every candidate did on the past; none where there were too few customers then."""
    if known.customers < FEWEST or known.repeaters < FEWEST_REPEATERS:
        return ()
    judged = [judge(key, fit(known, MODELS[key]).model, known, later, horizon) for key in CANDIDATES]
    before = past - timedelta(days=horizon)
    if len(histories_at(engine, before)) and (earlier := outcomes_at(engine, before, horizon))[0].customers >= FEWEST:
        judged += [judge(key, learn(key, *earlier, horizon), known, later, horizon) for key in RULES]
    return tuple(judged)


def judge(key: str, model: Model | Rule, known: Histories, later: Ints, horizon: int) -> Judged:
    """Return how a model or a rule did: what it said of histories, and what came."""
    import numpy as np

    expected, count = model.expected(known, horizon), known.count
    heads = float(count.sum())
    off = np.abs(expected - later)
    return Judged(
        key,
        log_loss(model.silent(known, horizon), later, count),
        float((count * expected).sum()),
        int((count * later).sum()),
        float((count * off).sum()) / heads,
        float(np.sqrt((count * off**2).sum() / heads)),
    )
