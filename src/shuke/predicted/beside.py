"""A prediction beside a rating: of the same lines and day, its columns in the rated table, its months in the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.locale import LANGUAGES
from shuke.predicted.documents import model as model_of
from shuke.predicted.documents import month, outlook
from shuke.predicted.told import ends, months_behind, said
from shuke.predicted.words import notes, title
from shuke.prediction.extra import require_scipy
from shuke.prediction.groups import WINDOWS
from shuke.prediction.make import COLUMNS, PREDICTED, Predicted, Wish, predict
from shuke.rating import Foretold
from shuke.stages.orders import Lines

MONTHS_BEHIND = 12
CHANCES = (*WINDOWS, "p_buy_year")


@dataclass(frozen=True)
class Beside:
    """Predicts while a rating is made, as it was wished."""

    wish: Wish

    def __call__(self, engine: DuckDB, lines: Lines, as_of: date, zero_orders: str) -> Foretold:
        """Return what the customers of the lines will do next.

        Raises:
            DataError: the data are those of contracts, or too few.
        """
        made = predict(engine, lines, as_of, zero_orders, self.wish)
        ahead, model = outlook(made), model_of(made)
        customers = {"predicted": made.customers, "repeat": made.repeaters}
        summary = {**ahead, "customers": customers, "parameters": model, "notes": notes(made)}
        figures = _figures(made, ahead, model)
        return Foretold(PREDICTED, COLUMNS[1:], self.wish.horizon, summary, figures, {}, {})


def beside(wish: Wish) -> Beside:
    """Return what predicts beside a rating.

    Raises:
        UsageError: NumPy and SciPy are not installed, or a wish cannot be meant.
    """
    require_scipy()
    wish.check()
    return Beside(wish)


def _figures(made: Predicted, ahead: Mapping[str, Any], model: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the report shows: the sentences, the sums, the months, and how many are expected to buy by when."""
    horizon = made.wish.horizon
    told = {lang: said(ahead["expected"], horizon, made.customers, model, lang) for lang in LANGUAGES}
    sums = ", ".join(f"SUM({name})" for name in CHANCES)
    chances = made.engine.run(f"SELECT {sums} FROM {PREDICTED}")[0]
    months = [month(one) for one in made.months]
    shown = ("first", "purchases", "revenue")
    return {
        "horizon_days": horizon,
        "customers": made.customers,
        "said": told,
        "expected": ahead["expected"],
        "buyers": [{"within": name, "customers": str(sum_)} for name, sum_ in zip(CHANCES, chances, strict=True)],
        "ahead": [{**{name: one[name] for name in shown}, **ends(one)} for one in months],
        "behind": months_behind(made.engine, MONTHS_BEHIND),
        "past": model["past"],
        "compared": [
            {"title": {lang: title(one["model"], lang) for lang in LANGUAGES}, **one} for one in model["compared"]
        ],
        "notes": [{lang: note[lang] for lang in LANGUAGES} for note in notes(made)],
    }
