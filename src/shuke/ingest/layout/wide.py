"""One column per month: the months become rows, if that is what was decided."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace

from shuke.errors import Where
from shuke.ingest.columns import meant
from shuke.ingest.convert import Cell
from shuke.ingest.decisions import ask, decided
from shuke.ingest.layout.months import measure_of, month_of
from shuke.ingest.raw import Raw, Reading
from shuke.stages.relation import literal

FEWEST = 3


def unpivoted(raw: Raw, reading: Reading) -> Raw:
    """Return a table with one row per month where a source has one column per month; others as they are.

    A month without a number is no row. The date is the month's last or first day, as was decided.

    Raises:
        Undecided: there are columns of months and no date, and nothing was decided.
    """
    months = _months(raw)
    if not is_wide(raw) or {"ordered_at", "amount"} & reading.mapping.keys():
        return raw
    where = Where(file=raw.name, sheet=raw.sheet)
    names = [raw.headers[index] for index in months]
    answer = decided(reading, "unpivot")
    if answer is None:
        ask("unpivot", "months_in_columns", where, count=len(names), first=names[0], last=names[-1])
    if answer == "keep":
        return raw
    dates = [_day(year or _year(raw, reading, where), month, answer) for year, month in months.values()]
    return _rows_of_months(raw, list(months), dates)


def is_wide(raw: Raw) -> bool:
    """Tell whether a source has several columns of months, and no date."""
    return len(set(_months(raw).values())) >= FEWEST and "ordered_at" not in meant(raw.headers)


def _months(raw: Raw) -> dict[int, tuple[int | None, int]]:
    found = {index: month for index, header in enumerate(raw.headers) if (month := month_of(header))}
    measures = {index: measure_of(raw.headers[index]) for index in found}
    if len(set(measures.values())) < 2:
        return found
    # Several figures a month, such as 数量 and 金额: only the one that is an amount can become rows.
    money = {one for one in set(measures.values()) if "amount" in meant([one])}
    return {index: month for index, month in found.items() if measures[index] in money} if len(money) == 1 else {}


def _day(year: int, month: int, answer: str) -> str:
    day = calendar.monthrange(year, month)[1] if answer == "month-end" else 1
    return f"{year}-{month:02}-{day:02}"


def _year(raw: Raw, reading: Reading, where: Where) -> int:
    """Return the year of months that do not say theirs.

    Raises:
        Undecided: nothing was decided.
    """
    answer = decided(reading, "year")
    if answer is None:
        around = " ".join([*raw.titles.values(), raw.sheet or "", raw.name])
        years = list(dict.fromkeys(re.findall(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", around)))
        ask("year", "months_without_year", where, choices=years[:3] or ("YYYY",))
    return int(answer)


def _rows_of_months(raw: Raw, months: list[int], dates: list[str]) -> Raw:
    # Other figures of the months are no columns of their rows.
    kept = [index for index in range(len(raw.cells)) if index not in months and not month_of(raw.headers[index])]
    date, amount = len(kept), len(kept) + 1
    marks = {place: f"n{place}" for place, index in enumerate(kept) if index in raw.marks}
    if any(index in raw.marks for index in months):
        marks[amount] = "month_mark"
    headers = [raw.headers[index] for index in kept]
    chinese = any("\u4e00" <= sign <= "\u9fff" for header in raw.headers for sign in header)
    names = [
        name if name not in headers else f"{name} *" for name in (("月份", "金额") if chinese else ("month", "amount"))
    ]
    return replace(
        raw,
        source=_source(raw, kept, months, dates),
        headers=(*headers, *names),
        cells=(
            *(Cell(f"k{place}", raw.cells[index].type) for place, index in enumerate(kept)),
            *(Cell(name, "VARCHAR") for name in ("month_date", "month_amount")),
        ),
        numbered=True,
        fault="month_fault" if raw.fault is not None else None,
        detail="month_detail" if raw.fault is not None else "NULL",
        records=None,
        marks=marks,
        header_rows=tuple(
            (*(line[index] if index < len(line) else None for index in kept), None, None) for line in raw.header_rows
        ),
        known={"ordered_at": date, "amount": amount},
        notes=(*raw.notes, ("unpivoted", {"count": len(months), "first": dates[0], "last": dates[-1]})),
    )


def _source(raw: Raw, kept: list[int], months: list[int], dates: list[str]) -> str:
    """Return the table with a row for each month that has something in it."""
    number = "source_row" if raw.numbered else f"ROW_NUMBER() OVER () + {raw.first_row - 1}"
    columns = [f"{raw.cells[index].expression} AS k{place}" for place, index in enumerate(kept)]
    columns += [f"{raw.marks[index]} AS n{place}" for place, index in enumerate(kept) if index in raw.marks]
    if raw.fault is not None:
        columns += [f"{raw.fault} AS month_fault", f"{raw.detail} AS month_detail"]
    # A cell with a mark, such as an error, has no text and is no blank all the same.
    marks = ", ".join(raw.marks.get(index, "NULL") for index in months)
    columns += [
        "month_row AS source_row",
        f"UNNEST([{', '.join(map(literal, dates))}]) AS month_date",
        f"UNNEST([{', '.join(raw.cells[index].text for index in months)}]) AS month_amount",
        f"UNNEST(CAST([{marks}] AS VARCHAR[])) AS month_mark",
    ]
    return (
        f"(SELECT * FROM (SELECT {', '.join(columns)} FROM (SELECT *, {number} AS month_row FROM {raw.source})) "
        "WHERE TRIM(COALESCE(month_amount, '')) <> '' OR month_mark IS NOT NULL)"
    )
