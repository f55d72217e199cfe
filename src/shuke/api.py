"""The same core from Python: ``shuke.score``, ``shuke.compare``, ``shuke.backtest`` and ``shuke.Scheme``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from shuke.days import the_day
from shuke.in_python import told_in_python
from shuke.ingest.profile.settings import with_profile
from shuke.ingest.raw import Reading
from shuke.ingest.repairs import with_repaired
from shuke.language import language
from shuke.pushdown import rate_by
from shuke.rating import Foresee, Options
from shuke.result import Result
from shuke.saved import kept, stood, used_before
from shuke.scheme.document import Document
from shuke.scheme.lint import Finding, lint
from shuke.scheme.model import Scheme as Model
from shuke.scheme.parse import parse, scheme_text
from shuke.scheme.sentences import sentences

if TYPE_CHECKING:
    from shuke.backtesting import Backtest
    from shuke.movement import Comparison
    from shuke.predicted import Prediction
    from shuke.validation import Validation


@told_in_python
def score(
    source: Any,
    scheme: str | Scheme = "rfm-quintile-weighted",
    as_of: str | date | None = None,
    *,
    map: Mapping[str, str] | None = None,  # noqa: A002 - the word of the command line
    interactions: Any = None,
    customers: Any = None,
    metrics: str | Sequence[str] = (),
    carry: str | Sequence[str] = (),
    missing: Mapping[str, int | str] | None = None,
    encoding: str | None = None,
    sheet: str | Sequence[str] | None = None,
    timezone: str | None = None,
    date_format: str | None = None,
    decide: Mapping[str, str] | None = None,
    policies: Mapping[str, str] | None = None,
    profile: str | Path | None = None,
    deduplicate: bool = False,
    zero_orders: Literal["neither", "purchase"] = "neither",
    breaks: str | Path | None = None,
    engine: str | None = None,
    compare_with: str | Path | None = None,
    earlier: str | Path | None = None,
    repaired: str | Path | Sequence[str | Path] = (),
    predict: bool = False,
    horizon_days: int | None = None,
    raw: bool = False,
    currency: str | None = None,
    memory_limit: str | None = None,
    threads: int | None = None,
) -> Result:
    """Rate the customers of a source under a scheme; the same table as the command line, to the last digit.

    Args:
        source: a path, several paths, a folder, or a pandas, Polars or Arrow table of order lines; with ``engine``
            the name of a table there, or several.
        scheme: the id of a built-in scheme, the path of a file, or a loaded scheme.
        as_of: the day to rate as of; default: the date of the latest order.
        map: canonical column name -> header of the source, where names alone do not tell.
        interactions: a path or a table with ``customer_id``, ``kind``, ``occurred_at``.
        customers: a path or a table with ``customer_id`` and the attributes that the scheme looks at.
        metrics: further metrics to carry in the table, or ``"all"``.
        carry: attributes to carry into the table as they stand: headers of the customer table, or columns of lines.
        missing: metric -> value, to go on where its table is not given.
        encoding: the text encoding, when it should not be found out.
        sheet: sheets of a workbook, or ``"*"`` for all with the same headers; default: the first that is not empty.
        timezone: the local zone for timestamps that carry one.
        date_format: a strptime format where day and month could be confused.
        decide: answers to what the data leaves open, by the decision's name.
        policies: what is done with rows that may not be meant, by the policy's name, as ``{"test-orders": "exclude"}``.
        profile: the path of a mapping profile: what was decided about sources of this shape.
        deduplicate: merge rows that are equal in every column.
        zero_orders: whether orders of amount 0 count as purchases.
        breaks: the folder of an earlier result whose break values are used instead of learning them.
        engine: the URL of the engine that holds the tables and computes, as ``"postgres://host/database"``.
        compare_with: the folder of an earlier result; far more or fewer rows, or far less money, are a question.
        earlier: the folder of the last rating, whose tiers count under a scheme with grace.
        repaired: files of rejected rows that were corrected; their rows take the place of the rejected ones.
        predict: also predict what the customers will do next, as columns of the table; needs the extra ``clv``.
        horizon_days: predict so many days ahead; default: 182 with ``predict``, else not at all.
        raw: write personal ids and names as they are.
        currency: the currency to show, when the data does not say.
        memory_limit: the engine's memory, such as ``"1GB"``; what does not fit spills to disk.
        threads: number of threads; default: all cores.

    Raises:
        UsageError: the arguments cannot be meant.
        DataError: the source cannot be used.
        SchemeError: the scheme is wrong, or needs a table that was not given.
    """
    source = with_repaired(source, repaired)
    reading = _reading(map, encoding, sheet, timezone, date_format, deduplicate, zero_orders, decide, policies)
    options = Options(
        as_of=the_day(as_of),
        reading=with_profile(reading, Path(profile)) if profile is not None else reading,
        interactions=interactions,
        customers=customers,
        metrics=_each(metrics),
        carry=_each(carry),
        missing=dict(missing or {}),
        kept=kept(Path(breaks)) if breaks is not None else None,
        earlier=used_before(Path(compare_with)) if compare_with is not None else None,
        stood=stood(Path(earlier)) if earlier is not None else None,
        foresee=_foresee(horizon_days) if predict or horizon_days is not None else None,
        raw_ids=raw,
        currency=currency,
        memory_limit=memory_limit,
        threads=threads,
    )
    text, name = (scheme.text, scheme.name) if isinstance(scheme, Scheme) else scheme_text(str(scheme))
    return Result(rate_by(engine, source, text, options, name=name))


def _each(names: Any) -> tuple[Any, ...]:
    """Return names as they are listed; one alone is a list of one."""
    return (names,) if isinstance(names, str | Path) else tuple(names)


def _foresee(horizon: int | None) -> Foresee:
    from shuke.predicted import Wish, beside

    return beside(Wish() if horizon is None else Wish(horizon))


@told_in_python
def predict(
    source: Any,
    as_of: str | date | None = None,
    *,
    horizon_days: int = 182,
    model: str = "auto",
    months: int = 12,
    discount: float = 0.1,
    margin: float = 1.0,
    map: Mapping[str, str] | None = None,  # noqa: A002 - the word of the command line
    encoding: str | None = None,
    sheet: str | Sequence[str] | None = None,
    timezone: str | None = None,
    date_format: str | None = None,
    decide: Mapping[str, str] | None = None,
    policies: Mapping[str, str] | None = None,
    profile: str | Path | None = None,
    deduplicate: bool = False,
    zero_orders: Literal["neither", "purchase"] = "neither",
    repaired: str | Path | Sequence[str | Path] = (),
    raw: bool = False,
    currency: str | None = None,
    memory_limit: str | None = None,
    threads: int | None = None,
) -> Prediction:
    """Predict what each customer will do next, and what all together will; needs the extra ``clv``.

    Args:
        source: a path, several paths, a folder, or a pandas, Polars or Arrow table of order lines.
        as_of: the day to predict from; later lines are not looked at. Default: the date of the latest order.
        horizon_days: how many days ahead purchases, revenue and silence are expected.
        model: ``auto`` (best on the past), ``bg-nbd``, ``mbg-nbd``, ``pareto-nbd``, ``nbd``, ``hiatus``, ``own-cycle``.
        months: how many months the forecast and a customer's value reach.
        discount: what a year takes from money, as a share.
        margin: the share of revenue that is earned, for the value.
        map: as for ``score``, like all that follow.
        encoding: the text encoding.
        sheet: the sheets of a workbook.
        timezone: the local zone for timestamps that carry one.
        date_format: a strptime format.
        decide: answers to what the data leaves open.
        policies: what is done with rows that may not be meant.
        profile: the path of a mapping profile.
        deduplicate: merge rows that are equal in every column.
        zero_orders: whether orders of amount 0 count as purchases.
        repaired: files of rejected rows that were corrected.
        raw: write personal ids as they are.
        currency: the currency to show.
        memory_limit: the engine's memory.
        threads: number of threads.

    Raises:
        UsageError: NumPy and SciPy are not installed, or the arguments cannot be meant.
        DataError: the source cannot be used, or its data are those of contracts, or too few.
    """
    from shuke import predicted

    reading = _reading(map, encoding, sheet, timezone, date_format, deduplicate, zero_orders, decide, policies)
    wish = predicted.Wish(horizon_days, model, months, discount, margin)
    options = _options(as_of, reading, profile, raw, currency, memory_limit, threads)
    return predicted.predict(with_repaired(source, repaired), options, wish)


def _reading(
    columns: Mapping[str, str] | None,
    encoding: str | None,
    sheet: str | Sequence[str] | None,
    timezone: str | None,
    date_format: str | None,
    deduplicate: bool,
    zero_orders: Literal["neither", "purchase"],
    decide: Mapping[str, str] | None,
    policies: Mapping[str, str] | None,
) -> Reading:
    """Return how a source is read."""
    sheets = (sheet,) if isinstance(sheet, str) else tuple(sheet or ())
    said = (dict(decide or {}), dict(policies or {}))
    return Reading(dict(columns or {}), encoding, sheets, timezone, date_format, deduplicate, zero_orders, *said)


def _options(
    as_of: str | date | None,
    reading: Reading,
    profile: str | Path | None,
    raw: bool,
    currency: str | None,
    memory_limit: str | None,
    threads: int | None,
) -> Options:
    """Return what a prediction is made under."""
    return Options(
        as_of=the_day(as_of),
        reading=with_profile(reading, Path(profile)) if profile is not None else reading,
        raw_ids=raw,
        currency=currency,
        memory_limit=memory_limit,
        threads=threads,
    )


@told_in_python
def compare(old: str | Path, new: str | Path) -> Comparison:
    """Return who moved between two saved results, from where to where, and why; the earlier one first.

    Args:
        old: the folder of the earlier result.
        new: the folder of the later result.

    Raises:
        UsageError: a folder holds no result, or none with a table that programs read; or the ids cannot be compared.
        DataError: a file of a result was changed or damaged.
    """
    from shuke.movement import compare as between

    return between(old, new)


@told_in_python
def backtest(
    source: Any,
    schemes: str | Path | Sequence[str | Path] = (),
    splits: Sequence[str | date] = (),
    *,
    horizon_days: int | None = None,
    resamples: int = 400,
    interactions: Any = None,
    customers: Any = None,
    missing: Mapping[str, int | str] | None = None,
    reading: Reading | None = None,
    memory_limit: str | None = None,
    threads: int | None = None,
) -> Backtest:
    """Return which scheme would have found, on past days, the customers who turned out best.

    Args:
        source: a path, several paths, a folder, or a pandas, Polars or Arrow table of order lines.
        schemes: ids of built-in schemes or paths of files; none: all built-in ones whose tables are there.
        splits: the past days; none: half a year before the last order.
        horizon_days: how many days after them to look at; default: all that all of them have.
        resamples: how often customers are drawn anew for the intervals (needs NumPy); 0: no intervals.
        interactions: a path or a table with ``customer_id``, ``kind``, ``occurred_at``.
        customers: a path or a table with ``customer_id`` and the attributes that a scheme looks at.
        missing: metric -> value, to go on where its table is not given.
        reading: how the source is read, where that is not found out.
        memory_limit: the engine's memory, such as ``"1GB"``; what does not fit spills to disk.
        threads: number of threads; default: all cores.

    Raises:
        UsageError: the arguments cannot be meant, or NumPy is not installed and intervals are wanted.
        DataError: the source cannot be used.
        SchemeError: a scheme is wrong, or needs a table that was not given.
    """
    from shuke.backtesting import Wish
    from shuke.backtesting import backtest as judged

    days = tuple(day for one in splits if (day := the_day(one)) is not None)
    options = Options(
        reading=reading or Reading(),
        interactions=interactions,
        customers=customers,
        missing=dict(missing or {}),
        memory_limit=memory_limit,
        threads=threads,
    )
    return judged(source, Wish(tuple(map(str, _each(schemes))), days, horizon_days, resamples), options)


@told_in_python
def validate(
    folder: str | Path,
    later: Any = None,
    verdicts: Any = None,
    *,
    resamples: int = 50,
    reading: Reading | None = None,
) -> Validation:
    """Return whether the groups of a kept rating are different, stable and usable, and agree with what people say.

    Args:
        folder: the folder of the result.
        later: sales that go on after the as-of date, as for ``score``.
        verdicts: a path or a table with ``customer_id`` and ``verdict``, the name of a group.
        resamples: how often customers are drawn anew and grouped again; 0: not at all.
        reading: how the later sales are read, where that is not found out.

    Raises:
        UsageError: the folder holds no result with a table that programs read.
        DataError: a file is damaged, or cannot be used.
    """
    from shuke.validation import Asked
    from shuke.validation import validate as looked

    return looked(Path(folder), Asked(later, verdicts, resamples, reading or Reading()))


class Scheme:
    """A scheme as a document: loaded, read aloud, proved."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        self.model: Model
        self._document: Document
        self.model, self._document = parse(text, name)

    @classmethod
    def load(cls, reference: str | Path) -> Scheme:
        """Return a built-in scheme by its id, or the scheme in a file.

        Raises:
            SchemeError: there is none, or it cannot be read.
        """
        return cls(*scheme_text(str(reference)))

    @property
    def id(self) -> str:
        """The scheme's id."""
        return self.model.scheme

    def lint(self) -> tuple[Finding, ...]:
        """Return everything that can be said against the scheme, each finding with its line and a way out."""
        return lint(self.model, self._document)

    def sentences(self, lang: str = "en") -> list[str]:
        """Return the scheme in plain sentences.

        Raises:
            UsageError: the language is not offered.
        """
        return sentences(self.model, language(lang))
