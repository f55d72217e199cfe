"""Whether the name of a file speaks of other days than its rows: 2024年3月销售.xlsx with the rows of April."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from shuke.engines.duckdb import DuckDB
from shuke.ingest.loaded import Loaded
from shuke.stages.relation import day

Span = tuple[date, date]
YEAR = r"(?<![0-9])((?:19|20)[0-9]{2})"
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}


def _month(year: str, month: str) -> Span:
    number = int(month)
    return date(int(year), number, 1), date(int(year), number, calendar.monthrange(int(year), number)[1])


def _months(year: str, first: str, last: str) -> Span:
    return _month(year, first)[0], _month(year, last)[1]


def _quarter(year: str, quarter: str) -> Span:
    number = QUARTERS.get(quarter) or int(quarter)
    return _months(year, str(3 * number - 2), str(3 * number))


def _half(year: str, half: str) -> Span:
    return _months(year, "1", "6") if half in "上1" else _months(year, "7", "12")


def _days(*parts: str) -> Span:
    numbers = [int(part) for part in parts]
    return date(*numbers[:3]), date(*numbers[3:])


def _year(year: str) -> Span:
    return date(int(year), 1, 1), date(int(year), 12, 31)


# The first form that a name has says what it speaks of; the more exact ones come first.
FORMS: Sequence[tuple[str, Callable[..., Span]]] = (
    (rf"{YEAR}-?([01][0-9])-?([0-3][0-9])\s*[-~_至到]+\s*(20[0-9]{{2}})-?([01][0-9])-?([0-3][0-9])(?![0-9])", _days),
    (rf"{YEAR}年?\s*([0-9]{{1,2}})\s*月?\s*[-~至到]\s*([0-9]{{1,2}})\s*月", _months),
    (rf"{YEAR}年?[-_. ]?(?:Q|第)([1-4一二三四])(?:季度)?(?![0-9])", _quarter),
    (rf"{YEAR}年?([一二三四])季度", _quarter),
    (rf"{YEAR}年?([上下])半年", _half),
    (rf"{YEAR}[-_. ]?H([12])(?![0-9])", _half),
    (rf"{YEAR}年\s*([0-9]{{1,2}})\s*月(?:份)?(?!\s*[0-9])", _month),
    (rf"{YEAR}[-_.]?(0[1-9]|1[0-2])(?![0-9])(?![-_.]?[0-9])", _month),
    (rf"{YEAR}年(?!\s*[0-9])", _year),
)


def span_of(name: str) -> Span | None:
    """Return the days that a file's name speaks of, both included; None where it speaks of none."""
    plain = unicodedata.normalize("NFKC", name)
    for form, make in FORMS:
        found = re.search(form, plain, re.IGNORECASE)
        if found is not None:
            try:
                first, last = make(*found.groups())
            except ValueError:
                continue
            return (first, last) if first <= last else None
    return None


def contradicted(engine: DuckDB, loaded: Sequence[Loaded]) -> Iterator[tuple[str, dict[str, object]]]:
    """Tell of files of which more than half of the rows lie on other days than their names say."""
    for number, one in enumerate(loaded):
        span = span_of(one.raw.name)
        if span is None:
            continue
        outside = f"ordered_at < {day(span[0])} OR CAST(ordered_at AS DATE) > {day(span[1])}"
        rows, other = engine.run(
            f"SELECT COUNT(*), COUNT(*) FILTER ({outside}) FROM plain_lines_{number} WHERE verdict IS NULL"
        )[0]
        if 2 * other > rows:
            figures = {"first": span[0].isoformat(), "last": span[1].isoformat(), "rows": f"{other:,}"}
            yield "period_of_name", {"file": one.raw.name, **figures}
