"""Sources or a rating become a prediction: the same reading, account and protection as for a rating."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from shuke.errors import DataError
from shuke.locale import preferred_language
from shuke.predicted.documents import model, summary
from shuke.predicted.files import save
from shuke.predicted.ground import Ground
from shuke.predicted.words import sentences
from shuke.prediction.extra import require_scipy
from shuke.prediction.make import COLUMNS, PREDICTED, Wish
from shuke.prediction.make import predict as predict_lines
from shuke.privacy.keys import key_ring
from shuke.privacy.replace import replace_personal_ids, wanted_ids
from shuke.rating import Options, Rating, rate
from shuke.result import MOST_IN_WORKBOOK, Result, Table, known_formats

# Everybody who ever bought is read, counted and protected under a scheme of one group over all history.
EVERYBODY = """\
scheme: everybody
title: {en: Everybody who ever bought, zh: 所有消费过的客户}
period: all
segments:
  - segment: everybody
    when: {frequency: {at_least: 1}}
    title: {en: Everybody, zh: 所有客户}
"""


class Predictions(Table):
    """The table of predictions, not computed into Python until a format is asked for; sorted by ``customer_id``."""

    def __init__(self, rating: Rating, count: int) -> None:
        super().__init__(rating.engine, PREDICTED, COLUMNS, count)


class Prediction(Ground):
    """What customers will do next, as of a day."""

    def __init__(self, rating: Rating, wish: Wish, *, protected: bool = False) -> None:
        """Predict from the lines of a rating; ``protected``: their ids have been replaced where they are personal.

        Raises:
            UsageError: NumPy and SciPy are not installed, or a wish cannot be meant.
            DataError: the data are those of contracts, or too few.
        """
        lines = replace(rating.intake.lines, one_line_per_order=False)
        zero_orders = rating.question.zero_orders
        made = predict_lines(rating.engine, lines, rating.question.as_of, zero_orders, wish)
        super().__init__(rating, Result(rating), made)
        if not (protected or rating.options.raw_ids):
            headers = [loaded.meaning.header("customer_id") for loaded in rating.intake.loaded]
            replace_personal_ids(rating.engine, PREDICTED, headers, list(rating.personal))
        self.customers = Predictions(rating, self.made.customers)

    @property
    def summary(self) -> dict[str, Any]:
        """The figures for programs, as ``summary.json`` holds them."""
        return summary(self)

    @property
    def model(self) -> dict[str, Any]:
        """The model with its parameters, as ``model.json`` holds them."""
        return model(self.made)

    def explain(self, customer_id: str, lang: str = "en") -> list[str]:
        """Return what is predicted of a customer, in sentences.

        Raises:
            DataError: there is no such customer.
        """
        wanted = wanted_ids(customer_id, key_ring(create=False) if self.rating.personal else None)
        marks = ", ".join("?" for _ in wanted)
        names = ", ".join(COLUMNS)
        query = f"SELECT {names} FROM {PREDICTED} WHERE customer_id IN ({marks})"
        rows = self.rating.engine.run(query, wanted)
        if not rows:
            raise DataError("predict_no_customer")
        row = min(rows, key=lambda row: wanted.index(row[0]))
        told = dict(zip(COLUMNS, row, strict=True))
        return sentences(told, self.made.wish.horizon, self.rating.currency, lang)

    def formats(self, formats: Sequence[str] | None) -> tuple[str, ...]:
        """Return the formats to write: what is asked for, else Parquet and, for lists that open, Excel."""
        if not formats:
            return ("parquet", "xlsx") if self.made.customers <= MOST_IN_WORKBOOK else ("parquet",)
        return known_formats(formats)

    def save(self, folder: str | Path, formats: Sequence[str] | None = None, lang: str | None = None) -> list[Path]:
        """Write the prediction's files into a folder, each whole or not at all; return their paths.

        Raises:
            UsageError: a format is not known, or the folder cannot be written, or holds a rating.
        """
        return save(self, Path(folder), self.formats(formats), lang or preferred_language())

    def close(self) -> None:
        """Let go of the engine."""
        self.rating.engine.close()


def predict(source: object, options: Options, wish: Wish, step: Callable[[str], None] | None = None) -> Prediction:
    """Return what the customers of sources will do next.

    Raises:
        UsageError: NumPy and SciPy are not installed, or something cannot be meant.
        DataError: the sources cannot be used, or the data are those of contracts, or too few.
    """
    require_scipy()
    wish.check()
    rating = rate(source, EVERYBODY, options, step, name="everybody")
    try:
        return Prediction(rating, wish)
    except BaseException:
        rating.engine.close()
        raise
